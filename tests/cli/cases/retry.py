"""Sending again what failed, and on purpose what was refused."""

from checks import has, same
from fake_server import task
from scenes import after_a_run_with_all_ends, prompts_asked


def retry_sends_failed_rows_only_and_says_which_and_why_before_it_does(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    said["busy"] = task("busy")
    server.hold()
    started = stage.start("retry", *words)
    server.must_be_asked(1)
    for part in ("1 to send again", "failed (1)", "do request failed   d"):
        has(started.err, part)
    left_alone = " ".join(started.err.split("left alone:")[1].split())
    for part in ("1 row rejected (--rejected", "1 row in doubt (--in-doubt",
                 "1 row never sent (shotlist run"):
        has(left_alone, part)
    server.release()
    ended = started.end().must_be(6)
    same(ended.out, "", "standard output")
    same(prompts_asked(server), ["busy"], "requests")
    same(stage.statuses(), ["submitted", "rejected", "in_doubt", "submitted", "not_sent"],
         "statuses")
    same(stage.results()[3]["attempts"], "2", "attempts")
    stage.shotlist("retry", *words).must_be(6)
    same(prompts_asked(server), [], "requests of a second one")


def exit_7_where_another_process_holds_the_ledger_and_nothing_is_sent(stage):
    server, _, words = after_a_run_with_all_ends(stage)
    with stage.held():
        ended = stage.shotlist("retry", *words, "--in-doubt").must_be(7)
        has(ended.err, "is held by ")
    same(prompts_asked(server), [], "requests")
    stage.shotlist("retry", *words).must_be(6)
    same(prompts_asked(server), ["busy"], "requests")

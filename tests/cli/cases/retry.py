"""Sending again what failed, and on purpose what was refused."""

import shlex

from checks import check, has, lacks, same
from fake_server import FAILED, by_prompt, task
from scenes import after_a_run_with_all_ends, attempts_of, prompts_asked

_RESULTS = "shots.results.csv"


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


def retry_rejected_sends_rejected_rows_as_they_are_written(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    stage.shotlist("retry", *words, "--rejected", "--only", "a,b,e").must_be(1)
    same(prompts_asked(server), ["bad"], "requests")
    same((stage.statuses()[1], attempts_of(stage, "b")), ("rejected", [1, 2]), "what became of it")
    said["bad"] = task("bad")
    stage.shotlist("retry", *words, "--rejected").must_be(6)
    same(prompts_asked(server), ["bad", "busy"], "requests")
    same(stage.statuses()[:4], ["submitted", "submitted", "in_doubt", "failed"], "statuses")


def only_narrows_a_retry_and_never_widens_it(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    for id, code, remedy in (("c", 6, "--in-doubt"), ("b", 1, "--rejected"),
                             ("e", 0, "shotlist run"), ("a", 0, None)):
        ended = stage.shotlist("retry", *words, "--only", id).must_be(code)
        intent = ended.err.split("5 requests: ")[0]
        has(intent, "0 to send again")
        if remedy:
            has(intent.split("left alone:")[1], remedy)
        else:
            lacks(intent, "left alone")
        same(prompts_asked(server), [], f"requests for {id}")
    stage.shotlist("retry", *words, "--only", "a,d,e").must_be(1)
    same(prompts_asked(server), ["busy"], "requests")
    # Consent to one risk is none to the other.
    stage.shotlist("retry", *words, "--only", "b,c", "--rejected").must_be(6)
    same(prompts_asked(server), ["bad"], "requests")
    stage.shotlist("retry", *words, "--only", "b,c", "--in-doubt").must_be(6)
    same(prompts_asked(server), ["drop"], "requests")
    has(stage.shotlist("retry", *words, "--only", "z").must_be(2).err, 'no row "z"')
    same(prompts_asked(server), [], "requests")


def a_retry_can_be_narrowed_by_fields_and_by_number(stage):
    said = {prompt: FAILED for prompt in ("one", "two", "three")}
    server = stage.server(by_prompt(said))
    stage.shots(*said)
    words = ["shots.yaml", "--base-url", server.url, "-j", 1]
    stage.shotlist("run", *words).must_be(1)
    server.asked.clear()
    said.clear()
    stage.shotlist("retry", *words, "--where", "prompt=two").must_be(0)
    same(prompts_asked(server), ["two"], "requests")
    ended = stage.shotlist("retry", *words, "--limit", 1).must_be(5)
    has(ended.err, "stopped: --limit is reached")
    same(prompts_asked(server), ["one"], "requests")
    stage.shotlist("retry", *words, "--limit", 1).must_be(0)
    same(prompts_asked(server), ["three"], "requests")
    same(stage.statuses(), ["submitted"] * 3, "statuses")
    has(stage.shotlist("retry", *words, "--where", "colour=red").must_be(2).err, "colour")


def a_retry_with_nothing_to_send_needs_no_key_and_ends_as_the_rows_are(stage):
    server, _, words = after_a_run_with_all_ends(stage)
    for only, code in (("a", 0), ("a,e", 0), ("e", 0), ("a,b", 1), ("a,b,c,e", 6)):
        ended = stage.shotlist("retry", *words, "--only", only, key=None).must_be(code)
        has(ended.err, "0 to send again")
    ended = stage.shotlist("retry", *words, key=None).must_be(3)
    has(ended.err, "SHOTLIST_API_KEY")
    same(prompts_asked(server), [], "requests")
    same(stage.statuses()[3], "failed", "the row that would be sent")


def a_retry_before_any_run_sends_nothing_and_says_what_does(stage):
    server = stage.server()
    stage.shots("one", "two")
    ended = stage.shotlist("retry", "shots.yaml", "--base-url", server.url, key=None).must_be(0)
    has(ended.err, "left alone: 2 rows never sent (shotlist run")
    has(ended.err, f"next: shotlist run shots.yaml --base-url {server.url}")
    same(stage.statuses(), ["not_sent"] * 2, "statuses")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url).must_be(0)
    same(len(server.asked), 2, "requests")


def _commands_to_go_on(err):
    """What comes after the line that names the results, as words of a shell."""
    after = err.split(f"results: {_RESULTS}\n")[1]
    commands = [line.split("shotlist run")[1].split("  ")[0]
                for line in after.splitlines() if "shotlist run" in line]
    return [["run", *shlex.split(command)] for command in commands]


def what_a_retry_says_to_type_next_never_repeats_a_consent_or_a_selection_of_rows(stage):
    server, _, words = after_a_run_with_all_ends(stage)
    settings = [*words, "--attempts", 3, "--progress=plain"]
    for narrow, kept in ((["--in-doubt", "--only", "c"], []), (["--only=c", "--in-doubt"], []),
                         (["--rejected"], []), (["--limit", 1], []),
                         (["--where=prompt=good"], ["--where=prompt=good"]),
                         (["--rejected", "--where", "prompt=bad"], ["--where", "prompt=bad"]),
                         (["--limit=1", "--only", "d"], [])):
        ended = stage.shotlist("retry", *narrow, *settings)
        commands = _commands_to_go_on(ended.err)
        check(commands, f"no command in:\n{ended.err}")
        for command in commands:
            same(command, ["run", *kept, *map(str, settings)], f"what to type after {narrow}")
    prompts_asked(server)
    # It is what it says: a run of everything that is safe to send, and of nothing else.
    stage.shotlist(*commands[0]).must_be(6)
    same(prompts_asked(server), ["busy", "new"], "requests")


def exit_7_where_another_process_holds_the_ledger_and_nothing_is_sent(stage):
    server, _, words = after_a_run_with_all_ends(stage)
    with stage.held():
        ended = stage.shotlist("retry", *words, "--in-doubt").must_be(7)
        has(ended.err, "is held by ")
    same(prompts_asked(server), [], "requests")
    stage.shotlist("retry", *words).must_be(6)
    same(prompts_asked(server), ["busy"], "requests")


def a_failed_row_that_was_edited_is_new_work_which_run_sends(stage):
    server, _, words = after_a_run_with_all_ends(stage)
    stage.shots("good", "bad", "drop", "no longer busy", "new")
    stage.shotlist("retry", *words).must_be(6)
    same(prompts_asked(server), [], "requests of retry")
    stage.shotlist("run", *words).must_be(6)
    same(prompts_asked(server), ["no longer busy", "new"], "requests of run")
    same((stage.statuses()[3], stage.results()[3]["prompt"]), ("submitted", "no longer busy"),
         "the row")


def a_retry_in_the_sandbox_sends_failed_rows_only(stage):
    stage.shots("one", "sandbox:refuse", "two")
    run = ["shots.yaml", "--sandbox", "-j", 1]
    stage.shotlist("run", *run, "--fault", "500=100%", "--only", "a,b", key=None).must_be(1)
    same(stage.statuses("shots.rehearsal.csv"), ["failed", "failed", "not_sent"], "statuses")
    ended = stage.shotlist("retry", *run, key=None).must_be(1)
    has(ended.err, "1 charge in the till")
    same(stage.statuses("shots.rehearsal.csv"), ["submitted", "rejected", "not_sent"], "statuses")

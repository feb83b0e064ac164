"""Rows in doubt that a person has sent again."""

from checks import has, same
from fake_server import HANG_UP, by_prompt, task
from scenes import after_a_run_with_all_ends, attempts_of, prompts_asked
from stage import INTERRUPT


def retry_in_doubt_says_that_it_may_be_paid_twice_and_takes_the_new_task(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    said.update(drop=task("second"))
    server.hold()
    started = stage.start("retry", *words, "--in-doubt", "--only", "c")
    server.must_be_asked(1)
    for part in ("in doubt (1)", "closed the connection", "twice"):
        has(started.err, part)
    server.release()
    started.end().must_be(0)
    same(prompts_asked(server), ["drop"], "requests")
    row = stage.results()[2]
    same((row["status"], row["task_id"], row["attempts"]),
         ("submitted", "sora-2:task_second", "2"), "the row")
    same(attempts_of(stage, "c"), [1, 2], "attempts in the ledger")
    has(stage.shotlist("resolve", "shots.yaml").must_be(0).out, "1 earlier try in doubt")
    stage.shotlist("retry", *words, "--in-doubt", "--only", "c").must_be(0)
    same(prompts_asked(server), [], "requests of a second one")


def rows_in_doubt_that_an_interrupt_keeps_from_being_sent_again_stay_as_they_were(stage):
    said = {"one": HANG_UP, "two": HANG_UP}
    server = stage.server(by_prompt(said))
    stage.shots("one", "two")
    words = ["shots.yaml", "--base-url", server.url, "-j", 1]
    stage.shotlist("run", *words).must_be(6)
    before = stage.results()
    said.clear()
    server.hold()
    started = stage.start("retry", *words, "--in-doubt")
    server.must_be_asked(3)
    started.signal(INTERRUPT)
    started.must_say("stopping: ")
    server.release()
    started.end().must_be(130)
    same(stage.statuses(), ["submitted", "in_doubt"], "statuses")
    same(stage.results()[1], before[1], "the row that was not sent")
    same(len(server.asked), 3, "requests")


def a_retry_that_is_killed_is_in_doubt_with_all_its_tries(stage):
    server, _, words = after_a_run_with_all_ends(stage)
    first = stage.results()[2]["entry"]
    server.hold()
    started = stage.start("retry", *words, "--in-doubt", "--only", "c")
    server.must_be_asked(1)
    started.process.kill()
    started.end()
    server.release()
    server.asked.clear()
    stage.shotlist("run", *words).must_be(6)
    same(prompts_asked(server), ["busy", "new"], "requests of the next run")
    has(stage.shotlist("resolve", "shots.yaml").must_be(0).out, "no answer was seen")
    has(stage.results()[2]["error"], first)
    same(attempts_of(stage, "c"), [1, 2], "tries")

"""Rows in doubt that a person has sent again."""

from checks import check, has, lacks, same
from fake_server import FAILED, HANG_UP, REJECTED, by_prompt, closed_port, gateway_error, task
from scenes import (after_a_run_with_all_ends, attempts_of, prompts_asked, resolve,
                    two_in_doubt)
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
    same(attempts_of(stage, "c"), [1, 2], "attempts in the journal")
    has(stage.shotlist("resolve", "shots.yaml").must_be(0).out, "no row is in doubt")
    stage.shotlist("retry", *words, "--in-doubt", "--only", "c").must_be(0)
    same(prompts_asked(server), [], "requests of a second one")


def _stays_in_doubt(stage, answer, code):
    first = gateway_error(502, "lost on the way", X_Oneapi_Request_Id="req-first")
    said = {"one": first}
    server = stage.server(by_prompt(said))
    stage.shots("one", "two")
    words = ["shots.yaml", "--base-url", server.url, "-j", 1, "--attempts", 1]
    stage.shotlist("run", *words).must_be(6)
    said["one"] = answer
    server.asked.clear()
    stage.shotlist("retry", *words, "--in-doubt").must_be(code)
    same(prompts_asked(server), ["one"], "requests")

    row = stage.results()[0]
    same((row["status"], row["attempts"], row["request_id"], row["task_id"]),
         ("in_doubt", "2", "req-first", ""), "the row")
    has(row["error"], "lost on the way")
    stage.shotlist("run", *words).must_be(6)
    stage.shotlist("retry", *words, "--rejected").must_be(6)
    same(prompts_asked(server), [], "requests without consent")
    listed = stage.shotlist("resolve", "shots.yaml").must_be(0).out
    for part in ("attempt 1", "req-first", "lost on the way"):
        same(listed.count(part), 1, f"{part!r} in\n{listed}")
    lacks(listed, "attempt 2")

    stage.shotlist("resolve", "shots.yaml", "a", "--not-created").must_be(0)
    del said["one"]
    stage.shotlist("run", *words).must_be(0)
    same(prompts_asked(server), ["one"], "requests after a person said that there is no task")
    same(stage.results()[0]["attempts"], "3", "attempts")
    for path in stage.directory.iterdir():
        path.unlink()


def a_row_in_doubt_stays_so_where_it_is_sent_again_and_refused(stage):
    for answer, code in ((REJECTED, 6), (FAILED, 6), (gateway_error(401, "no such key"), 4),
                         (gateway_error(429, "slow down"), 6),
                         (gateway_error(503, "overloaded"), 6)):
        _stays_in_doubt(stage, answer, code)


def a_row_in_doubt_stays_so_where_it_is_sent_again_and_never_leaves(stage):
    server, _, words = after_a_run_with_all_ends(stage)
    taken, port = closed_port()
    with taken:
        stage.shotlist("retry", "shots.yaml", "--base-url", f"http://127.0.0.1:{port}",
                       "--attempts", 2, "--in-doubt", "--only", "c").must_be(4)
    same((stage.statuses()[2], attempts_of(stage, "c")), ("in_doubt", [1, 2, 3]), "the row")
    listed = stage.shotlist("resolve", "shots.yaml").must_be(0).out
    has(listed, "attempt 1")
    lacks(listed, "attempt 2")
    stage.shotlist("run", *words).must_be(6)
    same(prompts_asked(server), ["busy", "new"], "requests")


def every_attempt_that_may_have_been_paid_for_is_listed_until_a_person_settles_the_row(stage):
    lost = [gateway_error(502, f"lost {name}", X_Oneapi_Request_Id=f"req-{name}")
            for name in ("first", "second")]
    said = {"one": lost[0]}
    server = stage.server(by_prompt(said))
    stage.shots("one")
    words = ["shots.yaml", "--base-url", server.url, "--in-doubt"]
    stage.shotlist("run", *words[:-1]).must_be(6)
    for said["one"] in (REJECTED, lost[1], REJECTED):
        stage.shotlist("retry", *words).must_be(6)
    listed = stage.shotlist("resolve", "shots.yaml").must_be(0).out
    has(listed, "1 row in doubt")
    sent = {fact["attempt"]: fact["at"] for fact in stage.facts() if fact["fact"] == "sending"}
    parts = ("attempt 1", sent[1], "lost first", "req-first",
             "attempt 3", sent[3], "lost second", "req-second")
    places = [listed.find(part) for part in parts]
    check(-1 not in places and places == sorted(places), f"{parts} are not in order in\n{listed}")
    for attempt in (2, 4):
        lacks(listed, f"attempt {attempt}")
    stage.shotlist("resolve", "shots.yaml", "a", "--task-id", "sora-2:task_found").must_be(0)
    same((stage.statuses(), len(server.asked)), (["submitted"], 4), "the end")
    same(stage.results()[0]["task_id"], "sora-2:task_found", "task id")


def a_retry_that_is_killed_leaves_both_attempts_in_doubt(stage):
    server, _, words = after_a_run_with_all_ends(stage)
    server.hold()
    started = stage.start("retry", *words, "--in-doubt", "--only", "c")
    server.must_be_asked(1)
    started.process.kill()
    started.end()
    server.release()
    server.asked.clear()
    stage.shotlist("run", *words).must_be(6)
    same(prompts_asked(server), ["busy", "new"], "requests of the next run")
    listed = stage.shotlist("resolve", "shots.yaml").must_be(0).out
    for part in ("attempt 1", "closed the connection", "attempt 2", "no answer was seen"):
        has(listed, part)


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


def what_is_shown_of_a_row_in_doubt_is_the_attempt_that_may_have_been_paid_for(stage):
    said = {"first": HANG_UP, "second": REJECTED, "third": REJECTED}
    server = stage.server(by_prompt(said))
    stage.shots("first")
    words = ["shots.yaml", "--base-url", server.url]
    stage.shotlist("run", *words).must_be(6)
    bought = stage.results()[0]
    for prompt in ("second", "third"):
        stage.shots(prompt)
        stage.shotlist("retry", *words, "--in-doubt").must_be(6)
    listed = stage.shotlist("resolve", "shots.yaml").must_be(0).out
    has(listed, "first")
    lacks(listed, "third")
    for column in ("prompt", "fingerprint", "submitted_at"):
        same(stage.results()[0][column], bought[column], column)
    stage.shotlist("resolve", "shots.yaml", "a", "--task-id", "sora-2:task_found").must_be(0)
    for column in ("prompt", "fingerprint"):
        same(stage.results()[0][column], bought[column], f"{column} of what was bought")
    # What was asked for since is not what was bought.
    has(stage.shotlist("run", *words).must_be(0).err, "prompt: first -> third")
    same(len(server.asked), 3, "requests")


def each_attempt_in_doubt_is_listed_with_the_prompt_it_was_sent_with(stage):
    said = {"first": HANG_UP, "second": HANG_UP}
    server = stage.server(by_prompt(said))
    stage.shots("first")
    words = ["shots.yaml", "--base-url", server.url]
    stage.shotlist("run", *words).must_be(6)
    stage.shots("second")
    stage.shotlist("retry", *words, "--in-doubt").must_be(6)
    listed = stage.shotlist("resolve", "shots.yaml").must_be(0).out
    for part in ("first", "second"):
        has(listed, part)


def a_row_in_doubt_that_left_the_manifest_needs_a_person_all_the_same(stage):
    server, _, run = two_in_doubt(stage)
    stage.shots("one", "two")
    has(stage.shotlist(*run).must_be(6).err, "2 rows in doubt may have been paid for")
    resolve(stage, "a", "--not-created").must_be(0)
    ended = stage.shotlist(*run, "--only", "b").must_be(0)
    has(ended.err, "shotlist resolve")
    has(resolve(stage, "c", "--not-created").must_be(0).err, "no longer in the manifest")
    same(prompts_asked(server), [], "requests")

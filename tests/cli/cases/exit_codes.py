"""The exit codes of runs beside each other, of answers that do not come, and of a full disk."""

import os

from checks import has, same
from fake_server import task
from stage import INTERRUPT, KILL, largest_file


def exit_6_where_the_answer_does_not_come_in_time(stage):
    server = stage.server(held=True)
    stage.shots("one")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url, "--timeout", "200ms").must_be(6)
    row = stage.results()[0]
    same((row["status"], row["error_class"]), ("in_doubt", "timeout"), "the row")
    server.must_be_asked(1)
    same(len(server.asked), 1, "requests")


def exit_6_where_a_handful_of_answers_do_not_come_in_time_and_the_rest_is_kept_back(stage):
    server = stage.server(held=True)
    stage.shots("one", "two", "three", "four", "five", "six", "seven")
    ended = stage.shotlist("run", "shots.yaml", "--base-url", server.url, "--timeout", "200ms",
                           "-j", 1).must_be(6)
    same(stage.statuses(), ["in_doubt"] * 5 + ["not_sent"] * 2, "statuses")
    has(ended.err, "stopped: ")
    has(ended.err, "which is --timeout")


def exit_7_where_another_process_holds_the_ledger(stage):
    server = stage.server(held=True)
    stage.shots("one")
    run = ["run", "shots.yaml", "--base-url", server.url]
    first = stage.start(*run)
    server.must_be_asked(1)
    ended = stage.shotlist(*run).must_be(7)
    has(ended.err, f"shotlist.db is held by process {first.process.pid} on {os.uname().nodename}, "
                   "which began with shots at 20")
    has(ended.err, "--wait")
    same(len(server.asked), 1, "requests")
    told = stage.shotlist("review", "shots.yaml", key=None).must_be(0).out
    has(told, "1 request")
    server.release()
    first.end().must_be(0)
    same(stage.statuses(), ["submitted"], "statuses")


def exit_7_waits_with_wait_and_then_sends_only_what_is_left(stage):
    server = stage.server(held=True)
    stage.shots("one", "two")
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 1]
    first = stage.start(*run, "--limit", 1)
    server.must_be_asked(1)
    second = stage.start(*run, "--wait")
    second.must_say(f"waiting for process {first.process.pid} on {os.uname().nodename}")
    same(len(server.asked), 1, "requests while it waits")
    server.release()
    first.end().must_be(5)
    second.end().must_be(0)
    same([asked.prompt for asked in server.asked], ["one", "two"], "requests")


def a_row_that_is_deleted_during_a_wait_is_not_sent(stage):
    server = stage.server(held=True)
    stage.shots("one", "two", "three")
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 1]
    first = stage.start(*run, "--limit", 1)
    server.must_be_asked(1)
    second = stage.start(*run, "--wait")
    second.must_say("waiting for ")
    stage.shots("one", "two")
    server.release()
    first.end().must_be(5)
    second.end().must_be(0)
    same([asked.prompt for asked in server.asked], ["one", "two"], "requests")


def exit_130_where_a_wait_is_interrupted(stage):
    server = stage.server(held=True)
    stage.shots("one")
    run = ["run", "shots.yaml", "--base-url", server.url]
    first = stage.start(*run)
    server.must_be_asked(1)
    second = stage.start(*run, "--wait")
    second.must_say("waiting for ")
    second.signal(INTERRUPT)
    second.end().must_be(130)
    server.release()
    first.end().must_be(0)
    same(len(server.asked), 1, "requests")


def exit_7_for_whatever_writes_to_a_ledger_that_is_held(stage):
    server = stage.server()
    stage.shots("one", "two")
    run = ["run", "shots.yaml", "--base-url", server.url]
    stage.shotlist(*run, "--limit", 1).must_be(5)
    with stage.held():
        for words in (run, ["retry", *run[1:]], ["resolve", "shots.yaml", "a", "--not-created"],
                      ["import", "shots.results.csv"], ["import", "--complete"]):
            has(stage.shotlist(*words).must_be(7).err, "is held by ")
        # Who only looks does not care.
        for words in (["plan", "shots.yaml"], ["review", "shots.yaml"], ["log"],
                      ["resolve", "shots.yaml"], ["check", "shots.yaml"]):
            stage.shotlist(*words, key=None).must_be(0)
    same(len(server.asked), 1, "requests")


def exit_8_where_the_ledger_can_not_grow_and_the_task_ids_are_shown(stage):
    tail = "x" * 80
    server = stage.server(lambda asked: task(f"{asked.prompt}_{tail}"), held=True)
    stage.shots("one", "two", "three", "four")
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 3]
    # As large as its log is when three requests are on their way: no answer fits.
    first = stage.start(*run)
    server.must_be_asked(3)
    size = stage.path("shotlist.db-wal").stat().st_size
    first.signal(KILL)
    first.end()
    stage.forget_everything()

    full = stage.start(*run, preparation=largest_file(size + 10))
    server.must_be_asked(6)
    server.release()
    ended = full.end().must_be(8)
    for prompt in ("one", "two", "three"):
        has(ended.err, f"sora-2:task_{prompt}_{tail}")
    same(len(server.asked), 6, "requests: nothing is sent after the disk failed")

    # What could not be written is in doubt, and the next run goes on.
    stage.shotlist(*run).must_be(6)
    same(stage.statuses(), ["in_doubt"] * 3 + ["submitted"], "statuses")
    same(len(server.asked), 7, "requests")

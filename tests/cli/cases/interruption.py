"""Ctrl-C once and twice, and other ways to be told to stop."""

import os

from checks import has, same
from fake_server import gateway_error
from stage import HANG_UP_SIGNAL, INTERRUPT, KILL, TERMINATE


def _two_on_their_way(stage, server):
    stage.shots("one", "two", "three", "four")
    started = stage.start("run", "shots.yaml", "--base-url", server.url, "-j", 2,
                          "--progress", "plain")
    server.must_be_asked(2)
    return started


def _stops_when_all_is_answered(stage, signal, code):
    server = stage.server(held=True)
    started = _two_on_their_way(stage, server)
    started.signal(signal)
    started.must_say("stopping: ")
    server.release()
    ended = started.end().must_be(code)
    same(len(server.asked), 2, "requests: nothing more was started")
    same(stage.statuses(), ["submitted", "submitted", "not_sent", "not_sent"], "statuses")
    has(ended.err, "shotlist run shots.yaml")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url).must_be(0)
    same(len(server.asked), 4, "requests, each row once")


def exit_130_after_one_interrupt_with_what_was_on_its_way_recorded(stage):
    _stops_when_all_is_answered(stage, INTERRUPT, 130)


def exit_143_after_a_request_to_end_with_what_was_on_its_way_recorded(stage):
    _stops_when_all_is_answered(stage, TERMINATE, 143)


def exit_129_after_the_terminal_went_away_with_what_was_on_its_way_recorded(stage):
    _stops_when_all_is_answered(stage, HANG_UP_SIGNAL, 129)


def exit_130_at_once_after_two_interrupts_with_what_was_on_its_way_in_doubt(stage):
    server = stage.server(held=True)
    started = _two_on_their_way(stage, server)
    started.signal(INTERRUPT)
    started.must_say("stopping: ")
    started.signal(INTERRUPT)
    started.end().must_be(130)
    same(stage.statuses(), ["in_doubt", "in_doubt", "not_sent", "not_sent"], "statuses")
    server.release()
    stage.shotlist("run", "shots.yaml", "--base-url", server.url).must_be(6)
    same(stage.statuses(), ["in_doubt", "in_doubt", "submitted", "submitted"], "statuses")
    same(len(server.asked), 4, "requests, each row once")


def an_interrupt_while_the_line_waits_ends_the_run_without_waiting(stage):
    server = stage.server(lambda asked: gateway_error(429, "slow down", Retry_After="3000"))
    stage.shots("one", "two")
    started = stage.start("run", "shots.yaml", "--base-url", server.url, "-j", 1,
                          "--progress", "plain")
    started.must_say("next request in")
    started.signal(INTERRUPT)
    started.end().must_be(130)
    same(stage.statuses(), ["failed", "not_sent"], "statuses")
    same(len(server.asked), 1, "requests")


def a_sandbox_ends_well_when_it_is_told_to(stage):
    for signal in (INTERRUPT, TERMINATE):
        sandbox = stage.start("sandbox", "--port", 0)
        sandbox.must_say("answers until Ctrl-C")
        sandbox.signal(signal)
        has(sandbox.end().must_be(0).err, "0 charges in the till")


def after_a_kill_what_was_on_its_way_is_in_doubt_and_the_rest_goes_on(stage):
    server = stage.server(held=True)
    started = _two_on_their_way(stage, server)
    started.signal(KILL)
    started.end().must_be(137)
    planned = stage.plan("shots.yaml", "--base-url", server.url)
    same([line["reason"] for line in planned], ["in doubt", "in doubt", "new", "new"], "plan")
    server.release()
    ended = stage.shotlist("run", "shots.yaml", "--base-url", server.url).must_be(6)
    has(ended.err, "2 in doubt")
    same(stage.statuses(), ["in_doubt", "in_doubt", "submitted", "submitted"], "statuses")
    same(sorted(asked.prompt for asked in server.asked), ["four", "one", "three", "two"],
         "requests, each row once")


def exit_130_while_the_manifest_is_still_being_read(stage):
    os.mkfifo(stage.directory / "shots.csv")
    started = stage.start("run", "shots.csv", "--sandbox")
    writing = os.open(stage.directory / "shots.csv", os.O_WRONLY)  # once it is read
    started.signal(INTERRUPT)
    started.end().must_be(130)
    os.close(writing)
    same(sorted(path.name for path in stage.directory.iterdir()), ["shots.csv"], "files")

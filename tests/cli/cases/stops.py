"""A terminal that is closed, readers that go away, streams that are not there, disks that refuse."""

import contextlib
import os
import pty
import termios

from checks import check, has, lacks, same, until
from stage import (BROKEN_PIPES_ARE_IGNORED, HANG_UP_SIGNAL, HANG_UPS_ARE_IGNORED, INTERRUPT,
                   TERMINATE, largest_file, on_terminal, without_streams)

_RESULTS, _LEDGER = "shots.results.csv", "shotlist.db"


def _two_on_their_way(stage, server, *arguments, **options):
    stage.shots("one", "two", "three", "four")
    started = stage.start("run", "shots.yaml", "--base-url", server.url, "-j", 2, "--yes",
                          *arguments, **options)
    server.must_be_asked(2)
    return started


def _goes_on(stage, server, statuses, code):
    """The next run sends what is left, and nothing twice."""
    stage.shotlist("run", "shots.yaml", "--base-url", server.url).must_be(code)
    same(stage.statuses(), statuses, "statuses after the next run")
    same(sorted(asked.prompt for asked in server.asked), ["four", "one", "three", "two"],
         "requests, each row once")


@contextlib.contextmanager
def _closed_reader():
    """A pipe that nobody reads any more."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        yield writer
    finally:
        os.close(writer)


def a_terminal_that_is_closed_ends_the_run_with_what_was_on_its_way_recorded(stage):
    server = stage.server(held=True)
    ours, theirs = pty.openpty()
    started = _two_on_their_way(stage, server, preparation=on_terminal(os.ttyname(theirs)))
    os.close(theirs)
    os.close(ours)  # the program hears of it before this returns
    server.release()
    started.end().must_be(129)
    same(stage.statuses(), ["submitted", "submitted", "not_sent", "not_sent"], "statuses")
    _goes_on(stage, server, ["submitted"] * 4, 0)


def a_terminal_that_is_closed_does_not_end_a_run_under_nohup(stage):
    server = stage.server(held=True)
    ours, theirs = pty.openpty()
    preparation = on_terminal(os.ttyname(theirs)) + HANG_UPS_ARE_IGNORED
    started = _two_on_their_way(stage, server, preparation=preparation)
    os.close(theirs)
    os.close(ours)
    server.release()
    started.end().must_be(0)
    same(stage.statuses(), ["submitted"] * 4, "statuses")
    same(len(server.asked), 4, "requests, each row once")


def _settled(stage):
    return sum("verdict" in attempt for attempt in stage.log())


def _drained(reader):
    """Reads until the last writer has left."""
    with contextlib.suppress(OSError):  # EIO, where it is a terminal
        while os.read(reader, 65536):
            pass
    os.close(reader)


def a_terminal_that_is_stopped_holds_up_no_row(stage):
    server = stage.server(held=True)
    ours, theirs = pty.openpty()
    started = _two_on_their_way(stage, server, stderr=theirs)
    termios.tcflow(theirs, termios.TCOOFF)  # Ctrl-S
    server.release()
    until(lambda: _settled(stage) == 4, "four answers")
    termios.tcflow(theirs, termios.TCOON)
    os.close(theirs)
    _drained(ours)
    started.end().must_be(0)
    same(stage.statuses(), ["submitted"] * 4, "statuses")


def a_pager_that_is_not_scrolled_holds_up_no_row(stage):
    server = stage.server(held=True)
    ours, theirs = os.pipe()
    started = _two_on_their_way(stage, server, "--progress", "bar", stderr=theirs)
    with open(f"/proc/self/fd/{theirs}", "wb", buffering=0) as full:
        os.set_blocking(full.fileno(), False)
        for size in (65536, 1):  # the last byte, too
            while full.write(b"x" * size):
                pass
    server.release()
    until(lambda: _settled(stage) == 4, "four answers")
    os.close(theirs)
    _drained(ours)
    started.end().must_be(0)
    same(stage.statuses(), ["submitted"] * 4, "statuses")


def a_reader_that_goes_away_ends_a_listing_without_a_word(stage):
    stage.shots("one", "sandbox:refuse")
    stage.shotlist("run", "shots.yaml", "--sandbox", key=None).must_be(1)
    for words in (["plan", "shots.yaml"], ["plan", "shots.yaml", "--json"], ["check", "shots.yaml"],
                  ["review", "shots.yaml"], ["review", "shots.rehearsal.csv"], ["log", "--sandbox"],
                  ["models"], ["--help"], ["run", "--help"], ["--version"]):
        for preparation, code in ((None, 141), (BROKEN_PIPES_ARE_IGNORED, 0)):
            with _closed_reader() as nobody:
                ended = stage.shotlist(*words, key=None, stdout=nobody, preparation=preparation)
            ended.must_be(code)
            lacks(ended.err, "shotlist: ")
            lacks(ended.err, "pipe")


def a_run_goes_on_when_nobody_listens_any_more(stage):
    stage.shots("one", "two")
    for number, preparation in enumerate((None, BROKEN_PIPES_ARE_IGNORED)):
        stage.forget_everything()
        server = stage.server()
        with _closed_reader() as nobody:
            stage.shotlist("run", "shots.yaml", "--base-url", server.url, "-o", f"{number}.csv",
                           stderr=nobody, preparation=preparation).must_be(0)
        same(stage.statuses(f"{number}.csv"), ["submitted"] * 2, "statuses")
        same(len(server.asked), 2, "requests")


def a_run_goes_on_when_its_listener_goes_away_in_the_middle(stage):
    server = stage.server(held=True)
    reader, writer = os.pipe()
    started = _two_on_their_way(stage, server, stderr=writer)
    os.close(writer)
    has(os.read(reader, 4096).decode(), "4 requests")
    os.close(reader)
    server.release()
    started.end().must_be(0)
    same(stage.statuses(), ["submitted"] * 4, "statuses")
    same(len(server.asked), 4, "requests, each row once")


def without_standard_streams_nothing_that_is_said_gets_into_a_file_or_to_the_server(stage):
    server = stage.server()
    stage.shots("one", "two")
    for number, closed in enumerate(("0", "1", "2", "01", "02", "12", "012"), 1):
        run = ["run", "shots.yaml", "--base-url", server.url, "--progress", "plain",
               "-o", f"{closed}.csv"]
        stage.shotlist(*run, preparation=without_streams(closed)).must_be(0)
        same(stage.statuses(f"{closed}.csv"), ["submitted"] * 2, f"statuses without {closed}")
        same(stage.query("PRAGMA integrity_check"), [{"integrity_check": "ok"}],
             f"the ledger without {closed}")
        same({asked.path for asked in server.asked}, {"/v1/video/create"}, "what was asked for")
        stage.shotlist(*run).must_be(0)
        same(len(server.asked), 2 * number, "requests")
        stage.forget_everything()


def a_manifest_from_a_standard_input_that_is_closed_sends_nothing(stage):
    server = stage.server()
    ended = stage.shotlist("run", "-", "--format", "yaml", "-o", "out.csv", "--base-url", server.url,
                           preparation=without_streams("0"))
    check(ended.code in (3, 8), f"exit code {ended.code}")
    has(ended.err, "shotlist: ")
    same(len(server.asked), 0, "requests")
    same(list(stage.directory.iterdir()), [], "files")


def what_can_not_be_shown_is_an_error(stage):
    stage.shots("one")
    for words in (["plan", "shots.yaml"], ["check", "shots.yaml"], ["review", "shots.yaml"]):
        ended = stage.shotlist(*words, key=None, preparation=without_streams("1")).must_be(8)
        has(ended.err, "cannot write to standard output: ")
        with open("/dev/full", "wb") as full:
            ended = stage.shotlist(*words, key=None, stdout=full).must_be(8)
        has(ended.err, "cannot write to standard output: ")


def _leaves_at_once(stage, first, second, code):
    server = stage.server(held=True)
    started = _two_on_their_way(stage, server, preparation="")
    started.signal(first)
    started.must_say("stopping: ")
    started.signal(second)
    started.end().must_be(code)
    same(stage.statuses(), ["in_doubt", "in_doubt", "not_sent", "not_sent"], "statuses")
    server.release()
    _goes_on(stage, server, ["in_doubt", "in_doubt", "submitted", "submitted"], 6)


def exit_143_at_once_after_two_requests_to_end_with_what_was_on_its_way_in_doubt(stage):
    _leaves_at_once(stage, TERMINATE, TERMINATE, 143)


def exit_129_at_once_after_two_hang_ups_with_what_was_on_its_way_in_doubt(stage):
    _leaves_at_once(stage, HANG_UP_SIGNAL, HANG_UP_SIGNAL, 129)


def the_first_of_two_different_signals_decides_the_exit_code(stage):
    _leaves_at_once(stage, INTERRUPT, TERMINATE, 130)


def exit_8_where_a_folder_may_not_be_written_to_and_nothing_is_sent(stage):
    server = stage.server()
    stage.shots("one", "two", name="closed/shots.yaml")
    folder = stage.path("closed")
    run = ["run", "closed/shots.yaml", "--base-url", server.url, "--limit", 1]
    for name in (_LEDGER, _RESULTS):
        folder.chmod(0o555)
        ended = stage.shotlist(*run, like_anybody=True).must_be(8)
        folder.chmod(0o755)
        has(ended.err, "closed/")
        check("Permission denied" in ended.err or "allow writing" in ended.err, ended.err)
        same(len(server.asked), 0, "requests")
        if name == _LEDGER:  # the second time, a ledger is there to write to
            folder.chmod(0o777)
            stage.shotlist("import", "--complete", "--ledger", f"closed/{_LEDGER}").must_be(0)
    stage.shotlist(*run, like_anybody=True).must_be(5)
    same(len(server.asked), 1, "requests")


def exit_8_where_the_ledger_may_not_be_written_to_and_nothing_is_sent(stage):
    server = stage.server()
    stage.shots("one", "two")
    run = ["run", "shots.yaml", "--base-url", server.url]
    stage.shotlist(*run, "--limit", 1).must_be(5)
    ledger, results = stage.path(_LEDGER).read_bytes(), stage.read(_RESULTS)
    stage.path(_LEDGER).chmod(0o444)
    ended = stage.shotlist(*run, like_anybody=True).must_be(8)
    has(ended.err, f"{_LEDGER}: Permission denied")
    same(len(server.asked), 1, "requests")
    same((stage.path(_LEDGER).read_bytes(), stage.read(_RESULTS)), (ledger, results), "the files")
    # Who only looks needs no more than that.
    for words in (["plan", "shots.yaml"], ["review", "shots.yaml"], ["log"]):
        stage.shotlist(*words, key=None, like_anybody=True).must_be(0)


def exit_8_where_there_is_no_room_for_the_ledger_and_nothing_is_sent(stage):
    server = stage.server()
    stage.shots("one", "two")
    run = ["run", "shots.yaml", "--base-url", server.url]
    for room in (0, 4096):
        reader, writer = os.pipe()  # what is said in a file would meet the same limit
        stage.shotlist(*run, preparation=largest_file(room), stderr=writer).must_be(8)
        os.close(writer)
        with open(reader, encoding="utf-8") as told:
            has(told.read(), _LEDGER)
        same(stage.directory_names(), ["shots.yaml"], "files")
    same(len(server.asked), 0, "requests")
    stage.shotlist(*run).must_be(0)
    same(stage.statuses(), ["submitted"] * 2, "statuses")


def exit_8_where_the_results_can_not_be_written_at_the_end_and_nothing_is_paid_again(stage):
    server = stage.server(held=True)
    stage.shots("one", "two", name="closed/shots.yaml")
    folder = stage.directory / "closed"
    run = ["run", "closed/shots.yaml", "--base-url", server.url, "-j", 2]
    started = stage.start(*run, like_anybody=True)
    server.must_be_asked(2)
    folder.chmod(0o555)
    server.release()
    ended = started.end().must_be(8)
    folder.chmod(0o755)
    has(ended.err, f"closed/{_RESULTS}")
    stage.shotlist(*run, key=None).must_be(0)
    same(stage.statuses(f"closed/{_RESULTS}"), ["submitted"] * 2, "statuses")
    same(len(server.asked), 2, "requests, each row once")

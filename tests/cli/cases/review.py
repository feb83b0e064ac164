"""Looking at results while a run is under way."""

import fcntl
import json
import re
import os
import pty
import struct
import termios

from checks import check, has, lacks, same, until
from stage import INTERRUPT


def _review(stage, *words):
    return stage.shotlist("review", *words, key=None).must_be(0).out


def review_of_a_live_run_tells_what_is_on_its_way(stage):
    server = stage.server(held=True)
    stage.shots("one", "two")
    started = stage.start("run", "shots.yaml", "--base-url", server.url, "-j", 1)
    server.must_be_asked(1)
    told = _review(stage, "shots.yaml")
    has(told, "running: a run is under way; 1 request on its way")
    has(told, "in doubt  under way in run 1 on ")
    lacks(told, "next:")
    lacks(told, "request id")  # of the table of what to look up
    check(json.loads(_review(stage, "shots.results.csv", "--json"))["running"], "it runs")
    server.release()
    started.end().must_be(0)
    lacks(_review(stage, "shots.yaml"), "running:")


class _Watched:
    """A `review --watch` on a terminal of our own."""

    def __init__(self, stage, *words, lines=20, columns=90):
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._started = stage.start("review", *words, "--watch", key=None, stdout=theirs)
        os.close(theirs)
        self.seen = ""

    def must_show(self, text):
        def look():
            self._read()
            return text in self.seen

        until(look, repr(text))

    def _read(self):
        try:
            self.seen += os.read(self._ours, 65536).decode("utf-8", "replace")
        except OSError:  # EIO: the last writer has left
            pass

    def interrupt(self):
        self._started.signal(INTERRUPT)

    def end(self):
        self.must_show("\x1b[?1049l")
        ended = self._started.end()
        self._read()
        os.close(self._ours)
        return ended


def watching_shows_the_run_until_it_ends_and_then_the_review(stage):
    server = stage.server(held=True)
    stage.shots("one", "two")
    started = stage.start("run", "shots.yaml", "--base-url", server.url, "-j", 1)
    server.must_be_asked(1)
    watched = _Watched(stage, "shots.yaml")
    watched.must_show("1 request on its way")
    check(watched.seen.startswith("\x1b[?1049h"), repr(watched.seen[:40]))
    server.release()
    started.end().must_be(0)
    watched.end().must_be(0)
    _, after = watched.seen.split("\x1b[?1049l")
    has(re.sub(r"\x1b\[\d*m", "", after), "2 requests: 2 submitted")


def watching_ends_at_ctrl_c_and_leaves_the_run_alone(stage):
    server = stage.server(held=True)
    stage.shots("one")
    started = stage.start("run", "shots.yaml", "--base-url", server.url)
    server.must_be_asked(1)
    watched = _Watched(stage, "shots.yaml")
    watched.must_show("1 request on its way")
    watched.interrupt()
    watched.end().must_be(130)
    server.release()
    started.end().must_be(0)


def watching_without_a_terminal_waits_for_the_end_of_the_run(stage):
    server = stage.server(held=True)
    stage.shots("one")
    started = stage.start("run", "shots.yaml", "--base-url", server.url)
    server.must_be_asked(1)
    watching = stage.start("review", "shots.yaml", "--watch", "--json", key=None)
    server.release()
    started.end().must_be(0)
    same(json.loads(watching.end().must_be(0).out)["rows"]["submitted"], 1, "submitted")

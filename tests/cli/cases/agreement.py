"""The question that a person at a terminal answers before anything is paid for."""

import contextlib
import os
import pty

from checks import check, has, lacks, same, until
from fake_server import by_prompt
from stage import INTERRUPT, on_terminal

_WARNING = "warning: the prompt is `nan`"


class _Asked:
    """A program on a terminal of its own, at which we sit."""

    def __init__(self, stage, *words, before="", **options):
        self._ours, self._theirs = pty.openpty()
        os.write(self._ours, before.encode())
        name = os.ttyname(self._theirs)
        self.started = stage.start(*words, preparation=on_terminal(name), **options)
        self.seen = ""

    def must_ask(self, question="? [y/N] "):
        def look():
            self._read()
            return question in self.seen

        until(look, repr(question))

    def _read(self):
        with contextlib.suppress(BlockingIOError):
            os.set_blocking(self._ours, False)
            self.seen += os.read(self._ours, 65536).decode("utf-8", "replace").replace("\r\n", "\n")

    def type(self, text):
        os.write(self._ours, text.encode())

    def answer(self, text):
        self.type(text)
        return self.end()

    def end(self):
        def ended():
            self._read()
            return self.started.process.poll() is not None

        until(ended, "its end")
        self._read()
        os.close(self._theirs)
        os.close(self._ours)
        return self.started.end()


def _manifest(stage):
    server = stage.server(by_prompt({}))
    stage.shots("A fox", "nan")
    return server, ["run", "shots.yaml", "--base-url", server.url]


def a_person_is_asked_before_warnings_are_paid_for(stage):
    for answer in ("n\n", "\n", "yeah\n", "\x04"):
        server, run = _manifest(stage)
        asked = _Asked(stage, *run)
        asked.must_ask()
        has(asked.seen, _WARNING)
        same(len(server.asked), 0, "requests before the answer")
        asked.answer(answer).must_be(3)
        has(asked.seen, "not agreed to; nothing was sent")
        same(len(server.asked), 0, "requests")
        same(stage.directory_names(), ["shots.yaml"], "files")
    asked = _Asked(stage, *run)
    asked.must_ask()
    asked.answer("y\n").must_be(0)
    same(len(server.asked), 2, "requests")


def a_person_is_asked_before_anything_is_paid_for(stage):
    """Rows, server, source of the key and cost come first, once."""
    server = stage.server(by_prompt({}))
    stage.shots("A fox", "A hare")
    run = ["run", "shots.yaml", "--base-url", server.url, "--price", "2.40/CNY"]
    asked = _Asked(stage, *run)
    asked.must_ask(f"send 2 requests to {server.url} (est. CNY 4.80)? [y/N] ")
    same(len(server.asked), 0, "requests before the answer")
    # However the lines are broken.
    has(" ".join(asked.seen.split()),
        f"shots: 2 requests to {server.url} (key from SHOTLIST_API_KEY) · ledger shotlist.db "
        "0 submitted before · 2 to send · est. CNY 4.80 ")
    asked.answer("n\n").must_be(3)
    same(stage.directory_names(), ["shots.yaml"], "files")
    asked = _Asked(stage, *run)
    asked.must_ask()
    asked.answer("y\n").must_be(0)
    same(asked.seen.count("2 to send"), 1, "times that it is told")
    same(len(server.asked), 2, "requests")


def a_key_is_missed_before_the_question(stage):
    server = stage.server(by_prompt({}))
    stage.shots("A fox")
    asked = _Asked(stage, "run", "shots.yaml", "--base-url", server.url, key=None)
    asked.end().must_be(3)
    has(asked.seen, "there is no API key")
    lacks(asked.seen, "[y/N]")


def what_is_refused_anyway_is_refused_before_the_question(stage):
    """A ledger that is gone; results of somebody else; a file that is no results."""
    server = stage.server(by_prompt({}))
    stage.shots("A fox", "A hare")
    run = ["run", "shots.yaml", "--base-url", server.url]
    stage.shotlist(*run, "--limit", "1", "--yes").must_be(5)
    for name in stage.directory_names():
        if name.startswith("shotlist.db"):
            os.unlink(stage.path(name))
    asked = _Asked(stage, *run)
    asked.end().must_be(3)
    has(asked.seen, "shotlist import")
    lacks(asked.seen, "[y/N]")
    stage.write("letter.csv", "Dear Sir\n")
    asked = _Asked(stage, *run, "-o", "letter.csv")
    asked.end().must_be(3)
    has(asked.seen, "is no results file")
    lacks(asked.seen, "[y/N]")
    same(len(server.asked), 1, "requests")


def an_interrupt_at_the_question_sends_nothing(stage):
    server, run = _manifest(stage)
    asked = _Asked(stage, *run)
    asked.must_ask()
    check(asked.answer("\x03").code in (130, 128 + INTERRUPT), "it is interrupted")
    same(len(server.asked), 0, "requests")
    same(stage.directory_names(), ["shots.yaml"], "files")


def nobody_is_asked_for_nothing(stage):
    """Neither with `--yes`, nor at a rehearsal, nor twice for what is paid for."""
    server, run = _manifest(stage)
    asked = _Asked(stage, "run", "shots.yaml", "--sandbox")
    asked.end().must_be(0)
    lacks(asked.seen, "[y/N]")
    asked = _Asked(stage, *run, "--yes")
    asked.end().must_be(0)
    has(asked.seen, _WARNING)
    lacks(asked.seen, "[y/N]")
    same(len(server.asked), 2, "requests")
    asked = _Asked(stage, *run)
    asked.end().must_be(0)
    lacks(asked.seen, "[y/N]")


def a_quiet_run_asks_and_names_the_command_that_shows_the_warnings(stage):
    server, run = _manifest(stage)
    asked = _Asked(stage, *run, "-q")
    asked.must_ask(f"1 warning (see shotlist check shots.yaml): send 2 requests to {server.url} "
                   "(no price is known) all the same? [y/N] ")
    asked.answer("yes\n").must_be(0)
    same(len(server.asked), 2, "requests")


def a_script_is_not_asked_though_its_output_is_a_terminal(stage):
    server, run = _manifest(stage)
    ours, theirs = pty.openpty()
    stage.start(*run, stderr=theirs).end().must_be(0)  # its input is none
    os.close(theirs)
    os.close(ours)
    same(len(server.asked), 2, "requests")


def a_run_in_the_background_of_a_terminal_is_not_stopped_by_a_question(stage):
    server, run = _manifest(stage)
    ours, theirs = pty.openpty()
    # As a shell does for `command &`: the terminal belongs to another group of processes.
    behind = on_terminal(os.ttyname(theirs)) + """
child = os.fork()
if child:
    os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
os.setpgid(0, 0)
"""
    stage.start(*run, preparation=behind).end().must_be(0)
    os.close(theirs)
    os.close(ours)
    same(len(server.asked), 2, "requests")


def _waiting(stage, server, *shots):
    """A run that holds the ledger, and one that was agreed to and waits for it."""
    stage.shots(*shots)
    run = ["run", "shots.yaml", "--base-url", server.url]
    first = stage.start(*run, "--only", "a")
    server.must_be_asked(1)
    asked = _Asked(stage, *run, "--wait")
    return first, asked


def what_was_added_while_a_run_waited_is_asked_about(stage):
    """It is paid for only after another question; what was agreed to, without one."""
    for answer, code, paid in ("y\n", 0, 3), ("n\n", 3, 1):
        server = stage.server(by_prompt({}), held=True)
        first, asked = _waiting(stage, server, "A fox", "A hare")
        asked.must_ask(f"send 1 request to {server.url}")
        asked.type("y\n")
        asked.must_ask("waiting for")
        stage.shots("A fox", "A hare", "A dog")
        server.release()
        first.end().must_be(0)
        asked.must_ask("more would be sent than was agreed to")
        asked.must_ask(f"send 2 requests to {server.url}")
        same(len(server.asked), 1, "requests before the second answer")
        asked.answer(answer).must_be(code)
        same(len(server.asked), paid, "requests")
        stage.forget_everything()


def what_was_agreed_to_is_sent_after_waiting(stage):
    server = stage.server(by_prompt({}), held=True)
    first, asked = _waiting(stage, server, "A fox", "A hare")
    asked.must_ask()
    asked.type("y\n")
    asked.must_ask("waiting for")
    server.release()
    first.end().must_be(0)
    asked.end().must_be(0)
    same(asked.seen.count("[y/N]"), 1, "questions")
    same(len(server.asked), 2, "requests")


def a_run_that_had_nothing_to_send_asks_when_there_is_something(stage):
    server = stage.server(by_prompt({}), held=True)
    first, asked = _waiting(stage, server, "A fox")
    asked.must_ask("waiting for")
    lacks(asked.seen, "[y/N]")
    stage.shots("A fox", "A hare")
    server.release()
    first.end().must_be(0)
    asked.must_ask(f"send 1 request to {server.url}")
    asked.answer("\x03")
    same(len(server.asked), 1, "requests")


def what_was_typed_before_the_question_is_no_answer(stage):
    server, run = _manifest(stage)
    asked = _Asked(stage, *run, before="y\n")
    asked.must_ask()
    asked.answer("n\n").must_be(3)
    same(len(server.asked), 0, "requests")


def a_run_that_waited_is_interrupted_as_any_other(stage):
    """The first ^C waits for what is on its way."""
    holder, server = stage.server(held=True), stage.server(held=True)
    stage.shots("A fox", "A hare")
    first = stage.start("run", "shots.yaml", "--base-url", holder.url, "--only", "a")
    holder.must_be_asked(1)
    waits = stage.start("run", "shots.yaml", "--base-url", server.url, "--only", "b", "--wait")
    waits.must_say("waiting for")
    holder.release()
    first.end().must_be(0)
    server.must_be_asked(1)
    waits.signal(INTERRUPT)
    waits.must_say("stopping: ")
    server.release()
    waits.end().must_be(130)
    same(stage.statuses()[1], "submitted", "status")

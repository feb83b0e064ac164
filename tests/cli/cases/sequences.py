"""Processes that run beside each other or are killed, and ledgers that go away meanwhile: what once
paid twice, lost a task or gave it to another row.

Each case ends with the prompts that were paid for: the server counts them, and a call that it hung up
on may be paid for, too.
"""

import os
import re
import shlex
import shutil
import signal
import sqlite3
import threading

from checks import PATIENCE, check, has, same
from fake_server import answer, by_prompt, task
from scenes import prompts_asked

_LEDGER = "shotlist.db"

# Nothing in one is nearly the same as in another.
_PROMPTS = ["A rain-soaked night market, neon in every puddle",
            "Two fishermen mend a torn net below the lighthouse",
            "Slow dolly through an abandoned subway carriage",
            "Macro of a honeybee landing on frosted lavender"]


def _table(stage, prompts, name="m.csv"):
    """A manifest in CSV, without ids."""
    lines = ["prompt,model", *(f'"{prompt}",sora-2' for prompt in prompts)]
    return stage.write(name, "\n".join(lines) + "\n")


def _words(server, manifest="m.csv"):
    return ["run", manifest, "--base-url", server.url, "-j", 1]


def _go_on(stage, text, needle="shotlist import"):
    """Types the command that a message names; the last one of them, where `needle` is in it."""
    commands = re.findall(r"shotlist (?:import|run|resolve|retry)[^\n;()]*", text)
    command = [command for command in commands if needle in command][-1]
    return stage.shotlist(*shlex.split(command)[1:])


# Two at once

def two_names_of_one_manifest_or_results_file_do_not_run_at_once(stage):
    server = stage.server(by_prompt({}), held=True)
    _table(stage, _PROMPTS[:1])
    stage.path("link.csv").symlink_to(stage.path("m.csv"))
    first = stage.start(*_words(server))
    server.must_be_asked(1)
    for words in (_words(server, "link.csv"), [*_words(server), "-o", "other.csv"],
                  _words(server, str(stage.path("m.csv")))):
        ended = stage.shotlist(*words).must_be(7)
        has(ended.err, f"process {first.process.pid} on {os.uname().nodename}")
    server.release()
    first.end().must_be(0)
    same(prompts_asked(server), [_PROMPTS[0]], "paid for")


def _deed_during_a_run(stage, deed):
    """A run with a request on its way when `deed` is done; then a second run, and a look."""
    server = stage.server(by_prompt({}), held=True)
    _table(stage, _PROMPTS, "work/m.csv")
    first = stage.start(*_words(server, "work/m.csv"))
    server.must_be_asked(1)
    deed(stage.path("work"))
    looked = stage.shotlist("review", "work/m.csv", key=None)
    check(looked.code in (0, 3), f"review ended with {looked.code}:\n{looked.err}")
    second = stage.shotlist(*_words(server, "work/m.csv"), "--progress", "none")
    asked = len(server.asked)
    server.release()
    ended = first.end().must_be(8)
    has(ended.err, "moved, replaced, cut or deleted")
    same(asked, 1, f"requests after the second run, which said\n{second.err}")
    check(second.code in (3, 7, 8), f"the second run ended with {second.code}:\n{second.err}")
    same([asked.prompt for asked in server.asked], [_PROMPTS[0]], "paid for")
    has(ended.err, f"sora-2:task_{_PROMPTS[0]}")  # in full, since no ledger may have it
    third = stage.shotlist(*_words(server, "work/m.csv"))
    same([asked.prompt for asked in server.asked].count(_PROMPTS[0]), 1,
         f"payments for what was on its way, after a third run, which said\n{third.err}")


def _moved(folder, ends=("", "-wal", "-shm")):
    (folder / "away").mkdir()
    for end in ends:
        (folder / ("shotlist.db" + end)).rename(folder / "away" / ("shotlist.db" + end))


def a_ledger_that_is_moved_during_a_run_ends_it_and_nothing_more_is_sent(stage):
    _deed_during_a_run(stage, _moved)
    # Nothing is destroyed: it still tells what is on its way.
    same([attempt["prompt"] for attempt in stage.attempts("work/away/shotlist.db")],
         [_PROMPTS[0]], "attempts in the ledger")


def a_ledger_that_is_moved_without_its_log_during_a_run_ends_it(stage):
    _deed_during_a_run(stage, lambda folder: _moved(folder, ("",)))


def a_ledger_that_is_deleted_during_a_run_ends_it(stage):
    def delete(folder):
        for end in ("", "-wal", "-shm"):
            (folder / ("shotlist.db" + end)).unlink()

    _deed_during_a_run(stage, delete)


def a_ledger_that_is_replaced_during_a_run_ends_it(stage):
    def replace(folder):
        shutil.copy(folder / "shotlist.db", folder / "copy.db")
        (folder / "copy.db").rename(folder / "shotlist.db")

    _deed_during_a_run(stage, replace)


def a_log_that_is_deleted_during_a_run_ends_it(stage):
    _deed_during_a_run(stage, lambda folder: (folder / "shotlist.db-wal").unlink())


def _held_at(stage, prompt):
    """A server that answers `prompt` only once it is released, and what releases it."""
    released = threading.Event()

    def answers(asked):
        if asked.prompt == prompt:
            released.wait(PATIENCE)
        return task(asked.prompt)

    return stage.server(answers), released.set


def a_ledger_that_is_cut_during_a_run_ends_it(stage):
    _deed_during_a_run(stage, lambda folder: (folder / "shotlist.db").write_bytes(b""))


def a_log_that_is_cut_during_a_run_ends_it(stage):
    _deed_during_a_run(stage, lambda folder: (folder / "shotlist.db-wal").write_bytes(b""))


def a_backup_that_is_restored_during_a_run_ends_it_and_is_not_believed_later(stage):
    server, release = _held_at(stage, _PROMPTS[2])
    _table(stage, _PROMPTS)
    run = _words(server)
    stage.shotlist(*run, "--limit", 1).must_be(5)
    with sqlite3.connect(stage.path(_LEDGER)) as source, sqlite3.connect(stage.path("b.db")) as copy:
        source.backup(copy)
    first = stage.start(*run)
    server.must_be_asked(3)
    with sqlite3.connect(stage.path("b.db")) as copy, sqlite3.connect(stage.path(_LEDGER)) as target:
        copy.backup(target)
    release()
    ended = first.end()
    same(ended.code, 8, f"exit code of the first run; it said\n{ended.err}")
    prompts_asked(server)
    _stops(stage, server, run, "a backup")


def what_a_deleted_ledger_knew_is_in_the_results(stage):
    server, release = _held_at(stage, _PROMPTS[2])
    _table(stage, _PROMPTS)
    first = stage.start(*_words(server))
    server.must_be_asked(3)
    _delete_ledger(stage)
    release()
    ended = first.end()
    same(ended.code, 8, f"exit code of the first run; it said\n{ended.err}")
    bought = [f"sora-2:task_{prompt}" for prompt in prompts_asked(server)]
    known = [row["task_id"] for row in stage.results("m.results.csv")]
    for task_id in bought:
        check(task_id in known or task_id in ended.err, f"{task_id} is lost:\n{ended.err}")
    check(bought[0] in known, f"the results know {known}")
    ended = _stops(stage, server, _words(server), "deleted")
    _go_on(stage, ended.err).must_be(0)


# Lost ledgers

def _killed(stage, finished=0):
    """A run that is killed with a request on its way, after `finished` rows in a run before."""
    server = stage.server(by_prompt({}))
    _table(stage, _PROMPTS)
    run = _words(server)
    if finished:
        stage.shotlist(*run, "--limit", finished).must_be(5)
    server.hold()
    first = stage.start(*run)
    server.must_be_asked(finished + 1)
    first.signal(signal.SIGKILL)
    first.end()
    server.release()
    same(len(prompts_asked(server)), finished + 1, "paid for before")
    return server, run


def _stops(stage, server, run, what):
    ended = stage.shotlist(*run)
    same(prompts_asked(server), [], f"paid for, with a ledger that is {what}; it said\n{ended.err}")
    check(ended.code in (3, 8), f"exit code {ended.code} with a ledger that is {what}:\n{ended.err}")
    has(ended.err, "shotlist import")
    return ended


def _delete_ledger(stage):
    for end in ("", "-wal", "-shm"):
        stage.path(_LEDGER + end).unlink(missing_ok=True)


def results_that_a_killed_run_did_not_write_are_shown_from_the_ledger(stage):
    server, run = _killed(stage)
    check(not stage.path("m.results.csv").exists(), "the run has written its results")
    shown = stage.shotlist("review", "m.results.csv", "--format", "csv").must_be(0)
    has(shown.out, "in_doubt")
    same(len(shown.out.splitlines()), 1 + len(_PROMPTS), "lines")
    ended = stage.shotlist("review", "other.results.csv")
    same(ended.code, 3, "exit code for a file that no run writes")


def a_ledger_that_is_lost_after_a_kill_sends_nothing(stage):
    server, run = _killed(stage)
    _delete_ledger(stage)
    _stops(stage, server, run, "lost")
    # Not even at the second time, when there is a new one.
    _stops(stage, server, run, "new")


def a_ledger_that_is_lost_after_a_kill_of_a_second_run_sends_nothing(stage):
    server, run = _killed(stage, finished=1)
    _delete_ledger(stage)
    _stops(stage, server, run, "lost")
    ended = _stops(stage, server, run, "new")
    _go_on(stage, ended.err, "m.results.csv").must_be(0)
    ended = _stops(stage, server, run, "still not complete")
    _go_on(stage, ended.err, "--complete").must_be(0)
    # A person said that nothing is missing.
    stage.shotlist(*run).must_be(0)
    same(prompts_asked(server), _PROMPTS[1:], "paid for after a person's word")


def a_ledger_that_is_emptied_or_filled_with_nul_sends_nothing(stage):
    server, run = _killed(stage)
    whole = {end: stage.path(_LEDGER + end).read_bytes() for end in ("", "-wal")}
    size = len(whole[""])
    for what, content in (("emptied", b""), ("NUL", b"\0" * size), ("cut", whole[""][:100]),
                          ("cut in its first page", whole[""][:2000]),
                          ("a letter", b"dear diary\n" * 100)):
        stage.path(_LEDGER).write_bytes(content)
        _stops(stage, server, run, what)
        same(stage.path(_LEDGER).read_bytes(), content, f"the ledger that is {what}")
        same(stage.path(_LEDGER + "-wal").read_bytes(), whole["-wal"], "its log")
        stage.path(_LEDGER + "-wal").write_bytes(whole["-wal"])
    stage.path(_LEDGER).write_bytes(whole[""])
    stage.shotlist(*run).must_be(6)
    same(prompts_asked(server), _PROMPTS[1:], "paid for once it is restored")


def a_ledger_without_its_log_sends_nothing(stage):
    for finished in (0, 1):
        server, run = _killed(stage, finished)
        stage.path(_LEDGER + "-wal").unlink()
        stage.path(_LEDGER + "-shm").unlink(missing_ok=True)
        _stops(stage, server, run, f"without its log, {finished} rows finished")
        _stops(stage, server, run, f"still without its log, {finished} rows finished")
        stage.forget_everything()


def a_long_run_whose_log_is_lost_sends_nothing(stage):
    # The database has taken in its log more than once by then, and the run with it.
    scenes = [f"Scene {number} of the long night" for number in range(400)]
    server, release = _held_at(stage, scenes[299])
    _table(stage, scenes)
    run = _words(server)
    first = stage.start(*run)
    server.must_be_asked(300)
    first.signal(signal.SIGKILL)
    first.end()
    release()
    prompts_asked(server)
    whole = {end: stage.path(_LEDGER + end).read_bytes() for end in ("", "-wal")}
    stage.path(_LEDGER + "-wal").unlink()
    stage.path(_LEDGER + "-shm").unlink(missing_ok=True)
    with sqlite3.connect(f"file:{stage.path(_LEDGER)}?mode=ro&immutable=1", uri=True) as database:
        attempts, = database.execute("SELECT count(*) FROM attempt").fetchone()
    check(0 < attempts < 300, f"the database has {attempts} attempts")
    _stops(stage, server, run, "without its log")
    # A person's shell takes the log in, too, and loses nothing.
    for end, content in whole.items():
        stage.path(_LEDGER + end).write_bytes(content)
    database = sqlite3.connect(stage.path(_LEDGER))
    database.execute("SELECT * FROM attempt").fetchone()
    database.close()
    check(not stage.path(_LEDGER + "-wal").exists(), "the log is taken in")
    stage.shotlist("plan", "m.csv").must_be(0)
    ended = stage.shotlist(*run, "--limit", 1)
    check(ended.code == 6, f"exit code {ended.code}:\n{ended.err}")
    same(len(prompts_asked(server)), 1, "paid for")


def a_lost_log_with_another_file_in_its_place_sends_nothing(stage):
    server, run = _killed(stage)
    stage.path(_LEDGER + "-wal").write_bytes(b"")
    _stops(stage, server, run, "with an empty log")


# Servers

def a_rehearsal_at_a_sandbox_by_its_address_and_then_the_real_thing(stage):
    sandbox = stage.sandbox()
    server = stage.server(by_prompt({}))
    _table(stage, _PROMPTS)
    stage.shotlist("run", "m.csv", "--base-url", sandbox.url).must_be(0)
    same(sandbox.till()["charged"], 4, "charges of the rehearsal")
    stage.shotlist(*_words(server)).must_be(0)
    same(prompts_asked(server), _PROMPTS, "paid for")
    same({row["endpoint"] for row in stage.results("m.results.csv") if row["source"]},
         {server.url}, "endpoints")


# Answers

def whatever_bytes_an_answer_holds_it_is_recorded(stage):
    nul = '{"id":"sora-2:task_nul","status":"pending","note":"a\\u0000b"}'
    said = {"nul": (200, {}, nul.encode()), "raw nul": (200, {}, b'{"id":"sora-2:t\0x"}'),
            "utf8": (200, {}, b'{"id":"sora-2:task_utf8","note":"\xff\xfe\xc3"}'),
            "large": answer(400, {"error": {"message": "x" * 1_000_000, "code": "invalid_request"}}),
            "large page": (502, {}, b"<html>" + b"\xe5" * 1_000_000)}
    server = stage.server(by_prompt(said))
    _table(stage, said)
    run = _words(server)
    ended = stage.shotlist(*run)
    check(ended.code in (1, 6), f"exit code {ended.code}:\n{ended.err}")
    same(prompts_asked(server), list(said), "sent")
    rows = {row["prompt"]: row for row in stage.results("m.results.csv")}
    same((rows["nul"]["status"], rows["nul"]["task_id"]), ("submitted", "sora-2:task_nul"), "nul")
    check(rows["utf8"]["task_id"] == "sora-2:task_utf8", f"the id beside broken bytes: {rows['utf8']}")
    check(rows["raw nul"]["status"] in ("submitted", "in_doubt"), f"raw nul: {rows['raw nul']}")
    same(rows["large"]["status"], "rejected", "large")
    same(rows["large page"]["status"], "in_doubt", "large page")
    for attempt in stage.attempts():
        check(attempt["verdict"] is not None, f"not recorded: {attempt}")
        check(0 < len(attempt["reply"]) <= 65536, f"a reply of {len(attempt['reply'])} bytes")
    stage.shotlist(*run)
    same(prompts_asked(server), [], "sent again")


def a_shell_that_holds_a_transaction_is_waited_for_and_that_is_said(stage):
    server = stage.server(by_prompt({}))
    _table(stage, _PROMPTS[:2])
    run = _words(server)
    stage.shotlist(*run, "--limit", 1).must_be(5)
    shell = sqlite3.connect(stage.path(_LEDGER), isolation_level=None)
    shell.execute("BEGIN IMMEDIATE")
    started = stage.start(*run)
    started.must_say("shotlist.db")
    started.must_say("wait")
    same(len(server.asked), 1, "requests meanwhile")
    shell.execute("ROLLBACK")
    shell.close()
    started.end().must_be(0)
    same(prompts_asked(server), _PROMPTS[:2], "paid for")

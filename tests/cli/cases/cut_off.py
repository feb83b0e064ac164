"""Runs that lose the ledger in PostgreSQL which they share, and what becomes of their answers."""

import json
import subprocess
import threading

from checks import check, has, lacks, same, until
from fake_server import task
from far import Far
from stage import TERMINATE

_NAME = ["--manifest-name", "team/shots"]


def _begin(stage, server, database, *words):
    """A run of six rows, three of them at a time."""
    stage.write("shots.csv", "prompt,model,orientation,size,duration\n" +
                "".join(f"words {n},sora-2-pro,portrait,small,15\n" for n in range(6)))
    run = stage.start("run", "shots.csv", "--ledger", database.address, *_NAME, "--base-url",
                      server.url, "--progress", "none", "-j", "3", *words)
    server.must_be_asked(3)
    return run


def _again(stage, database, server, command, *words):
    if command == "run":
        words = ("--base-url", server.url, *words)
    return stage.shotlist(command, "shots.csv", "--ledger", database.address, *_NAME, *words)


def _cut_off(stage, server, database):
    """A run that could not write three answers to the ledger."""
    run = _begin(stage, server, database, "--give-up", "1s")
    database.stop()
    server.release()
    ended = run.end()
    same(ended.code, 8, ended.err)
    database.start()
    return ended


def answers_that_the_shared_ledger_cannot_take_are_kept_and_handed_over(stage):
    server, database = stage.server(held=True), stage.postgres()
    ended = _cut_off(stage, server, database)
    has(ended.err, "3 answers the ledger could not take: they are kept in shotlist.db")
    for n in range(1, 4):
        has(ended.err, f"task_{n}")
    again = _again(stage, database, server, "run")
    again.must_be(0)
    has(again.err, "the ledger has 3 answers now that it could not take before, from shotlist.db")
    has(again.err, "3 submitted before · 3 to send")
    same(len(server.asked), 6, "requests")
    same(sorted(database.ask("SELECT task_id FROM shotlist.attempt WHERE task_id <> ''")),
         [f"sora-2:task_{n}" for n in range(1, 7)], "tasks in the ledger")
    # Once is enough, and the folder's own ledger knows of nothing more.
    again = _again(stage, database, server, "run")
    lacks(again.must_be(0).err, "could not take")


def every_command_hands_over_what_was_kept_first(stage):
    server, database = stage.server(held=True), stage.postgres()
    _cut_off(stage, server, database)
    database.stop()
    subprocess.run(["cp", "-a", database.data, stage.path("as-it-was")], check=True)
    for command, words in (("plan", ()), ("log", ()), ("review", ()), ("resolve", ()),
                           ("collect", ("--base-url", server.url, "--where", "size=large"))):
        subprocess.run(["rm", "-r", database.data], check=True)
        subprocess.run(["cp", "-a", stage.path("as-it-was"), database.data], check=True)
        database.start()
        told = _again(stage, database, server, command, *words)
        has(told.err, "the ledger has 3 answers now that it could not take before")
        same(database.ask("SELECT count(*) FROM shotlist.attempt WHERE task_id IS NOT NULL"), ["3"],
             f"tasks in the ledger after {command}")
        database.stop()
    database.start()


def an_answer_that_comes_after_the_ledger_was_given_up_is_kept_too(stage):
    late = threading.Event()
    server = stage.server(lambda asked: task(asked.prompt[-1]) if "2" not in asked.prompt else
                          lambda: late.wait() and task("late"), held=True)
    database = stage.postgres()
    run = _begin(stage, server, database, "--give-up", "1s")
    database.stop()
    server.release()
    run.must_say("NOT RECORDED")
    late.set()
    ended = run.end()
    same(ended.code, 8, ended.err)
    has(ended.err, "3 answers the ledger could not take")
    database.start()
    _again(stage, database, server, "plan").must_be(0)
    same(database.ask("SELECT count(*) FROM shotlist.attempt WHERE task_id = 'sora-2:task_late'"), ["1"],
         "the late task in the ledger")


def who_asks_a_run_without_a_ledger_to_stop_need_not_wait_for_its_patience(stage):
    server, database = stage.server(held=True), stage.postgres()
    run = _begin(stage, server, database, "--give-up", "10m")
    database.stop()
    server.release()
    run.signal(TERMINATE)
    ended = run.end()
    same(ended.code, 8, ended.err)
    has(ended.err, "3 answers the ledger could not take")
    database.start()
    has(_again(stage, database, server, "plan").err, "the ledger has 3 answers now")


def a_run_whose_connection_is_cut_while_it_waits_for_answers_stays_at_work(stage):
    server, database = stage.server(held=True), stage.postgres()
    run = _begin(stage, server, database)

    def state():
        told = stage.shotlist("runs", "--ledger", database.address, "--json")
        return [line["state"] for line in map(json.loads, told.out.splitlines())]

    same(state(), ["at_work"], "runs")
    for _ in range(2):
        # It writes nothing while its requests are held, so it must look by itself.
        before = database.ask("SELECT since FROM shotlist.session")
        database.ask("SELECT pg_terminate_backend(pid) FROM shotlist.at_work")
        until(lambda: database.ask("SELECT since FROM shotlist.session") != before, "a new session")
        same(state(), ["at_work"], "runs, once the run has noticed")
    database.restart()
    same(state(), ["at_work"], "runs, though the run may not have noticed yet")
    server.release()
    run.end().must_be(0)


def a_run_far_from_its_ledger_sends(stage):
    """Each answer of the ledger takes longer than a departure may be late."""
    server, database = stage.server(), stage.postgres()
    with Far(database.folder / ".s.PGSQL.5432", 0.055) as far:
        stage.write("shots.csv", "prompt,model,orientation,size,duration\n" +
                    "A fox,sora-2-pro,portrait,small,15\nA hen,sora-2-pro,portrait,small,15\n")
        stage.shotlist("run", "shots.csv", "--ledger", f"postgresql://postgres@127.0.0.1:{far.port}/postgres",
                       *_NAME, "--base-url", server.url).must_be(0)
    same(len(server.asked), 2, "requests")


def the_end_of_a_run_waits_for_the_ledger_too(stage):
    server, database = stage.server(held=lambda asked: "0" in asked.prompt), stage.postgres()
    first = _begin(stage, server, database)
    stage.path("other").mkdir()
    stage.write("other/shots.csv", stage.path("shots.csv").read_text(encoding="utf-8"))
    second = stage.start("run", "shots.csv", "--ledger", database.address, *_NAME, "--base-url",
                         server.url, "--progress", "none", folder="other")
    second.must_say("waiting for rows that other runs are trying")
    database.stop()
    database.start()
    server.release()
    first.end().must_be(0)
    second.end().must_be(0)


def after_a_failover_nothing_is_sent_until_a_person_says_so(stage):
    server, database = stage.server(held=True), stage.postgres()
    run = _begin(stage, server, database)
    # Under a run: it stops, and keeps its answers.
    database.fail_over()
    server.release()
    ended = run.end()
    same(ended.code, 3, ended.err)
    has(ended.err, "failed over to another server while it was in use")
    has(ended.err, "3 answers the ledger could not take")
    # The answers are handed over; what else may be missing, nobody knows.
    for command in ("plan", "run"):
        ended = _again(stage, database, server, command)
        same(ended.code, 3, ended.err)
        has(ended.err, "or was restored or failed over")
        has(ended.err, "shotlist import --complete --ledger 'postgresql://")
    same(len(server.asked), 3, "requests")
    stage.shotlist("import", "--complete", "--ledger", database.address).must_be(0)
    ended = _again(stage, database, server, "run")
    ended.must_be(0)
    has(ended.err, "3 submitted before · 3 to send")
    same(len(server.asked), 6, "requests")


def a_server_that_was_killed_and_started_again_is_no_failover(stage):
    server, database = stage.server(held=True), stage.postgres()
    run = _begin(stage, server, database)
    database.restart()
    server.release()
    run.end().must_be(0)
    check(not stage.path("shotlist.db").exists(), "a ledger of its own")


def behind_a_pooler_that_shares_sessions_nothing_is_sent(stage):
    server, database = stage.server(), stage.postgres()
    stage.write("shots.csv", "prompt,model,orientation,size,duration\na,sora-2-pro,portrait,small,15\n")
    for mode, code in (("transaction", 3), ("session", 0)):
        with database.pooler(mode) as address:
            ended = stage.shotlist("run", "shots.csv", "--ledger", address, *_NAME, "--base-url",
                                   server.url)
        same((ended.code, len(server.asked)), (code, int(code == 0)), f"{mode}: {ended.err}")
        if code == 3:
            has(ended.err, "a pooler gives one session to several clients; connect to the server")

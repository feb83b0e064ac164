"""Looking, deciding and settling on a shared ledger while runs of others are at work on it."""

import contextlib
import csv
import io
import json
import socket
import subprocess

from checks import check, has, lacks, same, until
from fake_server import FAILED, HANG_UP, by_prompt

_NAME = ["--manifest-name", "team/shots"]
_HOST = socket.gethostname()


class _Team:
    """One ledger, one server, and folders of two people, who send the same manifest."""

    def __init__(self, stage, prompts, said=None):
        self.stage = stage
        self.database = stage.postgres()
        self.server = stage.server(by_prompt(said or {}), held=lambda asked: "slow" in asked.prompt)
        self.ledger = ["--ledger", self.database.address]
        for name in ("ann", "ben"):
            stage.path(name).mkdir()
            stage.write(f"{name}/shots.csv", "id,prompt,model,orientation,size,duration\n" + "".join(
                f"{id},{prompt},sora-2-pro,portrait,small,15\n" for id, prompt in prompts.items()))

    def words(self, command, *words):
        sent = ["--base-url", self.server.url] if command in ("run", "retry", "plan") else []
        progress = ["--progress", "none"] if command in ("run", "retry") else []
        return [command, "shots.csv", *self.ledger, *_NAME, *sent, *progress, *words]

    def start(self, person, command, *words):
        return self.stage.start(*self.words(command, *words), folder=person,
                                environment={"USER": person, "LOGNAME": person})

    def ends(self, person, command, *words):
        return self.start(person, command, *words).end()

    def at_work(self, answered, asked):
        """A run of ann's, once so many requests have left, and so many answers are recorded."""
        run = self.start("ann", "run", "-j", 8)
        self.server.must_be_asked(asked)
        until(lambda: self.ask("SELECT count(*) FROM shotlist.attempt WHERE verdict <> 'unsent'") ==
              [str(answered)], "answers in the ledger")
        return run

    def ask(self, query):
        return self.database.ask(query)

    def entry(self, id):
        return self.ask(f"SELECT entry FROM shotlist.attempt WHERE row = '{id}' ORDER BY try DESC")[0]

    def statuses(self):
        return dict(line.split("|") for line in
                    self.ask("SELECT row, status FROM shotlist.attempt ORDER BY number"))

    def decisions(self):
        return self.ask("SELECT row, word, coalesce(task_id, ''), decided_by FROM shotlist.decision "
                        "ORDER BY number")

    def runs(self, *words):
        told = self.stage.shotlist("runs", *self.ledger, *words, "--json").must_be(0)
        return [json.loads(line) for line in told.out.splitlines()]

    @contextlib.contextmanager
    def nobody_writes(self):
        """Meanwhile all who want to write wait; then they do, in the order in which they came."""
        with subprocess.Popen(["psql", "-X", "-q", self.database.address], stdin=subprocess.PIPE,
                              stdout=subprocess.DEVNULL, text=True) as other:
            other.stdin.write("BEGIN; SELECT pg_advisory_xact_lock(hashtext('shotlist writes'));\n")
            other.stdin.flush()
            until(lambda: self.ask("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1"),
                  "the lock")
            yield
            other.stdin.close()  # which ends the transaction

    def must_wait(self, count):
        until(lambda: self.ask("SELECT count(*) FROM pg_locks WHERE NOT granted") == [str(count)],
              f"{count} that wait")


def _one_after_the_other(team, first, second):
    """Two commands that both see the rows as they are now; the first writes first."""
    with team.nobody_writes():
        started = []
        for person, words in (("ann", first), ("ben", second)):
            started.append(team.start(person, "resolve", *words))
            team.must_wait(len(started))
    return [each.end() for each in started]


def _two_in_doubt(stage):
    team = _Team(stage, {"a": "tram", "b": "harbor", "c": "gulls"}, {"tram": HANG_UP, "gulls": HANG_UP})
    team.ends("ann", "run").must_be(6)
    same(team.statuses(), {"a": "in_doubt", "b": "submitted", "c": "in_doubt"}, "statuses")
    return team


def what_another_run_waits_for_is_under_way_and_not_in_doubt(stage):
    team = _Team(stage, {"a": "slow tram", "b": "harbor"})
    run = team.at_work(answered=1, asked=2)
    where = f"under way in run 1 on {_HOST}"
    planned = team.ends("ben", "plan").must_be(0)
    same([line.split()[:3] for line in planned.out.splitlines()],
         [["skip", "a", "under"], ["skip", "b", "submitted"]], "the plan")
    has(planned.out, where)
    a, _ = [json.loads(line) for line in team.ends("ben", "plan", "--json").out.splitlines()]
    same((a["reason"], a["under_way"]), ("under way", {"run": 1, "host": _HOST}), "why a is left")
    listed = team.ends("ben", "resolve").must_be(0)
    same((listed.out, listed.err), ("no row is in doubt\n", f"a is {where}, and not listed\n"), "doubts")
    told = team.ends("ben", "review").must_be(0).out
    has(told, f"in doubt (1)  {where}   a")
    lacks(told, "may have been paid for")
    log = stage.shotlist("log", *team.ledger).must_be(0).out
    has(log, "on its way  team/shots a")
    has(log, where)
    line, _ = stage.log_of_sent(*team.ledger)
    same((line["status"], line["on_its_way"]), ("in_doubt", True), "the log")
    team.server.release()
    run.end().must_be(0)
    line, _ = stage.log_of_sent(*team.ledger)
    same((line["status"], "on_its_way" in line), ("submitted", False), "the log afterwards")


def nobody_settles_what_a_run_waits_for(stage):
    team = _Team(stage, {"a": "slow tram", "b": "harbor"})
    run = team.at_work(answered=1, asked=2)
    where = f"is under way in run 1 on {_HOST}; ask again when that is over"
    for words in (["a", "--not-created"], ["a", "--task-id", "t"], [team.entry("a"), "--not-created"]):
        has(team.ends("ben", "resolve", *words).must_be(2).err, where)
    for word in ("not_created", "retry"):
        stage.write("ben/words.csv", f"id,entry,decision\na,{team.entry('a')},{word}\n")
        told = team.ends("ben", "run", "--decisions", "words.csv").must_be(3)
        has(told.err, f"{word} for a, which {where}")
    stage.write("ben/words.csv", f"id,entry,task_id,decision\na,{team.entry('a')},t,\n")
    has(team.ends("ben", "resolve", "--from", "words.csv").must_be(3).err, f"a task id for a, which {where}")
    same(team.decisions(), [], "decisions")
    team.server.release()
    run.end().must_be(0)
    same((team.statuses(), len(team.server.asked)), ({"a": "submitted", "b": "submitted"}, 2), "the end")


def a_run_beside_another_leaves_its_rows_alone_and_says_so(stage):
    team = _Team(stage, {"a": "slow tram", "b": "harbor"}, {"harbor": FAILED})
    run = team.at_work(answered=1, asked=2)
    # Its patience for the answers of others is that for its own.
    for command in (["run"], ["retry", "--in-doubt"]):
        ended = team.ends("ben", *command, "--timeout", "1s").must_be(5)
        has(ended.err, " · 1 under way in other runs")
        has(ended.err, "stopped: 1 row is under way in other runs")
        has(ended.err, "left to others: 1 row, whose last try is of a run that is still at work")
        lacks(ended.err, "may have been paid for")
        same(len(team.server.asked), 2, "requests")
    rows = list(csv.DictReader(io.StringIO(stage.read("ben/shots.results.csv"))))
    same([(row["status"], row["error"]) for row in rows],
         [("in_doubt", f"under way in run 1 on {_HOST}"), ("failed", "do request failed")], "results")
    waiting = team.start("ben", "run", "--only", "a")
    waiting.must_say("waiting for rows that other runs are trying")
    team.server.release()
    waiting.end().must_be(0)
    run.end().must_be(1)


def only_what_dead_runs_left_is_in_doubt(stage):
    team = _Team(stage, {"a": "slow tram"})
    run = team.at_work(answered=0, asked=1)
    run.signal(9)
    run.end()
    stage.write("ben/other.csv", "id,prompt,model,orientation,size,duration\n"
                                 "z,slow kite,sora-2-pro,portrait,small,15\n")
    other = stage.start("run", "other.csv", *team.ledger, "--manifest-name", "team/other", "--base-url",
                        team.server.url, "--progress", "none", folder="ben")
    team.server.must_be_asked(2)
    listed = team.ends("ben", "resolve").must_be(0)
    has(listed.out, "1 row in doubt")
    same(listed.err, "", "what is not listed")
    has(team.ends("ben", "plan").out, "skip  a  in doubt")
    # Another manifest's run is none of this one's.
    told = team.ends("ben", "review").must_be(0).out
    lacks(told, "running:")
    has(told, "next: the row in doubt may have been paid for")
    team.server.release()
    other.end().must_be(0)


def what_an_imported_ledger_waits_for_is_in_doubt_until_it_is_imported_again(stage):
    team = _Team(stage, {"a": "slow tram", "b": "harbor"})
    words = ["run", "shots.csv", "--base-url", team.server.url, "--progress", "none"]
    run = stage.start(*words, folder="ann")
    team.server.must_be_asked(2)
    until(lambda: len([line for line in stage.log("--ledger", "ann/shotlist.db") if "verdict" in line]) == 1,
          "an answer")
    into = ["import", "ann/shotlist.db", *team.ledger]
    told = stage.shotlist(*into).must_be(0)
    has(told.err, "1 attempt is still on its way there, and in doubt here: import again when that is over")
    same((team.statuses(), team.ask("SELECT error FROM shotlist.attempt WHERE row = 'a'")),
         ({"a": "in_doubt", "b": "submitted"}, [""]), "what was taken over")
    team.server.release()
    run.end().must_be(0)
    lacks(stage.shotlist(*into).must_be(0).err, "on its way")
    same(team.statuses(), {"a": "submitted", "b": "submitted"}, "what became of it")


def a_results_file_settles_nothing_that_a_run_waits_for(stage):
    team = _Team(stage, {"a": "slow tram"})
    run = team.at_work(answered=0, asked=1)
    stage.write("told.csv", "id,status,task_id,prompt,fingerprint,entry\na,submitted,t,slow tram,"
                            f"{team.ask('SELECT fingerprint FROM shotlist.request')[0]},{team.entry('a')}\n")
    told = stage.shotlist("import", "told.csv", *team.ledger).must_be(3)
    has(told.err, f"a ({team.entry('a')}): here under way in run 1 on {_HOST}; in told.csv task t")
    has(told.err, "1 decision is too early; nothing was taken over; import again when that is over")
    same(team.decisions(), [], "decisions")
    team.server.release()
    run.end().must_be(0)


def of_two_people_who_settle_one_row_at_once_the_second_is_told(stage):
    team = _two_in_doubt(stage)
    first, second = _one_after_the_other(team, ["a", "--task-id", "t1"], ["a", "--not-created"])
    first.must_be(0)
    has(second.must_be(2).err, "a is submitted as t1, not in doubt, says ann")
    has(second.err, "nothing was settled")
    same((team.decisions(), team.statuses()["a"]), (["a|created|t1|ann"], "submitted"), "what counts")
    first, second = _one_after_the_other(team, ["c", "--not-created"], ["c", "--task-id", "t2"])
    first.must_be(0)
    has(second.must_be(2).err, "c is failed, not in doubt, says ann")
    same(team.decisions()[1:], ["c|not_created||ann"], "decisions")
    # Who knows that it was settled may still know better.
    team.ends("ben", "resolve", "c", "--task-id", "t2").must_be(0)
    c = team.entry("c")
    first, second = _one_after_the_other(team, [c, "--task-id", "t3"], [c, "--task-id", "t4"])
    first.must_be(0)
    has(second.must_be(2).err, "c is submitted as t3, not in doubt, says ann")
    same(team.decisions()[2:], ["c|created|t2|ben", "c|created|t3|ann"], "decisions")


def two_people_who_say_the_same_at_once_are_both_right(stage):
    team = _two_in_doubt(stage)
    for words in (["a", "--task-id", "t1"], ["c", "--not-created"]):
        for ended in _one_after_the_other(team, words, words):
            ended.must_be(0)
    same(team.statuses(), {"a": "submitted", "b": "submitted", "c": "failed"}, "statuses")


def one_task_is_not_given_to_two_rows_at_once(stage):
    team = _two_in_doubt(stage)
    first, second = _one_after_the_other(team, ["a", "--task-id", "t1"], ["c", "--task-id", "t1"])
    first.must_be(0)
    has(second.must_be(2).err, f"t1 is the task of a ({team.entry('a')})")
    same(team.statuses(), {"a": "submitted", "b": "submitted", "c": "in_doubt"}, "statuses")


def what_others_write_now_is_left_in_place(stage):
    team = _two_in_doubt(stage)
    stage.write("ann/shots.results.csv.new", "half of a table")
    team.ends("ben", "resolve", "a", "--not-created").must_be(0)
    team.ends("ben", "collect", "--only", "a").must_be(0)
    same(stage.read("ann/shots.results.csv.new"), "half of a table", "what ann's run writes")


def words_given_together_are_settled_together_or_not_at_all(stage):
    team = _two_in_doubt(stage)
    first, second = _one_after_the_other(team, ["a", "--task-id", "t1"], ["a", "c", "--not-created"])
    first.must_be(0)
    has(second.must_be(2).err, "nothing was settled")
    same((team.decisions(), team.statuses()["c"]), (["a|created|t1|ann"], "in_doubt"), "what counts")
    # The same where the ledger fails between them.
    team.ask("CREATE FUNCTION fail() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN "
             "IF NEW.row = 'c' THEN RAISE EXCEPTION 'no room'; END IF; RETURN NEW; END $$")
    team.ask("CREATE TRIGGER fails BEFORE INSERT ON shotlist.decision FOR EACH ROW EXECUTE FUNCTION fail()")
    stage.write("ben/words.csv", "id,entry,task_id,decision\n"
                                 f"a,{team.entry('a')},,\nc,{team.entry('c')},,not_created\n")
    has(team.ends("ben", "resolve", "--from", "words.csv").must_be(8).err, "no room")
    same((team.decisions(), team.statuses()["c"]), (["a|created|t1|ann"], "in_doubt"), "what counts")


def runs_tells_who_is_at_work_and_how_the_last_ones_ended(stage):
    team = _Team(stage, {"a": "slow tram", "b": "harbor", "c": "gulls"}, {"gulls": HANG_UP})
    has(stage.shotlist("runs", *team.ledger).must_be(2).err, "there is no ledger postgresql://")
    run = team.at_work(answered=2, asked=3)
    one, = team.runs()
    same({name: one[name] for name in ("run", "state", "manifest", "server", "host", "process", "ended_at",
                                       "sent", "submitted", "rejected", "failed", "in_doubt", "on_its_way")},
         {"run": 1, "state": "at_work", "manifest": "team/shots", "server": team.server.url, "host": _HOST,
          "process": run.process.pid, "ended_at": None, "sent": 3, "submitted": 1, "rejected": 0,
          "failed": 0, "in_doubt": 1, "on_its_way": 1}, "who is at work")
    same(one["manifest_path"], str(stage.path("ann/shots.csv").resolve()), "on what")
    check(one["started_at"] <= one["last_sent_at"], "it has sent since it began")
    told = stage.shotlist("runs", *team.ledger).must_be(0)
    has(told.out, "1 run is at work on postgresql://")
    has(told.out, f"at work  {one['started_at']}")
    stage.write("other.csv", "prompt,model,orientation,size,duration\nx,sora-2-pro,portrait,small,15\n")
    told = stage.shotlist("runs", "other.csv", *team.ledger, "--manifest-name", "other").must_be(0)
    has(told.out, "no run is at work on postgresql://")
    run.signal(9)
    run.end()
    team.server.release()
    team.ends("ben", "run").must_be(6)
    same([(line["run"], line["state"], line["in_doubt"], line["on_its_way"]) for line in team.runs()],
         [(2, "ended", 0, 0), (1, "died", 2, 0)], "the runs that are over")
    has(stage.shotlist("runs", *team.ledger).out, "no run is at work on postgresql://")


def runs_tells_who_holds_the_ledger_of_a_folder(stage):
    server = stage.server(held=True)
    stage.shots("one")
    started = stage.start("run", "shots.yaml", "--base-url", server.url)
    server.must_be_asked(1)
    for words in ([], ["shots.yaml"]):
        told = stage.shotlist("runs", *words, key=None).must_be(0)
        has(told.out, "1 run is at work on shotlist.db\n")
    started.signal(9)
    started.end()
    with stage.held():
        told = stage.shotlist("runs", key=None).must_be(0)
        has(told.out, "no run is at work on shotlist.db; another command, such as collect, holds it\n")
        # It is not that command's, so it is in doubt although the ledger is held.
        has(stage.shotlist("resolve", "shots.yaml", key=None).must_be(0).out, "1 row in doubt")
    told = stage.shotlist("runs", "--json", key=None).must_be(0)
    line, = [json.loads(line) for line in told.out.splitlines()]
    same((line["state"], line["in_doubt"]), ("died", 1), "the run")

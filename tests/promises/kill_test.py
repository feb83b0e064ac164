#!/usr/bin/env python3
"""Kills the real program at random moments, and then holds its files against the till.

    kill_test.py PROGRAM [--kills N] [--seed N]

A manifest is run against a sandbox in a process of its own, with faults, and the run is killed with
SIGKILL; again and again, until there were as many kills as wanted. Then it may run to its end. A
moment is an event that is waited for, never a time: so many facts in the ledger, so many bytes in its
log, so many charges in the till. A run that ends before its moment is no kill. Between runs somebody
deletes the results, moves rows about, renumbers them, renames the manifest, or leaves half a page at
the log's end. A `review --watch` and a `log` run beside each of them.

What the files say is read here anew, without a line of the program. The seed decides what is wanted;
when exactly a kill arrives is up to the machine, so a seed repeats the plan of a failure and not
always the failure.
"""

import argparse
import csv
import io
import os
import random
import re
import shutil
import sys
import tempfile
import traceback
from collections import Counter
from pathlib import Path

sys.dont_write_bytecode = True  # the source tree stays as it is
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cli"))

from checks import Failure, check, same, until
from ledger_reader import Ledger
from kill_promises import PROMISES
from stage import INTERRUPT, KILL, Stage

LEDGER = "shotlist.db"
JOBS = 8
FAULTS = ["drop-after=2%", "drop-before=2%", "502=1%", "no-id=1%", "silence=0.3%", "500=2%",
          "refuse=1%", "moderate=1%", "429=0.2%", "503=0.1%"]
GOOD_ENDS = (0, 1, 5, 6, 130)  # of runs that were not killed
TASK_ID = re.compile(r"sora-2:task_\w+")


class Table:
    """The manifest: rows of all kinds, every prompt written once."""

    _KINDS = ["A tram, number {0}, \"slides\" into the harbor; rain", "清晨的渔港 {0}，“海面像镜子”",
              "First line of shot {0},\nthen a second one", "=Take {0}: naïve café — 雨の夜市 🎬"]

    def __init__(self, stage):
        self._stage = stage
        self.name = "shots"  # of the manifest
        self.rows = []
        self.sizes = set()  # it ever had

    @property
    def manifest(self):
        return self.name + ".csv"

    @property
    def results(self):
        return self.name + ".results.csv"

    def rename(self, name):
        """Moves the manifest; its results are left where they are."""
        (self._stage.directory / self.manifest).rename(self._stage.directory / f"{name}.csv")
        self.name = name

    def renumber(self):
        """All ids are others than before, or other rows'."""
        for number, row in enumerate(self.rows):
            row[0] = f"nr-{number}"
        self.write()

    def prompts(self):
        return [row[1] for row in self.rows]

    def grow(self, count):
        for number in range(len(self.rows), len(self.rows) + count):
            self.rows.append([f"镜头-{number}" if number % 2 else "",
                              self._KINDS[number % 4].format(number), f"pier {number % 9}",
                              "sora-2-pro", "portrait", "small", 25 if number % 3 else 15])
        self.sizes.add(len(self.rows))
        self.write()

    def write(self):
        text = io.StringIO(newline="")
        csv.writer(text).writerows([["id", "prompt", "pier", "model", "orientation", "size",
                                     "duration"], *self.rows])
        self._stage.write(self.manifest, text.getvalue())


class Run:
    """One process, and how far things had come when it began."""

    def __init__(self, world):
        self.world = world
        self.facts_began = world.ledger.grown()
        self.runs_began = world.ledger.runs_now()
        self.results_are_old()
        self.started = world.start()

    def ended(self):
        return self.started.process.poll() is not None

    def awaits(self, event):
        until(lambda: event() or self.ended(), "the moment of a kill", pause=0.0002)

    def results_are_old(self):
        self.old_results = self._results()

    def results_changed(self):
        return self._results() != self.old_results

    def results_under_way(self):
        return (self.world.stage.directory / (self.world.table.results + ".new")).exists() or self.results_changed()

    def _results(self):
        """Which file the results are: it is replaced as a whole."""
        try:
            about = os.stat(self.world.stage.directory / self.world.table.results)
        except FileNotFoundError:
            return None
        return about.st_ino, about.st_mtime_ns


def _newborn(*_):
    """Nothing can be seen of it yet."""


def _opening(run, _):
    """Its log is there."""
    run.awaits(lambda: run.world.ledger.log_size() > 0)


def _beginning(run, _):
    """The ledger says that it has begun."""
    run.awaits(lambda: run.world.ledger.runs_now() > run.runs_began)


def _replacing(run, _):
    """The results are being written, aside."""
    run.awaits(run.results_under_way)


def _recovering(run, _):
    """What the ledger knows is in the results again."""
    run.awaits(run.results_changed)


def _writing(run, dice):
    facts = run.facts_began + dice.randint(1, 80)
    run.awaits(lambda: run.world.ledger.grown() >= facts)


def _logging(run, dice):
    """In the middle of a commit, as likely as not."""
    size = run.world.ledger.log_size() + dice.randint(1, 200_000)
    run.awaits(lambda: run.world.ledger.log_size() > size)


def _paying(run, dice):
    charges = run.world.charged() + dice.randint(1, 20)
    run.awaits(lambda: run.world.charged() >= charges)


def _stopping(run, dice):
    """It was asked to stop, and waits for answers or writes the results."""
    _writing(run, dice)
    run.results_are_old()
    facts = run.world.ledger.grown() + dice.choice([0, 4, 12])
    run.started.signal(INTERRUPT)
    run.awaits(lambda: run.results_under_way() or run.world.ledger.grown() > facts)


def _closing(run, dice):
    """It is over, and takes its log into the database."""
    _writing(run, dice)
    run.results_are_old()
    run.started.signal(INTERRUPT)
    run.awaits(lambda: run.results_changed())


MOMENTS = [_newborn] + [_opening] * 2 + [_beginning] * 2 + [_replacing] * 2 + [_recovering] * 2 + \
          [_writing] * 5 + [_logging] * 2 + [_paying] * 4 + [_stopping] * 2 + [_closing]


class World:
    """The stage of one experiment, and everything that was ever seen on it."""

    def __init__(self, stage, kills, seed):
        self.stage, self.dice = stage, random.Random(seed)
        self.wanted, self.jobs = kills, JOBS
        faults = [word for fault in FAULTS for word in ("--fault", fault)]
        self.sandbox = stage.sandbox("--sandbox-latency", "10ms", "--sandbox-seed", seed, *faults)
        self.table = Table(stage)
        self.ledger = Ledger(stage.directory / LEDGER)
        self.kills = Counter()    # by moment
        self.killed_runs = set()  # by the ledger's count
        self.task_ids = set()     # that the program ever showed or wrote into results
        self.results = []
        self.till = {}

    def start(self):
        return self.stage.start("run", self.table.manifest, "--base-url", self.sandbox.url, "-j", JOBS,
                                "--timeout", "1s", "--attempts", 50)

    def charged(self):
        return self.sandbox.till()["charged"]

    def play(self):
        self.table.grow(8 * self.wanted + 200)
        runs = 0
        while self.kills.total() < self.wanted:
            runs += 1
            check(runs < 5 * self.wanted + 50, "the runs end before they can be killed")
            if self._kill_one_run():
                self._meddle()
            else:
                self.table.grow(100)
        self._finish()

    def _kill_one_run(self):
        """Whether it could be killed."""
        moment = self.dice.choice(MOMENTS)
        before = self.ledger.runs
        run = Run(self)
        readers = [self.stage.start("log", "--json", key=None),
                   self.stage.start("review", self.table.manifest, "--watch", key=None)]
        moment(run, self.dice)
        run.started.signal(KILL)
        ended = run.started.end()
        killed = ended.code == 128 + KILL
        for reader in readers:
            read = reader.end()
            is_early = "there is no" in read.err and before == 0
            check(read.code == 0 or is_early, f"a reader ended with {read.code}:\n{read.err}")
            self.task_ids.update(TASK_ID.findall(read.out))
        self._look_at(ended)
        if not killed:
            check(ended.code in GOOD_ENDS, f"a run ended with {ended.code}:\n{ended.err}")
            same(self.ledger.open_in_run(self.ledger.runs), [], "rows left open by a whole run")
            return False
        self.kills[moment.__name__[1:]] += 1
        if self.ledger.runs > before:
            self.killed_runs.add(self.ledger.runs)
            left_open = self.ledger.open_in_run(self.ledger.runs)
            check(len(left_open) <= 2 * JOBS, f"{len(left_open)} rows were left open by one run")
        return True

    def _look_at(self, ended):
        """What must hold whenever no run is under way."""
        self.task_ids.update(TASK_ID.findall(ended.out + ended.err))
        self.ledger.read()
        for charge in self.sandbox.till()["charges"]:
            check(charge["body_digest"] in self.ledger.prompts,
                  f"{charge} was paid for, and the ledger does not know that it was sent")
        if (self.stage.directory / self.table.results).exists():
            rows = self.stage.results(self.table.results)
            self.task_ids.update(row["task_id"] for row in rows if row["task_id"])
            check(len(rows) in self.table.sizes, f"the results hold {len(rows)} rows")

    def _meddle(self):
        """What may happen between runs."""
        if self.dice.random() < 0.25:
            told = self.stage.shotlist("review", self.table.manifest, key=None)
            self.task_ids.update(TASK_ID.findall(told.out))
        if self.dice.random() < 0.25:
            (self.stage.directory / self.table.results).unlink(missing_ok=True)
        if self.dice.random() < 0.25:
            self.dice.shuffle(self.table.rows)
            self.table.write()
        if self.dice.random() < 0.15:
            self.table.renumber()
        if self.dice.random() < 0.1:
            self.table.rename(self.dice.choice(["shots", "march", "april"]))
        if self.dice.random() < 0.25:
            self._tear()

    def _tear(self):
        """Leaves what a process can leave that dies while it writes: the beginning of a page in the
        log, as an older one of it was."""
        log = self.stage.directory / (LEDGER + "-wal")
        if self.ledger.log_size() < 5000:
            return
        frame = log.read_bytes()[-4120:]
        with open(log, "ab") as file:
            file.write(frame[:self.dice.randint(1, len(frame) - 1)])

    def _finish(self):
        """Runs until every row was sent. More than once, where a run stops early."""
        left = len(self.table.rows) + 1
        while left:
            ended = self.start().end()
            check(ended.code in GOOD_ENDS, f"the last run ended with {ended.code}:\n{ended.err}")
            self._look_at(ended)
            self.results = self.stage.results(self.table.results)
            before, left = left, sum(row["status"] == "not_sent" for row in self.results)
            check(left < before, f"{left} rows are left, and running again does not help")
        self.till = self.sandbox.till()

    def with_status(self, status):
        return [row for row in self.results if row["status"] == status]

    def summary(self, seed):
        moments = ", ".join(f"{count} {moment}" for moment, count in sorted(self.kills.items()))
        submitted, doubtful = self.with_status("submitted"), self.with_status("in_doubt")
        return (f"seed {seed}: {self.kills.total()} kills ({moments}), {len(self.table.rows)} rows, "
                f"{len(submitted)} submitted, {len(doubtful)} in doubt, "
                f"{self.till['charged']} charges in the till")


def holds(name, promise):
    """Whether it does; says so."""
    try:
        promise()
    except Exception as error:
        told = str(error) if isinstance(error, Failure) else traceback.format_exc()
        print(f"FAILED {name}\n    " + told.strip().replace("\n", "\n    "), flush=True)
        return False
    print(f"ok     {name}", flush=True)
    return True


def conclude(verdicts, stage):
    """Says how many hold, and keeps the files where one does not. Returns the exit code."""
    if not all(verdicts):
        kept = tempfile.mkdtemp(prefix="shotlist-promises-")
        shutil.copytree(stage.directory, kept, dirs_exist_ok=True)
        print(f"the files are in {kept}")
    print(f"{sum(verdicts)} passed, {len(verdicts) - sum(verdicts)} failed")
    return 0 if all(verdicts) else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)  # first: it is wanted most where nothing follows
    with Stage(os.path.abspath(options.program)) as stage:
        world = World(stage, options.kills, options.seed)
        verdicts = [holds("killed again and again it can always go on", world.play)]
        if verdicts[0]:
            verdicts += [holds(promise.__name__.replace("_", " "), lambda: promise(world))
                         for promise in PROMISES]
            print(world.summary(options.seed))
        return conclude(verdicts, stage)


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Many runs on one ledger in PostgreSQL, while runs are killed, the server is killed and started
again, and connections are cut; then holds the ledger against the till.

    many_runs_test.py PROGRAM [--rows N] [--kills N] [--runs N] [--rate N] [--seed N]

Each run has a folder, a home and a clock of its own, as on a machine of its own, and reaches the
server through a relay of its own, which can cut it off. What happens next waits for an event, never for a
time. What the ledger says is asked from the database, without a line of the program.
"""

import argparse
import csv
import glob
import io
import json
import os
import random
import re
import socket
import sys
import tempfile
import threading
from collections import Counter
from datetime import datetime
from pathlib import Path

sys.dont_write_bytecode = True  # the source tree stays as it is
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cli"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from checks import check, same, until
from kill_test import conclude, holds
from stage import KILL, Stage
from with_postgres import Server, programs

JOBS = 4
FAULTS = ["drop-after=1%", "drop-before=1%", "502=1%", "500=1%", "429=1%", "no-id=1%"]
GOOD_ENDS = (0, 1, 6)  # of runs that were not killed
CLOCKS = [0, 60, -60]  # seconds ahead of the truth, in turn
TASK_ID = re.compile(r"sora-2:task_\w+")


class Relay:
    """Forwards connections to a server's socket; can be cut."""

    def __init__(self, target):
        self._target = target
        self._is_cut = False
        self._sockets = []
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self):
        with self._lock:
            self._is_cut = True
            sockets, self._sockets = self._sockets, []
        for one in sockets:
            self._end(one)

    def mend(self):
        with self._lock:
            self._is_cut = False

    def _accept(self):
        while True:
            near, _ = self._listener.accept()
            far = socket.socket(socket.AF_UNIX)
            try:
                far.connect(self._target)
            except OSError:  # the server is down
                near.close()
                continue
            with self._lock:
                if self._is_cut:
                    near.close()
                    far.close()
                    continue
                self._sockets += [near, far]
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._forward, args=(source, sink), daemon=True).start()

    def _forward(self, source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        self._end(source)
        self._end(sink)

    @staticmethod
    def _end(one):
        try:
            one.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


class Machine:
    """A folder, a home and a connection, and the run on it."""

    def __init__(self, world, number):
        self.world, self.folder = world, f"machine-{number}"
        self.relay = Relay(str(world.server.socket))
        self.directory = world.stage.directory / self.folder
        self.directory.mkdir()
        (self.directory / "shots.csv").write_text(world.table, encoding="utf-8")
        self.ahead = CLOCKS[number % len(CLOCKS)]
        self.started = None
        self.ends = []

    def start(self):
        ledger = f"postgresql://{self.world.server.user}@127.0.0.1:{self.relay.port}/postgres"
        self.started = self.world.stage.start(
            "run", "shots.csv", "--ledger", ledger, "--manifest-name", "team/shots", "--base-url",
            self.world.sandbox.url, "-j", JOBS, "--timeout", "1s", "--attempts", 50, "--progress",
            "none", "--rate", f"{self.world.rate}/s", "--burst", 3, folder=self.folder,
            environment={"XDG_STATE_HOME": str(self.directory / "state"), **self._clock()})

    def _clock(self):
        if self.ahead == 0:
            return {}
        return {"LD_PRELOAD": glob.glob("/usr/lib/*/faketime/libfaketime.so.1")[0],
                "FAKETIME": f"{self.ahead:+}s", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}

    def is_running(self):
        return self.started is not None and self.started.process.poll() is None

    def end(self):
        ended = self.started.end()
        self.started = None
        self.ends.append(ended)
        self.world.task_ids.update(TASK_ID.findall(ended.out + ended.err))
        return ended


class World:
    def __init__(self, stage, server, options):
        self.stage, self.server, self.options = stage, server, options
        self.dice, self.rate = random.Random(options.seed), options.rate
        self.table = self._table(options.rows)
        self.task_ids = set()  # that any run ever showed
        self.events = Counter()
        faults = [word for fault in FAULTS for word in ("--fault", fault)]
        self.sandbox = stage.sandbox("--sandbox-latency", "10ms", "--sandbox-seed", options.seed,
                                     *faults)
        self.machines = [Machine(self, number) for number in range(options.runs)]
        self.attempts, self.charges = [], []

    @staticmethod
    def _table(rows):
        text = io.StringIO(newline="")
        fields = ["prompt", "model", "orientation", "size", "duration"]
        csv.writer(text).writerows(
            [fields] + [[f"清晨的渔港 {n}: a tram slides \"into\" it, take {n}", "sora-2-pro", "portrait",
                         "small", 15] for n in range(rows)])
        return text.getvalue()

    def charged(self):
        return self.sandbox.till()["charged"]

    def play(self):
        for machine in self.machines:
            machine.start()
        while self._kills() < self.options.kills and self._goes_on():
            self.dice.choice([self._kill_run] * 6 + [self._kill_server, self._cut])()
            self._start_all()
        self._finish()

    def _kills(self):
        return self.events["runs killed"] + self.events["servers killed"]

    def _goes_on(self):
        return self.charged() < 0.9 * self.options.rows

    def _await_charges(self, most):
        """Until so many more rows were paid for, or nothing can be."""
        charges = self.charged() + self.dice.randint(1, most)
        until(lambda: self.charged() >= charges or not any(m.is_running() for m in self.machines)
              or not self._goes_on(), "the moment of an event", pause=0.002)

    def _start_all(self):
        for machine in self.machines:
            if machine.is_running():
                continue
            if machine.started is not None:
                self._must_be_good(machine.end())
            machine.start()

    @staticmethod
    def _must_be_good(ended):
        # Before and after its loop a run does not wait for a server that is gone.
        is_cut_off = ended.code == 8 and "the ledger" in ended.err
        check(ended.code in GOOD_ENDS + (128 + KILL,) or is_cut_off,
              f"a run ended with {ended.code}:\n{ended.err}")

    def _kill_run(self):
        self._await_charges(30)
        machine = self.dice.choice(self.machines)
        if not machine.is_running():
            return
        machine.started.signal(KILL)
        machine.end()
        self.events["runs killed"] += 1

    def _kill_server(self):
        self._await_charges(60)
        self.server.restart()
        self.events["servers killed"] += 1

    def _cut(self):
        """Longer than a request may take: others pay for as much as the rate allows meanwhile."""
        machine = self.dice.choice(self.machines)
        machine.relay.cut()
        self._await_charges(int(2 * self.rate))
        machine.relay.mend()
        self.events["connections cut"] += 1

    def _finish(self):
        """Runs until nothing is left to send: a killed one leaves rows that may be sent again, and
        the last of its answers may arrive after the next one was planned."""
        for _ in range(20):
            for machine in self.machines:
                if machine.started is not None:
                    self._must_be_good(machine.end())
            last = self.machines[0]
            last.start()
            ended = last.end()
            self._must_be_good(ended)
            statuses = Counter(row["status"] for row in self.results())
            if ended.code in (0, 6) and statuses["failed"] + statuses["not_sent"] == 0:
                break
        self.charges = self.sandbox.till()["charges"]
        self.attempts = [json.loads(line) for line in self.server.ask(
            "SELECT row_to_json(x) FROM (SELECT a.*, r.fingerprint, u.manifest_path FROM "
            "shotlist.attempt a JOIN shotlist.request r ON r.number = a.request JOIN "
            "shotlist.run u ON u.number = a.run ORDER BY a.number) x")]

    def results(self):
        with open(self.machines[0].directory / "shots.results.csv", encoding="utf-8-sig",
                  newline="") as file:
            return list(csv.DictReader(file))

    def sent_at(self, attempt):
        """By the true clock."""
        ahead = next(machine.ahead for machine in self.machines
                     if machine.folder in attempt["manifest_path"])
        return datetime.fromisoformat(attempt["sent_at"].replace("Z", "+00:00")).timestamp() - ahead

    def summary(self):
        events = ", ".join(f"{count} {name}" for name, count in sorted(self.events.items()))
        ends = Counter(end.code for machine in self.machines for end in machine.ends)
        statuses = Counter(row["status"] for row in self.results())
        return (f"seed {self.options.seed}: {events}; {dict(statuses)}; {len(self.charges)} charges, "
                f"{len(self.attempts)} attempts; ends {dict(ends)}")


def no_row_is_charged_for_twice(world):
    charges = Counter(charge["body_digest"] for charge in world.charges)
    same([digest for digest, count in charges.items() if count > 1], [], "rows charged for twice")


def every_charge_is_known_to_the_ledger(world):
    known = {attempt["fingerprint"]: attempt["status"] for attempt in world.attempts}
    paid = {a["task_id"] for a in world.attempts} | {a["named_task"] for a in world.attempts}
    doubts = {a["fingerprint"] for a in world.attempts if a["status"] == "in_doubt"}
    for charge in world.charges:
        status = known.get(charge["body_digest"])
        check(charge["task_id"] in paid or charge["body_digest"] in doubts,
              f"{charge} is {status} in the ledger")


def no_task_that_was_shown_is_lost(world):
    known = {a["task_id"] for a in world.attempts} | {a["named_task"] for a in world.attempts}
    same(sorted(world.task_ids - known), [], "tasks that were shown and are not in the ledger")


def every_row_is_settled_or_in_doubt(world):
    rows = world.results()
    same(len(rows), world.options.rows, "rows of the results")
    statuses = Counter(row["status"] for row in rows)
    same(statuses["submitted"] + statuses["in_doubt"], len(rows), f"settled rows of {statuses}")


def only_a_lost_answer_leaves_a_doubt(world):
    """Faults that lose answers, and what was on the wire of runs that were killed."""
    doubts = [a for a in world.attempts if a["status"] == "in_doubt"]
    unanswered = [a for a in doubts if a["verdict"] is None]
    most = (world.events["runs killed"] + sum(end.code == 8 for m in world.machines
                                              for end in m.ends)) * 2 * JOBS
    check(len(unanswered) <= most, f"{len(unanswered)} attempts have no answer, for {world.events}")


def all_runs_together_keep_the_pace(world):
    """In no window do more leave than the rate and the burst allow. A departure is written down in
    whole milliseconds, and leaves as soon as its process gets the processor."""
    allowed_late = 0.1
    sent = sorted(world.sent_at(a) for a in world.attempts if a["verdict"] != "unsent")
    due = 0.0  # GCRA over what was recorded
    for at in sent:
        due = max(due, at) + 1 / world.rate
        check(due - at <= 3 / world.rate + allowed_late + 0.001,
              f"{(due - at) * world.rate:.1f} requests in advance at {at}")


PROMISES = [no_row_is_charged_for_twice, every_charge_is_known_to_the_ledger,
            no_task_that_was_shown_is_lost, every_row_is_settled_or_in_doubt,
            only_a_lost_answer_leaves_a_doubt, all_runs_together_keep_the_pace]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=8)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--rate", type=int, default=300)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    options = parser.parse_args()
    if programs() is None:
        print("PostgreSQL is not installed: skipped")
        return 77
    print(f"seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="shotlist-pg-") as folder, \
            Stage(os.path.abspath(options.program)) as stage:
        server = Server(folder)
        server.start()
        try:
            world = World(stage, server, options)
            verdicts = [holds("many runs with kills and cuts can always go on", world.play)]
            if verdicts[0]:
                verdicts += [holds(promise.__name__.replace("_", " "), lambda: promise(world))
                             for promise in PROMISES]
                print(world.summary())
        finally:
            server.stop()
        return conclude(verdicts, stage)


if __name__ == "__main__":
    sys.exit(main())

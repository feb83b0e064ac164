"""Reads a ledger as its schema says, with another program's SQLite and without a line of the program."""

import os
import sqlite3

from checks import check, same


class Attempt:
    """One paid request, as the ledger tells it."""

    def __init__(self, row):
        (self.number, self.entry, self.run, self.fingerprint, self.copy, self.nth, self.row,
         self.status, self.verdict, self.task_id, self.named_task, self.prompt) = row
        self.task_id = self.task_id or ""
        self.open = self.verdict is None

    def key(self):
        return self.entry, self.run, self.fingerprint, self.copy, self.nth, self.prompt


class Ledger:
    """Reads a ledger while it grows, and finds what must never happen to one."""

    def __init__(self, path):
        self._path = path
        self.attempts = []  # in order
        self.prompts = {}   # by fingerprint
        self.runs = 0

    def ask(self, question):
        """The rows of the answer; none where there is no ledger yet."""
        if not self._path.exists():
            return []
        database = sqlite3.connect(f"{self._path.as_uri()}?mode=ro", uri=True, timeout=30)
        try:
            return database.execute(question).fetchall()
        finally:
            database.close()

    def grown(self):
        """How many facts it holds."""
        return (self.ask("SELECT count(*) + count(verdict) FROM attempt") or [(0,)])[0][0]

    def runs_now(self):
        return (self.ask("SELECT count(*) FROM run") or [(0,)])[0][0]

    def log_size(self):
        try:
            return os.stat(f"{self._path}-wal").st_size
        except FileNotFoundError:
            return 0

    def read(self):
        """Takes all of it in. What was there once stays, and only what had no end may get one."""
        same(self.ask("PRAGMA integrity_check") or [("ok",)], [("ok",)], "the database")
        before = self.attempts
        self.attempts = [Attempt(row) for row in self.ask(
            "SELECT a.number, a.entry, a.run, r.fingerprint, a.copy, a.try, a.row, a.status,"
            " a.verdict, a.task_id, a.named_task, r.prompt FROM attempt a"
            " JOIN request r ON r.number = a.request ORDER BY a.number")]
        check(len(self.attempts) >= len(before), "attempts are gone")
        for old, new in zip(before, self.attempts):
            same(new.key(), old.key(), "an attempt")
            if not old.open:
                same((new.verdict, new.task_id), (old.verdict, old.task_id), f"the end of {old.entry}")
        same([attempt.number for attempt in self.attempts],
             list(range(1, len(self.attempts) + 1)), "the numbers of attempts")
        tries = {}
        for attempt in self.attempts:
            slot = tries.setdefault((attempt.fingerprint, attempt.copy), [])
            if slot:
                check(slot[-1].verdict in ("refused", "busy", "unsent"),
                      f"{attempt.row} was sent again after an attempt that is {slot[-1].verdict}")
            slot.append(attempt)
            same(attempt.nth, len(slot), f"the number of the try {attempt.entry}")
            self.prompts[attempt.fingerprint] = attempt.prompt
        self.runs = self.runs_now()
        self.slots = tries

    def open_in_run(self, run):
        return [attempt.row for attempt in self.attempts if attempt.open and attempt.run == run]

    def last_of(self, fingerprint):
        """The last try of the only slot of a request; none: it was never sent."""
        slot = self.slots.get((fingerprint, 1))
        return slot[-1] if slot else None

"""Reads a journal as its format says, without a line of the program."""

import json
import re

from checks import check, same


class Attempt:
    """One paid request, as the journal tells it."""

    def __init__(self, run, fingerprint):
        self.run, self.fingerprint = run, fingerprint
        self.settled = None

    @property
    def open(self):
        return self.settled is None

    @property
    def verdict(self):
        return "open" if self.open else self.settled["verdict"]


class Journal:
    """Reads a journal while it grows, and finds what must never be in one."""

    def __init__(self, path):
        self._path = path
        self._sound = b""
        self.attempts = {}  # by request id, in order
        self.prompts = {}   # by fingerprint
        self.runs = 0

    def size(self):
        return self._path.stat().st_size if self._path.exists() else 0

    def bytes(self):
        return self._path.read_bytes() if self._path.exists() else b""

    def read(self):
        """Takes in what was added. Half a line at the end is not yet a fact."""
        content = self.bytes()
        check(content.startswith(self._sound), "lines of the journal were changed or cut off")
        whole = content[:content.rfind(b"\n") + 1]
        for line in whole[len(self._sound):].decode("utf-8").split("\n")[:-1]:
            check(re.fullmatch(r"[0-9a-f]{16} \{.*\}", line), f"a line of the journal is {line!r}")
            fact = json.loads(line[17:])
            getattr(self, "_" + fact["fact"])(fact)
        self._sound = whole

    def _opened(self, _):
        self.runs += 1

    def _sending(self, fact):
        attempts = self.attempts.setdefault(fact["id"], [])
        if attempts:
            check(attempts[-1].verdict in ("refused", "busy", "unsent"),
                  f"{fact['id']} was sent again after an attempt that is {attempts[-1].verdict}")
        same(fact["attempt"], len(attempts) + 1, f"the attempt's number of {fact['id']}")
        known = self.prompts.setdefault(fact["fingerprint"], fact["body"]["prompt"])
        same(fact["body"]["prompt"], known, "what one fingerprint stands for")
        attempts.append(Attempt(self.runs, fact["fingerprint"]))

    def _settled(self, fact):
        attempt = self.attempts[fact["id"]][-1]
        check(attempt.open, f"{fact['id']} was settled twice")
        same(attempt.run, self.runs, f"the run that settled {fact['id']}")
        same(fact["attempt"], len(self.attempts[fact["id"]]), f"what was settled of {fact['id']}")
        attempt.settled = fact

    def every_attempt(self):
        return [attempt for attempts in self.attempts.values() for attempt in attempts]

    def open_in_run(self, run):
        return [id for id, attempts in self.attempts.items()
                if attempts[-1].open and attempts[-1].run == run]

    def status(self, id):
        """What the results must say of a row."""
        if id not in self.attempts:
            return "not_sent"
        last = self.attempts[id][-1]
        return "in_doubt" if last.open else last.settled["status"]

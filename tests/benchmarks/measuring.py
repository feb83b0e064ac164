"""Runs programs under the stopwatch, and sums up what several rounds took."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

KEY = "sk-of-the-benchmark-server"


class Broken(Exception):
    """A program did not do what is measured: its figures would mean nothing."""


@dataclass
class Took:
    """What one run of a program took."""
    seconds: float
    cpu: float
    peak_mib: float
    code: int
    err: str


class Bench:
    """The programs, the rounds, and a folder on a real disk that is removed at the end."""

    def __init__(self, programs, rounds, tiny, folder):
        self.programs, self.rounds, self.tiny = programs, rounds, tiny
        self._temporary = tempfile.TemporaryDirectory(prefix="benchmarks-", dir=folder)
        self.directory = Path(self._temporary.name).resolve()
        self._names = 0
        self.ledger = self.directory / "shotlist.db"
        self.state = self.directory / "state"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._temporary.cleanup()

    def sized(self, usual, tiny):
        return tiny if self.tiny else usual

    def new_folder(self):
        self._names += 1
        return self.directory / f"server-{self._names}"

    def environment(self, state):
        clean = {name: value for name, value in os.environ.items()
                 if not name.startswith("SHOTLIST_") and not name.lower().endswith("_proxy")}
        return {**clean, "SHOTLIST_API_KEY": KEY, "XDG_STATE_HOME": str(state)}

    def start(self, *words, folder=None, out=None):
        """Starts a program, in a folder that has what it remembers."""
        return Started(self.programs.stopwatch, words, folder or self.directory,
                       self.environment(folder / "state" if folder else self.state), out)

    def run(self, *words, good=(0,), out=None):
        """Runs a program to its end. What it prints goes nowhere, or to the file `out`."""
        return self.start(*words, out=out).end(good)

    def shotlist(self, *words, **options):
        return self.run(self.programs.shotlist, *words, **options)

    def forget(self, manifest):
        """Removes what shotlist knows of a manifest."""
        manifest.with_suffix(".results.csv").unlink(missing_ok=True)
        for beside in ("", "-wal", "-shm"):  # which a run that was killed leaves
            self.ledger.with_name(self.ledger.name + beside).unlink(missing_ok=True)
        shutil.rmtree(self.state, ignore_errors=True)


class Started:
    """A program that runs under the stopwatch."""

    def __init__(self, stopwatch, words, folder, environment, out):
        self._name = " ".join(map(str, words[:3]))
        self._record, self._err = folder / "stopwatch", folder / "stderr"
        with open(out or os.devnull, "wb") as out_file, open(self._err, "wb") as err_file:
            self._process = subprocess.Popen(
                [stopwatch, self._record, *map(str, words)], cwd=folder, env=environment,
                stdin=subprocess.DEVNULL, stdout=out_file, stderr=err_file)

    def end(self, good=(0,)):
        """What it took, once it has ended with one of these codes."""
        self._process.wait()
        said = self._err.read_text(encoding="utf-8", errors="replace")
        if not self._record.exists():
            raise Broken(f"{self._name} could not be measured:\n{said}")
        seconds, user, system, peak, code = self._record.read_text(encoding="ascii").split()
        self._record.unlink()
        if int(code) not in good:
            raise Broken(f"{self._name} ended with {code}:\n{said[-2000:]}")
        return Took(float(seconds), float(user) + float(system), int(peak) / 1024, int(code), said)


@dataclass
class Spread:
    """The median of some figures, and the smallest and largest of them."""
    median: float
    least: float
    most: float

    def shown(self, form="{:.2f}"):
        if self.least == self.most:
            return form.format(self.median)
        return f"{form} ({form}–{form})".format(self.median, self.least, self.most)


def spread(figures):
    return Spread(median(figures), min(figures), max(figures))


def ratios(above, below):
    """Round by round: what disturbs a round disturbs both."""
    return spread([one / other for one, other in zip(above, below)])


@dataclass
class Target:
    """A bound that a figure should keep to."""
    bound: float
    at_least: bool = False

    def shown(self, form="{:g}"):
        return ("≥ " if self.at_least else "≤ ") + form.format(self.bound)

    def verdict(self, figure):
        met = figure >= self.bound if self.at_least else figure <= self.bound
        return "met" if met else "missed"


def at_least(bound):
    return Target(bound, at_least=True)


def at_most(bound):
    return Target(bound)


class Ratios:
    """A table of figures that have targets."""

    def __init__(self):
        self._rows = []

    def add(self, name, figures, target=None, form="{:.2f}"):
        self._rows.append([name, figures.shown(form), target.shown() if target else "",
                           target.verdict(figures.median) if target else ""])

    def show(self):
        show_table(["ratio", "median (least–most)", "target", ""], self._rows)


def show_table(header, rows):
    """As Markdown, with columns of one width; the first is text, the rest figures."""
    cells = [list(map(str, row)) for row in [header, *rows]]
    widths = [max(3, *(len(row[i]) for row in cells)) for i in range(len(header))]

    def line(row):
        return "| " + " | ".join(
            cell.rjust(width) if i else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths))) + " |"

    rule = "| " + " | ".join("-" * width if not i else "-" * (width - 1) + ":"
                             for i, width in enumerate(widths)) + " |"
    print("\n".join([line(cells[0]), rule, *map(line, cells[1:])]) + "\n", flush=True)

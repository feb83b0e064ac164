"""Reads sessions in plain text, types what they say, and compares what is shown.

A line that starts with `$ ` is typed into a shell; lines under it that start with `> ` are its input, and
the others are what it must show, on standard output and standard error together, up to `[exit N]` where it
does not end with 0. `…` stands for any text within a line, and on a line of its own for any lines. A line
that starts with `#` at the margin is a comment, and `=== a sentence` begins a case, which has a folder and
a server of its own.

`$SERVER` is the address of that server, also in what is shown. It makes a task for each request, called
after the prompt, unless it is told otherwise. These commands are not the shell's:

    shots PROMPT...           writes shots.yaml: these prompts, with the ids a, b, c...
    answer PROMPT: ANSWER     from now on: `task NAME`, `hang up`, `rejected`, `failed`, or
                              `STATUS [Header=value...] BODY`
    asked                     the prompts that the server was asked for since the last time, sorted
    statuses [FILE]           of the rows of a results file, of shots.results.csv by default
    cells FILE COLUMN...      of a results file, a line for each row
    go on [WORDS]             types the last command that was named and holds these words
    forget                    everything but the manifests: results, ledgers, and who remembers them
"""

import json
import re
import shlex
import subprocess

from checks import PATIENCE, Failure, check
from fake_server import FAILED, HANG_UP, REJECTED, answer, by_prompt, task

COLUMNS = "100"


class Step:
    """A command, and what it must show."""

    def __init__(self, command, line):
        self.command, self.line = command, line
        self.stdin, self.shown, self.code = [], [], 0


def steps_of(lines, first=1):
    """The steps that these lines of a session hold."""
    steps = []
    for number, line in enumerate(lines, first):
        exit_code = re.fullmatch(r"\[exit (\d+)\]", line)
        if line.startswith("$ "):
            steps.append(Step(line[2:], number))
        elif not steps:
            check(not line.strip() or line.startswith("#"), f"line {number} is under no command: {line}")
        elif exit_code:
            steps[-1].code = int(exit_code[1])
        elif re.match(r"> |>$", line) and not steps[-1].shown:
            steps[-1].stdin.append(line[2:])
        elif not line.startswith("#"):
            steps[-1].shown.append(line)
    for step in steps:
        while step.shown and not step.shown[-1].strip():
            step.shown.pop()
    return steps


def cases_of(path):
    """The cases of a file: their names, and their steps."""
    cases = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("=== "):
            cases.append((line[4:], number + 1, []))
        elif cases:
            cases[-1][2].append(line)
    return [(name, steps_of(lines, first)) for name, first, lines in cases]


def is_shown(wanted, said):
    """Whether the lines `said` are what the lines `wanted` ask for."""
    pattern = "".join(r"(?:[^\n]*\n)*?" if line.strip() == "…"
                      else ".*".join(map(re.escape, line.rstrip().split("…"))) + r"[ ]*\n" for line in wanted)
    return re.fullmatch(pattern, "".join(line + "\n" for line in said)) is not None


class Session:
    """A person at a shell on this stage."""

    def __init__(self, stage):
        self._stage = stage
        self._answers = {}
        self._server = None
        self._last = ""
        self._builtins = {"shots": self._shots, "answer": self._answer, "asked": self._asked,
                          "statuses": self._statuses, "cells": self._cells, "go": self._go_on,
                          "forget": self._forget}

    def play(self, steps):
        for step in steps:
            said, code = self._type(step.command, step.stdin)
            wanted = [line.replace("$SERVER", self._url()) if "$SERVER" in line else line for line in step.shown]
            said = said.splitlines()
            while said and not said[-1].strip():
                said.pop()
            if code != step.code or not is_shown(wanted, said):
                raise Failure(f"line {step.line}: $ {step.command}\n--- wanted, with exit code {step.code}\n" +
                              "\n".join(wanted) + f"\n--- said, with exit code {code}\n" + "\n".join(said))

    def _url(self):
        if self._server is None:
            self._server = self._stage.server(by_prompt(self._answers))
        return self._server.url

    def _type(self, command, stdin=()):
        word = command.split(" ", 1)[0]
        if word in self._builtins:
            return self._builtins[word](command[len(word):].strip())
        environment = self._stage.environment()
        environment["COLUMNS"] = COLUMNS
        if "SERVER" in command:
            environment["SERVER"] = self._url()
        ended = subprocess.run(["sh", "-c", command], cwd=self._stage.directory, env=environment, timeout=PATIENCE,
                               input="".join(line + "\n" for line in stdin).encode(), check=False,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self._last = ended.stdout.decode("utf-8", "replace")
        return self._last, ended.returncode

    def _shots(self, words):
        self._stage.shots(*shlex.split(words))
        return "", 0

    def _answer(self, words):
        prompt, said = words.split(": ", 1)
        by_name = {"hang up": HANG_UP, "rejected": REJECTED, "failed": FAILED}
        if said in by_name:
            self._answers[prompt] = by_name[said]
        elif said.startswith("task "):
            self._answers[prompt] = task(said[5:])
        else:
            status, headers, body = re.fullmatch(r"(\d+)((?: [\w-]+=\S+)*) ?(.*)", said).groups()
            pairs = [pair.split("=", 1) for pair in headers.split()]
            self._answers[prompt] = answer(int(status), body, **{name.replace("-", "_"): value for name, value in pairs})
        return "", 0

    def _asked(self, _):
        self._url()
        prompts = sorted(asked.prompt for asked in self._server.asked)  # they leave at once
        self._server.asked.clear()
        return "\n".join(prompts) or "(nothing)", 0

    def _statuses(self, name):
        return " ".join(self._stage.statuses(name or "shots.results.csv")), 0

    def _cells(self, words):
        name, *columns = shlex.split(words)
        return "\n".join(" | ".join(row[column] for column in columns) for row in self._stage.results(name)), 0

    def _go_on(self, words):
        needle = words.removeprefix("on").strip()
        commands = re.findall(r"shotlist (?:import|run|resolve|retry|plan|review)[^\n;()]*", self._last)
        commands = [command for command in commands if needle in command]
        check(commands, f"no command with {needle!r} is named in:\n{self._last}")
        said, code = self._type(commands[-1])
        return f"$ {commands[-1]}\n{said}", code

    def _forget(self, _):
        self._stage.forget_everything()
        return "", 0

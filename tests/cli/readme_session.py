#!/usr/bin/env python3
"""Runs the sessions of the documents and compares what is shown: `readme_session.py PROGRAM [DOCUMENT...]`.

Each ```console block is a session as sessions.py reads it. All blocks of a document share one directory with a
copy of manifests/, where `shotlist` is the program; those of a Chinese document are typed by somebody whose
locale is Chinese. What differs by nature is compared by its shape alone: task ids, times, ports, latencies, rates.
With `--write` a document is corrected where it shows something else than the program.
"""

import argparse
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True  # the source tree stays as it is

from sessions import is_shown, steps_of

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ["README.md", "manifests/README.md", ".github/README.zh-CN.md", "manifests/README.zh-CN.md"]
COLUMNS = "100"

BY_NATURE = [
    (r"\b[\w.-]+:task_\w+", "<task id>"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "<date>"),
    (r"127\.0\.0\.1:\d+", "127.0.0.1:<port>"),
    (r"\d+(\.\d+)?/min", "<rate>"),
    (r"ETA \d+:\d\d(:\d\d)?", "ETA <time>"),
    (r" +\d+(\.\d+)?m?s\b", " <time>"),  # with the spaces that align it
]


def sessions(lines):
    """The steps of all ```console blocks; `line` of a step counts from 1."""
    steps = []
    begin = None
    for number, line in enumerate(lines, 1):
        if line == "```console":
            begin = number
        elif line == "```" and begin is not None:
            steps += steps_of(lines[begin:number - 1], begin + 1)
            begin = None
    return steps


def shape(line):
    for pattern, placeholder in BY_NATURE:
        line = re.sub(pattern, placeholder, line)
    return line.rstrip()


def typed(command, directory, program_directory, locale):
    """What a person sees who types `command`."""
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith("SHOTLIST_") and not name.lower().endswith("_proxy")}
    environment["PATH"] = f"{program_directory}{os.pathsep}{environment['PATH']}"
    environment["COLUMNS"] = COLUMNS
    environment["LC_ALL"] = locale
    environment["HOME"] = str(program_directory)  # who remembers no other ledger
    environment.pop("XDG_STATE_HOME", None)
    ended = subprocess.run(["sh", "-c", command], cwd=directory, env=environment, timeout=60,
                           stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, check=False)
    return ended.stdout.decode("utf-8", "replace").splitlines()


def play(program, document, write):
    """How many steps show what the document says, and how many do not."""
    lines = document.read_text(encoding="utf-8").split("\n")
    locale = "zh_CN.UTF-8" if ".zh-CN." in document.name else "C.UTF-8"
    steps = sessions(lines)
    different = []
    with tempfile.TemporaryDirectory(prefix="shotlist-readme-") as temporary:
        directory = Path(temporary) / "session"
        programs = Path(temporary) / "bin"
        programs.mkdir()
        (programs / "shotlist").symlink_to(program)
        only_samples = shutil.ignore_patterns("*.results*.csv", "*.rehearsal*.csv", "*.db*")
        shutil.copytree(ROOT / "manifests", directory / "manifests", ignore=only_samples)
        for step in steps:
            shown = typed(step.command, directory, programs, locale)
            while shown and not shown[-1].strip():
                shown.pop()
            said = [shape(line) for line in shown]
            wanted = [shape(line) for line in step.shown]
            if is_shown(wanted, said):
                print(f"ok     {step.command}")
                continue
            print(f"FAILED {step.command}")
            for line in difflib.unified_diff(wanted, said, str(document), "what it says", lineterm=""):
                print("    " + line)
            different.append((step, shown))
    if write:
        for step, shown in reversed(different):
            lines[step.line:step.line + len(step.shown)] = shown
        document.write_text("\n".join(lines), encoding="utf-8")
    if not steps:
        print(f"{document} shows no session")
    return len(steps) - len(different), len(different) + (not steps)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("documents", nargs="*")
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    documents = chosen.documents or [ROOT / name for name in DOCUMENTS]
    program = Path(chosen.program).resolve()
    counts = [play(program, Path(document), chosen.write) for document in documents]
    passed, failed = map(sum, zip(*counts))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

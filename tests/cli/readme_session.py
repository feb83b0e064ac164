#!/usr/bin/env python3
"""Runs the sessions of a README and compares what is shown: `readme_session.py PROGRAM [README]`.

Each ```console block is a session as sessions.py reads it. All blocks share one directory with a copy
of manifests/, where `shotlist` is the program. What differs by nature is compared by its shape alone: task ids, times,
ports, latencies, rates.
"""

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
COLUMNS = "100"

BY_NATURE = [
    (r"\b[\w.-]+:task_\w+", "<task id>"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "<date>"),
    (r"127\.0\.0\.1:\d+", "127.0.0.1:<port>"),
    (r"\d+(\.\d+)?/min", "<rate>"),
    (r"ETA \d+:\d\d(:\d\d)?", "ETA <time>"),
    (r" +\d+(\.\d+)?m?s\b", " <time>"),  # with the spaces that align it
]


def sessions(text):
    """The steps of all ```console blocks."""
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [step for block in blocks for step in steps_of(block.splitlines())]


def shape(line):
    for pattern, placeholder in BY_NATURE:
        line = re.sub(pattern, placeholder, line)
    return line.rstrip()


def typed(command, directory, program_directory):
    """What a person sees who types `command`."""
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith("SHOTLIST_") and not name.lower().endswith("_proxy")}
    environment["PATH"] = f"{program_directory}{os.pathsep}{environment['PATH']}"
    environment["COLUMNS"] = COLUMNS
    environment["LC_ALL"] = "C.UTF-8"
    environment["HOME"] = str(program_directory)  # who remembers no other ledger
    environment.pop("XDG_STATE_HOME", None)
    ended = subprocess.run(["sh", "-c", command], cwd=directory, env=environment, timeout=60,
                           stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, check=False)
    return ended.stdout.decode("utf-8", "replace").splitlines()


def main():
    program = Path(sys.argv[1]).resolve()
    readme = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "README.md"
    steps = sessions(readme.read_text(encoding="utf-8"))
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="shotlist-readme-") as temporary:
        directory = Path(temporary) / "session"
        programs = Path(temporary) / "bin"
        programs.mkdir()
        (programs / "shotlist").symlink_to(program)
        only_samples = shutil.ignore_patterns("*.results*.csv", "*.rehearsal*.csv", "*.db*")
        shutil.copytree(ROOT / "manifests", directory / "manifests", ignore=only_samples)
        for step in steps:
            said = [shape(line) for line in typed(step.command, directory, programs)]
            wanted = [shape(line) for line in step.shown]
            while said and not said[-1]:
                said.pop()
            if is_shown(wanted, said):
                passed += 1
                print(f"ok     {step.command}")
                continue
            failed += 1
            print(f"FAILED {step.command}")
            for line in difflib.unified_diff(wanted, said, str(readme), "what it says", lineterm=""):
                print("    " + line)
    if not steps:
        print(f"{readme} shows no session")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not steps else 0


if __name__ == "__main__":
    sys.exit(main())

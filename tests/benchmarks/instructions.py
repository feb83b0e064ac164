#!/usr/bin/env python3
"""Instructions a row, as valgrind counts them: they do not depend on how busy the machine is.

    instructions.py PROGRAM          compares them with instructions.json
    instructions.py PROGRAM --write  writes them there

Each command is counted at two sizes, so that its start does not count. The figures depend on the libraries and
on the compiler: there is one for each distribution, and one that is not there is only shown. More than a tenth
above it is a failure; a tenth below it should be written down. Exit code 77 without valgrind."""

import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import rows

FIGURES = Path(__file__).with_name("instructions.json")
SIZES = {"check": (1000, 6000), "run": (500, 1500)}
ALLOWED = 1.1


def count(program, folder, name, size, server):
    """The instructions of one command, on so many rows."""
    here = Path(folder) / f"{name}-{size}"
    here.mkdir()
    manifest = rows.write_long(here / "rows.csv", size)
    words = ["--base-url", server, "--rate", "none", "--jobs", "16", "--progress", "none"] if name == "run" else []
    environment = {"PATH": os.environ["PATH"], "HOME": str(here), "SHOTLIST_API_KEY": "key-of-a-measurement",
                   "no_proxy": "*", "LC_ALL": "C.UTF-8"}
    told = subprocess.run(["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null",
                           program, name, manifest, *words], env=environment, capture_output=True, text=True)
    if told.returncode != 0:
        sys.exit(f"{name} of {size} rows ended with {told.returncode}:\n{told.stderr}")
    return int(re.search(r"I +refs: +([0-9,]+)", told.stderr)[1].replace(",", ""))


def measure(program):
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen([program, "sandbox", "--port", "0"], stdout=subprocess.PIPE, text=True,
                                  stderr=subprocess.DEVNULL)
        try:
            url = server.stdout.readline().split()[-1]
            totals = {name: [count(program, folder, name, size, url) for size in sizes]
                      for name, sizes in SIZES.items()}
        finally:
            server.terminate()
            server.wait()
    return {name: round((totals[name][1] - totals[name][0]) / (sizes[1] - sizes[0]))
            for name, sizes in SIZES.items()}


def main():
    if not shutil.which("valgrind"):
        print("there is no valgrind")
        sys.exit(77)
    release = platform.freedesktop_os_release()
    distribution = f"{release['ID']} {release.get('VERSION_ID', '')}".strip()
    measured = measure(sys.argv[1])
    known = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    if "--write" in sys.argv:
        known[distribution] = measured
        FIGURES.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    allowed = known.get(distribution, {})
    failed = 0
    for name, figure in measured.items():
        is_more = name in allowed and figure > ALLOWED * allowed[name]
        failed += is_more
        print(f"{'FAILED' if is_more else 'ok'} {name}: {figure:,} instructions a row; "
              f"{allowed.get(name, 0):,} are written down for {distribution}")
    print(f"{len(measured) - failed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()

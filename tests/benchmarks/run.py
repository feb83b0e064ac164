#!/usr/bin/env python3
"""Measures shotlist beside its peers, and prints tables of ratios.

    run.py --programs FOLDER [--rounds N] [--tiny] [NAME...]

The names are throughput, fixed-rate, unknown-rate, growth, idle, shared and claims; without one, all. FOLDER is
a build folder; what is written goes there too, since a file system in memory would have no syncs to
wait for. --tiny only tries whether everything works. A figure that misses its target is no failure; a
program that does not do its work is. Ends with 77 where nginx, curl, aiohttp or PostgreSQL is missing.
"""

import argparse
import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

sys.dont_write_bytecode = True  # the source tree stays as it is

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import growth
import idle
import pacing
import shared
import throughput
import with_postgres
from measuring import Bench, Broken

SKIPPED = 77
BENCHMARKS = {"throughput": throughput.measure, "fixed-rate": pacing.measure_fixed_rate,
              "unknown-rate": pacing.measure_unknown_rate, "growth": growth.measure,
              "idle": idle.measure, "shared": shared.measure,
              "claims": shared.measure_claims}


@dataclass
class Programs:
    """Where the programs are; None where one is missing."""
    shotlist: Path
    bare_curl: Path
    durable_curl: Path
    stopwatch: Path
    claims: Path
    nginx: str = None
    curl: str = None
    postgres: Path = None
    python: str = None  # one that has aiohttp
    wrk: str = None  # left out where it is missing, and so is the next
    hey: str = None
    aiohttp_peer: Path = Path(__file__).resolve().parent / "aiohttp_peer.py"

    def missing(self):
        packages = {"nginx-light": self.nginx, "curl": self.curl, "python3-aiohttp": self.python,
                    "postgresql": self.postgres}
        return [package for package, program in packages.items() if program is None]


def find_programs(build):
    # /usr/sbin is in the PATH of root only.
    places = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin"])
    return Programs(
        shotlist=build / "src/cli/shotlist", bare_curl=build / "tests/benchmarks/bare_curl",
        durable_curl=build / "tests/benchmarks/durable_curl",
        stopwatch=build / "tests/benchmarks/stopwatch", claims=build / "tests/benchmarks/claims",
        nginx=shutil.which("nginx", path=places),
        curl=shutil.which("curl"), postgres=with_postgres.programs(),
        python=next(filter(has_aiohttp, [sys.executable, "/usr/bin/python3"]), None),
        wrk=shutil.which("wrk"), hey=shutil.which("hey"))


def has_aiohttp(python):
    tried = subprocess.run([python, "-c", "import aiohttp"], stderr=subprocess.DEVNULL, check=False)
    return tried.returncode == 0


def sync_ms(folder):
    """What it takes to make a few lines durable, which is what the ledger waits for."""
    path = folder / "syncs"
    took = []
    with open(path, "ab", buffering=0) as file:
        for _ in range(100):
            started = time.perf_counter()
            file.write(b"-" * 20_000)
            os.fdatasync(file.fileno())
            took.append(1000 * (time.perf_counter() - started))
    path.unlink()
    return median(took)


def describe_machine(bench):
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8")
                  if line.startswith("model name")), platform.machine())
    version = subprocess.run([bench.programs.curl, "--version"], capture_output=True, text=True,
                             check=True).stdout.split()[1]
    print(f"{os.cpu_count()} × {model}, Linux {platform.release()}, curl {version}; a sync of 20 kB "
          f"takes {sync_ms(bench.directory):.2f} ms; load {os.getloadavg()[0]:.2f}; "
          f"medians of {bench.rounds}\n")


def main():
    parser = argparse.ArgumentParser(description="Measures shotlist beside its peers.")
    parser.add_argument("--programs", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[[], *BENCHMARKS])
    arguments = parser.parse_args()
    folder = arguments.programs.resolve()
    programs = find_programs(folder)
    if programs.missing():
        print("skipped; to measure, install: " + " ".join(programs.missing()))
        return SKIPPED
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # nginx ends, too
    rounds = 1 if arguments.tiny else arguments.rounds
    with Bench(programs, rounds, arguments.tiny, folder) as bench:
        describe_machine(bench)
        if arguments.tiny:
            print("A tiny run: it shows that everything works; its figures say nothing.\n")
        try:
            for name in arguments.names or BENCHMARKS:
                BENCHMARKS[name](bench)
        except Broken as broken:
            print(f"run.py: {broken}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

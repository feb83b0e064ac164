#!/usr/bin/env python3
"""Runs the real program against real servers on loopback: `end_to_end.py PROGRAM [WORD...]`.

With words, only the cases whose name holds one of them. Each case is a session of sessions/, or a
function of cases/ whose name is a sentence, where it takes more than a shell; it gets a stage of its own.
"""

import os
import sys
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True  # the source tree stays as it is

from cases import (agreement, beside, chinese, cut_off, decisions, exit_codes, in_doubt,
                   interruption, keys, machines, main_job, opened, options, recovery, refusals,
                   rehearsal, resolve, retry, review, second_thoughts, sequences, shared, stops, talk,
                   together, trust, verdicts, videos, wire)
from checks import Failure
from sessions import Session, cases_of
from stage import Stage

MODULES = [main_job, agreement, exit_codes, interruption, recovery, sequences, second_thoughts,
           options, opened, retry, in_doubt, resolve, decisions, review, refusals, stops, talk,
           wire, verdicts, trust, keys, rehearsal, chinese, videos, shared, beside, cut_off, together,
           machines]
AT_ONCE = 4  # cases mostly wait


def sessions(words):
    for path in sorted((Path(__file__).parent / "sessions").glob("*.txt")):
        for name, steps in cases_of(path):
            if not words or any(word in name for word in words):
                yield f"{name} [{path.stem}]", lambda stage, steps=steps: Session(stage).play(steps)


def cases(words):
    yield from sessions(words)
    for module in MODULES:
        for name, case in vars(module).items():
            own = getattr(case, "__module__", None) == module.__name__
            if not own or not callable(case) or name.startswith("_") or isinstance(case, type):
                continue
            if not words or any(word in name for word in words):
                yield name.replace("_", " "), case


def play(program, case):
    """The seconds it took, and what is wrong; nothing where all is well."""
    started = time.monotonic()
    problem = None
    try:
        with Stage(program) as stage:
            case(stage)
    except Failure:
        problem = traceback.format_exc(limit=-2)
    except Exception:
        problem = traceback.format_exc()
    return time.monotonic() - started, problem


def main():
    program = os.path.abspath(sys.argv[1])
    chosen = list(cases(sys.argv[2:]))
    failed = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        played = pool.map(lambda named: play(program, named[1]), chosen)
        for (name, _), (seconds, problem) in zip(chosen, played):
            print(f"{'FAILED' if problem else 'ok    '} {name} ({seconds:.1f} s)", flush=True)
            if problem:
                failed += 1
                print("    " + problem.strip().replace("\n", "\n    "), flush=True)
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())

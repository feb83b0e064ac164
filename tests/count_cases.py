#!/usr/bin/env python3
"""Sums the test cases that a `meson test` ran: reads its testlog.json, prints `N passed, N failed`.

A test program says what it ran on its last lines, as Catch2 does ("All tests passed (9 assertions in
3 test cases)", "test cases: 5 | 4 passed | 1 failed") or as our scripts do ("3 passed, 1 failed"). One
that says nothing counts as one case: passed if it exited well. A skipped one counts as none.
"""

import json
import re
import sys


def cases(test):
    if test["result"] == "SKIP":
        return 0, 0
    output = test.get("stdout") or ""
    ended_well = test["result"] in ("OK", "EXPECTEDFAIL")
    whole = re.findall(r"All tests passed \(.*? in (\d+) test cases?\)", output)
    table = re.findall(r"^test cases:(.*)$", output, re.MULTILINE)
    ours = re.findall(r"^(\d+) passed, (\d+) failed$", output, re.MULTILINE)
    if whole:
        passed, failed = int(whole[-1]), 0
    elif table:
        count = lambda word: sum(map(int, re.findall(r"(\d+) " + word, table[-1])))
        passed, failed = count("passed"), count("failed")
    elif ours:
        passed, failed = map(int, ours[-1])
    else:
        passed, failed = int(ended_well), int(not ended_well)
    # A program that crashed after its last word, or was stopped, has failed whatever it counted.
    return passed, failed if ended_well or failed else failed + 1


def main():
    passed = failed = 0
    with open(sys.argv[1], encoding="utf-8") as log:
        for line in log:
            more_passed, more_failed = cases(json.loads(line))
            passed += more_passed
            failed += more_failed
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())

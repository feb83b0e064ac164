#!/usr/bin/env python3
"""A spreadsheet opens the results and saves them again: `spreadsheet.py PROGRAM`.

LibreOffice is run without its windows, with a profile of its own. Whatever it makes of the file, the
program must read it: with the ledger nothing changes, and without it every task can be imported, and
nothing is paid for again. Exit code 77 where there is no LibreOffice.
"""

import csv
import io
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

sys.dont_write_bytecode = True  # the source tree stays as it is

from checks import PATIENCE, Failure, check, has, same
from stage import Stage

_RESULTS, _LEDGER = "shots.results.csv", "shotlist.db"

# What a spreadsheet would run, round, take for a date, or cannot write in GB18030 at all.
_SHOTS = [("001", "雨夜的市场，霓虹倒映在水里", "007"), ("dec-12", "emoji 🎬 👩‍👩‍👧", "0.10"),
          ("1e5", "=1+1", "=A1"), ("may-1", "+1", "1/2"), ("1.50", "-1", "2026-03-01"),
          ("TRUE", "@x", "TRUE"), ("tab", "\tstarts with a tab", "12345678901234567890"),
          ("lines", "two\nlines, and a \"quote\"; more", "March 5"), ("8", "2026-03-01", "10%"),
          ("007", "007", " padded "), ("quote", "'=1+1", "'007"), ("拒绝", "sandbox:refuse", "10:30"),
          ("x-1", "1.5E+10", "\t"), ("long", "a long one " * 300, "end")]

_FIELDS = ["--set", "model=sora-2-pro", "--set", "orientation=landscape", "--set", "size=small",
           "--set", "duration=15"]

_CSV = "Text - txt - csv (StarCalc)"
_UTF8, _GB18030, _UTF16 = 76, 85, 65535


class Office:
    """LibreOffice, with a profile and a folder of its own."""

    def __init__(self, program, folder):
        self._program, self._folder, self._runs = program, Path(folder), 0

    def convert(self, file, to):
        """`file` as another file of the same name, of the kind `to`. CSV is opened as UTF-8: without
        windows nobody can be asked."""
        self._runs += 1
        out = self._folder / str(self._runs)
        words = [self._program, f"-env:UserInstallation=file://{self._folder}/profile", "--headless",
                 "--convert-to", to, "--outdir", out, file]
        if file.suffix == ".csv":
            words.insert(-1, f"--infilter={_CSV}:44,34,{_UTF8}")
        ended = subprocess.run(words, capture_output=True, timeout=PATIENCE * 4,
                               env={**os.environ, "HOME": str(self._folder), "LC_ALL": "C.UTF-8"})
        made = list(out.glob("*"))
        if len(made) != 1:
            raise Failure(f"{words} made {made}\n{ended.stdout}{ended.stderr}")
        return made[0]


def _ways(office, file):
    """What becomes of the file, in each way that it can be saved: a name, and the bytes."""
    def csv_of(source, separator, encoding):
        kind = f"csv:{_CSV}:{separator},34,{encoding},1,,0,false,true,false"
        return office.convert(source, kind).read_bytes()
    yield "CSV", csv_of(file, 44, _UTF8)
    workbook = office.convert(file, "xlsx")
    yield "a workbook, and CSV again", csv_of(workbook, 44, _UTF8)
    yield "CSV as in China", csv_of(workbook, 59, _GB18030)
    yield "Unicode text", csv_of(workbook, 9, _UTF16)


def _rows(text):
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))


def _manifest(stage, shots):
    table = io.StringIO(newline="")
    csv.writer(table).writerows([("id", "prompt", "code"), *shots])
    stage.write("shots.csv", table.getvalue())


def saved_by_a_spreadsheet(stage, office, form):
    sandbox = stage.sandbox()
    words = ["shots.csv", *_FIELDS, "--base-url", sandbox.url, *form]
    _manifest(stage, _SHOTS)
    stage.shotlist("run", *words).must_be(1)
    results, ledger = stage.path(_RESULTS), stage.path(_LEDGER)
    original, whole = results.read_bytes(), ledger.read_bytes()
    rows = _rows(original)
    same(len(sandbox.till()["charges"]), len(_SHOTS) - 1, "charges of the first run")
    for way, saved in list(_ways(office, results)):
        check(saved != original, f"{way} is the same file")
        what = f"{way} of a file written with {form}"

        results.write_bytes(saved)
        told = stage.shotlist("review", _RESULTS).must_be(0).out
        for row in rows:
            has(told, row["task_id"])
        ended = stage.shotlist("run", *words).must_be(1)
        same(results.read_bytes(), original, f"the results after {what}")
        kept, = stage.directory.glob("shots.results.edited-*.csv")
        same(kept.read_bytes(), saved, f"what is kept aside of {what}")
        kept.unlink()

        # Somebody else has only the file.
        ledger.unlink()
        results.write_bytes(saved)
        alone = {"environment": {"XDG_STATE_HOME": str(stage.home / way.replace(" ", "-"))}}
        has(stage.shotlist("run", *words, **alone).must_be(3).err, "shotlist import")
        stage.shotlist("import", _RESULTS, **alone).must_be(0)
        stage.shotlist("run", *words, **alone).must_be(1)
        imported = _rows(results.read_bytes())
        for name in ("id", "status", "task_id", "prompt", "entry", "fingerprint", "submitted_at"):
            same([row[name] for row in imported], [row[name] for row in rows],
                 f"{name} without a ledger after {what}")
        ledger.write_bytes(whole)
        results.write_bytes(original)
        for kept in stage.directory.glob("shots.results.edited-*.csv"):
            kept.unlink()
    same(len(sandbox.till()["charges"]), len(_SHOTS) - 1, "charges")


def decided_in_a_spreadsheet(stage, office, form):
    sandbox = stage.sandbox("--fault", "drop-after=100%")
    words = ["shots.csv", *_FIELDS, "--base-url", sandbox.url, *form]
    shots = [shot for shot in _SHOTS if shot[0] != "拒绝"]
    _manifest(stage, shots)
    stage.shotlist("run", *words, "--limit", 3, "-j", 1).must_be(6)
    header, *rows = csv.reader(io.StringIO(
        (stage.directory / _RESULTS).read_bytes().decode("utf-8-sig"), newline=""))
    # What was never sent goes by its id, which a spreadsheet may take for a date.
    word = {"in_doubt": "retry", "not_sent": "SKIP" if form else ""}
    table = io.StringIO(newline="")
    csv.writer(table).writerows([header + ["Decision"],
                                 *(row + [word[row[header.index("status")]]] for row in rows)])
    decided = stage.directory / "decided.csv"
    mark = "\ufeff" if form else ""
    decided.write_bytes((mark + table.getvalue()).encode())
    for way, saved in list(_ways(office, decided)):
        decided.write_bytes(saved)
        plan = stage.shotlist("plan", "shots.csv", *_FIELDS, "--base-url", sandbox.url,
                              "--decisions", "decided.csv").must_be(0)
        lines = plan.out.splitlines()
        same(sum("in doubt, sent again as you asked" in line for line in lines), 3, way)
        same(sum("skipped as you asked" in line for line in lines),
             len(shots) - 3 if form else 0, way)
    stage.shotlist("run", *words, "--decisions", "decided.csv", "-j", 1, "--limit", 3).must_be(6)
    same(len(sandbox.till()["charges"]), 6, "charges")


def main():
    program, soffice = os.path.abspath(sys.argv[1]), shutil.which("soffice")
    if soffice is None:
        print("LibreOffice is not installed: examples/install-packages.sh libreoffice-calc-nogui")
        return 77
    cases = [(case, form) for case in (saved_by_a_spreadsheet, decided_in_a_spreadsheet)
             for form in ([], ["--excel"])]
    failed = 0
    with tempfile.TemporaryDirectory(prefix="shotlist-office-") as folder:
        office = Office(soffice, folder)
        for case, form in cases:
            name = " ".join([case.__name__.replace("_", " "), *form])
            try:
                with Stage(program) as stage:
                    case(stage, office, form)
                print("ok    ", name, flush=True)
            except Exception:
                failed += 1
                print("FAILED", name, "\n" + traceback.format_exc(), flush=True)
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

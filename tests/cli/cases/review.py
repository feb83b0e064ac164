"""Looking at results: on a terminal, as data, while a run is under way, and after a spreadsheet."""

import csv
import fcntl
import io
import json
import os
import pty
import re
import struct
import termios

from checks import check, has, lacks, same, until
from fake_server import HANG_UP, REJECTED, by_prompt, gateway_error, task
from scenes import resolve
from stage import INTERRUPT

_MANIFEST = """shotlist: 1
name: night
prices: {currency: CNY, each: [{model: sora-2-pro, price: 4.8}]}
defaults: {model: sora-2-pro, orientation: landscape, size: small, duration: 15}
shots:
  - {id: a, prompt: 雨夜的市场 🌃, vars: {style: noir}}
  - {id: b, prompt: lost, vars: {style: warm}}
  - {id: c, prompt: refused, vars: {style: noir}}
  - {id: d, prompt: "=1+1", vars: {style: "007"}}
"""


def _a_night(stage):
    """Four rows: submitted, in doubt, rejected, submitted at the second try."""
    said = {"lost": gateway_error(504, "too late"), "refused": REJECTED}
    tries = []

    def script(asked):
        tries.append(asked.prompt)
        if asked.prompt == "=1+1" and tries.count("=1+1") == 1:
            return gateway_error(429, "slow down", "rate_limit", Retry_After="0")
        return by_prompt(said)(asked)

    server = stage.server(script)
    stage.write("night.yaml", _MANIFEST)
    stage.shotlist("run", "night.yaml", "--base-url", server.url, "-j", 1).must_be(6)


def _forget_the_ledger(stage):
    stage.path("shotlist.db").unlink()


def _review(stage, *words):
    return stage.shotlist("review", *words, key=None).must_be(0).out


def review_adds_up_in_words_and_as_json(stage):
    _a_night(stage)
    told = _review(stage, "night.yaml")
    has(told, "4 requests: 2 submitted, 1 rejected, 0 failed, 1 in doubt, 0 held, 0 not sent\n")
    has(told, "cost: est. CNY 9.60, or up to CNY 14.40 with what is in doubt\n")
    has(told, "tries: 5, ")
    check(re.search(r"^latency: median .*, 95 of 100 within ", told, re.MULTILINE), told)
    said = json.loads(_review(stage, "night.yaml", "--json"))
    same(said["rows"], {"total": 4, "submitted": 2, "rejected": 1, "failed": 0, "in_doubt": 1,
                        "held": 0, "not_sent": 0}, "rows")
    same((said["name"], said["attempts"], said["running"]), ("night", 5, False), "the head")
    same((said["cost"]["certain"], said["cost"]["at_most"]), ("9.60", "14.40"), "the cost")
    same([cause["rows"] for cause in said["causes"]], [1, 1], "the causes")
    has(said["next"][0]["command"], "shotlist resolve night.yaml")
    same([row["id"] for row in said["requests"]], ["a", "b", "c", "d"], "the rows")
    same(said["requests"][3]["variables"], {"style": "007"}, "the variables")


def review_of_a_results_file_alone_knows_all_but_the_cost(stage):
    _a_night(stage)
    _forget_the_ledger(stage)
    said = json.loads(_review(stage, "night.results.csv", "--json"))
    same((said["attempts"], said["cost"]), (5, None), "attempts and cost")
    same(said["rows"]["submitted"], 2, "submitted")
    same(said["latency"]["answers"], 2, "answers")


def review_selects_and_sorts_rows(stage):
    _a_night(stage)

    def ids(*words):
        return [json.loads(line)["id"]
                for line in _review(stage, "night.yaml", "--format", "jsonl", *words).splitlines()]

    same(ids("--status", "in-doubt,rejected"), ["b", "c"], "by status")
    same(ids("--where", "style=noir"), ["a", "c"], "by variable")
    same(ids("--where", "style=noir", "--where", "status=submitted"), ["a"], "by both")
    same(ids("--sort", "attempts:desc,id"), ["d", "a", "b", "c"], "sorted")
    same(ids("--sort", "status", "--limit", 2), ["b", "c"], "the most urgent two")
    said = stage.shotlist("review", "night.yaml", "--sort", "latency").must_be(2).err
    has(said, "did you mean latency_ms?")
    said = stage.shotlist("review", "night.yaml", "--where", "styel=noir").must_be(2).err
    has(said, "did you mean style?")


def review_writes_rows_that_other_programs_read(stage):
    _a_night(stage)
    written = stage.read("night.results.csv")
    same(_review(stage, "night.yaml", "--format", "csv"), written, "all rows as CSV")
    excel = _review(stage, "night.yaml", "--excel", "--where", "id=a")
    check(excel.startswith("\ufeffid,status,"), excel[:20])
    rows = list(csv.DictReader(io.StringIO(excel[1:], newline="")))
    same([row["prompt"] for row in rows], ["雨夜的市场 🌃"], "prompts")
    markdown = _review(stage, "night.yaml", "--format", "markdown").splitlines()
    same(len(markdown), 6, "lines")
    has(markdown[3], "| b | in doubt |")


def review_reads_what_a_spreadsheet_saved(stage):
    _a_night(stage)
    _forget_the_ledger(stage)
    wanted = json.loads(_review(stage, "night.results.csv", "--json"))["requests"]
    text = (stage.directory / "night.results.csv").read_bytes().decode()
    cells = list(csv.reader(io.StringIO(text, newline="")))
    for delimiter, ends, encoding in ((",", "\r\n", "utf-8-sig"), (";", "\r\n", "gb18030"),
                                      (";", "\n", "utf-8"), ("\t", "\r\n", "utf-16")):
        saved = io.StringIO(newline="")
        csv.writer(saved, delimiter=delimiter, lineterminator=ends).writerows(cells)
        (stage.directory / "saved.csv").write_bytes(saved.getvalue().encode(encoding))
        got = json.loads(_review(stage, "saved.csv", "--json"))["requests"]
        same(got, wanted, f"rows saved as {encoding} with {delimiter!r}")


def review_tells_of_decisions_that_wait_in_the_file(stage):
    _a_night(stage)
    path = stage.directory / "night.results.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("".join(f"{line},{word}\n" for line, word in
                            zip(lines, ["decision", "", "retry", "", ""])), encoding="utf-8")
    for file in ("night.yaml", "night.results.csv"):
        first = json.loads(_review(stage, file, "--json"))["next"][0]
        has(first["before"], "a decision is written into the results file")
        check(first["command"].startswith("shotlist run night.yaml "), first)
        check(first["command"].endswith("--decisions night.results.csv"), first)


def review_writes_a_page_for_the_eyes_of_its_owner(stage):
    _a_night(stage)
    ended = stage.shotlist("review", "night.yaml", "--html", "night.html", key=None).must_be(0)
    has(ended.err, "page: night.html\n")
    has(ended.out, "4 requests: 2 submitted")
    path = stage.directory / "night.html"
    same(path.stat().st_mode & 0o777, 0o600, "the mode")
    has(stage.read("night.html"), "雨夜的市场 🌃")
    stage.shotlist("review", "night.yaml", "--html", "night.html").must_be(0)  # again
    same(_review(stage, "night.yaml", "--html", "-"), stage.read("night.html"), "the page")


def a_page_never_replaces_another_kind_of_file(stage):
    _a_night(stage)
    for name in ("night.yaml", "night.results.csv", "shotlist.db"):
        before = stage.path(name).read_bytes()
        said = stage.shotlist("review", "night.yaml", "--html", name).must_be(3).err
        has(said, f"{name} is there, and is no page of a review; move it away")
        same(stage.path(name).read_bytes(), before, name)
    said = stage.shotlist("review", "night.yaml", "--html", "nowhere/night.html").must_be(2).err
    has(said, "there is no folder nowhere; make it, or give --html another")
    has(stage.shotlist("review", "night.yaml", "--html", ".").must_be(2).err, "is a folder")
    os.mkfifo(stage.directory / "pipe")
    for words in (["review", "night.yaml", "--html", "pipe"],
                  ["run", "night.yaml", "--sandbox", "-o", "pipe"]):
        said = stage.shotlist(*words).must_be(2)
        has(said.err, "pipe is a device or a pipe, which cannot be replaced; name a file with -")
        same(said.out, "", "what is shown before")
    has(stage.shotlist("review", "night.yaml", "--html", "").must_be(2).err, "--html names no file")
    said = stage.shotlist("review", "night.yaml", "--html", "-", "--json").must_be(2).err
    has(said, "cannot both go to standard output")


def review_reads_a_pipe(stage):
    _a_night(stage)
    _forget_the_ledger(stage)
    text = stage.read("night.results.csv")
    for name in ("-", "/dev/stdin"):
        told = stage.shotlist("review", name, "--json", stdin=text, key=None).must_be(0).out
        same(json.loads(told)["rows"]["submitted"], 2, f"submitted, by {name}")


def review_says_what_a_file_that_is_not_ours_lacks(stage):
    stage.write("other.csv", "name,age\r\nada,36\r\n")
    said = stage.shotlist("review", "other.csv").must_be(3).err
    has(said, "other.csv is not a shotlist results file: it has no column id, status or task_id")
    _a_night(stage)
    rows = csv.reader(io.StringIO(stage.read("night.results.csv"), newline=""))
    without = io.StringIO(newline="")
    csv.writer(without).writerows(row[:2] + row[3:] for row in rows)
    stage.write("lost.csv", without.getvalue())
    has(stage.shotlist("review", "lost.csv").must_be(3).err, "it has no column task_id")
    has(stage.shotlist("run", "lost.csv", "--sandbox").must_be(3).err, "this is a results file")
    stage.write("empty.csv", "")
    has(stage.shotlist("review", "empty.csv").must_be(3).err, "is not a shotlist results file")
    stage.write("cut.csv", "id,task_id,prompt\r\na,t,p\r\n")
    has(stage.shotlist("review", "cut.csv").must_be(3).err, "it has no column status")
    stage.write("notes.txt", "buy milk\n")
    has(stage.shotlist("review", "notes.txt").must_be(3).err, "is not a shotlist results file")
    (stage.directory / "book.csv").write_bytes(b"PK\x03\x04\x00\x00")
    has(stage.shotlist("review", "book.csv").must_be(3).err, "export it as CSV UTF-8")
    has(stage.shotlist("review", "nowhere.csv").must_be(3).err, "there is no file nowhere.csv")


def review_of_a_live_run_tells_what_is_on_its_way(stage):
    server = stage.server(held=True)
    stage.shots("one", "two")
    started = stage.start("run", "shots.yaml", "--base-url", server.url, "-j", 1)
    server.must_be_asked(1)
    told = _review(stage, "shots.yaml")
    has(told, "running: a run is under way; 1 request on its way")
    has(told, "on its way: no answer yet")
    lacks(told, "next:")
    check(json.loads(_review(stage, "shots.results.csv", "--json"))["running"], "it runs")
    server.release()
    started.end().must_be(0)
    lacks(_review(stage, "shots.yaml"), "running:")


class _Watched:
    """A `review --watch` on a terminal of our own."""

    def __init__(self, stage, *words, lines=20, columns=90):
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._started = stage.start("review", *words, "--watch", key=None, stdout=theirs)
        os.close(theirs)
        self.seen = ""

    def must_show(self, text):
        def look():
            self._read()
            return text in self.seen

        until(look, repr(text))

    def _read(self):
        try:
            self.seen += os.read(self._ours, 65536).decode("utf-8", "replace")
        except OSError:  # EIO: the last writer has left
            pass

    def interrupt(self):
        self._started.signal(INTERRUPT)

    def end(self):
        self.must_show("\x1b[?1049l")
        ended = self._started.end()
        self._read()
        os.close(self._ours)
        return ended


def watching_shows_the_run_until_it_ends_and_then_the_review(stage):
    server = stage.server(held=True)
    stage.shots("one", "two")
    started = stage.start("run", "shots.yaml", "--base-url", server.url, "-j", 1)
    server.must_be_asked(1)
    watched = _Watched(stage, "shots.yaml")
    watched.must_show("1 request on its way")
    check(watched.seen.startswith("\x1b[?1049h"), repr(watched.seen[:40]))
    server.release()
    started.end().must_be(0)
    watched.end().must_be(0)
    _, after = watched.seen.split("\x1b[?1049l")
    has(after, "2 requests: 2 submitted")


def watching_ends_at_ctrl_c_and_leaves_the_run_alone(stage):
    server = stage.server(held=True)
    stage.shots("one")
    started = stage.start("run", "shots.yaml", "--base-url", server.url)
    server.must_be_asked(1)
    watched = _Watched(stage, "shots.yaml")
    watched.must_show("1 request on its way")
    watched.interrupt()
    watched.end().must_be(130)
    server.release()
    started.end().must_be(0)


def watching_without_a_terminal_waits_for_the_end_of_the_run(stage):
    server = stage.server(held=True)
    stage.shots("one")
    started = stage.start("run", "shots.yaml", "--base-url", server.url)
    server.must_be_asked(1)
    watching = stage.start("review", "shots.yaml", "--watch", "--json", key=None)
    server.release()
    started.end().must_be(0)
    same(json.loads(watching.end().must_be(0).out)["rows"]["submitted"], 1, "submitted")


def watching_what_does_not_run_is_a_review(stage):
    server = stage.server(lambda asked: task("x"))
    stage.shots("one")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url).must_be(0)
    same(_review(stage, "shots.yaml", "--watch"), _review(stage, "shots.yaml"), "the review")


def review_tells_of_held_rows_and_of_those_that_left(stage):
    server = stage.server(by_prompt({}))
    before = "An old man feeds grey pigeons before a marble fountain"
    stage.shots(before, "two", "three")
    run = ["run", "shots.yaml", "--base-url", server.url]
    stage.shotlist(*run).must_be(0)
    stage.shots(before.replace("man", "man, smiling,"), "two")
    stage.shotlist(*run).must_be(6)
    told = _review(stage, "shots.yaml")
    has(told, "2 requests: 1 submitted, 0 rejected, 0 failed, 0 in doubt, 1 held, 0 not sent\n")
    has(told, "--held keep:1")
    said = json.loads(_review(stage, "shots.yaml", "--json"))
    same((said["rows"]["total"], said["rows"]["held"]), (2, 1), "rows")


def a_results_file_names_its_manifest_where_that_is_known_and_there(stage):
    server = stage.server(by_prompt({"two": HANG_UP}))
    stage.shots("one", "two", "three")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url, "-j", 1, "--limit", 2).must_be(6)
    told = " ".join(stage.shotlist("review", "shots.results.csv").must_be(0).out.split())
    has(told, "shotlist resolve shots.yaml")
    has(told, f"shotlist run shots.yaml --base-url {server.url}")
    stage.path("shots.yaml").rename(stage.path("away.yaml"))
    told = " ".join(stage.shotlist("review", "shots.results.csv").must_be(0).out.split())
    has(told, "shotlist resolve MANIFEST")


def a_review_lists_the_same_rows_that_left_as_the_results_do(stage):
    said = {"two": HANG_UP}
    server = stage.server(by_prompt(said))
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 1]

    def must_agree(ids):
        same([row["id"] for row in stage.results() if not row["source"]], ids, "the results")
        review = json.loads(stage.shotlist("review", "shots.yaml", "--json").must_be(0).out)
        left = [row["id"] for row in review["requests"] if not row["source"]]
        same((left, review["left"]), (ids, len(ids)), "the review")

    stage.shots("one", "two", "three")
    stage.shotlist(*run).must_be(6)
    stage.shots("one")
    ended = stage.shotlist(*run).must_be(6)
    has(ended.err, "in doubt, left (1)")
    must_agree(["b", "c"])
    stage.shotlist(*run).must_be(6)
    must_agree(["b"])  # c was not there at the last run
    ended = resolve(stage, "b", "--not-created").must_be(0)
    has(ended.err, "b: not created; no row of the manifest asks for it now")
    stage.shots("one", "something else")
    stage.shotlist(*run).must_be(0)
    must_agree([])

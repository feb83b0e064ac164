"""What goes to standard output, to standard error and into the files."""

import os
import pty
import re
import stat

from checks import check, has, lacks, same
from fake_server import gateway_error, task
from stage import KEY

_COLUMNS = ("id,status,task_id,prompt,error,error_class,http_status,attempts,submitted_at,latency_ms,"
            "video_status,video_url,video_file,video_error,model,orientation,size,duration,watermark,"
            "private,images,price,currency,endpoint,source,request_id,fingerprint,entry")
_TABLE = ("id,prompt,城市,model,orientation,size,duration,watermark,images\n"
          "a,=1+1,@home,sora-2-pro,portrait,large,15,false,https://h.example/1.jpg "
          "https://h.example/2.jpg\n"
          "b,\"+sum(A1), \"\"quoted\"\"\nnext line\",-2,sora-2-pro,landscape,small,25,,\n"
          "c,plain,普通,sora-2-pro,landscape,small,25,true,\n")


def results_have_the_columns_of_format_2_then_the_variables(stage):
    server = stage.server(lambda asked: task(asked.prompt[:3]))
    stage.write("shots.csv", _TABLE)
    stage.shotlist("run", "shots.csv", "--base-url", server.url, "-j", 1).must_be(0)
    raw = (stage.directory / "shots.results.csv").read_bytes()
    check(raw.startswith((_COLUMNS + ",城市\r\n").encode()), f"the header is {raw[:300]!r}")
    check(raw.endswith(b"\r\n"), "the last line has its end")
    same(raw.count(b"\r\n"), 4, "lines of the file")
    same(raw.count(b"\n"), 5, "line ends, of which one is a prompt's")
    text = raw.decode()
    has(text, ",'=1+1,")
    has(text, ",'@home\r\n")
    has(text, ",\"'+sum(A1), \"\"quoted\"\"\nnext line\",")
    has(text, ",'-2\r\n")
    has(text, ",plain,")
    first, second, third = stage.results()
    same(first["prompt"], "=1+1", "the prompt")
    same(first["images"].split(), ["https://h.example/1.jpg", "https://h.example/2.jpg"], "images")
    same([row["watermark"] for row in (first, second, third)], ["false", "true", "true"], "watermark")
    same([row["private"] for row in (first, second, third)], ["false"] * 3, "private")
    same(first["task_id"], "sora-2:task_=1+", "the task id")
    same((first["attempts"], first["http_status"], first["error"]), ("1", "200", ""), "evidence")
    check(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", first["submitted_at"]),
          f"submitted_at is {first['submitted_at']!r}")
    check(first["latency_ms"].isdigit(), f"latency_ms is {first['latency_ms']!r}")
    check(re.fullmatch(r"[0-9a-f]{32}", first["fingerprint"]), "fingerprint")
    same(first["source"], "shots.csv:2", "source")
    same(second["source"], "shots.csv:3", "source")
    same(third["source"], "shots.csv:5", "source")


def files_are_their_owners_alone_under_any_umask(stage):
    server = stage.server()
    stage.shots("one")
    for umask in (0o000, 0o077):
        stage.shotlist("run", "shots.yaml", "--base-url", server.url, umask=umask).must_be(0)
        for name in ("shots.results.csv", "shotlist.db"):
            same(oct(stat.S_IMODE((stage.directory / name).stat().st_mode)), "0o600", name)
    same(len(list(stage.directory.iterdir())), 3, "files: nothing is left aside")
    for path in stage.home.rglob("*.json"):
        same(oct(stat.S_IMODE(path.stat().st_mode)), "0o600", path.name)


def what_is_beside_a_ledger_that_is_in_use_is_its_owners_alone(stage):
    server = stage.server(held=True)
    stage.shots("one")
    started = stage.start("run", "shots.yaml", "--base-url", server.url, umask=0)
    server.must_be_asked(1)
    for end in ("", "-wal", "-shm"):
        same(oct(stat.S_IMODE(stage.path("shotlist.db" + end).stat().st_mode)), "0o600", end)
    server.release()
    started.end().must_be(0)
    same(stage.directory_names(), ["shotlist.db", "shots.results.csv", "shots.yaml"], "files")


def the_key_is_nowhere_but_on_the_wire(stage):
    ends = {"bad": gateway_error(400, "no", "invalid_request"), "drop": None,
            "stop": gateway_error(401, "Incorrect API key provided: " + KEY)}
    server = stage.server(lambda asked: ends.get(asked.prompt, task(1)))
    stage.shots("good", "bad", "drop", "stop")
    stage.write("key.txt", KEY + "\n")
    run = ["run", "shots.yaml", "--base-url", server.url, "-v", "-j", 1]
    told = [stage.shotlist(*run).must_be(4),
            stage.shotlist(*run, "-o", "second.csv", "--api-key-file", "key.txt", key=None).must_be(4),
            stage.shotlist("review", "shots.results.csv", "-v"),
            stage.shotlist("plan", "shots.yaml", "-v"),
            stage.shotlist("run", "shots.yaml", "--api-key", KEY).must_be(2),
            stage.shotlist("run", "shots.yaml", f"--api-key={KEY}").must_be(2),
            stage.shotlist(*run, key=KEY + "\x01").must_be(3)]
    for ended in told:
        lacks(ended.out + ended.err, KEY)
    for path in stage.directory.iterdir():
        if path.name != "key.txt":
            check(KEY.encode() not in path.read_bytes(), f"the key is in {path.name}")
    same({asked.headers["Authorization"] for asked in server.asked}, {"Bearer " + KEY}, "the wire")


def run_says_everything_on_standard_error_and_nothing_in_colour(stage):
    server = stage.server()
    stage.shots("one", "two")
    for words in ([], ["-v"], ["--progress", "plain"], ["--color", "never"]):
        ended = stage.shotlist("run", "shots.yaml", "--base-url", server.url, *words).must_be(0)
        same(ended.out, "", "standard output")
        has(ended.err, "2 requests: 2 submitted, 0 rejected, 0 failed, 0 in doubt, 0 held, 0 not sent")
        lacks(ended.err, "\x1b")
        lacks(ended.err, "\r")
    same(stage.shotlist("run", "shots.yaml", "--base-url", server.url, "-q").must_be(0).err, "",
         "what a quiet run says")
    for word in ("check", "plan", "review"):
        ended = stage.shotlist(word, "shots.yaml").must_be(0)
        lacks(ended.out + ended.err, "\x1b")
    stage.shots("one", "sandbox:refuse")
    ended = stage.shotlist("run", "shots.yaml", "--sandbox", "-q", "-o", "q.csv").must_be(1)
    same(ended.out + ended.err,
         "shotlist: 2 requests: 1 submitted, 1 rejected, 0 failed, 0 in doubt, 0 held, 0 not sent\n",
         "what a quiet run says of rows")


def colours_are_there_when_they_are_asked_for(stage):
    stage.shots("one", "sandbox:refuse")
    ended = stage.shotlist("run", "shots.yaml", "--sandbox", "--color", "always").must_be(1)
    has(ended.err, "\x1b[")
    has(stage.shotlist("review", "shots.yaml", "--color", "always",
                       environment={"NO_COLOR": "1"}).out, "\x1b[")
    lacks(stage.shotlist("review", "shots.yaml").out, "\x1b")


def _seen_on_a_terminal(stage, *arguments, **options):
    ours, theirs = pty.openpty()
    started = stage.start(*arguments, stderr=theirs, **options)
    os.close(theirs)
    seen = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # EIO: the last writer has left
            break
        if not piece:
            break
        seen += piece
    os.close(ours)
    started.end()
    return seen.decode("utf-8")


def a_terminal_gets_a_live_line_and_colours_unless_it_wants_none(stage):
    stage.shots("one", "sandbox:refuse")
    run = ["run", "shots.yaml", "--sandbox", "--sandbox-latency", "20ms", "-j", 1]
    seen = _seen_on_a_terminal(stage, *run, "-o", "1.csv")
    has(seen, "\r\x1b[K")
    check(re.search(r"\x1b\[\d+m", seen), f"no colours in {seen!r}")
    seen = _seen_on_a_terminal(stage, *run, "-o", "2.csv", environment={"NO_COLOR": "1"})
    has(seen, "\r\x1b[K")
    check(not re.search(r"\x1b\[[\d;]*m", seen), f"colours in {seen!r}")
    seen = _seen_on_a_terminal(stage, *run, "-o", "3.csv", environment={"TERM": "dumb"})
    lacks(seen, "\x1b")
    seen = _seen_on_a_terminal(stage, *run, "-o", "4.csv", "--progress", "none", "--color", "never")
    lacks(seen, "\x1b")


def what_a_server_writes_can_not_move_the_cursor(stage):
    server = stage.server(lambda asked: gateway_error(400, "no\x1b[2J\x07 way", "invalid_request"))
    stage.shots("one")
    ended = stage.shotlist("run", "shots.yaml", "--base-url", server.url).must_be(1)
    lacks(ended.err, "\x1b")
    has(ended.err, " way")
    told = stage.shotlist("review", "shots.results.csv").must_be(0)
    lacks(told.out, "\x1b")
    lacks(stage.read("shots.results.csv"), "\x1b")


def a_manifest_is_read_from_standard_input(stage):
    server = stage.server()
    run = ["run", "-", "--base-url", server.url]
    stage.shotlist(*run, "--format", "csv", "-o", "out.csv", stdin=_TABLE).must_be(0)
    same([row["status"] for row in stage.results("out.csv")], ["submitted"] * 3, "statuses")
    has(stage.shotlist(*run, "--format", "csv", stdin=_TABLE).must_be(2).err, "-o FILE")
    has(stage.shotlist(*run, "-o", "out.csv", stdin=_TABLE).must_be(2).err, "--format")
    plan = stage.shotlist("plan", "-", "--format", "csv", "--json", stdin=_TABLE, key=None).must_be(0)
    same(len(plan.out.splitlines()), 3, "requests planned")
    ended = stage.shotlist("check", "-", "--format", "csv", stdin="prompt\nx\n").must_be(3)
    has(ended.err, "stdin:1:1: model is missing")
    same(len(server.asked), 3, "requests")


def settings_come_from_flag_environment_manifest_and_default_in_this_order(stage):
    server, other = stage.server(), stage.server()
    stage.write("shots.csv", _TABLE)
    stage.write("shots.yaml", f"shotlist: 1\napi: {{base_url: '{other.url}'}}\n"
                              "submit: {jobs: 2, rate: 1000/s}\nshots_from: shots.csv\n")
    run = ["run", "shots.yaml", "-v"]
    ended = stage.shotlist(*run, "--only", "a").must_be(0)
    has(ended.err, f"base_url {other.url} (shots.yaml:2:")
    has(ended.err, "rate 1000/s (shots.yaml:3:")
    has(ended.err, "attempts 5 (default)")
    ended = stage.shotlist(*run, "--only", "b", "--jobs", 3,
                           environment={"SHOTLIST_BASE_URL": server.url}).must_be(0)
    has(ended.err, f"base_url {server.url} (SHOTLIST_BASE_URL)")
    has(ended.err, "jobs 3 (command line)")
    stage.shotlist(*run, "--only", "c", "--base-url", server.url,
                   environment={"SHOTLIST_BASE_URL": other.url}).must_be(0)
    same((len(other.asked), len(server.asked)), (1, 2), "requests")


def help_and_models_are_data_and_need_no_key(stage):
    for words in (["--help"], ["--version"], ["models"], ["run", "--help"], ["sandbox", "-h"]):
        ended = stage.shotlist(*words, key=None).must_be(0)
        check(len(ended.out) > 10, f"{words} says {ended.out!r}")

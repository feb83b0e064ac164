"""What a run writes for programs: the log, the metrics, the JUnit report, the summary as JSON."""

import json
import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree

from checks import check, has, lacks, same, until
from fake_server import REJECTED, FAILED, answer, by_prompt, gateway_error
from stage import KEY, KILL, largest_file

_LOG, _METRICS, _JUNIT = "run.jsonl", "shots.prom", "report.xml"


def _lines(stage, name=_LOG):
    """Of a log; each must be whole."""
    text = stage.read(name)
    check(text.endswith("\n"), f"the last line is not whole: {text[-80:]!r}")
    lines = [json.loads(line) for line in text.splitlines()]
    for line in lines:
        check(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"]), line["time"])
    return lines


def _events(lines, id=None):
    return [line["event"] for line in lines if id in (None, line.get("id"))]


def the_log_tells_every_event_of_a_run_with_its_row_entry_and_try(stage):
    busy = iter([gateway_error(429, "slow down", Retry_After="0.01")])
    said = {"two": REJECTED}
    server = stage.server(lambda asked: (next(busy, None) if asked.prompt == "one" else None)
                          or by_prompt(said)(asked))
    stage.shots("one", "two", "three")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url, "-j", 1, "--rate", "1000/s",
                   "--log-file", _LOG).must_be(1)
    lines = _lines(stage)
    start, end = lines[0], lines[-1]
    same((start["event"], start["to_send"], start["rate"], start["jobs"]),
         ("start", 3, "1000/s", 1), "the first line")
    same((end["event"], end["exit_code"], end["stopped"], end["rows"]["submitted"],
          end["rows"]["rejected"]), ("end", 1, None, 2, 1), "the last line")
    same(_events(lines, "a"), ["sent", "answered", "sent", "answered"], "events of a")
    answers = [line for line in lines if line["event"] == "answered"]
    known = {attempt["entry"]: attempt for attempt in stage.log() if attempt["kind"] == "attempt"}
    same(sorted(line["entry"] for line in answers), sorted(known), "entries, as in the ledger")
    for line in answers:
        attempt = known[line["entry"]]
        for word in ("id", "try", "status", "verdict", "error_class", "http_status", "task_id",
                     "error", "latency_ms"):
            same(line.get(word), attempt.get(word), f"{word} of {line}")
        same(line["again"], line["error_class"] == "rate_limited", f"again of {line}")
    same(stage.path(_LOG).stat().st_mode & 0o777, 0o600, "mode of the log")


def a_log_has_no_key_and_no_prompt_unless_it_is_wanted(stage):
    prompt = "A very particular market"
    server = stage.server(lambda asked: gateway_error(
        400, f"refused: {prompt} {KEY} \x1b[2J\u202e\n]]>", "invalid_request"))
    stage.shots(prompt)
    for words, is_there in ([], False), (["--log-prompts"], True):
        stage.shotlist("run", "shots.yaml", "--base-url", server.url, "--log-file", _LOG,
                       "--junit", _JUNIT, "--metrics", _METRICS, *words)
        text = stage.read(_LOG)
        same(prompt in text, is_there, "the prompt is in the log")
        for name in _LOG, _JUNIT, _METRICS:
            lacks(stage.read(name), KEY)
            lacks(stage.read(name), "\x1b")
            lacks(stage.read(name), "\u202e")
        failure = ElementTree.parse(stage.path(_JUNIT)).find(".//failure")
        has(failure.get("message"), "]]>")
        stage.forget_everything()
    same([line["event"] for line in _lines(stage) if line["event"] in ("start", "end")],
         ["start", "end"] * 2, "both runs are in the log")


def a_full_disk_takes_nothing_but_the_log(stage):
    stage.shots("one", "two", "three")
    for words in [], ["-q"]:
        server = stage.server()
        ended = stage.shotlist("run", "shots.yaml", "--base-url", server.url,
                               "--log-file", "/dev/full", *words).must_be(0)
        same(ended.err.count("the log /dev/full cannot be written: No space left on device"), 1,
             f"times it is said in {ended.err}")
        same(stage.statuses(), ["submitted"] * 3, "statuses")
        same(len(server.asked), 3, "requests")
        stage.forget_everything()


def a_log_that_may_not_grow_changes_nothing(stage):
    server = stage.server()
    stage.shots("one", "two", "three")
    started = stage.start("run", "shots.yaml", "--base-url", server.url, "--log-file", _LOG,
                          "-o", "r.csv", preparation=largest_file(200_000))
    started.end().must_be(0)
    whole = len(_lines(stage))
    line = '{"time":"2026-11-30T10:00:00.000Z","event":"note"}\n'
    stage.path(_LOG).write_text(line * (200_000 // len(line) - 5))
    stage.forget_everything()
    ended = stage.shotlist("run", "shots.yaml", "--base-url", server.url, "--log-file", _LOG,
                           "-o", "q.csv", preparation=largest_file(200_000)).must_be(0)
    has(ended.err, "cannot be written: File too large")
    same(stage.statuses("q.csv"), ["submitted"] * 3, "statuses")
    check(whole > 5, f"a run has {whole} lines")


def a_killed_run_leaves_whole_lines_and_the_next_one_goes_on_in_its_log(stage):
    server = stage.server(held=True)
    stage.shots("one", "two")
    words = ["run", "shots.yaml", "--base-url", server.url, "-j", 1, "--log-file", _LOG,
             "--metrics", _METRICS]
    started = stage.start(*words)
    server.must_be_asked(1)
    until(lambda: "sent" in _events(_lines(stage)), "the request in the log")
    started.signal(KILL)
    started.end()
    same(_events(_lines(stage)), ["start", "sent"], "events of the killed run")
    has(stage.read(_METRICS), "} 1\n")
    with open(stage.path(_LOG), "a", encoding="utf-8") as log:
        log.write('{"time":"20')  # as a power loss would leave it
    server.release()
    stage.shotlist(*words).must_be(6)
    text = stage.read(_LOG).splitlines()
    same(text[2], '{"time":"20', "the unfinished line")
    lines = [json.loads(line) for line in text[:2] + text[3:]]
    same(len({line["session"] for line in lines}), 2, "sessions")
    same([line["id"] for line in lines if line["event"] == "sent"], ["a", "b"],
         "requests, each row once")
    same(stage.statuses(), ["in_doubt", "submitted"], "statuses")
    same(_metrics(stage)["shotlist_run_active"][0][1], 0, "active")


def two_runs_share_a_log_and_neither_breaks_a_line_of_the_other(stage):
    server = stage.server()
    stage.shots(*(f"one {i}" for i in range(20)))
    (stage.directory / "other").mkdir()
    stage.shots(*(f"two {i}" for i in range(20)), name="other/shots.yaml")
    started = [stage.start("run", name, "--base-url", server.url, "--log-file", _LOG,
                           "--metrics", _METRICS) for name in ("shots.yaml", "other/shots.yaml")]
    for run in started:
        run.end().must_be(0)
    lines = _lines(stage)
    same(len({line["session"] for line in lines}), 2, "sessions")
    same(_events(lines).count("answered"), 40, "answers")
    _metrics(stage)  # of one of them, whole


def the_summary_of_a_run_is_one_object_in_the_words_of_review(stage):
    server = stage.server(by_prompt({"two": REJECTED, "three": FAILED}))
    stage.shots("one", "two", "three")
    ended = stage.shotlist("run", "shots.yaml", "--base-url", server.url, "--json").must_be(1)
    same(ended.out.count("\n"), 1, "lines on standard output")
    run = json.loads(ended.out)
    has(ended.err, "3 requests: 1 submitted, 1 rejected, 1 failed")
    same((run["exit_code"], run["stopped"], run["collection"], run["run"]), (1, None, None, 1),
         "what the review does not tell")
    summary = stage.shotlist("review", "shots.yaml", "--json", "--summary", key=None).must_be(0)
    review = json.loads(summary.out)
    for word in ("exit_code", "stopped", "collection", "run", "next"):
        run.pop(word), review.pop(word, None)
    same(run, review, "the rest")
    whole = json.loads(stage.shotlist("review", "shots.yaml", "--json", key=None).must_be(0).out)
    same(sorted(set(whole) - set(review)), ["earlier_tries", "next", "requests"],
         "what the summary lacks")
    text = stage.shotlist("review", "shots.yaml", "--summary", key=None).must_be(0).out
    check(text.startswith("3 requests: ") and "\nid " not in text, text)


def a_report_has_a_test_case_a_row(stage):
    server = stage.server(by_prompt({"two": REJECTED, "three": FAILED,
                                     "four": answer(200, "<html>")}))
    stage.shots("one", "two", "three", "four", "five")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url, "--limit", 4, "--junit",
                   _JUNIT).must_be(6)
    for command in "run", "review":
        suite = ElementTree.parse(stage.path(_JUNIT)).getroot().find("testsuite")
        same([suite.get(name) for name in ("name", "tests", "failures", "errors", "skipped")],
             ["shots", "5", "2", "1", "1"], f"the suite of {command}")
        same([(case.get("name"), [child.tag for child in case]) for case in suite],
             [("a", []), ("b", ["failure"]), ("c", ["failure"]), ("d", ["error"]),
              ("e", ["skipped"])], f"the cases of {command}")
        same(stage.path(_JUNIT).stat().st_mode & 0o777, 0o600, "mode of the report")
        stage.shotlist("review", "shots.yaml", "--junit", _JUNIT, key=None).must_be(0)
    stage.shotlist("retry", "shots.yaml", "--base-url", server.url, "--junit", "again.xml")
    check(stage.path("again.xml").exists(), "retry writes one, too")


_SAMPLE = re.compile(r'([a-z_]+)\{((?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*)\} (\S+)')


def _metrics(stage, name=_METRICS):
    """The samples of each metric, read as strictly as Prometheus does."""
    text = stage.read(name)
    check(text.endswith("\n"), "its last line is not whole")
    kinds, found, helped, seen = {}, {}, None, set()
    for line in text.splitlines():
        if line.startswith("# HELP "):
            helped = line.split()[2]
            check(helped not in kinds, f"{helped} comes twice")
        elif line.startswith("# TYPE "):
            _, _, metric, kind = line.split()
            same(metric, helped, "HELP stands before TYPE")
            kinds[metric] = kind
        else:
            sample = _SAMPLE.fullmatch(line)
            check(sample, f"no sample: {line!r}")
            own, labels, value = sample.groups()
            metric = re.sub("_(bucket|sum|count)$", "", own) if own not in kinds else own
            same(metric, helped, f"{own} stands below its HELP")
            check(kinds[metric] == "histogram" or metric == own, f"{own} is of no metric")
            same(metric.endswith("_total"), kinds[metric] == "counter", f"the name of {metric}")
            check((own, labels) not in seen, f"{own} comes twice with {labels}")
            seen.add((own, labels))
            found.setdefault(own, []).append((labels, float(value)))
    if shutil.which("promtool"):
        checked = subprocess.run(["promtool", "check", "metrics"], input=text, text=True,
                                 capture_output=True, check=False)
        same((checked.returncode, checked.stdout, checked.stderr), (0, "", ""), "promtool")
    return found


def metrics_tell_how_a_run_goes_and_how_it_ended(stage):
    server = stage.server(by_prompt({"two": REJECTED}), held=True)
    stage.shots("one", "two", "three")
    started = stage.start("run", "shots.yaml", "--base-url", server.url, "-j", 2, "--metrics",
                          _METRICS, umask=0o022)
    server.must_be_asked(2)
    until(stage.path(_METRICS).exists, "the metrics")
    during = _metrics(stage)
    same(during["shotlist_run_active"][0][1], 1, "active")
    lacks(stage.read(_METRICS), "exit_code")
    server.release()
    started.end().must_be(1)
    after = _metrics(stage)
    same([after[f"shotlist_{name}"][0][1]
          for name in ("run_active", "run_exit_code", "requests_sent_total", "rows_to_send",
                       "answer_duration_seconds_count")], [0, 1, 3, 0, 3], "after the run")
    same({labels.split('"')[-2]: value for labels, value in after["shotlist_rows"] if value},
         {"submitted": 2, "rejected": 1}, "rows")
    same(stage.path(_METRICS).stat().st_mode & 0o777, 0o644, "what others may read")
    same([name for name in stage.directory_names() if name.startswith(_METRICS)], [_METRICS],
         "files beside it")


def metrics_that_cannot_be_written_change_nothing(stage):
    server = stage.server(held=True)
    stage.shots("one", "two")
    stage.path("gone").mkdir()
    started = stage.start("run", "shots.yaml", "--base-url", server.url, "-j", 1, "--metrics",
                          "gone/shots.prom", "--junit", "gone/report.xml")
    server.must_be_asked(1)
    until(stage.path("gone/shots.prom").exists, "the metrics")
    shutil.rmtree(stage.path("gone"))
    server.release()
    ended = started.end().must_be(0)
    same(ended.err.count("the run goes on without these metrics"), 1, f"warnings in {ended.err}")
    has(ended.err, "warning: cannot open for writing gone/report.xml.new")
    has(ended.err, "2 requests: 2 submitted")
    same(stage.statuses(), ["submitted"] * 2, "statuses")


def a_report_that_would_replace_something_is_a_usage_error_before_anything_is_sent(stage):
    server = stage.server()
    stage.shots("one")
    stage.write("decisions.csv", "id,decision\n")
    stage.write("key", KEY)
    stage.write("mine.txt", "what I wrote\n")
    stage.write("prompts.jsonl", '{"prompt":"mine"}\n')
    stage.path("folder").mkdir()
    os.mkfifo(stage.path("pipe"))
    stage.write("times.jsonl", '{"time":"dawn","prompt":"mine"}\n')
    stage.write("old.xml.new", "what I wrote\n")
    os.symlink("shots.yaml", stage.path("link"))
    os.symlink("shotlist.db-shm", stage.path("ahead"))
    settings = stage.home / ".config" / "shotlist" / "config.yaml"
    settings.parent.mkdir(parents=True)
    before = {name: stage.path(name).read_bytes() for name in stage.directory_names()
              if stage.path(name).is_file()}
    options = ("--log-file", "--metrics", "--junit")
    cases = [([option, name], said) for option in options for name, said in (
        ("shots.yaml", "is also the manifest"), ("./shots.yaml", "is also the manifest"),
        ("link", "is also the manifest"), ("shots.results.csv", "is also the results file"),
        ("shotlist.db", "is also the ledger"), ("shotlist.db-wal", "is also the ledger's log"),
        ("shotlist.db-shm", "is also a part of the ledger"),
        ("ahead", "is also a part of the ledger"),
        ("shotlist-rehearsal.db", "is also the ledger"),
        ("shots.results.csv.new", "is also the results file"),
        (str(settings), "is also the file of your settings"),
        ("times.jsonl", "is there, and is no "),
        ("decisions.csv", "is also the file of --decisions"),
        ("key", "is also the file of the key"), ("mine.txt", "is there, and is no "),
        ("prompts.jsonl", "is there, and is no "), ("folder", "older"), ("pipe", "pipe"),
        ("gone/file", ""), ("", "name a file"), ("-", "name a file"))]
    cases += [(["--log-file", "x", "--junit", "x"], "--log-file x is also that of --junit"),
              (["--metrics", "x", "--junit", "./x"], "--metrics x is also that of --junit"),
              (["--log-file", "x.new", "--junit", "x"], "--log-file x.new is also that of --junit"),
              (["--junit", "old.xml"], "old.xml.new is there, and is no JUnit report"),
              (["--log-prompts"], "requires --log-file")]
    for words, said in cases:
        ended = stage.shotlist("run", "shots.yaml", "--base-url", server.url, "--decisions",
                               "decisions.csv", "--api-key-file", "key", *words, key=None)
        check(ended.code == 2, f"{words}: exit code {ended.code}\n{ended.err}")
        has(ended.err, said)
    same(len(server.asked), 0, "requests")
    for name, text in before.items():
        same(stage.path(name).read_bytes(), text, name)
    check(not stage.path("shotlist.db").exists(), "there is no ledger")
    check(not settings.exists(), "there are no settings")
    for words in (["shots.yaml", "--junit", "shots.yaml"],
                  ["shots.yaml", "--html", "x", "--junit", "x"],
                  ["shots.yaml", "--junit", "mine.txt"]):
        stage.shotlist("review", *words, key=None).must_be(2)


def a_file_of_shots_is_no_log_even_if_it_begins_like_one(stage):
    server = stage.server()
    text = json.dumps({"time": "2026-11-30T10:00:00.000Z", "event": "dawn", "prompt": "A fox"},
                      separators=(",", ":")) + "\n"
    stage.write("prompts.jsonl", text)
    stage.shots()
    shots = stage.read("shots.yaml").removesuffix("shots:\n")
    stage.write("shots.yaml", shots + "variables: [time, event]\nshots_from: prompts.jsonl\n")
    for command in (["run", "--base-url", server.url], ["run", "--sandbox"]):
        stage.shotlist(command[0], "shots.yaml", *command[1:], "--log-file",
                       "prompts.jsonl").must_be(2)
    same(stage.read("prompts.jsonl"), text, "the prompts")


def collect_replaces_no_file_that_a_run_would_keep(stage):
    stage.shots("one")
    stage.shotlist("run", "shots.yaml", "--sandbox", key=None).must_be(0)
    settings = stage.home / ".config" / "shotlist" / "config.yaml"
    settings.parent.mkdir(parents=True)
    settings.write_text("api_key_file: ./key\n")
    for name, said in ((str(settings), "is also the file of your settings"),
                       (str(settings.parent / "key"), "is also the file of the key"),
                       ("shotlist.db", "is also the ledger"),
                       ("shotlist-rehearsal.db-shm", "is also a part of the ledger")):
        for option in ("--log-file", "--metrics"):
            ended = stage.shotlist("collect", "shots.yaml", "--sandbox", option, name, key=None)
            has(ended.must_be(2).err, said)
    same(settings.read_text(), "api_key_file: ./key\n", "the settings")


def a_report_does_not_replace_what_got_its_name_during_the_run(stage):
    server = stage.server(held=True)
    stage.shots("one", "two")
    started = stage.start("run", "shots.yaml", "--base-url", server.url, "-j", 1, "--metrics",
                          _METRICS, "--junit", _JUNIT)
    server.must_be_asked(1)
    for name in (_METRICS, _JUNIT):
        stage.path(name).unlink(missing_ok=True)
        stage.write(name, "mine\n")
    server.release()
    ended = started.end().must_be(0)
    for name in (_METRICS, _JUNIT):
        same(stage.read(name), "mine\n", name)
        has(ended.err, f"{name} is there, and is no ")
    same(stage.statuses(), ["submitted"] * 2, "statuses")


def the_log_of_collecting_tells_of_tasks_and_of_videos(stage):
    stage.shots("one", "sandbox:fail")
    stage.shotlist("run", "shots.yaml", "--sandbox", key=None).must_be(0)
    stage.shotlist("collect", "shots.yaml", "--sandbox", "--sandbox-finish", "10ms",
                   "--poll-every", "20ms", "--download", "videos", "--log-file", _LOG,
                   "--metrics", _METRICS, key=None).must_be(1)
    lines = _lines(stage)
    same((lines[0]["event"], lines[0]["tasks"], lines[-1]["event"], lines[-1]["exit_code"]),
         ("start", 2, "end", 1), "the first and the last line")
    same(_events(lines, "a"), ["task", "video"], "events of a")
    same([line["video_status"] for line in lines if line.get("id") == "b"], ["failed"],
         "events of b")
    same({labels.split('"')[-2]: value for labels, value in _metrics(stage)["shotlist_tasks"]
          if value}, {"completed": 1, "ended_badly": 1}, "tasks")


def a_run_that_fails_ends_its_log_and_its_metrics_with_the_error(stage):
    server = stage.server(held=True)
    stage.shots("one")
    started = stage.start("run", "shots.yaml", "--base-url", server.url, "--log-file", _LOG,
                          "--metrics", _METRICS)
    server.must_be_asked(1)
    for name in stage.directory_names():
        if name.startswith("shotlist.db"):
            stage.path(name).unlink()
    server.release()
    started.end().must_be(8)
    end = _lines(stage)[-1]
    same((end["event"], end["exit_code"]), ("end", 8), "the last line")
    check(end["error"], "the error is told")
    same(_metrics(stage)["shotlist_run_exit_code"][0][1], 8, "exit code")


def watching_without_a_terminal_says_a_line_every_few_seconds(stage):
    server = stage.server(held=True)
    stage.shots("one", "two")
    started = stage.start("run", "shots.yaml", "--base-url", server.url, "-j", 1)
    server.must_be_asked(1)
    watching = stage.start("review", "shots.yaml", "--watch", "--json", key=None)
    watching.must_say("Z  0/2  submitted 0\n")
    server.release()
    started.end().must_be(0)
    ended = watching.end().must_be(0)
    check(re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z  0/2", ended.err), ended.err)
    same(json.loads(ended.out)["rows"]["submitted"], 2, "submitted")

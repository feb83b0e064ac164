"""The main job: one manifest in, every row submitted, one results file out, while all goes wrong."""

import csv
import io
from collections import Counter

from checks import check, has, same, until
from stage import KILL

_FAULTS = [word for fault in (
    "429=5%", "500=3%", "502=3%", "503=3%", "refuse=2%", "moderate=2%", "drop-before=2%",
    "drop-after=2%", "silence=1%", "no-id=2%") for word in ("--fault", fault)]
_HASTE = ["--timeout", "2s", "-j", 16, "--attempts", 20, "--progress", "none"]


def _prompts(count):
    kinds = ["A tram, number {0}, \"slides\" into the harbor; rain",
             "清晨的渔港 {0}，老人坐在船头补网，“海面像镜子”",
             "First line of shot {0},\nthen a \"second\" one,\r\nand a third",
             "Take {0}: naïve café — 雨の夜市 🎬, tracking shot"]
    return [kinds[number % len(kinds)].format(number) for number in range(count)]


def _must_agree(till, results):
    """The till and the results tell the same story, to the last id."""
    submitted = {row["task_id"]: row for row in results if row["status"] == "submitted"}
    doubtful = {row["fingerprint"] for row in results if row["status"] == "in_doubt"}
    charges = Counter(charge["task_id"] for charge in till["charges"])
    same(len(submitted), sum(row["status"] == "submitted" for row in results), "distinct task ids")
    for task_id in submitted:
        same(charges[task_id], 1, f"charges of {task_id}")
    for charge in till["charges"]:
        row = submitted.get(charge["task_id"])
        if row:
            same(charge["body_digest"], row["fingerprint"], f"what {row['id']} was charged for")
        else:
            check(charge["body_digest"] in doubtful, f"{charge} was paid for and nobody knows")
    twice = [body for body, times in Counter(c["body_digest"] for c in till["charges"]).items()
             if times > 1]
    same(twice, [], "bodies that were paid for twice")
    same(till["charged"], len(till["charges"]), "the till's own count")


def _must_do_the_main_job(stage, manifest, rows):
    sandbox = stage.sandbox(*_FAULTS)
    planned = stage.plan(manifest)
    same(len(planned), rows, "requests planned")
    run = ["run", manifest, "--base-url", sandbox.url, *_HASTE]
    ended = stage.shotlist(*run).must_be(6)

    results = stage.results()
    same([row["id"] for row in results], [line["id"] for line in planned], "rows, in manifest order")
    same([row["prompt"] for row in results], [line["body"]["prompt"] for line in planned], "prompts")
    same([row["fingerprint"] for row in results], [line["fingerprint"] for line in planned],
         "fingerprints")
    counts = Counter(row["status"] for row in results)
    same(counts["not_sent"], 0, "rows not sent")
    check(counts["failed"] > 0 and counts["rejected"] > 0 and counts["in_doubt"] > 0,
          f"all kinds of ends were wanted, not {counts}")
    has(ended.err, f"{rows} requests: {counts['submitted']} submitted, {counts['rejected']} rejected,"
                   f" {counts['failed']} failed, {counts['in_doubt']} in doubt, 0 held, 0 not sent")
    _must_agree(sandbox.till(), results)

    # Again: only what surely was not created is sent, and nothing that was is lost.
    failed = {row["id"] for row in results if row["status"] == "failed"}
    before = len(stage.attempts())
    stage.shotlist(*run).must_be(6)
    sent = {attempt["row"] for attempt in stage.attempts()[before:]}
    same(sent, failed, "rows that were sent again")
    again = stage.results()
    for old, new in zip(results, again):
        if old["id"] not in failed:
            same(new, old, f"the line of {old['id']}")
    _must_agree(sandbox.till(), again)


def three_hundred_rows_of_a_table_and_the_till_agree_while_all_goes_wrong(stage):
    table = io.StringIO(newline="")
    write = csv.writer(table)
    write.writerow(["id", "prompt", "地点", "model", "orientation", "size", "duration"])
    for number, prompt in enumerate(_prompts(300)):
        write.writerow([f"镜头-{number}" if number % 2 else "", prompt, f"港口 {number}",
                        "sora-2-pro", "portrait", "small", 25 if number % 3 else 15])
    _must_do_the_main_job(stage, stage.write("shots.csv", table.getvalue()), 300)
    same(stage.results()[7]["地点"], "港口 7", "a variable")
    same([row["source"] for row in stage.results()[:3]],
         ["shots.csv:2", "shots.csv:3", "shots.csv:4"], "where rows are written")


def a_text_file_of_prompts_and_the_till_agree_while_all_goes_wrong(stage):
    lines = [prompt.replace("\r\n", " ").replace("\n", " ") for prompt in _prompts(150)]
    stage.write("prompts.txt", "\n".join(lines) + "\n")
    stage.write("shots.yaml", "shotlist: 1\ndefaults: {model: sora-2-pro, orientation: landscape, "
                              "size: small, duration: 15}\nshots_from: prompts.txt\n")
    _must_do_the_main_job(stage, "shots.yaml", 150)
    same([row["prompt"] for row in stage.results()], lines, "prompts")


def a_run_that_all_goes_well_in_needs_no_second_one(stage):
    sandbox = stage.sandbox()
    stage.shots("one", "two", "three")
    stage.shotlist("run", "shots.yaml", "--base-url", sandbox.url).must_be(0)
    same(stage.statuses(), ["submitted"] * 3, "statuses")
    _must_agree(sandbox.till(), stage.results())
    stage.shotlist("run", "shots.yaml", "--base-url", sandbox.url).must_be(0)
    same(sandbox.till()["requests"], 3, "requests")


def killed_again_and_again_a_run_pays_once_and_loses_nothing(stage):
    sandbox = stage.sandbox("--sandbox-latency", "20ms", "--fault", "drop-after=5%",
                            "--fault", "drop-before=5%")
    stage.write("prompts.txt", "\n".join(f"Shot {number} of many" for number in range(90)))
    stage.write("shots.yaml", "shotlist: 1\ndefaults: {model: sora-2-pro, orientation: landscape, "
                              "size: small, duration: 15}\nshots_from: prompts.txt\n")
    run = ["run", "shots.yaml", "--base-url", sandbox.url, "-j", 4]
    for kill in range(1, 7):
        started = stage.start(*run)
        # While some have their answers and others wait for them.
        until(lambda: sandbox.till()["requests"] >= kill * 13
              or started.process.poll() is not None, "the requests to come")
        started.signal(KILL)
        started.end()
    stage.shotlist(*run).must_be(6)
    results = stage.results()
    same(len(results), 90, "rows")
    check(len({row["status"] for row in results} - {"submitted", "in_doubt"}) == 0, "odd statuses")
    _must_agree(sandbox.till(), results)
    sent = Counter(attempt["row"] for attempt in stage.attempts())
    same({id: times for id, times in sent.items() if times != 1}, {}, "rows sent more than once")

"""The bytes that are sent, and when."""

import json
import re
import sqlite3
import time

from checks import check, lacks, same
from fake_server import answer, gateway_error, task
from stage import KEY


def the_request_is_what_the_document_wants_and_nothing_else(stage):
    server = stage.server()
    stage.shots("清晨的渔港, \"quoted\" \\ and 🎬")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url + "/").must_be(0)
    asked = server.asked[0]
    version = stage.shotlist("--version").out.split()[1]
    same((asked.method, asked.path, asked.version), ("POST", "/v1/video/create", "HTTP/1.1"), "line")
    headers = {name.lower(): value for name, value in asked.headers.items()}
    headers.pop("host")
    same(headers, {"authorization": "Bearer " + KEY, "content-type": "application/json",
                   "accept": "application/json", "user-agent": "shotlist/" + version,
                   "content-length": str(len(asked.body))}, "headers")
    same(json.loads(asked.body),
         {"images": [], "model": "sora-2-pro", "orientation": "landscape",
          "prompt": "清晨的渔港, \"quoted\" \\ and 🎬", "size": "small", "duration": 15,
          "watermark": True, "private": False}, "body")
    check("清晨的渔港".encode() in asked.body, f"not as UTF-8: {asked.body!r}")


def plan_shows_the_bytes_that_are_sent_and_touches_nothing(stage):
    server = stage.server()
    stage.write("shots.csv", "prompt,model,orientation,size,duration,watermark,images,private\n"
                             "夜市,sora-2-pro,portrait,large,15,false,https://h.example/a.jpg,true\n"
                             "\"two, \"\"lines\"\"\nof it\",sora-2-pro,landscape,small,25,,,\n")

    def listing():
        return sorted((path.name, path.stat().st_mtime_ns, path.read_bytes())
                      for path in stage.directory.iterdir())

    before = listing()
    planned = stage.shotlist("plan", "shots.csv", "--json", key=None).must_be(0).out.splitlines()
    same(listing(), before, "the directory")
    stage.shotlist("run", "shots.csv", "--base-url", server.url, "-j", 1).must_be(0)
    for line, asked, row in zip(planned, server.asked, stage.results(), strict=True):
        fields = json.loads(line)
        same(list(fields), ["id", "source", "fingerprint", "action", "reason", "body"], "keys")
        same(line.split(',"body":', 1)[1][:-1].encode(), asked.body, "body, byte for byte")
        same((fields["id"], fields["source"], fields["fingerprint"]),
             (row["id"], row["source"], row["fingerprint"]), "what the results say")
        same((fields["action"], fields["reason"]), ("send", "new"), "what it would do")
    before = listing()
    stage.shotlist("plan", "shots.csv", key=None).must_be(0)
    same(listing(), before, "the directory")


def nothing_is_sent_before_retry_after_is_over(stage):
    server = stage.server(lambda asked: task(len(server.asked)) if len(server.asked) > 1
                          else gateway_error(429, "slow down", Retry_After="1"))
    stage.shots("one", "two", "three")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url, "-j", 1).must_be(0)
    times = [asked.at for asked in server.asked]
    same(len(times), 4, "requests")
    check(times[1] - times[0] >= 1.0, f"the second came {times[1] - times[0]:.3f} s after the first")
    same(sorted(row["attempts"] for row in stage.results()), ["1", "1", "2"], "attempts")


def no_more_leave_than_the_rate_allows(stage):
    server = stage.server()
    stage.shots(*(f"shot {number}" for number in range(12)))
    began = time.monotonic()
    stage.shotlist("run", "shots.yaml", "--base-url", server.url, "-j", 12, "--rate", "20/s",
                   "--burst", 3).must_be(0)
    same(len(server.asked), 12, "requests")
    # 3 at once, and the other 9 at 20/s: on no machine can that take less.
    check(time.monotonic() - began >= 9 / 20, "they left too early")


def the_pace_of_a_server_that_does_not_tell_it_is_found_and_suggested(stage):
    rows = 500  # a pace is believed after the third refusal, and a hundred rows lie between two
    taken = []
    full_again = 0

    def at_most_20_a_second(asked):  # slow, so that a busy machine can keep up; with a bucket of four
        nonlocal full_again
        if full_again - asked.at > 3 / 20:
            return gateway_error(429, "slow down")
        full_again = max(full_again, asked.at) + 1 / 20
        taken.append(asked)
        return task(len(taken))

    server = stage.server(at_most_20_a_second)
    stage.write("shots.txt", "".join(f"shot {number}\n" for number in range(rows)))
    stage.write("shots.yaml", "shotlist: 1\ndefaults: {model: sora-2-pro, orientation: landscape, "
                              "size: small, duration: 15}\nshots_from: shots.txt\n")
    run = ["run", "shots.yaml", "--base-url", server.url, "--progress", "plain"]
    ended = stage.shotlist(*run).must_be(0)
    same(len(taken), rows, "rows that were taken")
    check(len(server.asked) < rows * 4 / 3, f"{len(server.asked)} requests for {rows} rows")
    found = re.search(r"^pace: the server took about (\S+);.*  rate: (\S+)$", ended.err,
                      re.MULTILINE | re.DOTALL)
    check(found and found[1] == found[2], f"no rate is suggested:\n{ended.err}")
    count, unit = found[1].split("/")
    check(int(count) / {"s": 1, "min": 60, "h": 3600}[unit] <= 20, f"{found[1]} is too fast")

    stage.forget_everything()
    lacks(stage.shotlist(*run, "--rate", "10/s", "--limit", 5).must_be(5).err, "pace:")


def no_more_are_in_flight_than_jobs_allow(stage):
    server = stage.server(held=True)
    stage.shots("one", "two", "three", "four")
    started = stage.start("run", "shots.yaml", "--base-url", server.url, "-j", 2)
    server.must_be_asked(2)
    # A third would have left together with the second: its intent would be in the ledger.
    same(len(stage.log()), 2, "requests on their way")
    server.release()
    started.end().must_be(0)
    same(len(server.asked), 4, "requests")


def the_intent_is_on_disk_before_the_request_arrives(stage):
    found = []

    def look(asked):
        ledger = sqlite3.connect(f"file:{stage.path('shotlist.db')}?mode=ro", uri=True)
        bodies = ledger.execute("SELECT body FROM attempt a JOIN request r ON r.number = a.request")
        found.append(asked.body.decode() in [body for body, in bodies])
        ledger.close()
        return task(len(found))

    server = stage.server(look)
    stage.shots("one", "two", "three")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url).must_be(0)
    same(found, [True] * 3, "intents found when the request arrived")


def every_shape_of_a_task_id_is_read(stage):
    shapes = {"id": {"id": "sora-2:task_1"}, "task_id": {"task_id": "t/2?x=1&y"},
              "data": {"data": {"id": "第3"}},
              "chat": {"id": "chatcmpl-4", "object": "chat.completion", "created": 1,
                       "choices": [{"index": 0, "message": {"role": "assistant", "content": ""},
                                    "finish_reason": "stop"}], "usage": {"total_tokens": 1}}}
    server = stage.server(lambda asked: answer(200, shapes[asked.prompt]))
    stage.shots(*shapes)
    stage.shotlist("run", "shots.yaml", "--base-url", server.url).must_be(0)
    same([row["task_id"] for row in stage.results()],
         ["sora-2:task_1", "t/2?x=1&y", "第3", "chatcmpl-4"], "task ids")


def a_connection_that_dies_silently_is_not_paid_for_twice(stage):
    server = stage.server(lambda asked: None if len(server.asked) == 2 else task(len(server.asked)))
    stage.shots("one", "two", "three")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url, "-j", 1).must_be(6)
    same([asked.prompt for asked in server.asked], ["one", "two", "three"], "requests")
    same(stage.statuses(), ["submitted", "in_doubt", "submitted"], "statuses")


def review_shows_the_live_state_while_a_run_is_under_way(stage):
    server = stage.server(held=True)
    stage.shots("one", "two")
    started = stage.start("run", "shots.yaml", "--base-url", server.url, "-j", 1)
    server.must_be_asked(1)
    told = stage.shotlist("review", "shots.yaml", key=None).must_be(0).out
    check("1 in doubt" in told and "1 not sent" in told, told)
    server.release()
    started.end().must_be(0)
    told = stage.shotlist("review", "shots.yaml", key=None).must_be(0).out
    check("2 submitted" in told, told)

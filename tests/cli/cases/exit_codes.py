"""The exit codes, one by one."""

import json
import os
import sqlite3

from checks import check, has, lacks, same
from fake_server import REJECTED, HANG_UP, answer, by_prompt, closed_port, gateway_error, task
from stage import INTERRUPT, KILL, largest_file


def exit_1_where_a_row_failed(stage):
    server = stage.server(lambda asked: gateway_error(500, "do request failed", "do_request_failed"))
    stage.shots("one")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url).must_be(1)
    same(stage.statuses(), ["failed"], "statuses")
    same(len(server.asked), 1, "requests: it is not tried again by itself")


def exit_2_where_the_command_line_makes_no_sense(stage):
    stage.shots("one")
    for words in ([], ["rnu"], ["run"], ["run", "shots.yaml", "--jobs", "0"],
                  ["run", "shots.yaml", "--only", "z"], ["run", "shots.yaml", "-o", "shots.yaml"],
                  ["run", "shots.yaml", "--where", "colour=red"], ["check", "shots.txt"]):
        ended = stage.shotlist(*words).must_be(2)
        same(ended.out, "", "standard output")
        has(ended.err, "shotlist: ")
    same([path.name for path in stage.directory.iterdir()], ["shots.yaml"], "files")


def exit_3_where_the_manifest_has_mistakes_and_nothing_reaches_the_server(stage):
    server = stage.server()
    stage.write("more.csv", "id,prompt,duration\nx,fine,20\ny,,15\n")
    stage.write("shots.yaml", "shotlist: 1\n"                             # 1
                              "submit: {rate: fast, jbs: 4}\n"            # 2
                              "defaults:\n"                               # 3
                              "  model: sora-2-pro\n"                     # 4
                              "  orientation: sideways\n"                 # 5
                              "  size: large\n"                           # 6
                              "shots:\n"                                  # 7
                              "  - {id: a, prompt: 'Hello {{nobody}}'}\n"  # 8
                              "  - {id: a, prompt: '', duration: 15}\n"   # 9
                              "  - {id: b, prompt: x, images: [ftp://h/1.jpg]}\n"  # 10
                              "shots_from: more.csv\n")
    ended = stage.shotlist("run", "shots.yaml", "--base-url", server.url).must_be(3)
    for place in ("shots.yaml:2:16: ", "shots.yaml:2:22: ", "shots.yaml:5:16: ", "shots.yaml:8:",
                  "shots.yaml:9:", "shots.yaml:10:", "more.csv:2:8: ", "more.csv:3:"):
        has(ended.err, "\n" + place if not ended.err.startswith(place) else place)
    has(ended.err, "did you mean `jobs`")
    has(ended.err, "nothing was sent")
    same(ended.out, "", "standard output")
    same(len(server.asked), 0, "requests")
    same(sorted(path.name for path in stage.directory.iterdir()), ["more.csv", "shots.yaml"], "files")
    has(ended.err, "\n    submit: {rate: fast, jbs: 4}\n                         ^~~\n")
    same(stage.shotlist("check", "shots.yaml", key=None).must_be(3).err, ended.err, "what check says")
    as_data = stage.shotlist("check", "shots.yaml", "--json", key=None).must_be(3)
    same(as_data.err, "", "standard error")
    mistakes = [json.loads(line) for line in as_data.out.splitlines()]
    same([(one["file"], one["line"]) for one in mistakes],
         [("shots.yaml", line) for line in (2, 2, 5, 8, 8, 9, 9, 10, 10)]
         + [("more.csv", line) for line in (2, 3)], "places")
    same(mistakes[1], {"file": "shots.yaml", "line": 2, "column": 22, "end_column": 25,
                       "level": "error", "code": "unknown-key", "message": "unknown key `jbs`",
                       "remedy": "did you mean `jobs`?"}, "a mistake")


def exit_3_shows_twenty_mistakes_and_how_many_more_there_are(stage):
    stage.write("shots.csv", "prompt,model,orientation,size,duration\n"
                             + "x,sora-2-pro,portrait,large,16\n" * 25)
    ended = stage.shotlist("check", "shots.csv").must_be(3)
    same(sum(line.startswith("shots.csv:") for line in ended.err.splitlines()), 20, "lines shown")
    has(ended.err, "5 more")


def check_as_json_says_nothing_of_a_manifest_without_mistakes(stage):
    stage.shots("one")
    same(stage.shotlist("check", "shots.yaml", "--json", key=None).must_be(0).out, "", "mistakes")


def exit_3_where_the_configuration_is_wrong_and_nothing_reaches_the_server(stage):
    server = stage.server()
    stage.shots("one")
    for options in ({"key": None}, {"key": "two words"}, {"key": "sk-line\nend"}):
        stage.shotlist("run", "shots.yaml", "--base-url", server.url, **options).must_be(3)
    for url in ("127.0.0.1:1", "ftp://127.0.0.1", "http://user:word@127.0.0.1:1", ""):
        stage.shotlist("run", "shots.yaml", "--base-url", url).must_be(3)
    stage.shotlist("run", "shots.yaml", environment={"SHOTLIST_BASE_URL": "nowhere"}).must_be(3)
    stage.shotlist("run", "gone.yaml", "--base-url", server.url).must_be(3)
    stage.write("shots.results.csv", "a letter to a friend\n")
    ended = stage.shotlist("run", "shots.yaml", "--base-url", server.url).must_be(3)
    has(ended.err, "shots.results.csv is there, and is no results file")
    same(stage.read("shots.results.csv"), "a letter to a friend\n", "somebody's file")
    same(len(server.asked), 0, "requests")


def _stops_the_run(stage, said, error_class):
    elsewhere = stage.server()
    server = stage.server(lambda asked: said(elsewhere.url))
    stage.shots("one", "two", "three")
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 1]
    ended = stage.shotlist(*run).must_be(4)
    same(len(server.asked), 1, "requests before the run stopped")
    same(len(elsewhere.asked), 0, "requests at the place it was sent to")
    same(stage.statuses(), ["failed", "not_sent", "not_sent"], "statuses")
    same(stage.results()[0]["error_class"], error_class, "error class")
    has(ended.err, "stopped: ")
    return server


def exit_4_where_the_key_the_balance_or_the_endpoint_is_refused(stage):
    cases = [
        (lambda _: gateway_error(401, "无效的令牌"), "auth"),
        (lambda _: gateway_error(402, "payment required"), "balance"),
        (lambda _: gateway_error(403, "用户额度不足", "insufficient_user_quota"), "balance"),
        (lambda _: gateway_error(403, "not for you", "access_denied"), "auth"),
        (lambda _: gateway_error(404, "Invalid URL (POST /v1/video/create)"), "endpoint"),
        (lambda _: answer(405, "", Allow="GET"), "endpoint"),
        (lambda url: answer(301, "", Location=url + "/v1/video/create"), "endpoint"),
        (lambda url: answer(307, "", Location=url + "/v1/video/create"), "endpoint"),
        (lambda url: answer(308, "", Location=url + "/v1/video/create"), "endpoint"),
        (lambda _: gateway_error(429, "no quota", "insufficient_user_quota"), "balance"),
        (lambda _: answer(501, ""), "endpoint"),
    ]
    for said, error_class in cases:
        _stops_the_run(stage, said, error_class)
        stage.forget_everything()


_RIGHT_KEY = "sk-right"


def after_exit_4_the_run_goes_on_once_the_key_is_right(stage):
    server = stage.server(lambda asked: task(asked.prompt) if _RIGHT_KEY in
                          asked.headers["Authorization"] else gateway_error(401, "无效的令牌"))
    stage.shots("one", "two")
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 1]
    stage.shotlist(*run, key="sk-wrong").must_be(4)
    stage.shotlist(*run, key=_RIGHT_KEY).must_be(0)
    same(stage.statuses(), ["submitted", "submitted"], "statuses")


def exit_4_where_the_server_can_not_be_reached_and_the_tries_of_one_row_are_enough_to_know(stage):
    stage.shots("one", "two", "three")
    taken, port = closed_port()
    with taken:
        ended = stage.shotlist("run", "shots.yaml", "--base-url", f"http://127.0.0.1:{port}",
                               "--attempts", 2, "-j", 1).must_be(4)
    same(stage.statuses(), ["failed", "not_sent", "not_sent"], "statuses")
    row = stage.results()[0]
    same((row["error_class"], row["attempts"]), ("connect", "2"), "the row")
    has(ended.err, "stopped: the server cannot be reached")
    server = stage.server()
    stage.shotlist("run", "shots.yaml", "--base-url", server.url).must_be(0)


def exit_5_where_stop_after_is_reached(stage):
    server = stage.server(lambda asked: gateway_error(500, "do request failed", "do_request_failed"))
    stage.shots("one", "two", "three", "four")
    ended = stage.shotlist("run", "shots.yaml", "--base-url", server.url, "-j", 1,
                           "--stop-after", 2).must_be(5)
    same(len(server.asked), 2, "requests")
    same(stage.statuses(), ["failed", "failed", "not_sent", "not_sent"], "statuses")
    has(ended.err, "--stop-after")
    stage.forget_everything()
    stage.shotlist("run", "shots.yaml", "--base-url", server.url, "-j", 1, "-o", "share.csv",
                   "--stop-after", "25%").must_be(5)
    same(stage.statuses("share.csv"), ["failed"] + ["not_sent"] * 3, "statuses of a share")


def exit_5_where_limit_keeps_rows_back_and_0_when_they_are_done(stage):
    server = stage.server()
    stage.shots("one", "two", "three")
    run = ["run", "shots.yaml", "--base-url", server.url, "--limit", 2]
    stage.shotlist(*run).must_be(5)
    same(stage.statuses(), ["submitted", "submitted", "not_sent"], "statuses")
    stage.shotlist(*run).must_be(0)
    same(stage.statuses(), ["submitted"] * 3, "statuses")
    same(len(server.asked), 3, "requests")


def exit_6_where_a_row_is_in_doubt_and_it_is_never_sent_again(stage):
    doubtful = {
        "hang up": HANG_UP,
        "page": answer(200, "<html>Welcome</html>", Content_Type="text/html"),
        "no id": answer(200, {"status": "pending"}),
        "gateway": answer(502, "<html>502 Bad Gateway</html>"),
        "late": answer(504, ""),
        "conflict": answer(409, ""),
    }
    server = stage.server(lambda asked: doubtful.get(asked.prompt, task("1")))
    stage.shots(*doubtful, "good")
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 1]
    ended = stage.shotlist(*run).must_be(6)
    same(stage.statuses(), ["in_doubt"] * 6 + ["submitted"], "statuses")
    has(ended.err, "6 in doubt")
    stage.shotlist(*run).must_be(6)
    same([asked.prompt for asked in server.asked], [*doubtful, "good"], "requests, each once")
    raw = {attempt["row"]: attempt["reply"] for attempt in stage.attempts()}
    has(raw["b"].decode(), "Welcome")
    told = stage.shotlist("review", "shots.results.csv", key=None).must_be(0).out
    has(told, "6 in doubt")


def exit_6_goes_before_1_and_5(stage):
    ends = {"bad": gateway_error(400, "no", "invalid_request"), "drop": HANG_UP}
    server = stage.server(lambda asked: ends.get(asked.prompt, task("1")))
    stage.shots("bad", "drop", "good", "more")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url, "-j", 1, "--limit", 3).must_be(6)
    same(stage.statuses(), ["rejected", "in_doubt", "submitted", "not_sent"], "statuses")


def exit_6_where_the_answer_does_not_come_in_time(stage):
    server = stage.server(held=True)
    stage.shots("one")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url, "--timeout", "200ms").must_be(6)
    row = stage.results()[0]
    same((row["status"], row["error_class"]), ("in_doubt", "timeout"), "the row")
    server.must_be_asked(1)
    same(len(server.asked), 1, "requests")


def exit_6_where_a_handful_of_answers_do_not_come_in_time_and_the_rest_is_kept_back(stage):
    server = stage.server(held=True)
    stage.shots("one", "two", "three", "four", "five", "six", "seven")
    ended = stage.shotlist("run", "shots.yaml", "--base-url", server.url, "--timeout", "200ms",
                           "-j", 1).must_be(6)
    same(stage.statuses(), ["in_doubt"] * 5 + ["not_sent"] * 2, "statuses")
    has(ended.err, "stopped: ")
    has(ended.err, "which is --timeout")


def exit_7_where_another_process_holds_the_ledger(stage):
    server = stage.server(held=True)
    stage.shots("one")
    run = ["run", "shots.yaml", "--base-url", server.url]
    first = stage.start(*run)
    server.must_be_asked(1)
    ended = stage.shotlist(*run).must_be(7)
    has(ended.err, f"shotlist.db is held by process {first.process.pid} on {os.uname().nodename}, "
                   "which began with shots at 20")
    has(ended.err, "--wait")
    same(len(server.asked), 1, "requests")
    told = stage.shotlist("review", "shots.yaml", key=None).must_be(0).out
    has(told, "1 request")
    server.release()
    first.end().must_be(0)
    same(stage.statuses(), ["submitted"], "statuses")


def exit_7_waits_with_wait_and_then_sends_only_what_is_left(stage):
    server = stage.server(held=True)
    stage.shots("one", "two")
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 1]
    first = stage.start(*run, "--limit", 1)
    server.must_be_asked(1)
    second = stage.start(*run, "--wait")
    second.must_say(f"waiting for process {first.process.pid} on {os.uname().nodename}")
    same(len(server.asked), 1, "requests while it waits")
    server.release()
    first.end().must_be(5)
    second.end().must_be(0)
    same([asked.prompt for asked in server.asked], ["one", "two"], "requests")


def a_row_that_is_deleted_during_a_wait_is_not_sent(stage):
    server = stage.server(held=True)
    stage.shots("one", "two", "three")
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 1]
    first = stage.start(*run, "--limit", 1)
    server.must_be_asked(1)
    second = stage.start(*run, "--wait")
    second.must_say("waiting for ")
    stage.shots("one", "two")
    server.release()
    first.end().must_be(5)
    second.end().must_be(0)
    same([asked.prompt for asked in server.asked], ["one", "two"], "requests")


def exit_130_where_a_wait_is_interrupted(stage):
    server = stage.server(held=True)
    stage.shots("one")
    run = ["run", "shots.yaml", "--base-url", server.url]
    first = stage.start(*run)
    server.must_be_asked(1)
    second = stage.start(*run, "--wait")
    second.must_say("waiting for ")
    second.signal(INTERRUPT)
    second.end().must_be(130)
    server.release()
    first.end().must_be(0)
    same(len(server.asked), 1, "requests")


def exit_7_for_whatever_writes_to_a_ledger_that_is_held(stage):
    server = stage.server()
    stage.shots("one", "two")
    run = ["run", "shots.yaml", "--base-url", server.url]
    stage.shotlist(*run, "--limit", 1).must_be(5)
    with stage.held():
        for words in (run, ["retry", *run[1:]], ["resolve", "shots.yaml", "a", "--not-created"],
                      ["import", "shots.results.csv"], ["import", "--complete"]):
            has(stage.shotlist(*words).must_be(7).err, "is held by ")
        # Who only looks does not care.
        for words in (["plan", "shots.yaml"], ["review", "shots.yaml"], ["log"],
                      ["resolve", "shots.yaml"], ["check", "shots.yaml"]):
            stage.shotlist(*words, key=None).must_be(0)
    same(len(server.asked), 1, "requests")


def exit_8_where_the_ledger_can_not_grow_and_the_task_ids_are_shown(stage):
    tail = "x" * 80
    server = stage.server(lambda asked: task(f"{asked.prompt}_{tail}"), held=True)
    stage.shots("one", "two", "three", "four")
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 3]
    # As large as its log is when three requests are on their way: no answer fits.
    first = stage.start(*run)
    server.must_be_asked(3)
    size = stage.path("shotlist.db-wal").stat().st_size
    first.signal(KILL)
    first.end()
    stage.forget_everything()

    full = stage.start(*run, preparation=largest_file(size + 10))
    server.must_be_asked(6)
    server.release()
    ended = full.end().must_be(8)
    for prompt in ("one", "two", "three"):
        has(ended.err, f"sora-2:task_{prompt}_{tail}")
    same(len(server.asked), 6, "requests: nothing is sent after the disk failed")

    # What could not be written is in doubt, and the next run goes on.
    stage.shotlist(*run).must_be(6)
    same(stage.statuses(), ["in_doubt"] * 3 + ["submitted"], "statuses")
    same(len(server.asked), 7, "requests")


def exit_3_where_the_ledger_is_damaged_and_nothing_is_started_over(stage):
    server = stage.server()
    stage.shots("one", "two")
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 1]
    stage.shotlist(*run).must_be(0)
    whole = stage.path("shotlist.db").read_bytes()
    # Everything behind the header of the first page.
    broken = whole[:100] + bytes(byte ^ 0x55 for byte in whole[100:])
    stage.path("shotlist.db").write_bytes(broken)
    for words in (run, ["plan", "shots.yaml"], ["log"], ["review", "shots.yaml"],
                  ["resolve", "shots.yaml"], ["import", "shots.results.csv"]):
        ended = stage.shotlist(*words).must_be(3)
        has(ended.err, "shotlist.db")
        has(ended.err, "damaged")
        has(ended.err, "shotlist import")
        same(stage.path("shotlist.db").read_bytes(), broken, f"the ledger after {words}")
        lacks(ended.out, "submitted")
    same(len(server.asked), 2, "requests")


def exit_3_where_the_ledger_is_another_programs_or_a_newer_ones(stage):
    server = stage.server()
    stage.shots("one")
    run = ["run", "shots.yaml", "--base-url", server.url]
    for pragma, part in (("user_version = 0", "of another program"),
                         ("application_id = 7", "of another program")):
        database = sqlite3.connect(stage.path("shotlist.db"))
        database.execute("CREATE TABLE IF NOT EXISTS photos (name TEXT)")
        database.execute(f"PRAGMA {pragma}")
        database.commit()
        database.close()
        has(stage.shotlist(*run).must_be(3).err, part)
    stage.path("shotlist.db").unlink()
    stage.shotlist(*run).must_be(0)
    database = sqlite3.connect(stage.path("shotlist.db"))
    database.execute("PRAGMA user_version = 9")
    database.commit()
    database.close()
    has(stage.shotlist(*run).must_be(3).err, "use the newer shotlist")
    same(len(server.asked), 1, "requests")


def a_quiet_command_that_does_not_end_well_says_why_in_a_line(stage):
    said = {"no": REJECTED, "drop": HANG_UP}
    server = stage.server(by_prompt(said))
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 1, "-q"]
    for prompts, more, code in ((["no", "fine"], [], 1), (["drop", "fine"], [], 6),
                                (["fine", "more"], ["--limit", 1], 5),
                                (["fine"], ["--jobs", 0], 2), (["fine"], ["--price", "x"], 2)):
        stage.forget_everything()
        stage.shots(*prompts)
        ended = stage.shotlist(*run, *more).must_be(code)
        same(ended.out, "", "standard output")
        same(len(ended.err.splitlines()), 1, f"lines on exit {code}:\n{ended.err}\n")
        check(ended.err.startswith("shotlist: "), ended.err)
    same(stage.shotlist(*run, "--limit", 1).must_be(0).err, "", "what is said where all is well")

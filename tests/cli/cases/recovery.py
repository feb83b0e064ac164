"""Files that are lost, rows that are edited, worlds that must not mix."""

import json

from checks import check, has, lacks, same
from fake_server import HANG_UP, REJECTED, by_prompt, gateway_error, task

_RESULTS = "shots.results.csv"


def deleting_the_results_loses_nothing(stage):
    server = stage.server()
    stage.shots("one", "two")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url).must_be(0)
    whole = stage.read(_RESULTS)
    (stage.directory / _RESULTS).unlink()
    told = stage.shotlist("review", "shots.yaml", key=None).must_be(0).out
    has(told, "2 requests: 2 submitted")
    # Nothing is left to send, so no key is needed.
    stage.shotlist("run", "shots.yaml", "--base-url", server.url, key=None).must_be(0)
    same(stage.read(_RESULTS), whole, "the results")
    same(len(server.asked), 2, "requests")


def rows_may_be_inserted_and_moved_between_runs(stage):
    server = stage.server()
    head = "prompt,model,orientation,size,duration\n"
    line = "{},sora-2-pro,portrait,large,15\n"
    stage.write("shots.csv", head + line.format("first") + line.format("second"))
    stage.shotlist("run", "shots.csv", "--base-url", server.url).must_be(0)
    ids = {row["prompt"]: row["task_id"] for row in stage.results()}
    stage.write("shots.csv", head + line.format("second") + line.format("new") + line.format("first"))
    stage.shotlist("run", "shots.csv", "--base-url", server.url).must_be(0)
    same([row["prompt"] for row in stage.results()], ["second", "new", "first"], "manifest order")
    same([asked.prompt for asked in server.asked][2:], ["new"], "requests of the second run")
    for row in stage.results():
        same(row["task_id"], ids.get(row["prompt"], row["task_id"]), row["prompt"])


def only_the_rows_that_are_selected_are_sent_and_all_are_in_the_results(stage):
    server = stage.server()
    stage.write("shots.csv", "id,prompt,style,model,orientation,size,duration\n"
                             "a,one,noir,sora-2-pro,portrait,large,15\n"
                             "b,two,day,sora-2-pro,portrait,large,15\n"
                             "c,three,noir,sora-2-pro,landscape,large,15\n")
    run = ["run", "shots.csv", "--base-url", server.url]
    stage.shotlist(*run, "--where", "style=noir", "--where", "orientation=portrait").must_be(0)
    same([asked.prompt for asked in server.asked], ["one"], "requests")
    same(stage.statuses(), ["submitted", "not_sent", "not_sent"], "statuses")
    stage.shotlist(*run, "--only", "c,a").must_be(0)
    same([asked.prompt for asked in server.asked], ["one", "three"], "requests")
    ended = stage.shotlist(*run, "--only", "d").must_be(2)
    has(ended.err, 'no row "d"')


def what_run_would_do_is_what_plan_says(stage):
    ends = {"bad": gateway_error(400, "no", "invalid_request"), "drop": None,
            "busy": gateway_error(500, "do request failed", "do_request_failed")}
    server = stage.server(lambda asked: ends.get(asked.prompt, task(1)))
    stage.shots("good", "bad", "drop", "busy", "new")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url, "-j", 1,
                   "--only", "a,b,c,d").must_be(6)
    same([(line["action"], line["reason"]) for line in stage.plan("shots.yaml", "--base-url", server.url)],
         [("skip", "submitted"), ("skip", "rejected"), ("skip", "in doubt"),
          ("send", "failed before"), ("send", "new")], "plan")
    text = stage.shotlist("plan", "shots.yaml", "--base-url", server.url, key=None).must_be(0).out
    has(text, "in doubt")
    check(len(text.splitlines()) == 5, f"a line a row was wanted:\n{text}")


def a_row_that_left_the_manifest_keeps_its_line(stage):
    server = stage.server()
    stage.shots("one", "two", "three")
    run = ["run", "shots.yaml", "--base-url", server.url]
    stage.shotlist(*run).must_be(0)
    ids = [row["task_id"] for row in stage.results()]
    stage.shots("one", "two")
    (stage.directory / _RESULTS).unlink()
    has(stage.shotlist(*run).must_be(0).err, "no longer in the manifest")
    rows = stage.results()
    same([row["task_id"] for row in rows], ids, "task ids")
    same([rows[2][column] for column in ("id", "prompt", "source")], ["c", "three", ""], "the line")
    same(len(server.asked), 3, "requests")


def what_the_ledger_keeps_is_the_exact_request_and_the_raw_answer(stage):
    server = stage.server(lambda asked: gateway_error(400, "nein, “danke”", "invalid_request",
                                                      X_Oneapi_Request_Id="req-77"))
    stage.shots("one 夜市")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url).must_be(1)
    attempt, = stage.attempts()
    same(attempt["body"], server.asked[0].body.decode(), "the request")
    same((attempt["server"], attempt["manifest"], attempt["row"]), (server.url, "shots", "a"),
         "of whom it is")
    row = stage.results()[0]
    same((attempt["fingerprint"], attempt["entry"]), (row["fingerprint"], row["entry"]), "its names")
    has(json.dumps(json.loads(attempt["reply"]), ensure_ascii=False), "nein, “danke”")
    same(row["request_id"], "req-77", "the provider's request id")
    for path in stage.directory.iterdir():
        check(b"Bearer" not in path.read_bytes(), f"a header is in {path.name}")
    same(oct(stage.path("shotlist.db").stat().st_mode & 0o777), "0o600", "the ledger's mode")


def the_views_of_the_ledger_answer_people(stage):
    server = stage.server(by_prompt({"two": HANG_UP, "three": REJECTED}))
    stage.shots("one", "two", "three")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url, "-j", 1).must_be(6)
    same([(row["row"], row["status"], row["prompt"]) for row in
          stage.query("SELECT * FROM purchases")],
         [("a", "submitted", "one"), ("b", "in_doubt", "two")], "purchases")
    same([row["row"] for row in stage.query("SELECT * FROM doubts")], ["b"], "doubts")


def a_row_that_is_paid_for_again_in_vain_keeps_the_doubt_or_task_that_there_was(stage):
    said = {}
    server = stage.server(by_prompt(said))
    run = ["run", "shots.yaml", "--base-url", server.url]
    before, after = ("A red kite over a frozen playground", "A red kite over a frozen, playground")
    stage.shots(before)
    stage.shotlist(*run).must_be(0)
    said[after] = REJECTED
    stage.shots(after)
    stage.shotlist(*run).must_be(6)
    stage.shotlist(*run, "--held", "resubmit:1").must_be(1)
    # What was bought is still there to be taken.
    stage.shots(before)
    stage.shotlist(*run).must_be(0)
    same(stage.results()[0]["task_id"], f"sora-2:task_{before}", "the task")
    same([asked.prompt for asked in server.asked], [before, after], "requests")

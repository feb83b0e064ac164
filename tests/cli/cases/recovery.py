"""Files that are lost, rows that are edited, worlds that must not mix."""

import json

from checks import check, has, lacks, same
from fake_server import REJECTED, gateway_error, task

_RESULTS, _JOURNAL = "shots.results.csv", "shots.results.csv.journal"


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


def deleting_the_journal_adopts_the_results_and_pays_nothing_again(stage):
    ends = {"bad": gateway_error(400, "no", "invalid_request"), "drop": None,
            "busy": gateway_error(500, "do request failed", "do_request_failed")}
    server = stage.server(lambda asked: ends.get(asked.prompt, task(len(asked.prompt))))
    stage.shots("good", "bad", "drop", "busy", "another")
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 1]
    stage.shotlist(*run).must_be(6)
    same(len(server.asked), 5, "requests")
    before = stage.results()
    (stage.directory / _JOURNAL).unlink()
    same([line["action"] for line in stage.plan()], ["skip", "skip", "skip", "send", "skip"], "plan")
    ended = stage.shotlist(*run).must_be(6)
    has(ended.err, "5 rows taken over")
    same([asked.prompt for asked in server.asked[5:]], ["busy"], "requests")
    after = stage.results()
    for old, new in zip(before[:3], after[:3]):
        same(new, old, f"the line of {old['id']}")
    same(after[4], before[4], "the line of the last row")
    same([fact["fact"] for fact in stage.facts()], ["opened", "adopted", "sending", "settled"],
         "facts of the new journal")


def a_row_whose_id_a_spreadsheet_has_changed_is_not_paid_for_again(stage):
    server = stage.server()
    shots = stage.read(stage.shots("one", "two", "three"))
    for id, odd in (("a", '"001"'), ("b", "dec-12"), ("c", "market")):
        shots = shots.replace(f"- id: {id}\n", f"- id: {odd}\n")
    stage.write("shots.yaml", shots)
    run = ["run", "shots.yaml", "--base-url", server.url]
    stage.shotlist(*run).must_be(0)
    whole = (stage.directory / _RESULTS).read_bytes()
    # As of a spreadsheet that takes a guard for its own.
    spoilt = whole.replace(b"\r\n'001,", b"\r\n1,").replace(b"\r\ndec-12,", b"\r\n12/12/2026,")
    for journal_is_lost in (False, True):
        (stage.directory / _RESULTS).write_bytes(spoilt)
        if journal_is_lost:
            (stage.directory / _JOURNAL).unlink()
        same([line["action"] for line in stage.plan()], ["skip"] * 3, "plan")
        ended = stage.shotlist(*run).must_be(0)
        has(ended.err, "a spreadsheet has changed ids in shots.results.csv: 1 is 001, 12/12/2026 is "
                       "dec-12")
        lacks(ended.err, "agree")
        same((stage.directory / _RESULTS).read_bytes(), whole, "the results")
    same(len(server.asked), 3, "requests")


def a_row_that_was_edited_after_it_was_submitted_is_not_sent_again(stage):
    server = stage.server()
    stage.shots("one", "two")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url).must_be(0)
    stage.shots("one", "two, but better")
    same([line["reason"] for line in stage.plan()], ["submitted", "changed"], "plan")
    ended = stage.shotlist("run", "shots.yaml", "--base-url", server.url)
    has(ended.err, "b was edited after it was submitted")
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


def a_rehearsal_is_not_continued_at_a_real_address(stage):
    server = stage.server()
    stage.shots("one", "sandbox:refuse")
    stage.shotlist("run", "shots.yaml", "--sandbox", key=None).must_be(1)
    stage.shots("one", "and now for real")
    journal, results = stage.read(_JOURNAL), stage.read(_RESULTS)
    ended = stage.shotlist("run", "shots.yaml", "--base-url", server.outside_url).must_be(3)
    for part in ("a rehearsal", server.outside_url, "-o FILE"):
        has(ended.err, part)
    same(len(server.asked), 0, "requests")
    same(stage.read(_JOURNAL), journal, "the journal")
    same(stage.read(_RESULTS), results, "the results")
    # A server on this machine may be a real one too. Its ids tell what a lost journal would.
    has(stage.shotlist("run", "shots.yaml", "--base-url", server.url).must_be(3).err, "a rehearsal")
    (stage.directory / _JOURNAL).unlink()
    has(stage.shotlist("run", "shots.yaml", "--base-url", server.outside_url).must_be(3).err,
        "a rehearsal")
    same(len(server.asked), 0, "requests")
    # In another sandbox it may go on, and with results of its own at the real address.
    stage.shotlist("run", "shots.yaml", "--sandbox", key=None).must_be(0)
    stage.shotlist("run", "shots.yaml", "--base-url", server.outside_url, "-o", "real.csv").must_be(0)
    same(len(server.asked), 2, "requests")


def real_task_ids_are_not_mixed_with_a_rehearsal(stage):
    server = stage.server()
    stage.shots("one", "two")
    ended = stage.shotlist("run", "shots.yaml", "--base-url", server.outside_url, "--limit", 1)
    has(ended.must_be(5).err, "the key travels unencrypted")
    for words in (["--sandbox"], ["--base-url", server.url]):
        ended = stage.shotlist("run", "shots.yaml", *words).must_be(3)
        has(ended.err, "real task ids")
    same(stage.statuses(), ["submitted", "not_sent"], "statuses")
    same(len(server.asked), 1, "requests")


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
    same([(line["action"], line["reason"]) for line in stage.plan()],
         [("skip", "submitted"), ("skip", "rejected"), ("skip", "in doubt"),
          ("send", "failed before"), ("send", "new")], "plan")
    text = stage.shotlist("plan", "shots.yaml", key=None).must_be(0).out
    has(text, "in doubt")
    check(len(text.splitlines()) == 5, f"a line a row was wanted:\n{text}")


def what_the_journal_keeps_is_the_exact_request_and_the_raw_answer(stage):
    server = stage.server(lambda asked: gateway_error(400, "nein, “danke”", "invalid_request",
                                                      X_Oneapi_Request_Id="req-77"))
    stage.shots("one 夜市")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url).must_be(1)
    opened, sending, settled = stage.facts()
    same((opened["fact"], opened["base_url"], opened["manifest"]), ("opened", server.url, "shots"),
         "the first fact")
    same(sending["fact"], "sending", "the second fact")
    same(sending["body"], json.loads(server.asked[0].body), "the request")
    same(sending["fingerprint"], stage.results()[0]["fingerprint"], "fingerprint")
    has(json.dumps(settled, ensure_ascii=False), "nein, “danke”")
    same(stage.results()[0]["request_id"], "req-77", "the provider's request id")
    lacks(stage.read(_JOURNAL), "Bearer")


def an_edited_row_is_told_and_only_sent_again_on_demand(stage):
    server = stage.server()
    stage.shots("one", "two", "three")
    run = ["run", "shots.yaml", "--base-url", server.url]
    stage.shotlist(*run).must_be(0)
    before = stage.results()
    stage.shots("one, edited", "two", "three")
    ended = stage.shotlist(*run).must_be(0)
    for part in ("was edited after it was submitted", "prompt: one -> one, edited",
                 "--changed resubmit", "--changed keep"):
        has(ended.err, part)
    same(len(server.asked), 3, "requests")
    same([row["prompt"] for row in stage.results()], ["one", "two", "three"], "what was bought")
    has(stage.shotlist("plan", "shots.yaml").must_be(0).err, "prompt: one -> one, edited")
    stage.shotlist(*run, "--changed", "keep").must_be(0)
    lacks(stage.shotlist(*run).must_be(0).err, "was edited")
    same(len(server.asked), 3, "requests")
    same(stage.results()[0]["task_id"], before[0]["task_id"], "the task id that is kept")
    stage.shots("one, edited", "two, edited", "three")
    stage.shotlist(*run, "--changed", "resubmit").must_be(0)
    same([asked.prompt for asked in server.asked[3:]], ["two, edited"], "what was sent again")


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


def a_task_is_kept_where_the_row_is_bought_again_in_vain(stage):
    refused = []
    server = stage.server(lambda asked: REJECTED if asked.prompt in refused else task(asked.prompt))
    run = ["run", "shots.yaml", "--base-url", server.url]
    stage.shots("one")
    stage.shotlist(*run).must_be(0)
    refused.append("one, but worse")
    stage.shots("one, but worse")
    ended = stage.shotlist(*run, "--changed", "resubmit").must_be(1)
    has(ended.err, "a: not bought again: ")
    row = stage.results()[0]
    same((row["status"], row["task_id"], row["prompt"]), ("submitted", "sora-2:task_one", "one"),
         "the row")
    # What it says is still another thing than what was bought, and what was bought is not bought twice.
    has(stage.shotlist(*run).must_be(0).err, "a was edited after it was submitted")
    stage.shots("one")
    stage.shotlist(*run).must_be(0)
    same([asked.prompt for asked in server.asked], ["one", "one, but worse"], "requests")

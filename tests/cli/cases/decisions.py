"""A person decides row by row, in a spreadsheet: `run --decisions FILE`."""

import shlex
import signal

from checks import check, has, lacks, same, until
from deciding import RESULTS, aside, decide, reasons, rows_of, run, save, table
from fake_server import FAILED, HANG_UP, REJECTED, by_prompt
from scenes import (after_a_run_with_all_ends, decisions, files, prompts_asked, resolve,
                    two_in_doubt)

# Of the row in each state: what `plan` says of it under each word, or a part of the mistake.
_IDS = {"submitted": "a", "rejected": "b", "in_doubt": "c", "failed": "d", "not_sent": "e"}
_SKIPPED = "skip: skipped as you asked"
_AGAIN = "send: in doubt, sent again as you asked"
_MEANT = {
    "retry": {"submitted": "retry for a, which is submitted", "failed": "send: failed before",
              "rejected": "send: rejected before, sent again as you asked", "in_doubt": _AGAIN,
              "not_sent": "send: new"},
    "skip": {status: _SKIPPED for status in _IDS},
    "not_created": {"submitted": "is submitted", "rejected": "is rejected",
                    "in_doubt": "send: not created, as you said",
                    "failed": "send: not created, as you said", "not_sent": "is not sent"},
    "resubmit": {"submitted": "is submitted", "in_doubt": "is in doubt", "not_sent": "is not sent"},
    "keep": {"submitted": "is submitted", "in_doubt": "is in doubt", "not_sent": "is not sent"},
    " Retry": {"in_doubt": _AGAIN},
    "NOT_CREATED\t": {"in_doubt": "send: not created, as you said"},
    "": {"submitted": "skip: submitted", "rejected": "skip: rejected", "in_doubt": "skip: in doubt",
         "failed": "send: failed before", "not_sent": "send: new"},
}


def each_word_means_for_each_status_what_plan_says_and_touches_no_other_row(stage):
    _, _, words = after_a_run_with_all_ends(stage)
    usual = reasons(stage, words)
    before = files(stage)
    for word, meant in _MEANT.items():
        for status, what in meant.items():
            name = decide(stage, {_IDS[status]: word}, "decided.csv")
            if what.startswith(("send", "skip")):
                same(reasons(stage, words, "--decisions", name), {**usual, _IDS[status]: what},
                     f"what plan says of {word!r} on a row that is {status}")
            else:
                ended = stage.shotlist("plan", *words[:3], "--decisions", name).must_be(3)
                has(ended.err, what)
                has(ended.err, f"decided.csv:{ord(_IDS[status]) - ord('a') + 2}:")
            (stage.directory / name).unlink()
    same(files(stage), before, "files")


def a_run_sends_what_plan_says_tells_what_it_means_before_and_asks_once_for_each(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    said.clear()
    name = decide(stage, {"b": "retry", "c": "retry", "d": "skip", "e": ""}, "decided.csv")
    sends = sorted(id for id, what in reasons(stage, words, "--decisions", name).items()
                   if what.startswith("send"))
    same(sends, ["b", "c", "e"], "what plan sends")
    ended = run(stage, words, "--decisions", name, "--price", 2).must_be(0)
    told = "1 row is sent again as you asked, and may be paid for twice: 2.00"
    has(ended.err, told)
    check(ended.err.index(told) < ended.err.index("results: "), "it is said too late")
    same(prompts_asked(server), ["bad", "drop", "new"], "requests")
    same(stage.statuses(), ["submitted"] * 3 + ["failed", "submitted"], "statuses")
    lacks(ended.err.split("next:")[-1], "--decisions")


def what_may_be_paid_twice_is_said_even_quietly(stage):
    _, _, words = after_a_run_with_all_ends(stage)
    has(run(stage, words, "--decisions", decide(stage, {"c": "retry"}, "d.csv"), "-q").err,
        "1 row is sent again as you asked, and may be paid for twice")


def a_row_known_not_to_be_created_is_written_down_and_sent_by_the_same_run(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    said.clear()
    name = decide(stage, {"c": "not_created"}, "decided.csv")
    run(stage, words, "--decisions", name, environment={"USER": "mia"}).must_be(1)
    same([(word["row"], word["word"], word["decided_by"]) for word in decisions(stage)],
         [("c", "not_created", "mia")], "decisions")
    same(prompts_asked(server), ["drop", "busy", "new"], "requests")
    same(stage.statuses(), ["submitted", "rejected"] + ["submitted"] * 3, "statuses")


def a_row_that_was_settled_already_needs_no_second_word(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    name = decide(stage, {"c": "not_created"}, "decided.csv")
    resolve(stage, "c", "--not-created").must_be(0)
    said.clear()
    run(stage, words, "--decisions", name).must_be(1)
    same(len(decisions(stage)), 1, "decisions")
    same(prompts_asked(server), ["drop", "busy", "new"], "requests")


def a_row_in_doubt_that_left_the_manifest_can_be_settled_and_is_not_sent(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    name = decide(stage, {"c": "not_created"}, "decided.csv")
    again = decide(stage, {"c": "retry"}, "again.csv")
    stage.write("shots.yaml",
                stage.read("shots.yaml").replace('  - id: c\n    prompt: "drop"\n', ""))
    said.clear()
    ended = run(stage, words, "--only", "a", "--decisions", again).must_be(3)
    has(ended.err, "retry for c, which is in doubt and not in the manifest")
    same(prompts_asked(server), [], "requests by a word for a row that is gone")
    run(stage, words, "--decisions", name).must_be(1)
    same(prompts_asked(server), ["busy", "new"], "requests")
    same([attempt["status"] for attempt in stage.attempts() if attempt["row"] == "c"], ["failed"],
         "what is known of it")


_BEFORE = "An old man feeds grey pigeons before a marble fountain"
_AFTER = "An old man, smiling, feeds grey pigeons before a marble fountain"
_OTHER = "Slow dolly through an abandoned subway carriage"
_OTHER_AFTER = "Slow dolly through an abandoned, flooded subway carriage"


def held_rows_are_kept_or_paid_for_again_row_by_row(stage):
    server = stage.server(by_prompt({}))
    stage.shots(_BEFORE, _OTHER)
    words = ["shots.yaml", "--base-url", server.url, "-j", 1]
    run(stage, words).must_be(0)
    bought = {row["id"]: row["task_id"] for row in stage.results()}
    stage.shots(_AFTER, _OTHER_AFTER)
    run(stage, words).must_be(6)
    same(stage.statuses()[:2], ["held", "held"], "statuses")
    prompts_asked(server)
    name = decide(stage, {"a": "keep", "b": "resubmit"}, "d.csv")
    planned = reasons(stage, words, "--decisions", name)
    same(planned, {"a": "skip: submitted", "b": "send: looks paid for, sent as you asked"}, "plan")
    ended = run(stage, words, "--decisions", name).must_be(0)
    has(ended.err, "1 row is sent again as you asked")
    same(prompts_asked(server), [_OTHER_AFTER], "requests")
    row = stage.results()[0]
    same((row["task_id"], row["prompt"]), (bought["a"], _BEFORE), "what is kept is what was bought")
    # Each word is remembered.
    run(stage, words).must_be(0)
    run(stage, words, "--decisions", name)
    same(prompts_asked(server), [], "requests afterwards")
    same(sorted((word["word"], word["row"]) for word in decisions(stage)),
         [("keep", "a"), ("resubmit", "b")], "decisions")


def a_word_to_pay_again_is_not_asked_for_again_when_the_try_fails(stage):
    said = {}
    server = stage.server(by_prompt(said))
    stage.shots(_BEFORE)
    words = ["shots.yaml", "--base-url", server.url, "-j", 1]
    run(stage, words).must_be(0)
    stage.shots(_AFTER)
    said[_AFTER] = FAILED
    run(stage, words, "--held", "resubmit:1").must_be(1)
    said.clear()
    run(stage, words).must_be(0)
    same(prompts_asked(server), [_BEFORE, _AFTER, _AFTER], "requests")


def held_with_another_number_than_there_are_refuses_and_records_nothing(stage):
    server = stage.server(by_prompt({}))
    stage.shots(_BEFORE, _OTHER)
    words = ["shots.yaml", "--base-url", server.url, "-j", 1]
    run(stage, words).must_be(0)
    stage.shots(_AFTER, _OTHER_AFTER)
    prompts_asked(server)
    for wish in ("keep", "resubmit"):
        for number in (1, 3):
            for command in ("run", "plan"):
                ended = stage.shotlist(command, *words[:3], "--held", f"{wish}:{number}").must_be(3)
                has(ended.err, f"--held names {number} row{'s' * (number > 1)}, but 2 rows are held")
                has(ended.err, f"look at them with  shotlist plan shots.yaml --base-url {server.url}")
    for wish in ("keep:x", "buy", "keep:", "keep:-1", "keep:0", ""):
        stage.shotlist("run", *words, "--held", wish).must_be(2)
    same((prompts_asked(server), decisions(stage)), ([], []), "requests and decisions")
    # The rows that are selected are meant.
    run(stage, words, "--only", "b", "--held", "resubmit:1", "--price", 2).must_be(0)
    same(prompts_asked(server), [_OTHER_AFTER], "requests for one")
    ended = run(stage, words, "--held", "keep").must_be(0)
    same((prompts_asked(server), stage.statuses()[:2]), ([], ["submitted"] * 2), "the rest is kept")
    # Without any held row there is nothing that the word could be about.
    run(stage, words, "--held", "resubmit:1").must_be(3)
    run(stage, words, "--held", "resubmit").must_be(0)
    same(prompts_asked(server), [], "requests at last")


def a_held_row_that_is_skipped_counts_as_held(stage):
    server = stage.server(by_prompt({}))
    stage.shots(_BEFORE, _OTHER)
    words = ["shots.yaml", "--base-url", server.url, "-j", 1]
    run(stage, words).must_be(0)
    stage.shots(_AFTER, _OTHER_AFTER)
    name = table(stage, {"a": "skip"})
    prompts_asked(server)
    has(run(stage, words).must_be(6).err, "--held keep:2")
    ended = run(stage, words, "--decisions", name, "--held", "resubmit:2").must_be(0)
    same(prompts_asked(server), [_OTHER_AFTER], "requests")
    has(ended.err, "--held keep:1")


def what_is_paid_for_again_is_told_in_whichever_run_it_is_sent(stage):
    server = stage.server(by_prompt({}))
    stage.shots(_BEFORE, _OTHER)
    words = ["shots.yaml", "--base-url", server.url, "-j", 1, "--price", "2/CNY"]
    run(stage, words).must_be(0)
    stage.shots(_AFTER, _OTHER_AFTER)
    told = "1 row is sent again as you asked, and may be paid for twice: CNY 2.00\n"
    first = run(stage, words, "--held", "resubmit:2", "--limit", 1).must_be(5)
    has(first.err, told)
    lacks(first.err, "new work")
    second = run(stage, words).must_be(0)
    has(second.err, told)
    lacks(second.err, "new work")
    lacks(run(stage, words).must_be(0).err, "sent again")


def a_word_in_a_file_is_recorded_once(stage):
    said = {"one": HANG_UP}
    server = stage.server(by_prompt(said))
    stage.shots("one")
    words = ["shots.yaml", "--base-url", server.url]
    run(stage, words).must_be(6)
    name = decide(stage, {"a": "retry"}, "d.csv")
    run(stage, words, "--decisions", name).must_be(6)
    same([word["word"] for word in stage.decisions()], ["retry"], "words")
    stage.shotlist("retry", *words, "--in-doubt").must_be(6)
    same([word["word"] for word in stage.decisions()], ["retry", "retry"], "words of two attempts")


def a_task_id_pasted_into_a_row_in_doubt_settles_it(stage):
    server, said, words = two_in_doubt(stage)
    words = words[1:]
    header, *rows = rows_of(stage)
    at = header.index("task_id")
    rows[0][at] = " sora-2:task_found "
    name = save(stage, [header, *rows], "pasted.csv")
    run(stage, words, "--decisions", name).must_be(6)
    same(stage.results()[0]["task_id"], "sora-2:task_found", "the task")
    run(stage, words, "--decisions", name).must_be(6)
    same(len(decisions(stage)), 1, "decisions")
    # Another row's task is refused, whoever has it.
    rows[2][at] = "sora-2:task_two"
    name = save(stage, [header, *rows], "pasted.csv")
    ended = run(stage, words, "--decisions", name).must_be(3)
    has(ended.err, "sora-2:task_two is the task of b (")
    rows[2][at] = "sora-2:task_found"
    has(run(stage, words, "--decisions", save(stage, [header, *rows], "p.csv")).must_be(3).err,
        "sora-2:task_found is the task of a (")
    same(prompts_asked(server), [], "requests")


def resolve_settles_in_bulk_from_a_file(stage):
    server, said, words = two_in_doubt(stage)
    header, *rows = rows_of(stage)
    rows[0][header.index("task_id")] = "sora-2:task_found"
    decided = [header + ["decision"], rows[0] + [""], rows[1] + [""], rows[2] + ["not_created"]]
    name = save(stage, decided, "found.csv", delimiter=";")
    ended = resolve(stage, "--from", name).must_be(0)
    has(ended.err, "a: submitted as sora-2:task_found")
    has(ended.err, "c: not created")
    same(stage.statuses(), ["submitted", "submitted", "failed"], "statuses")
    same([(word["row"], word["word"], word["decided_by"]) for word in decisions(stage)],
         [("a", "created", "mia"), ("c", "not_created", "mia")], "decisions")
    resolve(stage, "--from", name).must_be(0)
    same(len(decisions(stage)), 2, "decisions of the same file")
    same(prompts_asked(server), [], "requests")
    said.clear()
    stage.shotlist(*words).must_be(0)
    same(prompts_asked(server), ["three"], "requests of the next run")


def resolve_from_a_file_takes_no_word_that_sends(stage):
    server, said, words = two_in_doubt(stage)
    for word in ("retry", "resubmit", "keep"):
        name = decide(stage, {"a": word}, "d.csv")
        resolve(stage, "--from", name).must_be(3)
    for more in (["a"], ["--not-created"], ["--task-id", "t"]):
        has(resolve(stage, "--from", name, *more).must_be(2).err, "--from")
    same((prompts_asked(server), decisions(stage)), ([], []), "requests and decisions")


def decisions_in_the_results_file_itself_are_carried_out_once_and_kept(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    said.clear()
    name = decide(stage, {"c": "retry", "d": "skip"})
    decided = (stage.directory / name).read_bytes()
    ended = run(stage, words, "--decisions", name, "--limit", 1).must_be(5)
    kept = aside(stage)
    has(ended.err, f"it is kept as {kept.name}")
    same(kept.read_bytes(), decided, "what is kept")
    same(prompts_asked(server), ["drop"], "requests with the limit")
    run(stage, words, "--decisions", kept.name).must_be(1)
    same(prompts_asked(server), ["new"], "requests of what is kept")


def decisions_that_nobody_asked_for_are_told_and_kept(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    name = decide(stage, {"c": "retry", "b": "skipp"})  # a slip must not cost the rest
    decided = (stage.directory / name).read_bytes()
    ended = run(stage, words, "-q").must_be(6)
    kept = aside(stage)
    has(ended.err, f"{name} was edited since it was written: it is kept as {kept.name}")
    has(ended.err, f"shotlist run shots.yaml --base-url {server.url} -j 1 -q --decisions {kept.name}")
    same(kept.read_bytes(), decided, "what is kept")
    same(prompts_asked(server), ["busy", "new"], "requests")
    lacks(run(stage, words, "-q").must_be(6).err, "decision")
    said.clear()
    prompts_asked(server)
    has(run(stage, words, "--decisions", kept.name).must_be(3).err, "did you mean skip?")
    kept.write_bytes(decided.replace(b"skipp", b"skip"))
    run(stage, words, "--decisions", kept.name).must_be(0)
    same(prompts_asked(server), ["drop", "busy"], "requests of the decisions")


def words_that_are_written_during_a_run_are_kept_at_its_end(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    server.hold()
    started = stage.start("run", *words)
    server.must_be_asked(1)
    decide(stage, {"a": "skip", "c": "not_created"})
    decided = (stage.directory / RESULTS).read_bytes()
    server.release()
    ended = started.end().must_be(6)
    kept = aside(stage)
    has(ended.err, f"--base-url {server.url} -j 1 --decisions {kept.name}")
    same(kept.read_bytes(), decided, "what is kept")
    prompts_asked(server)
    run(stage, words, "--decisions", kept.name)
    same(prompts_asked(server), ["drop", "busy"], "requests of the words")


def an_edited_file_is_kept_whoever_writes_the_results(stage):
    server, said, words = two_in_doubt(stage)
    edited = stage.read(RESULTS).replace("in_doubt", "IN DOUBT?")
    stage.write(RESULTS, edited)
    resolve(stage, "a", "--not-created").must_be(0)
    same(aside(stage).read_text(encoding="utf-8").splitlines(), edited.splitlines(), "what is kept")
    # A copy of what was written before is no edit.
    aside(stage).unlink()
    whole = (stage.directory / RESULTS).read_bytes()
    (stage.directory / RESULTS).write_bytes(whole)
    resolve(stage, "c", "--not-created").must_be(0)
    same(list(stage.directory.glob("*edited*")), [], "files aside")


def decisions_that_a_limit_left_are_carried_out_by_what_is_named(stage):
    server = stage.server(lambda asked: HANG_UP)
    stage.shots(*"abcdef")
    words = ["shots.yaml", "--base-url", server.url, "-j", 1]
    run(stage, words).must_be(6)
    prompts_asked(server)
    decide(stage, dict.fromkeys("abcde", "retry"))
    ended = run(stage, words, "--decisions", RESULTS, "--limit", 2).must_be(6)
    command = next(line for line in ended.err.splitlines() if "--decisions" in line)
    typed = shlex.split(command.split("shotlist", 1)[1].split("  (")[0])
    same(typed[1:5], ["shots.yaml", "--base-url", server.url, "-j"], "what is to be typed")
    same(prompts_asked(server), ["a", "b"], "requests with the limit")
    stage.shotlist(*typed).must_be(6)
    same(prompts_asked(server), ["c", "d", "e"], "requests of the rest")
    stage.shotlist(*typed).must_be(6)
    same(prompts_asked(server), [], "requests of nothing left")


def decisions_go_on_after_a_run_that_was_killed(stage):
    server = stage.server(lambda asked: HANG_UP)
    stage.shots(*"abcd")
    words = ["shots.yaml", "--base-url", server.url, "-j", 1]
    run(stage, words).must_be(6)
    prompts_asked(server)
    decide(stage, dict.fromkeys("abcd", "retry"))
    server.hold()
    started = stage.start("run", *words, "--decisions", RESULTS)
    until(lambda: server.asked, "a request")
    started.signal(signal.SIGKILL)
    started.end()
    server.release()
    first = prompts_asked(server)
    run(stage, words, "--decisions", aside(stage).name).must_be(6)
    same(first + prompts_asked(server), ["a", "b", "c", "d"], "requests of both runs")


def a_word_without_an_entry_is_refused_for_a_row_that_was_sent(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    entry = stage.results()[2]["entry"]
    for word in ("retry", "not_created"):
        ended = run(stage, words, "--decisions", table(stage, {"c": word})).must_be(3)
        has(ended.err, f"{word} for c, which was sent as {entry}")
        has(ended.err, "entry")
    same(prompts_asked(server), [], "requests")
    # What cannot pay for anything twice is taken.
    run(stage, words, "--decisions", table(stage, {"b": "retry", "d": "skip", "e": "retry"})).must_be(6)
    same(prompts_asked(server), ["bad", "new"], "requests of harmless words")
    said.clear()
    run(stage, words, "--only", "c", "--decisions",
        table(stage, {"c": "retry"}, of=RESULTS)).must_be(0)
    same(prompts_asked(server), ["drop"], "requests with the entry")


def a_word_that_was_wrong_can_be_taken_back_before_the_row_is_sent(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    resolve(stage, "c", "--not-created").must_be(0)
    resolve(stage, "c", "--task-id", "sora-2:task_late").must_be(0)
    run(stage, words, "--only", "c").must_be(0)
    same(prompts_asked(server), [], "requests")
    same(stage.results()[2]["task_id"], "sora-2:task_late", "task")
    has(resolve(stage, "d", "--task-id", "sora-2:task_d").must_be(2).err, "d is failed, not in doubt")


def whatever_a_spreadsheet_makes_of_the_file_is_read(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    forms = [{"encoding": "utf-8-sig", "delimiter": ";"}, {"encoding": "gb18030", "delimiter": ";"},
             {"encoding": "utf-16", "delimiter": "\t"}, {"encoding": "gbk"}]
    for form in forms:
        name = decide(stage, {"c": "Retry", "d": ""}, "夜市.csv", **form)
        same(reasons(stage, words, "--decisions", name)["c"], _AGAIN, f"plan with {form}")
    # Columns moved, and one that is about something else; the cells are Chinese enough to be GBK.
    header, *rows = rows_of(stage)
    order = [header.index(name) for name in ("error", "entry", "id", "attempts")]
    moved = [["备注", "decision"] + [header[at] for at in order]]
    moved += [["也许付过钱了，再来一次", "retry" if row[0] == "c" else ""] +
              [row[at] for at in order] for row in rows]
    for form in forms:
        name = save(stage, moved, "moved.csv", **form)
        ended = stage.shotlist("plan", *words[:3], "--decisions", name).must_be(0)
        has(ended.err, "1 row is sent again as you asked")
        if form["encoding"] in ("gb18030", "gbk"):
            has(ended.err, "moved.csv: note: read as GB18030")
    # Excel leaves empty cells at the end of a row out.
    text = (stage.directory / decide(stage, {"c": "retry"}, "ragged.csv")).read_text()
    stage.write("ragged.csv", "\n".join(line.rstrip(",") for line in text.splitlines()) + "\n")
    same(reasons(stage, words, "--decisions", "ragged.csv")["c"], _AGAIN, "plan of ragged rows")
    for column in ("Decision", "decision ", " DECISION", "decision\u3000"):
        name = decide(stage, {"c": "retry\u3000"}, "header.csv", column=column)
        same(reasons(stage, words, "--decisions", name)["c"], _AGAIN, f"plan of {column!r}")


_MISTAKES = """id;decision;note
a;again;
c;retyr;
e;skip;
e;retry;
;skip;
nobody;skip;
market;retry;
b;not_created;
"""


def every_mistake_is_shown_at_once_with_its_place_and_nothing_is_sent_or_written(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    stage.write("words.csv", _MISTAKES)
    before = files(stage)
    ended = run(stage, words, "--decisions", "words.csv").must_be(3)
    for part in ('words.csv:2:3: decision cannot be "again"; write retry, skip',
                 'words.csv:3:3: decision cannot be "retyr"; did you mean retry?',
                 "words.csv:5:3: ",
                 "words.csv:6:2: a decision on a row without an id",
                 "words.csv:7:8: there is no row nobody",
                 "words.csv:8:8: there is no row market",
                 "words.csv:9:3: not_created for b, ",
                 "7 mistakes; nothing was sent"):
        has(ended.err, part)
    for text, part in (("id,status\na,b\n", "words.csv:1:1: there is no column decision"),
                       ("decision\nskip\n", "words.csv:1:1: there is no column id"),
                       ("id,decision,decision\na,,\n", "words.csv:1:13: a second column"),
                       ("", "words.csv: the file is empty"),
                       ('id,decision\n"a,retry\n', "this quote is never closed"),
                       ("id,entry,decision\na,bcdfghjklmnp,retry\n",
                        "the ledger has no attempt bcdfghjklmnp"),
                       ("PK\x03\x04\0\0", "this is a workbook")):
        stage.write("words.csv", text)
        has(run(stage, words, "--decisions", "words.csv").must_be(3).err, part)
    has(run(stage, words, "--decisions", "none.csv").must_be(3).err, "there is no file none.csv")
    stage.write("words.csv", _MISTAKES)
    same((files(stage), prompts_asked(server)), (before, []), "files and requests")


def a_decision_before_the_first_run_is_about_rows_that_were_never_sent(stage):
    server = stage.server()
    stage.shots("one", "two")
    words = ["shots.yaml", "--base-url", server.url]
    run(stage, words, "--decisions", table(stage, {"a": "not_created"})).must_be(3)
    run(stage, words, "--decisions", table(stage, {"a": "skip", "b": "retry"})).must_be(0)
    same(stage.statuses(), ["not_sent", "submitted"], "statuses")
    same(prompts_asked(server), ["two"], "requests")


_PRICES = """prices:
  currency: CNY
  each:
    - { model: sora-2-pro, price: 4.8 }
"""


def what_is_paid_again_is_told_in_money_and_agrees_with_the_till(stage):
    shots = stage.read(stage.shots(*"abcdef"))
    stage.write("shots.yaml", shots.replace("shots:\n", _PRICES + "shots:\n"))
    sandbox = stage.sandbox("--fault", "drop-after=100%")
    run(stage, ["shots.yaml", "--base-url", sandbox.url, "--limit", 4]).must_be(6)
    same(stage.statuses(), ["in_doubt"] * 4 + ["not_sent"] * 2, "statuses")
    name = decide(stage, dict(zip("abcdef", ["retry"] * 4 + ["skip"] * 2)), "decided.csv")
    for command in ("plan", "run"):
        # 19.20 may be spent already; another 9.60 is for two rows.
        ended = stage.shotlist(command, "shots.yaml", "--base-url", sandbox.url, "--max-cost", "28.80",
                               "--decisions", name).must_be(0 if command == "plan" else 6)
        has(ended.err, "2 rows are sent again as you asked, and may be paid for twice: CNY 9.60")
    same(len(sandbox.till()["charges"]), 6, "charges")
    run(stage, ["shots.yaml", "--base-url", sandbox.url, "--decisions", name]).must_be(6)
    same(len(sandbox.till()["charges"]), 8, "charges: the words of the first two were about others")


def a_selection_narrows_what_is_decided(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    said.clear()
    name = decide(stage, {"b": "retry", "c": "retry"}, "decided.csv")
    run(stage, words, "--only", "c,e", "--decisions", name).must_be(0)
    same(prompts_asked(server), ["drop", "new"], "requests")


def a_variable_that_is_called_decision_decides_nothing(stage):
    server = stage.server(by_prompt({"two": HANG_UP}))
    stage.write("shots.csv", "id,prompt,decision\na,one,retry\nb,two,retry\n")
    words = ["shots.csv", "--base-url", server.url, "-j", 1]
    for field in ("model=sora-2-pro", "orientation=landscape", "size=small", "duration=15"):
        words += ["--set", field]
    run(stage, words).must_be(6)
    prompts_asked(server)
    run(stage, words, "--decisions", RESULTS)
    lacks(run(stage, words).must_be(6).err, "decision")
    same(prompts_asked(server), [], "requests")
    name = decide(stage, {"b": "retry"}, "d.csv")
    run(stage, words, "--decisions", name).must_be(6)
    same(prompts_asked(server), ["two"], "requests")
    same([row["decision"] for row in stage.results()], ["retry", "retry"], "the variable")


def results_for_excel_start_with_a_mark_and_are_read_back_everywhere(stage):
    server = stage.server(by_prompt({"下雨的夜市": HANG_UP, "no": REJECTED, "busy": FAILED}))
    stage.shots("下雨的夜市", "no", "busy", "good")
    words = ["shots.yaml", "--base-url", server.url, "-j", 1]
    ended = run(stage, words, "--excel").must_be(6)
    has(ended.err, "--excel")
    mark = b"\xef\xbb\xbfid,"
    check((stage.directory / RESULTS).read_bytes().startswith(mark), "there is no mark")
    has(stage.shotlist("review", RESULTS).must_be(0).out, "下雨的夜市")
    stage.shotlist("import", RESULTS).must_be(0)
    stage.shotlist("retry", *words, "--excel").must_be(6)
    check((stage.directory / RESULTS).read_bytes().startswith(mark), "retry")
    resolve(stage, "a", "--not-created", "--excel").must_be(0)
    check((stage.directory / RESULTS).read_bytes().startswith(mark), "resolve")
    run(stage, words)
    check((stage.directory / RESULTS).read_bytes().startswith(b"id,"), "without --excel")
    same(list(stage.directory.glob("*edited*")), [], "files aside")

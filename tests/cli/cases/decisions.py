"""A person decides row by row, in a spreadsheet: `run --decisions FILE`."""

from checks import check, has, lacks, same
from deciding import decide as _decide
from deciding import reasons as _reasons
from deciding import rows_of as _rows
from deciding import run as _run
from deciding import save as _write
from deciding import table as _table
from fake_server import FAILED, HANG_UP, REJECTED, by_prompt, task
from scenes import after_a_run_with_all_ends, decisions, files, prompts_asked, resolve

_RESULTS, _JOURNAL = "shots.results.csv", "shots.results.csv.journal"


# Of the row in each state: what `plan` says of it under each word, or a part of the mistake.
_IDS = {"submitted": "a", "rejected": "b", "in_doubt": "c", "failed": "d", "not_sent": "e"}
_SKIPPED = "skip: skipped as you decided"
_MEANT = {
    "retry": {"submitted": "pays for it again", "failed": "send: failed before",
              "rejected": "send: rejected, sent again as you decided",
              "in_doubt": "send: in doubt, sent again as you decided", "not_sent": "send: new"},
    "skip": {status: _SKIPPED for status in _IDS},
    "not_created": {"submitted": "not in doubt", "rejected": "not in doubt",
                    "in_doubt": "send: not created, as you decided",
                    "failed": "send: not created, as you decided", "not_sent": "was never sent"},
    " Retry": {"in_doubt": "send: in doubt, sent again as you decided"},
    "NOT_CREATED\t": {"in_doubt": "send: not created, as you decided"},
    "": {"submitted": "skip: submitted", "rejected": "skip: rejected", "in_doubt": "skip: in doubt",
         "failed": "send: failed before", "not_sent": "send: new"},
}


def each_word_means_for_each_status_what_plan_says_and_touches_no_other_row(stage):
    after_a_run_with_all_ends(stage)
    usual = _reasons(stage)
    before = files(stage)
    for word, meant in _MEANT.items():
        for status, what in meant.items():
            name = _decide(stage, {_IDS[status]: word}, "decided.csv")
            if what.startswith(("send", "skip")):
                same(_reasons(stage, "--decisions", name), {**usual, _IDS[status]: what},
                     f"what plan says of {word!r} on a row that is {status}")
            else:
                ended = stage.shotlist("plan", "shots.yaml", "--decisions", name).must_be(3)
                has(ended.err, what)
                has(ended.err, f"decided.csv:{ord(_IDS[status]) - ord('a') + 2}:")
            (stage.directory / name).unlink()
    same(files(stage), before, "files")


def a_run_sends_what_plan_says_tells_what_it_means_before_and_asks_once_for_each(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    said.clear()
    name = _decide(stage, {"b": "retry", "c": "retry", "d": "skip", "e": ""})
    sends = sorted(id for id, what in _reasons(stage, "--decisions", name).items()
                   if what.startswith("send"))
    same(sends, ["b", "c", "e"], "what plan sends")
    ended = _run(stage, words, "--decisions", name).must_be(0)
    told = ended.err.replace("\n  ", " ")
    has(told, "decisions of shots.results.csv: 1 row in doubt sent again, though it may have been "
              "paid for (c); 1 rejected row sent again as it is (b); 1 row skipped (d)")
    check(ended.err.index("decisions of") < ended.err.index("3 to send"), "it is said too late")
    same(prompts_asked(server), ["bad", "drop", "new"], "requests")
    same(stage.statuses(), ["submitted"] * 3 + ["failed", "submitted"], "statuses")
    lacks(stage.read(_RESULTS).splitlines()[0], "decision")
    lacks(ended.err.split("next:")[-1], "--decisions")


def what_may_be_paid_twice_is_said_even_quietly(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    name = _decide(stage, {"c": "retry"})
    has(_run(stage, words, "--decisions", name, "-q").err, "1 row in doubt sent again")
    name = _decide(stage, {"b": "skip"})
    lacks(_run(stage, words, "--decisions", name, "-q").err, "skipped")


def a_row_known_not_to_be_created_is_written_down_and_sent_by_the_same_run(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    said.clear()
    name = _decide(stage, {"c": "not_created"})
    ended = _run(stage, words, "--decisions", name, environment={"USER": "mia"}).must_be(1)
    has(ended.err, "1 row known not to have been created (c)")
    same([(fact["id"], fact["by"]) for fact in decisions(stage)], [("c", "mia")], "decisions")
    same(prompts_asked(server), ["drop", "busy", "new"], "requests")
    same(stage.statuses(), ["submitted", "rejected"] + ["submitted"] * 3, "statuses")


def a_row_that_was_settled_already_needs_no_second_word(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    name = _decide(stage, {"c": "not_created"}, "decided.csv")
    resolve(stage, "c", "--not-created").must_be(0)
    said.clear()
    _run(stage, words, "--decisions", name).must_be(1)
    same(len(decisions(stage)), 1, "decisions")
    same(prompts_asked(server), ["drop", "busy", "new"], "requests")


def a_row_in_doubt_that_left_the_manifest_can_be_settled_too(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    name = _decide(stage, {"c": "not_created"}, "decided.csv")
    again = _decide(stage, {"c": "retry"}, "again.csv")
    shots = stage.read("shots.yaml")
    stage.write("shots.yaml", shots.replace('  - id: c\n    prompt: "drop"\n', ""))
    ended = stage.shotlist("plan", "shots.yaml", "--decisions", again).must_be(3)
    has(ended.err, "c is no longer in the manifest")
    said.clear()
    has(_run(stage, words, "--decisions", name).must_be(1).err, "not to have been created (c)")
    same(prompts_asked(server), ["busy", "new"], "requests")
    same({row["id"]: row["status"] for row in stage.results()}["c"], "failed", "status")


def an_edited_row_is_paid_for_again_where_that_is_decided_and_no_other(stage):
    server = stage.server()
    stage.shots("one", "two", "three")
    words = ["shots.yaml", "--base-url", server.url, "-j", 1]
    _run(stage, words).must_be(0)
    prompts_asked(server)
    stage.shots("one anew", "two anew", "three")
    name = _decide(stage, {"a": "retry"}, "decided.csv")
    same(_reasons(stage, "--decisions", name),
         {"a": "send: changed, sent again as you decided", "b": "skip: changed",
          "c": "skip: submitted"}, "plan")
    ended = _run(stage, words, "--changed", "keep", "--decisions", name).must_be(0)
    has(ended.err.replace("\n  ", " "), "1 edited row paid for again, though it was submitted "
                                        "before (a)")
    same(prompts_asked(server), ["one anew"], "requests")
    same(stage.results()[1]["task_id"], "sora-2:task_2", "the task that is kept")
    has(_run(stage, words, "--decisions", name).must_be(0).err, "carried out before (a)")
    same(prompts_asked(server), [], "requests of the same decisions")


def a_decision_on_a_row_that_has_changed_since_is_refused_and_nothing_is_written(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    old = _decide(stage, {"b": "retry", "c": "retry"}, "decided.csv")
    older = _decide(stage, {"c": "not_created", "d": "retry"}, "older.csv")
    # b is submitted now, and c is in doubt after its second attempt.
    said["bad"] = task("good-after-all")
    stage.shotlist("retry", *words, "--rejected", "--in-doubt", "--only", "b,c").must_be(6)
    prompts_asked(server)
    before = files(stage)
    for command in ("plan", "run"):
        more = words[1:] if command == "run" else []
        ended = stage.shotlist(command, "shots.yaml", *more, "--decisions", old).must_be(3)
        has(ended.err, "b has changed since the file was saved: it is now submitted as "
                       "sora-2:task_good-after-all")
        has(ended.err, "c has changed since the file was saved: it is now in doubt after attempt 2")
        has(ended.err, "2 mistakes; nothing was sent")
        has(stage.shotlist(command, "shots.yaml", *more, "--decisions", older).must_be(3).err,
            "c has changed")
    same((files(stage), prompts_asked(server)), (before, []), "files and requests")


def the_same_decisions_given_twice_are_paid_for_once(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    kept = _decide(stage, {"b": "retry", "c": "retry"}, "decided.csv")
    bare = _table(stage, {"b": "retry", "c": "retry"})
    _run(stage, words, "--decisions", bare).must_be(6)  # b is rejected and c lost once more
    prompts_asked(server)
    ended = _run(stage, words, "--decisions", bare).must_be(6)
    has(ended.err, "decisions of words.csv: 2 decisions carried out before (b, c)")
    same(prompts_asked(server), ["busy"], "requests of the same file")
    has(_run(stage, words, "--decisions", kept).must_be(3).err,
        "c has changed since the file was saved")
    said.clear()
    anew = _decide(stage, {"b": "retry", "c": "retry"}, "anew.csv")
    _run(stage, words, "--decisions", anew).must_be(0)
    same(prompts_asked(server), ["bad", "drop", "busy"], "requests of new decisions")
    for name in (anew, "words.csv"):
        prompts_asked(server)
        ended = _run(stage, words, "--decisions", name)
        has(ended.err, "2 decisions carried out before" if name == anew else
            "c has changed since the file was saved: it is now submitted")
        same(prompts_asked(server), [], "requests of the last run")


def decisions_in_the_results_file_itself_are_carried_out_once_and_kept(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    said.clear()
    name = _decide(stage, {"c": "retry", "d": "skip"})
    decided = (stage.directory / name).read_bytes()
    ended = _run(stage, words, "--decisions", name, "--limit", 1).must_be(5)
    aside, = stage.directory.glob(_RESULTS + ".old-*")
    has(ended.err, f"its decisions are kept in {aside.name}")
    same(aside.read_bytes(), decided, "what is kept")
    ended = _run(stage, words, "--decisions", name).must_be(3)
    has(ended.err, "there is no column decision")
    has(ended.err, "leave --decisions out")
    has(_run(stage, words, "--decisions", aside.name).must_be(1).err,
        "1 decision carried out before (c)")
    same(prompts_asked(server), ["drop", "new"], "requests")


def decisions_that_nobody_asked_for_are_told_and_kept(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    name = _decide(stage, {"c": "retry", "b": "skipp"})  # a slip must not cost the rest
    decided = (stage.directory / name).read_bytes()
    has(stage.shotlist("plan", "shots.yaml").must_be(0).err,
        f"{name} holds 2 decisions, left out here: add --decisions {name}")
    ended = _run(stage, words, "-q").must_be(6)
    aside, = stage.directory.glob(_RESULTS + ".old-*")
    has(ended.err, f"{name} holds 2 decisions, which are not carried out now")
    has(ended.err, f"shotlist run shots.yaml --base-url {server.url} -j 1 -q --decisions "
                   f"{aside.name}")
    same(aside.read_bytes(), decided, "what is kept")
    same(prompts_asked(server), ["busy", "new"], "requests")
    lacks(_run(stage, words, "-q").must_be(6).err, "decision")
    said.clear()
    prompts_asked(server)
    has(_run(stage, words, "--decisions", aside.name).must_be(3).err, "did you mean skip?")
    aside.write_bytes(decided.replace(b"skipp", b"skip"))
    _run(stage, words, "--decisions", aside.name).must_be(0)
    same(prompts_asked(server), ["drop", "busy"], "requests of the decisions")


def whatever_a_spreadsheet_makes_of_the_file_is_read(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    want = "send: in doubt, sent again as you decided"
    forms = [{"encoding": "utf-8-sig", "delimiter": ";"}, {"encoding": "gb18030", "delimiter": ";"},
             {"encoding": "utf-16", "delimiter": "\t"}, {"encoding": "gbk"}]
    for form in forms:
        name = _decide(stage, {"c": "Retry", "d": ""}, "夜市.csv", **form)
        same(_reasons(stage, "--decisions", name)["c"], want, f"plan with {form}")
    # Columns moved, and one that is about something else; the cells are Chinese enough to be GBK.
    header, *rows = _rows(stage)
    order = [5, 2, 0, 7]
    table = [["备注", "decision"] + [header[at] for at in order]]
    table += [["也许付过钱了，再来一次", "retry" if row[0] == "c" else ""] +
              [row[at] for at in order] for row in rows]
    for form in forms:
        name = _write(stage, table, "moved.csv", **form)
        ended = stage.shotlist("plan", "shots.yaml", "--decisions", name).must_be(0)
        has(ended.err, "1 row in doubt sent again")
        if form["encoding"] in ("gb18030", "gbk"):
            has(ended.err, "moved.csv: note: read as GB18030")
    # Excel leaves empty cells at the end of a row out.
    text = (stage.directory / _decide(stage, {"c": "retry"}, "ragged.csv")).read_text()
    lines = [line.rstrip(",") for line in text.splitlines()]
    stage.write("ragged.csv", "\n".join(lines) + "\n")
    same(_reasons(stage, "--decisions", "ragged.csv")["c"], want, "plan of ragged rows")


_MISTAKES = """id;decision;note
a;again;
c;retyr;
c;retry;
c;skip;
;skip;
nobody;skip;
market;retry;
b;not_created;
"""


def every_mistake_is_shown_at_once_with_its_place_and_nothing_is_sent_or_written(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    stage.write("words.csv", _MISTAKES)
    before = files(stage)
    ended = _run(stage, words, "--decisions", "words.csv").must_be(3)
    for part in ('words.csv:2:3: decision can not be "again"; write retry, skip or not_created',
                 'words.csv:3:3: decision can not be "retyr"; did you mean retry?',
                 "words.csv:5:3: skip for c, after retry on line 4; remove one of them",
                 "words.csv:6:2: a decision on a row without an id",
                 'words.csv:7:8: there is no row "nobody"',
                 'words.csv:8:8: there is no row "market"',
                 "words.csv:9:3: b is rejected after attempt 1, not in doubt",
                 "7 mistakes; nothing was sent"):
        has(ended.err, part)
    for text, part in (("id,status\na,b\n", "words.csv:1:1: there is no column decision"),
                       ("decision\nskip\n", "words.csv:1:1: there is no column id"),
                       ("id,decision,decision\na,,\n", "words.csv:1:13: a second column"),
                       ("", "words.csv: the file is empty"),
                       ('id,decision\n"a,retry\n', "this quote is never closed"),
                       ("PK\x03\x04\0\0", "this is a workbook")):
        stage.write("words.csv", text)
        has(_run(stage, words, "--decisions", "words.csv").must_be(3).err, part)
    has(_run(stage, words, "--decisions", "none.csv").must_be(3).err, "there is no file none.csv")
    stage.write("words.csv", _MISTAKES)
    same((files(stage), prompts_asked(server)), (before, []), "files and requests")


def a_decision_of_the_first_run_makes_no_journal_where_it_is_wrong(stage):
    stage.shots("one", "two")
    run = ["run", "shots.yaml", "--sandbox", "--decisions"]
    stage.shotlist(*run, _table(stage, {"a": "not_created"})).must_be(3)
    same(sorted(files(stage)), ["shots.yaml", "words.csv"], "files")
    ended = stage.shotlist(*run, _table(stage, {"a": "skip", "b": "retry"})).must_be(0)
    has(ended.err, "1 row sent as without a decision (b); 1 row skipped (a)")
    same(stage.statuses(), ["not_sent", "submitted"], "statuses")


_PRICES = """prices:
  currency: CNY
  each:
    - { model: sora-2-pro, price: 4.8 }
"""


def what_is_paid_again_is_told_in_money_and_agrees_with_the_till(stage):
    shots = stage.read(stage.shots(*"abcdef"))
    stage.write("shots.yaml", shots.replace("shots:\n", _PRICES + "shots:\n"))
    sandbox = stage.sandbox("--fault", "drop-after=100%")
    _run(stage, ["shots.yaml", "--base-url", sandbox.url, "--limit", 4]).must_be(6)
    same(stage.statuses(), ["in_doubt"] * 4 + ["not_sent"] * 2, "statuses")
    name = _decide(stage, dict(zip("abcdef", ["retry"] * 4 + ["skip"] * 2)), "decided.csv")
    told = "4 rows in doubt sent again, though they may have been paid for (a, b, c and 1 more): " \
           "up to CNY 19.20 paid twice; 2 rows skipped (e, f)"
    for command in ("plan", "run"):
        # 19.20 may be spent already; another 9.60 is for two rows.
        more = ["shots.yaml", "--max-cost", "28.80", "--decisions", name]
        if command == "run":
            more += ["--base-url", sandbox.url]
        ended = stage.shotlist(command, *more).must_be(0 if command == "plan" else 6)
        has(ended.err.replace("\n  ", " "),
            "2 rows in doubt sent again, though they may have been paid for (a, b): up to CNY 9.60 "
            "paid twice; 2 rows skipped (e, f); 2 rows left out all the same, by the selection, the "
            "limit or the cost (c, d)")
    same(len(sandbox.till()["charges"]), 6, "charges")
    whole = _decide(stage, dict(zip("abcdef", ["retry"] * 4 + ["skip"] * 2)), "decided.csv")
    has(stage.shotlist("plan", "shots.yaml", "--decisions", whole).must_be(0)
        .err.replace("\n  ", " "), told)
    _run(stage, ["shots.yaml", "--base-url", sandbox.url, "--decisions", whole]).must_be(6)
    same(len(sandbox.till()["charges"]), 10, "charges")


def what_decisions_mean_fits_the_width(stage):
    after_a_run_with_all_ends(stage)
    name = _decide(stage, {"b": "retry", "c": "retry", "d": "skip", "e": "retry"}, "decided.csv")
    for width in (40, 60, 100):
        ended = stage.shotlist("plan", "shots.yaml", "--decisions", name,
                               environment={"COLUMNS": str(width)}).must_be(0)
        told = ended.err[:ended.err.index("shots: 5")]
        check(all(len(line) <= width for line in told.splitlines()), f"wider than {width}:\n{told}")


def a_selection_narrows_what_is_decided(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    said.clear()
    name = _decide(stage, {"b": "retry", "c": "retry"}, "decided.csv")
    ended = _run(stage, words, "--only", "c,e", "--decisions", name).must_be(0)
    has(ended.err.replace("\n  ", " "), "(c); 1 row left out all the same")
    same(prompts_asked(server), ["drop", "new"], "requests")


def a_variable_that_is_called_decision_decides_nothing(stage):
    server = stage.server(by_prompt({"two": HANG_UP}))
    stage.write("shots.csv", "id,prompt,decision\na,one,retry\nb,two,retry\n")
    words = ["shots.csv", "--base-url", server.url, "-j", 1]
    for field in ("model=sora-2-pro", "orientation=landscape", "size=small", "duration=15"):
        words += ["--set", field]
    _run(stage, words).must_be(6)
    prompts_asked(server)
    has(_run(stage, words, "--decisions", _RESULTS).must_be(3).err, "there is no column decision")
    lacks(_run(stage, words).must_be(6).err, "decision")
    same(prompts_asked(server), [], "requests")
    name = _decide(stage, {"b": "retry"})
    _run(stage, words, "--decisions", name).must_be(6)
    same(prompts_asked(server), ["two"], "requests")
    same([row["decision"] for row in stage.results()], ["retry", "retry"], "the variable")


def results_for_excel_start_with_a_mark_and_are_read_back_everywhere(stage):
    server = stage.server(by_prompt({"下雨的夜市": HANG_UP, "no": REJECTED, "busy": FAILED}))
    stage.shots("下雨的夜市", "no", "busy", "good")
    words = ["shots.yaml", "--base-url", server.url, "-j", 1]
    ended = _run(stage, words, "--excel").must_be(6)
    has(ended.err, "--excel")
    text = (stage.directory / _RESULTS).read_bytes()
    check(text.startswith(b"\xef\xbb\xbfid,"), "there is no mark")
    has(stage.shotlist("review", _RESULTS).must_be(0).out, "下雨的夜市")
    (stage.directory / _JOURNAL).unlink()
    prompts_asked(server)
    has(_run(stage, words, "--excel").must_be(6).err, "4 rows taken over")
    same(prompts_asked(server), ["busy"], "requests")
    stage.shotlist("retry", *words, "--excel").must_be(6)
    check((stage.directory / _RESULTS).read_bytes().startswith(b"\xef\xbb\xbfid,"), "retry")
    resolve(stage, "a", "--not-created", "--excel").must_be(0)
    check((stage.directory / _RESULTS).read_bytes().startswith(b"\xef\xbb\xbfid,"), "resolve")
    _run(stage, words).must_be(6)
    check((stage.directory / _RESULTS).read_bytes().startswith(b"id,"), "without --excel")

"""What people find out, change their minds about, and say twice: each paid twice once.

Each case ends with what was paid for: the server counts it, and a call that it hung up on may be
paid for, too.
"""

import itertools
import os
import re
import shlex
import shutil

from checks import has, lacks, same
from deciding import decide, rows_of, save
from fake_server import FAILED, HANG_UP, REJECTED, answer, task
from scenes import prompts_asked

_HARBOR = "a small harbor in the fog at dawn with gulls above the boats"
_MARKET = "market street in the rain with neon signs and steaming bowls"
_RESULTS = "m.results.csv"


def _server(stage, said=None):
    """Answers with what `said` holds for a prompt, else with a task that nobody had before."""
    number = itertools.count(1)
    return stage.server(lambda asked: (said or {}).get(asked.prompt, task(next(number))))


def _table(stage, *rows, name="m.csv", columns="id,prompt"):
    lines = (",".join(row) for row in rows)
    lines = [columns + ",model", *(f"{line},sora-2" for line in lines)]
    return stage.write(name, "\n".join(lines) + "\n")


def _words(server, manifest="m.csv"):
    return [manifest, "--base-url", server.url, "-j", 1]


def _entries(stage, name=_RESULTS):
    return [row["entry"] for row in stage.results(name)]


def _two_in_doubt(stage):
    """What the server says by prompt, the server, and the words of a run."""
    said = {_HARBOR: HANG_UP, _MARKET: HANG_UP}
    server = _server(stage, said)
    words = _words(server)
    _table(stage, ["a", _HARBOR], ["b", _MARKET])
    stage.shotlist("run", *words).must_be(6)
    return said, server, words


# A task that is found late

def a_task_that_is_found_after_a_retry_in_vain_is_the_rows(stage):
    said, server, words = _two_in_doubt(stage)
    entries = _entries(stage)
    said.update({_HARBOR: FAILED, _MARKET: REJECTED})
    stage.shotlist("retry", *words, "--in-doubt").must_be(1)
    for entry in entries:
        stage.shotlist("resolve", "m.csv", entry, "--task-id", "sora-2:task_" + entry).must_be(0)
    said.clear()
    prompts_asked(server)
    ended = stage.shotlist("run", *words).must_be(0)
    has(ended.err, "2 submitted before · 0 to send")
    same([row["task_id"] for row in stage.results(_RESULTS)],
         ["sora-2:task_" + entry for entry in entries], "tasks")
    # It holds the same in another manifest, too.
    shutil.copy(stage.path("m.csv"), stage.path("n.csv"))
    stage.shotlist("run", *_words(server, "n.csv")).must_be(6)
    same(prompts_asked(server), [], "paid for")


def a_task_that_an_import_brings_after_a_retry_in_vain_is_the_rows(stage):
    said = {_HARBOR: HANG_UP}
    server = _server(stage, said)
    words = _words(server)
    _table(stage, ["a", _HARBOR])
    stage.shotlist("run", *words).must_be(6)
    shutil.copy(stage.path("shotlist.db"), stage.path("there.db"))
    entry, = _entries(stage)
    stage.shotlist("resolve", "m.csv", entry, "--task-id", "sora-2:task_x", "--ledger", "there.db",
                   "-o", "there.csv",
                   environment={"XDG_STATE_HOME": str(stage.home / "there")}).must_be(0)
    stage.shotlist("resolve", "m.csv", "a", "--not-created").must_be(0)
    said[_HARBOR] = FAILED
    stage.shotlist("run", *words).must_be(1)
    # One word against another: somebody has to look again.
    has(stage.shotlist("import", "there.db").must_be(3).err, "1 conflict")
    stage.shotlist("resolve", "m.csv", entry, "--task-id", "sora-2:task_x").must_be(0)
    stage.shotlist("import", "there.db").must_be(0)
    said.clear()
    prompts_asked(server)
    stage.shotlist("run", *words).must_be(0)
    same(prompts_asked(server), [], "paid for")
    same([row["task_id"] for row in stage.results(_RESULTS)], ["sora-2:task_x"], "task")


def another_ledger_tells_of_what_was_bought_and_not_of_the_last_try(stage):
    said = {_HARBOR: HANG_UP}
    server = _server(stage, said)
    _table(stage, ["a", _HARBOR], name="one/m.csv")
    stage.shotlist("run", *_words(server, "one/m.csv")).must_be(6)
    entry, = _entries(stage, "one/" + _RESULTS)
    said[_HARBOR] = FAILED
    stage.shotlist("retry", *_words(server, "one/m.csv"), "--in-doubt").must_be(1)
    stage.shotlist("resolve", "one/m.csv", entry, "--task-id",
                   "sora-2:task_x").must_be(0)
    _table(stage, ["a", _HARBOR], name="two/m.csv")
    prompts_asked(server)
    ended = stage.shotlist("run", *_words(server, "two/m.csv")).must_be(6)
    has(ended.err, entry)
    stage.shotlist("run", *_words(server, "two/m.csv"), "--held", "keep:1").must_be(0)
    same([row["task_id"] for row in stage.results("two/" + _RESULTS)], ["sora-2:task_x"], "task")
    same(prompts_asked(server), [], "paid for")


# Versions of a text

def every_version_of_a_text_is_held_against_those_before(stage):
    versions = [_HARBOR, _HARBOR + " slowly", _HARBOR.replace("small", "tiny"),
                _HARBOR.replace("gulls", "terns") + " softly"]
    for columns, rows in (
            ("id,prompt,takes", lambda text: [["a", text, "4"]]),
            ("prompt", lambda text: [[text]]),
            ("id,prompt,images", lambda text: [[str(i), text, f"https://x.example/{i}.png"]
                                               for i in range(4)])):
        server = _server(stage)
        words = ["m.csv", "--base-url", server.url]
        for number, text in enumerate(versions):
            _table(stage, *rows(text), columns=columns)
            count = 1 if columns == "prompt" else 4
            if number > 0:
                stage.shotlist("run", *words).must_be(6)
                same(prompts_asked(server), [], "paid for unasked")
                stage.shotlist("run", *words, "--held", f"resubmit:{count + 1}").must_be(3)
                stage.shotlist("run", *words, "--held", f"resubmit:{count}").must_be(0)
            else:
                stage.shotlist("run", *words).must_be(0)
            same(prompts_asked(server), [text] * count, "paid for")
        stage.forget_everything()


# Words

def a_row_that_asks_for_what_was_kept_has_it(stage):
    server = _server(stage)
    words = _words(server)
    columns = "id,prompt,watermark"
    _table(stage, ["a", _HARBOR, "true"], columns=columns)
    stage.shotlist("run", *words).must_be(0)
    _table(stage, ["a", _HARBOR, "false"], columns=columns)
    stage.shotlist("run", *words, "--held", "keep:1").must_be(0)
    prompts_asked(server)
    _table(stage, ["a", _HARBOR, "true"], ["b", _HARBOR, "false"], columns=columns)
    stage.shotlist("run", *words).must_be(0)
    same(len(prompts_asked(server)), 1, "paid for")
    same([(row["task_id"], row["watermark"]) for row in stage.results(_RESULTS)],
         [("sora-2:task_1", "true"), ("sora-2:task_2", "false")], "tasks")


def a_word_about_a_kept_doubt_pays_once(stage):
    said = {_HARBOR: HANG_UP}
    server = _server(stage, said)
    _table(stage, ["a", _HARBOR])
    stage.shotlist("run", *_words(server)).must_be(6)
    said.clear()
    shutil.copy(stage.path("m.csv"), stage.path("n.csv"))
    again = [*_words(server, "n.csv"), "--price", "5"]
    stage.shotlist("run", *again, "--held", "keep:1").must_be(6)
    prompts_asked(server)
    ended = stage.shotlist("retry", *again, "--in-doubt").must_be(0)
    has(ended.err, "1 row is sent again as you asked, and may be paid for twice: 5.00")
    same(prompts_asked(server), [_HARBOR], "paid for as a person says")
    for words in (_words(server), again):
        stage.shotlist("run", *words)
    same(prompts_asked(server), [], "paid for")


def a_kept_doubt_that_is_retried_leaves_the_row_that_had_it_in_doubt(stage):
    said = {_HARBOR: HANG_UP}
    server = _server(stage, said)
    words = _words(server)
    columns = "id,prompt,watermark"
    _table(stage, ["a", _HARBOR, "true"], columns=columns)
    stage.shotlist("run", *words).must_be(6)
    said.clear()
    _table(stage, ["a", _HARBOR, "false"], columns=columns)
    stage.shotlist("run", *words, "--held", "keep:1").must_be(6)
    stage.shotlist("retry", *words, "--in-doubt").must_be(6)
    prompts_asked(server)
    _table(stage, ["a", _HARBOR, "true"], columns=columns)
    stage.shotlist("run", *words).must_be(6)
    same(prompts_asked(server), [], "paid for")


def what_was_paid_for_again_still_holds_other_rows(stage):
    server = _server(stage)
    words = _words(server)
    rest = [["f1", _MARKET],
            ["f2", "slow dolly through an abandoned subway carriage full of plants"],
            ["f3", "desert highway under a violet thunderstorm with one lone truck"]]
    _table(stage, *rest, ["a", _HARBOR])
    stage.shotlist("run", *words).must_be(0)
    edited = ["a", _HARBOR + " and quiet music"]
    _table(stage, *rest, edited)
    stage.shotlist("run", *words, "--held", "resubmit:1").must_be(0)
    prompts_asked(server)
    _table(stage, *rest, edited, ["b", _HARBOR.replace("dawn", "dusk")])
    stage.shotlist("run", *words).must_be(6)
    same(prompts_asked(server), [], "paid for")


def a_word_to_pay_again_counts_for_one_manifest(stage):
    said = {}
    server = _server(stage, said)
    _table(stage, ["a", _HARBOR])
    stage.shotlist("run", *_words(server)).must_be(0)
    for name in ("n.csv", "o.csv"):
        shutil.copy(stage.path("m.csv"), stage.path(name))
    said[_HARBOR] = REJECTED
    stage.shotlist("run", *_words(server, "n.csv"), "--held", "resubmit:1").must_be(1)
    said.clear()
    prompts_asked(server)
    stage.shotlist("run", *_words(server, "o.csv")).must_be(6)
    same(prompts_asked(server), [], "paid for")


def a_word_to_pay_again_counts_at_one_server(stage):
    servers = [_server(stage), _server(stage, {_HARBOR: FAILED}), _server(stage)]
    _table(stage, ["a", _HARBOR])
    stage.shotlist("run", *_words(servers[0])).must_be(0)
    stage.shotlist("run", *_words(servers[1]), "--held", "resubmit:1").must_be(1)
    stage.shotlist("run", *_words(servers[2])).must_be(6)
    same(prompts_asked(servers[2]), [], "paid for")
    # Where it was said it still counts: the row made nothing there.
    stage.shotlist("run", *_words(servers[1])).must_be(1)
    same(len(prompts_asked(servers[1])), 2, "requests where it was said")


def a_word_in_a_file_counts_for_the_text_that_somebody_saw(stage):
    server = _server(stage)
    words = _words(server)
    _table(stage, ["a", _HARBOR])
    stage.shotlist("run", *words).must_be(0)
    _table(stage, ["a", _HARBOR + " slowly"])
    stage.shotlist("run", *words).must_be(6)
    decide(stage, {"a": "resubmit"}, "d.csv", of=_RESULTS)
    prompts_asked(server)
    _table(stage, ["a", _HARBOR + " quickly"])
    ended = stage.shotlist("run", *words, "--decisions", "d.csv").must_be(6)
    same(prompts_asked(server), [], "paid for")
    has(ended.err, "sent or edited since")
    _table(stage, ["a", _HARBOR + " slowly"])
    stage.shotlist("run", *words, "--decisions", "d.csv").must_be(0)
    same(prompts_asked(server), [_HARBOR + " slowly"], "paid for as a person says")


def a_word_in_a_file_is_recorded_for_the_rows_that_are_meant(stage):
    said, server, words = _two_in_doubt(stage)
    said.clear()
    prompts_asked(server)
    decide(stage, {"a": "retry", "b": "retry"}, "d.csv", of=_RESULTS)
    stage.shotlist("run", *words, "--decisions", "d.csv", "--only", "b").must_be(0)
    same(prompts_asked(server), [_MARKET], "paid for as a person says")
    ended = stage.shotlist("run", *words).must_be(6)
    same(prompts_asked(server), [], "paid for")
    has(ended.err, "does not send it again")


def what_a_stopped_retry_leaves_is_said_to_be_sent_by_the_next_run(stage):
    said, server, words = _two_in_doubt(stage)
    said.clear()
    prompts_asked(server)
    said[_HARBOR] = answer(402, {"error": {"message": "no balance", "type": "insufficient_quota"}})
    ended = stage.shotlist("retry", *words, "--in-doubt").must_be(4)
    has(ended.err, "sends 1 row in doubt again as you asked and 1 failed row again")
    lacks(ended.err, "does not send")
    said.clear()
    prompts_asked(server)
    ended = stage.shotlist("run", *words).must_be(0)
    has(ended.err, "2 rows are sent again as you asked, and may be paid for twice")
    same(prompts_asked(server), [_HARBOR, _MARKET], "paid for")


# Imports

def an_import_tells_what_became_of_attempts_and_checks_what_people_wrote(stage):
    said = {_HARBOR: HANG_UP, _MARKET: HANG_UP}
    server = _server(stage, said)
    words = _words(server)
    _table(stage, ["a", _HARBOR], ["b", _MARKET], ["c", "two dogs on a wet beach"])
    stage.shotlist("run", *words).must_be(6)
    header, *lines = rows_of(stage, _RESULTS)
    status, task_id = header.index("status"), header.index("task_id")

    def imported(a, b, code):
        lines[0][status], lines[0][task_id] = "submitted", a
        lines[1][status], lines[1][task_id] = "submitted", b
        save(stage, [header, *lines], "edited.csv")
        return stage.shotlist("import", "edited.csv").must_be(code).err

    bought = lines[2][task_id]
    has(imported(bought, "sora-2:task_b", 3), f"{bought} is the task of c")
    has(imported("undefined", "sora-2:task_b", 3), '"undefined" is no task id')
    has(imported("sora-2:task_b", "sora-2:task_b", 3), "stands beside")
    same(stage.statuses(_RESULTS), ["in_doubt", "in_doubt", "submitted"], "statuses")
    has(imported("sora-2:task_a", "sora-2:task_b", 0), "2 decisions taken over")
    prompts_asked(server)
    stage.shotlist("run", *words).must_be(0)
    same(prompts_asked(server), [], "paid for")


def what_left_a_manifest_can_be_taken_over(stage):
    server = _server(stage)
    for folder in ("one", "two"):
        _table(stage, ["a", _HARBOR], ["b", _MARKET], name=folder + "/m.csv")
    words = _words(server, "one/m.csv")
    stage.shotlist("run", *words).must_be(0)
    _table(stage, ["a", _HARBOR], name="one/m.csv")
    stage.shotlist("run", *words).must_be(0)
    stage.shotlist("import", "one/shotlist.db", "--ledger", "new.db").must_be(0)
    same([row["row"] for row in stage.attempts("new.db")], ["a", "b"], "taken over")
    stage.shotlist("log", "--ledger", "new.db").must_be(0)
    # What holds a row there can be kept, too.
    prompts_asked(server)
    stage.shotlist("run", *_words(server, "two/m.csv"), "--held", "keep:2").must_be(0)
    stage.shotlist("run", *_words(server, "two/m.csv")).must_be(0)
    same(prompts_asked(server), [], "paid for")


def held_rows_of_a_lost_ledger_stop_and_say_what_to_do(stage):
    server = _server(stage)
    words = _words(server)
    _table(stage, ["a", _HARBOR], ["b", _MARKET])
    stage.shotlist("run", *words).must_be(0)
    other = _server(stage)
    stage.shotlist("run", *_words(other)).must_be(6)
    prompts_asked(server)
    nobody = {"environment": {"XDG_STATE_HOME": str(stage.home / "other")}}
    stage.path("shotlist.db").rename(stage.path("lost.db"))
    ended = stage.shotlist("run", *words, **nobody).must_be(3)
    has(ended.err, "2 rows held by purchases that no ledger here knows")
    has(stage.shotlist("plan", *words[:3], **nobody).must_be(3).err, "no ledger here knows")
    stage.shotlist("import", "lost.db", "--ledger", "shotlist.db", **nobody).must_be(0)
    stage.shotlist("run", *words, **nobody).must_be(0)
    same(prompts_asked(server) + prompts_asked(other), [], "paid for")


def what_is_no_file_where_results_were_keeps_nobody_waiting(stage):
    for folder, make in (("one", os.mkdir), ("two", os.mkfifo)):
        server = _server(stage)
        manifest, results = f"{folder}/m.csv", f"{folder}/{_RESULTS}"
        _table(stage, ["a", _HARBOR + folder], name=manifest)
        stage.shotlist("run", *_words(server, manifest)).must_be(0)
        stage.path(results).unlink()
        make(stage.path(results))
        stage.shotlist("run", *_words(server, manifest), "-o", folder + "/other.csv").must_be(0)
        same(prompts_asked(server), [_HARBOR + folder], "paid for")


def a_ledger_that_turns_up_is_known_again_by_what_a_bare_results_file_told(stage):
    said = {_MARKET: HANG_UP}
    server = _server(stage, said)
    words = _words(server)
    _table(stage, ["a", _HARBOR], ["b", _MARKET])
    stage.shotlist("run", *words).must_be(6)
    header, *lines = rows_of(stage, _RESULTS)
    entry = header.index("entry")
    save(stage, [line[:entry] + line[entry + 1:] for line in (header, *lines)], "bare.csv")
    stage.path("shotlist.db").rename(stage.path("found.db"))
    nobody = {"environment": {"XDG_STATE_HOME": str(stage.home / "other")}}
    stage.path(_RESULTS).unlink()
    stage.shotlist("import", "bare.csv", "--ledger", "shotlist.db", **nobody).must_be(0)
    stage.shotlist("import", "found.db", "--ledger", "shotlist.db", **nobody).must_be(0)
    same([(row["row"], row["task_id"]) for row in stage.attempts()],
         [("a", "sora-2:task_1"), ("b", None)], "attempts")
    _table(stage, ["a", _HARBOR, "2"], ["b", _MARKET, "1"], columns="id,prompt,takes")
    prompts_asked(server)
    stage.shotlist("run", "--base-url", server.url, "m.csv", **nobody).must_be(6)
    same(prompts_asked(server), [_HARBOR], "paid for")


def a_conflict_names_a_command_only_where_it_works(stage):
    server = _server(stage, {_MARKET: FAILED})
    words = _words(server)
    _table(stage, ["a", _HARBOR], ["b", _MARKET])
    stage.shotlist("run", *words).must_be(1)
    header, *lines = rows_of(stage, _RESULTS)
    status, task_id = header.index("status"), header.index("task_id")
    lines[0][task_id] = "sora-2:task_x"
    lines[1][status], lines[1][task_id] = "submitted", "sora-2:task_y"
    save(stage, [header, *lines], "edited.csv")
    ended = stage.shotlist("import", "edited.csv").must_be(3)
    has(ended.err, "2 conflicts")
    has(ended.err, "correct the line in edited.csv, or remove it")
    lacks(ended.err, "shotlist resolve")


def a_file_of_words_about_another_ledger_can_be_given_again(stage):
    server = _server(stage)
    for folder in ("one", "two"):
        _table(stage, ["a", _HARBOR], ["b", _MARKET], name=folder + "/m.csv")
    stage.shotlist("run", *_words(server, "one/m.csv")).must_be(0)
    words = _words(server, "two/m.csv")
    stage.shotlist("run", *words).must_be(6)
    decide(stage, {"a": "resubmit", "b": "resubmit"}, "d.csv", of="two/" + _RESULTS)
    prompts_asked(server)
    stage.shotlist("run", *words, "--decisions", "d.csv", "--limit", 1).must_be(5)
    stage.shotlist("run", *words, "--decisions", "d.csv").must_be(0)
    stage.shotlist("run", *words, "--decisions", "d.csv").must_be(0)
    same(prompts_asked(server), [_HARBOR, _MARKET], "paid for as a person says")


def what_a_doubt_may_cost_again_is_told_at_every_try(stage):
    said = {_HARBOR: HANG_UP}
    server = _server(stage, said)
    words = [*_words(server), "--price", "4"]
    _table(stage, ["a", _HARBOR])
    stage.shotlist("run", *words).must_be(6)
    said[_HARBOR] = FAILED
    stage.shotlist("retry", *words, "--in-doubt").must_be(1)
    for command in ("plan", "run"):
        ended = stage.shotlist(command, *(words if command == "run" else words[:3] + words[5:]))
        has(ended.out + ended.err,
            "1 row is sent again as you asked, and may be paid for twice: 4.00")


# Where things are

def what_a_deleted_ledger_of_another_folder_paid_for_is_in_its_results(stage):
    server = _server(stage)
    for folder in ("one", "two"):
        _table(stage, ["a", _HARBOR], name=folder + "/m.csv")
    stage.shotlist("run", *_words(server, "one/m.csv")).must_be(0)
    stage.path("one/shotlist.db").unlink()
    words = _words(server, "two/m.csv")
    prompts_asked(server)
    has(stage.shotlist("run", *words).must_be(6).err, "one/m.results.csv")
    ended = stage.shotlist("run", *words, "--held", "keep:1").must_be(3)
    has(ended.err, "take it over first")
    command = re.search(r"shotlist (import[^\n]*)", ended.err).group(1)
    stage.shotlist(*shlex.split(command)).must_be(0)
    stage.shotlist("run", *words).must_be(0)
    same(prompts_asked(server), [], "paid for")


def a_renamed_manifest_is_told_of_the_results_of_a_lost_ledger(stage):
    server = _server(stage)
    _table(stage, ["a", _HARBOR])
    stage.shotlist("run", *_words(server)).must_be(0)
    stage.path("m.csv").rename(stage.path("n.csv"))
    stage.path("shotlist.db").unlink()
    prompts_asked(server)
    ended = stage.shotlist("run", *_words(server, "n.csv")).must_be(3)
    has(ended.err, "m.results.csv tells of: shotlist import")
    stage.shotlist("import", _RESULTS).must_be(0)
    stage.shotlist("run", *_words(server, "n.csv")).must_be(0)
    same(prompts_asked(server), [], "paid for")


def a_renamed_manifest_is_looked_up_in_the_ledger_of_its_folder(stage):
    server = _server(stage)
    nothing = {"environment": {"XDG_STATE_HOME": "", "HOME": ""}}
    _table(stage, ["a", _HARBOR])
    stage.shotlist("run", *_words(server), **nothing).must_be(0)
    stage.path("m.csv").rename(stage.path("n.csv"))
    prompts_asked(server)
    words = [*_words(server, "n.csv"), "--ledger", "other.db"]
    ended = stage.shotlist("run", *words, **nothing).must_be(6)
    has(ended.err, "in another ledger")
    same(prompts_asked(server), [], "paid for")


def a_doubt_where_a_rehearsal_ran_once_is_a_doubt(stage):
    _table(stage, ["a", _MARKET])
    till = stage.sandbox()
    stage.shotlist("run", "m.csv", "--base-url", till.url).must_be(0)
    till.end()
    port = int(till.url.rpartition(":")[2])
    server = stage.server(lambda asked: HANG_UP, port=port)
    _table(stage, ["a", _MARKET], ["b", _HARBOR])
    ended = stage.shotlist("run", *_words(server)).must_be(6)
    lacks(ended.err, "nothing was paid")
    other = _server(stage)
    stage.shotlist("run", *_words(other)).must_be(6)
    same(prompts_asked(other), [_MARKET], "paid for")


def an_import_does_not_move_a_manifest(stage):
    server = _server(stage)
    _table(stage, ["a", _HARBOR], name="here/m.csv")
    stage.shotlist("run", *_words(server, "here/m.csv")).must_be(0)
    _table(stage, ["z", _MARKET], name="there/m.csv")
    stage.shotlist("run", *_words(server, "there/m.csv"),
                   environment={"XDG_STATE_HOME": str(stage.home / "there")}).must_be(0)
    stage.path("there").rename(stage.path("gone"))
    stage.shotlist("import", "gone/shotlist.db", "--ledger", "here/shotlist.db").must_be(0)
    shutil.copy(stage.path("here/m.csv"), stage.path("here/n.csv"))
    prompts_asked(server)
    stage.shotlist("run", *_words(server, "here/n.csv")).must_be(6)
    same(prompts_asked(server), [], "paid for")


def a_name_for_a_manifest_leaves_it_its_budget(stage):
    server = _server(stage)
    head = "defaults: {model: sora-2}\nshots:\n"
    first, second = f"  - prompt: {_HARBOR}\n", f"  - prompt: {_MARKET}\n"
    stage.write("m.yaml", "shotlist: 1\n" + head + first + second)
    run = ["run", "m.yaml", "--base-url", server.url, "--price", "2", "--max-cost", "6"]
    stage.shotlist(*run).must_be(0)
    prompts_asked(server)
    rest = "".join(f"  - prompt: {prompt}\n" for prompt in
                   ("grandmother folding paper cranes", "desert highway under violet thunder"))
    stage.write("m.yaml", "shotlist: 1\nname: spring\n" + head + first + rest)
    ended = stage.shotlist(*run).must_be(5)
    has(ended.err, "(before: est. 4.00)")
    same(len(prompts_asked(server)), 1, "paid for")
    has(ended.err, "1 row sent before is no longer in the manifest")

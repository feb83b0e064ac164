"""Where the ledger is, what goes into it and what it tells: --ledger, --sandbox, import and log."""

import json
import os
import re
import shlex
import shutil

from checks import check, has, lacks, same
from fake_server import FAILED, HANG_UP, REJECTED, answer, by_prompt, task
from scenes import prompts_asked, resolve

_RESULTS, _LEDGER = "shots.results.csv", "shotlist.db"


def _run(server, *more, manifest="shots.yaml"):
    return ["run", manifest, "--base-url", server.url, "-j", 1, *more]


# --ledger

def the_ledger_is_in_the_manifests_folder_whatever_the_working_folder_is(stage):
    server = stage.server(by_prompt({}))
    stage.shots("one", name="sub/shots.yaml")
    ended = stage.shotlist(*_run(server, manifest="sub/shots.yaml")).must_be(0)
    has(ended.err, f"shots: 1 request to {server.url} (key from SHOTLIST_API_KEY) · ledger "
                   "sub/shotlist.db\n")
    stage.shotlist(*_run(server), folder="sub").must_be(0)
    os.makedirs(stage.path("other"))
    stage.shotlist(*_run(server, manifest=stage.path("sub/shots.yaml")), folder="other").must_be(0)
    same(prompts_asked(server), ["one"], "requests")
    same(list(stage.path("other").iterdir()), [], "files in the working folder")


def the_ledger_is_named_by_flag_variable_and_manifest_in_this_order(stage):
    server = stage.server(by_prompt({}))
    os.makedirs(stage.path("sub/deep"))
    head = stage.read(stage.shots("one", name="sub/shots.yaml"))
    stage.write("sub/shots.yaml", head + "ledger: deep/by-manifest.db\n")
    run = _run(server, manifest="sub/shots.yaml")
    by_variable = {"environment": {"SHOTLIST_LEDGER": "by-variable.db"}}
    # What the manifest says is from its folder, and what is typed from the working folder.
    stage.shotlist(*run).must_be(0)
    check(stage.path("sub/deep/by-manifest.db").exists(), "no ledger by the manifest")
    stage.forget_everything()
    stage.path("sub/shots.results.csv").unlink()
    prompts_asked(server)
    ended = stage.shotlist(*run, **by_variable).must_be(0)
    check(stage.path("by-variable.db").exists(), "no ledger by the variable")
    has(ended.err, "ledger by-variable.db\n")
    stage.forget_everything()
    stage.path("sub/shots.results.csv").unlink()
    stage.shotlist(*run, "--ledger", "by-flag.db", **by_variable).must_be(0)
    check(stage.path("by-flag.db").exists(), "no ledger by the flag")
    same(len(prompts_asked(server)), 2, "requests: each is a ledger that nobody remembers")
    # Who looks finds the same one.
    for words in (["plan", "sub/shots.yaml", "--base-url", server.url], ["review", "sub/shots.yaml"],
                  ["log", "sub/shots.yaml"], ["resolve", "sub/shots.yaml"]):
        stage.shotlist(*words, "--ledger", "by-flag.db", key=None).must_be(0)
    has(stage.shotlist("log", "sub/shots.yaml", "--ledger", "by-flag.db").out, "submitted")


def another_ledger_than_the_folders_own_is_refused_where_that_one_paid(stage):
    server = stage.server(by_prompt({}))
    stage.shots("one", "two")
    stage.shotlist(*_run(server, "--limit", 1)).must_be(5)
    stage.path(_RESULTS).unlink()  # which would tell as well
    ended = stage.shotlist(*_run(server, "--ledger", "other.db")).must_be(3)
    has(ended.err, "shotlist.db has 1 purchase of shots")
    same(prompts_asked(server), ["one"], "requests")
    command = re.search(r"shotlist import [^\n,;]*", ended.err)[0]
    stage.shotlist(*shlex.split(command)[1:]).must_be(0)
    # It says as well that the first is to be moved away.
    stage.path(_LEDGER).rename(stage.path("old.db"))
    stage.shotlist(*_run(server, "--ledger", "other.db")).must_be(0)
    same(prompts_asked(server), ["two"], "requests")


def a_ledger_that_is_forgotten_on_the_command_line_pays_for_nothing_again(stage):
    server = stage.server(by_prompt({}))
    stage.shots("one", "two")
    stage.shotlist(*_run(server, "--ledger", "mine.db")).must_be(0)
    prompts_asked(server)
    ended = stage.shotlist(*_run(server))
    same(prompts_asked(server), [], f"paid for again; it said\n{ended.err}")
    check(ended.code in (3, 6), f"exit code {ended.code}")
    has(ended.err, "mine.db" if ended.code == 6 else "shotlist import")


def two_manifests_of_a_folder_know_of_each_other(stage):
    server = stage.server(by_prompt({}))
    stage.shots("one", "two")
    stage.shotlist(*_run(server)).must_be(0)
    other = stage.read("shots.yaml").replace("name: shots", "name: other")
    stage.write("other.yaml", other)
    ended = stage.shotlist(*_run(server, manifest="other.yaml")).must_be(6)
    has(ended.err, "by shots")
    same(prompts_asked(server), ["one", "two"], "requests")
    same(stage.statuses("other.results.csv"), ["held"] * 2, "statuses")


# --sandbox

def a_rehearsal_takes_no_ledger_and_replaces_no_real_results(stage):
    server = stage.server(by_prompt({}))
    stage.shots("one")
    has(stage.shotlist("run", "shots.yaml", "--sandbox", "--ledger", "x.db").must_be(2).err,
        "--sandbox has a ledger of its own")
    stage.shotlist(*_run(server)).must_be(0)
    before = stage.read(_RESULTS)
    has(stage.shotlist("run", "shots.yaml", "--sandbox", "-o", _RESULTS).must_be(2).err,
        "holds results of real requests")
    same(stage.read(_RESULTS), before, "the real results")
    # Whatever the environment and the manifest say of a ledger.
    stage.write("shots.yaml", stage.read("shots.yaml") + "ledger: real.db\n")
    stage.shotlist("run", "shots.yaml", "--sandbox", key=None,
                   environment={"SHOTLIST_LEDGER": "real2.db"}).must_be(0)
    same(stage.directory_names(), ["shotlist-rehearsal.db", "shotlist.db", "shots.rehearsal.csv",
                                   "shots.results.csv", "shots.yaml"], "files")
    same(len(stage.attempts("shotlist-rehearsal.db")), 1, "rehearsed attempts")
    same(prompts_asked(server), ["one"], "requests")


def the_results_of_a_rehearsal_are_no_proof_of_a_payment(stage):
    server = stage.server(by_prompt({}))
    stage.shots("one")
    stage.shotlist("run", "shots.yaml", "--sandbox", "-o", _RESULTS, key=None).must_be(0)
    stage.shotlist("import", _RESULTS).must_be(0)
    stage.shotlist(*_run(server)).must_be(0)
    same(prompts_asked(server), ["one"], "requests")


def everything_that_shows_a_rehearsal_says_that_nothing_was_paid(stage):
    stage.shots("one")
    ended = stage.shotlist("run", "shots.yaml", "--sandbox", key=None).must_be(0)
    has(ended.err, "nothing is paid")
    has(ended.err, "nothing was paid")
    for words in (["review", "shots.yaml", "--sandbox"], ["review", "shots.rehearsal.csv"],
                  ["plan", "shots.yaml", "--sandbox"], ["log", "--sandbox"]):
        told = stage.shotlist(*words, key=None).must_be(0)
        check("paid" in told.out + told.err or "rehears" in told.out + told.err,
              f"{words} does not say that it is a rehearsal:\n{told.out}{told.err}")


# import

def an_import_takes_a_results_file_once(stage):
    server = stage.server(by_prompt({"two": HANG_UP, "three": REJECTED, "four": FAILED}))
    stage.shots("one", "two", "three", "four")
    stage.shotlist(*_run(server, "--price", "2/CNY")).must_be(6)
    before = {attempt["row"]: attempt for attempt in stage.attempts()}
    stage.path(_LEDGER).rename(stage.path("old.db"))
    for _ in range(3):
        stage.shotlist("import", _RESULTS, key=None).must_be(0)
        same(len(stage.attempts()), 4, "attempts")
    for attempt in stage.attempts():
        old = before[attempt["row"]]
        for name in ("entry", "server", "fingerprint", "status", "task_id", "price", "currency",
                     *(["sent_at"] if old["status"] in ("submitted", "in_doubt") else [])):
            same(attempt[name], old[name], f"{name} of {attempt['row']}")
    # The ledger that had it knows all of it.
    ended = stage.shotlist("import", "old.db", key=None).must_be(0)
    has(ended.err, "0 attempts and 0 decisions taken over")
    same(len(stage.attempts()), 4, "attempts")


def an_import_of_a_ledger_takes_attempts_and_words_once(stage):
    said = {"one": HANG_UP, "two": HANG_UP}
    server = stage.server(by_prompt(said))
    stage.shots("one", "two", name="a/shots.yaml")
    stage.shotlist(*_run(server, manifest="a/shots.yaml")).must_be(6)
    stage.shotlist("resolve", "a/shots.yaml", "a", "--task-id", "sora-2:task_found").must_be(0)
    for _ in range(2):
        stage.shotlist("import", "a/shotlist.db", "--ledger", "b.db", key=None).must_be(0)
        same([(attempt["row"], attempt["status"]) for attempt in stage.attempts("b.db")],
             [("a", "submitted"), ("b", "in_doubt")], "attempts")
        same([word["task_id"] for word in stage.decisions("b.db")], ["sora-2:task_found"], "words")
    has(stage.shotlist("import", "b.db", "--ledger", "b.db").must_be(2).err, "is the ledger itself")
    has(stage.shotlist("import", "gone.csv").must_be(3).err, "there is no file gone.csv")
    has(stage.shotlist("import", "a").must_be(3).err, "a is a folder; name a results file")
    has(stage.shotlist("import").must_be(2).err, "--complete")
    stage.write("letter.csv", "dear,diary\n1,2\n")
    stage.shotlist("import", "letter.csv").must_be(3)


def both_payments_of_two_machines_stay_visible(stage):
    server = stage.server(lambda asked: task(f"{asked.prompt}-{len(server.asked)}"))
    for folder in ("a", "b"):
        stage.shots("one", name=f"{folder}/shots.yaml")
        alone = {"environment": {"XDG_STATE_HOME": str(stage.home / folder)}}
        stage.shotlist(*_run(server, manifest=f"{folder}/shots.yaml"), **alone).must_be(0)
    prompts_asked(server)
    alone = {"environment": {"XDG_STATE_HOME": str(stage.home / "a")}}
    stage.shotlist("import", "b/shotlist.db", "--ledger", "a/shotlist.db", **alone).must_be(0)
    same(sorted((attempt["task_id"], attempt["copy"]) for attempt in stage.attempts("a/shotlist.db")),
         [("sora-2:task_one-1", 1), ("sora-2:task_one-2", 2)], "payments")
    stage.shotlist(*_run(server, manifest="a/shots.yaml"), **alone).must_be(0)
    # A second take is there already.
    stage.shots("one", "one", name="a/shots.yaml")
    stage.shotlist(*_run(server, manifest="a/shots.yaml"), **alone).must_be(0)
    same(prompts_asked(server), [], "requests")
    same(sorted(row["task_id"] for row in stage.results("a/shots.results.csv")),
         ["sora-2:task_one-1", "sora-2:task_one-2"], "tasks")


def conflicting_words_are_listed_and_nothing_is_taken_over(stage):
    server = stage.server(by_prompt({"one": HANG_UP, "two": HANG_UP}))
    stage.shots("one", "two", "three")
    stage.shotlist(*_run(server, "--only", "a,b")).must_be(6)
    shutil.copy(stage.path(_LEDGER), stage.path("clone.db"))
    resolve(stage, "a", "--task-id", "sora-2:task_here").must_be(0)
    resolve(stage, "b", "--not-created").must_be(0)
    entry = stage.attempts()[0]["entry"]
    resolve(stage, "a", "--not-created", "--ledger", "clone.db", "-o", "clone.csv", user="noa").must_be(0)
    before = (stage.attempts(), stage.decisions())
    ended = stage.shotlist("import", "clone.db").must_be(3)
    for part in (entry, "noa", "sora-2:task_here", "1 conflict; nothing was taken over",
                 f"shotlist resolve shots.yaml {entry} --task-id ID --ledger shotlist.db"):
        has(ended.err, part)
    lacks(ended.err, "not_created  ")
    same((stage.attempts(), stage.decisions()), before, "the ledger")
    # The same in a results file.
    text = stage.read(_RESULTS)
    stage.write("other.csv", text.replace("sora-2:task_here", "sora-2:task_there"))
    ended = stage.shotlist("import", "other.csv").must_be(3)
    has(ended.err, "sora-2:task_here")
    has(ended.err, "sora-2:task_there")
    same((stage.attempts(), stage.decisions()), before, "the ledger after the file")


def two_tasks_that_persons_named_are_one_conflict_and_can_be_settled_on_either_side(stage):
    server = stage.server(by_prompt({"one": HANG_UP}))
    stage.shots("one", "two")
    stage.shotlist(*_run(server)).must_be(6)
    shutil.copy(stage.path(_LEDGER), stage.path("clone.db"))
    resolve(stage, "a", "--task-id", "sora-2:task_here").must_be(0)
    clone = ["--ledger", "clone.db", "-o", "clone.csv"]
    resolve(stage, "a", "--task-id", "sora-2:task_there", *clone, user="noa").must_be(0)
    entry = stage.attempts()[0]["entry"]
    for side in (_LEDGER, "clone.db"):
        for ledger in (_LEDGER, "clone.db"):
            shutil.copy(stage.path(ledger), stage.path(f"kept.{ledger}"))
        ended = stage.shotlist("import", "clone.db").must_be(3)
        has(ended.err, "1 conflict; nothing was taken over")
        lacks(ended.err, "  ")
        task = "sora-2:task_there" if side == _LEDGER else "sora-2:task_here"
        stage.shotlist("resolve", "shots.yaml", entry, "--task-id", task, "--ledger", side,
                       "-o", "settled.csv").must_be(0)
        stage.shotlist("import", "clone.db").must_be(0)
        stage.shotlist("import", "clone.db").must_be(0)
        same(stage.attempts()[0]["task_id"], task, "the task")
        for ledger in (_LEDGER, "clone.db"):
            shutil.copy(stage.path(f"kept.{ledger}"), stage.path(ledger))


def two_tasks_that_servers_named_are_both_kept_and_told(stage):
    server = stage.server(by_prompt({"one": HANG_UP}))
    stage.shots("one", "two")
    stage.shotlist(*_run(server)).must_be(6)
    text = stage.read(_RESULTS)
    entry = stage.attempts()[0]["entry"]
    for folder in ("here", "there"):
        line = next(line for line in text.splitlines() if entry in line)
        told = line.replace("a,in_doubt,", f"a,submitted,sora-2:task_{folder}")
        stage.write("half.csv", text.replace(line, told))
        stage.shotlist("import", "half.csv", "--ledger", f"{folder}.db").must_be(0)
    ended = stage.shotlist("import", "there.db", "--ledger", "here.db").must_be(0)
    has(ended.err, f"a ({entry}) has two tasks: sora-2:task_here here, sora-2:task_there in there.db")
    first = stage.attempts("here.db")[0]
    same((first["task_id"], first["named_task"]), ("sora-2:task_here", "sora-2:task_there"), "tasks")


def rehearsals_and_real_requests_do_not_come_into_one_ledger(stage):
    server = stage.server(by_prompt({}))
    stage.shots("one")
    stage.shotlist("run", "shots.yaml", "--sandbox", key=None).must_be(0)
    stage.shotlist(*_run(server)).must_be(0)
    for words in (["shotlist-rehearsal.db"], [_LEDGER, "--ledger", "shotlist-rehearsal.db"],
                  [_RESULTS, "--ledger", "shotlist-rehearsal.db"],
                  [_LEDGER, "--ledger", "other/shotlist-rehearsal.db"]):
        has(stage.shotlist("import", *words).must_be(2).err, "rehearsals")
    shutil.copy(stage.path("shotlist-rehearsal.db"), stage.path("copy.db"))
    stage.shotlist("import", _LEDGER, "--ledger", "copy.db").must_be(2)
    same(len(stage.attempts()), 1, "attempts")
    same(len(stage.attempts("shotlist-rehearsal.db")), 1, "rehearsed attempts")


def an_import_knows_the_manifest_of_a_results_file(stage):
    server = stage.server(by_prompt({}))
    stage.shots("one")
    stage.write("named.yaml", stage.read("shots.yaml").replace("one", "two")
                .replace("name: shots", "name: market"))
    stage.shotlist(*_run(server)).must_be(0)
    stage.shotlist(*_run(server, manifest="named.yaml"), "-o", "elsewhere.csv").must_be(0)
    stage.path(_LEDGER).rename(stage.path("old.db"))
    stage.shotlist("import", _RESULTS, "--ledger", "new.db").must_be(0)
    stage.shotlist("import", "elsewhere.csv", "--ledger", "new.db").must_be(0)
    same([(row["manifest"], row["row"]) for row in stage.attempts("new.db")],
         [("shots", "a"), ("market", "a")], "of whom they are")
    lines = [line.split(",") for line in stage.read(_RESULTS).splitlines()]
    column = lines[0].index("endpoint")
    for line in lines[1:]:
        line[column] = ""
    stage.write("bare.csv", "\n".join(",".join(line) for line in lines) + "\n")
    stage.shotlist("import", "bare.csv", "--ledger", "bare.db",
                   environment={"SHOTLIST_BASE_URL": "https://one.example/x"}).must_be(0)
    same(stage.attempts("bare.db")[0]["server"], "https://one.example", "the server")


def commands_to_type_name_the_same_files_from_every_folder(stage):
    server = stage.server(by_prompt({"one": HANG_UP}))
    stage.shots("one", "two", name="p/shots.yaml")
    (stage.directory / "e").mkdir()
    run = [*_run(server), "-o", "out.csv", "--ledger", "led.db", "--price", "2/CNY"]
    stage.shotlist(*run, "--limit", 1, folder="p").must_be(6)
    there = stage.path("p").resolve()
    told = stage.shotlist("review", "../p/shots.yaml", "--ledger", "../p/led.db", folder="e").must_be(0)
    has(told.out, f"resolve ../p/shots.yaml --price 2.00/CNY -o {there}/out.csv --ledger ../p/led.db")
    told = stage.shotlist("review", "p/shots.yaml", "--ledger", "p/led.db").must_be(0)
    has(told.out, "resolve p/shots.yaml --price 2.00/CNY -o p/out.csv --ledger p/led.db")
    stage.shotlist("resolve", "../p/shots.yaml", "a", "--not-created", "--ledger", "../p/led.db",
                   folder="e").must_be(0)
    same(stage.directory_names(), ["e", "p"], "files")
    same(sorted(path.name for path in there.iterdir()), ["led.db", "out.csv", "shots.yaml"], "files of p")
    same([row["price"] for row in stage.results("p/out.csv")], ["2.00", "2.00"], "prices")


def rehearsals_never_stand_where_real_results_are(stage):
    server = stage.server(by_prompt({}))
    stage.shots("one")
    stage.shotlist(*_run(server)).must_be(0)
    before = stage.read(_RESULTS)
    stage.shotlist("run", "shots.yaml", "--sandbox", key=None).must_be(0)
    for command in ("plan", "review", "resolve", "run"):
        stage.shotlist(command, "shots.yaml", "--sandbox", "-o", _RESULTS, key=None).must_be(2)
    same(stage.read(_RESULTS), before, "the results")


def an_import_of_an_older_copy_settles_nothing_anew(stage):
    said = {"one": HANG_UP}
    server = stage.server(by_prompt(said))
    stage.shots("one", "two")
    stage.shotlist(*_run(server)).must_be(6)
    shutil.copy(stage.path(_LEDGER), stage.path("old.db"))
    shutil.copy(stage.path(_RESULTS), stage.path("old.csv"))
    resolve(stage, "a", "--not-created").must_be(0)
    said.clear()
    stage.shotlist(*_run(server)).must_be(0)
    before = [dict(attempt) for attempt in stage.attempts()]
    for file in ("old.db", "old.csv"):
        stage.shotlist("import", file).must_be(0)
        same([dict(attempt) for attempt in stage.attempts()], before, f"attempts after {file}")
    prompts_asked(server)
    stage.shotlist(*_run(server)).must_be(0)
    same(prompts_asked(server), [], "requests")


def an_import_does_not_make_a_word_of_complete_by_itself(stage):
    server = stage.server(by_prompt({}))
    stage.shots("one", "two", "three")
    stage.shotlist(*_run(server, "--limit", 1)).must_be(5)
    old = stage.path(_LEDGER).read_bytes()
    stage.shotlist(*_run(server, "--limit", 1)).must_be(5)
    prompts_asked(server)
    stage.path(_LEDGER).write_bytes(old)
    stage.path(_RESULTS).unlink()
    stage.shotlist(*_run(server)).must_be(3)
    # Settling, importing and looking do not make the user's memory shorter.
    stage.shotlist("resolve", "shots.yaml", "a", "--not-created")
    stage.shotlist(*_run(server)).must_be(3)
    same(prompts_asked(server), [], "requests")
    ended = stage.shotlist("import", "--complete").must_be(0)
    has(ended.err, "shotlist.db is now trusted to be complete")
    stage.shotlist(*_run(server)).must_be(0)
    same(prompts_asked(server), ["two", "three"], "requests after a person's word")


# log

def the_log_tells_all_in_order_as_text_and_as_json(stage):
    said = {"two": HANG_UP}
    server = stage.server(by_prompt(said))
    stage.shots("one", "two")
    stage.shotlist(*_run(server, "--price", "2/CNY")).must_be(6)
    resolve(stage, "b", "--not-created").must_be(0)
    said.clear()
    stage.shotlist(*_run(server, "--price", "2/CNY")).must_be(0)
    lines = stage.log("shots.yaml")
    same([(line["kind"], line["id"], line.get("status") or line["word"]) for line in lines],
         [("attempt", "a", "submitted"), ("attempt", "b", "failed"),
          ("decision", "b", "not_created"), ("attempt", "b", "submitted")], "what it tells")
    same([line.get("sent_at") or line["at"] for line in lines],
         sorted(line.get("sent_at") or line["at"] for line in lines), "times")
    same((lines[3]["try"], lines[3]["task_id"], lines[3]["price"], lines[3]["currency"]),
         (2, "sora-2:task_two", "2.00", "CNY"), "the last")
    text = stage.shotlist("log", key=None).must_be(0).out.splitlines()
    same(len(text), 4, "lines of text")
    for line, words in zip(text, (["submitted", "a", "sora-2:task_one"], ["failed", "b"],
                                  ["not_created", "mia"], ["submitted", "b", "try 2"])):
        for word in words:
            has(line, word)
    same(stage.shotlist("log", "shots.yaml", key=None).must_be(0).out.splitlines(), text, "of one")


def the_log_of_one_manifest_is_not_that_of_another(stage):
    server = stage.server(by_prompt({}))
    stage.shots("one")
    stage.write("other.yaml", stage.read("shots.yaml").replace("name: shots", "name: other")
                .replace("one", "another"))
    stage.shotlist(*_run(server)).must_be(0)
    stage.shotlist(*_run(server, manifest="other.yaml")).must_be(0)
    same([line["manifest"] for line in stage.log()], ["shots", "other"], "of all")
    same([line["manifest"] for line in stage.log("other.yaml")], ["other"], "of one")
    has(stage.shotlist("log", folder="..", key=None).must_be(2).err, "there is no ledger")


def what_a_server_says_can_not_move_the_cursor_in_the_log(stage):
    server = stage.server(lambda _: task("\x1b[2J\u202e"))
    stage.shots("one")
    stage.shotlist(*_run(server))
    for words in ([], ["--json"]):
        told = stage.shotlist("log", *words, key=None).must_be(0).out
        lacks(told, "\x1b")
        lacks(told, "\u202e")
        check(told.endswith("\n") and "\n\n" not in told, repr(told))


def the_log_can_be_read_while_a_run_is_on(stage):
    server = stage.server(held=True)
    stage.shots("one")
    started = stage.start(*_run(server))
    server.must_be_asked(1)
    line, = stage.log()
    same((line["status"], "verdict" in line), ("in_doubt", False), "what is on its way")
    server.release()
    started.end().must_be(0)
    line, = [json.loads(line) for line in stage.shotlist("log", "--json").out.splitlines()]
    same((line["status"], line["verdict"]), ("submitted", "accepted"), "after the run")


# What run says first

def the_first_line_of_a_run_names_the_server_the_key_and_the_ledger(stage):
    server = stage.server(by_prompt({}))
    stage.shots("one")
    stage.write("key.txt", "sk-in-a-file")
    ended = stage.shotlist(*_run(server, "--api-key-file", "key.txt", "--limit", 1), key=None)
    has(ended.must_be(0).err.splitlines()[0],
        f"shots: 1 request to {server.url} (key from key.txt) · ledger shotlist.db")
    ended = stage.shotlist(*_run(server)).must_be(0)
    has(ended.err.splitlines()[0], f"to {server.url} (key from SHOTLIST_API_KEY) · ledger shotlist.db")
    ended = stage.shotlist("run", "shots.yaml", "--sandbox", key=None).must_be(0)
    has(ended.err.splitlines()[0], "shots: 1 request to the sandbox (rehearsal, nothing is paid) · "
                                   "ledger shotlist-rehearsal.db")


def the_log_for_people_is_in_columns_and_clipped_and_names_the_manifest_of_each_word(stage):
    long = "sora-2:task_" + "x" * 100_000
    said = {"one": answer(200, {"id": long}), "two two": HANG_UP}
    server = stage.server(by_prompt(said))
    words = ["--base-url", server.url, "-j", 1]
    stage.shots("one", "two two")
    stage.shotlist("run", "shots.yaml", *words).must_be(6)
    stage.write("other.yaml", stage.read("shots.yaml").replace("name: shots", "name: another")
                .replace('"one"', '"three"').replace('"two two"', '"four"'))
    stage.shotlist("run", "other.yaml", *words).must_be(0)
    stage.shotlist("retry", "shots.yaml", *words, "--in-doubt").must_be(6)
    lines = stage.shotlist("log").must_be(0).out.splitlines()
    columns = {line.index(server.url) for line in lines if server.url in line}
    columns |= {line.index("says ") for line in lines if "says " in line}
    same(len(columns), 1, "where the third column begins")
    check(max(map(len, lines)) < 400, "a line is not clipped")
    word, = [line for line in lines if "says " in line]
    has(word, "  retry      shots b")
    check(any(line["kind"] == "attempt" and line.get("task_id") == long for line in stage.log()),
          "the whole task id is not in --json")


def a_plan_as_json_says_what_a_row_is_held_against(stage):
    server = stage.server()
    stage.shots("one")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url).must_be(0)
    entry = stage.attempts()[0]["entry"]
    stage.write("other.yaml", stage.read("shots.yaml").replace("name: shots", "name: another"))
    held, = stage.plan("other.yaml", "--base-url", server.url)
    same({name: held["held_by"][name] for name in ("because", "entry", "manifest", "id", "server")},
         {"because": "other_manifest", "entry": entry, "manifest": "shots", "id": "a",
          "server": server.url}, "held by")
    stage.write("away/other.yaml", stage.read("other.yaml"))
    held, = stage.plan("away/other.yaml", "--base-url", server.url)
    same((held["held_by"]["because"], held["held_by"]["ledger"]),
         ("other_ledger", str(stage.path("shotlist.db").resolve())), "held by")
    ended = stage.shotlist("plan", "away/other.yaml", "--base-url", server.url).must_be(0)
    has(ended.err, "the same as a ")
    lacks(ended.err, "nothing ->")
    stage.shots("something else")
    check("held_by" not in stage.plan("shots.yaml")[0], "a row that is free is held by something")

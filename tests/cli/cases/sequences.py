"""Months of a team's life that once paid twice, lost a task or gave it to another row.

Each case ends with the prompts that were paid for: the server counts them, and a call that it hung up
on may be paid for, too.
"""

import csv
import io
import itertools
import os
import re
import shlex
import shutil
import signal
import sqlite3
import threading

from checks import PATIENCE, check, has, lacks, same
from deciding import decide, save
from fake_server import HANG_UP, answer, by_prompt, task
from scenes import prompts_asked, resolve

_RESULTS, _LEDGER = "shots.results.csv", "shotlist.db"
_FIELDS = {"model": "sora-2-pro", "orientation": "landscape", "size": "small", "duration": "15"}

# Nothing in one is nearly the same as in another.
_PROMPTS = ["A rain-soaked night market, neon in every puddle",
            "Two fishermen mend a torn net below the lighthouse",
            "Slow dolly through an abandoned subway carriage",
            "Macro of a honeybee landing on frosted lavender"]


def _table(stage, rows, name="m.csv", **columns):
    """A manifest in CSV: `rows` are dictionaries, `columns` what all of them have."""
    rows = [{**row, **_FIELDS, **columns} for row in rows]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return stage.write(name, text.getvalue())


def _numbered(prompts, first=1):
    return [{"id": str(number), "prompt": prompt} for number, prompt in enumerate(prompts, first)]


def _plain(prompts):
    return [{"prompt": prompt} for prompt in prompts]


def _words(server, manifest="m.csv"):
    return ["run", manifest, "--base-url", server.url, "-j", 1]


def _tasks(stage, name="m.results.csv"):
    return {row["id"]: row["task_id"] for row in stage.results(name)}


def _go_on(stage, text, needle="shotlist import", **options):
    """Types the command that a message names; the last one of them, where `needle` is in it."""
    commands = re.findall(r"shotlist (?:import|run|resolve|retry)[^\n;()]*", text)
    command = [command for command in commands if needle in command][-1]
    return stage.shotlist(*shlex.split(command)[1:], **options)


# Names

def a_row_put_first_renumbers_all_and_is_the_only_one_paid_for(stage):
    server = stage.server(by_prompt({}))
    _table(stage, _numbered(_PROMPTS[:3]))
    stage.shotlist(*_words(server)).must_be(0)
    bought = {row["prompt"]: row["task_id"] for row in stage.results("m.results.csv")}
    prompts_asked(server)
    _table(stage, _numbered([_PROMPTS[3], *_PROMPTS[:3]]))
    ended = stage.shotlist(*_words(server)).must_be(0)
    same(prompts_asked(server), [_PROMPTS[3]], "paid for")
    has(ended.err, "3 names are new")
    rows = stage.results("m.results.csv")
    same([row["id"] for row in rows], ["1", "2", "3", "4"], "ids")
    for row in rows[1:]:
        same(row["task_id"], bought[row["prompt"]], f"the task of {row['prompt']}")


def ids_that_are_swapped_follow_what_they_ask_for(stage):
    server = stage.server(by_prompt({}))
    _table(stage, [{"id": "a", "prompt": _PROMPTS[0]}, {"id": "b", "prompt": _PROMPTS[1]}])
    stage.shotlist(*_words(server), "--only", "a").must_be(0)
    _table(stage, [{"id": "b", "prompt": _PROMPTS[0]}, {"id": "a", "prompt": _PROMPTS[1]}])
    ended = stage.shotlist(*_words(server)).must_be(0)
    same(prompts_asked(server), [_PROMPTS[0], _PROMPTS[1]], "paid for")
    rows = stage.results("m.results.csv")
    same([(row["id"], row["task_id"]) for row in rows],
         [("b", f"sora-2:task_{_PROMPTS[0]}"), ("a", f"sora-2:task_{_PROMPTS[1]}")], "tasks")
    has(ended.err, "1 name is new")


def _another_option_holds_all(stage, make, again):
    server = stage.server(by_prompt({}))
    _table(stage, make(_PROMPTS))
    stage.shotlist(*_words(server)).must_be(0)
    prompts_asked(server)
    words = again(server)
    ended = stage.shotlist(*words).must_be(6)
    same(prompts_asked(server), [], "paid for")
    name = os.path.splitext(words[1])[0] + ".results.csv"
    same([row["status"] for row in stage.results(name) if row["source"]], ["held"] * 4, "statuses")
    has(ended.err, "4 rows are held")
    for keep in ("keep", "resubmit"):
        has(ended.err, f"--held {keep}:4")
    stage.forget_everything()
    for path in stage.directory.iterdir():
        path.unlink()


def another_option_of_all_rows_holds_them_whatever_their_ids_and_file(stage):
    for make in (_numbered, _plain):
        def by_option(server):
            return [*_words(server), "--set", "watermark=false"]

        def by_column(server):
            _table(stage, make(_PROMPTS), duration="25")
            return _words(server)

        def renumbered(server):
            shuffled = make(_PROMPTS[::-1])
            _table(stage, [{**row, **({"id": f"x{row['id']}"} if "id" in row else {})}
                           for row in shuffled])
            return [*_words(server), "--set", "watermark=false"]

        def renamed(server):
            stage.path("m.csv").rename(stage.path("march.csv"))
            return [*_words(server, "march.csv"), "--set", "watermark=false"]

        for again in (by_option, by_column, renumbered, renamed):
            _another_option_holds_all(stage, make, again)


def another_duration_by_set_holds_all(stage):
    server = stage.server(by_prompt({}))
    for make in (_numbered, _plain):
        stage.write("m.csv", "".join(
            ("id,prompt,model,orientation,size\n" if make is _numbered else
             "prompt,model,orientation,size\n",
             *(",".join([*row.values()][:-1] + [f'"{row["prompt"]}"']) +
               ",sora-2-pro,landscape,small\n" for row in make(_PROMPTS)))))
        stage.shotlist(*_words(server), "--set", "duration=15").must_be(0)
        same(len(prompts_asked(server)), 4, "paid for")
        ended = stage.shotlist(*_words(server), "--set", "duration=25").must_be(6)
        same(prompts_asked(server), [], "paid for again")
        has(ended.err, "duration: 15 -> 25")
        stage.forget_everything()


def a_default_that_comes_into_a_yaml_manifest_holds_all(stage):
    server = stage.server(by_prompt({}))
    stage.shots(*_PROMPTS)
    run = _words(server, "shots.yaml")
    stage.shotlist(*run).must_be(0)
    prompts_asked(server)
    stage.write("shots.yaml", stage.read("shots.yaml").replace(
        "  duration: 15\n", "  duration: 15\n  watermark: false\n"))
    ended = stage.shotlist(*run).must_be(6)
    same(prompts_asked(server), [], "paid for")
    same([row["status"] for row in stage.results() if row["source"]], ["held"] * 4, "statuses")
    has(ended.err, "watermark: true -> false")


def a_comma_and_a_word_more_hold_a_row_with_its_old_text(stage):
    server = stage.server(by_prompt({}))
    before = "An old man feeds grey pigeons before a marble fountain"
    after = "An old man, smiling, feeds grey pigeons before a marble fountain"
    for make in (_numbered, _plain):
        _table(stage, make([before, *_PROMPTS]))
        stage.shotlist(*_words(server)).must_be(0)
        prompts_asked(server)
        _table(stage, make([after, *_PROMPTS]))
        ended = stage.shotlist(*_words(server), environment={"COLUMNS": "200"}).must_be(6)
        same(prompts_asked(server), [], "paid for")
        same(stage.results("m.results.csv")[0]["status"], "held", "status")
        has(ended.err, f"prompt: {before} -> {after}")
        # What is written there does go on.
        _go_on(stage, ended.err, "resubmit:1").must_be(0)
        same(prompts_asked(server), [after], "paid for as a person says")
        stage.shotlist(*_words(server)).must_be(0)
        same(prompts_asked(server), [], "paid for afterwards")
        stage.forget_everything()


def _distinct(count, seed):
    """Prompts of words that no two share."""
    letters = "bcdfghjklmnpqrstvwxz"
    word = lambda n: "".join(letters[(n // 20 ** k) % 20] + "aeiou"[(n // 7 ** k) % 5]
                             for k in range(4))
    return [" ".join(word(seed * 100_003 + number * 17 + k * 1009) for k in range(8))
            for number in range(count)]


def other_prompts_under_last_weeks_ids_are_all_sent_and_that_is_said(stage):
    server = stage.server(by_prompt({}))
    _table(stage, _numbered(_distinct(100, 1)))
    stage.shotlist("run", "m.csv", "--base-url", server.url, "-j", 16).must_be(0)
    prompts_asked(server)
    fresh = _distinct(100, 2)
    _table(stage, _numbered(fresh))
    ended = stage.shotlist("run", "m.csv", "--base-url", server.url, "-j", 16).must_be(0)
    same(sorted(prompts_asked(server)), sorted(fresh), "paid for")
    has(ended.err, "100 rows are new work under ids used before")


def _styled(stage, style, scenes):
    shots = "".join(f"  - prompt: '{scene}, {{{{style}}}}'\n" for scene in scenes)
    return stage.write("shots.yaml", "shotlist: 1\nname: shots\ndefaults: {model: sora-2-pro, "
                       "orientation: landscape, size: small, duration: 15}\n"
                       f"vars: {{style: '{style}'}}\nshots:\n{shots}")


_SCENES = ["rain soaked night market with neon puddles and steaming bowls of noodles",
           "two fishermen mending a torn net below the old lighthouse before a storm",
           "slow dolly through an abandoned subway carriage overgrown with moss",
           "macro of a honeybee landing on frosted lavender at sunrise",
           "drone flight over terraced rice fields that mirror a violet sky"]


def another_style_of_all_prompts_holds_them(stage):
    server = stage.server(by_prompt({}))
    _styled(stage, "shot on 35mm film, natural light", _SCENES)
    run = _words(server, "shots.yaml")
    stage.shotlist(*run).must_be(0)
    prompts_asked(server)
    _styled(stage, "watercolor animation, soft pastel palette", _SCENES)
    stage.shotlist(*run).must_be(6)
    same(prompts_asked(server), [], "paid for")
    same([row["status"] for row in stage.results() if row["source"]], ["held"] * 5, "statuses")


def a_new_batch_in_the_style_of_the_last_is_sent(stage):
    server = stage.server(by_prompt({}))
    style = "shot on 35mm film, natural light, shallow depth of field"
    _styled(stage, style, _SCENES)
    run = _words(server, "shots.yaml")
    stage.shotlist(*run).must_be(0)
    prompts_asked(server)
    fresh = ["grandmother kneading dough in a sunlit kitchen with blue tiles",
             "astronaut walking alone across a rust colored salt flat",
             "red kite caught in bare branches above a frozen playground",
             "jazz trio rehearsing in a basement full of cigarette smoke",
             "paper boats drifting down a flooded cobblestone alley"]
    _styled(stage, style, fresh)
    stage.shotlist(*run).must_be(0)
    same(len(prompts_asked(server)), 5, "paid for")


# Files

def renamed_linked_and_moved_files_pay_nothing_again(stage):
    server = stage.server(by_prompt({}))
    _table(stage, _plain(_PROMPTS))
    stage.shotlist(*_words(server)).must_be(0)
    prompts_asked(server)
    os.makedirs(stage.path("elsewhere"))
    stage.path("elsewhere/link.csv").symlink_to(stage.path("m.csv"))
    stage.shotlist(*_words(server, "elsewhere/link.csv")).must_be(0)
    same(prompts_asked(server), [], "paid for by a link")
    same(stage.statuses("elsewhere/link.results.csv"), ["submitted"] * 4, "statuses by a link")
    check(not stage.path("elsewhere/shotlist.db").exists(), "a ledger beside the link")
    stage.shotlist(*_words(server), "-o", "other.csv").must_be(0)
    stage.shotlist(*_words(server)).must_be(0)
    same(prompts_asked(server), [], "paid for with -o and without")
    os.makedirs(stage.path("archive"))
    stage.path("m.results.csv").rename(stage.path("archive/m.results.csv"))
    stage.shotlist(*_words(server)).must_be(0)
    same(prompts_asked(server), [], "paid for after the results were moved")
    stage.path("m.csv").rename(stage.path("march.csv"))
    stage.shotlist(*_words(server, "march.csv")).must_be(0)
    same(prompts_asked(server), [], "paid for after the manifest was renamed")
    same(stage.statuses("march.results.csv"), ["submitted"] * 4, "statuses of the renamed one")


def a_manifest_that_is_copied_without_its_ledger_is_held(stage):
    server = stage.server(by_prompt({}))
    _table(stage, _plain(_PROMPTS), "one/m.csv")
    stage.shotlist(*_words(server, "one/m.csv")).must_be(0)
    prompts_asked(server)
    os.makedirs(stage.path("two"))
    shutil.copy(stage.path("one/m.csv"), stage.path("two/m.csv"))
    ended = stage.shotlist(*_words(server, "two/m.csv")).must_be(6)
    same(prompts_asked(server), [], "paid for")
    same(stage.statuses("two/m.results.csv"), ["held"] * 4, "statuses")
    has(" ".join(ended.err.split()), str(stage.path("one/shotlist.db").resolve()))
    # What there is can be kept, and is known afterwards.
    _go_on(stage, ended.err, "keep:4").must_be(0)
    same(_tasks(stage, "two/m.results.csv"), _tasks(stage, "one/m.results.csv"), "tasks")
    stage.shotlist(*_words(server, "two/m.csv")).must_be(0)
    same(prompts_asked(server), [], "paid for at last")


def a_folder_copied_with_its_ledger_stops_in_the_copy(stage):
    server = stage.server(by_prompt({}))
    _table(stage, _plain(_PROMPTS[:3]), "one/m.csv")
    stage.shotlist(*_words(server, "one/m.csv"), "--limit", 1).must_be(5)
    prompts_asked(server)
    shutil.copytree(stage.path("one"), stage.path("two"))
    ended = stage.shotlist(*_words(server, "two/m.csv")).must_be(3)
    has(ended.err, "is a copy of")
    same(prompts_asked(server), [], "paid for in the copy")
    stage.shotlist(*_words(server, "one/m.csv")).must_be(0)
    same(len(prompts_asked(server)), 2, "paid for in the first")
    # The copy is an older one by now. What the first paid for is taken over, and it goes on.
    stage.shotlist(*_words(server, "two/m.csv")).must_be(3)
    stage.shotlist("import", "one/shotlist.db", "--ledger", "two/shotlist.db").must_be(0)
    ended = stage.shotlist(*_words(server, "two/m.csv")).must_be(3)
    _go_on(stage, ended.err, "--complete").must_be(0)
    stage.shotlist(*_words(server, "two/m.csv")).must_be(0)
    same(prompts_asked(server), [], "paid for in the copy at last")
    same(stage.statuses("two/m.results.csv"), ["submitted"] * 3, "statuses")


def a_folder_that_is_moved_says_so_and_goes_on(stage):
    server = stage.server(by_prompt({}))
    _table(stage, _plain(_PROMPTS[:3]), "one/m.csv")
    stage.shotlist(*_words(server, "one/m.csv"), "--limit", 1).must_be(5)
    stage.path("one").rename(stage.path("two"))
    ended = stage.shotlist(*_words(server, "two/m.csv")).must_be(0)
    has(ended.err, "moved here from")
    same(len(prompts_asked(server)), 3, "paid for")
    lacks(stage.shotlist(*_words(server, "two/m.csv")).must_be(0).err, "moved")


def a_folder_copied_to_another_machine_is_a_copy(stage):
    server = stage.server(by_prompt({}))
    _table(stage, _plain(_PROMPTS[:2]), "one/m.csv")
    stage.shotlist(*_words(server, "one/m.csv"), "--limit", 1).must_be(5)
    prompts_asked(server)
    shutil.copytree(stage.path("one"), stage.path("two"))
    database = sqlite3.connect(stage.path("two/shotlist.db"))
    database.execute("UPDATE ledger SET host = 'another-machine', path = '/home/mia/one/shotlist.db'")
    database.commit()
    database.close()
    there = {"XDG_STATE_HOME": str(stage.home / "there")}  # who has never seen it
    ended = stage.shotlist(*_words(server, "two/m.csv"), environment=there).must_be(3)
    has(ended.err, "another-machine")
    same(prompts_asked(server), [], "paid for")
    _go_on(stage, ended.err, "--complete", environment=there).must_be(0)
    stage.shotlist(*_words(server, "two/m.csv"), environment=there).must_be(0)
    same(prompts_asked(server), [_PROMPTS[1]], "paid for after a person's word")


# Two at once

def two_names_of_one_manifest_or_results_file_do_not_run_at_once(stage):
    server = stage.server(by_prompt({}), held=True)
    _table(stage, _plain(_PROMPTS[:1]))
    stage.path("link.csv").symlink_to(stage.path("m.csv"))
    first = stage.start(*_words(server))
    server.must_be_asked(1)
    for words in (_words(server, "link.csv"), [*_words(server), "-o", "other.csv"],
                  _words(server, str(stage.path("m.csv")))):
        ended = stage.shotlist(*words).must_be(7)
        has(ended.err, f"process {first.process.pid} on {os.uname().nodename}")
    server.release()
    first.end().must_be(0)
    same(prompts_asked(server), [_PROMPTS[0]], "paid for")


def a_ledger_with_a_second_name_is_refused(stage):
    server = stage.server(by_prompt({}))
    _table(stage, _plain(_PROMPTS[:2]))
    stage.shotlist(*_words(server), "--limit", 1).must_be(5)
    os.link(stage.path(_LEDGER), stage.path("second.db"))
    for words in (_words(server), [*_words(server), "--ledger", "second.db"],
                  ["plan", "m.csv"], ["log"]):
        has(stage.shotlist(*words).must_be(3).err, "hard link")
    same(len(prompts_asked(server)), 1, "paid for")
    stage.path("second.db").unlink()
    stage.shotlist(*_words(server)).must_be(0)
    same(len(prompts_asked(server)), 1, "paid for after that")


def _deed_during_a_run(stage, deed):
    """A run with a request on its way when `deed` is done; then a second run, and a look."""
    server = stage.server(by_prompt({}), held=True)
    _table(stage, _plain(_PROMPTS), "work/m.csv")
    first = stage.start(*_words(server, "work/m.csv"))
    server.must_be_asked(1)
    deed(stage.path("work"))
    looked = stage.shotlist("review", "work/m.csv", key=None)
    check(looked.code in (0, 3), f"review ended with {looked.code}:\n{looked.err}")
    second = stage.shotlist(*_words(server, "work/m.csv"), "--progress", "none")
    asked = len(server.asked)
    server.release()
    ended = first.end().must_be(8)
    has(ended.err, "moved, replaced, cut or deleted")
    same(asked, 1, f"requests after the second run, which said\n{second.err}")
    check(second.code in (3, 7, 8), f"the second run ended with {second.code}:\n{second.err}")
    same([asked.prompt for asked in server.asked], [_PROMPTS[0]], "paid for")
    has(ended.err, f"sora-2:task_{_PROMPTS[0]}")  # in full, since no ledger may have it
    third = stage.shotlist(*_words(server, "work/m.csv"))
    same([asked.prompt for asked in server.asked].count(_PROMPTS[0]), 1,
         f"payments for what was on its way, after a third run, which said\n{third.err}")
    return third


def _moved(folder, ends=("", "-wal", "-shm")):
    (folder / "away").mkdir()
    for end in ends:
        (folder / ("shotlist.db" + end)).rename(folder / "away" / ("shotlist.db" + end))


def a_ledger_that_is_moved_during_a_run_ends_it_and_nothing_more_is_sent(stage):
    _deed_during_a_run(stage, _moved)
    # Nothing is destroyed: it still tells what is on its way.
    same([attempt["prompt"] for attempt in stage.attempts("work/away/shotlist.db")],
         [_PROMPTS[0]], "attempts in the ledger")


def a_ledger_that_is_moved_without_its_log_during_a_run_ends_it(stage):
    _deed_during_a_run(stage, lambda folder: _moved(folder, ("",)))


def a_ledger_that_is_deleted_during_a_run_ends_it(stage):
    def delete(folder):
        for end in ("", "-wal", "-shm"):
            (folder / ("shotlist.db" + end)).unlink()

    _deed_during_a_run(stage, delete)


def a_ledger_that_is_replaced_during_a_run_ends_it(stage):
    def replace(folder):
        shutil.copy(folder / "shotlist.db", folder / "copy.db")
        (folder / "copy.db").rename(folder / "shotlist.db")

    _deed_during_a_run(stage, replace)


def a_log_that_is_deleted_during_a_run_ends_it(stage):
    _deed_during_a_run(stage, lambda folder: (folder / "shotlist.db-wal").unlink())


def _held_at(stage, prompt):
    """A server that answers `prompt` only once it is released, and what releases it."""
    released = threading.Event()

    def answers(asked):
        if asked.prompt == prompt:
            released.wait(PATIENCE)
        return task(asked.prompt)

    return stage.server(answers), released.set


def a_ledger_that_is_cut_during_a_run_ends_it(stage):
    _deed_during_a_run(stage, lambda folder: (folder / "shotlist.db").write_bytes(b""))


def a_log_that_is_cut_during_a_run_ends_it(stage):
    _deed_during_a_run(stage, lambda folder: (folder / "shotlist.db-wal").write_bytes(b""))


def a_backup_that_is_restored_during_a_run_ends_it_and_is_not_believed_later(stage):
    server, release = _held_at(stage, _PROMPTS[2])
    _table(stage, _plain(_PROMPTS))
    run = _words(server)
    stage.shotlist(*run, "--limit", 1).must_be(5)
    with sqlite3.connect(stage.path(_LEDGER)) as source, sqlite3.connect(stage.path("b.db")) as copy:
        source.backup(copy)
    first = stage.start(*run)
    server.must_be_asked(3)
    with sqlite3.connect(stage.path("b.db")) as copy, sqlite3.connect(stage.path(_LEDGER)) as target:
        copy.backup(target)
    release()
    ended = first.end()
    same(ended.code, 8, f"exit code of the first run; it said\n{ended.err}")
    prompts_asked(server)
    _stops(stage, server, run, "a backup")


def what_a_deleted_ledger_knew_is_in_the_results(stage):
    server, release = _held_at(stage, _PROMPTS[2])
    _table(stage, _plain(_PROMPTS))
    first = stage.start(*_words(server))
    server.must_be_asked(3)
    _delete_ledger(stage)
    release()
    ended = first.end()
    same(ended.code, 8, f"exit code of the first run; it said\n{ended.err}")
    bought = [f"sora-2:task_{prompt}" for prompt in prompts_asked(server)]
    known = [row["task_id"] for row in stage.results("m.results.csv")]
    for task_id in bought:
        check(task_id in known or task_id in ended.err, f"{task_id} is lost:\n{ended.err}")
    check(bought[0] in known, f"the results know {known}")
    ended = _stops(stage, server, _words(server), "deleted")
    _go_on(stage, ended.err).must_be(0)


# Lost ledgers

def _killed(stage, finished=0):
    """A run that is killed with a request on its way, after `finished` rows in a run before."""
    server = stage.server(by_prompt({}))
    _table(stage, _plain(_PROMPTS))
    run = _words(server)
    if finished:
        stage.shotlist(*run, "--limit", finished).must_be(5)
    server.hold()
    first = stage.start(*run)
    server.must_be_asked(finished + 1)
    first.signal(signal.SIGKILL)
    first.end()
    server.release()
    same(len(prompts_asked(server)), finished + 1, "paid for before")
    return server, run


def _stops(stage, server, run, what):
    ended = stage.shotlist(*run)
    same(prompts_asked(server), [], f"paid for, with a ledger that is {what}; it said\n{ended.err}")
    check(ended.code in (3, 8), f"exit code {ended.code} with a ledger that is {what}:\n{ended.err}")
    has(ended.err, "shotlist import")
    return ended


def _delete_ledger(stage):
    for end in ("", "-wal", "-shm"):
        stage.path(_LEDGER + end).unlink(missing_ok=True)


def a_ledger_that_is_lost_after_a_kill_sends_nothing(stage):
    server, run = _killed(stage)
    _delete_ledger(stage)
    _stops(stage, server, run, "lost")
    # Not even at the second time, when there is a new one.
    _stops(stage, server, run, "new")


def a_ledger_that_is_lost_after_a_kill_of_a_second_run_sends_nothing(stage):
    server, run = _killed(stage, finished=1)
    _delete_ledger(stage)
    _stops(stage, server, run, "lost")
    ended = _stops(stage, server, run, "new")
    _go_on(stage, ended.err, "m.results.csv").must_be(0)
    ended = _stops(stage, server, run, "still not complete")
    _go_on(stage, ended.err, "--complete").must_be(0)
    # A person said that nothing is missing.
    stage.shotlist(*run).must_be(0)
    same(prompts_asked(server), _PROMPTS[1:], "paid for after a person's word")


def a_ledger_that_is_emptied_or_filled_with_nul_sends_nothing(stage):
    server, run = _killed(stage)
    whole = {end: stage.path(_LEDGER + end).read_bytes() for end in ("", "-wal")}
    size = len(whole[""])
    for what, content in (("emptied", b""), ("NUL", b"\0" * size), ("cut", whole[""][:100]),
                          ("cut in its first page", whole[""][:2000]),
                          ("a letter", b"dear diary\n" * 100)):
        stage.path(_LEDGER).write_bytes(content)
        _stops(stage, server, run, what)
        same(stage.path(_LEDGER).read_bytes(), content, f"the ledger that is {what}")
        same(stage.path(_LEDGER + "-wal").read_bytes(), whole["-wal"], "its log")
        stage.path(_LEDGER + "-wal").write_bytes(whole["-wal"])
    stage.path(_LEDGER).write_bytes(whole[""])
    stage.shotlist(*run).must_be(6)
    same(prompts_asked(server), _PROMPTS[1:], "paid for once it is restored")


def a_ledger_without_its_log_sends_nothing(stage):
    for finished in (0, 1):
        server, run = _killed(stage, finished)
        stage.path(_LEDGER + "-wal").unlink()
        stage.path(_LEDGER + "-shm").unlink(missing_ok=True)
        _stops(stage, server, run, f"without its log, {finished} rows finished")
        _stops(stage, server, run, f"still without its log, {finished} rows finished")
        stage.forget_everything()


def a_long_run_whose_log_is_lost_sends_nothing(stage):
    # The database has taken in its log more than once by then, and the run with it.
    scenes = [f"Scene {number} of the long night" for number in range(400)]
    server, release = _held_at(stage, scenes[299])
    _table(stage, _plain(scenes))
    run = _words(server)
    first = stage.start(*run)
    server.must_be_asked(300)
    first.signal(signal.SIGKILL)
    first.end()
    release()
    prompts_asked(server)
    whole = {end: stage.path(_LEDGER + end).read_bytes() for end in ("", "-wal")}
    stage.path(_LEDGER + "-wal").unlink()
    stage.path(_LEDGER + "-shm").unlink(missing_ok=True)
    with sqlite3.connect(f"file:{stage.path(_LEDGER)}?mode=ro&immutable=1", uri=True) as database:
        attempts, = database.execute("SELECT count(*) FROM attempt").fetchone()
    check(0 < attempts < 300, f"the database has {attempts} attempts")
    _stops(stage, server, run, "without its log")
    # A person's shell takes the log in, too, and loses nothing.
    for end, content in whole.items():
        stage.path(_LEDGER + end).write_bytes(content)
    database = sqlite3.connect(stage.path(_LEDGER))
    database.execute("SELECT * FROM attempt").fetchone()
    database.close()
    check(not stage.path(_LEDGER + "-wal").exists(), "the log is taken in")
    stage.shotlist("plan", "m.csv").must_be(0)
    ended = stage.shotlist(*run, "--limit", 1)
    check(ended.code == 6, f"exit code {ended.code}:\n{ended.err}")
    same(len(prompts_asked(server)), 1, "paid for")


def a_lost_log_with_another_file_in_its_place_sends_nothing(stage):
    server, run = _killed(stage)
    stage.path(_LEDGER + "-wal").write_bytes(b"")
    _stops(stage, server, run, "with an empty log")


def a_lost_ledger_with_results_stops_and_import_takes_over_what_was_paid_for(stage):
    said = {_PROMPTS[1]: HANG_UP}
    server = stage.server(by_prompt(said))
    _table(stage, _plain(_PROMPTS))
    run = _words(server)
    stage.shotlist(*run, "--limit", 3).must_be(6)
    before = stage.results("m.results.csv")
    prompts_asked(server)
    _delete_ledger(stage)
    # Nobody remembers it: the results file tells.
    elsewhere = {"XDG_STATE_HOME": str(stage.home / "another")}
    ended = stage.shotlist(*run, environment=elsewhere).must_be(3)
    has(ended.err, "m.results.csv")
    has(ended.err, "3 rows")
    same(prompts_asked(server), [], "paid for")
    _go_on(stage, ended.err, environment=elsewhere).must_be(0)
    stage.shotlist(*run, environment=elsewhere).must_be(6)
    same(prompts_asked(server), [_PROMPTS[3]], "paid for after the import")
    after = stage.results("m.results.csv")
    for old, new in zip(before[:3], after):
        for column in ("id", "status", "task_id", "prompt", "entry", "fingerprint", "submitted_at"):
            same(new[column], old[column], f"{column} of {old['id']}")


def _put_back(stage):
    """A ledger and results from before the last run, and the newer results."""
    server = stage.server(by_prompt({}))
    _table(stage, _plain(_PROMPTS))
    run = _words(server)
    stage.shotlist(*run, "--limit", 1).must_be(5)
    old = {name: stage.path(name).read_bytes() for name in (_LEDGER, "m.results.csv")}
    stage.shotlist(*run, "--limit", 2).must_be(5)
    newer = stage.path("m.results.csv").read_bytes()
    for name, content in old.items():
        stage.path(name).write_bytes(content)
    prompts_asked(server)
    return server, run, newer


def an_older_copy_of_ledger_and_results_is_noticed(stage):
    server, run, newer = _put_back(stage)
    ended = stage.shotlist(*run).must_be(3)
    has(ended.err, "older copy")
    has(ended.err, "shotlist import")
    same(prompts_asked(server), [], "paid for")
    stage.path("newer.csv").write_bytes(newer)
    stage.shotlist("import", "newer.csv").must_be(0)
    stage.shotlist(*run).must_be(0)
    same(prompts_asked(server), [_PROMPTS[3]], "paid for after the import")


def results_that_a_spreadsheet_spoilt_stop_nobody_for_good(stage):
    said = {_PROMPTS[1]: HANG_UP}
    server = stage.server(by_prompt(said))
    _table(stage, _plain(_PROMPTS[:2]))
    run = _words(server)
    stage.shotlist(*run).must_be(6)
    prompts_asked(server)
    whole = stage.read("m.results.csv")

    def without(*columns):
        rows = list(csv.DictReader(io.StringIO(whole, newline="")))
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, [name for name in rows[0] if name not in columns],
                                extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue()

    entries = [row["entry"] for row in stage.results("m.results.csv")]
    capitals = whole
    for entry in entries:
        capitals = capitals.replace(entry, entry.capitalize())
    for spoilt in (without("entry"), without("entry", "fingerprint"), capitals,
                   without("endpoint", "price")):
        stage.write("m.results.csv", spoilt)
        stage.shotlist(*run).must_be(6)
        same(prompts_asked(server), [], "paid for")


def results_of_held_rows_that_were_edited_stop_nobody(stage):
    server = stage.server(by_prompt({}))
    _table(stage, _plain(_PROMPTS[:2]), "x/m.csv")
    stage.shotlist(*_words(server, "x/m.csv")).must_be(0)
    prompts_asked(server)
    _table(stage, _plain(_PROMPTS[:2]), "y/m.csv")
    run = _words(server, "y/m.csv")
    stage.shotlist(*run).must_be(6)
    stage.write("y/m.results.csv", stage.read("y/m.results.csv").replace("\n", "\r\n"))
    ended = stage.shotlist(*run, "--held", "keep:2")
    same((ended.code, prompts_asked(server)), (0, []), f"exit code and payments\n{ended.err}")


def results_of_another_manifest_that_is_there_are_not_replaced(stage):
    server = stage.server(by_prompt({_PROMPTS[0]: HANG_UP}))
    _table(stage, _plain(_PROMPTS[:1]))
    stage.shotlist(*_words(server)).must_be(6)
    before = stage.read("m.results.csv")
    prompts_asked(server)
    stage.shots(_PROMPTS[1], name="m.yaml")
    ended = stage.shotlist(*_words(server, "m.yaml")).must_be(2)
    has(ended.err, "m.results.csv holds the results of m.csv")
    same((prompts_asked(server), stage.read("m.results.csv")), ([], before), "paid for, results")
    stage.shotlist(*_words(server, "m.yaml"), "-o", "y.csv").must_be(0)
    # A manifest that was renamed goes on with the file.
    stage.path("m.csv").rename(stage.path("n.csv"))
    stage.shotlist(*_words(server, "n.csv"), "-o", "m.results.csv").must_be(6)


def a_name_that_is_no_utf_8_is_one_name_all_the_same(stage):
    name = os.fsdecode(b"caf\xe9.csv")
    server = stage.server(by_prompt({_PROMPTS[0]: HANG_UP}))
    _table(stage, _plain(_PROMPTS[:2]), name)
    run = [*_words(server, name), "--price", 2]
    stage.shotlist(*run).must_be(6)
    prompts_asked(server)
    _table(stage, _plain(_PROMPTS[2:]), name)
    # 4 are spent, and the doubt is still there.
    stage.shotlist(*run, "--max-cost", 6).must_be(6)
    same(len(prompts_asked(server)), 1, "paid for")
    statuses = [row["status"] for row in stage.results(os.fsdecode(b"caf\xe9.results.csv"))]
    check("in_doubt" in statuses, f"statuses {statuses}")


def what_a_kill_left_beside_the_results_goes_although_the_manifest_was_renamed(stage):
    server = stage.server(by_prompt({}))
    _table(stage, _plain(_PROMPTS[:1]))
    stage.shotlist(*_words(server)).must_be(0)
    stage.write("m.results.csv.new", "half a file")
    stage.write("mine.csv.new", "somebody's")
    stage.path("m.csv").rename(stage.path("n.csv"))
    stage.shotlist(*_words(server, "n.csv")).must_be(0)
    check(not stage.path("m.results.csv.new").exists(), "what was left aside is gone")
    check(stage.path("mine.csv.new").exists(), "what is somebody else's stays")


def an_older_copy_stays_one_whatever_else_is_imported(stage):
    server, run, _ = _put_back(stage)
    _table(stage, _plain([f"Another scene {number}" for number in range(5)]), "other.csv")
    stage.shotlist(*_words(server, "other.csv"), "--ledger", "other.db").must_be(0)
    prompts_asked(server)
    stage.shotlist("import", "other.results.csv", "--ledger", _LEDGER).must_be(0)
    _stops(stage, server, run, "older, with more attempts than there were")


def an_older_ledger_with_newer_results_counts_all_that_was_paid_after_an_import(stage):
    server = stage.server(by_prompt({}))
    _table(stage, _plain(_PROMPTS))
    run = _words(server)
    stage.shotlist(*run, "--price", "4/CNY", "--limit", 1).must_be(5)
    old = stage.path(_LEDGER).read_bytes()
    stage.shotlist(*run, "--price", "4/CNY", "--limit", 2).must_be(5)
    prompts_asked(server)
    stage.path(_LEDGER).write_bytes(old)
    cap = [*run, "--price", "1/CNY", "--max-cost"]
    ended = stage.shotlist(*cap, 12).must_be(3)
    same(prompts_asked(server), [], "paid for")
    stage.shotlist("import", "m.results.csv").must_be(0)
    # 12 were spent, at the price of their time.
    stage.shotlist(*cap, "12.99").must_be(5)
    same(prompts_asked(server), [], "paid for below the cap")
    stage.shotlist(*cap, 13).must_be(0)
    same(prompts_asked(server), [_PROMPTS[3]], "paid for at the cap")


# Decisions

def a_decisions_file_given_again_counts_each_word_once_for_its_entry(stage):
    server = stage.server(lambda _: HANG_UP)
    stage.shots(*_PROMPTS[:3])
    run = _words(server, "shots.yaml")
    stage.shotlist(*run).must_be(6)
    prompts_asked(server)
    two = decide(stage, {"a": "retry", "b": "retry"}, "two.csv")
    one = decide(stage, {"a": "retry"}, "one.csv")
    three = decide(stage, {"a": "retry", "b": "retry", "c": "retry"}, "three.csv")
    stage.shotlist(*run, "--decisions", two).must_be(6)
    same(prompts_asked(server), _PROMPTS[:2], "sent")
    for again in (two, one):
        ended = stage.shotlist(*run, "--decisions", again).must_be(6)
        same(prompts_asked(server), [], f"sent again for {again}")
        has(ended.err, "ignored, because")
    stage.shotlist(*run, "--decisions", three).must_be(6)
    same(prompts_asked(server), _PROMPTS[2:3], "sent for a line more")
    stage.shotlist(*run, "--decisions", three).must_be(6)
    same(prompts_asked(server), [], "sent at last")


def the_decisions_of_another_clone_are_about_none_of_these_attempts(stage):
    server = stage.server(lambda _: HANG_UP)
    clones = {}
    for clone in ("one", "two"):
        stage.shots(*_PROMPTS[:2], name=f"{clone}/shots.yaml")
        # Another machine: nothing is remembered of the other.
        clones[clone] = {"environment": {"XDG_STATE_HOME": str(stage.home / clone)}}
        stage.shotlist(*_words(server, f"{clone}/shots.yaml"), **clones[clone]).must_be(6)
    prompts_asked(server)
    name = decide(stage, {"a": "retry"}, "words.csv", of="one/shots.results.csv")
    ended = stage.shotlist(*_words(server, "two/shots.yaml"), "--decisions", name, **clones["two"])
    same(prompts_asked(server), [], f"sent by another clone's words; it said\n{ended.err}")
    check(ended.code in (3, 6), f"exit code {ended.code}:\n{ended.err}")
    has(ended.err, "words.csv" if ended.code == 3 else "ignored")
    stage.shotlist(*_words(server, "one/shots.yaml"), "--decisions", name, **clones["one"]).must_be(6)
    same(prompts_asked(server), [_PROMPTS[0]], "sent by the clone's own")


def a_task_bought_on_demand_stays_the_rows_and_its_old_doubt_serves_no_row(stage):
    for change in ("renumbered", "takes"):
        said = {_PROMPTS[0]: HANG_UP}
        server = stage.server(by_prompt(said))
        _table(stage, _numbered(_PROMPTS[:2]))
        run = _words(server)
        stage.shotlist(*run).must_be(6)
        said.clear()
        said[_PROMPTS[0]] = task("second")
        stage.shotlist("retry", *run[1:], "--in-doubt").must_be(0)
        prompts_asked(server)
        said[_PROMPTS[0]] = task("third")
        rows = _numbered(_PROMPTS[:2], 10)
        if change == "takes":
            rows = [{**row, "takes": takes} for row, takes in zip(_numbered(_PROMPTS[:2]), "21")]
        _table(stage, rows)
        stage.shotlist(*run).must_be(0)
        new = [_PROMPTS[0]] if change == "takes" else []
        same(prompts_asked(server), new, f"paid for, {change}")
        tasks = [row["task_id"] for row in stage.results("m.results.csv") if row["source"]]
        wanted = ["sora-2:task_second", *["sora-2:task_third"] * len(new),
                  f"sora-2:task_{_PROMPTS[1]}"]
        same(tasks, wanted, f"tasks, {change}")
        stage.forget_everything()


# Copies

_ALIKE = ("A harbor at dawn, take 2721712", "A harbor at dawn, take 50352862")


def prompts_that_share_the_digits_of_their_ids_are_two_purchases(stage):
    server = stage.server(by_prompt({}))
    one, two = _ALIKE
    _table(stage, _plain([one]))
    run = _words(server)
    stage.shotlist(*run).must_be(0)
    first = stage.results("m.results.csv")[0]
    _table(stage, _plain([two, one]))
    ended = stage.shotlist(*run)
    rows = stage.results("m.results.csv")
    same([row["id"] for row in rows], [first["id"], first["id"] + "-2"], "ids")
    same(rows[1]["task_id"], first["task_id"], "the task of the first prompt")
    # They are nearly the same, too; a person says that both are wanted.
    if rows[0]["status"] == "held":
        ended.must_be(6)
        _go_on(stage, ended.err, "resubmit:1").must_be(0)
    same(prompts_asked(server), [one, two], "paid for")
    same([row["task_id"] for row in stage.results("m.results.csv")],
         [f"sora-2:task_{two}", f"sora-2:task_{one}"], "tasks")


def takes_that_are_raised_or_lowered_pay_for_what_is_new_only(stage):
    served = []

    def script(asked):
        served.append(asked.prompt)
        return task(len(served))

    server = stage.server(script)
    run = _words(server)

    def with_takes(number):
        row = {"id": "a", "prompt": _PROMPTS[0]}
        _table(stage, [{**row, "takes": number} if number else row])
        stage.shotlist(*run).must_be(0)
        return len(prompts_asked(server))

    same([with_takes(number) for number in (None, 2, 3, 1, 3, None)], [1, 1, 1, 0, 0, 0], "paid for")
    rows = stage.results("m.results.csv")
    same(rows[0]["task_id"], "sora-2:task_1", "the first take")


def a_matrix_value_beside_others_pays_for_what_is_new_only(stage):
    server = stage.server(by_prompt({}))
    head = "shotlist: 1\nname: shots\ndefaults: {model: sora-2-pro, orientation: landscape, " \
           "size: small, duration: 15}\nshots:\n  - id: harbor\n    prompt: A harbor at {{time}}\n" \
           "    matrix: {time: [%s]}\n"
    stage.write("shots.yaml", head % "dawn, dusk")
    run = _words(server, "shots.yaml")
    stage.shotlist(*run).must_be(0)
    prompts_asked(server)
    stage.write("shots.yaml", head % "dawn, noon, dusk")
    stage.shotlist(*run).must_be(0)
    same(prompts_asked(server), ["A harbor at noon"], "paid for")


def a_matrix_of_options_beside_what_was_there_pays_for_what_is_new_only(stage):
    numbers = itertools.count()
    server = stage.server(lambda _: task(next(numbers)))
    head = "shotlist: 1\nname: shots\ndefaults: {model: sora-2-pro, orientation: landscape, " \
           "size: small, duration: 15}\n%sshots:\n" \
           + "".join(f"  - {{id: {id}, prompt: '{prompt}'}}\n" for id, prompt in zip("abc", _PROMPTS))
    stage.write("shots.yaml", head % "matrix: {orientation: [landscape]}\n")
    run = _words(server, "shots.yaml")
    stage.shotlist(*run).must_be(0)
    prompts_asked(server)
    stage.write("shots.yaml", head % "matrix: {orientation: [portrait, landscape]}\n")
    ended = stage.shotlist(*run).must_be(0)
    same(sorted(prompts_asked(server)), sorted(_PROMPTS[:3]), "paid for, in the other orientation")


def equal_rows_keep_their_own_variables(stage):
    server = stage.server(lambda asked: task(str(len(server.asked))))
    rows = [{"prompt": _PROMPTS[0], "scene": "7a"}, {"prompt": _PROMPTS[0], "scene": "9c"}]
    _table(stage, rows)
    run = _words(server)
    stage.shotlist(*run).must_be(0)
    same([row["scene"] for row in stage.results("m.results.csv")], ["7a", "9c"], "variables")
    _table(stage, rows[1:])
    stage.shotlist(*run).must_be(0)
    same(len(prompts_asked(server)), 2, "paid for")
    lines = stage.results("m.results.csv")
    same([(bool(row["source"]), row["scene"]) for row in lines][:1], [(True, "9c")], "its line")
    same(len({row["task_id"] for row in lines}), 2, "tasks that are still listed")


# Servers

def a_rehearsal_and_then_the_real_thing_with_default_names(stage):
    server = stage.server(by_prompt({}))
    _table(stage, _plain(_PROMPTS))
    ended = stage.shotlist("run", "m.csv", "--sandbox", key=None).must_be(0)
    has(ended.err, "rehearsal, nothing is paid")
    same(sorted(path.name for path in stage.directory.iterdir()),
         ["m.csv", "m.rehearsal.csv", "shotlist-rehearsal.db"], "files")
    same({row["endpoint"] for row in stage.results("m.rehearsal.csv")}, {"sandbox"}, "endpoints")
    stage.shotlist(*_words(server)).must_be(0)
    same(prompts_asked(server), _PROMPTS, "paid for")
    stage.shotlist("run", "m.csv", "--sandbox", key=None).must_be(0)
    stage.shotlist(*_words(server)).must_be(0)
    same(prompts_asked(server), [], "paid for again")


def a_rehearsal_at_a_sandbox_by_its_address_and_then_the_real_thing(stage):
    sandbox = stage.sandbox()
    server = stage.server(by_prompt({}))
    _table(stage, _plain(_PROMPTS))
    stage.shotlist("run", "m.csv", "--base-url", sandbox.url).must_be(0)
    same(sandbox.till()["charged"], 4, "charges of the rehearsal")
    stage.shotlist(*_words(server)).must_be(0)
    same(prompts_asked(server), _PROMPTS, "paid for")
    same({row["endpoint"] for row in stage.results("m.results.csv") if row["source"]},
         {server.url}, "endpoints")


def what_another_server_was_paid_for_is_held_and_both_are_named(stage):
    server, other = stage.server(by_prompt({})), stage.server(by_prompt({}))
    _table(stage, _plain(_PROMPTS))
    stage.shotlist(*_words(server)).must_be(0)
    ended = stage.shotlist(*_words(other)).must_be(6)
    same(prompts_asked(other), [], "paid for at the other one")
    has(ended.err, server.url)
    has(ended.err, other.url)
    same(stage.statuses("m.results.csv"), ["held"] * 4, "statuses")
    has(ended.err, "--held resubmit:4")
    _go_on(stage, ended.err, "resubmit:4").must_be(0)
    same(prompts_asked(other), _PROMPTS, "paid for as a person says")
    stage.shotlist(*_words(server)).must_be(0)
    stage.shotlist(*_words(other)).must_be(0)
    same((len(prompts_asked(server)), prompts_asked(other)), (4, []), "paid for afterwards")


def a_slash_a_path_or_another_spelling_is_no_other_server(stage):
    server = stage.server(by_prompt({}))
    _table(stage, _plain(_PROMPTS[:2]))
    stage.shotlist(*_words(server)).must_be(0)
    port = server.url.rsplit(":", 1)[1]
    for url in (server.url + "/", server.url + "/proxy", f"HTTP://127.0.0.1:{port}"):
        stage.shotlist("run", "m.csv", "--base-url", url).must_be(0)
    same(len(prompts_asked(server)), 2, "paid for")


# What is to be typed next

def what_is_to_be_typed_next_has_all_that_shaped_the_run(stage):
    said = {_PROMPTS[1]: HANG_UP}
    server = stage.server(by_prompt(said))
    os.makedirs(stage.path("out"))
    _table(stage, [{**row, "style": "noir"} for row in _plain(_PROMPTS)])
    shaped = ["--set", "watermark=false", "--price", "2.00/CNY", "-o", "out/r.csv", "--ledger", "l.db",
              "--where", "style=noir", "--max-cost", "10.00", "--base-url", server.url]
    ended = stage.shotlist("run", "m.csv", *shaped, "--limit", 2, "-j", 1).must_be(6)
    told = {"run": ended.err}
    told["review"] = stage.shotlist("review", "m.csv", "--ledger", "l.db", key=None).must_be(0).out
    listed = stage.shotlist("resolve", "m.csv", "--ledger", "l.db", "--set", "watermark=false",
                            key=None).must_be(0).out
    command = re.search(r"shotlist resolve m.csv[^\n]*--not-created", listed)[0]
    command = command.replace("ID...", stage.results("out/r.csv")[1]["id"]).replace("[", "")
    settled = stage.shotlist(*shlex.split(command)[1:], key=None).must_be(0)
    told["resolve"] = settled.err
    for where, text in told.items():
        commands = [shlex.split(command.split("  (")[0])
                    for command in re.findall(r"shotlist run m\.csv[^\n]*", text)]
        check(commands, f"{where} names no run:\n{text}")
        for words in commands:
            pairs = set(zip(words, words[1:]))
            for pair in zip(shaped[::2], shaped[1::2]):
                check(pair in pairs, f"{pair} is not in what {where} says to type: {words}")
            check("--limit" not in words, f"--limit is in what {where} says to type: {words}")
    prompts_asked(server)
    said.clear()
    stage.shotlist(*commands[0][1:]).must_be(0)
    same(sorted(prompts_asked(server)), sorted(_PROMPTS[1:]), "paid for by what is typed next")


def after_the_sequence_of_the_issue_review_and_resolve_name_all_but_the_limit(stage):
    server = stage.server(by_prompt({_PROMPTS[1]: HANG_UP}))
    _table(stage, _plain(_PROMPTS))
    stage.shotlist(*_words(server), "--set", "watermark=false", "--max-cost", 10, "--price", 2,
                   "--limit", 2).must_be(6)
    id = stage.results("m.results.csv")[1]["id"]
    told = stage.shotlist("review", "m.csv", key=None).must_be(0).out
    has(told, "4 requests: 1 submitted, 0 rejected, 0 failed, 1 in doubt, 0 held, 2 not sent")
    settled = stage.shotlist("resolve", "m.csv", id, "--not-created", key=None).must_be(0).err
    has(settled, "4 requests: 1 submitted, 0 rejected, 1 failed, 0 in doubt, 0 held, 2 not sent")
    for text in (told, settled):
        has(text, "shotlist run m.csv --set watermark=false --price 2.00 --max-cost 10.00 "
                  f"--base-url {server.url}")
        lacks(text, "--limit")


# Answers

def whatever_bytes_an_answer_holds_it_is_recorded(stage):
    nul = '{"id":"sora-2:task_nul","status":"pending","note":"a\\u0000b"}'
    said = {"nul": (200, {}, nul.encode()), "raw nul": (200, {}, b'{"id":"sora-2:t\0x"}'),
            "utf8": (200, {}, b'{"id":"sora-2:task_utf8","note":"\xff\xfe\xc3"}'),
            "large": answer(400, {"error": {"message": "x" * 1_000_000, "code": "invalid_request"}}),
            "large page": (502, {}, b"<html>" + b"\xe5" * 1_000_000)}
    server = stage.server(by_prompt(said))
    _table(stage, [{"id": f"r{number}", "prompt": prompt} for number, prompt in enumerate(said)])
    run = _words(server)
    ended = stage.shotlist(*run)
    check(ended.code in (1, 6), f"exit code {ended.code}:\n{ended.err}")
    same(prompts_asked(server), list(said), "sent")
    rows = {row["prompt"]: row for row in stage.results("m.results.csv")}
    same((rows["nul"]["status"], rows["nul"]["task_id"]), ("submitted", "sora-2:task_nul"), "nul")
    check(rows["utf8"]["task_id"] == "sora-2:task_utf8", f"the id beside broken bytes: {rows['utf8']}")
    check(rows["raw nul"]["status"] in ("submitted", "in_doubt"), f"raw nul: {rows['raw nul']}")
    same(rows["large"]["status"], "rejected", "large")
    same(rows["large page"]["status"], "in_doubt", "large page")
    for attempt in stage.attempts():
        check(attempt["verdict"] is not None, f"not recorded: {attempt}")
        check(0 < len(attempt["reply"]) <= 65536, f"a reply of {len(attempt['reply'])} bytes")
    stage.shotlist(*run)
    same(prompts_asked(server), [], "sent again")


def an_id_that_another_row_has_is_recorded_and_never_believed(stage):
    server = stage.server(lambda _: task("same"))
    _table(stage, _plain(_PROMPTS[:3]))
    run = _words(server)
    stage.shotlist(*run).must_be(6)
    same(stage.statuses("m.results.csv"), ["submitted", "in_doubt", "in_doubt"], "statuses")
    same([attempt["task_id"] or attempt["named_task"] for attempt in stage.attempts()],
         ["sora-2:task_same"] * 3, "ids in the ledger")
    prompts_asked(server)
    stage.shotlist(*run).must_be(6)
    same(prompts_asked(server), [], "sent again")
    # The same in another run, and of another manifest of the folder.
    _table(stage, _plain(_PROMPTS[3:]), "n.csv")
    stage.shotlist(*_words(server, "n.csv")).must_be(6)
    same(stage.statuses("n.results.csv"), ["in_doubt"], "status of another manifest's row")


def a_shell_that_holds_a_transaction_is_waited_for_and_that_is_said(stage):
    server = stage.server(by_prompt({}))
    _table(stage, _plain(_PROMPTS[:2]))
    run = _words(server)
    stage.shotlist(*run, "--limit", 1).must_be(5)
    shell = sqlite3.connect(stage.path(_LEDGER), isolation_level=None)
    shell.execute("BEGIN IMMEDIATE")
    started = stage.start(*run)
    started.must_say("shotlist.db")
    started.must_say("wait")
    same(len(server.asked), 1, "requests meanwhile")
    shell.execute("ROLLBACK")
    shell.close()
    started.end().must_be(0)
    same(prompts_asked(server), _PROMPTS[:2], "paid for")

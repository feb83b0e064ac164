"""Decisions about rows in doubt that are refused, or cannot be written down."""

import re

from checks import has, lacks, same
from fake_server import HANG_UP
from scenes import decisions, files, resolve, two_in_doubt
from stage import largest_file

_RESULTS, _LEDGER = "shots.results.csv", "shotlist.db"


def all_mistakes_are_told_at_once_and_nothing_is_settled(stage):
    server, said, run = two_in_doubt(stage)
    stage.write("shots.yaml", stage.read("shots.yaml").replace("id: c", "id: harbor"))
    said["three"] = HANG_UP
    stage.shotlist(*run).must_be(6)  # c is no longer in the manifest, harbor is in doubt
    stage.write("shots.yaml", stage.read("shots.yaml") + "  - {id: new, prompt: four}\n")
    before = files(stage)
    ended = resolve(stage, "harbour", "a", "b", "new", "nowhere", "--not-created").must_be(2)
    told = ended.err.splitlines()
    for id, *parts in (("harbour", "did you mean harbor?"), ("b", "submitted", "sora-2:task_two"),
                       ("new", "never sent"), ("nowhere", "no row")):
        line, = (line for line in told if re.search(rf"\b{id}\b", line.split(";")[0]))
        for part in parts:
            has(line, part)
    has(ended.err, "nothing was settled")
    same(files(stage), before, "files")
    for words, part in ((["a", "--task-id", "sora-2:task_two"], "the task of b"),
                        (["b", "--task-id", "sora-2:task_x"], "submitted as sora-2:task_two"),
                        (["b", "--not-created"], "submitted as sora-2:task_two"),
                        (["new", "--task-id", "sora-2:task_x"], "never sent"),
                        (["\x1b[2Jx", "--not-created"], "no row")):
        ended = resolve(stage, *words).must_be(2)
        has(ended.err, part)
        lacks(ended.err, "\x1b")
        same(files(stage), before, f"files after {words}")


def exit_2_where_a_decision_makes_no_sense(stage):
    two_in_doubt(stage)
    before = files(stage)
    for words, part in (
            (["a"], "--not-created"), (["a", "c"], "--task-id"),
            (["a", "--task-id", "t", "--not-created"], "--not-created"),
            (["a", "c", "--task-id", "t"], "one by one"),
            (["--not-created"], "name the row's id"), (["--task-id", "t"], "name the row's id"),
            (["a", "--task-id", ""], "no task id"), (["a", "--task-id", " \t"], "no task id"),
            (["a", "--task-id", "t\x1b[2J"], "no task id"),
            (["a", "--task-id", "t\nu"], "no task id"),
            (["a", "--maybe"], "--maybe")):
        ended = resolve(stage, *words).must_be(2)
        has(ended.err, part)
        lacks(ended.err, "\x1b")
        same((ended.out, files(stage)), ("", before), f"output and files after {words}")


def exit_2_where_nothing_was_sent_yet(stage):
    stage.shots("one")
    same(resolve(stage).must_be(0).out, "no row is in doubt\n", "the list")
    for words in (["a", "--not-created"], ["a", "--task-id", "t"]):
        has(resolve(stage, *words).must_be(2).err, "nothing was sent yet: there is no ")
    same(list(files(stage)), ["shots.yaml"], "files")


def exit_3_where_the_manifest_has_mistakes_and_nothing_is_settled(stage):
    two_in_doubt(stage)
    stage.write("shots.yaml", stage.read("shots.yaml") + "colour: red\n")
    before = files(stage)
    for words in ([], ["a", "--not-created"], ["a", "--task-id", "t"]):
        ended = resolve(stage, *words).must_be(3)
        has(ended.err, "colour")
        same((ended.out, files(stage)), ("", before), "output and files")
    stage.shotlist("resolve", "gone.yaml").must_be(3)


def exit_7_while_another_process_holds_the_ledger_and_looking_is_free(stage):
    two_in_doubt(stage)
    before = files(stage)
    with stage.held():
        for words in (["a", "--not-created"], ["a", "--task-id", "t"], ["--from", _RESULTS]):
            ended = resolve(stage, *words).must_be(7)
            has(ended.err, "is held by ")
            same(ended.out, "", "standard output")
        has(resolve(stage).must_be(0).out, "2 rows in doubt")
    same(files(stage), before, "files")
    resolve(stage, "a", "--not-created").must_be(0)


def rows_on_their_way_can_not_be_settled(stage):
    server = stage.server(held=True)
    stage.shots("one")
    started = stage.start("run", "shots.yaml", "--base-url", server.url)
    server.must_be_asked(1)
    listed = resolve(stage).must_be(0)
    has(listed.out, "no row is in doubt")
    has(listed.err, "a run is under way: what is on its way is not listed")
    resolve(stage, "a", "--not-created").must_be(7)
    waiting = stage.start("resolve", "shots.yaml", "a", "--not-created", "--wait", key=None)
    waiting.must_say("waiting for ")
    server.release()
    started.end().must_be(0)
    has(waiting.end().must_be(2).err, "a is submitted as sora-2:task_1, not in doubt")
    same((stage.statuses(), decisions(stage)), (["submitted"], []), "status and decisions")


def exit_8_where_the_ledger_may_not_be_written_to_and_nothing_is_settled(stage):
    server, *_ = two_in_doubt(stage)
    before = files(stage)
    stage.path(_LEDGER).chmod(0o444)
    ended = resolve(stage, "a", "--not-created", like_anybody=True).must_be(8)
    has(ended.err, f"{_LEDGER}: Permission denied")
    same((ended.out, files(stage)), ("", before), "output and files")
    has(resolve(stage, like_anybody=True).must_be(0).out, "2 rows in doubt")
    same(len(server.asked), 0, "requests")


def exit_8_where_there_is_no_room_for_a_decision(stage):
    server, _, run = two_in_doubt(stage)
    ended = resolve(stage, "a", "c", "--not-created", preparation=largest_file(4096)).must_be(8)
    has(ended.err, _LEDGER)
    lacks(ended.err, "a: not created")
    stage.shotlist(*run).must_be(6)
    same(stage.statuses(), ["in_doubt", "submitted", "in_doubt"], "statuses")
    same((len(server.asked), len(decisions(stage))), (0, 0), "requests and decisions")


def a_decision_holds_although_the_results_could_not_be_written(stage):
    server, _, run = two_in_doubt(stage)
    out = stage.path("out")
    out.mkdir()
    run += ["-o", "out/r.csv"]
    stage.shotlist(*run).must_be(6)
    out.chmod(0o555)
    settle = ["a", "--task-id", "sora-2:task_found", "-o", "out/r.csv"]
    resolve(stage, *settle, like_anybody=True).must_be(8)
    out.chmod(0o755)
    same((len(decisions(stage)), stage.statuses("out/r.csv")[0]), (1, "in_doubt"), "the old file")
    resolve(stage, *settle).must_be(0)
    same((len(decisions(stage)), stage.statuses("out/r.csv")[0]), (1, "submitted"), "the file")
    stage.shotlist(*run).must_be(6)
    same(len(server.asked), 0, "requests")

"""Decisions about rows in doubt while the ledger is held, and where files may not be written."""

from checks import has, same
from scenes import decisions, files, resolve, two_in_doubt

_RESULTS, _LEDGER = "shots.results.csv", "shotlist.db"


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
    has(listed.err, "a is under way in run 1 on ")
    has(listed.err, ", and not listed")
    has(stage.shotlist("plan", "shots.yaml", "--base-url", server.url).out,
        "skip  a  under way in run 1 on ")
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

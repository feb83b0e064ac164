"""Rows that are given another id after they were sent."""

from checks import has, lacks, same
from fake_server import HANG_UP, by_prompt, task

_ASKED_BEFORE = "asks for the very same as"


def _renamed(stage, before, after, name="shots.yaml"):
    text = stage.read(name)
    stage.write(name, text.replace(f"id: {before}\n", f"id: {after}\n"))


def a_renamed_row_is_told_by_plan_and_run_and_sent_as_a_new_one(stage):
    said = {}
    server = stage.server(by_prompt(said))
    stage.shots("one", "two")
    run = ["run", "shots.yaml", "--base-url", server.url]
    stage.shotlist(*run).must_be(0)
    bought = stage.results()[0]
    _renamed(stage, "a", "harbor")
    said["one"] = task("again")
    plan = stage.shotlist("plan", "shots.yaml", key=None).must_be(0)
    same(len(plan.out.splitlines()), 2, "lines of the plan")
    has(plan.err, f"harbor {_ASKED_BEFORE} a, which is submitted")
    server.hold()
    started = stage.start(*run, "-q")
    server.must_be_asked(3)
    has(started.err, f"harbor {_ASKED_BEFORE} a, which is submitted")  # before it is sent
    server.release()
    started.end().must_be(0)
    rows = stage.results()
    same([row["id"] for row in rows], ["harbor", "b", "a"], "ids")
    same(rows[0]["task_id"], "sora-2:task_again", "task id of the new row")
    same(rows[2], {**bought, "source": ""}, "the old line")
    lacks(stage.shotlist(*run).must_be(0).err, _ASKED_BEFORE)
    same(len(server.asked), 3, "requests")


def a_row_that_gets_its_old_id_back_is_neither_told_nor_sent(stage):
    server = stage.server()
    stage.shots("one", "two")
    run = ["run", "shots.yaml", "--base-url", server.url]
    stage.shotlist(*run).must_be(0)
    _renamed(stage, "a", "harbor")
    stage.shotlist("plan", "shots.yaml", key=None).must_be(0)
    _renamed(stage, "harbor", "a")
    lacks(stage.shotlist(*run).must_be(0).err, _ASKED_BEFORE)
    same(len(server.asked), 2, "requests")


def a_renamed_row_that_was_in_doubt_is_told_as_such(stage):
    server = stage.server(by_prompt({"one": HANG_UP}))
    stage.shots("one", "two")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url).must_be(6)
    _renamed(stage, "a", "harbor")
    for words in (["plan", "shots.yaml"],
                  ["run", "shots.yaml", "--base-url", server.url, "--only", "b"]):
        has(stage.shotlist(*words).must_be(0).err, f"harbor {_ASKED_BEFORE} a, which is in doubt")
    same(len(server.asked), 2, "requests")


def a_row_without_an_id_that_is_given_one_is_told(stage):
    server = stage.server()
    table = "{}prompt,model,orientation,size,duration\n{}one,sora-2-pro,portrait,large,15\n"
    stage.write("shots.csv", table.format("", ""))
    run = ["run", "shots.csv", "--base-url", server.url]
    stage.shotlist(*run).must_be(0)
    stage.write("shots.csv", table.format("id,", "harbor,"))
    old = stage.results()[0]["id"]
    has(stage.shotlist("plan", "shots.csv").must_be(0).err, f"harbor {_ASKED_BEFORE} {old}, ")
    same(len(server.asked), 1, "requests")


def a_copy_of_a_row_and_a_row_with_another_prompt_are_not_taken_for_renamed_ones(stage):
    server = stage.server()
    stage.shots("one", "two")
    run = ["run", "shots.yaml", "--base-url", server.url]
    stage.shotlist(*run).must_be(0)
    stage.shots("one", "two", "one")
    lacks(stage.shotlist("plan", "shots.yaml").must_be(0).err, _ASKED_BEFORE)
    stage.shots("one", "two, but better")
    _renamed(stage, "b", "harbor")
    lacks(stage.shotlist("plan", "shots.yaml").must_be(0).err, _ASKED_BEFORE)
    stage.shotlist(*run).must_be(0)
    same([asked.prompt for asked in server.asked[2:]], ["two, but better"], "requests")

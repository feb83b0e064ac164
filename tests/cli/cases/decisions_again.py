"""Decisions that are misplaced, forgotten, given again or written late: `run --decisions FILE`."""

from checks import check, has, lacks, same
from deciding import RESULTS, decide, run, table
from fake_server import HANG_UP, REJECTED, by_prompt
from scenes import after_a_run_with_all_ends, files, prompts_asked


def a_file_that_knows_more_than_the_results_it_is_given_for_is_refused(stage):
    server = stage.server(by_prompt({"two": HANG_UP, "three": REJECTED}))
    stage.shots("one", "two", "three")
    words = ["shots.yaml", "--base-url", server.url, "-j", 1]
    run(stage, words, "-o", "a.csv").must_be(6)
    prompts_asked(server)
    before = {"a": "a was submitted as sora-2:task_one", "b": "b was in doubt after attempt 1",
              "c": "c was rejected after attempt 1"}
    for id, what in before.items():
        name = decide(stage, {id: "retry"}, "d.csv", of="a.csv")
        present = files(stage)
        for command in ("plan", "run"):
            more = words[1:] if command == "run" else []
            ended = stage.shotlist(command, "shots.yaml", *more, "--decisions", name).must_be(3)
            has(ended.err, f"{what} when the file was saved, and these results know nothing of it")
            has(ended.err, "-o FILE")
        same((files(stage), prompts_asked(server)), (present, []), f"what {id} comes to")
    name = decide(stage, {"b": "retry", "c": "retry"}, "d.csv", of="a.csv")
    run(stage, words, "-o", "a.csv", "--decisions", name).must_be(6)
    same(prompts_asked(server), ["two", "three"], "requests for the results it is of")


def the_header_of_a_person_is_known_however_it_is_written(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    for column in ("Decision", "decision ", " DECISION", "decision\u3000"):
        decide(stage, {"c": "retry"}, column=column)
        decided = (stage.directory / RESULTS).read_bytes()
        has(stage.shotlist("plan", "shots.yaml").must_be(0).err, "holds 1 decision, left out here")
        ended = run(stage, words, "--only", "c").must_be(6)
        has(ended.err, f"{RESULTS} holds 1 decision, which is not carried out now")
        aside, = stage.directory.glob(RESULTS + ".old-*")
        same(aside.read_bytes(), decided, f"what is kept of {column!r}")
        aside.unlink()
    decide(stage, {"b": "retry\u3000", "c": "\xa0retry"}, column="Decision")
    run(stage, words, "--decisions", RESULTS, "--limit", 1).must_be(5)
    same(len(list(stage.directory.glob(RESULTS + ".old-*"))), 1, "what is kept")
    same(prompts_asked(server), ["bad"], "requests")


def a_column_of_decisions_beside_a_variable_of_that_name_is_kept(stage):
    server = stage.server(by_prompt({"two": HANG_UP}))
    stage.write("shots.csv", "id,prompt,Decision\na,one,retry\nb,two,retry\n")
    words = ["shots.csv", "--base-url", server.url, "-j", 1]
    for field in ("model=sora-2-pro", "orientation=landscape", "size=small", "duration=15"):
        words += ["--set", field]
    run(stage, words).must_be(6)
    lacks(run(stage, words).must_be(6).err, "holds")
    decide(stage, {"b": "retry"})
    has(run(stage, words).must_be(6).err, f"{RESULTS} holds 1 decision, which is not carried out")
    check(list(stage.directory.glob(RESULTS + ".old-*")), "nothing is kept")
    same([row["Decision"] for row in stage.results()], ["retry", "retry"], "the variable")

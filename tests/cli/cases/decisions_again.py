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

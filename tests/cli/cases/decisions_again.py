"""Decisions that are misplaced, forgotten, given again or written late: `run --decisions FILE`."""

import os
import shlex
import signal
import time

from checks import check, has, lacks, same, until
from deciding import RESULTS, decide, run, table
from fake_server import HANG_UP, REJECTED, by_prompt
from scenes import after_a_run_with_all_ends, files, prompts_asked, resolve


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


def words_that_are_written_during_a_run_are_kept_at_its_end(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    slow = stage.server(by_prompt({}), held=True)
    words[2] = slow.url
    started = stage.start("run", *words)
    until(lambda: slow.asked, "a request")
    decide(stage, {"a": "skip", "c": "not_created"})
    decided = (stage.directory / RESULTS).read_bytes()
    slow.release()
    ended = started.end().must_be(6)
    aside, = stage.directory.glob(RESULTS + ".old-*")
    has(ended.err, f"{RESULTS} holds 2 decisions, which are not carried out now")
    has(ended.err, f"--base-url {slow.url} -j 1 --decisions {aside.name}")
    same(aside.read_bytes(), decided, "what is kept")
    lacks(stage.read(RESULTS).splitlines()[0], "decision")
    run(stage, words, "--decisions", aside.name).must_be(1)
    same(stage.statuses(), ["submitted", "rejected"] + ["submitted"] * 3, "statuses")


def _all_in_doubt(stage):
    server = stage.server(lambda asked: HANG_UP)
    stage.shots(*"abcdef")
    words = ["shots.yaml", "--base-url", server.url, "-j", 1]
    run(stage, words).must_be(6)
    prompts_asked(server)
    return server, words


def decisions_that_a_limit_left_are_carried_out_by_the_command_that_is_named(stage):
    server, words = _all_in_doubt(stage)
    decide(stage, dict.fromkeys("abcde", "retry"))
    ended = run(stage, words, "--decisions", RESULTS, "--limit", 2).must_be(6)
    aside, = stage.directory.glob(RESULTS + ".old-*")
    has(ended.err, "3 decisions are not carried out yet; to go on:")
    command = next(line for line in ended.err.splitlines() if "shotlist run" in line)
    typed = shlex.split(command.split("shotlist", 1)[1].split("  (")[0])
    same(typed[1:5], ["shots.yaml", "--base-url", server.url, "-j"], "what is to be typed")
    same(prompts_asked(server), ["a", "b"], "requests with the limit")
    ended = stage.shotlist(*typed).must_be(6)
    has(ended.err.replace("\n  ", " "), "3 rows in doubt sent again, though they may have been paid "
                                        "for (c, d, e); 2 decisions carried out before (a, b)")
    same(prompts_asked(server), ["c", "d", "e"], "requests of the rest")
    lacks(ended.err, "not carried out yet")
    has(stage.shotlist(*typed).must_be(6).err, "5 decisions carried out before (a, b, c and 2 more)")
    same(prompts_asked(server), [], "requests of nothing left")


def decisions_go_on_after_a_run_that_was_killed(stage):
    server, words = _all_in_doubt(stage)
    slow = stage.server(lambda asked: HANG_UP, held=True)
    words[2] = slow.url
    decide(stage, dict.fromkeys("abcd", "retry"))
    started = stage.start("run", *words, "--decisions", RESULTS)
    until(lambda: slow.asked, "a request")
    started.signal(signal.SIGKILL)
    started.end()
    slow.release()
    aside, = stage.directory.glob(RESULTS + ".old-*")
    first = prompts_asked(slow)
    run(stage, words, "--decisions", aside.name).must_be(6)
    same(first + prompts_asked(slow), ["a", "b", "c", "d"], "requests of both runs")


def neither_a_later_time_nor_a_copy_makes_the_same_words_new(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    name = table(stage, {"c": "retry"})
    later = time.time() + 8 * 3600
    for _ in range(3):
        os.utime(stage.directory / name, (later, later))
        run(stage, words, "--only", "c", "--decisions", name).must_be(6)
    table(stage, {"c": "Retry "}, "copy.csv")
    run(stage, words, "--only", "c", "--decisions", "copy.csv").must_be(6)
    for _ in range(3):
        run(stage, words, "--only", "c", "--decisions", "/dev/stdin",
            stdin="id,decision\nc,retry\n").must_be(6)
    same(prompts_asked(server), ["drop"], "requests")
    # What was sent without the words after them is not what they are about.
    stage.shotlist("retry", *words, "--in-doubt", "--only", "c").must_be(6)
    ended = run(stage, words, "--only", "c", "--decisions", "/dev/stdin",
                stdin="id,decision\nc,retry\n").must_be(3)
    has(ended.err, "c has changed since the same was first decided")
    same(prompts_asked(server), ["drop"], "requests of another command")


def a_row_that_was_settled_since_a_bare_file_was_saved_is_not_paid_for_again(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    name = table(stage, {"c": "retry"})
    resolve(stage, "c", "--task-id", "sora-2:task_real").must_be(0)
    stage.write("shots.yaml", stage.read("shots.yaml").replace('"drop"', '"drop edited"'))
    ended = run(stage, words, "--only", "c", "--decisions", name).must_be(3)
    has(ended.err, "c has changed since the file was saved: it is now submitted as "
                   "sora-2:task_real")
    same(prompts_asked(server), [], "requests")


def a_doubt_that_comes_later_is_not_settled_by_an_older_word(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    name = table(stage, {"c": "not_created"})
    run(stage, words, "--only", "c", "--decisions", name).must_be(6)
    same(prompts_asked(server), ["drop"], "requests")
    ended = run(stage, words, "--only", "c", "--decisions", name).must_be(6)
    has(ended.err, "1 decision carried out before (c)")
    same((prompts_asked(server), stage.statuses()[2]), ([], "in_doubt"), "what the same file does")


def edited_rows_are_told_from_those_that_are_left(stage):
    server = stage.server()
    stage.shots("one", "two", "three")
    words = ["shots.yaml", "--base-url", server.url, "-j", 1]
    run(stage, words).must_be(0)
    stage.shots("one anew", "two anew", "three")
    name = decide(stage, {"a": "retry"}, "d.csv")
    has(run(stage, words, "--decisions", name).must_be(0).err, "1 of the 2 not sent again: --changed")
    name = decide(stage, {"b": "retry"}, "d.csv")
    lacks(run(stage, words, "--decisions", name).must_be(0).err, "not sent again")


def a_word_that_was_wrong_can_be_taken_back_before_the_row_is_sent(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    name = table(stage, {"c": "not_created"})
    run(stage, words, "--only", "e", "--decisions", name).must_be(0)
    prompts_asked(server)
    resolve(stage, "c", "--task-id", "sora-2:task_late").must_be(0)
    run(stage, words, "--only", "c").must_be(0)
    same(prompts_asked(server), [], "requests")
    same(stage.results()[2]["task_id"], "sora-2:task_late", "task")
    has(resolve(stage, "d", "--task-id", "sora-2:task_d").must_be(2).err, "d is failed, not in doubt")


def a_row_that_was_edited_after_the_word_is_told_so(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    name = decide(stage, {"c": "retry"}, "d.csv")
    stage.write("shots.yaml", stage.read("shots.yaml").replace('"drop"', '"another film"'))
    ended = run(stage, words, "-q", "--only", "c", "--decisions", name).must_be(0)
    has(ended.err.replace("\n  ", " "), "1 row in doubt sent again as edited since")


def a_row_that_keeps_its_earlier_task_is_told_so(stage):
    server = stage.server(by_prompt({"one anew": HANG_UP}))
    stage.shots("one", "two")
    words = ["shots.yaml", "--base-url", server.url, "-j", 1]
    run(stage, words).must_be(0)
    stage.shots("one anew", "two")
    run(stage, words, "--changed", "resubmit").must_be(6)
    prompts_asked(server)
    name = decide(stage, {"a": "not_created"}, "d.csv")
    ended = run(stage, words, "--decisions", name).must_be(0)
    has(ended.err.replace("\n  ", " "),
        "1 row known not to have been created, and left with the task it had before (a)")
    has(run(stage, words, "--decisions", name).must_be(0).err, "1 decision carried out before (a)")
    same(prompts_asked(server), [], "requests")


def a_task_whose_row_a_spreadsheet_renamed_is_counted_once(stage):
    server = stage.server()
    shots = stage.read(stage.shots("one", "two"))
    stage.write("shots.yaml", shots.replace("id: a", "id: dec-12"))
    words = ["shots.yaml", "--base-url", server.url, "-j", 1]
    run(stage, words).must_be(0)
    text = stage.read(RESULTS)
    stage.write(RESULTS, text.replace("\ndec-12,", "\n12. Dez,"))
    ended = run(stage, words).must_be(0)
    has(ended.err, "12. Dez is dec-12")
    lacks(ended.err, "taken over")
    same([row["id"] for row in stage.results()], ["dec-12", "b"], "rows")
    line = next(line for line in text.splitlines() if line.startswith("dec-12,"))
    stage.write(RESULTS, stage.read(RESULTS) + line.replace("dec-12,", "copy,", 1) + "\n")
    has(run(stage, words).must_be(0).err, "the journal knows it as the task of dec-12")
    same([row["id"] for row in stage.results()], ["dec-12", "b"], "rows after a copy")

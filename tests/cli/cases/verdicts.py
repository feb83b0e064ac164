"""Whom an answer concerns: a row, a model or everybody; and what is done about it."""

import re
import shlex
import time

from checks import check, has, lacks, same
from fake_server import answer, by_prompt, gateway_error, task
from scenes import prompts_asked, resolve

_PAGE = answer(403, "<!DOCTYPE html><html><head><title>Access denied</title></head></html>",
               Content_Type="text/html")


def a_task_that_a_refusal_names_is_kept_and_offered_and_its_row_is_not_sent_again(stage):
    server = stage.server(lambda asked: answer(503, {
        "error": "lease_journal_unavailable", "task_id": f"sora-2:task_{asked.prompt}",
        "created": True}))
    stage.shots("one", "two")
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 1]
    stage.shotlist(*run).must_be(6)
    same(prompts_asked(server), ["one", "two"], "requests")
    stage.shotlist(*run).must_be(6)
    same(prompts_asked(server), [], "requests of the second run")
    same([(row["status"], row["task_id"]) for row in stage.results()],
         [("in_doubt", "sora-2:task_one"), ("in_doubt", "sora-2:task_two")], "the rows")

    told = resolve(stage).must_be(0).out
    for id, prompt in (("a", "one"), ("b", "two")):
        command = f"shotlist resolve shots.yaml {id} --task-id sora-2:task_{prompt}"
        has(told, command + "\n")
        stage.shotlist(*shlex.split(command)[1:], key=None).must_be(0)
    same([(row["status"], row["task_id"]) for row in stage.results()],
         [("submitted", "sora-2:task_one"), ("submitted", "sora-2:task_two")], "the settled rows")
    stage.shotlist(*run).must_be(0)
    same(prompts_asked(server), [], "requests of the last run")


def exit_4_where_nothing_gets_through_for_as_long_as_give_up_says(stage):
    server = stage.server(lambda _: gateway_error(429, "slow down", "rate_limit", Retry_After="1"))
    stage.shots("one", "two", "three")
    ended = stage.shotlist("run", "shots.yaml", "--base-url", server.url, "-j", 1, "--give-up", "3s",
                           "--attempts", 100, "--progress", "plain").must_be(4)
    # Both are the same clock, and it gives up after the first answer has waited so long.
    check(time.monotonic() - server.asked[0].at >= 3, "it gave up too early")
    # One each second from the first on, and none after it gave up; on a slow machine fewer.
    check(len(server.asked) <= 4, f"{len(server.asked)} requests")
    check(set(stage.statuses()) <= {"failed", "not_sent"}, f"statuses {stage.statuses()}")
    why = re.search(r"^stopped: (.*?)(?=^\S)", ended.err, re.MULTILINE | re.DOTALL)
    check(why, f"it does not say why it stopped:\n{ended.err}")
    for part in ("nothing got through for ", "rate limited", "--give-up"):
        has(" ".join(why[1].split()), part)
    # These were free: the next run sends them.
    stage.shotlist("run", "shots.yaml", "--base-url", stage.server().url).must_be(0)
    same(stage.statuses(), ["submitted"] * 3, "statuses of the next run")


def exit_1_where_a_firewall_refuses_one_row_and_the_others_are_submitted(stage):
    server = stage.server(by_prompt({"two": _PAGE}))
    stage.shots("one", "two", "three")
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 1]
    ended = stage.shotlist(*run).must_be(1)
    same(stage.statuses(), ["submitted", "rejected", "submitted"], "statuses")
    has(ended.err, "Access denied")
    lacks(ended.err, "<html>")
    prompts_asked(server)
    stage.shotlist(*run).must_be(1)
    same(prompts_asked(server), [], "requests of the second run")


def exit_4_where_a_firewall_refuses_three_rows_and_none_passed(stage):
    said = {prompt: _PAGE for prompt in ("one", "two", "three", "four", "five")}
    server = stage.server(by_prompt(said))
    stage.shots(*said)
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 1]
    ended = stage.shotlist(*run).must_be(4)
    same(stage.statuses(), ["failed"] * 3 + ["not_sent"] * 2, "statuses")
    same(prompts_asked(server), ["one", "two", "three"], "requests")
    has(ended.err, "stopped: 3 rows in a row were refused with 403")
    # They were not at fault: once the firewall lets them pass, they need no edit.
    said.clear()
    stage.shotlist(*run).must_be(0)
    same(stage.statuses(), ["submitted"] * 5, "statuses of the next run")


def exit_4_where_the_server_redirects_and_it_is_shown_where_to(stage):
    elsewhere = "https://api.example.invalid/v1/video/create"
    server = stage.server(lambda _: answer(301, "", Location=elsewhere))
    stage.shots("one", "two")
    ended = stage.shotlist("run", "shots.yaml", "--base-url", server.url, "-j", 1).must_be(4)
    same(stage.statuses(), ["failed", "not_sent"], "statuses")
    has(stage.results()[0]["error"], elsewhere)
    has(stage.shotlist("review", "shots.yaml", "--json", key=None).must_be(0).out, elsewhere)
    has(ended.err, "the server redirects to ")
    same(len(server.asked), 1, "requests")


def exit_1_where_a_model_has_no_channel_and_the_rows_of_another_are_submitted(stage):
    missing = gateway_error(503, "当前分组 default 下对于模型 sora-2 无可用渠道", "model_not_found",
                            Retry_After="1")
    said = {"missing one": missing, "missing two": missing}
    server = stage.server(by_prompt(said))
    stage.write("shots.csv", "id,prompt,model,orientation,size,duration\n"
                             "a,missing one,sora-2,portrait,small,15\n"
                             "b,one,sora-2-pro,portrait,small,15\n"
                             "c,missing two,sora-2,portrait,small,15\n"
                             "d,two,sora-2-pro,portrait,small,15\n")
    run = ["run", "shots.csv", "--base-url", server.url, "-j", 1]
    stage.shotlist(*run).must_be(1)
    same(stage.statuses(), ["failed", "submitted", "failed", "submitted"], "statuses")
    same([row["error_class"] for row in stage.results()], ["no_channel", "", "no_channel", ""],
         "error classes")
    asked = prompts_asked(server)
    same([prompt for prompt in asked if prompt not in said], ["one", "two"], "others, each once")
    check(len(asked) <= 2 + 4, f"a model that is not there was asked for too often: {asked}")
    said.clear()
    stage.shotlist(*run).must_be(0)
    same(prompts_asked(server), ["missing one", "missing two"], "requests once it has a channel")

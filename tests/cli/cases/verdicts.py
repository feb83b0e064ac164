"""Whom an answer concerns: a row, a model or everybody; and what is done about it."""

import re
import time

from checks import check, has, same
from fake_server import by_prompt, gateway_error
from scenes import prompts_asked


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

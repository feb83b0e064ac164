"""What the ledger tells while a run writes to it."""

import json

from checks import same


def the_log_can_be_read_while_a_run_is_on(stage):
    server = stage.server(held=True)
    stage.shots("one")
    started = stage.start("run", "shots.yaml", "--base-url", server.url)
    server.must_be_asked(1)
    line, = stage.log()
    same((line["status"], "verdict" in line), ("in_doubt", False), "what is on its way")
    server.release()
    started.end().must_be(0)
    line, = [json.loads(line) for line in stage.shotlist("log", "--json").out.splitlines()]
    same((line["status"], line["verdict"]), ("submitted", "accepted"), "after the run")

"""A person settles what may have been paid for."""

from checks import check, has, lacks, same
from scenes import resolve


def resolve_lists_a_row_whose_run_was_killed(stage):
    server = stage.server(held=True)
    stage.shots("one")
    started = stage.start("run", "shots.yaml", "--base-url", server.url)
    server.must_be_asked(1)
    started.process.kill()
    started.end()
    told = resolve(stage).must_be(0).out
    for part in ("1 row in doubt", "entry", "no answer was seen", "the run ended"):
        has(told, part)
    resolve(stage, "a", "--not-created").must_be(0)
    server.release()
    stage.shotlist("run", "shots.yaml", "--base-url", server.url).must_be(0)
    same((stage.statuses(), len(server.asked)), (["submitted"], 2), "statuses and requests")


def a_person_who_looks_into_the_till_settles_every_row_and_nothing_is_paid_twice(stage):
    sandbox = stage.sandbox("--fault", "drop-after=20%", "--fault", "drop-before=15%",
                            "--fault", "no-id=10%", "--fault", "502=10%")
    stage.write("prompts.txt", "".join(f"Shot {number} of many\n" for number in range(40)))
    stage.write("shots.yaml", "shotlist: 1\ndefaults: {model: sora-2-pro, orientation: landscape, "
                              "size: small, duration: 15}\nshots_from: prompts.txt\n")
    run = ["run", "shots.yaml", "--base-url", sandbox.url, "-j", 1]
    code = stage.shotlist(*run).must_be(6).code
    rounds = 0
    while code == 6:
        rounds += 1
        check(rounds < 30, "it does not come to an end")
        bought = {charge["body_digest"]: charge["task_id"] for charge in sandbox.till()["charges"]}
        doubtful = [row for row in stage.results() if row["status"] == "in_doubt"]
        for row in doubtful:
            if row["fingerprint"] in bought:
                resolve(stage, row["id"], "--task-id", bought[row["fingerprint"]]).must_be(0)
        missing = [row["id"] for row in doubtful if row["fingerprint"] not in bought]
        if missing:
            resolve(stage, *missing, "--not-created").must_be(0)
        code = stage.shotlist(*run).code
    same(code, 0, "the last exit code")
    results, charges = stage.results(), sandbox.till()["charges"]
    same({row["task_id"]: row["fingerprint"] for row in results},
         {charge["task_id"]: charge["body_digest"] for charge in charges}, "results and till")
    same((len(results), len(charges)), (40, 40), "rows and charges")


def of_a_server_that_rehearses_it_is_said_that_nothing_was_paid(stage):
    sandbox = stage.sandbox("--fault", "drop-after=50%")
    stage.shots(*[f"shot {number}" for number in range(12)])
    told = stage.shotlist("run", "shots.yaml", "--base-url", sandbox.url, "-j", 1).must_be(6).err
    has(told, "nothing was paid")
    for ended in (resolve(stage), stage.shotlist("review", "shots.yaml")):
        told += ended.must_be(0).out
    has(told, "it was a rehearsal: nothing was paid")
    told = " ".join(told.split())
    has(told, "a rehearsal, nothing was paid; in earnest")
    lacks(told, "provider's console")
    lacks(told, "so shotlist does not send")
    for view in ("purchases", "doubts"):
        same(stage.query(f"SELECT * FROM {view}"), [], view)

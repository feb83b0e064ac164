"""One ledger in PostgreSQL, and several runs on it."""

import csv

from checks import check, has, same, until
from fake_server import HANG_UP, REJECTED, answer, by_prompt, task
from scenes import prompts_asked
from stage import INTERRUPT, KILL

_NAME = ["--manifest-name", "team/shots"]


def _run(stage, ledger, server, *words, **options):
    return stage.start("run", "shots.csv", "--ledger", ledger, *_NAME, "--base-url", server.url,
                       "--progress", "none", *words, **options)


def _folders(stage, count, rows, extra=""):
    """The same manifest in so many folders, as on so many machines."""
    for number in range(count):
        folder = stage.path(f"machine-{number}")
        folder.mkdir()
        stage.write(f"machine-{number}/shots.csv", "prompt,model,orientation,size,duration\n" +
                    "".join(f"words {n} of the harbor{extra},sora-2-pro,portrait,small,15\n"
                            for n in range(rows)))
    return [f"machine-{number}" for number in range(count)]


def several_runs_of_one_manifest_pay_for_each_row_once(stage):
    ledger = stage.postgres().address
    sandbox = stage.sandbox("--sandbox-latency", "5ms")
    folders = _folders(stage, 4, 60)
    runs = [_run(stage, ledger, sandbox, folder=folder) for folder in folders]
    for run in runs:
        run.end().must_be(0)
    charges = [charge["body_digest"] for charge in sandbox.till()["charges"]]
    same((len(charges), len(set(charges))), (60, 60), "charges, and rows that were charged for")
    for folder in folders:
        with open(stage.path(folder) / "shots.results.csv", encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        same([row["status"] for row in rows], ["submitted"] * 60, f"the results in {folder}")
        check(not (stage.path(folder) / "shotlist.db").exists(), "a ledger of its own")
    # Any machine can look at all of it, and a later run has nothing to send.
    told = stage.shotlist("review", f"{folders[0]}/shots.csv", "--ledger", ledger, *_NAME)
    has(told.out, "60 requests: 60 submitted")
    again = _run(stage, ledger, sandbox, folder=folders[1]).end()
    again.must_be(0)
    has(again.err, "60 submitted before · 0 to send")
    same(len(stage.log_of_sent("--ledger", ledger)), 60, "tries that were sent")


def a_shared_ledger_wants_a_name_for_the_manifest(stage):
    ledger = stage.postgres().address
    stage.write("shots.csv", "prompt,model,orientation,size,duration\na,sora-2-pro,portrait,small,15\n")
    for command in ("plan", "run", "review"):
        ended = stage.shotlist(command, "shots.csv", "--ledger", ledger)
        same(ended.code, 2, command)
        has(ended.err, "add --manifest-name NAME, or `name:` to the manifest")
    server = stage.server()
    stage.shotlist("run", "shots.csv", "--ledger", ledger, *_NAME, "--base-url",
                   server.url).must_be(0)
    # Elsewhere it is held; what is to be typed then names both.
    told = stage.shotlist("plan", "shots.csv", "--ledger", ledger, *_NAME).must_be(0)
    has(told.out + told.err, "--manifest-name team/shots --ledger 'postgresql://")


def a_password_in_the_address_of_a_ledger_is_shown_and_recorded_nowhere(stage):
    database = stage.postgres()
    ledger = database.address
    user = database.user
    secret = ledger.replace(f"{user}@", f"{user}:hush%21hush@") + "&password=hush%21hush"
    server = stage.server(lambda asked: task("x") if "fine" in asked.prompt else None)
    stage.write("shots.csv", "prompt,model,orientation,size,duration\n"
                             "lost,sora-2-pro,portrait,small,15\nfine,sora-2-pro,portrait,small,15\n")
    ended = stage.shotlist("run", "shots.csv", "--ledger", secret, *_NAME, "--base-url", server.url,
                           "-v")
    same(ended.code, 6, ended.err)
    told = stage.shotlist("review", "shots.csv", "--ledger", secret, *_NAME)
    listed = stage.shotlist("resolve", "shots.csv", "--ledger", secret, *_NAME)
    # Nothing listens there.
    away = stage.shotlist("plan", "shots.csv", *_NAME, "--ledger",
                          f"postgresql://{user}:hush%21hush@127.0.0.1:1/x")
    same(away.code, 8, away.err)
    has(away.err, "the ledger cannot be reached")
    texts = [ended.out + ended.err, told.out + told.err, listed.out + listed.err,
             away.out + away.err, stage.read("shots.results.csv"),
             *database.ask("SELECT * FROM shotlist.run"),
             *database.ask("SELECT * FROM shotlist.ledger")]
    for text in texts:
        check("hush" not in text, f"the password is in {text}")
    has(ended.err, "--ledger")  # in what is to be typed next


def all_runs_together_stay_below_the_limit_of_costs(stage):
    ledger = stage.postgres().address
    server = stage.server()
    folders = _folders(stage, 3, 30)
    runs = [_run(stage, ledger, server, "--price", "1/CNY", "--max-cost", "20", folder=folder)
            for folder in folders]
    for run in runs:
        ended = run.end()
        same(ended.code, 5, ended.err)
    same(len(server.asked), 20, "requests")


def a_limit_of_costs_holds_over_runs_that_are_killed(stage):
    database = stage.postgres()
    server = stage.server()
    folders = _folders(stage, 3, 90)
    limit = ["--price", "1/CNY", "--max-cost", "60", "--rate", "100/s"]
    runs = [_run(stage, database.address, server, *limit, folder=folder) for folder in folders]
    for number in range(12):
        asked = len(server.asked)
        killed = number % len(runs)
        until(lambda: len(server.asked) > asked + 2 or runs[killed].process.poll() is not None,
              "requests")
        runs[killed].signal(KILL)
        runs[killed].end()
        runs[killed] = _run(stage, database.address, server, *limit, folder=folders[killed])
    for run in runs:
        check(run.end().code in (5, 6), run.err)
    check(len(server.asked) <= 60, f"{len(server.asked)} requests, where 60 are allowed")
    # Of those that were killed some never sent what they had announced.
    same(database.ask("SELECT count(*) FROM shotlist.attempt WHERE status IN ('submitted', 'in_doubt')"),
         ["60"], "rows that were or may have been paid for")


def what_one_run_learns_of_a_limit_holds_for_all(stage):
    """The first forty requests are let in, then one is refused, and the rate was too high."""
    database = stage.postgres()
    server = stage.server(lambda asked: answer(429, {"error": {"message": "slow down"}})
                          if len(server.asked) == 40 else task(str(len(server.asked))))
    _folders(stage, 2, 60)
    _run(stage, database.address, server, folder="machine-0").end().must_be(0)
    rate = "SELECT rate IS NOT NULL FROM shotlist.pace"
    same(database.ask(rate), ["t"], "a rate for all runs")
    # A new run begins at that rate, not with a search of its own.
    database.ask("UPDATE shotlist.pace SET rate = 1.0 / 30, climb = 0, due = clock_timestamp()")
    stage.write("machine-1/shots.csv", "prompt,model,orientation,size,duration\n" + "".join(
        f"{what} at dawn,sora-2-pro,portrait,small,15\n" for what in ("A fox", "Two hens", "Snow")))
    second = _run(stage, database.address, server, folder="machine-1")
    server.must_be_asked(62)
    second.signal(INTERRUPT)
    second.end()
    same(len(server.asked), 62, "requests: one at once, and the others half a minute later")


def a_run_goes_on_after_the_database_was_away(stage):
    database = stage.postgres()
    ledger = database.address
    sandbox = stage.sandbox("--sandbox-latency", "20ms")
    [folder] = _folders(stage, 1, 200)
    run = _run(stage, ledger, sandbox, "-j", "4", folder=folder)
    until(lambda: sandbox.till()["charged"] >= 20, "charges")
    database.restart()
    run.end().must_be(0)
    charges = [charge["body_digest"] for charge in sandbox.till()["charges"]]
    same((len(charges), len(set(charges))), (200, 200), "charges, and rows that were charged for")


def rows_of_a_run_that_was_killed_are_in_doubt_at_once(stage):
    ledger = stage.postgres().address
    server = stage.server(held=True)
    folders = _folders(stage, 2, 6)
    first = _run(stage, ledger, server, "-j", "3", folder=folders[0])
    server.must_be_asked(3)
    # As long as it lives they are on their way, and another run sends the others alone.
    first.signal(9)
    first.end()
    server.release()
    second = _run(stage, ledger, server, "-j", "3", folder=folders[1]).end()
    same(second.code, 6, second.err)
    has(second.err, "3 submitted, 0 rejected, 0 failed, 3 in doubt")
    same(len(server.asked), 6, "requests")


def an_embedded_ledger_moves_into_a_shared_one_with_all_that_it_knows(stage):
    said = {"bad": REJECTED, "lost": HANG_UP, "gone": HANG_UP}
    makes = by_prompt(said)
    done = answer(200, {"id": "t", "status": "completed", "video_url": "http://127.0.0.1:9/v.mp4"})
    server = stage.server(lambda asked: makes(asked) if asked.method == "POST" else done)
    stage.shots("good", "bad", "lost", "gone", "new")
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 1, "--progress", "none"]
    stage.shotlist(*run, "--only", "a,b,c,d").must_be(6)
    stage.shotlist("resolve", "shots.yaml", "d", "--not-created").must_be(0)
    stage.shotlist("collect", "shots.yaml", "--poll-every", "50ms", "--progress", "none").must_be(0)
    before = stage.results()
    same([row["video_status"] for row in before], ["completed", "", "", "", ""], "videos")
    server.asked.clear()

    shared = ["--ledger", stage.postgres().address]
    has(stage.shotlist(*run, *shared).must_be(3).err, "take them over: shotlist import ")
    has(stage.shotlist("import", "shotlist.db", *shared).must_be(0).err,
        "4 attempts and 1 decision taken over")
    # It is the manifest that it was by its name alone: by another one nothing is paid for again.
    said["lost"] = said["gone"] = task("x")
    other = stage.shotlist("run", "shots.yaml", *shared, "--manifest-name", "another", *run[2:],
                           "--only", "a,c", "-o", "another.csv").must_be(6)
    has(other.err, "2 rows are held")
    same(prompts_asked(server), [], "prompts under another name")

    stage.shotlist(*run, *shared).must_be(6)
    same(prompts_asked(server), ["gone", "new"], "prompts after the move")
    after = stage.results()
    same([row["status"] for row in after],
         ["submitted", "rejected", "in_doubt", "submitted", "submitted"], "statuses")
    for column in ("entry", "task_id", "video_status", "video_url", "error", "submitted_at"):
        same([row[column] for row in after[:3]], [row[column] for row in before[:3]], column)
    stage.shotlist(*run, *shared).must_be(6)
    stage.shotlist("collect", "shots.yaml", *shared, "--only", "a", "--progress", "none").must_be(0)
    # The file lacks what was sent since.
    has(stage.shotlist(*run).must_be(3).err, "shots.results.csv tells of ")
    same(len(server.asked), 0, "requests of later runs, and looks at a task that has ended")

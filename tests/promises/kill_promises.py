"""What must hold after any number of kills: the manifest, the results, the ledger and the till agree.

Each is a function whose name is a sentence; it gets the world of kill_test.py after the last run.
"""

from collections import Counter

from checks import check, same


def every_row_of_the_manifest_is_in_the_results_exactly_once(world):
    same([row["prompt"] for row in world.results], world.table.prompts(), "prompts, in order")
    same([row["pier"] for row in world.results], [row[2] for row in world.table.rows], "piers")
    same(Counter(row["id"] for row in world.results).most_common(1)[0][1], 1, "rows of one id")
    for row, written in zip(world.results, world.table.rows):
        same(row["id"], written[0] or row["id"], "the id of a row")


def the_statuses_add_up_to_the_rows(world):
    counts = Counter(row["status"] for row in world.results)
    known = ("submitted", "failed", "rejected", "in_doubt", "held", "not_sent")
    same(sum(counts[status] for status in known), len(world.table.rows), f"the sum of {counts}")


def the_results_say_what_the_ledger_says(world):
    for row in world.results:
        same(world.ledger.prompts[row["fingerprint"]], row["prompt"], f"what {row['id']} stands for")
        last = world.ledger.last_of(row["fingerprint"])
        same(row["status"], last.status, f"the status of {row['id']}")
        same(row["entry"], last.entry, f"the entry of {row['id']}")
        same(last.row, row["id"], f"the row of {last.entry}")
        same(row["task_id"], last.task_id or last.named_task or "", f"the task id of {row['id']}")


def no_row_is_held(world):
    same([row["id"] for row in world.with_status("held")], [], "rows that are held")


def every_task_id_in_the_results_was_charged_for_that_very_row(world):
    charged = {charge["task_id"]: charge["body_digest"] for charge in world.till["charges"]}
    check(len(world.with_status("submitted")) > 0, "nothing was submitted")
    for row in world.with_status("submitted"):
        same(charged.get(row["task_id"]), row["fingerprint"], f"the charge of {row['id']}")


def every_charge_is_a_task_id_in_the_results_or_a_row_in_doubt(world):
    ids = {row["task_id"] for row in world.with_status("submitted")}
    doubtful = {row["fingerprint"] for row in world.with_status("in_doubt")}
    for charge in world.till["charges"]:
        known = charge["task_id"] in ids or charge["body_digest"] in doubtful
        check(known, f"{charge} was paid for, and nobody knows")


def no_body_was_charged_more_than_once(world):
    times = Counter(charge["body_digest"] for charge in world.till["charges"])
    twice = [world.ledger.prompts[body] for body, count in times.items() if count > 1]
    same(twice, [], "prompts that were paid for more than once")


def every_row_in_doubt_was_open_at_a_kill_or_had_an_answer_that_says_nothing(world):
    for row in world.with_status("in_doubt"):
        last = world.ledger.last_of(row["fingerprint"])
        if last.open:
            check(last.run in world.killed_runs, f"{row['id']} was open, and its run was not killed")
        else:
            same(last.verdict, "unknown", f"the verdict on {row['id']}")


def no_more_rows_are_in_doubt_than_kills_and_faults_account_for(world):
    unknown = sum(attempt.verdict == "unknown" for attempt in world.ledger.attempts)
    doubtful = len(world.with_status("in_doubt"))
    most = world.kills.total() * world.jobs + unknown
    check(doubtful <= most, f"{doubtful} rows are in doubt, and {most} at most may be")


def no_task_id_that_was_ever_seen_is_lost(world):
    lost = world.task_ids - {row["task_id"] for row in world.results}
    same(lost, set(), "task ids that were shown or in the results once, and are not any more")


def nothing_is_left_aside(world):
    files = {path.name for path in world.stage.directory.iterdir()}
    results = {name for name in files if name.endswith(".results.csv")}
    # Whoever reads a database last without a right to write leaves an empty log beside it.
    logs = {"shotlist.db-wal", "shotlist.db-shm"}
    same(sorted(files - results - logs), sorted([world.table.manifest, "shotlist.db"]), "files")
    same(world.ledger.log_size(), 0, "the size of the log")


PROMISES = [every_row_of_the_manifest_is_in_the_results_exactly_once,
            the_statuses_add_up_to_the_rows,
            the_results_say_what_the_ledger_says,
            no_row_is_held,
            every_task_id_in_the_results_was_charged_for_that_very_row,
            every_charge_is_a_task_id_in_the_results_or_a_row_in_doubt,
            no_body_was_charged_more_than_once,
            every_row_in_doubt_was_open_at_a_kill_or_had_an_answer_that_says_nothing,
            no_more_rows_are_in_doubt_than_kills_and_faults_account_for,
            no_task_id_that_was_ever_seen_is_lost,
            nothing_is_left_aside]

"""A person settles what may have been paid for."""

import re

from checks import check, has, lacks, same
from fake_server import HANG_UP, answer, by_prompt, gateway_error
from scenes import decisions, files, resolve, two_in_doubt

_RESULTS, _JOURNAL = "shots.results.csv", "shots.results.csv.journal"
_DATE = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"


def resolve_lists_what_is_needed_to_look_a_row_up(stage):
    prompt = "A rain-soaked night market,\n\"neon\" in puddles " + "and more and more " * 30
    lost = gateway_error(502, "upstream\x1b[2J said nothing", X_Oneapi_Request_Id="req-8f1")
    server = stage.server(by_prompt({prompt: lost, "gone": HANG_UP}))
    stage.shots(prompt, "two", "gone")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url, "-j", 1).must_be(6)
    before = files(stage)
    ended = resolve(stage).must_be(0)
    same(ended.err, "", "standard error")
    lacks(ended.out, "\x1b")
    has(ended.out, "2 rows in doubt")
    first, second = re.split(r"\n(?=[ac]\n)", ended.out)[1:]
    for part in ("attempt 1 ", "upstream", "said nothing", "req-8f1", "sora-2-pro",
                 "A rain-soaked night market, \"neon\" in puddles"):
        has(first, part)
    check(prompt.replace("\n", " ").strip() not in first, f"the prompt is not cut:\n{first}")
    for part in ("attempt 1 ", "closed the connection", "sora-2-pro", "gone"):
        has(second, part)
    lacks(second, "request id  ")
    for text, row in ((first, stage.results()[0]), (second, stage.results()[2])):
        sent, lost = re.findall(_DATE, text)
        same(sent, row["submitted_at"], "when it was sent")
        check(sent <= lost, f"it was lost at {lost}, before it was sent at {sent}")
    for command in ("shotlist resolve shots.yaml ID --task-id T",
                    "shotlist resolve shots.yaml ID... --not-created"):
        has(ended.out, command)
    same(files(stage), before, "files")
    same(resolve(stage, "-q").must_be(0).out, ended.out, "what is said quietly")


def resolve_lists_a_row_whose_run_was_killed(stage):
    server = stage.server(held=True)
    stage.shots("one")
    started = stage.start("run", "shots.yaml", "--base-url", server.url)
    server.must_be_asked(1)
    started.process.kill()
    started.end()
    told = resolve(stage).must_be(0).out
    for part in ("1 row in doubt", "attempt 1", "no answer was seen", "the run ended"):
        has(told, part)
    resolve(stage, "a", "--not-created").must_be(0)
    server.release()
    stage.shotlist("run", "shots.yaml", "--base-url", server.url).must_be(0)
    same((stage.statuses(), len(server.asked)), (["submitted"], 2), "statuses and requests")


def resolve_says_so_where_no_row_is_in_doubt(stage):
    stage.shots("one", "sandbox:refuse", "three")
    stage.shotlist("run", "shots.yaml", "--sandbox", "--limit", 2, key=None).must_be(5)
    ended = resolve(stage).must_be(0)
    same((ended.out, ended.err), ("no row is in doubt\n", ""), "what it says")


def a_task_id_settles_a_row_as_submitted(stage):
    server, _, run = two_in_doubt(stage)
    before = stage.results()
    ended = resolve(stage, "a", "--task-id", " sora-2:task_found ").must_be(0)
    same(ended.out, "", "standard output")
    has(ended.err, "a: submitted as sora-2:task_found")
    has(ended.err, "2 submitted")
    has(ended.err, "1 in doubt")
    rows = stage.results()
    same((rows[0]["status"], rows[0]["task_id"], rows[0]["error"], rows[0]["error_class"]),
         ("submitted", "sora-2:task_found", "", ""), "the row")
    for column in ("prompt", "attempts", "submitted_at", "fingerprint", "source"):
        same(rows[0][column], before[0][column], column)
    same(rows[1:], before[1:], "the other rows")
    fact, = decisions(stage)
    same((fact["id"], fact["task_id"], fact["by"]), ("a", "sora-2:task_found", "mia"), "the fact")
    check(re.fullmatch(_DATE, fact["at"]), f"at {fact['at']}")
    stage.shotlist(*run).must_be(6)
    stage.shotlist("retry", *run[1:], "--in-doubt", "--only", "a").must_be(0)
    same(len(server.asked), 0, "requests")
    told = resolve(stage).must_be(0).out
    has(told, "1 row in doubt")
    lacks(told, "\na\n")


def rows_that_were_not_created_are_sent_once_more_by_the_next_run(stage):
    for command in ("run", "retry"):
        server, said, run = two_in_doubt(stage)
        ended = resolve(stage, "c", "a", "--not-created").must_be(0)
        for part in ("a: not created", "c: not created", "2 failed", "shotlist run shots.yaml"):
            has(ended.err, part)
        same(stage.statuses(), ["failed", "submitted", "failed"], "statuses")
        same([row["submitted_at"] for row in stage.results()][::2], ["", ""], "times of submission")
        facts = decisions(stage)
        same({fact["id"] for fact in facts}, {"a", "c"}, "rows with a fact")
        for fact in facts:
            same((fact["by"], "task_id" in fact), ("mia", False), "the fact")
        same(len(server.asked), 0, "requests so far")
        said.clear()
        for _ in range(2):
            stage.shotlist(command, *run[1:]).must_be(0)
            same([asked.prompt for asked in server.asked], ["one", "three"], "requests")
        same(stage.statuses(), ["submitted"] * 3, "statuses")
        for name in (_RESULTS, _JOURNAL):
            (stage.directory / name).unlink()


def a_decision_may_be_repeated_and_is_written_down_once(stage):
    two_in_doubt(stage)
    for _ in range(3):
        resolve(stage, "a", "--task-id", "sora-2:task_found").must_be(0)
    same(len(decisions(stage)), 1, "facts")
    for _ in range(2):
        resolve(stage, "c", "c", "--not-created").must_be(0)
    same(len(decisions(stage)), 2, "facts")
    # Another word about the same row is another thing.
    before = files(stage)
    resolve(stage, "a", "--not-created").must_be(2)
    resolve(stage, "a", "--task-id", "sora-2:task_other").must_be(2)
    same(files(stage), before, "files")
    same(stage.statuses(), ["submitted", "submitted", "failed"], "statuses")


def a_row_that_left_the_manifest_can_be_settled(stage):
    server, _, run = two_in_doubt(stage)
    whole = stage.read("shots.yaml")
    stage.shots("one", "two")
    told = resolve(stage).must_be(0).out
    has(told, "\nc\n")
    has(told, "three")
    has(told, "no longer in the manifest")
    resolve(stage, "c", "--task-id", "sora-2:task_found").must_be(0)
    row = stage.results()[2]
    same([row[column] for column in ("id", "status", "task_id", "prompt", "source")],
         ["c", "submitted", "sora-2:task_found", "three", ""], "its line")
    stage.write("shots.yaml", whole)
    stage.shotlist(*run).must_be(6)
    same(len(server.asked), 0, "requests")
    same(stage.statuses(), ["in_doubt", "submitted", "submitted"], "statuses")


def a_row_that_was_edited_while_it_was_in_doubt_shows_what_was_sent(stage):
    server, said, run = two_in_doubt(stage)
    before = stage.results()
    stage.shots("one, but better", "two", "three")
    told = resolve(stage).must_be(0).out
    check(re.search(r"prompt +one\n", told), f"not the prompt that was sent:\n{told}")
    stage.shotlist(*run).must_be(6)
    same(stage.results(), before, "the results")
    same(len(server.asked), 0, "requests")
    # A task is of what was sent; where there is none, what is written now is sent.
    resolve(stage, "a", "--task-id", "sora-2:task_found").must_be(0)
    same((stage.results()[0]["prompt"], stage.results()[0]["fingerprint"]),
         ("one", before[0]["fingerprint"]), "what was bought")
    has(stage.shotlist(*run).must_be(6).err, "a was edited after it was submitted")
    stage.shots("one, but better", "two", "three, but better")
    resolve(stage, "c", "--not-created").must_be(0)
    stage.shotlist(*run).must_be(0)
    same([asked.prompt for asked in server.asked], ["three, but better"], "requests")


def a_row_can_be_settled_when_only_the_results_are_left(stage):
    server, said, run = two_in_doubt(stage)
    (stage.directory / _JOURNAL).unlink()
    has(resolve(stage).must_be(0).out, "2 rows in doubt")
    check(not (stage.directory / _JOURNAL).exists(), "looking made a journal")
    ended = resolve(stage, "a", "--task-id", "sora-2:task_found").must_be(0)
    has(ended.err, "3 rows taken over")
    resolve(stage, "c", "--not-created").must_be(0)
    same(stage.statuses(), ["submitted", "submitted", "failed"], "statuses")
    said.clear()
    stage.shotlist(*run).must_be(0)
    same([asked.prompt for asked in server.asked], ["three"], "requests")
    same([row["task_id"] for row in stage.results()],
         ["sora-2:task_found", "sora-2:task_two", "sora-2:task_three"], "task ids")


def a_rehearsal_can_be_settled_when_only_its_results_are_left(stage):
    stage.shots("one", "two")
    run = ["run", "shots.yaml", "--sandbox"]
    stage.shotlist(*run, "--fault", "drop-after=100%", "--limit", 1, key=None).must_be(6)
    (stage.directory / _JOURNAL).unlink()
    has(resolve(stage).must_be(0).out, "1 row in doubt")
    ended = resolve(stage, "a", "--not-created").must_be(0)
    has(ended.err, "next: shotlist run shots.yaml")
    has(stage.shotlist(*run, key=None).must_be(0).err, "2 charges in the till")
    same(stage.statuses(), ["submitted"] * 2, "statuses")


def what_is_said_to_type_next_goes_on_in_the_sandbox(stage):
    stage.shots("one")
    stage.shotlist("run", "shots.yaml", "--sandbox", "--fault", "drop-before=100%",
                   key=None).must_be(6)
    ended = resolve(stage, "a", "--not-created").must_be(0)
    has(ended.err, "next: shotlist run shots.yaml --sandbox")


def a_row_can_be_settled_when_the_results_were_deleted(stage):
    server, _, run = two_in_doubt(stage)
    whole = stage.results()
    (stage.directory / _RESULTS).unlink()
    has(resolve(stage).must_be(0).out, "2 rows in doubt")
    (stage.directory / _RESULTS).unlink(missing_ok=True)
    resolve(stage, "a", "--task-id", "sora-2:task_found").must_be(0)
    same(stage.results()[1:], whole[1:], "the other rows")
    same(stage.results()[0]["task_id"], "sora-2:task_found", "task id")
    stage.shotlist(*run).must_be(6)
    same(len(server.asked), 0, "requests")


def the_rows_of_a_manifest_from_standard_input_can_be_settled(stage):
    said = {"one": answer(504, "")}
    server = stage.server(by_prompt(said))
    table = ("id,prompt,model,orientation,size,duration\n"
             "a,one,sora-2-pro,portrait,small,15\nb,two,sora-2-pro,portrait,small,15\n")
    words = ["-", "--format", "csv"]
    out = ["-o", "my out.csv"]
    stage.shotlist("run", *words, *out, "--base-url", server.url, stdin=table).must_be(6)
    has(stage.shotlist("resolve", *words, stdin=table).must_be(2).err, "-o FILE")
    told = stage.shotlist("resolve", *words, *out, stdin=table).must_be(0).out
    has(told, "shotlist resolve - --format csv -o 'my out.csv' ID --task-id T")
    ended = stage.shotlist("resolve", *words, "a", "--not-created", *out, stdin=table).must_be(0)
    has(ended.err, "shotlist run - --format csv -o 'my out.csv'")
    said.clear()
    stage.shotlist("run", *words, *out, "--base-url", server.url, stdin=table).must_be(0)
    same(stage.statuses("my out.csv"), ["submitted"] * 2, "statuses")
    same(sorted(asked.prompt for asked in server.asked), ["one", "one", "two"], "requests")


def what_nobody_says_is_not_said_by_nobody(stage):
    two_in_doubt(stage)
    resolve(stage, "a", "--not-created", user="").must_be(0)
    error = stage.results()[0]["error"]
    check(error.startswith("not created") and not error.endswith(("says", "says ")),
          f"the error is {error!r}")


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

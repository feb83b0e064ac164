"""A person settles what may have been paid for."""

import json
import os
import pwd
import re
import shutil

from checks import check, has, lacks, same
from fake_server import HANG_UP, answer, by_prompt, gateway_error, task
from scenes import decisions, files, resolve, two_in_doubt

_RESULTS = "shots.results.csv"
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
    for part in ("entry", f"to {server.url}", "upstream", "said nothing", "req-8f1", "sora-2-pro",
                 "A rain-soaked night market, \"neon\" in puddles"):
        has(first, part)
    check(prompt.replace("\n", " ").strip() not in first, f"the prompt is not cut:\n{first}")
    for part in ("entry", "closed the connection", "sora-2-pro", "gone"):
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
    for part in ("1 row in doubt", "entry", "no answer was seen", "the run ended"):
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
    word, = decisions(stage)
    same([word[name] for name in ("row", "entry", "word", "task_id", "decided_by")],
         ["a", before[0]["entry"], "created", "sora-2:task_found", "mia"], "the decision")
    check(re.fullmatch(_DATE, word["decided_at"]), f"at {word['decided_at']}")
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
        same(sorted((word["row"], word["word"], word["decided_by"], word["task_id"])
                    for word in decisions(stage)),
             [("a", "not_created", "mia", None), ("c", "not_created", "mia", None)], "decisions")
        same(len(server.asked), 0, "requests so far")
        said.clear()
        for _ in range(2):
            stage.shotlist(command, *run[1:]).must_be(0)
            same([asked.prompt for asked in server.asked], ["one", "three"], "requests")
        same(stage.statuses(), ["submitted"] * 3, "statuses")
        stage.forget_everything()


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


def a_row_that_was_edited_while_it_was_in_doubt_shows_what_was_sent(stage):
    before = "An old man feeds grey pigeons before a marble fountain"
    after = "An old man, smiling, feeds grey pigeons before a marble fountain"
    said = {before: HANG_UP}
    server = stage.server(by_prompt(said))
    stage.shots(before)
    run = ["run", "shots.yaml", "--base-url", server.url]
    stage.shotlist(*run).must_be(6)
    stage.shots(after)
    has(resolve(stage).must_be(0).out, before + "\n")
    stage.shotlist(*run).must_be(6)
    same([(row["id"], row["status"], row["prompt"]) for row in stage.results()],
         [("a", "held", after), ("a", "in_doubt", before)], "the rows")
    same(len(server.asked), 1, "requests")
    # Where there was no task, nothing holds the row back any more.
    resolve(stage, "a", "--not-created").must_be(0)
    stage.shotlist(*run).must_be(0)
    same([asked.prompt for asked in server.asked], [before, after], "requests")


def a_row_can_be_settled_when_only_the_results_are_left(stage):
    server, said, run = two_in_doubt(stage)
    stage.path("shotlist.db").unlink()
    shutil.rmtree(stage.home / ".local")
    has(resolve(stage, "a", "--not-created").must_be(2).err, "there is no ")
    stage.shotlist("import", _RESULTS).must_be(0)
    has(resolve(stage).must_be(0).out, "2 rows in doubt")
    resolve(stage, "a", "--task-id", "sora-2:task_found").must_be(0)
    resolve(stage, "c", "--not-created").must_be(0)
    said.clear()
    stage.shotlist(*run).must_be(0)
    same([asked.prompt for asked in server.asked], ["three"], "requests")
    same([row["task_id"] for row in stage.results()],
         ["sora-2:task_found", "sora-2:task_two", "sora-2:task_three"], "task ids")


def a_rehearsal_is_settled_with_the_option_that_says_so(stage):
    stage.shots("one")
    stage.shotlist("run", "shots.yaml", "--sandbox", "--fault", "drop-before=100%",
                   key=None).must_be(6)
    has(resolve(stage, "a", "--not-created").must_be(2).err, "nothing was sent yet")
    has(resolve(stage, "--sandbox").must_be(0).out, "shotlist resolve shots.yaml --sandbox ID")
    ended = resolve(stage, "a", "--not-created", "--sandbox").must_be(0)
    has(ended.err, "next: shotlist run shots.yaml --sandbox")
    same(stage.statuses("shots.rehearsal.csv"), ["failed"], "statuses")


def one_of_several_doubts_of_a_row_is_settled_by_its_entry(stage):
    said = {"one": HANG_UP}
    server, other = stage.server(by_prompt(said)), stage.server(by_prompt(said))
    stage.shots("one")
    stage.shotlist("run", "shots.yaml", "--base-url", server.url).must_be(6)
    stage.shotlist("run", "shots.yaml", "--base-url", other.url, "--held", "resubmit:1").must_be(6)
    listed = resolve(stage).must_be(0).out
    for url in (server.url, other.url):
        has(listed, f"to {url}")
    ended = resolve(stage, "a", "--not-created").must_be(2)
    has(ended.err, "a has several doubts: name one of ")
    first, second = (attempt["entry"] for attempt in stage.attempts())
    for entry in (first, second):
        has(ended.err, entry)
    resolve(stage, second, "--task-id", "sora-2:task_found").must_be(0)
    resolve(stage, first, "--not-created").must_be(0)
    same([attempt["status"] for attempt in stage.attempts()], ["failed", "submitted"], "statuses")


def a_task_that_any_attempt_ever_had_is_refused_and_named(stage):
    said = {"one": HANG_UP, "other": task("elsewhere")}
    server = stage.server(by_prompt(said))
    stage.shots("other", name="other.yaml")
    stage.write("other.yaml", stage.read("other.yaml").replace("name: shots", "name: other"))
    stage.shotlist("run", "other.yaml", "--base-url", server.url).must_be(0)
    stage.shots("one", "two", "three")
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 1]
    stage.shotlist(*run).must_be(6)
    stage.shots("one")
    stage.shotlist(*run).must_be(6)
    stage.shotlist(*run).must_be(6)  # now b and c are in no results file
    entries = {attempt["task_id"]: attempt["entry"] for attempt in stage.attempts()}
    for found in ("sora-2:task_elsewhere", "sora-2:task_two", "sora-2:task_three"):
        ended = resolve(stage, "a", "--task-id", found).must_be(2)
        has(ended.err, f"{found} is the task of ")
        has(ended.err, entries[found])
    same(decisions(stage), [], "decisions")


def an_earlier_try_is_settled_by_its_entry_after_the_row_was_sent_again(stage):
    said = {"one": HANG_UP}
    server = stage.server(by_prompt(said))
    stage.shots("one", "two")
    words = ["shots.yaml", "--base-url", server.url, "-j", 1]
    stage.shotlist("run", *words).must_be(6)
    stage.shotlist("retry", *words, "--in-doubt").must_be(6)
    first, last = (row["entry"] for row in stage.attempts() if row["row"] == "a")
    listed = resolve(stage).must_be(0).out
    for part in ("1 row and 1 earlier try in doubt", first, last, "the row was sent again since"):
        has(listed, part)
    doubts = json.loads(resolve(stage, "--json").must_be(0).out)["doubts"]
    same([(doubt["id"], doubt["entry"], doubt["superseded"]) for doubt in doubts],
         [("a", last, False), ("a", first, True)], "the doubts")
    # The name of the row is the name of its last try.
    ended = resolve(stage, "a", "--task-id", "sora-2:task_last", "--json").must_be(0)
    same(json.loads(ended.out)["settled"], [{"id": "a", "entry": last, "word": "created",
                                             "task_id": "sora-2:task_last"}], "what is settled")
    has(resolve(stage).must_be(0).out, "1 earlier try in doubt: it may have been paid for")
    ended = resolve(stage, "a", "--task-id", "sora-2:task_first").must_be(2)
    has(ended.err, f"a is submitted as sora-2:task_last, not in doubt; an earlier try of it is: {first}")
    has(stage.shotlist("review", "shots.yaml").must_be(0).out, "earlier try of")
    ended = resolve(stage, first, "--task-id", "sora-2:task_first").must_be(0)
    has(ended.err, f"a: the earlier try {first} is submitted as sora-2:task_first; the row was sent "
                   "again, and is submitted as sora-2:task_last")
    for _ in range(2):  # to say it once more changes nothing
        resolve(stage, first, "--task-id", "sora-2:task_first").must_be(0)
    same([(row["status"], row["task_id"]) for row in stage.attempts() if row["row"] == "a"],
         [("submitted", "sora-2:task_first"), ("submitted", "sora-2:task_last")], "the tries")
    same(stage.query("SELECT * FROM doubts"), [], "doubts")
    review = json.loads(stage.shotlist("review", "shots.yaml", "--json").must_be(0).out)
    same([(row["id"], row["task_id"]) for row in review["earlier_tries"]],
         [("a", "sora-2:task_first")], "the earlier tries")
    has(stage.results()[0]["error"], f"an earlier try has task sora-2:task_first ({first})")


def a_task_that_is_found_after_not_created_and_another_try_is_recorded(stage):
    said = {"one": HANG_UP}
    server = stage.server(by_prompt(said))
    stage.shots("one", "two")
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 1]
    stage.shotlist(*run).must_be(6)
    resolve(stage, "a", "--not-created").must_be(0)
    said.clear()
    stage.shotlist(*run).must_be(0)
    first = stage.attempts()[0]["entry"]
    resolve(stage, first, "--task-id", "sora-2:task_first").must_be(0)
    same(stage.attempts()[0]["task_id"], "sora-2:task_first", "the task")
    # Also where the row has left the manifest.
    stage.shots("two")
    stage.shotlist(*run).must_be(0)
    has([row for row in stage.results() if not row["source"]][0]["error"],
        "an earlier try has task sora-2:task_first")


def an_earlier_try_of_a_row_that_left_is_settled_too(stage):
    said = {"one": HANG_UP}
    server = stage.server(by_prompt(said))
    stage.shots("one", "two")
    words = ["shots.yaml", "--base-url", server.url, "-j", 1]
    stage.shotlist("run", *words).must_be(6)
    said.clear()
    stage.shotlist("retry", *words, "--in-doubt").must_be(0)
    stage.write("shots.yaml", stage.read("shots.yaml").replace('"one"', '"something else"'))
    first = stage.attempts()[0]["entry"]
    has(resolve(stage).must_be(0).out, "1 earlier try in doubt")
    ended = resolve(stage, first, "--not-created").must_be(0)
    has(ended.err, "not created; no row of the manifest asks for it now")
    same(stage.attempts()[0]["status"], "failed", "the first try")


def mistakes_in_a_file_settle_nothing(stage):
    two_in_doubt(stage)
    stage.write("words.csv", "id,entry,decision\na,,not_created\n")
    has(resolve(stage, "--from", "words.csv").must_be(3).err, "1 mistake; nothing was settled")
    same(decisions(stage), [], "decisions")


def of_a_rehearsal_it_is_said_that_nothing_was_paid(stage):
    sandbox = stage.sandbox("--fault", "drop-after=50%")
    stage.shots(*[f"shot {number}" for number in range(12)])
    embedded = ["--sandbox", "--fault", "drop-after=50%"]
    for words, rehearsal in ((["--base-url", sandbox.url], []), (embedded, ["--sandbox"])):
        told = stage.shotlist("run", "shots.yaml", *words, "-j", 1).must_be(6).err
        has(told, "nothing was paid")
        for ended in (resolve(stage, *rehearsal), stage.shotlist("review", "shots.yaml", *rehearsal)):
            told += ended.must_be(0).out
        has(told, "it was a rehearsal: nothing was paid")
        told = " ".join(told.split())
        has(told, "a rehearsal, nothing was paid; in earnest")
        lacks(told, "provider's console")
        lacks(told, "so shotlist does not send")
    doubtful = [row["id"] for row in stage.results("shots.rehearsal.csv")
                if row["status"] == "in_doubt"]
    stage.write("words.csv", "id,entry,decision\n" + "".join(
        f"{row['id']},{row['entry']},retry\n" for row in stage.results("shots.rehearsal.csv")
        if row["id"] in doubtful))
    told = stage.shotlist("plan", "shots.yaml", "--sandbox", "--decisions", "words.csv").must_be(0).err
    has(told, "sent again as you asked (a rehearsal: nothing is paid)")
    lacks(told, "paid for twice")
    for name in ("shotlist.db", "shotlist-rehearsal.db"):
        for view in ("purchases", "doubts"):
            same(stage.query(f"SELECT * FROM {view}", name), [], f"{view} of {name}")
    ended = resolve(stage, doubtful[0], "--not-created", "--sandbox", "-o", "other.csv").must_be(0)
    has(ended.err, "rehearsal: nothing was paid")
    has(ended.err, "-o other.csv")


def who_is_not_named_by_the_environment_has_a_login(stage):
    two_in_doubt(stage)
    resolve(stage, "a", "--not-created", user="").must_be(0)
    word, = decisions(stage)
    same(word["decided_by"], pwd.getpwuid(os.geteuid()).pw_name, "who decided")

"""A results file that tells another story than its journal."""

import stat

from checks import check, has, lacks, same
from fake_server import FAILED, HANG_UP, REJECTED, answer, by_prompt, task

_RESULTS, _JOURNAL = "shots.results.csv", "shots.results.csv.journal"


def _finished(stage):
    """Two submitted rows and a rejected one: the server, the words of a run that sends nothing."""
    server = stage.server(by_prompt({"three": REJECTED}))
    stage.shots("one", "two", "three")
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 1]
    stage.shotlist(*run).must_be(1)
    server.asked.clear()
    return server, run


def _aside(stage):
    """The results files that were kept aside, each by its text."""
    return [path.read_bytes().decode() for path in stage.directory.glob(_RESULTS + ".old-*")]


def _text(stage):
    """The results file, with its line ends as they are."""
    return (stage.directory / _RESULTS).read_bytes().decode()


def _tamper(stage, *changes):
    """Changes words of the results file, and returns what it says then."""
    text = _text(stage)
    for before, after in changes:
        check(before in text, f"{before!r} is not in:\n{text}")
        text = text.replace(before, after)
    stage.write(_RESULTS, text)
    return text


_TALES = [
    (("a,submitted,sora-2:task_one", "a,submitted,sora-2:task_other"), "a",
     ("submitted as sora-2:task_other", "submitted as sora-2:task_one")),
    (("b,submitted,sora-2:task_two", "b,failed,"), "b", ("failed", "submitted as sora-2:task_two")),
    (("c,rejected,", "c,submitted,sora-2:task_made-up"), "c",
     ("submitted as sora-2:task_made-up", "rejected")),
]


def the_journal_is_right_and_what_the_file_said_is_told_and_kept(stage):
    server, run = _finished(stage)
    right = _text(stage)
    for number, (change, id, words) in enumerate(_TALES, 1):
        said = _tamper(stage, change)
        ended = stage.shotlist(*run, "-q").must_be(1)
        line, = (line for line in ended.err.splitlines() if line.strip().startswith(id + ":"))
        for word in words:
            has(line, word)
        same(sum(id + ": " in ended.err for id in "abc"), 1, "rows named")
        has(ended.err, f"{_RESULTS}.old-")
        same(_text(stage), right, "the results")
        same(len(_aside(stage)), number, "files aside")
        check(said in _aside(stage), "what the file said is not kept")
        for path in stage.directory.glob(_RESULTS + ".old-*"):
            same(oct(stat.S_IMODE(path.stat().st_mode)), "0o600", path.name)
        lacks(stage.shotlist(*run, "-q").must_be(1).err, "agree")
        same(len(_aside(stage)), number, "files aside after the next run")
    same(len(server.asked), 0, "requests")


def every_row_that_disagrees_is_told_at_once_ten_by_name(stage):
    server = stage.server()
    stage.shots(*(f"shot {number}" for number in range(13)))
    run = ["run", "shots.yaml", "--base-url", server.url]
    stage.shotlist(*run).must_be(0)
    _tamper(stage, ("sora-2:task_", "sora-2:tusk_"))
    ended = stage.shotlist(*run).must_be(0)
    same(ended.err.count("the file says"), 10, "rows named")
    has(ended.err, "3 more")
    same((len(_aside(stage)), len(server.asked)), (1, 13), "files aside, requests")


def what_is_told_of_a_row_can_not_move_the_cursor(stage):
    server, run = _finished(stage)
    _tamper(stage, ("sora-2:task_one", "sora-2:\x1b[2Jtask"))
    ended = stage.shotlist(*run).must_be(1)
    has(ended.err, "the file says")
    lacks(ended.err, "\x1b")


def retry_and_resolve_tell_it_too_and_pay_nothing(stage):
    server, run = _finished(stage)
    right = _text(stage)
    for words, code in ((["retry", *run[1:]], 1),
                        (["resolve", "shots.yaml", "c", "--not-created"], 2)):
        _tamper(stage, _TALES[1][0])
        ended = stage.shotlist(*words).must_be(code)
        has(ended.err, "b: the file says failed")
        if code == 1:
            same(_text(stage), right, "the results")
    same(len(server.asked), 0, "requests")


def looking_tells_that_the_file_does_not_agree_and_leaves_it_as_it_is(stage):
    _finished(stage)
    _tamper(stage, _TALES[1][0])
    tampered = _text(stage)
    for command in ("resolve", "plan"):
        ended = stage.shotlist(command, "shots.yaml").must_be(0)
        has(ended.err, "b: the file says failed")
        lacks(ended.err, "anew")
    same((_text(stage), _aside(stage)), (tampered, []), "the results and files aside")


def looking_only_leaves_a_file_that_disagrees_as_it_is(stage):
    _finished(stage)
    said = _tamper(stage, *(change for change, *_ in _TALES))
    for words in (["plan", "shots.yaml"], ["review", "shots.yaml"], ["review", _RESULTS],
                  ["check", "shots.yaml"]):
        stage.shotlist(*words, key=None).must_be(0)
        same((_text(stage), _aside(stage)), (said, []), f"files after {words}")
    same([line["action"] for line in stage.plan()], ["skip"] * 3, "plan")


def _is_rewritten_silently(stage, run, code, older):
    newer = _text(stage)
    check(older != newer, "the file is not older")
    stage.write(_RESULTS, older)
    ended = stage.shotlist(*run).must_be(code)
    for word in ("agree", "the file says", "taken over", ".old-"):
        lacks(ended.err, word)
    same((_text(stage), _aside(stage)), (newer, []), "files")


def a_file_that_is_merely_behind_is_written_anew_without_a_word(stage):
    said = {"two": HANG_UP, "three": FAILED}
    server = stage.server(by_prompt(said))
    stage.shots("one", "two", "three", "four")
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 1]
    older = []
    stage.shotlist(*run, "--limit", 2).must_be(6)
    older.append(_text(stage))
    stage.shotlist(*run).must_be(6)  # sends c and d
    older.append(_text(stage))
    said["two"] = REJECTED
    stage.shotlist("retry", *run[1:], "--in-doubt", "--only", "b").must_be(6)
    older.append(_text(stage))
    stage.shotlist("resolve", "shots.yaml", "b", "--not-created").must_be(0)
    older.append(_text(stage))
    said.clear()
    stage.shotlist(*run).must_be(0)
    requests = len(server.asked)
    for file in older:
        _is_rewritten_silently(stage, run, 0, file)
    same(len(server.asked), requests, "requests")


def a_file_from_before_a_person_settled_a_row_is_written_anew_without_a_word(stage):
    server = stage.server(by_prompt({"one": HANG_UP}))
    stage.shots("one", "two")
    run = ["run", "shots.yaml", "--base-url", server.url]
    stage.shotlist(*run).must_be(6)
    older = _text(stage)
    stage.shotlist("resolve", "shots.yaml", "a", "--task-id", "sora-2:task_found").must_be(0)
    _is_rewritten_silently(stage, run, 0, older)
    same(len(server.asked), 2, "requests")


def a_file_that_a_spreadsheet_saved_is_no_disagreement(stage):
    server, run = _finished(stage)
    right = _text(stage)
    for text in ("\ufeff" + right, right.replace("\r\n", "\n"), right.replace(",", ";"),
                 right.replace(",", "\t")):
        stage.write(_RESULTS, text)
        lacks(stage.shotlist(*run).must_be(1).err, "agree")
        same(_text(stage), right, "the results")
    same((_aside(stage), len(server.asked)), ([], 0), "files aside, requests")


def odd_task_ids_are_no_disagreement(stage):
    odd = ["=1+1", "'=x", "'", "-5a", " padded ", "a\x1b[2Jb", 'q"u,o\nte', "夜\u202e市", "\ufeffbom",
           "t\tab", "e\u0301", "x" * 3000]
    server = stage.server(lambda asked: answer(200, {"id": odd[int(asked.prompt)]}))
    stage.shots(*map(str, range(len(odd))))
    run = ["run", "shots.yaml", "--base-url", server.url]
    stage.shotlist(*run).must_be(0)
    whole = _text(stage)
    for journal_is_lost in (False, True, False):
        if journal_is_lost:
            (stage.directory / _JOURNAL).unlink()
        lacks(stage.shotlist(*run).must_be(0).err, "agree")
        same((_text(stage), _aside(stage)), (whole, []), "files")
    same(len(server.asked), len(odd), "requests")


def what_a_person_said_and_an_older_journal_has_forgotten_is_told_and_not_paid_again(stage):
    server = stage.server(by_prompt({"one": HANG_UP, "two": HANG_UP}))
    stage.shots("one", "two")
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 1]
    stage.shotlist(*run).must_be(6)
    older = stage.read(_JOURNAL)
    stage.shotlist("resolve", "shots.yaml", "a", "--task-id", "sora-2:task_found").must_be(0)
    stage.shotlist("resolve", "shots.yaml", "b", "--not-created").must_be(0)
    said = _text(stage)
    stage.write(_JOURNAL, older)
    ended = stage.shotlist(*run).must_be(6)
    for part in ("a: the file says submitted as sora-2:task_found, the journal in doubt",
                 "b: the file says failed, the journal in doubt"):
        has(ended.err, part)
    same(_aside(stage), [said], "files aside")
    same((stage.statuses(), len(server.asked)), (["in_doubt"] * 2, 2), "statuses and requests")


def rows_that_an_older_journal_does_not_know_are_taken_over_aloud_and_not_paid_again(stage):
    said = {"three": HANG_UP, "four": REJECTED, "five": FAILED}
    server = stage.server(by_prompt(said))
    stage.shots("one", "two", "three", "four", "five")
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 1]
    stage.shotlist(*run, "--limit", 1).must_be(5)
    older = stage.read(_JOURNAL)
    stage.shotlist(*run).must_be(6)
    whole = stage.results()
    stage.write(_JOURNAL, older)
    server.asked.clear()
    same([line["action"] for line in stage.plan()], ["skip"] * 4 + ["send"], "plan")
    ended = stage.shotlist(*run).must_be(6)
    has(ended.err, "knows more than its journal: 4 rows taken over")
    lacks(ended.err, "agree")
    same([asked.prompt for asked in server.asked], ["five"], "requests")
    same(stage.results()[:4], whole[:4], "the results")
    lacks(stage.shotlist(*run).must_be(6).err, "taken over")
    has(stage.shotlist("resolve", "shots.yaml").must_be(0).out, "three")


def a_task_that_an_older_journal_takes_for_failed_is_not_paid_for_again(stage):
    said = {"one": FAILED, "two": FAILED}
    server = stage.server(by_prompt(said))
    stage.shots("one", "two")
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 1]
    stage.shotlist(*run).must_be(1)
    older = stage.read(_JOURNAL)
    said.update(one=task("one"), two=HANG_UP)
    stage.shotlist(*run).must_be(6)
    server.asked.clear()
    # The file counts more attempts than the journal: of the two, the journal is the one behind.
    stage.write(_JOURNAL, older)
    ended = stage.shotlist(*run).must_be(6)
    has(ended.err, _RESULTS)
    same([asked.prompt for asked in server.asked], [], "requests")
    same(stage.statuses(), ["submitted", "in_doubt"], "statuses")
    same(stage.results()[0]["task_id"], "sora-2:task_one", "task id")


def garbage_in_place_of_the_results_is_written_anew_and_nothing_is_paid_again(stage):
    server, run = _finished(stage)
    right = _text(stage)
    for garbage in ("a letter to a friend\n", "", "\0\1\2", right[:len(right) // 2]):
        stage.write(_RESULTS, garbage)
        stage.shotlist(*run).must_be(1)
        same(_text(stage), right, "the results")
    same(len(server.asked), 0, "requests")


def a_file_that_can_not_be_read_in_one_place_is_kept_before_it_is_written_anew(stage):
    server, run = _finished(stage)
    said = _tamper(stage, ("task_one", "task_the_only_trace"), ("rejected", "refused"))
    ended = stage.shotlist(*run, "-q").must_be(1)
    has(ended.err, _RESULTS)
    same(_aside(stage), [said], "files aside")
    same(len(server.asked), 0, "requests")

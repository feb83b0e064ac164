"""A person decides row by row, in a spreadsheet: `run --decisions FILE`."""

import signal

from checks import has, same, until
from fake_server import HANG_UP
from scenes import after_a_run_with_all_ends, prompts_asked

_RESULTS = "shots.results.csv"


def _decide(stage, words):
    """Adds a column of decisions to the results."""
    header, *rows = stage.read(_RESULTS).splitlines()
    stage.write(_RESULTS, f"{header},decision\n" +
                "".join(f"{row},{words.get(row.split(',')[0], '')}\n" for row in rows))


def _aside(stage):
    """The edited results file that was kept."""
    kept, = stage.directory.glob("shots.results.edited-*.csv")
    return kept


def words_that_are_written_during_a_run_are_kept_at_its_end(stage):
    server, said, words = after_a_run_with_all_ends(stage)
    server.hold()
    started = stage.start("run", *words)
    server.must_be_asked(1)
    _decide(stage, {"a": "skip", "c": "not_created"})
    decided = stage.path(_RESULTS).read_bytes()
    server.release()
    ended = started.end().must_be(6)
    kept = _aside(stage)
    has(ended.err, f"--base-url {server.url} -j 1 --decisions {kept.name}")
    same(kept.read_bytes(), decided, "what is kept")
    prompts_asked(server)
    stage.shotlist("run", *words, "--decisions", kept.name)
    same(prompts_asked(server), ["drop", "busy"], "requests of the words")


def decisions_go_on_after_a_run_that_was_killed(stage):
    server = stage.server(lambda asked: HANG_UP)
    stage.shots(*"abcd")
    words = ["shots.yaml", "--base-url", server.url, "-j", 1]
    stage.shotlist("run", *words).must_be(6)
    prompts_asked(server)
    _decide(stage, dict.fromkeys("abcd", "retry"))
    server.hold()
    started = stage.start("run", *words, "--decisions", _RESULTS)
    until(lambda: server.asked, "a request")
    started.signal(signal.SIGKILL)
    started.end()
    server.release()
    first = prompts_asked(server)
    stage.shotlist("run", *words, "--decisions", _aside(stage).name).must_be(6)
    same(first + prompts_asked(server), ["a", "b", "c", "d"], "requests of both runs")

"""Scenes that several cases begin with, and what they look at."""

from checks import same
from fake_server import FAILED, HANG_UP, REJECTED, by_prompt


def after_a_run_with_all_ends(stage):
    """The server, what it says by prompt, and the words that follow `run` and `retry`."""
    said = {"bad": REJECTED, "drop": HANG_UP, "busy": FAILED}
    server = stage.server(by_prompt(said))
    stage.shots("good", "bad", "drop", "busy", "new")
    words = ["shots.yaml", "--base-url", server.url, "-j", 1]
    stage.shotlist("run", *words, "--only", "a,b,c,d").must_be(6)
    same(stage.statuses(), ["submitted", "rejected", "in_doubt", "failed", "not_sent"], "statuses")
    server.asked.clear()
    return server, said, words


def prompts_asked(server):
    """What was asked for since the last time."""
    prompts = [asked.prompt for asked in server.asked]
    server.asked.clear()
    return prompts


def attempts_of(stage, id):
    """The tries that a row had, by their numbers."""
    return [attempt["try"] for attempt in stage.attempts() if attempt["row"] == id]


def two_in_doubt(stage):
    """Of three rows a and c; the server, what it says by prompt, and the words of a run."""
    said = {"one": HANG_UP, "three": HANG_UP}
    server = stage.server(by_prompt(said))
    stage.shots("one", "two", "three")
    run = ["run", "shots.yaml", "--base-url", server.url, "-j", 1]
    stage.shotlist(*run).must_be(6)
    same(stage.statuses(), ["in_doubt", "submitted", "in_doubt"], "statuses")
    server.asked.clear()
    return server, said, run


def resolve(stage, *words, user="mia", **options):
    return stage.shotlist("resolve", "shots.yaml", *words, key=None,
                          environment={"USER": user, "LOGNAME": user}, **options)


def decisions(stage):
    return stage.decisions()


def files(stage):
    """All that there is; what SQLite keeps in memory while it reads is no file of ours."""
    return {path.name: path.read_bytes() for path in stage.directory.iterdir()
            if not path.name.endswith("-shm")}

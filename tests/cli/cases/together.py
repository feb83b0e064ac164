"""Several `collect` on one ledger in PostgreSQL."""

from checks import has, same, until
from stage import KILL, STOP

_NAME = ["--manifest-name", "team/shots"]


def _submitted(stage, rows, *sandbox):
    """A ledger with so many tasks, and their server."""
    database, sandbox = stage.postgres(), stage.sandbox(*sandbox)
    stage.write("shots.csv", "prompt,model,orientation,size,duration\n" +
                "".join(f"words {n},sora-2-pro,portrait,small,15\n" for n in range(rows)))
    stage.shotlist("run", "shots.csv", "--ledger", database.address, *_NAME, "--base-url",
                   sandbox.url, "-j", "8").must_be(0)
    return database, sandbox


def _collect(stage, database, *words, number=0):
    """As on a machine of its own, unless it is told of the same folder."""
    folder = stage.path(f"machine-{number}")
    folder.mkdir(exist_ok=True)
    stage.write(f"machine-{number}/shots.csv", stage.path("shots.csv").read_text(encoding="utf-8"))
    return stage.start("collect", "shots.csv", "--ledger", database.address, *_NAME, "--progress",
                       "none", "--poll-every", "300ms", *words, folder=f"machine-{number}",
                       environment={"XDG_STATE_HOME": str(folder / "state")})


def _files(stage, folder):
    return sorted(file.name for file in stage.path(folder).glob("*.mp4"))


def two_that_collect_on_machines_of_their_own_fetch_each_video_once(stage):
    database, sandbox = _submitted(stage, 30, "--finish", "500ms")
    both = [_collect(stage, database, "--download", "videos", number=n) for n in range(2)]
    for one in both:
        has(one.end().must_be(0).err, "30 tasks: 30 completed")
    here, there = (_files(stage, f"machine-{n}/videos") for n in range(2))
    same((len(here) + len(there), len(set(here + there))), (30, 30), "files, and videos")
    visits = sandbox.till()["visits"]
    same([visit["fetches"] for visit in visits], [1] * 30, "requests for each video")


def two_that_collect_into_one_folder_fetch_each_video_once(stage):
    database, sandbox = _submitted(stage, 20, "--finish", "200ms")
    folder = str(stage.path("videos"))
    both = [_collect(stage, database, "--download", folder, number=n) for n in range(2)]
    for one in both:
        one.end().must_be(0)
    same(len(_files(stage, "videos")), 20, "files")
    same([visit["fetches"] for visit in sandbox.till()["visits"]], [1] * 20,
         "requests for each video")


def what_a_dead_one_was_fetching_another_fetches(stage):
    database, sandbox = _submitted(stage, 4, "--finish", "100ms", "--fault", "file-stall=100%")
    first = _collect(stage, database, "--download", "videos", number=0)
    until(lambda: sum(visit["fetches"] for visit in sandbox.till()["visits"]) >= 4, "requests for videos")
    second = _collect(stage, database, "--download", "videos", number=1)
    first.signal(KILL)
    first.end()
    until(lambda: all(visit["fetches"] == 2 for visit in sandbox.till()["visits"]),
          "the second request for each video")
    second.signal(KILL)


def a_task_that_failed_is_asked_for_again_by_the_first_who_says_so(stage):
    database, sandbox = _submitted(stage, 2, "--fault", "fail=100%", "--finish", "100ms")
    _collect(stage, database).end()
    retry = ["retry", "shots.csv", "--videos", "failed", "--ledger", database.address, *_NAME,
             "--base-url", sandbox.url]
    stage.shotlist(*retry).must_be(0)
    same(sandbox.till()["charged"], 4, "charges")
    same(database.ask("SELECT count(*) FROM shotlist.attempt WHERE verdict <> 'unsent' GROUP BY row"),
         ["2", "2"], "tries")


def who_waits_for_a_task_that_another_keeps_gives_it_up_when_patience_is_over(stage):
    database, sandbox = _submitted(stage, 1, "--finish", "100ms", "--fault", "file-stall=100%")
    first = _collect(stage, database, "--download", "videos", number=0)
    until(lambda: sandbox.till()["visits"][0]["fetches"] > 0, "the request for the video")
    # Without it, the second would expect the task to take its usual time.
    until(lambda: database.ask("SELECT 1 FROM shotlist.video"), "the word that the task has ended")
    first.signal(STOP)
    second = _collect(stage, database, "--download", "videos", "--patience", "1s", number=1)
    ended = second.end()
    same(ended.code, 1, ended.err)
    first.signal(KILL)

"""Collecting videos from a server of its own: keys, limits, kills, and what is fetched how often."""

import shutil
import signal
import subprocess

from checks import check, has, lacks, same, until

_HEADER = "id,prompt,model,orientation,size,duration\n"
_FAST = ["--poll-every", "50ms", "--progress", "none"]


def _manifest(stage, rows, wish=""):
    lines = [f"row-{i},{wish} A fox on bridge number {i * 7919},sora-2-pro,portrait,small,15\n"
             for i in range(rows)]
    stage.write("shots.csv", _HEADER + "".join(lines))


def _videos(stage):
    return sorted(path.name for path in stage.path("videos").iterdir())


def _keys_seen(sandbox):
    return {(key["host"].split(":")[0], key["header"])
            for visit in sandbox.till()["visits"] for key in visit["keys"]}


def a_redirect_to_another_host_does_not_take_the_key_along(stage):
    _manifest(stage, 3, "sandbox:file-redirect")
    sandbox = stage.sandbox("--finish", "50ms")
    stage.shotlist("run", "shots.csv", "--base-url", sandbox.url).must_be(0)
    stage.shotlist("collect", "shots.csv", "--download", "videos", *_FAST).must_be(0)
    same(_videos(stage), ["row-0.mp4", "row-1.mp4", "row-2.mp4"], "files")
    seen = _keys_seen(sandbox)
    check(all(host == "127.0.0.1" for host, _ in seen), f"the key was seen at {seen}")
    check(all(header.lower() == "authorization" for _, header in seen), f"the key was in {seen}")


def a_wrong_key_ends_with_4_and_loses_nothing(stage):
    _manifest(stage, 6)
    sandbox = stage.sandbox("--finish", "50ms", "--fault", "query-not-found=100%")
    stage.shotlist("run", "shots.csv", "--base-url", sandbox.url).must_be(0)
    other = stage.sandbox("--finish", "50ms")
    ended = stage.shotlist("collect", "shots.csv", "--base-url", other.url, *_FAST).must_be(3)
    has(ended.err, "the tasks are at")
    ended = stage.shotlist("collect", "shots.csv", *_FAST).must_be(4)
    has(ended.err, "none of the first 5 tasks")
    same({row["video_status"] for row in stage.results()}, {""}, "video_status")


def no_message_of_collect_names_a_command_that_pays(stage):
    _manifest(stage, 4, "sandbox:fail")
    sandbox = stage.sandbox("--finish", "50ms")
    stage.shotlist("run", "shots.csv", "--base-url", sandbox.url).must_be(0)
    ended = stage.shotlist("collect", "shots.csv", "--download", "videos", *_FAST).must_be(1)
    for word in ("shotlist run", "shotlist retry", "resubmit"):
        lacks(ended.err, word)
    same(sandbox.till()["requests"], 4, "requests to create")


def ctrl_c_keeps_what_is_known_and_the_next_one_goes_on(stage):
    _manifest(stage, 2)
    sandbox = stage.sandbox("--finish", "2s")
    stage.shotlist("run", "shots.csv", "--base-url", sandbox.url).must_be(0)
    started = stage.start("collect", "shots.csv", "--download", "videos", "--poll-every", "100ms")
    until(lambda: sandbox.till()["looks"] >= 2, "looks")
    started.signal(signal.SIGINT)
    started.end().must_be(130)
    stage.shotlist("collect", "shots.csv", "--download", "videos", *_FAST).must_be(0)
    same(_videos(stage), ["row-0.mp4", "row-1.mp4"], "files")


def submitting_waits_for_tasks_to_end_where_too_many_are_unfinished(stage):
    _manifest(stage, 6)
    sandbox = stage.sandbox("--finish", "200ms", "--unfinished", 2)
    ended = stage.shotlist("run", "shots.csv", "--base-url", sandbox.url, "--collect",
                           "--poll-every", "50ms", "--progress", "none").must_be(0)
    has(ended.err, "6 tasks: 6 completed")
    till = sandbox.till()
    same(till["charged"], 6, "charges")


def a_new_try_of_a_failed_task_that_got_no_answer_is_in_doubt_and_not_sent_again(stage):
    _manifest(stage, 2, "sandbox:fail")
    sandbox = stage.sandbox("--finish", "50ms")
    words = ["shots.csv", "--progress", "none", "--base-url", sandbox.url]
    stage.shotlist("run", *words).must_be(0)
    stage.shotlist("collect", "shots.csv", *_FAST).must_be(1)
    port = sandbox.url.rsplit(":", 1)[1]
    sandbox.end()
    dropping = stage.start("sandbox", "--port", port, "--fault", "drop-after=100%")
    until(lambda: "\n" in dropping.out, "the sandbox")
    ended = stage.shotlist("retry", *words, "--videos", "failed").must_be(6)
    has(ended.err, "shotlist resolve shots.csv")
    same(sandbox.till()["requests"], 2, "requests")
    stage.shotlist("retry", *words, "--videos", "failed").must_be(6)
    same(sandbox.till()["requests"], 2, "requests of a second one")


def a_row_that_left_the_manifest_is_collected_too(stage):
    _manifest(stage, 3)
    sandbox = stage.sandbox("--finish", "50ms")
    stage.shotlist("run", "shots.csv", "--base-url", sandbox.url).must_be(0)
    _manifest(stage, 2)
    ended = stage.shotlist("collect", "shots.csv", "--download", "videos", *_FAST).must_be(0)
    has(ended.err, "3 tasks: 3 completed")
    same(len(_videos(stage)), 3, "files")


# Each happens once to its row, but for those that are about the task.
_TROUBLE = ["query-429", "query-502", "query-html", "query-empty", "query-cut", "query-202",
            "query-fetch", "query-not-found", "query-word", "query-late", "query-drop",
            "error-text", "other-id", "quoted-link", "data-link", "link-403", "link-404",
            "link-410", "link-once", "file-200", "file-elsewhere", "file-200-range", "file-416",
            "file-cut", "file-cut-open", "file-open", "file-html", "file-gzip", "file-500",
            "file-redirect", "file-redirect-many", "file-redirect-private"]


def every_trouble_of_a_gateway_ends_with_a_whole_file_and_no_second_payment(stage):
    rows = ["calm", *_TROUBLE]
    stage.write("shots.csv", _HEADER + "".join(
        f"{name},{'' if name == 'calm' else 'sandbox:' + name} A fox on bridge number {i * 7919},"
        "sora-2-pro,portrait,small,15\n" for i, name in enumerate(rows)))
    sandbox = stage.sandbox("--finish", "100ms")
    stage.shotlist("run", "shots.csv", "--base-url", sandbox.url).must_be(0)
    # The first look must be answered: a page of HTML then would mean a wrong address.
    stage.shotlist("collect", "shots.csv", "--only", "calm", *_FAST).must_be(0)
    stage.shotlist("collect", "shots.csv", "--download", "videos", "-j", 1, *_FAST).must_be(0)
    same(_videos(stage), sorted(f"{name}.mp4" for name in rows), "files")
    same({row["video_status"] for row in stage.results()}, {"completed"}, "video_status")
    till = sandbox.till()
    same((till["requests"], till["charged"]), (len(rows), len(rows)), "requests and charges")
    check(all(host == "127.0.0.1" for host, _ in _keys_seen(sandbox)), "the key went elsewhere")


# The operations on the disk that a download makes, each a place to die at.
_OPERATIONS = ["openat", "write", "pwrite64", "ftruncate", "fsync", "fdatasync", "renameat2",
               "unlinkat"]


def _under_strace(stage, options, log):
    """Runs the command under strace; returns False where this machine does not let it."""
    words = ["strace", "-f", "-o", str(log), *options, stage.program, "collect", "shots.csv",
             "--download", "videos", *_FAST, "-q"]
    subprocess.run(words, cwd=stage.directory, env=stage.environment(), capture_output=True,
                   check=False, timeout=60)
    return log.exists() and log.stat().st_size > 0


def a_kill_at_any_operation_leaves_a_whole_file_or_none_and_one_more_fetch(stage):
    if shutil.which("strace") is None:
        return  # tests/run.sh installs it
    _manifest(stage, 1)
    sandbox = stage.sandbox("--finish", "10ms")
    stage.shotlist("run", "shots.csv", "--base-url", sandbox.url).must_be(0)
    before = {name: stage.path(name).read_bytes()
              for name in ("shotlist.db", "shots.results.csv")}

    def restore():
        for path in stage.directory.iterdir():
            if path.name.startswith("shotlist.db-"):
                path.unlink()
        for name, content in before.items():
            stage.path(name).write_bytes(content)
        shutil.rmtree(stage.path("videos"), ignore_errors=True)

    def fetches():
        return sum(visit["fetches"] for visit in sandbox.till()["visits"])

    log = stage.path("strace.log")
    if not _under_strace(stage, ["-e", "trace=" + ",".join(_OPERATIONS)], log):
        return  # a machine without ptrace
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    # From the first name in the folder of videos on: what comes before is not about a download.
    begin = next(i for i, line in enumerate(lines) if ".part" in line)
    video = (stage.path("videos") / "row-0.mp4").read_bytes()
    for operation in _OPERATIONS:
        calls = [i for i, line in enumerate(lines) if f" {operation}(" in line]
        for number, place in enumerate(calls, 1):
            if place < begin:
                continue
            restore()
            was = fetches()
            log.unlink()
            _under_strace(stage, ["-e", f"inject={operation}:signal=KILL:when={number}"], log)
            what = f"killed at {operation} {number}"
            there = stage.path("videos") / "row-0.mp4"
            if there.exists():
                same(there.read_bytes(), video, what)
            stage.shotlist("collect", "shots.csv", "--download", "videos", *_FAST).must_be(0)
            same(_videos(stage), ["row-0.mp4"], what)
            same(there.read_bytes(), video, what)
            check(fetches() - was <= 2, f"{what}: fetched {fetches() - was} times")


def a_file_that_is_gone_or_changed_is_told_and_left_unless_it_is_asked_for(stage):
    _manifest(stage, 3)
    sandbox = stage.sandbox("--finish", "50ms")
    stage.shotlist("run", "shots.csv", "--base-url", sandbox.url).must_be(0)
    collect = ["collect", "shots.csv", "--download", "videos", "--sidecar", *_FAST]
    stage.shotlist(*collect).must_be(0)
    fetched = sum(visit["fetches"] for visit in sandbox.till()["visits"])
    whole = stage.path("videos/row-0.mp4").read_bytes()
    stage.path("videos/row-0.mp4").unlink()
    stage.path("videos/row-1.mp4").write_bytes(b"mine")
    ended = stage.shotlist(*collect).must_be(0)
    has(ended.err, "1 video is no longer there (row-0: videos/row-0.mp4): not fetched again")
    has(ended.err, "1 video is not as it was fetched (row-1: videos/row-1.mp4): left as it is")
    same(sum(visit["fetches"] for visit in sandbox.till()["visits"]), fetched, "fetches")
    stage.path("videos/row-2.json").write_text("a note of mine")
    ended = stage.shotlist(*collect, "--again", "completed").must_be(0)
    same(stage.path("videos/row-0.mp4").read_bytes(), whole, "the file that was gone")
    same(stage.path("videos/row-1.mp4").read_bytes(), b"mine", "the file that was changed")
    same(stage.path("videos/row-2.json").read_text(), "a note of mine", "a file of the user")
    has(ended.err, "row-2.json is there already")
    same(sandbox.till()["requests"], 3, "requests to create")

"""Collecting videos from a server of its own: keys, limits, kills, and what is fetched how often."""

import base64
import itertools
import json
import shutil
import signal

from checks import check, has, lacks, same, until
from fake_server import answer, gateway_error, task
from stage import KEY

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


def a_run_that_waits_for_tasks_to_end_is_not_given_up(stage):
    _manifest(stage, 4)
    sandbox = stage.sandbox("--finish", "1500ms", "--unfinished", 2)
    ended = stage.shotlist("run", "shots.csv", "--base-url", sandbox.url, "--collect",
                           "--give-up", "300ms", *_FAST).must_be(0)
    has(ended.err, "4 tasks: 4 completed")


# A gateway of our own, for answers that the sandbox does not give.
_MP4 = (b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + b"\0\0\0\x10moov\0\0\0\x08free"
        + (8 + 3_200_000).to_bytes(4, "big") + b"mdat" + b"v" * 3_200_000)


def _gateway(stage, query):
    """A server of which `query(asked, number)` answers a look, with the number in the prompt."""
    made = itertools.count()

    def script(asked):
        if asked.method == "POST":
            return task(f"{asked.prompt.split()[-1]}x{next(made)}")
        path, _, rest = asked.path.partition("?")
        if path == "/v1/video/query":
            return query(asked, rest.split("_")[-1].split("x")[0])
        return 200, {"Content-Type": "video/mp4"}, _MP4
    return stage.server(script)


def _done(**members):
    return answer(200, {"id": "t", "status": "completed", **members})


def a_link_that_holds_the_video_is_fetched_and_shown_nowhere(stage):
    _manifest(stage, 1)
    link = "data:video/mp4;base64," + base64.b64encode(_MP4).decode()
    server = _gateway(stage, lambda asked, name: _done(video_url=link))
    stage.shotlist("run", "shots.csv", "--base-url", server.url, "--progress", "none").must_be(0)
    stage.shotlist("collect", "shots.csv", *_FAST).must_be(0)
    same({row["video_url"] for row in stage.results()}, {"data:video/mp4;base64,…"}, "video_url")
    stage.shotlist("collect", "shots.csv", "--download", "videos", *_FAST).must_be(0)
    same(_videos(stage), ["row-0.mp4"], "files")
    check((stage.path("videos") / "row-0.mp4").read_bytes() == _MP4, "the file is another")
    stage.shotlist("review", "shots.csv", "--html", "page.html").must_be(0)
    for name in ("page.html", "shots.results.csv", "shotlist.db"):
        check(stage.path(name).stat().st_size < 1_000_000, f"{name} is large")


def a_link_that_holds_the_key_is_fetched_with_it_and_shown_without(stage):
    _manifest(stage, 1)
    server = _gateway(stage, lambda asked, name: _done(
        video_url=f"http://{asked.headers['Host']}/file?key={KEY}"))
    stage.shotlist("run", "shots.csv", "--base-url", server.url, "--progress", "none").must_be(0)
    stage.shotlist("collect", "shots.csv", *_FAST).must_be(0)
    ended = stage.shotlist("collect", "shots.csv", "--download", "videos", "-v", *_FAST).must_be(0)
    same(_videos(stage), ["row-0.mp4"], "files")
    check(any(asked.path == f"/file?key={KEY}" for asked in server.asked), "the whole link")
    lacks(ended.err, KEY)
    for path in stage.directory.iterdir():
        if path.is_file():
            check(KEY.encode() not in path.read_bytes(), f"{path.name} holds the key")


def an_answer_that_is_odd_json_is_read_and_one_that_is_none_is_told(stage):
    _manifest(stage, 2)
    whole = json.dumps({"id": "t", "status": "ok", "data": {
        "status": "completed", "video_url": "http://127.0.0.1:9/v.mp4"}, "prompt": "half"})
    server = _gateway(stage, lambda asked, name: answer(
        200, whole.replace("half", "\\ud83d\n") if name == "0" else whole + " and more"))
    stage.shotlist("run", "shots.csv", "--base-url", server.url, "--progress", "none").must_be(0)
    started = stage.start("collect", "shots.csv", "--poll-every", "50ms", "--progress", "plain")
    until(lambda: started.err.count("cannot be read") == 1, "what is said of row-1")
    looks = len(server.asked)
    until(lambda: len(server.asked) > looks + 4, "more looks")
    started.signal(signal.SIGINT)
    ended = started.end().must_be(130)
    same([row["video_status"] for row in stage.results()], ["completed", ""], "video_status")
    same(ended.err.count("cannot be read"), 1, "messages")
    has(ended.err, "row-1: the answers about the task cannot be read: HTTP 200: no JSON from byte")


def a_refused_key_or_one_that_knows_no_task_is_named_as_what_to_mend(stage):
    _manifest(stage, 2)
    known = [gateway_error(401, "invalid token")]
    server = _gateway(stage, lambda asked, name: known[0])
    stage.shotlist("run", "shots.csv", "--base-url", server.url, "--progress", "none").must_be(0)
    ended = stage.shotlist("collect", "shots.csv", *_FAST).must_be(4)
    has(ended.err, "next: give the key that the tasks were sent with")
    known[0] = gateway_error(400, "task_not_exist", "task_not_exist")
    ended = stage.shotlist("collect", "shots.csv", *_FAST).must_be(1)
    has(ended.err, "the key may belong to another account")
    has(ended.err, "--again lost\n")
    known[0] = _done(video_url="http://127.0.0.1:9/v.mp4")
    stage.shotlist("collect", "shots.csv", "--again", "lost", *_FAST).must_be(0)


def a_limit_takes_tasks_that_still_need_something(stage):
    _manifest(stage, 3)
    sandbox = stage.sandbox("--finish", "50ms")
    stage.shotlist("run", "shots.csv", "--base-url", sandbox.url).must_be(0)
    for count, code in ((1, 5), (2, 5), (3, 0), (3, 0)):
        ended = stage.shotlist("collect", "shots.csv", "--download", "videos", "--limit", 1, *_FAST)
        ended.must_be(code)
        same(len(_videos(stage)), count, "files")
    stage.shotlist("collect", "shots.csv", "--limit", 1, *_FAST).must_be(0)


def every_paid_try_of_a_row_is_collected(stage):
    _manifest(stage, 1)
    known = [answer(200, {"id": "t", "status": "failed", "error": "no"})]
    server = _gateway(stage, lambda asked, name: known[0])
    server_words = ["--base-url", server.url, "--progress", "none"]
    stage.shotlist("run", "shots.csv", *server_words).must_be(0)
    stage.shotlist("collect", "shots.csv", *_FAST).must_be(1)
    stage.shotlist("retry", "shots.csv", *server_words, "--videos", "failed").must_be(0)
    first, second = (attempt["entry"] for attempt in stage.attempts())
    known[0] = _done(video_url=server.url + "/v.mp4")
    ended = stage.shotlist("collect", "shots.csv", "--download", "videos", *_FAST).must_be(0)
    has(ended.err, "1 task: 1 completed")  # the first one has failed
    ended = stage.shotlist("collect", "shots.csv", "--download", "videos", "--again", "failed",
                           *_FAST).must_be(0)
    has(ended.err, "2 tasks: 2 completed")
    same(_videos(stage), sorted([f"row-0 ({first}).mp4", "row-0.mp4"]), "files")
    same([row["entry"] for row in stage.results()], [second], "the row's entry")


def tasks_at_an_earlier_server_are_collected_there(stage):
    _manifest(stage, 2)
    old, new = (_gateway(stage, lambda asked, name: _done(video_url="http://127.0.0.1:9/v.mp4"))
                for _ in range(2))
    stage.shotlist("run", "shots.csv", "--base-url", old.url, "--only", "row-0").must_be(0)
    stage.shotlist("run", "shots.csv", "--base-url", new.url).must_be(6)
    ended = stage.shotlist("collect", "shots.csv", *_FAST).must_be(0)
    has(ended.err, f"1 more task at {old.url}, and not looked at now; to collect them:")
    has(ended.err, f"--base-url {old.url}\n")
    ended = stage.shotlist("collect", "shots.csv", "--base-url", old.url, *_FAST).must_be(0)
    has(ended.err, "1 task: 1 completed")
    same([row["video_status"] for row in stage.results()], ["completed", "completed"], "results")
    lacks(stage.shotlist("collect", "shots.csv", *_FAST).must_be(0).err, old.url)


def tasks_that_an_import_brought_are_collected_where_they_are(stage):
    _manifest(stage, 2)
    server = _gateway(stage, lambda asked, name: _done(video_url="http://127.0.0.1:9/v.mp4"))
    stage.shotlist("run", "shots.csv", "--base-url", server.url, "--progress", "none").must_be(0)
    for path in stage.directory.glob("shotlist.db*"):
        path.unlink()
    stage.shotlist("import", "shots.results.csv").must_be(0)
    ended = stage.shotlist("collect", "shots.csv", *_FAST).must_be(0)
    has(ended.err, f"2 more tasks at {server.url}, and not looked at now")
    ended = stage.shotlist("collect", "shots.csv", "--base-url", server.url, *_FAST).must_be(0)
    has(ended.err, "2 tasks: 2 completed")
    same([row["video_status"] for row in stage.results()], ["completed", "completed"], "results")


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


def _fetched_under_strace(stage, log, *options):
    return stage.traced(log, options, "collect", "shots.csv", "--download", "videos", *_FAST, "-q")


def a_kill_at_any_operation_leaves_a_whole_file_or_none_and_one_more_fetch(stage):
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
    if _fetched_under_strace(stage, log, "-e", "trace=" + ",".join(_OPERATIONS)) is None:
        return
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
            _fetched_under_strace(stage, log,
                                  "-e", f"inject={operation}:signal=KILL:when={number}")
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

"""The rehearsal server after a task was created: what it serves is a video."""

import json
import shutil
import subprocess
import urllib.request

from checks import PATIENCE, has, same, until

_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _read(url, key=None):
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    with _direct.open(urllib.request.Request(url, headers=headers), timeout=PATIENCE) as answer:
        return answer.read()


def a_rehearsed_task_ends_in_a_video_that_other_programs_read(stage):
    sandbox = stage.sandbox("--finish", "50ms")
    stage.shots("one")
    stage.shotlist("run", "shots.yaml", "--base-url", sandbox.url).must_be(0)
    [charge] = sandbox.till()["charges"]
    task = {}

    def is_done():
        query = f"{sandbox.url}/v1/video/query?id={charge['task_id']}"
        task.update(json.loads(_read(query, "any")))
        return task["status"] == "completed"

    until(is_done, "the task's end")
    video = _read(task["video_url"])
    same(video[4:8], b"ftyp", "the first box")
    [visits] = sandbox.till()["visits"]
    same((visits["fetches"], visits["bytes"], visits["keys"]), (1, len(video), []), "the till")
    if shutil.which("ffprobe") is None:
        return
    stage.path("video.mp4").write_bytes(video)
    told = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "stream=codec_name,nb_frames",
                           "video.mp4"], cwd=stage.directory, capture_output=True, text=True, check=True)
    same(told.stderr, "", "complaints")
    has(told.stdout, "codec_name=h264\nnb_frames=12\n")

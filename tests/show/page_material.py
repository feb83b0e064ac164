"""The pages that are looked at, written by the real program, each when it is first wanted."""

import csv
import functools
import io
import os
import random
import shutil
import subprocess
import wave

from checks import check

COLUMNS = ["id", "status", "task_id", "prompt", "error", "error_class", "http_status", "attempts",
           "submitted_at", "latency_ms", "video_status", "video_url", "video_file", "video_error",
           "model", "orientation", "size", "duration", "watermark", "private", "images", "seed",
           "price", "currency", "endpoint", "source", "request_id", "fingerprint", "entry"]
MANY = 10_000
HUGE = 25_000

SCRIPT = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script>"
BREAKOUT = "</script ><script>window.hacked=1</script><!-- <style>*{display:none}</style>"
TEMPLATES = "{{constructor.constructor('window.hacked=1')()}} ${window.hacked=1} @data@ %s"
MARKS = "abc\u202etxt.exe\u202c \u200bx\u2066y\u2069 \x1b[2J\x07 \x7f \u2028 \ufeff"
SHOWN_MARKS = ("abc\\u{202e}txt.exe\\u{202c} \\u{200b}x\\u{2066}y\\u{2069} \\x1b[2J\\x07 \\x7f "
               "\\u{2028} \\u{feff}")
URL = "javascript:window.hacked=1"
HOSTILE = [SCRIPT, BREAKOUT, TEMPLATES, "\" onmouseover=\"window.hacked=1", URL, MARKS]
SHOWN_HOSTILE = HOSTILE[:-1] + [SHOWN_MARKS]

CAUSES = {
    "rejected": [("moderation", "400", "Your prompt was refused by our content policy")],
    "failed": [("server", "500", "upstream error, please retry"),
               ("connect", "", "could not connect: no route to host")],
    "held": [("", "", "asks for the same as harbor-1, which was paid for")],
    "in_doubt": [("timeout", "", "no answer within 120s"),
                 ("dropped", "", "the server closed the connection without an answer")],
}


def results_text(rows, variables=()):
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS + list(variables))
    for row in rows:
        writer.writerow([row.get(name, "") for name in COLUMNS + list(variables)])
    return text.getvalue()


def a_row(dice, number):
    status = dice.choices(["submitted", "rejected", "failed", "in_doubt", "held",
                           "not_sent"], [880, 50, 30, 10, 10, 20])[0]
    kind, http, error = dice.choice(CAUSES.get(status, [("", "", "")]))
    style = dice.choice(["noir", "watercolour", "35mm", "claymation"])
    place = dice.choice(["harbor", "market", "bridge", "meadow", "station", "lighthouse"])
    row = {
        "id": f"{place}-{number}", "status": status, "error": error, "error_class": kind,
        "http_status": http, "attempts": 0 if status in ("held", "not_sent") else dice.choice([1, 1, 1, 2]),
        "prompt": f"A {place} at dawn, seen from the water, gulls above it, people on their way to "
                  f"work with lanterns, the camera drifts slowly to the left, {style} look",
        "model": dice.choice(["sora-2", "sora-2-pro"]), "orientation": "landscape",
        "size": dice.choice(["small", "large"]), "duration": "15", "watermark": "false",
        "private": "true", "source": f"shots.yaml:{number + 3}", "style": style,
        "fingerprint": f"{dice.getrandbits(64):016x}", "price": "4.80", "currency": "CNY",
        "seed": number % 97,
    }
    if status not in ("held", "not_sent"):
        seconds = number * 2 + (3 * 3600 if number > MANY / 2 else 0)
        row["submitted_at"] = (f"2026-03-01T{9 + seconds // 3600:02}:{seconds // 60 % 60:02}:"
                               f"{seconds % 60:02}.000Z")
        row["latency_ms"] = int(dice.lognormvariate(7.6, 0.6))
        row["request_id"] = f"{dice.getrandbits(80):020x}"
        row["endpoint"] = "https://api.example"
        row["entry"] = "".join(dice.choices("bcdfghjklmnpqrstvwxz", k=12))
    if status == "submitted":
        row["task_id"] = f"sora-2:task_{dice.getrandbits(110):028x}"
    return row


class Material:
    """Pages, as addresses that a browser opens. Owns nothing: they lie on the stage."""

    def __init__(self, stage):
        self.stage = stage

    def page_of(self, results, name, *words):
        page = name + ".html"
        self.stage.shotlist("review", results, "--html", page, *words).must_be(0)
        mode = (self.stage.directory / page).stat().st_mode & 0o777
        check(mode == 0o600, f"the page may be read by others: {mode:o}")
        return (self.stage.directory / page).as_uri()

    def bytes_of(self, name):
        return (self.stage.directory / f"{name}.html").stat().st_size

    @functools.cached_property
    def many_rows(self):
        dice = random.Random(1)
        return [a_row(dice, number) for number in range(MANY)]

    @functools.cache
    def many(self):
        results = self.stage.write("many.results.csv", results_text(self.many_rows, ["style"]))
        return self.page_of(results, "many")

    @functools.cached_property
    def huge_rows(self):
        dice = random.Random(2)
        return [a_row(dice, number) for number in range(HUGE)]

    @functools.cache
    def huge(self):
        results = self.stage.write("huge.results.csv", results_text(self.huge_rows, ["style"]))
        return self.page_of(results, "huge")

    @functools.cached_property
    def few_rows(self):
        return self.many_rows[:240]

    @functools.cache
    def few(self):
        results = self.stage.write("few.results.csv", results_text(self.few_rows, ["style"]))
        return self.page_of(results, "few")

    @functools.cache
    def selected(self):
        self.few()
        return self.page_of("few.results.csv", "selected", "--status", "failed")

    @functools.cache
    def hostile(self):
        """Every cell that may hold anything holds each of the texts in turn."""
        rows = []
        for number, text in enumerate(HOSTILE):
            rows.append({"id": f"{number} {text}", "status": "submitted", "task_id": text,
                         "prompt": text, "attempts": 1, "model": text, "images": text,
                         "video_status": text, "video_url": text, "source": text,
                         "request_id": text, "size": text, "mood": text, "seed": text,
                         "video_error": text, "endpoint": text, "entry": text, "currency": text,
                         "price": "4.80"})
            rows.append({"id": f"failed {number} {text}", "status": "failed", "error": text,
                         "error_class": "server", "prompt": text, "attempts": 1, "source": text})
        results = self.stage.write("hostile.results.csv", results_text(rows, ["mood"]))
        return self.page_of(results, "hostile")

    @functools.cache
    def _clip(self):
        """A video of two seconds; where there is no ffmpeg, a sound, which browsers play alike."""
        clip = self.stage.directory / "clip.mp4"
        if shutil.which("ffmpeg"):
            subprocess.run(["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i",
                            "testsrc2=size=320x180:rate=15:duration=2", "-pix_fmt", "yuv420p", clip],
                           check=True, stdin=subprocess.DEVNULL)
        else:
            with wave.open(str(clip), "wb") as sound:
                sound.setparams((1, 1, 8000, 0, "NONE", ""))
                sound.writeframes(b"\x80" * 16000)
        return clip

    def _videos(self, folder, names):
        """A folder of videos; returns their paths as seen from the results."""
        (self.stage.directory / folder).mkdir()
        for name in names:
            os.link(self._clip(), self.stage.directory / folder / name)
        return [f"{folder}/{name}" for name in names]

    @functools.cache
    def videos(self):
        """Two rows with a file, whose name would be something else, were it taken for an address,
        one whose file is on another machine, and one whose file is gone."""
        files = self._videos("clips", ["harbor #1?.mp4", "https:%2f%2fa"])
        rows = [{"id": "harbor", "status": "submitted", "task_id": "t1", "attempts": 1,
                 "prompt": "A harbor", "video_status": "completed", "source": "a.yaml:1",
                 "video_url": "https://example.com/v.mp4?sig=1", "video_file": files[0]},
                {"id": "market", "status": "submitted", "task_id": "t2", "attempts": 1,
                 "prompt": "A market", "video_file": files[1], "source": "a.yaml:2"},
                {"id": "share", "status": "submitted", "task_id": "t3", "attempts": 1,
                 "prompt": "On another machine", "video_file": "//elsewhere.example/a.mp4"},
                {"id": "gone", "status": "submitted", "task_id": "t4", "attempts": 1,
                 "prompt": "Moved away", "video_file": "clips/gone.mp4"},
                {"id": "coda", "status": "not_sent", "prompt": "Credits", "source": "a.yaml:3"}]
        results = self.stage.write("videos.results.csv", results_text(rows))
        return self.page_of(results, "videos")

    @functools.cached_property
    def chosen_rows(self):
        """Three takes of a shot, two rows that ask for the same, rows that do not, and a name that
        a spreadsheet would run. None of the others has a video."""
        def row(id, prompt, **cells):
            number = len(rows) + 1
            rows.append({"id": id, "status": "submitted", "task_id": f"t{number}", "prompt": prompt,
                         "attempts": 1, "model": "sora-2", "duration": "15", "size": "small",
                         "source": f"a.yaml:{number}", "entry": f"bcdfghjklm{number:02}",
                         "video_status": "completed", **cells})
        rows = []
        for take in (1, 2, 3):
            row(f"harbor@dawn.take-{take}", f"A harbor, take {take}")
        row("tram", "A tram")
        row("tram-2", "A tram")
        row("shot-1", "A bridge")
        row("shot-2", "A meadow")
        row("=1+1,2", "A sum")
        for row, file in zip(rows, self._videos("takes", [f"{i}.mp4" for i in range(len(rows))])):
            row["video_file"] = file
        return rows + [
            {"id": "late", "status": "submitted", "task_id": "t20", "prompt": "Not yet",
             "attempts": 1, "model": "sora-2", "source": "a.yaml:20", "entry": "bcdfghjklmnp",
             "video_status": "running"},
            {"id": "refused", "status": "submitted", "task_id": "t21", "prompt": "Not ever",
             "attempts": 1, "model": "sora-2", "source": "a.yaml:21", "entry": "bcdfghjklmnq",
             "video_status": "failed", "video_error": "the face of a known person"}]

    @functools.cache
    def choosing(self):
        results = self.stage.write("choosing.results.csv", results_text(self.chosen_rows))
        return self.page_of(results, "choosing")

    @functools.cache
    def other_choosing(self):
        results = self.stage.write("other.results.csv", results_text(self.chosen_rows))
        return self.page_of(results, "other")

    @functools.cache
    def many_videos(self):
        files = self._videos("many", [f"{i}.mp4" for i in range(300)])
        rows = [{**row, "status": "submitted", "task_id": f"t{i}", "entry": f"e{i}",
                 "video_status": "completed", "video_file": file}
                for i, (row, file) in enumerate(zip(self.many_rows, files))]
        results = self.stage.write("many-videos.results.csv", results_text(rows, ["style"]))
        return self.page_of(results, "many-videos")

    @functools.cache
    def rehearsal(self):
        """A manifest with prices, run against the sandbox inside the program, with faults: always
        the same ones, as one request leaves after the other."""
        shots = "".join(f"  - {{ id: shot-{number}, prompt: 'Shot {number}, {{{{style}}}}' }}\n"
                        for number in range(30))
        self.stage.write("season.yaml", "shotlist: 1\nname: season\nprices:\n  currency: CNY\n"
                         "  each: [{ model: sora-2, price: 1.5 }]\ndefaults: { model: sora-2, "
                         "orientation: portrait, size: small, duration: 15 }\n"
                         "matrix: { style: [noir, watercolour] }\nshots:\n" + shots)
        for latency, faults in (("5ms", ["429=6%", "moderate=8%", "drop-after=10%"]),
                                ("40ms", ["500=15%"])):
            words = [word for fault in faults for word in ("--fault", fault)]
            self.stage.shotlist("run", "season.yaml", "--sandbox", "--progress", "none",
                                "--sandbox-latency", latency, "-j", 1, "--limit", 40, *words)
        return self.page_of("season.yaml", "season")

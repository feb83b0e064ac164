#!/usr/bin/env python3
"""Makes the pictures of the README out of rehearsals: `.github/pictures.py PROGRAM`.

terminal.svg is what a terminal shows, page.png and videos.png are parts of the page of a review, as
Chromium shows them. Nothing in them depends on the machine or on the time, so they change only where
the program does. `--check` compares terminal.svg, and makes nothing.
"""

import argparse
import base64
import re
import shutil
import subprocess
import sys
from html import escape
from pathlib import Path

sys.dont_write_bytecode = True  # the source tree stays as it is
HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT / "tests/cli"), str(ROOT / "tests/show")]

from chromium import Chromium
from stage import Stage

SESSION = [
    "shotlist check typo.csv",
    "shotlist plan shots.csv --price 4.8/CNY",
    "shotlist run season.yaml --sandbox -j 1 --sandbox-seed 2 --fault moderate=20% --fault drop-after=20%",
]
TYPO = "id,prompt,model,orientation,size,duration\ntram,A tram,sora-2-pro,landscap,large,15\n"
AS_ON_A_TERMINAL = " --color always --progress none"
COLUMNS = 100

# Of the 16 colors of a terminal, on a dark ground.
COLORS = {31: "#ff7b72", 32: "#7ee787", 33: "#e3b341", 34: "#79c0ff", 35: "#d2a8ff", 36: "#76e3ea",
          37: "#e6edf3", 90: "#8b949e", 91: "#ffa198", 92: "#a5f3b0", 93: "#f2cc60", 94: "#a5d6ff",
          95: "#e2c5ff", 96: "#b3f0ff"}
GROUND, TEXT, PROMPT = "#0d1117", "#e6edf3", "#7ee787"
ADVANCE, LINE, MARGIN = 8.4, 19, 18  # of characters of 14 pixels

# What differs from one rehearsal to the next: figures, and what the browser draws over a video.
FIXED = """
    for (const video of document.querySelectorAll("video")) video.controls = false;
    const fixed = [[/\\d{4}-\\d\\d-\\d\\d/g, "2026-11-30"], [/\\b\\d\\d:\\d\\d(:\\d\\d)?(?= |$)/g, "09:30$1"],
                   [/\\b[\\d.,]+\\/min/g, "60.0/min"], [/\\b[\\d.]+m?s\\b/g, "2.4s"]];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        if (/^(SCRIPT|STYLE)$/.test(walk.currentNode.parentNode.nodeName)) continue;
        for (const [some, text] of fixed)
            walk.currentNode.data = walk.currentNode.data.replace(some, text);
    }
"""
# Where the element is that holds all videos, and how high it is.
AROUND_VIDEOS = """(() => {
    const videos = [...document.querySelectorAll("video")];
    let around = videos[0];
    while (!videos.every((video) => around.contains(video))) around = around.parentElement;
    const box = around.getBoundingClientRect();
    return [box.y, box.height];
})()"""
WIDTH, TOP = 1200, 775  # of the page, and of the part at its top


def pieces_of(line):
    """The parts of a line with their style, as its escape sequences say."""
    style = {}
    for part in re.split(r"(\x1b\[[\d;]*m)", line):
        sequence = re.fullmatch(r"\x1b\[([\d;]*)m", part)
        if not sequence:
            if part:
                yield part, dict(style)
            continue
        for code in map(int, sequence[1].split(";") if sequence[1] else ["0"]):
            if code == 0:
                style = {}
            elif code == 1:
                style["font-weight"] = "bold"
            elif code == 2:
                style["opacity"] = "0.7"
            elif code in COLORS:
                style["fill"] = COLORS[code]


def svg_of(lines):
    """A picture of a terminal. Each part has a place of its own, whatever font there is."""
    bare = [re.sub(r"\x1b\[[\d;]*m", "", line) for line in lines]
    width = round(max(map(len, bare)) * ADVANCE + 2 * MARGIN)
    height = len(lines) * LINE + 2 * MARGIN
    svg = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
           f'viewBox="0 0 {width} {height}" font-size="14" fill="{TEXT}" '
           'font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, \'DejaVu Sans Mono\', monospace">',
           f'<rect width="{width}" height="{height}" rx="8" fill="{GROUND}"/>']
    for number, line in enumerate(lines):
        column = 0
        for text, style in pieces_of(line):
            x, y = MARGIN + column * ADVANCE, MARGIN + number * LINE + 14
            column += len(text)
            words = "".join(f' {name}="{value}"' for name, value in style.items())
            if text.strip():
                svg.append(f'<text x="{x:.1f}" y="{y}" textLength="{len(text) * ADVANCE:.1f}" '
                           f'xml:space="preserve"{words}>{escape(text)}</text>')
    return "\n".join(svg) + "\n</svg>\n"


def prepare(stage):
    for name in ("season.yaml", "season-sketches.csv"):
        shutil.copy(ROOT / "manifests" / name, stage.directory)
    stage.write("typo.csv", TYPO)
    stage.shotlist("init", "shots.csv").must_be(0)


def terminal(stage):
    """What is typed, and what is shown then."""
    environment = {**stage.environment(), "COLUMNS": str(COLUMNS), "LC_ALL": "C.UTF-8"}
    lines = []
    for command in SESSION:
        words = AS_ON_A_TERMINAL if " run " in command else " --color always"
        ended = subprocess.run(["sh", "-c", command + words], cwd=stage.directory, check=False,
                               env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT)
        said = ended.stdout.decode("utf-8").replace(words, "").rstrip().splitlines()
        lines += [f"\x1b[1;32m$\x1b[0m \x1b[1m{command}\x1b[0m", *said, ""]
    return svg_of(lines[:-1])


def photograph(page, x, y, width, height, path):
    clip = {"x": x, "y": y, "width": width, "height": height, "scale": 1}
    page.frame()
    path.write_bytes(base64.b64decode(page.call("Page.captureScreenshot", clip=clip)["data"]))


def take_pictures_of_page(stage, browser):
    """A rehearsal with faults, and its page: the top, and the videos."""
    words = ["season.yaml", "--sandbox", "--progress", "none"]
    stage.shotlist("run", *words, "-j", 1, "--sandbox-seed", 2, "--fault", "moderate=20%",
                   "--fault", "drop-after=20%")
    stage.shotlist("collect", *words, "--download", "videos", "--sandbox-finish", "20ms").must_be(0)
    stage.shotlist("review", "season.yaml", "--sandbox", "--html", "season.html").must_be(0)
    page = browser.open((stage.directory / "season.html").as_uri(), width=WIDTH, height=4000)
    page.prefer("light")
    page.wait("document.querySelector('video') && "
              "[...document.querySelectorAll('video')].every((video) => video.readyState > 1)")
    page.value(FIXED)
    photograph(page, 0, 0, WIDTH, TOP, HERE / "page.png")
    y, height = page.value(AROUND_VIDEOS)
    photograph(page, 0, y - 80, WIDTH, height + 100, HERE / "videos.png")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--check", action="store_true")
    chosen = parser.parse_args()
    program = Path(chosen.program).resolve()
    with Stage(program) as stage:
        prepare(stage)
        svg = terminal(stage)
    if chosen.check:
        same = svg == (HERE / "terminal.svg").read_text(encoding="utf-8")
        print("terminal.svg is what a terminal shows" if same else
              f"terminal.svg is not what a terminal shows; make it anew: {sys.argv[0]} {program}")
        return 0 if same else 1
    (HERE / "terminal.svg").write_text(svg, encoding="utf-8")
    with Stage(program) as stage, Chromium() as browser:
        prepare(stage)
        take_pictures_of_page(stage, browser)
    return 0


if __name__ == "__main__":
    sys.exit(main())

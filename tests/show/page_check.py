#!/usr/bin/env python3
"""Looks at pages of `shotlist review --html` in a real Chromium: `page_check.py PROGRAM [WORD...]`.

With words, only the cases whose name holds one of them. `--screenshots DIR` takes pictures of pages
at three widths in both themes and languages instead. Each case is a function of page_cases.py,
page_reader_cases.py, page_chart_cases.py, page_look_cases.py or page_video_cases.py whose name is a
sentence; they share a browser, and each opens a page of its own.
"""

import argparse
import itertools
import os
import sys
import time
import traceback
from pathlib import Path

sys.dont_write_bytecode = True  # the source tree stays as it is
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cli"))

import page_cases
import page_chart_cases
import page_look_cases
import page_reader_cases
import page_video_cases
from checks import Failure
from chromium import Chromium, in_language
from page_material import Material
from stage import Stage

WIDTHS = [390, 820, 1440]
THEMES = ["light", "dark"]
LANGUAGES = ["en", "zh"]


def cases(words):
    for module in (page_cases, page_reader_cases, page_chart_cases, page_look_cases, page_video_cases):
        for name, case in vars(module).items():
            if name.startswith("_") or getattr(case, "__module__", None) != module.__name__:
                continue
            if not words or any(word in name for word in words):
                yield name.replace("_", " "), case


def take_screenshots(browser, material, folder):
    folder.mkdir(parents=True, exist_ok=True)
    pages = (("review", material.rehearsal()), ("videos", material.choosing()))
    for (name, address), language in itertools.product(pages, LANGUAGES):
        page = browser.open(address + "#open=1", before=in_language(language))
        for width, theme in itertools.product(WIDTHS, THEMES):
            page.resize(width)
            page.prefer(theme)
            page.resize(width, page.value("document.documentElement.scrollHeight"))
            page.wait("[...document.querySelectorAll('video')].every((video) => video.readyState > 1)")
            page.screenshot(folder / f"{name}-{width}-{theme}-{language}.png")
        page.close()
    print(f"the screenshots are in {folder}")


def play(browser, material, chosen):
    failed = 0
    for name, case in chosen:
        started = time.monotonic()
        problem = None
        try:
            case(browser, material)
        except Failure:
            problem = traceback.format_exc(limit=-2)
        except Exception:
            problem = traceback.format_exc()
        seconds = time.monotonic() - started
        print(f"{'FAILED' if problem else 'ok    '} {name} ({seconds:.1f} s)", flush=True)
        if problem:
            failed += 1
            print("    " + problem.strip().replace("\n", "\n    "), flush=True)
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed or not chosen else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("words", nargs="*")
    parser.add_argument("--screenshots", type=Path)
    options = parser.parse_args()
    try:
        with Stage(os.path.abspath(options.program)) as stage, Chromium() as browser:
            material = Material(stage)
            if options.screenshots:
                return take_screenshots(browser, material, options.screenshots)
            return play(browser, material, list(cases(options.words)))
    except Failure as failure:
        print(f"FAILED: {failure}\n0 passed, 1 failed")
        return 1


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Every word of the page is in its table, in both languages: `page_words_test.py SOURCE_ROOT`."""

import json
import re
import sys
from pathlib import Path

ROOT = Path(sys.argv[1])
PAGE = ROOT / "src/show/page"
# What is the same in Chinese: names, and what stands between values.
SAME = {"mark.p95", "column.id", "fact.id"}
# Texts that nobody reads: names of keys and events, styles, statuses and outcomes as the data has them.
CODE = {"Enter", "Escape", "Home", "End", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "PageDown", "PageUp",
        "DOMContentLoaded", "in doubt", "not sent", "made a task", "told to wait", "never left", "on its way"}
NAMES = re.compile(r'(class: |className = |(querySelector(All)?|matches|closest|matchMedia)\()("[^"]*"|`[^`]*`)')
PROSE = re.compile(r"[A-Z][a-z]|[A-Za-z]{2,} [A-Za-z]{2,}")

failures = []


def complain(text):
    failures.append(text)


def check_unique(pairs):
    keys = [key for key, _ in pairs]
    for key in {key for key in keys if keys.count(key) > 1}:
        complain(f"words.json has {key} twice")


WORDS = json.loads((PAGE / "words.json").read_text(encoding="utf-8"),
                   object_pairs_hook=lambda pairs: check_unique(pairs) or dict(pairs))


def without_comments(script):
    return re.sub(r"/\*.*?\*/|(?<=\s)//[^\n]*|^//[^\n]*", "", script, flags=re.DOTALL)


def strings_of(script):
    """The literals, templates in pieces between their expressions."""
    for quoted, template in re.findall(r'"((?:[^"\\\n]|\\.)*)"|`([^`]*)`', NAMES.sub("", without_comments(script))):
        yield from [quoted] if quoted else re.split(r"\$\{[^}]*\}?", template)


def every_word_has_both_languages():
    for key, texts in WORDS.items():
        if len(texts) != 2 or not all(texts):
            complain(f"{key} lacks a language")
            continue
        english, chinese = texts
        if key not in SAME and not re.search(r"[\u3000-\u9fff\uff00-\uffef]|^\{0\} ?\{1\}$|^\{1\} ?\{0\}$", chinese):
            complain(f"{key} is not in Chinese: {chinese}")
        if re.search(r"[\u3000-\u9fff\uff00-\uffef]", english):
            complain(f"{key} is not in English: {english}")
        forms = english.split("|")
        wanted = set(re.findall(r"\{\d\}", forms[-1]))
        if len(forms) > 2 or "|" in chinese:
            complain(f"{key} has too many forms")
        if set(re.findall(r"\{\d\}", chinese)) - wanted:
            complain(f"{key} has values in Chinese that it does not have in English")


def keys_that_are_used():
    used = set()
    for name in (*PAGE.glob("*.js"), *PAGE.glob("*.html"), *(ROOT / "src/show").glob("page*.cpp")):
        text = without_comments(name.read_text(encoding="utf-8"))
        for literal in re.findall(r'"([a-z][a-zA-Z0-9.-]*)"', text):
            used.add(literal)
        for group in re.findall(r'`([a-z]+)\.\$\{|"([a-z]+)\." \+|sayKnown\("([a-z]+)"', text):
            used |= {key for key in WORDS if key.startswith("".join(group) + ".")}
        for key in re.findall(r'(?:say|counted)\("([^"]+)"|data-say(?:-[a-z-]+)?="([^"@{}]+)"', text):
            if "".join(key) not in WORDS:
                complain(f"{name.name} says {''.join(key)}, which words.json does not have")
    return used


def every_word_is_used():
    for key in sorted(set(WORDS) - keys_that_are_used()):
        complain(f"{key} is used nowhere")


def no_text_is_outside_the_table():
    for name in PAGE.glob("*.js"):
        for text in strings_of(name.read_text(encoding="utf-8")):
            if PROSE.search(text) and text not in CODE:
                complain(f"{name.name} has a text of its own: {text!r}")
    skeleton = re.sub(r"<style>.*?</style>|<[^>]*>|@[a-z]+@", "", (PAGE / "page.html").read_text(encoding="utf-8"))
    for text in re.findall(r"[A-Za-z]+.*", skeleton):
        complain(f"page.html has a text of its own: {text!r}")
    for name in PAGE.glob("*.css"):
        for text in re.findall(r'content: "([^"]*)"', name.read_text(encoding="utf-8")):
            if re.search(r"[A-Za-z]{2}", text):
                complain(f"{name.name} has a text of its own: {text!r}")
    for name in (ROOT / "src/show").glob("page*.cpp"):
        for text in re.findall(r'"((?:[^"\\\n]|\\.)*)"', without_comments(name.read_text(encoding="utf-8"))):
            for shown in re.findall(r">([^<>]*[A-Za-z]{3}[^<>]*)<", text):
                complain(f"{name.name} has a text of its own: {shown!r}")


every_word_has_both_languages()
every_word_is_used()
no_text_is_outside_the_table()
print("\n".join(failures) or f"{len(WORDS)} words in both languages")
sys.exit(1 if failures else 0)

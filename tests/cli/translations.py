#!/usr/bin/env python3
"""Compares each document with its Chinese translation: `translations.py [ENGLISH CHINESE]`.

Both must have the same sections, one below the other, and in each section the same commands, blocks of
code, tables, items, words in code and links. So one cannot be changed without the other. Links must lead
to a file and a heading that exist. What a session shows is not compared, and neither are comments that
end a line of code.
"""

import difflib
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAIRS = [("README.md", ".github/README.zh-CN.md"), ("manifests/README.md", "manifests/README.zh-CN.md")]
COMMENT = re.compile(r"\s{2,}#\s.*$")


class Section:
    """What stands under a heading, up to the next one."""

    def __init__(self, level, title, line):
        self.level, self.title, self.line = level, title, line
        self.code = []  # of each block the language, and the lines that are compared
        self.tables = []  # how many lines each has
        self.items = 0
        self.words = set()  # in code
        self.links = []


def compared(language, lines):
    if language == "console":
        return [line for line in lines if line.startswith("$ ")]
    return [COMMENT.sub("", line) for line in lines] if language else []


def anchor_of(title):
    """As GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", title.replace("`", "").lower()).replace(" ", "-")


def sections_of(document):
    sections = []
    block = None
    in_table = False
    for number, line in enumerate(document.read_text(encoding="utf-8").splitlines(), 1):
        fence = re.fullmatch(r"\s*```(\w*)", line)
        if fence and block is None:
            block = (fence[1], [])
        elif fence:
            sections[-1].code += ["```" + block[0], *compared(*block)]
            block = None
        elif block is not None:
            block[1].append(line)
        elif heading := re.fullmatch(r"(#+) (.*)", line):
            sections.append(Section(len(heading[1]), heading[2], number))
        else:
            section = sections[-1]
            if line.startswith("|") and in_table:
                section.tables[-1] += 1
            elif line.startswith("|"):
                section.tables.append(1)
            section.items += bool(re.match(r"(\*|\d+\.) ", line))
            section.links += re.findall(r"\]\(([^)]+)\)", line)
        in_table = line.startswith("|") and block is None
    return sections


def add_words(document, sections):
    """Of each section as a whole: a word in code may begin on one line and end on the next."""
    lines = document.read_text(encoding="utf-8").splitlines()
    ends = [section.line - 1 for section in sections[1:]] + [len(lines)]
    for section, end in zip(sections, ends):
        text = re.sub(r"^\s*```.*?^\s*```", "", "\n".join(lines[section.line:end]), flags=re.S | re.M)
        section.words = {" ".join(word.split()) for word in re.findall(r"`([^`]+)`", text)}


class Document:
    """A document, and where its links lead: to a file, and to a section of it by its number."""

    def __init__(self, name, english):
        self.name = name
        self.path = ROOT / name
        self.english = english  # the name in English of each document
        self.sections = sections_of(self.path)
        add_words(self.path, self.sections)

    def goal(self, link):
        if "://" in link:
            return link, 0
        file, _, anchor = link.partition("#")
        path = (self.path.parent / file).resolve() if file else self.path
        if not path.exists():
            raise ValueError(f"{self.name}: no file is at {link}")
        name = str(path.relative_to(ROOT))
        place = 0
        if anchor:
            anchors = [anchor_of(section.title) for section in sections_of(path)]
            if anchor not in anchors:
                raise ValueError(f"{self.name}: no heading is called {link}")
            place = anchors.index(anchor)
        return self.english.get(name, name), place


def differences(ours, theirs):
    """What one document has and the other has not, section by section as long as they are the same ones."""
    found = []
    for one, other in zip(ours.sections, theirs.sections):
        where = f"{ours.name}:{one.line} ({one.title}) and {theirs.name}:{other.line} ({other.title})"
        if one.level != other.level:
            return found + [f"{where} are headings of different levels"]
        for line in difflib.ndiff(one.code, other.code):
            if line[0] in "-+":
                found.append(f"{where}: only the {'first' if line[0] == '-' else 'second'} has  {line[2:]}")
        for what, mine, its in (
                ("lines of tables", one.tables, other.tables), ("items", one.items, other.items),
                ("links", sorted(map(ours.goal, one.links)), sorted(map(theirs.goal, other.links)))):
            if mine != its:
                found.append(f"{where} have other {what}:\n  {mine}\n  {its}")
        for word in sorted(one.words ^ other.words):
            found.append(f"{where}: only the {'first' if word in one.words else 'second'} has `{word}`")
    if len(ours.sections) != len(theirs.sections):
        found.append(f"{ours.name} has {len(ours.sections)} headings, {theirs.name} {len(theirs.sections)}")
    return found


def main():
    pairs = [tuple(sys.argv[1:3])] if len(sys.argv) > 2 else PAIRS
    english = {chinese: name for name, chinese in pairs}
    found = []
    for pair in pairs:
        try:
            found += differences(*(Document(name, english) for name in pair))
        except ValueError as error:
            found.append(str(error))
    for problem in found:
        print(problem)
    print(f"{len(pairs)} documents and their translations, {len(found)} differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

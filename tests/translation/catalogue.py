#!/usr/bin/env python3
"""Holds the Chinese catalogue to the sources: catalogue.py [--update | --untranslated].

Every message of the sources is in src/base/zh_CN.po, translated, with the same placeholders, and
no other. `--update` adds what is missing, untranslated, and removes what is gone.
"""
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

root = Path(__file__).resolve().parents[2]
catalogue = root / "src/base/zh_CN.po"
keywords = ("tr", "marked", "tr_plural:2,3")
nouns = "counted:2"  # whose message is "{} noun"


def sources():
    """The files of the program, but not of its manual, which is English."""
    found = [path for ending in ("cpp", "h") for path in (root / "src").glob(f"*/*.{ending}")
             if path.parent.name != "manual"]
    return sorted(str(path.relative_to(root)) for path in found)


def run(*command, text=None):
    """What a command of gettext's prints."""
    done = subprocess.run(command, cwd=root, input=text, text=True, encoding="utf-8",
                          capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command[:2])}: {done.stderr}")
    return done.stdout


def extracted(*keywords):
    """The messages of the sources that are arguments of these functions."""
    text = run("xgettext", "--language=C++", "--from-code=UTF-8", "--keyword",
               *(f"--keyword={word}" for word in keywords),
               *(f"--flag={word.split(':')[0]}:{place}:no-c-format" for word in keywords
                 for place in (1, 2, 3)),
               "--add-location=file", "--sort-by-file", "--no-wrap", "-o", "-", *sources())
    # Its head; without one (--omit-header) xgettext drops whatever is not ASCII.
    return text.partition("\n\n")[2]


def template():
    """The messages of the sources."""
    counted = re.sub(r'^msgid "', 'msgid "{} ', extracted(nouns), flags=re.MULTILINE)
    return extracted(*keywords) + "\n" + counted


def entries(text):
    """The entries of a catalogue: dictionaries of their fields, and `comments`."""
    for block in re.split(r"\n\s*\n", text):
        entry = {"comments": [], "obsolete": False}
        field = None
        for line in block.splitlines():
            if line.startswith("#"):
                entry["comments"].append(line)
                entry["obsolete"] |= line.startswith("#~")
                continue
            found = re.match(r'(?:(\w+(?:\[\d\])?) )?"(.*)"$', line)
            if not found:
                sys.exit(f"not understood: {line}")
            field = found[1] or field
            entry[field] = entry.get(field, "") + unescaped(found[2])
        if "msgid" in entry:
            yield entry


def unescaped(text):
    """The text of a literal of the catalogue's."""
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), text)


def placeholders(text):
    """The placeholders of a format of fmt's, numbered as fmt does: `{:.{}f}` is {0:.{1}f}."""
    found = []
    count = 0
    stack = []
    at = 0
    while at < len(text):
        if text[at:at + 2] in ("{{", "}}") and not stack:
            at += 2
            continue
        if text[at] == "{":
            number = re.match(r"\d+", text[at + 1:])
            stack.append([number[0] if number else str(count), at])
            count += not number
            at += len(number[0]) if number else 0
        elif text[at] == "}" and stack:
            number, start = stack.pop()
            inner = text[start + 1:at].lstrip("0123456789")
            found.append(number + ":" + re.sub(r"\d*\}", "}", re.sub(r"\{\d+", "{", inner))
                         if inner else number)
        at += 1
    return Counter(found)


def is_mixed(text):
    """Whether `text` is a format that fmt refuses: some of its placeholders have numbers."""
    inner = re.sub(r"\{\{|\}\}", "", text)
    return bool(re.search(r"\{\d", inner)) and bool(re.search(r"\{[:}]", inner))


def complaints():
    """What is wrong with the catalogue."""
    wanted = {entry["msgid"]: entry for entry in entries(template())}
    known = {entry["msgid"]: entry for entry in entries(catalogue.read_text(encoding="utf-8"))}
    for english, entry in known.items():
        chinese = entry.get("msgstr", entry.get("msgstr[0]", ""))
        if english == "":
            continue
        if any("fuzzy" in line for line in entry["comments"]):
            yield f"is a guess: {english!r}"
        if english not in wanted:
            yield f"is no longer in the sources: {english!r}"
        elif not chinese:
            yield f"is not translated: {english!r}"
        else:
            # The words of English grammar that Chinese has not, such as an article.
            spare = Counter(re.findall(r"\{([^}]*)\}", " ".join(
                line for line in entry["comments"] if line.startswith("# without "))))
            if is_mixed(chinese):
                yield f"has placeholders with and without numbers: {english!r}: {chinese!r}"
            if placeholders(chinese) + spare != placeholders(english):
                yield f"has other placeholders: {english!r}: {chinese!r}"
        if (english[:1] == "\n", english[-1:] == "\n") != (chinese[:1] == "\n", chinese[-1:] == "\n"):
            yield f"begins or ends another line: {english!r}"
    for english in wanted.keys() - known.keys():
        yield f"is missing: {english!r}"


def update():
    """Writes the catalogue anew; what is translated stays."""
    with tempfile.NamedTemporaryFile("w", suffix=".pot", encoding="utf-8") as file:
        file.write('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n' + template())
        file.flush()
        merged = run("msgmerge", "--quiet", "--no-fuzzy-matching", "--no-wrap", "--sort-by-file",
                     "--add-location=file", "-o", "-", str(catalogue), file.name)
    catalogue.write_text(run("msgattrib", "--no-obsolete", "--no-wrap", "-", text=merged),
                         encoding="utf-8")


if __name__ == "__main__":
    os.environ.update(LC_ALL="C.UTF-8", LANGUAGE="")
    if "--update" in sys.argv:
        update()
    wrong = list(complaints())
    for complaint in wrong:
        print("zh_CN.po: a message", complaint)
    if wrong:
        sys.exit(f"{len(wrong)} wrong; tests/translation/catalogue.py --update adds what is missing")

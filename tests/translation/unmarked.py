#!/usr/bin/env python3
"""Finds what is said to people and is not marked for the catalogue, among the literals of the sources.

A guess: a literal with two words of prose is said to people. What is recorded, sent or compared, or
part of a format, stands in a function or file that `exceptions` names.
"""
import re
import sys
from pathlib import Path

root = Path(__file__).resolve().parents[2] / "src"
sys.dont_write_bytecode = True

# Folders and files in which no literal is said to people, or where each is English on purpose.
exceptions = {
    "manual/": "man pages",
    "sandbox/": "plays the server",
    "http/": "recorded; said by base/recorded_text.h",
    "api/answer.cpp": "words of servers",
    "api/topics.cpp": "words of servers",
    "api/task_search.cpp": "words of servers",
    "api/video_answer.cpp": "recorded",
    "api/verdict.cpp": "recorded",
    "api/account_marks.cpp": "words of servers",
    "collect/container.cpp": "recorded",
    "collect/downloads.cpp": "recorded",
    "collect/resume.cpp": "recorded",
    "show/page": "the page translates itself",
    "show/row_formats.cpp": "a table for programs",
    "manifest/field_words.cpp": "words of other languages",
    "manifest/column_names.cpp": "names of columns",
    "manifest/starter.cpp": "a manifest",
    "manifest/yaml_words.cpp": "what yaml-cpp says, beside what is said instead",
    "cli/completion_script.cpp": "scripts",
}
# Parts of literals that are not prose: SQL, headers, formats, what libraries say.
foreign = re.compile(
    r"^(SELECT|INSERT|UPDATE|DELETE|CREATE|BEGIN|PRAGMA|SET |DECLARE|FETCH|SAVEPOINT|ROLLBACK|RELEASE|"
    r"COMMIT|ATTACH|ALTER|DROP|NOTIFY|LISTEN|WITH |WHERE|ORDER BY|DO \$\$|VALUES|COPY|LOCK)\b"
    r"|\b(FROM|WHERE|REFERENCES|PRIMARY KEY|ORDER BY|RETURNING|SELECT|LIMIT \?)\b"
    r"|^(Accept|Authorization|Content-Type|User-Agent|Cache-Control|Range|If-Range|Expect)\b")
prose = re.compile(r"[A-Za-z]{2,}[,;:]? \(?[a-z]{2,}|^[,;:]? [a-z]{2,}|[a-z]{3,} $")
# The verbs and pronouns of English: arguments that the Chinese format leaves out.
grammar = re.compile(r"^(that (is|are)|they (are|look)|it (is|looks)|(the )?(row|rows) (was|were)|"
                     r"an id|the old ones?)$")


def literals(text):
    """The string literals: where they begin, what stands before them, and the text."""
    pattern = re.compile(r'R"(\w*)\((.*?)\)\1"|(?:"(?:[^"\\\n]|\\.)*"\s*)+|\'(?:[^\'\\]|\\.)\''
                         r'|//[^\n]*|^#include[^\n]*', re.DOTALL | re.MULTILINE)
    for found in pattern.finditer(text):
        if found[0][0] in "'/#":
            continue
        said = found[2] if found[2] is not None else "".join(
            re.findall(r'"((?:[^"\\]|\\.)*)"', found[0]))
        yield found.start(), text[:found.start()].rstrip()[-400:], said


def is_marked(before):
    """Whether the literal behind `before` is an argument of a function that marks it."""
    return re.search(r'\b(tr|marked)\($|\b(counted|tr_plural)\([^;]*,$', before) is not None


def unmarked():
    """File, line and text of each."""
    for path in sorted([*root.glob("*/*.cpp"), *root.glob("*/*.h")]):
        name = str(path.relative_to(root))
        if any(name.startswith(excepted) for excepted in exceptions):
            continue
        text = path.read_text(encoding="utf-8")
        for at, before, said in literals(text):
            if prose.search(said) and not is_marked(before) and not foreign.search(said) and (
                    not grammar.search(said)):
                yield name, text.count("\n", 0, at) + 1, said


# Literals that are not said to people either, one by one.
known = set(Path(__file__).with_name("not_for_people.txt").read_text(encoding="utf-8").splitlines())

if __name__ == "__main__":
    found = [(name, line, said) for name, line, said in unmarked() if f"{name}: {said}" not in known]
    for name, line, said in found:
        print(f"src/{name}:{line}: not marked with tr(): {said!r}")
    if found:
        sys.exit(f"{len(found)} not marked; what is not for people goes into not_for_people.txt")

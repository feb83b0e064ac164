#!/usr/bin/env python3
"""Puts the parts of the page into C++: `embed.py OUTPUT SKELETON WORDS STYLE... SCRIPT...`.

Style sheets are joined, and so are scripts, in the order they are named; the words come first. Their
digests, which the page's Content-Security-Policy names, are of exactly the bytes that the page will
hold. An element of the skeleton with `data-say="KEY"` gets its English words, and with
`data-say-ATTRIBUTE="KEY"` that attribute; the script puts Chinese ones there.
"""

import base64
import hashlib
import html
import json
import re
import sys
from pathlib import Path

LITERAL = 16000  # characters: compilers promise to take 65,536 bytes, also where each is four
# A literal of several pieces counts as one; the script is longer, and is a list of them.


def digest(text):
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def literals(text):
    pieces = [text[at:at + LITERAL] for at in range(0, len(text), LITERAL)]
    if any(')page"' in piece for piece in pieces):
        sys.exit('embed.py: a part of the page holds )page"')
    return [f'R"page({piece})page"' for piece in pieces]


def literal(text):
    return "\n    ".join(literals(text))


def with_words(skeleton, words):
    def english(key):
        return html.escape(words[key][0])
    text = re.sub(r'( data-say="([^"]+)"[^>]*>)(?=</)', lambda m: m[1] + english(m[2]), skeleton)
    return re.sub(r' data-say-([a-z-]+)="([^"]+)"', lambda m: f'{m[0]} {m[1]}="{english(m[2])}"', text)


def main():
    output, *names = sys.argv[1:]
    text = {suffix: "".join(Path(name).read_text(encoding="utf-8") for name in names
                            if name.endswith(suffix)) for suffix in (".html", ".json", ".css", ".js")}
    words = json.loads(text[".json"])
    table = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    # All scripts share one block of their own: their names are nobody else's.
    script = '"use strict";\n{\nconst words = ' + table + ";\n" + text[".js"] + "}\n"
    style = text[".css"]
    for part, end in ((script, "</script"), (script, "<!--"), (style, "</style")):
        if end in part.lower():
            sys.exit(f"embed.py: {end} would end or change an element of the page")
    values = {"skeleton": with_words(text[".html"], words), "style": style,
              "style_hash": digest(style), "script_hash": digest(script)}
    definitions = "".join(f"const std::string_view {name} =\n    {literal(value)};\n\n"
                          for name, value in values.items())
    pieces = literals(script)
    definitions += (f"const std::array<std::string_view, {len(pieces)}> script_pieces = {{\n    " +
                    ",\n    ".join(pieces) + "};\n"
                    "const std::span<const std::string_view> script = script_pieces;\n\n")
    pairs = "".join(f"    {{{literal(key)}, {literal(english)}}},\n"
                    for key, (english, _) in sorted(words.items()))
    definitions += (f"const std::array<Word, {len(words)}> all_words = {{{{\n{pairs}}}}};\n"
                    "const std::span<const Word> words = all_words;\n\n")
    Path(output).write_text('#include "show/page_assets.h"\n\n#include <array>\n\n'
                            "namespace shotlist::show::page_assets {\n\n" + definitions +
                            "}  // namespace shotlist::show::page_assets\n", encoding="utf-8")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Puts the sandbox's clip into C++: embed.py OUTPUT INPUT."""
import sys
from pathlib import Path

output, source = sys.argv[1:]
data = Path(source).read_bytes()
# Octal escapes of three digits end by themselves, whatever follows.
rows = "".join('    "' + "".join(f"\\{byte:03o}" for byte in data[at:at + 20]) + '"\n'
               for at in range(0, len(data), 20))
Path(output).write_text('#include "sandbox/clip.h"\n\n'
                        "namespace shotlist::sandbox {\n\n"
                        f"const std::string_view clip(\n{rows}    , {len(data)});\n\n"
                        "}  // namespace shotlist::sandbox\n", encoding="utf-8")

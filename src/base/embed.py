#!/usr/bin/env python3
"""Compiles the catalogue of messages and puts it into C++: embed.py OUTPUT MSGFMT PO."""
import subprocess
import sys
from pathlib import Path

output, msgfmt, po = sys.argv[1:]
data = subprocess.run([msgfmt, "--check", "--endianness=little", "--no-hash", "-o", "-", po],
                      check=True, stdout=subprocess.PIPE).stdout
# Octal escapes of three digits end by themselves, whatever follows.
rows = "".join('    "' + "".join(f"\\{byte:03o}" for byte in data[at:at + 20]) + '"\n'
               for at in range(0, len(data), 20))
Path(output).write_text('#include "base/chinese_catalogue.h"\n\n'
                        # The standard asks for no more than 65536 characters.
                        '#pragma GCC diagnostic push\n'
                        '#pragma GCC diagnostic ignored "-Woverlength-strings"\n\n'
                        "namespace shotlist::inline base {\n\n"
                        f"const std::string_view chinese_catalogue(\n{rows}    , {len(data)});\n\n"
                        "}  // namespace shotlist::inline base\n\n"
                        "#pragma GCC diagnostic pop\n", encoding="utf-8")

#!/usr/bin/env python3
"""Writes a C++ file that holds the text of another: embed.py OUTPUT INPUT."""
import sys

output, source = sys.argv[1:]
with open(source, encoding="utf-8") as file:
    text = file.read()
with open(output, "w", encoding="utf-8") as file:
    file.write('#include "ledger/schema.h"\n\n'
               "namespace shotlist::ledger {\n\n"
               f'const char* const schema = R"schema({text})schema";\n\n'
               "}  // namespace shotlist::ledger\n")

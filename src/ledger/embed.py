#!/usr/bin/env python3
"""Writes a C++ file that holds the text of others: embed.py OUTPUT NAME=INPUT..."""
import sys

output, *sources = sys.argv[1:]
with open(output, "w", encoding="utf-8") as file:
    file.write('#include "ledger/schema.h"\n\nnamespace shotlist::ledger {\n\n')
    for source in sources:
        name, path = source.split("=", 1)
        with open(path, encoding="utf-8") as text:
            file.write(f'const char* const {name} = R"sql({text.read()})sql";\n\n')
    file.write("}  // namespace shotlist::ledger\n")

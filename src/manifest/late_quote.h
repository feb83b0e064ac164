#pragma once
// Cells in quotes that swallowed rows, because their closing quote is missing.

#include <cstddef>

#include "base/diagnostics.h"
#include "manifest/csv_reader.h"
#include "manifest/source_text.h"

namespace shotlist::manifest {

/// Warns of each cell with a line that looks like a row of its table:
///
///     id,prompt
///     a,"A fox
///     b,B"
///
/// Such a line has delimiters for `width` cells, none with a space behind it, and if
/// `starts_with_id` one word in front of the first. `row` is sound.
void warn_of_late_quotes(const CsvReader& row, const SourceText& source, std::size_t width,
                         bool starts_with_id, Diagnostics& diagnostics);

}  // namespace shotlist::manifest

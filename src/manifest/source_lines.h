#pragma once
// The lines of a file with one row per line.

#include <cstddef>
#include <functional>
#include <string_view>

#include "manifest/source_text.h"

namespace shotlist::manifest {

/// Passes on each line of `source` that is not blank, without surrounding white space, and its
/// place. Lines end in LF, CRLF or CR.
void for_each_line(const SourceText& source,
                   const std::function<void(std::string_view, const SourceRange&)>& visit);

/// The line that has its first character at `offset`, without surrounding white space.
std::string_view line_from(const SourceText& source, std::size_t offset);

}  // namespace shotlist::manifest

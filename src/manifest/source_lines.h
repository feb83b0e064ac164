#pragma once
// The lines of a file that holds one row a line.

#include <functional>
#include <string_view>

#include "manifest/source_text.h"

namespace shotlist::manifest {

/// Hands over each line of `source` that is not blank, without the white space around it, and its
/// place. Lines end in LF, CRLF or CR.
void for_each_line(const SourceText& source,
                   const std::function<void(std::string_view, const SourceRange&)>& visit);

}  // namespace shotlist::manifest

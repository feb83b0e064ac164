#pragma once
// The kinds of files that are given for a manifest by mistake, told by what is in them.

#include <string_view>

namespace shotlist::manifest {

/// What a file is, and how to make a table of it.
struct FileKind {
  std::string_view what;    ///< `an Excel workbook`
  std::string_view remedy;  ///< `open it in ..., and save it as ...`
};

/// The kind of a file that is no plain text, whatever its name; null if it may be text. Pages and
/// rich text are text to a computer, and no manifest.
const FileKind* foreign_kind_of(std::string_view bytes);

}  // namespace shotlist::manifest

#pragma once
// The text of one file the user wrote, and places in it.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostics.h"
#include "base/location.h"
#include "system/disk.h"
#include "system/text_decoder.h"

namespace shotlist::manifest {

/// No file of a manifest may be larger, in bytes.
inline constexpr std::size_t largest_source = std::size_t{256} * 1024 * 1024;

/// Owns the text of one file as UTF-8, without a byte order mark. Places point into it: it must
/// stay where it is for as long as they are used. Lines and columns of the text are those of the
/// file, whatever its encoding.
struct SourceText {
  std::string file;  ///< names the file in every message
  std::string text;  ///< the byte FF stands for each of the file's bytes that is no text
  /// Surely all UTF-8 and without control characters, other than tabs and line ends: no part of it
  /// needs to be looked at again.
  bool plain = false;
  system::Encoding encoding = system::Encoding::utf8;  ///< of the file
};

/// Where something is written: a byte offset and its line, turned into a Location or a Excerpt
/// only when somebody must be told. Line 0 means the file as a whole.
struct SourceRange {
  const SourceText* source = nullptr;
  std::size_t offset = 0;
  std::uint32_t line = 0;
  std::uint32_t size = 0;  ///< in bytes, on this line and after it; 0: not known

  Location location() const;
  Excerpt excerpt() const;
};

/// The column (from 1, in code points) of the byte `offset`. Lines end in LF, CRLF or CR.
std::uint32_t column_at(std::string_view text, std::size_t offset);

/// The line (from 1) of the byte `offset`. Looks at all text before it.
std::uint32_t line_at(std::string_view text, std::size_t offset);

/// Reads `path`. Throws Error (invalid) where there is no such file, it cannot be read or it is
/// too large.
SourceText read_source(system::Disk& disk, const std::string& path);

/// The text of a file `file` that holds `bytes`, in whatever of our encodings it is.
SourceText decode_source(std::string file, std::string bytes);

/// Whether the file is no text at all: a workbook, a picture, UTF-16 without a mark.
bool is_binary(const SourceText& source);

/// True where all of the file is text in its encoding, which is named in a note if it is not UTF-8;
/// else one error, at the first byte that is no text.
bool check_encoding(const SourceText& source, Diagnostics& diagnostics);

/// The offset of the first control character other than tabs and line ends.
std::optional<std::size_t> first_control(std::string_view text);

/// What in `text` no request may hold, for a message: `the control character U+0007`, or
/// `not_utf8`. Tabs and line ends are allowed.
inline constexpr std::string_view not_utf8 = "bytes that are not UTF-8";
std::optional<std::string> forbidden_in(std::string_view text);

}  // namespace shotlist::manifest

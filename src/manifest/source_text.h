#pragma once
// The text of one of the user's files, and places in it.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostics.h"
#include "base/location.h"
#include "base/translation.h"
#include "manifest/file_kind.h"
#include "system/disk.h"
#include "system/long_text.h"
#include "system/text_decoder.h"

namespace shotlist::manifest {

/// The largest file of a manifest, in bytes.
inline constexpr std::size_t largest_source = std::size_t{256} * 1024 * 1024;

/// The text of one file as UTF-8, without a byte order mark. Places point into it, so it must not
/// move while they are used. Lines and columns of the text are those of the file, whatever its
/// encoding.
struct SourceText {
  std::string file;       ///< names the file in every message
  std::string_view text;  ///< the byte FF stands for each byte of the file that is not text
  /// Certainly all UTF-8, without control characters other than tabs and line ends: no part of it
  /// needs another check.
  bool plain = false;
  std::string encoding = std::string(system::utf8);  ///< of the file; empty: unknown
  bool perhaps_chinese = false;                      ///< read as UTF-8, but see is_perhaps_chinese
  const FileKind* kind = nullptr;                    ///< if it is no plain text
  std::string named = {};                            ///< the encoding that the user named, if any
  system::LongText content = {};                     ///< holds `text`, if that is not borrowed

  /// A walk over the text has come to `offset`.
  void reached(std::size_t offset) const { content.reached(offset); }
};

/// Where something is written: a byte offset and its line, turned into a Location or an Excerpt
/// only for a message. Line 0 means the whole file.
struct SourceRange {
  const SourceText* source = nullptr;
  std::size_t offset = 0;
  std::uint32_t line = 0;
  std::uint32_t size = 0;  ///< in bytes, on this line and after it; 0: unknown

  Location location() const;
  Excerpt excerpt() const;
};

/// The column (from 1, in code points) of the byte `offset`. Lines end in LF, CRLF or CR.
std::uint32_t column_at(std::string_view text, std::size_t offset);

/// The line (from 1) of the byte `offset`. Scans all text before it.
std::uint32_t line_at(std::string_view text, std::size_t offset);

/// Reads `path`. Throws Error (invalid) if the file does not exist, cannot be read or is too large.
/// `named`: see decode_source.
SourceText read_source(system::Disk& disk, const std::string& path, std::string_view named = {});

/// The text of the file `file` with the content `bytes`. `named` is the encoding that the user
/// named, empty if none; a mark goes before it, and so does what is UTF-8 beyond doubt: one
/// manifest may have files in two encodings.
SourceText decode_source(std::string file, std::string bytes, std::string_view named = {});

SourceText decode_source(std::string file, system::LongText content, std::string_view named = {});

/// Whether the file is no plain text: a workbook, a picture, UTF-16 without a mark.
bool is_binary(const SourceText& source);

/// True if the whole file is text in its encoding, which a note names if it is not UTF-8; otherwise
/// reports one error, at the first byte that is not text, and notes what it would be in other
/// encodings. `command` reads the file again when `--encoding NAME` is added to it; empty if there
/// is no such command.
bool check_encoding(const SourceText& source, Diagnostics& diagnostics,
                    std::string_view command = {});

/// The name of an encoding for people: `UTF-16` for both of its byte orders.
std::string_view shown_name(std::string_view encoding);

/// The offset of the first control character other than tabs and line ends.
std::optional<std::size_t> first_control(std::string_view text);

/// For a message, what `text` holds that no request may hold: `the control character U+0007`, or
/// `not_utf8`. Tabs and line ends are allowed.
inline constexpr std::string_view not_utf8 = marked("bytes that are not UTF-8");
std::optional<std::string> forbidden_in(std::string_view text);

}  // namespace shotlist::manifest

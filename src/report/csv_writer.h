#pragma once
// Writes CSV (RFC 4180) that a spreadsheet can not run.

#include <string>
#include <string_view>

namespace shotlist {

/// UTF-8's byte order mark. At the start of a file it makes Excel read the rest as UTF-8.
inline constexpr std::string_view excel_mark = "\xEF\xBB\xBF";

/// `cell` with a `'` in front where a spreadsheet would take it for a formula: where it starts with
/// `=`, `+`, `-`, `@`, a tab or a carriage return, after any number of `'`.
std::string guarded(std::string_view cell);

/// Undoes `guarded` exactly.
std::string_view unguarded(std::string_view cell);

/// Adds guarded cells and lines that end in CRLF to a text it borrows.
///
///   std::string text;
///   CsvWriter csv(text);
///   csv.cell("id");
///   csv.cell("prompt");
///   csv.end_row();
class CsvWriter {
 public:
  explicit CsvWriter(std::string& text) : text_(text) {}

  void cell(std::string_view cell);
  void end_row();

 private:
  std::string& text_;
  bool row_started_ = false;
};

}  // namespace shotlist

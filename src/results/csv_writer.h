#pragma once
// Writes CSV (RFC 4180) that a spreadsheet cannot execute.

#include <string>
#include <string_view>

namespace shotlist::results {

/// What cells are guarded against.
enum class Guard {
  losses,  ///< cells a spreadsheet would run as a formula or take digits from
  values,  ///< also cells it would read as a number or a date, and change
};

/// `cell`, prefixed with a `'` if a spreadsheet would take it for a formula: it starts with `=`,
/// `+`, `-`, `@` (or the full-width form of one), a tab or a line end, after any number of `'`
/// (OWASP, "CSV Injection"). Also prefixed if it `loses_digits`, and with `Guard::values` if it
/// `is_taken_for_value`. Such a value that already has a `'` gets another one with either guard, so
/// a reader need not know how the file was written.
std::string guarded(std::string_view cell, Guard guard = Guard::losses);

/// Undoes `guarded` exactly.
std::string_view unguarded(std::string_view cell);

/// Appends guarded cells, and lines that end in CRLF, to a borrowed text.
///
///   std::string text;
///   CsvWriter csv(text);
///   csv.cell("id");
///   csv.cell("prompt");
///   csv.end_row();
class CsvWriter {
 public:
  explicit CsvWriter(std::string& text, Guard guard = Guard::losses) : text_(text), guard_(guard) {}

  void cell(std::string_view cell);

  /// A word or amount of our own, which is read back however a spreadsheet writes it: `true`,
  /// `4.80`.
  void word(std::string_view word) { add(word, Guard::losses); }

  void end_row();

 private:
  void add(std::string_view cell, Guard guard);

  std::string& text_;
  Guard guard_;
  bool row_started_ = false;
};

}  // namespace shotlist::results

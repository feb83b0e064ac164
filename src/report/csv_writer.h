#pragma once
// Writes CSV (RFC 4180) that a spreadsheet can not run.

#include <string>
#include <string_view>

namespace shotlist::report {

/// Against what cells are guarded.
enum class Guard {
  formulas,  ///< that a spreadsheet would run
  values,    ///< those, and what it would take for a number or a date, and change
};

/// `cell` with a `'` in front where a spreadsheet would take it for a formula: where it starts with
/// `=`, `+`, `-`, `@`, a tab or a carriage return, after any number of `'`. With `Guard::values`
/// also where `is_taken_for_value`. Such a value behind a `'` gets one more with both, so that
/// nobody has to know how the file was written who reads it.
std::string guarded(std::string_view cell, Guard guard = Guard::formulas);

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
  explicit CsvWriter(std::string& text, Guard guard = Guard::formulas)
      : text_(text), guard_(guard) {}

  void cell(std::string_view cell);

  /// A word of our own, which is understood in whatever way a spreadsheet writes it: `true`.
  void word(std::string_view word) { add(word, Guard::formulas); }

  void end_row();

 private:
  void add(std::string_view cell, Guard guard);

  std::string& text_;
  Guard guard_;
  bool row_started_ = false;
};

}  // namespace shotlist::report

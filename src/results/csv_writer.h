#pragma once
// Writes CSV (RFC 4180) that a spreadsheet cannot run.

#include <string>
#include <string_view>

namespace shotlist::results {

/// Against what cells are guarded.
enum class Guard {
  losses,  ///< that a spreadsheet would run as a formula, or of which it would lose digits
  values,  ///< those, and what it would take for a number or a date, and change
};

/// `cell` with a `'` in front where a spreadsheet would take it for a formula: where it starts with
/// `=`, `+`, `-`, `@` (or one of these as wide as a Chinese character), a tab or a line end, after
/// any number of `'` (OWASP, "CSV Injection"); and where it `loses_digits`. With `Guard::values`
/// also where `is_taken_for_value`. Such a value behind a `'` gets one more with both, so that a
/// reader does not have to know how the file was written.
std::string guarded(std::string_view cell, Guard guard = Guard::losses);

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
  explicit CsvWriter(std::string& text, Guard guard = Guard::losses) : text_(text), guard_(guard) {}

  void cell(std::string_view cell);

  /// A word or an amount of our own, which is understood in whatever way a spreadsheet writes it:
  /// `true`, `4.80`.
  void word(std::string_view word) { add(word, Guard::losses); }

  void end_row();

 private:
  void add(std::string_view cell, Guard guard);

  std::string& text_;
  Guard guard_;
  bool row_started_ = false;
};

}  // namespace shotlist::results

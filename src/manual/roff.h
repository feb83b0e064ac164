#pragma once
// A page for man, in the language of groff and mandoc.

#include <string>
#include <string_view>

namespace shotlist::manual {

/// Text that stands for itself: what means something to troff is escaped.
std::string plain(std::string_view text);
std::string bold(std::string_view text);
std::string italic(std::string_view text);

/// One page. What it takes, except for `verbatim` and headings, is text from the functions above.
class Page {
 public:
  /// `date` is like 2026-11-30, `source` names program and version.
  Page(std::string_view title, int section, std::string_view date, std::string_view source);

  void section(std::string_view heading);
  void subsection(std::string_view heading);
  void paragraph(std::string_view text);

  /// What is said of the paragraph above, set in.
  void below(std::string_view text);

  /// A term, and what it means.
  void entry(std::string_view term, std::string_view text);

  /// An item of a list; `mark` is a number, or empty for a bullet.
  void item(std::string_view mark, std::string_view text);

  /// Lines that stay as they are; those `inside` an item are set in below it.
  void verbatim(std::string_view text, bool inside = false);

  std::string text() const;

 private:
  void begin_paragraph();
  void filled(std::string_view text);
  void request(std::string_view text);
  void line(std::string_view text);

  std::string head_;
  std::string text_;
  bool is_under_heading_ = false;
};

}  // namespace shotlist::manual

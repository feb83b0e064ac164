#pragma once
// Commas without quotes that moved the rest of a text into the next column.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "manifest/csv_reader.h"
#include "manifest/source_text.h"

namespace shotlist::manifest {

/// Whether a text begins like the middle of a sentence: with a small letter.
bool continues(std::string_view text);

/// Whether a text ends like a sentence.
bool ends_sentence(std::string_view text);

/// Watches two neighbouring columns of a table, of which the left holds text. Such a row is well
/// formed, but half of its text would be paid for:
///
///     id,prompt,note
///     a,A fox, running fast
///
/// A cell counts as the rest of its neighbour where it begins with a space and no cell before it
/// does (`a,"Hello", said the fox`). If its neighbour is not in quotes, so does one that closes a
/// quotation mark or a parenthesis which the neighbour opens; one whose neighbour ends with a
/// backslash, or in the first half of a number; and a Chinese or Japanese sentence behind the start
/// of one. Cells in quotes never do. If a column mostly has a space in front, that is how its file
/// is written.
class MovedText {
 public:
  struct Column {
    std::size_t index = 0;  ///< in a row
    std::string name;
    bool is_prompt = false;
  };

  /// `right` is the column behind `left`; `spaced` says that its name has a space in front.
  MovedText(const SourceText& source, Column left, Column right, bool spaced)
      : source_(source), left_(std::move(left)), right_(std::move(right)), is_spaced_(spaced) {}

  /// The next row.
  void see(const CsvReader& row);

  /// After the last row. `delimiter` is what messages call it.
  void report(std::string_view delimiter, Diagnostics& diagnostics) const;

 private:
  enum class Sign { sure, small_letter, space, wide };

  struct Found {
    SourceRange left;
    SourceRange right;
    std::size_t end;  // of the whole text
    Sign sign;
  };

  bool is_probable(const Found& found) const;
  std::string one_text(const Found& found) const;

  const SourceText& source_;
  Column left_;
  Column right_;
  bool is_spaced_;
  std::size_t filled_ = 0;  // cells of the right column
  std::size_t spaced_ = 0;  // of them, those with a space in front
  std::size_t wide_ = 0;    // and those that look like the rest of a Chinese sentence
  std::vector<Found> found_;
};

}  // namespace shotlist::manifest

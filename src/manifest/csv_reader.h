#pragma once
// Reads CSV text (RFC 4180) record by record, with the place of every cell.

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic_code.h"

namespace shotlist::manifest {

/// One cell. `text` is without quotes and valid until the next call of `CsvReader::next`.
struct CsvCell {
  std::string_view text;
  std::size_t offset = 0;     ///< of its first byte (the opening quote, if any) in the whole text
  std::uint32_t line = 0;     ///< from 1
  std::uint32_t size = 0;     ///< in bytes as it is written, quotes included
  bool has_line_end = false;  ///< in its text; only quoted cells may
};

/// Something that is not CSV, or a row that does not fit the header.
struct CsvMistake {
  Code code = Code::csv_syntax;
  std::size_t offset = 0;
  std::uint32_t line = 0;
  std::uint32_t size = 0;  ///< in bytes; 0: of the row as a whole
  std::string what;
  std::string remedy;
};

/// Walks over CSV text that the caller keeps. Lines may end in LF, CRLF or CR; quoted cells may
/// hold line ends and delimiters; a byte order mark, blank lines and records of blank cells alone
/// are skipped. The first record is the header: it sets how many cells a record has. Makes no
/// copies except of cells with `""` in them.
///
///     CsvReader reader(text);
///     while (reader.next()) { for (const CsvCell& cell : reader.cells()) ... }
class CsvReader {
 public:
  /// The delimiter is what a first line such as `sep=;` names, which Excel writes, else whichever
  /// of
  /// `,` `;` and tab the first line holds most of.
  explicit CsvReader(std::string_view text);
  CsvReader(std::string_view text, char delimiter);

  /// Goes to the next record; false at the end.
  bool next();

  const std::vector<CsvCell>& cells() const { return cells_; }

  /// Of the current record. A record with mistakes has cells too, but they may be wrong.
  const std::vector<CsvMistake>& mistakes() const { return mistakes_; }

  /// Where the current record starts.
  std::size_t offset() const { return offset_; }
  std::uint32_t line() const { return record_line_; }

  char delimiter() const { return delimiter_; }

 private:
  void skip_blank_lines();
  void read_record();
  bool is_blank_record() const;
  void read_cell();
  void read_quoted_cell();
  void read_plain_cell();
  void skip_to_cell_end();
  bool at_cell_end() const;
  void pass_line_end();
  void check_width();
  std::uint32_t size_from(std::size_t start) const;
  void syntax_mistake(std::size_t offset, std::uint32_t line, std::string what, std::string remedy);

  std::string_view text_;
  char delimiter_;
  std::array<bool, 256> stops_{};  // the bytes that a plain cell cannot simply run over
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::size_t offset_ = 0;
  std::uint32_t record_line_ = 0;
  std::size_t width_ = 0;  // of the header; 0 before it was read
  std::vector<CsvCell> cells_;
  std::vector<CsvMistake> mistakes_;
  std::deque<std::string> unescaped_;  // storage that cells point into, used again for each record
  std::size_t unescaped_in_use_ = 0;
};

}  // namespace shotlist::manifest

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
  std::uint32_t size = 0;     ///< in bytes as written, including quotes
  bool has_line_end = false;  ///< in its text; only in quoted cells
};

/// Text that is not CSV, or a row that does not fit the header.
struct CsvMistake {
  Code code = Code::csv_syntax;
  std::size_t offset = 0;
  std::uint32_t line = 0;
  std::uint32_t size = 0;  ///< in bytes; 0: the whole row
  std::string what;
  std::string remedy;
};

/// `text` as a cell in quotes.
std::string in_quotes(std::string_view text);

/// Whether a record with fewer cells than the header is a mistake.
enum class ShortRecords { mistakes, sound };

/// Walks over CSV text owned by the caller. Lines may end in LF, CRLF or CR; quoted cells may hold
/// line ends and delimiters; a quote inside a cell that does not begin with one is a character like
/// others; a byte order mark, blank lines and records with only blank cells are skipped. The first
/// record is the header: it sets the number of cells in a record. Blank cells behind those of the
/// header are no mistake. Copies only cells with `""` in them.
///
///     CsvReader reader(text);
///     while (reader.next()) { for (const CsvCell& cell : reader.cells()) ... }
class CsvReader {
 public:
  /// Takes the delimiter from a first line such as `sep=;`, which Excel writes, else the most
  /// frequent of `,` `;` and tab in the first line.
  explicit CsvReader(std::string_view text, ShortRecords short_records = ShortRecords::mistakes);
  CsvReader(std::string_view text, char delimiter,
            ShortRecords short_records = ShortRecords::mistakes);

  /// Goes to the next record; returns false at the end.
  bool next();

  /// The next record is the one that starts at `offset`, on this line.
  void go_to(std::size_t offset, std::uint32_t line);

  const std::vector<CsvCell>& cells() const { return cells_; }

  /// The first mistakes in the current record. Its cells may be wrong if there are any.
  const std::vector<CsvMistake>& mistakes() const { return mistakes_; }

  /// Where the current record starts.
  std::size_t offset() const { return offset_; }
  std::uint32_t line() const { return record_line_; }

  char delimiter() const { return delimiter_; }

  /// Whether any cell of the current record has a line end in its text.
  bool has_line_end() const {
    return cells_.back().line != record_line_ || cells_.back().has_line_end;
  }

  /// Whether the cell begins with a quote.
  bool is_quoted(const CsvCell& cell) const;

 private:
  void skip_blank_lines();
  void read_record();
  bool is_blank_record() const;
  void read_cell();
  void read_quoted_cell(bool has_mistake = false);
  void read_plain_cell();
  std::size_t first_stop(std::size_t at) const;
  void skip_to_cell_end();
  void refuse_text_behind_quote(std::size_t start, std::size_t close, std::uint32_t start_line);
  bool at_cell_end() const;
  void pass_line_end();
  void check_width();
  std::uint32_t size_from(std::size_t start) const;
  void syntax_mistake(std::size_t offset, std::uint32_t line, std::string what, std::string remedy);

  std::string_view text_;
  char delimiter_;
  ShortRecords short_records_;
  std::array<bool, 256> stops_{};  // the bytes that may end a plain cell
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::size_t offset_ = 0;
  std::uint32_t record_line_ = 0;
  std::size_t width_ = 0;  // of the header; 0 before it is read
  std::vector<CsvCell> cells_;
  std::vector<CsvMistake> mistakes_;
  std::deque<std::string> unescaped_;  // storage that cells point into, reused for each record
  std::size_t unescaped_in_use_ = 0;
};

}  // namespace shotlist::manifest

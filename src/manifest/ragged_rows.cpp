#include "manifest/ragged_rows.h"

#include <string>
#include <string_view>

#include "base/text.h"
#include "base/translation.h"
#include "manifest/moved_text.h"

namespace shotlist::manifest {

void RaggedRows::see(const CsvReader& row, std::size_t header_width, Diagnostics& diagnostics) {
  const std::size_t cells = row.cells().size();
  const bool is_short = cells < width_;
  if (!is_short && cells <= header_width && cells_before_ == 0) return;
  const SourceRange at{&source_, row.offset(), row.line()};
  if (is_short || cells > header_width) {
    if (short_rows_ + long_rows_ == 0) first_ = at;
    ++(is_short ? short_rows_ : long_rows_);
  }
  if (is_rest(row)) {
    diagnostics.warning(Code::cut_row, at,
                        tr("this looks like the rest of the row before, which has {} of {}",
                           cells_before_, counted(width_, "cell")),
                        tr("join the two lines, or put text that holds a line end in quotes"));
  }
  cells_before_ = is_short ? cells : 0;
  if (!is_short) return;
  line_before_ = row.cells().back().line;
  is_quoted_before_ = row.is_quoted(row.cells().back());
  last_before_ = row.cells().back();
  // The reader may reuse the text of quoted cells, which are not looked at.
  if (is_quoted_before_) last_before_.text = {};
}

// Both make one whole row, cut in the middle of a text.
bool RaggedRows::is_rest(const CsvReader& row) const {
  const CsvCell& first = row.cells().front();
  const bool fits = cells_before_ > 0 && cells_before_ + row.cells().size() == width_ + 1;
  if (!fits || row.line() != line_before_ + 1 || is_quoted_before_ || row.is_quoted(first))
    return false;
  const std::string_view text = trimmed(first.text);
  if (starts_with_id_) {
    return text.find_first_of(" ,.!?") != text.npos || text.find("，") != text.npos ||
           text.find("。") != text.npos;
  }
  return continues(text) && !ends_sentence(last_before_.text);
}

void RaggedRows::report(Diagnostics& diagnostics) const {
  if (short_rows_ + long_rows_ == 0) return;
  std::string what;
  if (short_rows_ > 0) {
    what = tr("{} fewer cells than the header: the missing ones are empty",
              counted(short_rows_, "row", "has", "have"));
  }
  if (long_rows_ > 0) {
    if (!what.empty()) what += tr(", and ");
    what += tr("{} empty cells behind the last column, which are ignored",
               counted(long_rows_, "row", "has", "have"));
  }
  diagnostics.note(Code::ragged_row, first_, what);
}

}  // namespace shotlist::manifest

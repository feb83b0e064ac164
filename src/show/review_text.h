#pragma once
// The text that `review` shows to people.

#include <cstddef>
#include <optional>
#include <string>

#include "show/review.h"
#include "show/row_selection.h"
#include "show/style.h"

namespace shotlist::show {

/// Where the text is shown.
struct Screen {
  std::size_t width = 80;             ///< columns
  std::optional<std::size_t> height;  ///< lines; none if nothing scrolls away
  show::Style style;
};

/// The summary with failures by cause and what to type next, then what is needed to look up the
/// rows in doubt at the provider, then earlier tries of rows that were sent again and may be paid
/// for, then `rows` in a table. Lines fit into the width, as far as `summary_text` says. If the
/// table would push the summary off the screen, the table comes first, so that the summary stays
/// visible.
void write_review_text(const Review& review, const SelectedRows& rows, const Screen& screen,
                       const TakeText& take);

/// The same for a run that is under way, on one screen: no more lines than its height, and as many
/// rows as fit.
std::string live_text(const Review& review, const SelectedRows& rows, const Screen& screen);

}  // namespace shotlist::show

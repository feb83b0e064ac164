#pragma once
// The text that `review` shows to people.

#include <cstddef>
#include <optional>
#include <string>

#include "base/time.h"
#include "show/review.h"
#include "show/row_selection.h"
#include "show/shown_time.h"
#include "show/style.h"

namespace shotlist::show {

/// Where the text is shown.
struct Screen {
  std::size_t width = 80;             ///< columns
  std::optional<std::size_t> height;  ///< lines; none if nothing scrolls away
  show::Style style;
  ShownTime time = {};
};

/// The summary with failures by cause and what to type next, then what is needed to look up the
/// rows in doubt at the provider, then earlier tries of rows that were sent again and may be paid
/// for, then `rows` in a table. Lines fit into the width, as far as `summary_text` says. If the
/// table would push the summary off the screen, the table comes first, so that the summary stays
/// visible.
void write_review_text(const Review& review, const SelectedRows& rows, const Screen& screen,
                       const TakeText& take);

/// The summary alone.
std::string summary_of(const Review& review, const Screen& screen);

/// A review of a run that is under way, at one moment.
struct LiveReview {
  const Review& review;
  const SelectedRows& rows;
  bool is_sorted = false;  ///< `rows` are in the user's own order
  Date now;
};

/// How far the run has come and how fast it is: `3/6  submitted 3 · 58.9/min · ETA 0:03`.
std::string live_line(const LiveReview& live, std::size_t width, const Style& style);

/// That after a bar, then the summary, then rows, on one screen: no more lines than its height, and
/// as many rows as fit. Unless they are sorted, those that went wrong come first, at most half of
/// them where there are others, then those that were sent last.
std::string live_text(const LiveReview& live, const Screen& screen);

}  // namespace shotlist::show

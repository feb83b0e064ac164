#pragma once
// The text that `review` shows to people.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/result.h"
#include "show/review.h"
#include "show/style.h"

namespace shotlist::show {

/// What the text is shown on.
struct Screen {
  std::size_t width = 80;             ///< columns
  std::optional<std::size_t> height;  ///< lines; absent where nothing scrolls away
  show::Style style;
};

/// The summary with failures by cause and what to type next, then what is needed to look up the
/// rows in doubt at the provider, then earlier tries of rows that were sent again and may be paid
/// for, then the `rows` in a table. Lines fit into the width, as far as `summary_text` says. Where
/// the table would push the summary off the screen it comes first: what is read first stays to be
/// seen.
std::string review_text(const Review& review, const std::vector<const Result*>& rows,
                        const Screen& screen);

/// The same of a run that is under way, on one screen: no line more than its height, and as many
/// rows as fit.
std::string live_text(const Review& review, const std::vector<const Result*>& rows,
                      const Screen& screen);

}  // namespace shotlist::show

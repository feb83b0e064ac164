#pragma once
// The text that `review` shows of a results file.

#include <cstddef>
#include <string>

#include "model/result.h"
#include "report/style.h"
#include "report/summary.h"

namespace shotlist {

/// The summary with failures by cause and what to type next, then what is needed to look up the
/// rows in doubt at the provider, then all rows in a table. Lines fit into `width` columns, as far
/// as `summary_text` says.
std::string review_text(const Results& results, const Ending& ending, std::size_t width,
                        const Style& style);

}  // namespace shotlist

#pragma once
// Which rows a review shows, and in what order.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/result.h"

namespace shotlist::show {

/// By what rows are sorted.
struct SortKey {
  std::string column;  ///< of the results file, or a variable
  bool descending = false;

  friend bool operator==(const SortKey&, const SortKey&) = default;
};

/// `latency_ms`, `latency_ms:asc` or `latency_ms:desc`.
std::optional<SortKey> parse_sort_key(std::string_view text);

/// Nothing said selects every row in its order.
struct RowSelection {
  std::vector<Status> statuses = {};                            ///< any of these
  std::vector<std::pair<std::string, std::string>> where = {};  ///< column, value; all must hold
  std::vector<SortKey> sort = {};                               ///< the first one first
  std::optional<std::size_t> limit = {};                        ///< after sorting
};

/// The rows that are shown, in the order in which they are. Numbers and times sort by value, a
/// status by how much it needs a person (in doubt, held, failed, rejected, not sent, submitted),
/// other text by its code points; empty cells come last either way, and equal rows keep their
/// order. Throws Error (usage) where a column is named that there is not.
std::vector<const Result*> select_rows(const Results& results, const RowSelection& selection);

}  // namespace shotlist::show

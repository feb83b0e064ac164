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

/// What rows are sorted by.
struct SortKey {
  std::string column;  ///< of the results file, or a variable
  bool descending = false;

  friend bool operator==(const SortKey&, const SortKey&) = default;
};

/// `latency_ms`, `latency_ms:asc` or `latency_ms:desc`.
std::optional<SortKey> parse_sort_key(std::string_view text);

/// The default selects every row, in its original order.
struct RowSelection {
  std::vector<Status> statuses = {};                            ///< any of these
  std::vector<VideoStatus> videos = {};                         ///< any of these
  std::vector<std::pair<std::string, std::string>> where = {};  ///< column, value; all must hold
  std::vector<SortKey> sort = {};                               ///< the most significant first
  std::optional<std::size_t> limit = {};                        ///< after sorting
};

/// The selected rows, in display order. Numbers and times sort by value, a status by how urgently
/// it needs attention (in doubt, held, failed, rejected, not sent, submitted), other text by code
/// point; empty cells come last in both directions, and equal rows keep their order. Throws Error
/// (usage) if a named column does not exist.
std::vector<const Result*> select_rows(const Results& results, const RowSelection& selection);

}  // namespace shotlist::show

#pragma once
// Which rows a review shows, and in what order.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/result.h"
#include "show/review.h"

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

  /// Whether every row is selected, but for the limit, in its original order.
  bool takes_all() const {
    return statuses.empty() && videos.empty() && where.empty() && sort.empty();
  }
};

/// Some rows of a review, in display order. Owns their numbers, and makes the rows when they are
/// wanted. In their original order they need no memory of their own.
class SelectedRows {
 public:
  SelectedRows(WalkRows walk, std::vector<std::uint32_t> numbers)
      : walk_(std::move(walk)), numbers_(std::move(numbers)) {}

  std::size_t size() const { return numbers_.size(); }

  /// May be called repeatedly.
  void for_each(const TakeRow& take) const;

  /// Whether they are in the order of the review.
  bool are_in_their_order() const { return std::is_sorted(numbers_.begin(), numbers_.end()); }

  /// The same rows in the order of the review.
  SelectedRows in_their_order() const;

  /// The same rows, the first of them only.
  SelectedRows first(std::size_t most) const;

  /// The same rows, each as `change` passes it on.
  SelectedRows changed(std::function<void(const ReviewRow&, const TakeRow&)> change) const;

 private:
  void for_each_sorted(const TakeRow& take) const;

  WalkRows walk_;
  std::vector<std::uint32_t> numbers_;  ///< ReviewRow::number
};

/// Selects rows. Numbers and times sort by value, a status by how urgently
/// it needs attention (in doubt, held, failed, rejected, not sent, submitted), other text by code
/// point; empty cells come last in both directions, and equal rows keep their order. Throws Error
/// (usage) if a named column does not exist.
SelectedRows select_rows(const Review& review, const RowSelection& selection);

}  // namespace shotlist::show

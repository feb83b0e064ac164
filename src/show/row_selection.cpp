#include "show/row_selection.h"

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <numeric>

#include "base/quantity.h"
#include "show/cell.h"

namespace shotlist::show {
namespace {

constexpr std::array most_urgent_first = {Status::in_doubt, Status::held,     Status::failed,
                                          Status::rejected, Status::not_sent, Status::submitted};

std::int64_t urgency_of(std::string_view status) {
  const auto found = std::find_if(most_urgent_first.begin(), most_urgent_first.end(),
                                  [&](Status known) { return to_text(known) == status; });
  return found - most_urgent_first.begin();
}

/// The sort key of a row.
struct Rank {
  bool empty = false;
  std::int64_t number = 0;
  std::string text;
};

Rank rank_of(const Cell& cell, const Result& row) {
  std::string room;
  const std::string_view text = cell.text(row, room);
  if (cell.is_status()) return {false, urgency_of(text), {}};
  if (!cell.is_number()) return {text.empty(), 0, std::string(text)};
  const auto number = parse_integer(text, 0, INT64_MAX);
  return {!number, number.value_or(0), {}};
}

std::strong_ordering order_of(const Rank& a, const Rank& b, bool descending) {
  if (a.empty || b.empty) return a.empty <=> b.empty;
  const auto order = a.number != b.number ? a.number <=> b.number : a.text.compare(b.text) <=> 0;
  return descending ? 0 <=> order : order;
}

/// A selected row, until the selection is sorted.
struct Ranked {
  std::uint32_t number;
  std::vector<Rank> ranks;
};

}  // namespace

std::optional<SortKey> parse_sort_key(std::string_view text) {
  SortKey key;
  const auto colon = text.rfind(':');
  const std::string_view direction =
      colon == std::string_view::npos ? std::string_view() : text.substr(colon);
  if (direction == ":desc" || direction == ":asc") {
    key.descending = direction == ":desc";
    text = text.substr(0, colon);
  }
  if (text.empty()) return std::nullopt;
  key.column = text;
  return key;
}

SelectedRows SelectedRows::in_their_order() const {
  SelectedRows rows = *this;
  std::sort(rows.numbers_.begin(), rows.numbers_.end());
  return rows;
}

SelectedRows SelectedRows::first(std::size_t most) const {
  SelectedRows rows = *this;
  rows.numbers_.resize(std::min(most, size()));
  return rows;
}

SelectedRows SelectedRows::changed(
    std::function<void(const ReviewRow&, const TakeRow&)> change) const {
  return {[walk = walk_, change = std::move(change)](const TakeRow& take) {
            walk([&](const ReviewRow& row) { change(row, take); });
          },
          numbers_};
}

void SelectedRows::for_each(const TakeRow& take) const {
  if (!std::is_sorted(numbers_.begin(), numbers_.end())) return for_each_sorted(take);
  auto next = numbers_.begin();
  walk_([&](const ReviewRow& row) {
    if (next == numbers_.end() || *next != row.number) return;
    ++next;
    take(row);
  });
}

// Rows are made in their own order: those that come in another are kept until then.
void SelectedRows::for_each_sorted(const TakeRow& take) const {
  struct Kept {
    Result line;
    std::vector<ledger::Attempt> tries;
  };
  std::vector<Kept> kept(numbers_.size());
  std::vector<std::size_t> places(numbers_.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::sort(places.begin(), places.end(),
            [this](std::size_t one, std::size_t other) { return numbers_[one] < numbers_[other]; });
  auto next = places.begin();
  walk_([&](const ReviewRow& row) {
    if (next == places.end() || numbers_[*next] != row.number) return;
    Kept& one = kept[*next++];
    one.line = row.line;
    for (const ledger::Attempt* attempt : row.tries)
      one.tries.push_back(*attempt);
  });
  for (std::size_t i = 0; i < kept.size(); ++i) {
    std::vector<const ledger::Attempt*> tries;
    for (const ledger::Attempt& attempt : kept[i].tries)
      tries.push_back(&attempt);
    take({numbers_[i], kept[i].line, tries});
  }
}

SelectedRows select_rows(const Review& review, const RowSelection& selection) {
  std::vector<std::pair<Cell, std::string_view>> where;
  for (const auto& [name, value] : selection.where)
    where.emplace_back(Cell({review.field_names, review.variable_names}, name), value);
  std::vector<Cell> order;
  for (const SortKey& key : selection.sort)
    order.push_back(Cell({review.field_names, review.variable_names}, key.column));
  const auto wanted = [&](const Result& row) {
    const auto& statuses = selection.statuses;
    if (!statuses.empty() &&
        std::find(statuses.begin(), statuses.end(), row.status) == statuses.end()) {
      return false;
    }
    const auto& videos = selection.videos;
    if (!videos.empty() && std::none_of(videos.begin(), videos.end(), [&](VideoStatus status) {
          return row.video_status == to_text(status);
        })) {
      return false;
    }
    std::string room;
    return std::all_of(where.begin(), where.end(), [&](const auto& condition) {
      return condition.first.text(row, room) == condition.second;
    });
  };
  std::vector<Ranked> ranked;
  std::vector<std::uint32_t> numbers;
  const auto take = [&](const ReviewRow& row) {
    if (!wanted(row.line)) return;
    const auto number = static_cast<std::uint32_t>(row.number);
    if (order.empty()) return numbers.push_back(number);
    Ranked& one = ranked.emplace_back(Ranked{number, {}});
    for (const Cell& cell : order)
      one.ranks.push_back(rank_of(cell, row.line));
  };
  if (selection.takes_all()) {
    numbers.resize(review.totals.all_rows());
    std::iota(numbers.begin(), numbers.end(), std::uint32_t{0});
  } else {
    review.for_each_row(take);
  }
  std::stable_sort(ranked.begin(), ranked.end(), [&](const Ranked& a, const Ranked& b) {
    for (std::size_t i = 0; i < order.size(); ++i) {
      const auto by = order_of(a.ranks[i], b.ranks[i], selection.sort[i].descending);
      if (by != 0) return by < 0;
    }
    return false;
  });
  for (const Ranked& one : ranked)
    numbers.push_back(one.number);
  if (selection.limit) numbers.resize(std::min(numbers.size(), *selection.limit));
  return {review.for_each_row, std::move(numbers)};
}

}  // namespace shotlist::show

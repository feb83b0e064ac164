#include "show/row_selection.h"

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <numeric>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/error.h"
#include "base/nearest.h"
#include "base/quantity.h"
#include "results/result_columns.h"

namespace shotlist::show {
namespace {

constexpr std::array most_urgent_first = {Status::in_doubt, Status::held,     Status::failed,
                                          Status::rejected, Status::not_sent, Status::submitted};

std::int64_t urgency_of(std::string_view status) {
  const auto found = std::find_if(most_urgent_first.begin(), most_urgent_first.end(),
                                  [&](Status known) { return to_text(known) == status; });
  return found - most_urgent_first.begin();
}

/// A column of the results file: one that every file has, a request field, or a variable. If names
/// are equal, they take precedence in that order.
class Cell {
 public:
  Cell(const Review& review, const std::string& name) {
    for (const results::ResultColumn& column : results::result_columns()) {
      if (column.name == name) column_ = &column;
    }
    if (column_ != nullptr || find(review.field_names, name, &Result::fields)) return;
    if (!find(review.variable_names, name, &Result::variables)) refuse(review, name);
  }

  std::string_view text(const Result& row, std::string& room) const {
    if (column_ != nullptr) return column_->text(row, room);
    const std::vector<std::string>& values = row.*values_;
    return number_ < values.size() ? std::string_view(values[number_]) : std::string_view();
  }

  bool is_number() const { return column_ != nullptr && column_->is_number; }
  bool is_status() const { return column_ != nullptr && column_->name == "status"; }

 private:
  bool find(const std::vector<std::string>& names, const std::string& name,
            std::vector<std::string> Result::*values) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return false;
    values_ = values;
    number_ = static_cast<std::size_t>(found - names.begin());
    return true;
  }

  [[noreturn]] static void refuse(const Review& review, const std::string& name) {
    std::vector<std::string_view> known(review.variable_names.begin(), review.variable_names.end());
    known.insert(known.end(), review.field_names.begin(), review.field_names.end());
    for (const results::ResultColumn& column : results::result_columns())
      known.push_back(column.name);
    // `latency` is short for `latency_ms`.
    const auto longer = std::find_if(known.begin(), known.end(), [&](std::string_view word) {
      return !name.empty() && word.starts_with(name);
    });
    const auto close = longer != known.end() ? std::optional(*longer) : nearest(name, known);
    throw Error(ExitCode::usage,
                fmt::format("there is no column \"{}\" in the results", disarm(name)),
                close ? fmt::format("did you mean {}?", disarm(*close))
                      : "name a column of the results file, or a variable");
  }

  const results::ResultColumn* column_ = nullptr;
  std::vector<std::string> Result::*values_ =
      nullptr;  // with `number_`, the value's position in this list
  std::size_t number_ = 0;
};

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
    where.emplace_back(Cell(review, name), value);
  std::vector<Cell> order;
  for (const SortKey& key : selection.sort)
    order.emplace_back(review, key.column);
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

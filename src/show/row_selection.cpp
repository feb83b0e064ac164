#include "show/row_selection.h"

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>

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
  Cell(const Results& results, const std::string& name) {
    for (const results::ResultColumn& column : results::result_columns()) {
      if (column.name == name) column_ = &column;
    }
    if (column_ != nullptr || find(results.field_names, name, &Result::fields)) return;
    if (!find(results.variable_names, name, &Result::variables)) refuse(results, name);
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

  [[noreturn]] static void refuse(const Results& results, const std::string& name) {
    std::vector<std::string_view> known(results.variable_names.begin(),
                                        results.variable_names.end());
    known.insert(known.end(), results.field_names.begin(), results.field_names.end());
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

void sort_rows(std::vector<const Result*>& rows, const Results& results,
               const std::vector<SortKey>& keys) {
  struct Ranked {
    const Result* row;
    std::vector<Rank> ranks;
  };
  std::vector<Cell> cells;
  for (const SortKey& key : keys)
    cells.emplace_back(results, key.column);
  std::vector<Ranked> ranked;
  for (const Result* row : rows) {
    Ranked& one = ranked.emplace_back(Ranked{row, {}});
    for (const Cell& cell : cells)
      one.ranks.push_back(rank_of(cell, *row));
  }
  std::stable_sort(ranked.begin(), ranked.end(), [&keys](const Ranked& a, const Ranked& b) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto order = order_of(a.ranks[i], b.ranks[i], keys[i].descending);
      if (order != 0) return order < 0;
    }
    return false;
  });
  std::transform(ranked.begin(), ranked.end(), rows.begin(),
                 [](const Ranked& one) { return one.row; });
}

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

std::vector<const Result*> select_rows(const Results& results, const RowSelection& selection) {
  std::vector<std::pair<Cell, std::string_view>> where;
  for (const auto& [name, value] : selection.where)
    where.emplace_back(Cell(results, name), value);
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
  std::vector<const Result*> rows;
  for (const Result& row : results.rows) {
    if (wanted(row)) rows.push_back(&row);
  }
  sort_rows(rows, results, selection.sort);
  if (selection.limit) rows.resize(std::min(rows.size(), *selection.limit));
  return rows;
}

}  // namespace shotlist::show

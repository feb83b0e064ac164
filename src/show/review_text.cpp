#include "show/review_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "base/translation.h"
#include "show/figures.h"
#include "show/rows_table.h"
#include "show/summary.h"

namespace shotlist::show {
namespace {

std::string summary_of(const Review& review, const Screen& screen) {
  show::Ending ending = review.ending;
  if (review.cost) ending.cost = to_text(review.cost->spent, review.cost->currency);
  ending.figures = figures_of(review);
  return show::summary_text(review.totals.rows, review.unfinished, ending, screen.width,
                            screen.style);
}

std::string shown_text(const Review& review, std::size_t rows) {
  const std::size_t all = review.totals.all_rows();
  if (rows == all) return {};
  return tr("{} of {}\n", rows, counted(all, "row"));
}

std::size_t lines_of(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::string first_lines(const std::string& text, std::size_t lines) {
  std::size_t end = 0;
  for (; lines > 0 && end < text.size(); --lines)
    end = text.find('\n', end) + 1;
  return text.substr(0, end);
}

void write_table(RowsTable& table, const SelectedRows& rows, const Screen& screen,
                 const TakeText& take) {
  std::string text;
  table.begin(text, screen.width, screen.style);
  rows.for_each([&](const ReviewRow& row) {
    take(text);
    text.clear();
    table.add(text, row, screen.style);
  });
  take(text);
}

}  // namespace

void write_review_text(const Review& review, const SelectedRows& rows, const Screen& screen,
                       const TakeText& take) {
  const std::string summary = summary_of(review, screen);
  const std::string shown = shown_text(review, rows.size());
  std::array tables = {table_of_doubts(), table_of_earlier_tries(),
                       table_of_rows(review, screen.width)};
  rows.for_each([&](const ReviewRow& row) {
    for (RowsTable& table : tables)
      table.measure(row);
  });
  const RowsTable& last = tables.back();
  const auto height_of = [&](const RowsTable& table) {
    return table.height() + (&table == &last ? lines_of(shown) : 0);
  };
  std::size_t height = lines_of(summary);
  for (const RowsTable& table : tables)
    height += height_of(table) == 0 ? 0 : height_of(table) + 1;
  const bool scrolls = screen.height && height >= *screen.height;
  bool is_first = true;
  const auto separate = [&] {
    if (!std::exchange(is_first, false)) take("\n");
  };
  const auto write_summary = [&] {
    separate();
    take(summary);
  };
  if (!scrolls) write_summary();
  for (RowsTable& table : tables) {
    if (height_of(table) == 0) continue;
    separate();
    if (&table == &last) take(shown);
    if (table.height() > 0) write_table(table, rows, screen, take);
  }
  if (scrolls) write_summary();
}

std::string live_text(const Review& review, const SelectedRows& rows, const Screen& screen) {
  const std::size_t height = screen.height.value_or(24);
  const std::string summary = summary_of(review, screen);
  const std::size_t used = lines_of(summary) + 3;  // a gap, a title, and the number of rows shown
  if (used >= height) return first_lines(summary, height - 1);
  std::vector<Result> shown;  // one screen of rows is not worth another walk over all
  rows.first(height - used - 1).for_each([&shown](const ReviewRow& row) {
    shown.push_back(row.line);
  });
  RowsTable table = table_of_rows(review, screen.width);
  for (const Result& row : shown)
    table.measure({0, row, {}});
  std::string text = summary + '\n' + shown_text(review, shown.size());
  table.begin(text, screen.width, screen.style);
  for (const Result& row : shown)
    table.add(text, {0, row, {}}, screen.style);
  return text;
}

}  // namespace shotlist::show

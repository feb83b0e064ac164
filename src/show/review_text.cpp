#include "show/review_text.h"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

#include "base/text.h"
#include "show/figures.h"
#include "show/rows_table.h"
#include "show/summary.h"
#include "show/totals.h"

namespace shotlist::show {
namespace {

std::string summary_of(const Review& review, const Screen& screen) {
  show::Ending ending = review.ending;
  if (review.cost) ending.cost = to_text(review.cost->spent, review.cost->currency);
  ending.figures = figures_of(review, totals_of(review));
  return show::summary_text(show::count_rows(review.results), review.results, ending, screen.width,
                            screen.style);
}

std::string shown_text(const Review& review, std::size_t rows) {
  const std::size_t all = review.results.rows.size();
  if (rows == all) return {};
  return fmt::format("{} of {}\n", rows, counted(all, "row"));
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

}  // namespace

std::string review_text(const Review& review, const std::vector<const Result*>& rows,
                        const Screen& screen) {
  std::vector<std::string> parts = {summary_of(review, screen)};
  std::vector<std::string> tables;
  for (const std::string& table :
       {doubts_text(rows, screen.width, screen.style),
        earlier_tries_text(superseded_of(review.attempts, rows), screen.width, screen.style),
        shown_text(review, rows.size()) +
            rows_text(review.results, rows, screen.width, screen.style)}) {
    if (!table.empty()) tables.push_back(table);
  }
  std::size_t height = lines_of(parts.front());
  for (const std::string& table : tables)
    height += lines_of(table) + 1;
  const bool scrolls = screen.height && height >= *screen.height;
  parts.insert(scrolls ? parts.begin() : parts.end(), tables.begin(), tables.end());
  std::string text;
  for (const std::string& part : parts)
    text += (text.empty() ? "" : "\n") + part;
  return text;
}

std::string live_text(const Review& review, const std::vector<const Result*>& rows,
                      const Screen& screen) {
  const std::size_t height = screen.height.value_or(24);
  const std::string summary = summary_of(review, screen);
  const std::size_t used = lines_of(summary) + 3;  // a gap, a title, and the number of rows shown
  if (used >= height) return first_lines(summary, height - 1);
  const auto fitting = static_cast<std::ptrdiff_t>(std::min(rows.size(), height - used - 1));
  const std::vector<const Result*> shown(rows.begin(), rows.begin() + fitting);
  return summary + '\n' + shown_text(review, shown.size()) +
         rows_text(review.results, shown, screen.width, screen.style);
}

}  // namespace shotlist::show

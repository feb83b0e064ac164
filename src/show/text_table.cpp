#include "show/text_table.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <utility>

#include "base/disarm.h"
#include "base/display_width.h"
#include "base/utf8.h"

namespace shotlist::show {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t longest_cell = 1024;  // in bytes: wider than any terminal

// A prompt may be a page long: measuring all of it to show its first words would be slow.
std::string head_of(const std::string& cell) {
  if (cell.size() <= longest_cell) return disarm(cell);
  return disarm(utf8_prefix(cell, longest_cell)) + "…";
}

std::string aligned(std::string_view cell, std::size_t width, bool right, bool last) {
  std::string fitting = fitted(cell, width);
  const std::size_t used = display_width(fitting);
  if (used >= width) return fitting;
  if (right) return fitting.insert(0, width - used, ' ');
  if (!last) fitting.append(width - used, ' ');
  return fitting;
}

}  // namespace

TextTable::TextTable(std::vector<TextColumn> columns)
    : columns_(std::move(columns)), content_(columns_.size(), 0) {}

void TextTable::add(Status status, const std::vector<std::string>& cells) {
  Row row{status, {}};
  row.cells.reserve(cells.size());
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    row.cells.push_back(head_of(cells.at(i)));
    content_[i] = std::max(content_[i], display_width(row.cells.back()));
  }
  rows_.push_back(std::move(row));
}

// 0 for a column that is left out.
std::vector<std::size_t> TextTable::widths_for(std::size_t width) const {
  std::vector<std::size_t> natural(columns_.size(), 0);
  std::vector<std::size_t> widths(columns_.size(), 0);
  std::vector<std::size_t> by_rank;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (content_[i] == 0) continue;
    natural[i] =
        std::min(columns_[i].most, std::max(content_[i], display_width(columns_[i].title)));
    widths[i] = std::min(natural[i], columns_[i].least);
    by_rank.push_back(i);
  }
  std::stable_sort(by_rank.begin(), by_rank.end(), [this](std::size_t a, std::size_t b) {
    return columns_[a].rank < columns_[b].rank;
  });
  const auto used = [&widths, &by_rank] {
    return std::accumulate(widths.begin(), widths.end(), gap * (by_rank.size() - 1));
  };
  while (by_rank.size() > 1 && used() > width) {
    widths[by_rank.back()] = 0;
    by_rank.pop_back();
  }
  if (by_rank.empty()) return widths;
  if (used() > width) widths[by_rank.front()] = width;
  for (const std::size_t i : by_rank) {
    widths[i] += std::min(natural[i] - std::min(natural[i], widths[i]), width - used());
  }
  return widths;
}

std::string TextTable::text(std::size_t width, const Style& style) const {
  if (rows_.empty()) return {};
  const std::vector<std::size_t> widths = widths_for(width);
  std::size_t last = columns_.size();
  while (last > 0 && widths[last - 1] == 0)
    --last;

  std::string text;
  const auto add_line = [&](const auto& cell_of) {
    bool started = false;
    for (std::size_t i = 0; i < last; ++i) {
      if (widths[i] == 0) continue;
      if (started) text.append(gap, ' ');
      started = true;
      text += cell_of(i, i + 1 == last);
    }
    while (!text.empty() && text.back() == ' ')
      text.pop_back();
    text += '\n';
  };
  add_line([&](std::size_t i, bool at_end) {
    return style.bold(aligned(columns_[i].title, widths[i], columns_[i].right, at_end));
  });
  for (const Row& row : rows_) {
    add_line([&](std::size_t i, bool at_end) {
      std::string cell = aligned(row.cells[i], widths[i], columns_[i].right, at_end);
      return columns_[i].painted ? style.painted(row.status, cell) : cell;
    });
  }
  return text;
}

}  // namespace shotlist::show

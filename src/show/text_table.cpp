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
    : columns_(std::move(columns)), content_(columns_.size(), 0), differs_(columns_.size()) {}

void TextTable::measure(const std::vector<std::string>& cells) {
  if (++rows_ == 1) first_ = cells;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    content_[i] = std::max(content_[i], display_width(head_of(cells.at(i))));
    if (cells[i] != first_[i]) differs_[i] = true;
  }
}

void TextTable::fit(std::size_t width) {
  std::vector<std::size_t> natural(columns_.size(), 0);
  widths_.assign(columns_.size(), 0);
  std::vector<std::size_t> by_rank;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (content_[i] == 0 || (columns_[i].varied && !differs_[i])) continue;
    natural[i] =
        std::min(columns_[i].most, std::max(content_[i], display_width(columns_[i].title)));
    widths_[i] = std::min(natural[i], columns_[i].least);
    by_rank.push_back(i);
  }
  std::stable_sort(by_rank.begin(), by_rank.end(), [this](std::size_t a, std::size_t b) {
    return columns_[a].rank < columns_[b].rank;
  });
  const auto used = [this, &by_rank] {
    return std::accumulate(widths_.begin(), widths_.end(), gap * (by_rank.size() - 1));
  };
  while (by_rank.size() > 1 && used() > width) {
    widths_[by_rank.back()] = 0;
    by_rank.pop_back();
  }
  if (by_rank.empty()) return;
  if (used() > width) widths_[by_rank.front()] = width;
  for (const std::size_t i : by_rank) {
    widths_[i] += std::min(natural[i] - std::min(natural[i], widths_[i]), width - used());
  }
}

std::string TextTable::line_of(const std::function<std::string(std::size_t, bool)>& cell_of) const {
  std::size_t last = columns_.size();
  while (last > 0 && widths_[last - 1] == 0)
    --last;
  std::string text;
  bool started = false;
  for (std::size_t i = 0; i < last; ++i) {
    if (widths_[i] == 0) continue;
    if (started) text.append(gap, ' ');
    started = true;
    text += cell_of(i, i + 1 == last);
  }
  while (!text.empty() && text.back() == ' ')
    text.pop_back();
  return text += '\n';
}

std::string TextTable::title(const Style& style) const {
  return line_of([&](std::size_t i, bool at_end) {
    return style.bold(aligned(columns_[i].title, widths_[i], columns_[i].right, at_end));
  });
}

std::string TextTable::line(Status status, const std::vector<std::string>& cells,
                            const Style& style) const {
  return line_of([&](std::size_t i, bool at_end) {
    std::string cell = aligned(head_of(cells.at(i)), widths_[i], columns_[i].right, at_end);
    return columns_[i].painted ? style.painted(status, cell) : cell;
  });
}

}  // namespace shotlist::show

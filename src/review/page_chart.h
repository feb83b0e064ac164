#pragma once
// The pieces that the page's charts are drawn with. Widths are shares of whatever there is, heights
// are pixels, so that letters keep their size on every screen.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shotlist::review {

/// Where the bars of a chart stand.
struct Plot {
  static constexpr double top = 34;
  static constexpr double bottom = 174;
  static constexpr double height = 210;  ///< with the labels below

  std::size_t most = 1;  ///< what reaches up to `top`

  /// How far down `count` reaches.
  double y(std::size_t count) const;
};

/// A round number that is not less than `count`, nor much more, and that has a half.
std::size_t round_up(std::size_t count);

/// `1,234`.
std::string grouped(std::size_t count);

/// Some of a whole, in percent as SVG has it: `12.5%`.
std::string share_of(double part, double whole);

/// A stretch of a chart from `left` to `right`, shares of 1, and what is in it.
struct Bar {
  double left = 0;
  double right = 0;
  std::string title;  ///< shown when pointed at; HTML

  /// One part of the stack, from the bottom up.
  struct Part {
    std::string_view style;
    std::size_t count = 0;
  };
  std::vector<Part> parts;
};

/// The parts of a bar that are not empty, one on top of the other.
std::string bar_svg(const Bar& bar, const Plot& plot);

/// Lines across at nothing, half and all of `plot`, with their numbers to the left.
std::string grid_svg(const Plot& plot);

/// Where a label of `width` that belongs to `at` begins; all are shares of 1.
double start_of_label(double at, double width);

/// A label below the axis at `at`, a share of 1. Where there is little room only `is_major` ones
/// stay. A second line is for what changes less often.
std::string tick_svg(double at, std::string_view label, std::string_view second, bool is_major);

/// The whole chart: `inside`, named and described for who does not see it. `id` is its own.
std::string chart_svg(std::string_view id, std::string_view title, std::string_view description,
                      std::string_view inside);

/// A table that says the same as a chart, folded. Cells are HTML; the first of a line is its head.
std::string chart_table(std::string_view summary, const std::vector<std::string>& heads,
                        const std::vector<std::vector<std::string>>& lines);

}  // namespace shotlist::review

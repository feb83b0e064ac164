#include "review/page_chart.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace shotlist::review {
namespace {

constexpr std::array<std::size_t, 10> round_digits = {4, 6, 8, 10, 12, 14, 16, 20, 24, 30};

std::string_view anchor_of(double at) {
  return at < 0.04 ? "start" : at > 0.96 ? "end" : "middle";
}

}  // namespace

double Plot::y(std::size_t count) const {
  const double share =
      static_cast<double>(count) / static_cast<double>(std::max<std::size_t>(most, 1));
  return bottom - (bottom - top) * share;
}

std::size_t round_up(std::size_t count) {
  if (count <= 2) return 2;
  for (std::size_t power = 1;; power *= 10) {
    for (const std::size_t digits : round_digits) {
      if (digits * power >= count) return digits * power;
    }
  }
}

std::string grouped(std::size_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

std::string share_of(double part, double whole) {
  return fmt::format("{:.2f}%", whole > 0 ? 100 * part / whole : 0.0);
}

std::string bar_svg(const Bar& bar, const Plot& plot) {
  // Bars stand a little apart, so that each is seen.
  const double gap = (bar.right - bar.left) * 0.08;
  const std::string x = share_of(bar.left + gap, 1);
  const std::string width = share_of(bar.right - bar.left - 2 * gap, 1);
  std::string svg = "<g><title>" + bar.title + "</title>";
  // What is pointed at is the whole height, also of a bar that is a pixel high.
  svg += fmt::format(R"(<rect class="reach" x="{}" y="{}" width="{}" height="{}"/>)",
                     share_of(bar.left, 1), Plot::top, share_of(bar.right - bar.left, 1),
                     Plot::bottom - Plot::top);
  std::size_t below = 0;
  for (const Bar::Part& part : bar.parts) {
    if (part.count == 0) continue;
    const double bottom = plot.y(below);
    below += part.count;
    const double top = std::min(plot.y(below), bottom - 1);  // one of thousands is seen, too
    svg += fmt::format(R"(<rect class="is-{}" x="{}" y="{:.1f}" width="{}" height="{:.1f}"/>)",
                       part.style, x, top, width, bottom - top);
  }
  return svg + "</g>";
}

std::string grid_svg(const Plot& plot) {
  std::string svg;
  for (const std::size_t count : {std::size_t{0}, plot.most / 2, plot.most}) {
    const double y = plot.y(count);
    svg += fmt::format(R"(<line class="grid" x1="0" x2="100%" y1="{0:.1f}" y2="{0:.1f}"/>)"
                       R"(<text class="count" x="-8" y="{1:.1f}">{2}</text>)",
                       y, y + 4, grouped(count));
  }
  return svg;
}

double start_of_label(double at, double width) {
  const std::string_view anchor = anchor_of(at);
  return anchor == "start" ? at : anchor == "end" ? at - width : at - width / 2;
}

std::string tick_svg(double at, std::string_view label, std::string_view second, bool is_major) {
  const std::string_view anchor = anchor_of(at);
  const std::string x = share_of(at, 1);
  std::string svg = fmt::format(R"(<g class="tick {}"><line x1="{x}" x2="{x}" y1="{}" y2="{}"/>)"
                                R"(<text class="{}" x="{x}" y="{}">{}</text>)",
                                is_major ? "major" : "minor", Plot::bottom, Plot::bottom + 4,
                                anchor, Plot::bottom + 18, label, fmt::arg("x", x));
  if (!second.empty()) {
    svg += fmt::format("\n<text class=\"{} second\" x=\"{}\" y=\"{}\">{}</text>", anchor, x,
                       Plot::bottom + 33, second);
  }
  return svg + "</g>\n";
}

std::string chart_svg(std::string_view id, std::string_view title, std::string_view description,
                      std::string_view inside) {
  return fmt::format(
      R"(<svg class="plot" width="100%" height="{height}" role="img" )"
      R"(aria-labelledby="{id}-title" aria-describedby="{id}-description"><title id="{id}-title">{title}</title>)"
      R"(<desc id="{id}-description">{description}</desc>{inside}</svg>)",
      fmt::arg("height", Plot::height), fmt::arg("id", id), fmt::arg("title", title),
      fmt::arg("description", description), fmt::arg("inside", inside));
}

std::string chart_table(std::string_view summary, const std::vector<std::string>& heads,
                        const std::vector<std::vector<std::string>>& lines) {
  std::string html = fmt::format(
      "<details class=\"as-table\"><summary>{}</summary><div class=\"scroll\" tabindex=\"0\">"
      "<table aria-label=\"{}\"><thead><tr>",
      summary, summary);
  for (const std::string& head : heads)
    html += "<th scope=\"col\">" + head + "</th>";
  html += "</tr></thead><tbody>";
  for (const auto& cells : lines) {
    html += "<tr><th scope=\"row\">" + cells.front() + "</th>";
    for (std::size_t i = 1; i < cells.size(); ++i)
      html += "<td>" + cells[i] + "</td>";
    html += "</tr>\n";
  }
  return html + "</tbody></table></div></details>";
}

}  // namespace shotlist::review

#include "review/page_histogram.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/time.h"
#include "review/page_chart.h"

namespace shotlist::review {
namespace {

using std::chrono::milliseconds;

constexpr double room_for_label = 0.26;  // of the width, on a narrow screen

// Which bin, counted from that of one millisecond. What took less counts as one.
int bin_of(milliseconds latency) {
  const auto count = static_cast<double>(std::max<milliseconds::rep>(latency.count(), 1));
  // A hair more: 1000 ms starts a bin, also where its logarithm is rounded down.
  return static_cast<int>(std::floor(std::log10(count) * Histogram::bins_per_decade + 1e-9));
}

double start_of(int bin) {
  return std::pow(10.0, static_cast<double>(bin) / Histogram::bins_per_decade);
}

std::string shown(double latency) {
  return to_text(Duration(milliseconds(std::llround(latency))));
}

std::string bars_svg(const Histogram& histogram, const Plot& plot) {
  std::string svg;
  for (const Histogram::Bin& bin : histogram.bins) {
    if (bin.made + bin.other == 0) continue;
    Bar bar{histogram.place_of(bin.from), histogram.place_of(bin.to), {}, {}};
    bar.title =
        fmt::format("{} to {}: {} made a task", shown(bin.from), shown(bin.to), grouped(bin.made));
    if (bin.other > 0) bar.title += ", " + grouped(bin.other) + " did not";
    bar.parts = {{"accepted", bin.made}, {"other", bin.other}};
    svg += bar_svg(bar, plot);
  }
  return svg;
}

// 1, 2 and 5 of each decade; of many decades only 1.
std::string ticks_svg(const Histogram& histogram) {
  std::string svg;
  double last_major = -1;
  const bool is_long = histogram.bins.size() > 3 * Histogram::bins_per_decade;
  for (double power = 1; power <= histogram.bins.back().to; power *= 10) {
    for (const double digit : {1.0, 2.0, 5.0}) {
      const double at = histogram.place_of(digit * power);
      if (at < -0.001 || at > 1.001 || (is_long && digit != 1.0)) continue;
      const bool is_major = at - last_major > room_for_label;
      if (is_major) last_major = at;
      svg += tick_svg(at, shown(digit * power), {}, is_major);
    }
  }
  return svg;
}

// Its name stands beside the line, on the side where there is room.
std::string mark_svg(const Histogram& histogram, std::string_view name, milliseconds at, double y) {
  const double place = std::clamp(
      histogram.place_of(static_cast<double>(std::max<milliseconds::rep>(at.count(), 1))), 0.0,
      1.0);
  const bool is_right = place > 0.8;
  return fmt::format(R"(<g class="mark"><line x1="{x}" x2="{x}" y1="{}" y2="{}"/>)"
                     R"(<text class="{}" x="{x}" dx="{}" y="{}">{} <tspan>{}</tspan></text></g>)",
                     y - 9, Plot::bottom, is_right ? "end" : "start", is_right ? -6 : 6, y, name,
                     to_text(Duration(at)), fmt::arg("x", share_of(place, 1)));
}

std::string table_html(const Histogram& histogram) {
  std::vector<std::vector<std::string>> lines;
  for (const Histogram::Bin& bin : histogram.bins) {
    if (bin.made + bin.other == 0) continue;
    lines.push_back(
        {shown(bin.from) + " – " + shown(bin.to), grouped(bin.made), grouped(bin.other)});
  }
  return chart_table("Latency as a table", {"latency", "made a task", "did not"}, lines);
}

}  // namespace

double Histogram::place_of(double latency) const {
  const double low = std::log10(bins.front().from);
  const double high = std::log10(bins.back().to);
  return (std::log10(latency) - low) / (high - low);
}

Histogram histogram_of(const std::vector<AttemptLine>& attempts) {
  int low = 0;
  int high = 0;
  bool is_first = true;
  for (const AttemptLine& line : attempts) {
    if (!line.latency) continue;
    const int bin = bin_of(*line.latency);
    low = is_first ? bin : std::min(low, bin);
    high = is_first ? bin : std::max(high, bin);
    is_first = false;
  }
  Histogram histogram;
  if (is_first) return histogram;
  // Whatever lies close together is shown as what it is: not as the whole width.
  const int missing = std::max(0, Histogram::bins_per_decade - (high - low + 1));
  low = std::max(0, low - 1 - missing / 2);
  high = std::max(high + 1 + missing / 2, low + Histogram::bins_per_decade - 1);
  for (int bin = low; bin <= high; ++bin)
    histogram.bins.push_back({start_of(bin), start_of(bin + 1), 0, 0});
  for (const AttemptLine& line : attempts) {
    if (!line.latency) continue;
    Histogram::Bin& bin = histogram.bins[static_cast<std::size_t>(bin_of(*line.latency) - low)];
    ++(line.verdict == Verdict::accepted ? bin.made : bin.other);
  }
  return histogram;
}

std::string histogram_html(const Histogram& histogram,
                           const std::optional<LatencyFigures>& figures) {
  if (histogram.bins.empty()) {
    return "<p class=\"nothing\">No answer was timed yet.</p>";
  }
  Plot plot;
  std::size_t made = 0;
  std::size_t other = 0;
  for (const Histogram::Bin& bin : histogram.bins) {
    made += bin.made;
    other += bin.other;
    plot.most = std::max(plot.most, bin.made + bin.other);
  }
  plot.most = round_up(plot.most);
  std::string description =
      fmt::format("Attempts by the time until the answer, or its loss: {} made a task, {} did not.",
                  grouped(made), grouped(other));
  std::string inside = grid_svg(plot) + ticks_svg(histogram) + bars_svg(histogram, plot);
  if (figures) {
    description +=
        fmt::format(" The median of those that made a task is {}, the 95th percentile {}.",
                    to_text(Duration(figures->median)), to_text(Duration(figures->p95)));
    inside += mark_svg(histogram, "median", figures->median, 12);
    inside += mark_svg(histogram, "p95", figures->p95, 27);
  }
  std::string legend =
      "<ul class=\"legend\"><li class=\"is-accepted\"><span class=\"dot\"></span>made a task <b>" +
      grouped(made) + "</b></li>";
  if (other > 0) {
    legend += "<li class=\"is-other\"><span class=\"dot\"></span>did not <b>" + grouped(other) +
              "</b></li>";
  }
  return legend + "</ul>" +
         chart_svg("latency", "Latency of attempts",
                   description + " The table below says the same.", inside) +
         "<p class=\"note\">Until the answer, or its loss; each bar is 1.2 times as long as the "
         "one "
         "before.</p>" +
         table_html(histogram);
}

}  // namespace shotlist::review

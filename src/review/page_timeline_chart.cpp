#include <algorithm>
#include <cstdint>
#include <string_view>

#include <fmt/format.h>

#include "base/text.h"
#include "review/page_chart.h"
#include "review/page_timeline.h"

namespace shotlist::review {
namespace {

using std::chrono::milliseconds;
using Piece = Timeline::Piece;

constexpr double room_for_letter = 0.016;  // of the width, where two charts stand side by side

// A day, or the time of day as exactly as pieces are long.
std::string clock_text(Date date, milliseconds length) {
  const std::string text = to_text(date);
  if (length >= std::chrono::hours(24)) return text.substr(0, 10);
  if (length >= std::chrono::minutes(1)) return text.substr(11, 5);
  return text.substr(11, length >= std::chrono::seconds(1) ? 8 : 11);
}

std::string day_text(Date date) {
  return to_text(date).substr(0, 10);
}

std::string counts_text(const Piece& piece) {
  std::string text;
  for (std::size_t i = 0; i < outcome_labels.size(); ++i) {
    if (piece.counts[i] == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", grouped(piece.counts[i]),
                        outcome_labels[i].word);
  }
  return text.empty() ? "no attempt" : text;
}

/// A timeline laid out on a width of 1.
class Layout {
 public:
  explicit Layout(const Timeline& timeline)
      : timeline_(timeline),
        // Few pieces do not become doors.
        room_(std::max<double>(24,
                               static_cast<double>(timeline.pieces.size() + timeline.pauses()))) {}

  std::string svg() {
    for (const Piece& piece : timeline_.pieces)
      plot_.most = std::max(plot_.most, piece.total());
    plot_.most = round_up(plot_.most);
    std::string svg = grid_svg(plot_);
    for (const Piece& piece : timeline_.pieces)
      svg += drawn(piece);
    return svg;
  }

 private:
  std::string drawn(const Piece& piece) {
    std::string svg;
    const bool is_first = at_ == 0;
    const bool is_after_pause = piece.pause_before > milliseconds(0);
    if (is_after_pause) svg += pause_svg(piece);
    const double left = at_ / room_;
    at_ += 1;
    svg += tick(piece, left, is_first, is_after_pause);
    if (piece.total() == 0) return svg;
    Bar bar{left, at_ / room_, {}, {}};
    bar.title =
        fmt::format("{} UTC: {}", clock_text(piece.from, timeline_.length), counts_text(piece));
    for (std::size_t i = 0; i < outcome_labels.size(); ++i)
      bar.parts.push_back({outcome_labels[i].style, piece.counts[i]});
    return svg + bar_svg(bar, plot_);
  }

  std::string pause_svg(const Piece& piece) {
    const std::string x = share_of(at_ + 0.5, room_);
    const std::string width = share_of(1, room_);
    const std::string left = share_of(at_, room_);
    at_ += 1;
    return fmt::format(R"(<g class="pause"><title>nothing was sent for {}</title>)"
                       R"(<rect class="reach" x="{}" y="{}" width="{}" height="{}"/>)"
                       R"(<line x1="{x}" x2="{x}" y1="{}" y2="{}"/></g>)",
                       to_text(Duration(piece.pause_before)), left, Plot::top, width,
                       Plot::bottom - Plot::top, Plot::top, Plot::bottom, fmt::arg("x", x));
  }

  // Each run has one at its start if it has room; then at regular steps.
  std::string tick(const Piece& piece, double at, bool is_first, bool is_after_pause) {
    const std::string label = clock_text(piece.from, timeline_.length);
    const double room_for_label = room_for_letter * static_cast<double>(label.size());
    const bool is_due = is_first || is_after_pause || at - last_tick_ > 1.2 * room_for_label;
    const double start = start_of_label(at, room_for_label);
    if (!is_due || (!is_first && start < end_of_last_ + room_for_letter)) return {};
    const bool is_major = is_first || at - last_major_ > 4 * room_for_label;
    last_tick_ = at;
    end_of_last_ = start + room_for_label;
    if (is_major) last_major_ = at;
    const std::string day = day_text(piece.from);
    const bool has_day = day != last_day_ && timeline_.length < std::chrono::hours(24);
    if (is_major) last_day_ = day;
    return tick_svg(at, label, has_day && is_major ? std::string_view(day) : std::string_view(),
                    is_major);
  }

  const Timeline& timeline_;
  double room_;
  Plot plot_;
  double at_ = 0;
  double last_tick_ = 0;
  double end_of_last_ = 0;  // of its label
  double last_major_ = 0;
  std::string last_day_;
};

std::string legend_html(const Timeline& timeline) {
  std::string html = "<ul class=\"legend\">";
  for (std::size_t i = 0; i < outcome_labels.size(); ++i) {
    std::size_t total = 0;
    for (const Piece& piece : timeline.pieces)
      total += piece.counts[i];
    if (total == 0) continue;
    html += fmt::format("<li class=\"is-{}\"><span class=\"dot\"></span>{} <b>{}</b></li>",
                        outcome_labels[i].style, outcome_labels[i].word, grouped(total));
  }
  if (timeline.pauses() > 0) {
    html += fmt::format("<li class=\"cut\"><span class=\"dash\"></span>{} cut out</li>",
                        counted(timeline.pauses(), "pause"));
  }
  return html + "</ul>";
}

std::string table_html(const Timeline& timeline) {
  std::vector<std::string> heads = {"from (UTC)"};
  for (const Label& label : outcome_labels)
    heads.emplace_back(label.word);
  std::vector<std::vector<std::string>> lines;
  for (const Piece& piece : timeline.pieces) {
    if (piece.total() == 0) continue;
    std::vector<std::string> line = {day_text(piece.from) + ' ' +
                                     clock_text(piece.from, timeline.length)};
    if (timeline.length >= std::chrono::hours(24)) line = {day_text(piece.from)};
    for (const std::size_t count : piece.counts)
      line.push_back(grouped(count));
    lines.push_back(std::move(line));
  }
  return chart_table("Timeline as a table", heads, lines);
}

std::string description_of(const Timeline& timeline) {
  const Piece& first = timeline.pieces.front();
  const Piece& last = timeline.pieces.back();
  Piece all;
  for (const Piece& piece : timeline.pieces) {
    for (std::size_t i = 0; i < all.counts.size(); ++i)
      all.counts[i] += piece.counts[i];
  }
  return fmt::format(
      "From {} {} to {} {} UTC, a bar for each {}: {}. The table below says the same.",
      day_text(first.from), clock_text(first.from, timeline.length), day_text(last.from),
      clock_text(last.from, timeline.length), to_text(Duration(timeline.length)), counts_text(all));
}

}  // namespace

std::string timeline_html(const Timeline& timeline, bool has_all_attempts) {
  if (timeline.pieces.empty()) {
    return "<p class=\"nothing\">Nothing was sent at a time that is known.</p>";
  }
  std::string html = legend_html(timeline);
  html += chart_svg("timeline", "Attempts over time by outcome", description_of(timeline),
                    Layout(timeline).svg());
  html += "<p class=\"note\">Times are UTC; each bar is " + to_text(Duration(timeline.length)) +
          " long.";
  if (!has_all_attempts) html += " There is no ledger: each row shows its last attempt only.";
  if (timeline.untimed > 0) {
    html += fmt::format(" Not shown: {} of unknown time.", counted(timeline.untimed, "attempt"));
  }
  return html + "</p>" + table_html(timeline);
}

}  // namespace shotlist::review

#include "show/page_parts.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include <fmt/format.h>

#include "base/text.h"
#include "base/time.h"
#include "show/figures.h"
#include "show/file_link.h"
#include "show/next_steps.h"
#include "show/page_data.h"
#include "show/page_html.h"
#include "show/wording.h"

namespace shotlist::show {
namespace {

// Without scripts, a page with more rows would take long to open.
constexpr std::size_t most_rows_without_script = 2000;

/// How a status is shown: a word, a class for its colour, and a sign for when only the colour would
/// be noticed.
struct Label {
  std::string_view word;
  std::string_view style;
  std::string_view sign;
};

// In the order in which people look for them.
constexpr std::array<Status, 6> shown_statuses = {Status::submitted, Status::rejected,
                                                  Status::failed,    Status::in_doubt,
                                                  Status::held,      Status::not_sent};

Label label_of(Status status) {
  switch (status) {
    case Status::submitted:
      return {"submitted", "submitted", "✓"};
    case Status::rejected:
      return {"rejected", "rejected", "✕"};
    case Status::failed:
      return {"failed", "failed", "!"};
    case Status::in_doubt:
      return {"in doubt", "in-doubt", "?"};
    case Status::held:
      return {"held", "held", "="};
    case Status::not_sent:
      break;
  }
  return {"not sent", "not-sent", "○"};
}

// `1,234`
std::string grouped(std::size_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

// In SVG notation: `12.50%`.
std::string share_of(std::size_t part, std::size_t whole) {
  return fmt::format("{:.2f}%", 100 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string minute_text(Date date) {
  const std::string text = to_text(date);
  return text.substr(0, 10) + ' ' + text.substr(11, 5);
}

// `2026-03-01 09:30 – 11:20 UTC`
std::string period_text(const PaceFigures& pace) {
  const std::string first = minute_text(pace.first);
  std::string last = minute_text(pace.last);
  if (first == last) return first + " UTC";
  if (first.substr(0, 10) == last.substr(0, 10)) last = last.substr(11);
  return first + " – " + last + " UTC";
}

// 99.97 of 100 is not all, and one of ten thousand is not nothing.
std::string percent_text(std::size_t part, std::size_t whole) {
  if (whole == 0 || part == 0) return "0%";
  if (part == whole) return "100%";
  const double percent = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  if (percent < 1) return "under 1%";
  if (percent > 99) return "over 99%";
  return fmt::format("{:.0f}%", percent);
}

std::string tile(std::string_view name, std::string_view value, std::string_view note) {
  return fmt::format("<div class=\"tile\"><dt>{}</dt><dd><b>{}</b><span>{}</span></dd></div>\n",
                     name, value, note);
}

std::string cost_tile(const std::optional<ReviewCost>& cost, bool is_rehearsal) {
  if (is_rehearsal) return tile("Spent", "nothing", "it was a rehearsal");
  if (!cost) return tile("Spent", "unknown", "the manifest tells no prices, or is not at hand");
  const Cost most = cost->spent.at_most();
  std::string value = html_text(to_text(Cost{cost->spent.certain.known, 0}, cost->currency));
  if (most.known != cost->spent.certain.known) {
    value += " – " + html_text(to_text(most.known));
  }
  std::string note = cost->spent.possible.empty()
                         ? "estimated by the prices of the manifest"
                         : "estimated; the higher with all that is in doubt";
  if (most.unpriced > 0) value += " + " + counted(most.unpriced, "row");
  if (most.unpriced > 0)
    note += "; beyond it " + counted(most.unpriced, "row") + " of unknown price";
  return tile("Spent", value, note);
}

std::string attempts_note(const Totals& totals) {
  if (totals.attempts == 0) return "nothing was sent yet";
  if (totals.attempts == totals.sent) return "one for each row that was sent";
  if (totals.sent == 1) return "of 1 row that was sent";
  return "of " + grouped(totals.sent) + " rows that were sent";
}

std::string latency_tile(const std::optional<LatencyFigures>& latency) {
  if (!latency) return tile("Latency", "–", "nothing was answered with a task");
  return tile("Latency, median", to_text(Duration(latency->median)),
              "95 of 100 took at most " + to_text(Duration(latency->p95)));
}

std::string pace_tile(const std::optional<PaceFigures>& pace) {
  if (!pace || !pace->per_minute) return tile("Pace", "–", "too few attempts to tell");
  const std::string value =
      *pace->per_minute < 10 ? fmt::format("{:.1f}/min", *pace->per_minute)
                             : grouped(static_cast<std::size_t>(*pace->per_minute + 0.5)) + "/min";
  return tile("Pace", value,
              "over " + to_text(Duration(pace->running)) + " of sending, without pauses");
}

// A link to the file, else what became of it.
std::string video_cell(const Result& row) {
  if (const std::string link = file_link(row.video_file); !link.empty())
    return "<a href=\"" + html_text(link) + "\">" + html_text(row.video_file) + "</a>";
  const bool has_both = !row.video_status.empty() && !row.video_error.empty();
  return html_text(glance(row.video_status + (has_both ? ": " : "") + row.video_error));
}

// Two, or none.
std::string video_tiles(const VideoTotals& videos, const VideoFiles& files) {
  if (videos.known() + files.found + files.missing == 0) return {};
  const std::string others = videos_text(videos);
  std::string note = files.found > 0 ? size_text(files.bytes) : "none was downloaded";
  if (files.missing > 0) note += "; " + grouped(files.missing) + " more not found";
  return tile("Videos", grouped(videos.of(VideoStatus::completed)),
              others.empty() ? "no task was asked about" : others) +
         tile("Video files", grouped(files.found), note);
}

}  // namespace

std::string head_html(const Review& review, std::size_t in_table) {
  const Totals& totals = review.totals;
  std::string html = "<h1 dir=\"auto\">" + html_text(review.name) + "</h1>\n<p class=\"about\">";
  html += "<span>" + grouped(totals.rows.total()) + (totals.rows.total() == 1 ? " row" : " rows") +
          "</span>";
  if (totals.left > 0)
    html += "<span>and " + grouped(totals.left) + " no longer in the manifest</span>";
  if (in_table < totals.all_rows()) {
    html += "<span>" + grouped(in_table) + " of them selected for the table</span>";
  }
  if (totals.pace) html += "<span>" + period_text(*totals.pace) + "</span>";
  html +=
      "<span><code dir=\"auto\">" + html_text(review.ending.results_file) + "</code></span></p>\n";
  if (const std::string text = rehearsal_text(totals); !text.empty()) {
    html += "<p class=\"rehearsal\"><strong>Rehearsal:</strong> " + text + ".</p>\n";
  }
  if (review.is_live) {
    html +=
        "<p class=\"live\"><strong>A run is under way.</strong> This is how it stood when the page "
        "was written; rows in doubt may merely be on their way.</p>\n";
  }
  if (!review.ending.stopped_because.empty()) {
    html += "<p class=\"stopped\"><strong>Stopped:</strong> " +
            html_text(review.ending.stopped_because) + "</p>\n";
  }
  return html;
}

std::string status_tiles_html(const Counts& rows) {
  std::string bar;
  std::string tiles;
  std::size_t before = 0;
  for (const Status status : shown_statuses) {
    const Label label = label_of(status);
    const std::size_t count = rows.of(status);
    if (count > 0) {
      bar += fmt::format(R"(<rect class="is-{}" x="{}" width="{}" height="100%"/>)", label.style,
                         share_of(before, rows.total()), share_of(count, rows.total()));
    }
    before += count;
    tiles += fmt::format(
        "<div class=\"tile is-{}{}\"><dt><span class=\"sign\" aria-hidden=\"true\">{}</span>{}</dt>"
        "<dd><b>{}</b><span>{}</span></dd></div>\n",
        label.style, count == 0 ? " none" : "", label.sign, label.word, grouped(count),
        percent_text(count, rows.total()));
  }
  return "<svg class=\"shares\" width=\"100%\" height=\"10\" aria-hidden=\"true\">" + bar +
         "</svg>\n<dl class=\"tiles statuses\">\n" + tiles + "</dl>\n";
}

std::string figure_tiles_html(const Review& review) {
  const Totals& totals = review.totals;
  const std::string videos = video_tiles(totals.videos, review.video_files);
  return fmt::format("<dl class=\"tiles figures{}\">\n", videos.empty() ? "" : " of-six") +
         cost_tile(review.cost, totals.is_rehearsal()) +
         tile("Attempts", grouped(totals.attempts), attempts_note(totals)) +
         latency_tile(totals.latency) + pace_tile(totals.pace) + videos + "</dl>\n";
}

std::string causes_html(const std::vector<show::Cause>& causes) {
  if (causes.empty()) {
    return "<p class=\"nothing\">Nothing failed, was rejected, is in doubt or held.</p>";
  }
  std::string html =
      "<div class=\"scroll\"><table class=\"causes\"><thead><tr><th scope=\"col\">rows</th>"
      "<th scope=\"col\">status</th><th scope=\"col\">cause</th><th scope=\"col\">for example</th>"
      "</tr></thead><tbody>\n";
  for (const show::Cause& cause : causes) {
    const Label label = label_of(cause.status);
    std::string examples;
    for (const std::string& id : cause.examples)
      examples += "<code dir=\"auto\">" + html_text(id) + "</code> ";
    if (cause.rows > cause.examples.size()) examples += "…";
    html += fmt::format(
        "<tr><td class=\"number\">{}</td><td><span class=\"status is-{}\"><span class=\"sign\" "
        "aria-hidden=\"true\">{}</span>{}</span></td><th scope=\"row\" dir=\"auto\">{}</th>"
        "<td class=\"examples\">{}</td></tr>\n",
        grouped(cause.rows), label.style, label.sign,
        std::string(label.word) + (cause.has_left ? " (left)" : ""), html_text(cause_name(cause)),
        examples);
  }
  return html + "</tbody></table></div>\n";
}

void PlainRows::add(const Result& row) {
  ++rows_;
  has_videos_ = has_videos_ || !row.video_status.empty() || !row.video_file.empty();
  if (shown_.size() == most_rows_without_script) return;
  const std::string result =
      row.task_id.empty() ? show::reason_text(row.error_class, row.error) : row.task_id;
  shown_.push_back(
      {fmt::format("<tr><th scope=\"row\" dir=\"auto\">{}</th><td>{}</td><td dir=\"auto\">{}</td>"
                   "<td dir=\"auto\">{}</td>",
                   html_text(row.id), label_of(row.status).word, html_text(glance(result)),
                   html_text(glance(show::one_line(row.prompt)))),
       video_cell(row)});
}

std::string PlainRows::html(const Review& review) const {
  std::string html =
      "<div class=\"scroll\"><table><thead><tr><th scope=\"col\">id</th><th scope=\"col\">status"
      "</th><th scope=\"col\">task id or error</th><th "
      "scope=\"col\">prompt</th>";
  html +=
      has_videos_ ? "<th scope=\"col\">video</th></tr></thead><tbody>\n" : "</tr></thead><tbody>\n";
  for (const Shown& row : shown_) {
    html += row.cells;
    if (has_videos_) html += "<td dir=\"auto\">" + row.video + "</td>";
    html += "</tr>\n";
  }
  html +=
      "</tbody></table></div>\n<p class=\"note\">With JavaScript there are charts, too, and rows "
      "can "
      "be searched and sorted.";
  if (shown_.size() < rows_) {
    html += fmt::format(" The other {} are in {}.", counted(rows_ - shown_.size(), "row"),
                        html_text(review.ending.results_file));
  }
  return html + "</p>\n";
}

std::string next_steps_html(const Review& review) {
  const std::vector<show::NextStep> steps =
      show::next_steps(review.totals.rows, review.unfinished, review.ending);
  if (steps.empty()) return {};
  std::string html =
      "<section class=\"next\" aria-labelledby=\"next-title\"><h2 id=\"next-title\">What to type "
      "next</h2><ol>\n";
  for (const show::NextStep& step : steps) {
    html += "<li>";
    if (!step.prose.empty()) html += "<p>" + html_text(step.prose) + "</p>";
    html += "<div class=\"command\"><code>" + html_text(step.command) +
            "</code><button type=\"button\" class=\"copy\" hidden>Copy</button></div>";
    if (!step.effect.empty()) html += "<p class=\"note\">" + html_text(step.effect) + "</p>";
    html += "</li>\n";
  }
  return html + "</ol></section>\n";
}

}  // namespace shotlist::show

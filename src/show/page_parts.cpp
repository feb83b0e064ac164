#include "show/page_parts.h"

#include <algorithm>
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
#include "show/page_words.h"
#include "show/wording.h"

namespace shotlist::show {
namespace {

// Without scripts, a page with more rows would take long to open.
constexpr std::size_t most_rows_without_script = 2000;

/// How a status is shown: a class for its colour, which also names its words, and a sign for when
/// only the colour would be noticed.
struct Label {
  std::string_view style;
  std::string_view sign;

  std::string key() const { return "status." + std::string(style); }
};

Label label_of(Status status) {
  switch (status) {
    case Status::submitted:
      return {"submitted", "✓"};
    case Status::rejected:
      return {"rejected", "✕"};
    case Status::failed:
      return {"failed", "!"};
    case Status::in_doubt:
      return {"in-doubt", "?"};
    case Status::held:
      return {"held", "="};
    case Status::not_sent:
      break;
  }
  return {"not-sent", "○"};
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
std::string percent_html(std::size_t part, std::size_t whole) {
  if (whole == 0 || part == 0) return "<span>0%</span>";
  if (part == whole) return "<span>100%</span>";
  const double percent = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  if (percent < 1) return said("span", "share.under");
  if (percent > 99) return said("span", "share.over");
  return fmt::format("<span>{:.0f}%</span>", percent);
}

// `value` and `note` are HTML.
std::string tile(std::string_view key, std::string_view value, std::string_view note) {
  return fmt::format("<div class=\"tile\">{}<dd>{}{}</dd></div>\n", said("dt", key), value, note);
}

std::string plain(std::string_view value) {
  return "<b>" + html_text(value) + "</b>";
}

std::string cost_tile(const Review& review) {
  const bool is_rehearsal = review.totals.is_rehearsal();
  const std::optional<ReviewCost>& cost = is_rehearsal ? review.would_have_cost : review.cost;
  const char* name = is_rehearsal ? "cost.rehearsal" : "cost";
  std::string note = is_rehearsal ? said("span", "cost.not-paid") : std::string();
  if (!cost) {
    return tile(name, said("b", "cost.unknown"), note + said("span", "cost.no-prices"));
  }
  const Cost most = cost->spent.at_most();
  const Money certain = cost->spent.certain.known;
  std::string value = price_text(certain, cost->currency);
  if (most.known != certain) value += " – " + price_text(most.known, {});
  note += said("span", cost->spent.possible.empty() ? "cost.estimate" : "cost.range");
  if (most.unpriced > 0) note += said("span", "cost.unpriced", {grouped(most.unpriced)});
  return tile(name, plain(value), note);
}

std::string attempts_note(const Totals& totals) {
  if (totals.attempts == 0) return said("span", "attempts.none");
  if (totals.attempts == totals.sent) return said("span", "attempts.one-each");
  return said("span", "attempts.of", {grouped(totals.sent)});
}

std::string latency_tile(const std::optional<LatencyFigures>& latency) {
  if (!latency) return tile("latency", plain("–"), said("span", "latency.none"));
  return tile("latency.median", plain(to_text(Duration(latency->median))),
              said("span", "latency.p95", {to_text(Duration(latency->p95))}));
}

std::string pace_tile(const std::optional<PaceFigures>& pace) {
  if (!pace || !pace->per_minute) return tile("pace", plain("–"), said("span", "pace.unknown"));
  const std::string value = *pace->per_minute < 10
                                ? fmt::format("{:.1f}", *pace->per_minute)
                                : grouped(static_cast<std::size_t>(*pace->per_minute + 0.5));
  return tile("pace", said("b", "pace.value", {value}),
              said("span", "pace.over", {to_text(Duration(pace->running))}));
}

// What was recorded in English; the script says it in Chinese.
std::string reason_html(std::string_view reason) {
  return reason.empty() ? std::string()
                        : "<span data-reason>" + html_text(glance(reason)) + "</span>";
}

// A link to the file, else what became of it.
std::string video_cell(const Result& row) {
  if (const std::string link = file_link(row.video_file); !link.empty())
    return "<a href=\"" + html_text(link) + "\">" + html_text(row.video_file) + "</a>";
  const bool has_both = !row.video_status.empty() && !row.video_error.empty();
  return html_text(row.video_status) + (has_both ? said("span", "colon") : std::string()) +
         reason_html(row.video_error);
}

// In the order in which a person looks for them: `9 completed`.
std::string video_counts(const VideoTotals& videos) {
  std::string html;
  for (const VideoStatus status : {VideoStatus::completed, VideoStatus::failed,
                                   VideoStatus::expired, VideoStatus::lost, VideoStatus::running}) {
    if (videos.of(status) == 0) continue;
    html += fmt::format("<span>{} {}</span>", grouped(videos.of(status)),
                        said("span", "video." + std::string(to_text(status))));
  }
  return html.empty() ? said("span", "videos.not-asked") : html;
}

// Two, or none.
std::string video_tiles(const VideoTotals& videos, const VideoFiles& files) {
  if (videos.known() + files.found + files.missing == 0) return {};
  std::string note =
      files.found > 0 ? "<span>" + size_text(files.bytes) + "</span>" : said("span", "files.none");
  if (files.missing > 0) note += said("span", "files.missing", {grouped(files.missing)});
  return tile("videos", plain(grouped(videos.of(VideoStatus::completed))), video_counts(videos)) +
         tile("files", plain(grouped(files.found)), note);
}

// `moderation: prompt refused`
std::string cause_html(const show::Cause& cause) {
  if (cause.status == Status::held) return said("span", "looks-paid-for");
  const std::string kind(to_text(cause.error_class));
  if (kind.empty()) return reason_html(cause.error);
  return said("span", "kind." + with_dashes(kind)) +
         (cause.error.empty() ? std::string() : said("span", "colon") + reason_html(cause.error));
}

// What to do first.
std::string step_html(const show::NextStep& step, const Ending& ending) {
  using Kind = show::NextStep::Kind;
  const WordValues rows = {grouped(step.rows)};
  switch (step.kind) {
    case Kind::carry_out:
      return said("p", "step.decided", rows);
    case Kind::look_up:
      return said("p", ending.is_rehearsal ? "step.doubt-rehearsal" : "step.doubt", rows);
    case Kind::accept:
      return said("p", "step.held", rows);
    case Kind::wait:
      return said("p", "step.under-way", rows);
    case Kind::edit:
      return said("p", "step.edit", rows);
    case Kind::collect:
      return said("p", "step.collect");
    case Kind::send:
      break;
  }
  std::string html;
  if (step.trouble != ErrorClass::none) {
    html = said("p", "remedy." + with_dashes(to_text(step.trouble)));
  } else if (!ending.is_raised) {
    html = said("p", "step.send");
  }
  return ending.is_raised ? html + said("p", "step.raised") : html;
}

// What the command does.
std::string effect_html(const show::NextStep& step, const Counts& counts, const Ending& ending) {
  if (step.kind == show::NextStep::Kind::accept)
    return said("p", "step.held.note", {grouped(step.rows)}, "class=\"note\"");
  if (step.effect.empty()) return {};
  std::string html;
  const auto add = [&html](std::size_t rows, std::string_view key) {
    if (rows > 0) html += (html.empty() ? "" : " ") + said("span", key, {grouped(rows)});
  };
  add(ending.asked_again, "step.sends.again");
  add(counts.failed, "step.sends.failed");
  add(counts.not_sent, "step.sends.not-sent");
  return "<p class=\"note\">" + html + "</p>";
}

std::string command_html(std::string_view command) {
  if (command.empty()) return {};
  return "<div class=\"command\"><code>" + html_text(command) + "</code>" +
         said("button", "copy", {}, "type=\"button\" class=\"copy\" hidden") + "</div>";
}

}  // namespace

std::string head_html(const Review& review, std::size_t in_table) {
  const Totals& totals = review.totals;
  std::string html = "<h1 dir=\"auto\">" + html_text(review.name) + "</h1>\n<p class=\"about\">" +
                     said("span", "head.rows", {grouped(totals.rows.total())});
  if (totals.left > 0) html += said("span", "head.left", {grouped(totals.left)});
  if (in_table < totals.all_rows()) html += said("span", "head.selected", {grouped(in_table)});
  if (totals.pace) html += "<span>" + period_text(*totals.pace) + "</span>";
  html +=
      "<span><code dir=\"auto\">" + html_text(review.ending.results_file) + "</code></span></p>\n";
  const auto banner = [&html](std::string_view style, std::string_view key,
                              const std::string& text) {
    html += fmt::format("<p class=\"banner {}\">{} {}</p>\n", style, said("strong", key), text);
  };
  if (totals.is_rehearsal()) {
    banner("rehearsal", "rehearsal", said("span", "rehearsal.all"));
  } else if (totals.rehearsed > 0) {
    banner("rehearsal", "rehearsal", said("span", "rehearsal.some", {grouped(totals.rehearsed)}));
  }
  if (review.is_live) banner("live", "live", said("span", "live.note"));
  if (!review.ending.stopped_because.empty())
    banner("stopped", "stopped", html_text(review.ending.stopped_because.english));
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
        "<div class=\"tile is-{}{}\" data-status=\"{}\"><dt><span class=\"sign\" "
        "aria-hidden=\"true\">{}</span>{}</dt><dd><b>{}</b>{}</dd></div>\n",
        label.style, count == 0 ? " none" : "", spoken(status), label.sign,
        said("span", label.key()), grouped(count), percent_html(count, rows.total()));
  }
  return "<svg class=\"shares\" width=\"100%\" height=\"10\" aria-hidden=\"true\">" + bar +
         "</svg>\n<dl class=\"tiles statuses\">\n" + tiles + "</dl>\n";
}

std::string figure_tiles_html(const Review& review) {
  const Totals& totals = review.totals;
  const std::string videos = video_tiles(totals.videos, review.video_files);
  return fmt::format("<dl class=\"tiles figures{}\">\n", videos.empty() ? "" : " of-six") +
         cost_tile(review) +
         tile("attempts", plain(grouped(totals.attempts)), attempts_note(totals)) +
         latency_tile(totals.latency) + pace_tile(totals.pace) + videos + "</dl>\n";
}

std::string causes_html(const std::vector<show::Cause>& causes) {
  if (causes.empty()) return said("p", "causes.none", {}, "class=\"nothing\"");
  std::string html = "<div class=\"scroll\"><table class=\"causes\"><thead><tr>";
  for (const char* key : {"causes.rows", "causes.status", "causes.cause", "causes.examples"})
    html += said("th", key, {}, "scope=\"col\"");
  html += "</tr></thead><tbody>\n";
  for (const show::Cause& cause : causes) {
    const Label label = label_of(cause.status);
    std::string examples;
    for (const std::string& id : cause.examples)
      examples += "<code dir=\"auto\">" + html_text(id) + "</code> ";
    if (cause.rows > cause.examples.size()) examples += "…";
    html += fmt::format(
        "<tr><td class=\"number\">{}</td><td><span class=\"status is-{}\"><span class=\"sign\" "
        "aria-hidden=\"true\">{}</span>{}{}</span></td><th scope=\"row\" dir=\"auto\">{}</th>"
        "<td class=\"examples\">{}</td></tr>\n",
        grouped(cause.rows), label.style, label.sign, said("span", label.key()),
        cause.has_left ? ' ' + said("span", "left") : std::string(), cause_html(cause), examples);
  }
  return html + "</tbody></table></div>\n";
}

void PlainRows::add(const Result& row, std::size_t rank) {
  ++rows_;
  has_videos_ = has_videos_ || !row.video_status.empty() || !row.video_file.empty();
  if (rank >= shown_.size()) shown_.resize(rank + 1);
  if (shown_[rank].size() == most_rows_without_script) return;
  const std::string result =
      row.task_id.empty() ? show::reason_text(row.error_class, row.error) : row.task_id;
  shown_[rank].push_back(
      {fmt::format("<tr><th scope=\"row\" dir=\"auto\">{}</th><td>{}</td><td dir=\"auto\">{}</td>"
                   "<td dir=\"auto\">{}</td>",
                   html_text(row.id), spoken(row.status), html_text(glance(result)),
                   html_text(glance(show::one_line(row.prompt)))),
       video_cell(row)});
}

std::string PlainRows::html(const Review& review) const {
  std::string html = "<div class=\"scroll\"><table><thead><tr>";
  for (const char* key : {"column.id", "column.status", "column.result", "column.prompt"})
    html += said("th", key, {}, "scope=\"col\"");
  if (has_videos_) html += said("th", "column.video", {}, "scope=\"col\"");
  html += "</tr></thead><tbody>\n";
  std::size_t left = most_rows_without_script;
  for (const std::vector<Shown>& of_rank : shown_) {
    for (const Shown& row : of_rank) {
      if (left == 0) break;
      --left;
      html += row.cells;
      if (has_videos_) html += "<td dir=\"auto\">" + row.video + "</td>";
      html += "</tr>\n";
    }
  }
  html += "</tbody></table></div>\n<p class=\"note\">" + said("span", "no-script");
  if (rows_ > most_rows_without_script) {
    html += ' ' + said("span", "no-script.others",
                       {grouped(rows_ - most_rows_without_script), review.ending.results_file});
  }
  return html + "</p>\n";
}

std::string next_steps_html(const Review& review) {
  const std::vector<show::NextStep> steps =
      show::next_steps(review.totals.rows, review.unfinished, review.ending);
  if (steps.empty()) return {};
  std::string html =
      "<details class=\"fold next card\" open><summary>" + said("h2", "next") + "</summary><ol>\n";
  for (const show::NextStep& step : steps) {
    html += "<li>" + step_html(step, review.ending) + command_html(step.command) +
            effect_html(step, review.totals.rows, review.ending) + "</li>\n";
  }
  return html + "</ol></details>\n";
}

}  // namespace shotlist::show

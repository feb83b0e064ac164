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
#include "show/progress_line.h"
#include "show/rows_table.h"
#include "show/speed.h"
#include "show/summary.h"

namespace shotlist::show {
namespace {

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

// What a run would tell of itself, as far as its ledger knows.
ProgressFacts live_facts(const Review& review) {
  const Counts& rows = review.totals.rows;
  const std::size_t open = rows.not_sent + review.unfinished.on_their_way;
  ProgressFacts facts;
  facts.rows = rows.total();
  facts.done = facts.rows - std::min(facts.rows, open);
  facts.submitted = rows.submitted;
  facts.failed = rows.failed;
  facts.rejected = rows.rejected;
  facts.in_doubt = rows.in_doubt - std::min(rows.in_doubt, review.unfinished.on_their_way);
  return facts;
}

ProgressPace live_pace(const LiveReview& live) {
  const auto moment_of = [](Date date) { return Moment(date.time_since_epoch()); };
  Speed speed;
  for (const AttemptPoint& point : live.review.attempts)
    if (point.has_time() && point.sent_at <= live.now) speed.add(moment_of(point.sent_at));
  ProgressPace pace;
  pace.per_minute = speed.per_minute(moment_of(live.now));
  if (pace.per_minute) pace.left = time_for(live.review.totals.rows.not_sent, *pace.per_minute);
  return pace;
}

/// What the screen shows first.
enum class Urgency { wrong, sent, waits };

Urgency urgency_of(const Result& row) {
  const auto video = parse_video_status(row.video_status);
  const bool has_no_video = video && has_ended(*video) && *video != VideoStatus::completed;
  const bool is_wrong = row.status == Status::failed || row.status == Status::rejected ||
                        (row.status == Status::in_doubt && !row.is_on_its_way) || has_no_video;
  if (is_wrong) return Urgency::wrong;
  const bool waits = row.status == Status::not_sent || row.status == Status::held;
  return waits ? Urgency::waits : Urgency::sent;
}

/// The rows of one urgency that were sent last, the last one first.
class LatestRows {
 public:
  explicit LatestRows(std::size_t most) : most_(most) {}

  void add(Date sent_at, const Result& row) {
    const auto after =
        std::upper_bound(rows_.begin(), rows_.end(), sent_at,
                         [](Date date, const auto& other) { return date > other.first; });
    if (rows_.size() == most_ && after == rows_.end()) return;
    rows_.emplace(after, sent_at, row);
    if (rows_.size() > most_) rows_.pop_back();
  }

  std::size_t size() const { return rows_.size(); }

  void move_to(std::vector<Result>& rows, std::size_t most) {
    for (std::size_t i = 0; i < std::min(most, rows_.size()); ++i)
      rows.push_back(std::move(rows_[i].second));
  }

 private:
  std::size_t most_;
  std::vector<std::pair<Date, Result>> rows_;
};

std::vector<Result> live_rows(const LiveReview& live, std::size_t most) {
  std::vector<Result> shown;
  if (live.is_sorted) {
    live.rows.first(most).for_each([&shown](const ReviewRow& row) { shown.push_back(row.line); });
    return shown;
  }
  std::array<LatestRows, 3> latest = {LatestRows(most), LatestRows(most), LatestRows(most)};
  live.rows.for_each([&](const ReviewRow& row) {
    const Date sent_at = row.tries.empty() ? Date() : row.tries.back()->sent_at;
    latest.at(static_cast<std::size_t>(urgency_of(row.line))).add(sent_at, row.line);
  });
  auto& [wrong, sent, waits] = latest;
  const std::size_t others = std::min(sent.size() + waits.size(), most - most / 2);
  wrong.move_to(shown, most - others);
  sent.move_to(shown, most - shown.size());
  waits.move_to(shown, most - shown.size());
  return shown;
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

std::string summary_of(const Review& review, const Screen& screen) {
  show::Ending ending = review.ending;
  if (review.cost) ending.cost = to_text(review.cost->spent, review.cost->currency);
  ending.figures = figures_of(review, screen.time);
  return show::summary_text(review.totals.rows, review.unfinished, ending, screen.width,
                            screen.style);
}

void write_review_text(const Review& review, const SelectedRows& rows, const Screen& screen,
                       const TakeText& take) {
  const std::string summary = summary_of(review, screen);
  const std::string shown = shown_text(review, rows.size());
  std::array tables = {table_of_doubts(screen.time), table_of_earlier_tries(screen.time),
                       table_of_rows(review, screen.width, screen.time)};
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

std::string live_line(const LiveReview& live, std::size_t width, const Style& style) {
  return progress_text(live_facts(live.review), live_pace(live), width, style);
}

std::string live_text(const LiveReview& live, const Screen& screen) {
  const Review& review = live.review;
  const std::size_t height = screen.height.value_or(24);
  const std::size_t width = std::max<std::size_t>(screen.width, 2) - 1;
  const std::string head = progress_bar(live_facts(review), live_pace(live), width, screen.style) +
                           '\n' + summary_of(review, screen);
  const std::size_t used = lines_of(head) + 3;  // a gap, a title, and the number of rows shown
  if (used >= height) return first_lines(head, height - 1);
  const std::vector<Result> shown = live_rows(live, height - used - 1);
  RowsTable table = table_of_rows(review, screen.width, screen.time);
  for (const Result& row : shown)
    table.measure({0, row, {}});
  std::string text = head + '\n' + shown_text(review, shown.size());
  table.begin(text, screen.width, screen.style);
  for (const Result& row : shown)
    table.add(text, {0, row, {}}, screen.style);
  return text;
}

}  // namespace shotlist::show

#include "show/totals.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace shotlist::show {
namespace {

using std::chrono::milliseconds;

// The nearest rank: the smallest value that `percent` percent of the values do not exceed.
milliseconds percentile(const std::vector<milliseconds>& sorted, std::size_t percent) {
  const std::size_t rank = (sorted.size() * percent + 99) / 100;
  return sorted[std::max<std::size_t>(rank, 1) - 1];
}

}  // namespace

std::optional<LatencyFigures> latency_figures_of(std::vector<milliseconds> latencies) {
  if (latencies.empty()) return std::nullopt;
  std::sort(latencies.begin(), latencies.end());
  return LatencyFigures{percentile(latencies, 50), percentile(latencies, 95), latencies.size()};
}

std::optional<PaceFigures> pace_of(std::vector<Date> sent) {
  if (sent.empty()) return std::nullopt;
  std::sort(sent.begin(), sent.end());
  PaceFigures pace{sent.front(), sent.back(), {}, {}};
  std::size_t steps = 0;
  for (std::size_t i = 1; i < sent.size(); ++i) {
    const milliseconds between = sent[i] - sent[i - 1];
    if (between > PaceFigures::longest_pause) continue;
    pace.running += between;
    ++steps;
  }
  if (pace.running > milliseconds(0)) {
    const std::chrono::duration<double, std::ratio<60>> minutes = pace.running;
    pace.per_minute = static_cast<double>(steps) / minutes.count();
  }
  return pace;
}

std::size_t VideoTotals::known() const {
  return std::accumulate(by_status.begin(), by_status.end(), std::size_t{0}) -
         of(VideoStatus::none);
}

void Totals::add(const Result& row) {
  if (row.has_left()) {
    ++left;
  } else {
    rows.add(row.status);
    if (const auto video = parse_video_status(row.video_status)) ++videos.of(*video);
  }
  if (row.status != Status::not_sent && row.status != Status::held) ++sent;
  attempts += static_cast<std::size_t>(row.attempts);
}

void Totals::add(const std::vector<AttemptPoint>& all, bool are_all) {
  std::vector<milliseconds> latencies;
  std::vector<Date> sent_at;
  for (const AttemptPoint& point : all) {
    ++known;
    if (point.rehearsal) ++rehearsed;
    if (point.has_time()) sent_at.push_back(point.sent_at);
    if (point.latency && point.verdict == Verdict::accepted) latencies.push_back(*point.latency);
  }
  if (are_all) attempts = known;
  latency = latency_figures_of(std::move(latencies));
  pace = pace_of(std::move(sent_at));
}

}  // namespace shotlist::show

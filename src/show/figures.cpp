#include "show/figures.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include <fmt/format.h>

#include "base/text.h"
#include "base/time.h"
#include "base/translation.h"
#include "show/wording.h"

namespace shotlist::show {
namespace {

std::string running_text(const Review& review) {
  const auto open = std::count_if(review.attempts.begin(), review.attempts.end(),
                                  [](const AttemptPoint& point) { return !point.verdict; });
  if (open == 0) return tr("a run is under way");
  return tr("a run is under way; {} on {} way, and in doubt only should it die now",
            counted(static_cast<std::size_t>(open), "request"), open == 1 ? "its" : "their");
}

std::string tries_text(const Totals& totals, const ShownTime& time) {
  std::string text = std::to_string(totals.attempts);
  if (!totals.pace) return text;
  const PaceFigures& pace = *totals.pace;
  text += tr(", the first at {}", time.text(pace.first));
  if (pace.last > pace.first) {
    text += tr(", the last {} later", to_text(Duration(pace.last - pace.first)));
  }
  if (pace.per_minute) {
    text += tr("; {:.{}f}/min while running", *pace.per_minute, *pace.per_minute < 100 ? 1 : 0);
  }
  return text;
}

std::string latency_text(const LatencyFigures& latency) {
  if (latency.answers == 1) return to_text(Duration(latency.median));
  return tr("median {}, 95 of 100 within {}", to_text(Duration(latency.median)),
            to_text(Duration(latency.p95)));
}

}  // namespace

std::string videos_text(const VideoTotals& videos) {
  constexpr std::array shown = {VideoStatus::completed, VideoStatus::failed, VideoStatus::expired,
                                VideoStatus::lost, VideoStatus::running};
  std::string text;
  for (const VideoStatus status : shown) {
    if (videos.of(status) == 0) continue;
    text += tr("{}{} {}", text.empty() ? "" : tr(", "), videos.of(status), spoken(status));
  }
  return text;
}

std::string files_text(const VideoFiles& files) {
  if (files.found + files.missing == 0) return {};
  std::string text = counted(files.found, "file");
  if (files.found > 0) text += tr(", ") + size_text(files.bytes);
  if (files.missing > 0)
    text += tr_plural(files.missing, ", and {} is missing", ", and {} are missing", files.missing);
  return text;
}

std::string rehearsal_text(const Totals& totals) {
  if (totals.is_rehearsal()) return tr("nothing was paid");
  if (totals.rehearsed == 0) return {};
  return tr_plural(totals.rehearsed, "{} try went to a rehearsal server, and was not paid",
                   "{} tries went to a rehearsal server, and were not paid", totals.rehearsed);
}

std::vector<show::Figure> figures_of(const Review& review, const ShownTime& time) {
  const Totals& totals = review.totals;
  std::vector<show::Figure> figures;
  if (const std::string text = rehearsal_text(totals); !text.empty())
    figures.push_back({tr("rehearsal"), text});
  if (review.is_live) figures.push_back({tr("running"), running_text(review)});
  if (totals.left > 0) {
    figures.push_back({tr("left"), tr("{} no longer in the manifest: {} listed behind the others, "
                                      "outside the counts",
                                      counted(totals.left, "row", "is", "are"),
                                      totals.left == 1 ? "it is" : "they are")});
  }
  if (totals.attempts > 0) figures.push_back({tr("tries"), tries_text(totals, time)});
  if (totals.latency) figures.push_back({tr("latency"), latency_text(*totals.latency)});
  std::string videos = videos_text(totals.videos);
  if (const std::string files = files_text(review.video_files); !files.empty())
    videos += (videos.empty() ? "" : tr("; ")) + files;
  if (!videos.empty()) figures.push_back({tr("videos"), videos});
  return figures;
}

}  // namespace shotlist::show

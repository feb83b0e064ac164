#include "show/progress_line.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/display_width.h"
#include "base/translation.h"
#include "show/wording.h"

namespace shotlist::show {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t longest_bar = 32;
constexpr std::size_t shortest_bar = 8;
constexpr std::size_t bar_frame = 3;  // brackets and a space
constexpr std::string_view separator = " · ";
constexpr Duration longest_left = 100h;

struct Part {
  std::string text;
  int rank = 0;  // the highest is dropped first if there is no room
  std::optional<Status> status;
};

std::string clock_time(Duration duration) {
  const auto seconds =
      std::chrono::ceil<std::chrono::seconds>(std::max(duration, Duration{})).count();
  if (seconds < 3600) return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
  return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string rate_text(double per_minute) {
  return per_minute < 1000 ? fmt::format("{:.1f}/min", per_minute)
                           : fmt::format("{:.1f}/s", per_minute / 60);
}

std::size_t ended(const submit::Collecting& videos) {
  return videos.completed + videos.ended_badly;
}

std::string tasks_text(const submit::Collecting& videos) {
  return tr("{}/{} tasks", ended(videos), ended(videos) + videos.running + videos.given_up);
}

void add_videos(const submit::Collecting& videos, const ProgressPace& pace, bool has_rows,
                std::vector<Part>& parts) {
  if (has_rows) parts.push_back({tasks_text(videos), 2, {}});
  parts.push_back({tr("completed {}", videos.completed), 2, Status::submitted});
  if (videos.ended_badly > 0)
    parts.push_back({tr("failed {}", videos.ended_badly), 3, Status::failed});
  if (videos.files + videos.to_fetch > 0) {
    parts.push_back({tr("files {}/{}", videos.files, videos.files + videos.to_fetch), 4, {}});
  }
  if (videos.bytes > 0) parts.push_back({size_text(videos.bytes), 6, {}});
  if (!pace.bytes_per_second || *pace.bytes_per_second < 1) return;
  parts.push_back({size_text(static_cast<std::uint64_t>(*pace.bytes_per_second)) + "/s", 7, {}});
  if (videos.bytes_left == 0) return;
  const double seconds = static_cast<double>(videos.bytes_left) / *pace.bytes_per_second;
  parts.push_back(
      {clock_time(std::chrono::seconds(static_cast<std::int64_t>(seconds))) + tr(" of bytes left"),
       8,
       {}});
}

std::vector<Part> parts_of(const ProgressFacts& facts, const ProgressPace& pace) {
  std::vector<Part> parts;
  if (facts.rows > 0 || !facts.videos)
    parts.push_back({tr("submitted {}", facts.submitted), 1, Status::submitted});
  const auto add = [&parts](std::string_view name, std::size_t count, int rank, Status status) {
    if (count > 0) parts.push_back({fmt::format("{} {}", name, count), rank, status});
  };
  add(tr("failed"), facts.failed, 4, Status::failed);
  add(tr("rejected"), facts.rejected, 5, Status::rejected);
  add(tr("in doubt"), facts.in_doubt, 2, Status::in_doubt);
  if (facts.retrying > 0) parts.push_back({tr("retrying {}", facts.retrying), 7, {}});
  if (facts.videos) add_videos(*facts.videos, pace, facts.rows > 0, parts);
  if (!pace.waiting.empty()) parts.push_back({pace.waiting, 3, {}});
  if (pace.fruitless) {
    parts.push_back({tr("nothing got through for ") + clock_time(*pace.fruitless), 8, {}});
  }
  if (pace.per_minute) parts.push_back({rate_text(*pace.per_minute), 9, {}});
  if (!pace.slowed.empty()) parts.push_back({pace.slowed, 10, {}});
  const std::string takes = allowance_text(pace.learned);
  if (pace.slowed.empty() && !takes.empty()) parts.push_back({tr("server takes ") + takes, 10, {}});
  if (pace.left && *pace.left < longest_left) {
    parts.push_back({tr("ETA ") + clock_time(*pace.left), 6, {}});
  }
  return parts;
}

std::size_t width_of(const std::string& head, const std::vector<Part>& parts) {
  std::size_t width = display_width(head);
  for (const Part& part : parts)
    width += display_width(part.text);
  if (!parts.empty()) width += 2 + (parts.size() - 1) * display_width(separator);
  return width;
}

std::string reason_text(const submit::Wait& wait) {
  using Reason = submit::Wait::Reason;
  switch (wait.reason) {
    case Reason::paced:
      break;
    case Reason::rate_limited:
      return tr("rate limited");
    case Reason::overloaded:
      return tr("the server is overloaded");
    case Reason::too_many_running:
      return tr("too many tasks are unfinished");
    case Reason::unreachable:
      return tr("the server cannot be reached");
    case Reason::announced:
      return tr("the server has announced its limit");
    case Reason::ledger:
      return tr("another program keeps the ledger locked");
    case Reason::model:
      return disarm(wait.model) + tr(" is not available");
  }
  return {};
}

struct Words {
  std::string text;
  std::size_t width = 0;
};

Words words_within(const ProgressFacts& facts, const ProgressPace& pace, std::size_t width,
                   const Style& style) {
  const bool has_rows = facts.rows > 0 || !facts.videos;
  const std::string head =
      has_rows ? fmt::format("{}/{}", facts.done, facts.rows) : tasks_text(*facts.videos);
  std::vector<Part> parts = parts_of(facts, pace);
  while (!parts.empty() && width_of(head, parts) > width) {
    parts.erase(std::max_element(parts.begin(), parts.end(),
                                 [](const Part& a, const Part& b) { return a.rank < b.rank; }));
  }
  Words words{fitted(head, width), width_of(head, parts)};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    words.text += i == 0 ? "  " : separator;
    words.text += parts[i].status ? style.painted(*parts[i].status, parts[i].text) : parts[i].text;
  }
  return words;
}

}  // namespace

std::string progress_text(const ProgressFacts& facts, const ProgressPace& pace, std::size_t width,
                          const Style& style) {
  return words_within(facts, pace, width, style).text;
}

std::string progress_bar(const ProgressFacts& facts, const ProgressPace& pace, std::size_t width,
                         const Style& style) {
  const Words words = words_within(facts, pace, width, style);
  if (words.width + bar_frame + shortest_bar > width) return words.text;
  const std::size_t length = std::min(longest_bar, width - words.width - bar_frame);
  const bool has_rows = facts.rows > 0 || !facts.videos;
  const std::size_t all =
      has_rows ? facts.rows : ended(*facts.videos) + facts.videos->running + facts.videos->given_up;
  const std::size_t done = has_rows ? facts.done : ended(*facts.videos);
  const std::size_t filled = all == 0 ? length : length * std::min(done, all) / all;
  return fmt::format("[{:#<{}}{:-<{}}] {}", "", filled, "", length - filled, words.text);
}

std::string wait_text(const submit::Wait& wait, Moment now) {
  const std::string reason = reason_text(wait);
  return (reason.empty() ? tr("next request in ") : reason + tr(": ")) +
         clock_time(wait.until - now);
}

std::string slowed_text(const Rate& rate, ErrorClass last_failure) {
  const bool is_overloaded = last_failure == ErrorClass::overloaded;
  return tr("slowed to {} by {}", to_text(Pace{rate}),
            is_overloaded ? tr("answers that the server is overloaded") : tr("429 answers"));
}

bool is_fruitless(const submit::Tally& tally) {
  return tally.nothing_accepted_since &&
         tally.now - *tally.nothing_accepted_since >= longest_fruitless_untold;
}

std::string cause_of_standstill(const submit::Tally& tally, ErrorClass last_failure) {
  if (tally.wait && tally.wait->reason != submit::Wait::Reason::paced) {
    return reason_text(*tally.wait);
  }
  if (last_failure == ErrorClass::connect) return tr("the server cannot be reached");
  return spoken(last_failure);
}

std::string standstill_text(const submit::Tally& tally, ErrorClass last_failure,
                            const ShownTime& time) {
  const auto at = [&](Moment moment) {
    return time.time_of_day(tally.date + rounded_to_ms(moment - tally.now), tally.date);
  };
  const std::string cause = cause_of_standstill(tally, last_failure);
  std::string end;
  if (tally.wait && tally.wait->until > tally.now + shortest_wait_told) {
    end = tr("next request in {}, at {}", clock_time(tally.wait->until - tally.now),
             at(tally.wait->until));
    if (tally.wait->reason == submit::Wait::Reason::paced) end += " (--rate)";
    if (!tally.wait->server_asked.empty()) {
      end += tr(" (the server asked for {})", disarm(tally.wait->server_asked));
    }
  }
  const std::string why = cause.empty() || end.empty() ? cause + end
                          : is_fruitless(tally)        ? tr("{}, {}", cause, end)
                                                       : tr("{}: {}", cause, end);
  if (!is_fruitless(tally)) return why;
  std::string text =
      tr("nothing has got through for ") + clock_time(tally.now - *tally.nothing_accepted_since);
  if (!why.empty()) text += tr(": ") + why;
  if (tally.gives_up_at) text += tr("; gives up at {} (--give-up)", at(*tally.gives_up_at));
  return text;
}

}  // namespace shotlist::show

#include "report/progress.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/disarm.h"
#include "report/wording.h"

namespace shotlist::report {
namespace {

using namespace std::chrono_literals;

constexpr Duration shortest_between_bars = 100ms;
constexpr Duration longest_between_bars = 1s;
constexpr Duration between_plain_lines = 5s;
constexpr Duration between_same_holds = 5s;
constexpr Duration shortest_wait_shown = 1s;
constexpr std::size_t plain_width = 200;
constexpr std::string_view to_line_start_and_erase = "\r\x1b[K";

ProgressFacts facts_of(const submit::Tally& tally, const Counts& ended) {
  ProgressFacts facts;
  facts.rows = tally.counts.total();
  facts.done = facts.rows - std::min(facts.rows, tally.to_send);
  facts.submitted = tally.counts.submitted;
  facts.failed = ended.failed;
  facts.rejected = ended.rejected;
  facts.in_doubt = ended.in_doubt;
  facts.retrying = tally.retrying;
  return facts;
}

std::string reason_to_wait(ErrorClass why) {
  if (why == ErrorClass::none) return "the line is held";
  return why == ErrorClass::connect ? "the server can not be reached" : spoken(why);
}

}  // namespace

void Progress::settled(const Request&, int, const Outcome& outcome, bool again) {
  if (again) return;
  ended_.add(outcome.status);
  ++settled_since_turn_;
}

void Progress::held(Duration wait, ErrorClass why) {
  if (wait < shortest_wait_shown) return;
  // A crowd of requests may meet the same busy server within a moment: said once is enough.
  if (tally_) {
    const bool just_said =
        hold_said_at_ && why == hold_said_ && tally_->now - *hold_said_at_ < between_same_holds;
    if (just_said) return;
    hold_said_at_ = tally_->now;
    hold_said_ = why;
  }
  say(fmt::format("{}: waiting {}", reason_to_wait(why), to_text(wait)));
}

void Progress::stopping(std::string_view why) {
  stopping_ = true;
  say("stopping: " + disarm(why));
}

void Progress::unrecorded(const Request& request, const Outcome& outcome) {
  clear_bar();
  std::string text = fmt::format("NOT RECORDED, keep this: the answer to {}, which is {}\n",
                                 disarm(request.id), spoken(outcome.status));
  const auto add = [&text](std::string_view name, const std::string& value) {
    if (!value.empty()) text += fmt::format("  {}: {}\n", name, disarm(value));
  };
  add("task id", outcome.task_id);
  add("error", outcome.error);
  add("HTTP status", outcome.http_status == 0 ? "" : std::to_string(outcome.http_status));
  add("request id of the provider", outcome.provider_request_id);
  add("answer", outcome.raw_reply);
  terminal_.write(text);
}

Moment Progress::turn(const submit::Tally& tally) {
  tally_ = tally;
  for (; settled_since_turn_ > 0; --settled_since_turn_)
    speed_.add(tally.now);
  facts_ = facts_of(tally, ended_);
  if (mode_ == ProgressMode::none) return Moment::max();
  const Moment next = mode_ == ProgressMode::bar ? draw_bar() : write_plain();
  return tally.to_send > 0 || tally.in_flight > 0 ? next : Moment::max();
}

void Progress::finish() {
  if (mode_ == ProgressMode::bar) clear_bar();
  if (mode_ == ProgressMode::plain && written_ && *written_ != facts_) {
    say(progress_text(facts_, pace(), plain_width, style_));
    written_ = facts_;
  }
}

ProgressPace Progress::pace() const {
  ProgressPace pace;
  pace.learned = tally_->learned;
  pace.per_minute = speed_.per_minute(tally_->now);
  if (pace.per_minute && tally_->to_send > 0 && !stopping_) {
    pace.left = time_for(tally_->to_send, *pace.per_minute);
  }
  // Compared before it is subtracted: a line that was never held was held until the first moment.
  if (tally_->held_until > tally_->now + shortest_wait_shown && !stopping_) {
    pace.waiting = tally_->held_until - tally_->now;
  }
  return pace;
}

Moment Progress::draw_bar() {
  const Moment now = tally_->now;
  if (drawn_at_ && !drawn_.empty() && now - *drawn_at_ < shortest_between_bars) {
    return *drawn_at_ + shortest_between_bars;
  }
  // The last column stays free: some terminals wrap when it is filled.
  // Room for the ^C that a terminal echoes: the line must not wrap, or it could not be taken away.
  const std::size_t width = std::max<std::size_t>(terminal_.width(), 4) - 3;
  const std::string line = progress_bar(facts_, pace(), width, style_);
  if (line != drawn_) {
    terminal_.write(fmt::format("\r{}\x1b[K", line));
    drawn_ = line;
  }
  drawn_at_ = now;
  return now + longest_between_bars;
}

Moment Progress::write_plain() {
  const Moment now = tally_->now;
  if (!drawn_at_) {
    drawn_at_ = now;
    written_ = facts_;
  }
  if (now - *drawn_at_ >= between_plain_lines) {
    drawn_at_ = now;
    if (facts_ != *written_) say(progress_text(facts_, pace(), plain_width, style_));
    written_ = facts_;
  }
  return *drawn_at_ + between_plain_lines;
}

void Progress::say(const std::string& line) {
  if (mode_ == ProgressMode::none) return;
  clear_bar();
  terminal_.write(line + "\n");
}

void Progress::clear_bar() {
  if (drawn_.empty()) return;
  terminal_.write(to_line_start_and_erase);
  drawn_.clear();
}

}  // namespace shotlist::report

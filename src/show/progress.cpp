#include "show/progress.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/translation.h"
#include "show/wording.h"

namespace shotlist::show {
namespace {

using namespace std::chrono_literals;

constexpr Duration shortest_between_bars = 100ms;
constexpr Duration longest_between_bars = 1s;
constexpr Duration between_plain_lines = 5s;
constexpr Duration between_paced_lines = 10s;
constexpr Duration between_same_standstills = 10s;
constexpr Duration shortest_wait_shown = 1s;
constexpr Duration shortest_slow_down_told = 2s;
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
  facts.videos = tally.collecting;
  return facts;
}

}  // namespace

void Progress::settled(const submit::Try&, const Outcome& outcome, bool again) {
  if (again) {
    last_failure_ = outcome.error_class;
    return;
  }
  ended_.add(outcome.status);
  ++settled_since_turn_;
}

void Progress::corrected(const submit::Try&, Status before, Status after) {
  ended_.replace(before, after);
}

void Progress::stopping(const Sentence& why) {
  stopping_ = true;
  say(tr("stopping: ") + disarm(why.spoken));
}

void Progress::told(const Sentence& line) {
  say(line.spoken);
}

void Progress::unrecorded(const submit::Try& tried, const Outcome& outcome) {
  std::string text = tr("NOT RECORDED, keep this: the answer to {}, which is {}\n",
                        disarm(tried.request.id), spoken(outcome.status));
  const auto add = [&text](std::string_view name, const std::string& value) {
    if (!value.empty()) text += fmt::format("  {}: {}\n", name, disarm(value));
  };
  add(tr("task id"), outcome.task_id);
  add(tr("error"), outcome.error);
  add(tr("HTTP status"), outcome.http_status == 0 ? "" : std::to_string(outcome.http_status));
  add(tr("request id of the provider"), outcome.provider_request_id);
  add("answer", outcome.raw_reply);
  terminal_.write(without_bar(std::move(text)));
}

Moment Progress::turn(const submit::Tally& tally) {
  tally_ = tally;
  for (; settled_since_turn_ > 0; --settled_since_turn_)
    speed_.add(tally.now);
  facts_ = facts_of(tally, ended_);
  if (facts_.videos && facts_.videos->bytes > 0 && !first_byte_) first_byte_ = tally.now;
  if (mode_ == ProgressMode::none) return Moment::max();
  terminal_.offer({});  // output it did not take before
  tell_slow_down();
  const Moment told_again = tell_standstill();
  const Moment next = mode_ == ProgressMode::bar ? draw_bar() : write_plain();
  const bool is_alive = tally.to_send > 0 || tally.in_flight > 0 || tally.collecting;
  return is_alive ? std::min(next, told_again) : Moment::max();
}

void Progress::finish() {
  if (mode_ == ProgressMode::plain && written_ && *written_ != facts_) {
    say(progress_text(facts_, pace(), plain_width, style_));
    written_ = facts_;
  }
  terminal_.write(without_bar({}));
}

ProgressPace Progress::pace() const {
  ProgressPace pace;
  pace.learned = tally_->learned;
  if (tally_->slowed_to) pace.slowed = slowed_text(*tally_->slowed_to, last_failure_);
  pace.per_minute = speed_.per_minute(tally_->now);
  if (stopping_) return pace;
  if (first_byte_ && tally_->now > *first_byte_) {
    const std::chrono::duration<double> seconds = tally_->now - *first_byte_;
    pace.bytes_per_second = static_cast<double>(facts_.videos->bytes) / seconds.count();
  }
  if (pace.per_minute && tally_->to_send > 0) {
    pace.left = time_for(tally_->to_send, *pace.per_minute);
  }
  if (tally_->wait && tally_->wait->until > tally_->now + shortest_wait_shown) {
    pace.waiting = wait_text(*tally_->wait, tally_->now);
  }
  if (is_fruitless(*tally_)) pace.fruitless = tally_->now - *tally_->nothing_accepted_since;
  return pace;
}

// Reported once per halving. Brief slow-downs are not worth a line.
void Progress::tell_slow_down() {
  const std::optional<Rate>& rate = tally_->slowed_to;
  if (!rate) {
    slowed_since_.reset();
    slowed_told_.reset();
    return;
  }
  slowed_since_ = slowed_since_.value_or(tally_->now);
  const bool is_news = !slowed_told_ || rate->interval() >= 2 * slowed_told_->interval();
  if (stopping_ || !is_news || tally_->now - *slowed_since_ < shortest_slow_down_told) return;
  slowed_told_ = rate;
  say(slowed_text(*rate, last_failure_));
}

// Returns when it will next have something to report, as far as is known.
Moment Progress::tell_standstill() {
  if (stopping_) return Moment::max();
  const Moment now = tally_->now;
  const std::optional<submit::Wait>& wait = tally_->wait;
  const bool fruitless = is_fruitless(*tally_);
  const bool waits =
      wait && wait->reason != submit::Wait::Reason::paced && wait->until > now + shortest_wait_told;
  Moment next = Moment::max();
  if (tally_->nothing_accepted_since && !fruitless) {
    next = *tally_->nothing_accepted_since + longest_fruitless_untold;
  }
  if (!fruitless && !waits) return next;

  const std::string cause = cause_of_standstill(*tally_, last_failure_);
  const auto until = wait ? std::optional(wait->until) : std::nullopt;
  const auto told = told_.find(cause);
  // Many requests may hit the same busy server at once: one report is enough.
  const bool lately = told != told_.end() && now - told->second.at < between_same_standstills;
  const bool is_new = told == told_.end() || told->second.until != until;
  const bool first_word = fruitless && fruitless_told_ != tally_->nothing_accepted_since;
  const bool repeated = mode_ == ProgressMode::plain;  // the bar shows it all the time
  if (first_word || (!lately && (repeated || (waits && is_new)))) {
    say(standstill_text(*tally_, last_failure_, time_));
    told_[cause] = {now, until};
    if (fruitless) fruitless_told_ = tally_->nothing_accepted_since;
  }
  return repeated ? std::min(next, told_[cause].at + between_same_standstills) : next;
}

Moment Progress::draw_bar() {
  const Moment now = tally_->now;
  if (drawn_at_ && now - *drawn_at_ < shortest_between_bars) {
    return *drawn_at_ + shortest_between_bars;
  }
  // The last column stays free: some terminals wrap when it is filled. There is also room for the
  // ^C that a terminal echoes: a wrapped line could not be erased.
  const std::size_t width = std::max<std::size_t>(terminal_.width(), 4) - 3;
  const std::string line = progress_bar(facts_, pace(), width, style_);
  if (line != drawn_ && terminal_.offer(fmt::format("\r{}\x1b[K", line))) drawn_ = line;
  drawn_at_ = now;
  return now + longest_between_bars;
}

Moment Progress::write_plain() {
  const Moment now = tally_->now;
  if (!written_) {
    written_ = facts_;
    written_at_ = now;
    plain_due_ = now + between_plain_lines;
  }
  if (now >= plain_due_) {
    plain_due_ = now + between_plain_lines;
    // A run with --rate 5/min waits before each row: not news, but a sign that it is alive.
    const bool paced = tally_->wait && tally_->wait->reason == submit::Wait::Reason::paced;
    if (facts_ != *written_ || (paced && now - written_at_ >= between_paced_lines)) {
      say(progress_text(facts_, pace(), plain_width, style_));
      written_ = facts_;
      written_at_ = now;
    }
  }
  return plain_due_;
}

void Progress::say(const std::string& line) {
  if (mode_ != ProgressMode::none) warn(line);
}

// The output that replaces the bar by `text`.
std::string Progress::without_bar(std::string text) {
  if (drawn_.empty()) return text;
  drawn_.clear();
  drawn_at_.reset();
  return std::string(to_line_start_and_erase) + text;
}

}  // namespace shotlist::show

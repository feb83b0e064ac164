#include "collect/polls.h"

#include <algorithm>
#include <utility>

#include "base/recorded_text.h"
#include "base/translation.h"

namespace shotlist::collect {
namespace {

using namespace std::chrono_literals;

constexpr Duration longest_wait = 5min;
constexpr Duration first_hold = 30s;

// 15 % more or less: what was sent together must not be asked for together.
Duration jittered(Duration wait, double chance) {
  return Duration(
      static_cast<Duration::rep>(static_cast<double>(wait.count()) * (0.85 + 0.3 * chance)));
}

}  // namespace

Polls::Task& Polls::at(std::size_t task) {
  if (task >= tasks_.size()) tasks_.resize(task + 1);
  return tasks_[task];
}

void Polls::add(std::size_t number, Duration age, const Expectation& expected, Moment now,
                double chance) {
  Task& task = at(number);
  task = Task();
  task.is_left = true;
  ++tasks_left_;
  const Duration known_age = std::max(age, Duration::zero());  // a clock may have been set back
  task.early = now - known_age + expected.early;
  task.late = now - known_age + std::max(expected.late, expected.early);
  task.gives_up = std::max(now, task.early) + settings_.patience;
  task.wait = settings_.every;
  Moment first = task.early;
  if (settings_.every_is_given)
    first = std::min(first, now + Duration(static_cast<Duration::rep>(
                                      static_cast<double>(settings_.every.count()) * chance)));
  due_.emplace(first, number);
}

Moment Polls::next() const {
  if (stop_ || due_.empty()) return Moment::max();
  if (!held_until_) return due_.begin()->first;
  if (under_way_ > 0) return Moment::max();  // one answer decides
  return std::max(*held_until_, due_.begin()->first);
}

std::size_t Polls::take(Moment now) {
  const std::size_t number = due_.begin()->second;
  due_.erase(due_.begin());
  Task& task = tasks_[number];
  task.asked = now;
  ++under_way_;
  return number;
}

bool Polls::put_back(std::size_t task, Moment at) {
  const bool is_over = at >= tasks_[task].gives_up + settings_.patience;
  if (is_over) {
    drop(task);
  } else {
    --under_way_;
    due_.emplace(at, task);
  }
  return !is_over;
}

void Polls::drop(std::size_t task) {
  --under_way_;
  if (tasks_[task].is_left) leave(tasks_[task]);
}

Duration Polls::interval() const {
  if (!settings_.pace.rate) return settings_.every;
  const auto all = static_cast<Duration::rep>(tasks_left_);
  return std::max(settings_.every, settings_.pace.rate->interval() * all);
}

Finding Polls::settled(std::size_t number, const api::VideoAnswer& answer, Moment now,
                       double chance) {
  Task& task = tasks_[number];
  --under_way_;
  using Kind = api::VideoAnswer::Kind;
  const bool is_missed = answer.kind == Kind::missed || answer.kind == Kind::no_service;
  if (is_missed) {
    note_missed(task, answer, now);
  } else {
    note_answer();
    if (task.asked >= task.early) ++task.answers_after_early;
    knows_any_ = knows_any_ || answer.kind != Kind::unknown_task;
  }
  if (!task.is_left) return Finding::unfinished;  // looked at once more, for a new link
  const Finding finding = judge(task, answer);
  if (finding != Finding::unfinished) {
    leave(task);
    return finding;
  }
  const bool was_looked_at = task.answers_after_early >= answers_after_expected;
  if (now >= task.gives_up + (was_looked_at ? Duration::zero() : settings_.patience)) {
    leave(task);
    return Finding::given_up;
  }
  schedule(number, task, answer, now, chance);
  return Finding::unfinished;
}

Finding Polls::judge(Task& task, const api::VideoAnswer& answer) {
  using Kind = api::VideoAnswer::Kind;
  switch (answer.kind) {
    case Kind::completed:
      if (answer.url.empty() && ++task.without_link < most_looks_without_link)
        return Finding::unfinished;
      return Finding::completed;
    case Kind::failed:
      return Finding::failed;
    case Kind::expired:
      return Finding::expired;
    case Kind::unknown_task:
      if (task.unknown++ == 0) ++unknown_;
      if (!knows_any_ && unknown_ >= unknown_to_all) {
        stop_ = submit::RunEnd{
            ExitCode::refused, in_both([&] {
              return tr(
                  "the server knows none of the first {} tasks: the key belongs to another "
                  "account, or the address is another gateway's",
                  unknown_);
            }),
            ErrorClass::auth};
      }
      if (task.unknown < most_unknown || stop_) return Finding::unfinished;
      // While none is known, fewer tasks than it takes to tell may all be gone.
      if (!knows_any_ && tasks_.size() >= unknown_to_all) return Finding::unfinished;
      return Finding::lost;
    case Kind::running:
      task.unknown = 0;
      return Finding::unfinished;
    case Kind::missed:
    case Kind::no_service:
      break;
  }
  return Finding::unfinished;
}

void Polls::note_missed(Task& task, const api::VideoAnswer& answer, Moment now) {
  const bool is_refusal = answer.kind == api::VideoAnswer::Kind::no_service;
  no_service_ = is_refusal ? no_service_ + 1 : 0;
  if (is_refusal && (!was_answered_ || no_service_ >= most_missed) && !stop_)
    stop_ = submit::RunEnd{ExitCode::refused, Sentence(answer.error, spoken_text(answer.error)),
                           answer.error_class};
  if (std::exchange(task.missed_in, series_) != series_) ++missed_;
  if (missed_ < most_missed) return;
  hold_ = hold_ == Duration::zero() ? first_hold : std::min(2 * hold_, longest_wait);
  held_until_ = now + hold_;
}

void Polls::note_answer() {
  was_answered_ = true;
  missed_ = 0;
  ++series_;
  no_service_ = 0;
  hold_ = Duration::zero();
  held_until_.reset();
}

void Polls::schedule(std::size_t number, Task& task, const api::VideoAnswer& answer, Moment now,
                     double chance) {
  // Later than nearly all others: it may take much longer.
  if (now >= task.late) task.wait = std::min(task.wait * 3 / 2, std::max(longest_wait, task.wait));
  Duration wait = jittered(std::max(task.wait, interval()), chance);
  if (answer.wait) wait = std::max(wait, *answer.wait);
  due_.emplace(now + wait, number);
}

void Polls::look_again(std::size_t number, Moment now) {
  Task& task = at(number);
  task.gives_up = std::max(task.gives_up, now + settings_.patience);
  due_.emplace(now, number);
}

void Polls::leave(Task& task) {
  task.is_left = false;
  --tasks_left_;
}

std::optional<Moment> Polls::held_until() const {
  return held_until_;
}

}  // namespace shotlist::collect

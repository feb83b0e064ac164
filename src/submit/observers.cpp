#include "submit/observers.h"

#include <algorithm>

namespace shotlist::submit {

std::string_view word_of(Wait::Reason reason) {
  using Reason = Wait::Reason;
  switch (reason) {
    case Reason::paced:
      return "paced";
    case Reason::rate_limited:
      return "rate_limited";
    case Reason::overloaded:
      return "overloaded";
    case Reason::too_many_running:
      return "too_many_running";
    case Reason::unreachable:
      return "unreachable";
    case Reason::announced:
      return "announced";
    case Reason::ledger:
      return "ledger";
    case Reason::model:
      return "model";
  }
  return {};
}

void Observers::sent(const Try& tried) {
  for (Observer& one : all_)
    one.sent(tried);
}

void Observers::settled(const Try& tried, const Outcome& outcome, bool again) {
  for (Observer& one : all_)
    one.settled(tried, outcome, again);
}

void Observers::corrected(const Try& tried, Status before, Status after) {
  for (Observer& one : all_)
    one.corrected(tried, before, after);
}

void Observers::stopping(const Sentence& why) {
  for (Observer& one : all_)
    one.stopping(why);
}

void Observers::unrecorded(const Try& tried, const Outcome& outcome) {
  for (Observer& one : all_)
    one.unrecorded(tried, outcome);
}

void Observers::collected(std::string_view row, std::string_view task_id, const Video& video) {
  for (Observer& one : all_)
    one.collected(row, task_id, video);
}

void Observers::told(const Sentence& line) {
  for (Observer& one : all_)
    one.told(line);
}

Moment Observers::turn(const Tally& tally) {
  Moment next = Moment::max();
  for (Observer& one : all_)
    next = std::min(next, one.turn(tally));
  return next;
}

}  // namespace shotlist::submit

#include "submit/stop_rule.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "base/text.h"

namespace shotlist {
namespace {

std::size_t failures_allowed(const std::optional<CountOrShare>& stop_after, std::size_t rows) {
  if (!stop_after) return std::numeric_limits<std::size_t>::max();
  const auto amount = static_cast<std::size_t>(stop_after->count);
  return stop_after->percent ? std::max<std::size_t>(1, (rows * amount + 99) / 100) : amount;
}

std::string why_refused(ErrorClass cause) {
  switch (cause) {
    case ErrorClass::auth:
      return "the key was refused";
    case ErrorClass::balance:
      return "the account has no money left";
    default:
      return "nothing is served at this address";
  }
}

}  // namespace

StopRule::StopRule(std::optional<CountOrShare> stop_after, std::size_t rows)
    : most_failures_(failures_allowed(stop_after, rows)) {}

void StopRule::settled(const Outcome& outcome, bool again) {
  if (outcome.verdict == Verdict::accepted) accepted_since_no_channel_ = true;
  if (end_ || again || outcome.verdict == Verdict::accepted) return;
  ++failures_;
  if (outcome.ends_run) {
    end_ = RunEnd{ExitCode::refused, why_refused(outcome.error_class), outcome.error_class};
  } else if (outcome.error_class == ErrorClass::no_channel && !accepted_since_no_channel_) {
    end_ = RunEnd{ExitCode::refused, "the model has no channel, and nothing else succeeds",
                  ErrorClass::no_channel};
  } else if (failures_ >= most_failures_) {
    end_ = RunEnd{
        ExitCode::stopped,
        fmt::format("{} failed, and --stop-after says to stop there", counted(failures_, "row")),
        ErrorClass::none};
  }
  if (outcome.error_class == ErrorClass::no_channel) accepted_since_no_channel_ = false;
}

}  // namespace shotlist

#include "submit/stop_rule.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "base/text.h"

namespace shotlist::submit {
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

// As one would write it for an option.
std::string as_option(Duration duration) {
  if (duration < std::chrono::seconds(10)) return to_text(duration);
  return fmt::format("{}s", std::chrono::round<std::chrono::seconds>(duration).count());
}

std::string why_cut_off(const Cutoff& cutoff) {
  const std::string after = as_option(cutoff.after);
  if (cutoff.ours) {
    return fmt::format(
        "no answer comes within {}, which is --timeout: answers may need longer, so raise it",
        after);
  }
  return fmt::format(
      "answers are lost after {} each, as by a timeout on the way (a proxy, a gateway): have it "
      "raised or go around it, and keep --timeout above it",
      after);
}

}  // namespace

StopRule::StopRule(std::optional<CountOrShare> stop_after, std::size_t rows)
    : most_failures_(failures_allowed(stop_after, rows)) {}

void StopRule::settled(const Outcome& outcome, bool again, Moment now) {
  outage_.settled(outcome);
  cutoff_.settled(outcome, now);
  lost_in_a_row_ = outcome.verdict == Verdict::unknown ? lost_in_a_row_ + 1 : 0;
  if (outcome.verdict == Verdict::accepted) accepted_since_no_channel_ = true;
  if (again || outcome.verdict == Verdict::accepted) return;
  ++failures_;
  if (!end_) end_ = reason_to_end(outcome);
  if (outcome.error_class == ErrorClass::no_channel) accepted_since_no_channel_ = false;
}

std::optional<RunEnd> StopRule::reason_to_end(const Outcome& outcome) const {
  if (outcome.ends_run) {
    return RunEnd{ExitCode::refused, why_refused(outcome.error_class), outcome.error_class};
  }
  if (outcome.verdict == Verdict::unsent && outage_.noticed()) {
    return RunEnd{ExitCode::refused, "the server can not be reached", ErrorClass::connect};
  }
  if (outcome.error_class == ErrorClass::no_channel && !accepted_since_no_channel_) {
    return RunEnd{ExitCode::refused, "the model has no channel, and nothing else succeeds",
                  ErrorClass::no_channel};
  }
  if (cutoff_.cutoff()) {
    return RunEnd{ExitCode::stopped, why_cut_off(*cutoff_.cutoff()), ErrorClass::timeout};
  }
  if (lost_in_a_row_ >= most_lost_in_a_row) {
    return RunEnd{ExitCode::stopped,
                  fmt::format("{} in a row left a row in doubt each: find out what is wrong there "
                              "before more is risked",
                              counted(lost_in_a_row_, "answer")),
                  ErrorClass::server};
  }
  if (failures_ >= most_failures_) {
    return RunEnd{
        ExitCode::stopped,
        fmt::format("{} failed, and --stop-after says to stop there", counted(failures_, "row")),
        ErrorClass::none};
  }
  return std::nullopt;
}

}  // namespace shotlist::submit

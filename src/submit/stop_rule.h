#pragma once
// When a run must end before all rows are sent.

#include <cstddef>
#include <optional>
#include <string>

#include "base/exit_code.h"
#include "base/quantity.h"
#include "base/time.h"
#include "model/outcome.h"
#include "submit/cutoff_watch.h"
#include "submit/outage_watch.h"

namespace shotlist::submit {

/// Why nothing more is started.
struct RunEnd {
  ExitCode code = ExitCode::ok;  ///< `ok`: all rows were tried
  std::string why;               ///< for people; empty where all rows were tried
  ErrorClass cause = ErrorClass::none;
};

/// Watches outcomes for the one after which going on would be wrong.
class StopRule {
 public:
  /// So many answers lost one after the other, however quickly, leave so many rows in doubt:
  /// whatever it is, it does not pass.
  static constexpr std::size_t most_lost_in_a_row = 20;

  /// `rows` is how many this run is to send: what a share is a share of.
  StopRule(std::optional<CountOrShare> stop_after, std::size_t rows);

  /// Told of each outcome once, when it became known; `again` where the row will be tried again by
  /// itself.
  void settled(const Outcome& outcome, bool again, Moment now);

  /// Set once the run must end.
  const std::optional<RunEnd>& end() const { return end_; }

 private:
  std::optional<RunEnd> reason_to_end(const Outcome& outcome) const;

  std::size_t most_failures_;
  std::size_t failures_ = 0;
  std::size_t lost_in_a_row_ = 0;  ///< answers, since any other outcome
  bool accepted_since_no_channel_ = false;
  OutageWatch outage_;
  CutoffWatch cutoff_;
  std::optional<RunEnd> end_;
};

}  // namespace shotlist::submit

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

  /// So many rows refused with 403 as if each were at fault, while none passes, are not.
  static constexpr std::size_t most_forbidden_in_a_row = 3;

  /// No server gives one task to so many rows.
  static constexpr std::size_t most_rows_of_a_task = 5;

  /// What the user allows.
  struct Limits {
    std::optional<CountOrShare> stop_after;       ///< failed rows
    Duration give_up = std::chrono::minutes(10);  ///< without anything that gets through
  };

  /// `rows` is how many this run is to send: what a share is a share of.
  StopRule(const Limits& limits, std::size_t rows);

  /// Takes each outcome once, when it becomes known; `again` where the row will be tried again by
  /// itself. `others_left`: rows of other models wait to be sent.
  void settled(const Outcome& outcome, bool again, Moment now, bool others_left = false);

  /// Takes a task and how many rows it was given to.
  void gave_task(const std::string& task, std::size_t rows);

  /// Takes the time, now and then: some ends come with it.
  void pass(Moment now);

  /// Since when nothing gets through: the first try that was turned away or could not leave since
  /// anything was accepted. Nothing where things are well.
  const std::optional<Moment>& stuck_since() const { return stuck_since_; }

  /// When `pass` ends the run, if nothing is accepted before; the last of all moments where it does
  /// not.
  Moment gives_up_at() const;

  /// Whether the last outcome showed, or confirmed, that refusals with 403 are nobody's own fault:
  /// `most_forbidden_in_a_row` rows or more met them.
  bool forbids_everybody() const { return forbids_everybody_; }

  /// Set once the run must end.
  const std::optional<RunEnd>& end() const { return end_; }

 private:
  void count(const Outcome& outcome, Moment now);
  std::optional<RunEnd> reason_to_end(const Outcome& outcome, bool others_left) const;

  std::size_t most_failures_;
  Duration give_up_;
  std::size_t failures_ = 0;
  std::size_t lost_in_a_row_ = 0;       ///< answers, since any other outcome
  std::size_t forbidden_in_a_row_ = 0;  ///< since anything was accepted
  bool forbids_everybody_ = false;
  bool accepted_ = false;  ///< ever
  std::optional<Moment> stuck_since_;
  ErrorClass stuck_by_ = ErrorClass::none;
  OutageWatch outage_;
  CutoffWatch cutoff_;
  std::optional<RunEnd> end_;
};

}  // namespace shotlist::submit

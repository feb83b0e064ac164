#pragma once
// Decides when a run must end before all rows are sent. StopRule at the end is the interface; the
// classes before it each notice one thing.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/exit_code.h"
#include "base/quantity.h"
#include "base/sentence.h"
#include "base/time.h"
#include "model/outcome.h"

namespace shotlist::submit {

/// Many connections failed in a row, without any answer in between. One failure is enough if the
/// server never answered in this run; otherwise a handful are needed. Only an answer proves that
/// the server is reachable: losing an old request proves nothing.
class OutageWatch {
 public:
  static constexpr std::size_t handful = 5;

  /// Must be called once for each outcome.
  void settled(const Outcome& outcome);

  bool noticed() const { return unreached_ >= (answered_ ? handful : 1); }

 private:
  std::size_t unreached_ = 0;  ///< in a row
  bool answered_ = false;      ///< ever
};

/// The time after which answers are lost.
struct Cutoff {
  Duration after{};
  bool ours = false;  ///< it is `--timeout`, not a timeout on the way
};

/// A proxy that gives up after a minute loses every answer that takes longer, and each leaves a row
/// in doubt. After a handful it is better to ask the user than to go on, unless more answers arrive
/// than are lost. Losses after other times in between do not matter: there may be two such proxies.
class CutoffWatch {
 public:
  static constexpr std::size_t handful = 5;

  /// Must be called once for each outcome, when it becomes known.
  void settled(const Outcome& outcome, Moment now);

  /// Set once a handful were lost after the same time and no more than that were accepted since the
  /// first of them left.
  const std::optional<Cutoff>& cutoff() const { return cutoff_; }

 private:
  struct Loss {
    Duration after{};
    Moment sent;
  };

  std::size_t accepted_since(Moment moment) const;

  std::vector<Loss> lost_;        ///< in the order they became known
  std::vector<Moment> accepted_;  ///< likewise
  std::optional<Cutoff> cutoff_;
};

/// Why nothing more is started.
struct RunEnd {
  ExitCode code = ExitCode::ok;  ///< `ok`: all rows were tried
  Sentence why;                  ///< empty if all rows were tried
  ErrorClass cause = ErrorClass::none;
};

/// Watches outcomes for one that makes it wrong to go on.
class StopRule {
 public:
  /// This many answers lost in a row, however quickly, leave as many rows in doubt: the cause will
  /// not pass.
  static constexpr std::size_t most_lost_in_a_row = 20;

  /// If this many rows in a row are refused with 403, and none passes, the rows are not the cause.
  static constexpr std::size_t most_forbidden_in_a_row = 3;

  /// No working server gives one task to this many rows.
  static constexpr std::size_t most_rows_of_a_task = 5;

  /// What the user allows.
  struct Limits {
    std::optional<CountOrShare> stop_after;       ///< failed rows
    Duration give_up = std::chrono::minutes(10);  ///< time without anything getting through
  };

  /// `rows` is how many this run is to send: the base of a share.
  StopRule(const Limits& limits, std::size_t rows);

  /// Must be called once for each outcome, when it becomes known. `again`: the row will be retried
  /// automatically. `others_left`: rows of other models wait to be sent.
  void settled(const Outcome& outcome, bool again, Moment now, bool others_left = false);

  /// Reports a task and the number of rows it was given to.
  void gave_task(const std::string& task, std::size_t rows);

  /// Must be called now and then: some ends depend on the time.
  void pass(Moment now);

  /// Nothing is sent, since nothing may be: that is no sign that nothing gets through.
  void rest() { stuck_since_.reset(); }

  /// Since when nothing gets through: the first outcome, since the last accepted one, that was
  /// neither accepted nor refused. None if things are well.
  const std::optional<Moment>& stuck_since() const { return stuck_since_; }

  /// When `pass` ends the run if nothing is accepted before; Moment::max() if it does not.
  Moment gives_up_at() const;

  /// Whether the last outcome showed, or confirmed, that refusals with 403 are not the rows' fault:
  /// at least `most_forbidden_in_a_row` rows got one.
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

#pragma once
// Shows a run while it is under way.

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "model/counts.h"
#include "show/progress_line.h"
#include "show/speed.h"
#include "show/style.h"
#include "submit/observer.h"
#include "system/terminal.h"

namespace shotlist::show {

enum class ProgressMode {
  bar,    ///< one line, redrawn in place: for a terminal
  plain,  ///< a whole line every few seconds: for logs
  none,   ///< only answers that would otherwise be lost
};

/// Observes the loop and writes to a borrowed terminal, without waiting for it during the run.
/// Waits and standstills are reported when they begin and, in `plain`, every ten seconds; the bar
/// shows them throughout. Answers that could not be recorded are written in full in every mode,
/// however long that takes: a task id that was paid for is never lost.
class Progress final : public submit::Observer {
 public:
  Progress(system::Terminal& terminal, ProgressMode mode, Style style, ShownTime time)
      : terminal_(terminal), mode_(mode), style_(style), time_(time) {}

  void settled(const submit::Try& tried, const Outcome& outcome, bool again) override;
  void corrected(const submit::Try& tried, Status before, Status after) override;
  void stopping(const Sentence& why) override;
  void told(const Sentence& line) override;
  void unrecorded(const submit::Try& tried, const Outcome& outcome) override;
  Moment turn(const submit::Tally& tally) override;

  /// Writes a line in every mode.
  void warn(const std::string& line) { terminal_.post(without_bar(line + "\n")); }

  /// After the run: removes the bar, or writes a last plain line if something changed. Waits until
  /// the terminal has taken all output.
  void finish();

 private:
  struct Told {
    Moment at;
    std::optional<Moment> until;
  };

  ProgressPace pace() const;
  void tell_slow_down();
  Moment tell_standstill();
  Moment draw_bar();
  Moment write_plain();
  void say(const std::string& line);
  std::string without_bar(std::string text);

  system::Terminal& terminal_;
  ProgressMode mode_;
  Style style_;
  ShownTime time_;

  std::optional<submit::Tally> tally_;  // of the last turn
  Counts ended_;                        // rows of this run that will not be tried again
  std::size_t settled_since_turn_ = 0;
  ErrorClass last_failure_ = ErrorClass::none;  // of a try that will be repeated
  ProgressFacts facts_;
  Speed speed_;
  bool stopping_ = false;

  std::string drawn_;               // the bar on the screen; empty if none
  std::optional<Moment> drawn_at_;  // when the bar was last drawn, or dropped

  std::optional<ProgressFacts> written_;  // what the last plain line said
  Moment written_at_;
  Moment plain_due_;

  std::optional<Moment> first_byte_;  // of videos

  std::optional<Moment> slowed_since_;
  std::optional<Rate> slowed_told_;

  std::map<std::string, Told> told_;      // standstills by cause
  std::optional<Moment> fruitless_told_;  // since when nothing got through, if reported
};

}  // namespace shotlist::show

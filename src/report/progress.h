#pragma once
// Shows a run while it is under way.

#include <optional>
#include <string>
#include <string_view>

#include "model/counts.h"
#include "report/progress_line.h"
#include "report/speed.h"
#include "report/style.h"
#include "submit/observer.h"
#include "system/terminal.h"

namespace shotlist::report {

enum class ProgressMode {
  bar,    ///< one line, drawn again in place: for a terminal
  plain,  ///< a whole line every few seconds: for logs
  none,   ///< nothing but answers that would be lost
};

/// Told by the loop, writes to a terminal it borrows. Answers that could not be recorded are
/// written in full in every mode: a task id that was paid for is never lost.
class Progress final : public submit::Observer {
 public:
  Progress(system::Terminal& terminal, ProgressMode mode, Style style)
      : terminal_(terminal), mode_(mode), style_(style) {}

  void settled(const Request& request, int attempt, const Outcome& outcome, bool again) override;
  void held(Duration wait, ErrorClass why) override;
  void stopping(std::string_view why) override;
  void unrecorded(const Request& request, const Outcome& outcome) override;
  Moment turn(const submit::Tally& tally) override;

  /// After the run: takes the bar away, or writes a last plain line if something changed.
  void finish();

 private:
  ProgressPace pace() const;
  Moment draw_bar();
  Moment write_plain();
  void say(const std::string& line);
  void clear_bar();

  system::Terminal& terminal_;
  ProgressMode mode_;
  Style style_;

  std::optional<submit::Tally> tally_;  // of the last turn
  Counts ended_;                        // rows of this run that will not be tried again
  std::size_t settled_since_turn_ = 0;
  ProgressFacts facts_;
  Speed speed_;
  bool stopping_ = false;

  std::string drawn_;               // the bar on the screen; empty where there is none
  std::optional<Moment> drawn_at_;  // when the bar was last drawn, or the last plain line was due
  std::optional<ProgressFacts> written_;  // what the last plain line said
  std::optional<Moment> hold_said_at_;
  ErrorClass hold_said_ = ErrorClass::none;
};

}  // namespace shotlist::report

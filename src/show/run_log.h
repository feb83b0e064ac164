#pragma once
// The log of a run for programs: one JSON object a line, for everything that happens.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/json_object.h"
#include "base/quantity.h"
#include "base/redactor.h"
#include "base/secret.h"
#include "submit/observer.h"
#include "system/clock.h"

namespace shotlist::show {

/// Each line begins with `time` (UTC, milliseconds), `event` and `session`, which differs from run
/// to run, so that several may share a file:
///
///     start       what the run is about to do; the caller fills it in
///     sent        a request leaves: `id`, `entry`, `try`; `prompt` if wanted
///     answered    what came of it, durably: `status`, `verdict`, `error_class`, `http_status`,
///                 `task_id` or `named_task`, `error`, `latency_ms`; `again` if it will be retried
///     corrected   a later answer showed that an earlier one meant something else
///     unrecorded  an answer that the ledger could not take
///     wait        nothing leaves until `until`, and why
///     pace        what the server's refusals made of the pace: `per_minute`; null: the user's
///     task        a task ended: `video_status`, `error`
///     video       its file is here: `video_file`, `bytes`
///     note        a sentence about the tasks, their videos or the server
///     stop        nothing more is started, and `why`
///     end         totals and exit code; the caller fills it in
///     lost        so many `lines` before this one could not be written
///
/// Words are those of `log --json`, and sentences are English, whatever language is spoken. A
/// prompt is nowhere unless it is wanted, also where an answer repeats it word for word; the key
/// never is.
class RunLog final : public submit::Observer {
 public:
  /// Adds a line, with its end, and returns false if it is lost.
  using Add = std::function<bool(std::string_view line)>;
  using Fill = std::function<void(JsonObject&)>;

  /// `clock` is borrowed.
  RunLog(std::string session, bool with_prompts, system::Clock& clock, Add add);

  /// From now on, no line holds `key`.
  void hide(const Secret& key) { redactor_ = Redactor(key); }

  void write(std::string_view event, const Fill& fill);

  void sent(const submit::Try& tried) override;
  void settled(const submit::Try& tried, const Outcome& outcome, bool again) override;
  void corrected(const submit::Try& tried, Status before, Status after) override;
  void stopping(const Sentence& why) override;
  void unrecorded(const submit::Try& tried, const Outcome& outcome) override;
  void collected(std::string_view row, std::string_view task_id, const Video& video) override;
  void told(const Sentence& line) override;
  Moment turn(const submit::Tally& tally) override;

 private:
  std::string line_of(std::string_view event, const Fill& fill);
  void add_outcome(JsonObject& json, const submit::Try& tried, const Outcome& outcome) const;
  void tell_wait(const submit::Tally& tally);

  std::string session_;
  bool with_prompts_;
  system::Clock& clock_;
  Add add_;
  Redactor redactor_{Secret()};
  std::size_t lost_ = 0;               // lines since the last that was written
  std::optional<submit::Wait> waits_;  // as it was last told
  std::optional<Rate> slowed_to_;      // likewise
};

}  // namespace shotlist::show

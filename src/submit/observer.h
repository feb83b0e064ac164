#pragma once
// Observes a run without changing anything.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/sentence.h"
#include "base/time.h"
#include "model/counts.h"
#include "model/outcome.h"
#include "model/request.h"
#include "model/video.h"
#include "submit/allowance.h"

namespace shotlist::submit {

/// Why no request leaves just now.
struct Wait {
  enum class Reason {
    paced,             ///< the user's --rate
    rate_limited,      ///< too many requests
    overloaded,        ///< the server is overloaded
    too_many_running,  ///< too many tasks are unfinished
    unreachable,       ///< no connection
    announced,         ///< a RateLimit header said that none are left
    ledger,            ///< another program keeps the ledger locked
    model,             ///< one model is unavailable, and only its rows are left
  };
  Moment until;  ///< when the next request may leave, as far as known
  Reason reason = Reason::rate_limited;
  std::string model;         ///< for `Reason::model`: the model whose rows wait
  std::string server_asked;  ///< the wait the server asked for if it was capped; else empty
};

/// For programs: `rate_limited`.
std::string_view word_of(Wait::Reason reason);

/// One request of a row. Everything is borrowed.
struct Try {
  const Request& request;
  int attempt = 1;              ///< its number in its slot
  std::string_view entry = {};  ///< its name in the ledger
};

/// The state of the tasks whose videos are collected.
struct Collecting {
  std::size_t running = 0;
  std::size_t completed = 0;
  std::size_t ended_badly = 0;   ///< failed, expired or lost
  std::size_t given_up = 0;      ///< still running when patience was over
  std::size_t files = 0;         ///< fetched
  std::size_t to_fetch = 0;      ///< videos without a file yet, but for those that failed
  std::uint64_t bytes = 0;       ///< that arrived in this run
  std::uint64_t bytes_left = 0;  ///< of the announced lengths

  friend bool operator==(const Collecting&, const Collecting&) = default;
};

/// The state of a run at one instant. `counts` covers the selected rows; a row that will be retried
/// has the status it would have if the run ended now.
struct Tally {
  Counts counts;
  std::size_t in_flight = 0;
  std::size_t retrying = 0;  ///< rows waiting to be tried again
  std::size_t to_send = 0;   ///< rows of this run not settled yet, including those in flight
  Moment now;
  Date date;  ///< the date at `now`
  Allowance learned{};
  std::optional<Rate> slowed_to{};  ///< the current pace, if refusals made it lower than the user's
  std::optional<Collecting> collecting{};  ///< if videos are collected
  std::optional<Wait> wait{};  ///< set while rows are left and the next may not leave yet

  /// Since when nothing gets through: the first outcome, since the last accepted one, that was
  /// neither accepted nor refused. Set only while rows wait to be sent.
  std::optional<Moment> nothing_accepted_since{};
  std::optional<Moment> gives_up_at{};  ///< when --give-up ends the run if that continues
};

/// Called by the loop. Must not throw and must not call back.
class Observer {
 public:
  virtual ~Observer() = default;

  virtual void sent(const Try&) {}

  /// `again` is true if the row will be retried automatically.
  virtual void settled(const Try&, const Outcome&, bool /*again*/) {}

  /// A row was reported as `before` but is now known to be `after`. No money is involved.
  virtual void corrected(const Try&, Status /*before*/, Status /*after*/) {}

  /// Nothing more is started. `why` is a phrase for the user.
  virtual void stopping(const Sentence& /*why*/) {}

  /// The disk failed, so this answer could not be recorded: it must be shown in full at once.
  virtual void unrecorded(const Try&, const Outcome&) {}

  /// A task of the row `row` ended, or its video was fetched (it has a path then).
  virtual void collected(std::string_view /*row*/, std::string_view /*task_id*/, const Video&) {}

  /// A line for the user about the tasks, their videos or the server; it is disarmed.
  virtual void told(const Sentence& /*line*/) {}

  /// Called once per turn. Returns the latest moment for the next call if nothing happens.
  virtual Moment turn(const Tally&) { return Moment::max(); }
};

}  // namespace shotlist::submit

#pragma once
// Somebody who is told what happens during a run, and changes nothing.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "model/counts.h"
#include "model/outcome.h"
#include "model/request.h"
#include "submit/allowance.h"

namespace shotlist::submit {

/// Why nothing leaves just now.
struct Wait {
  enum class Reason {
    paced,             ///< the user's --rate
    rate_limited,      ///< too many requests
    overloaded,        ///< the server is overloaded
    too_many_running,  ///< too many tasks are unfinished
    unreachable,       ///< no connection
    announced,         ///< a RateLimit header said that none are left
    ledger,            ///< another program keeps the ledger locked
    model,             ///< one model is not available, and only its rows are left
  };
  Moment until;  ///< when the next request may leave, as far as is known now
  Reason reason = Reason::rate_limited;
  std::string model;         ///< of `Reason::model`: whose rows wait
  std::string server_asked;  ///< how long the server asked for where that was capped; else empty
};

/// The state of a run at one instant. `counts` covers the selected rows; a row that will be tried
/// again counts as what it would be if the run ended now.
struct Tally {
  Counts counts;
  std::size_t in_flight = 0;
  std::size_t retrying = 0;  ///< rows that wait to be tried again
  std::size_t to_send = 0;  ///< rows of this run that are not settled yet, those in flight included
  Moment now;
  Date date;  ///< of `now`
  Allowance learned{};
  std::optional<Rate> slowed_to{};  ///< the pace kept, where refusals made it less than the user's
  std::optional<Wait> wait{};       ///< while rows are left to send and the next may not leave yet

  /// The start of the run or the last answer that was accepted; while tries have ended since, and
  /// the last of them failed and will be repeated.
  std::optional<Moment> nothing_accepted_since{};
  std::optional<Moment> gives_up_at{};  ///< when --give-up ends the run if that goes on
};

/// Told by the loop. Must not throw and must not call back.
class Observer {
 public:
  virtual ~Observer() = default;

  virtual void sent(const Request&, int /*attempt*/) {}

  /// `again` is true where the row will be tried again by itself.
  virtual void settled(const Request&, int /*attempt*/, const Outcome&, bool /*again*/) {}

  /// A row was told of as `before`, and is known by now to be `after`: no money is in it.
  virtual void corrected(const Request&, Status /*before*/, Status /*after*/) {}

  /// Nothing more is started. `why` is a phrase for people.
  virtual void stopping(std::string_view /*why*/) {}

  /// The disk failed, so this answer could not be recorded: it must be shown in full, now.
  virtual void unrecorded(const Request&, const Outcome&) {}

  /// Once a turn. Returns when it wants to be told again at the latest, though nothing happened.
  virtual Moment turn(const Tally&) { return Moment::max(); }
};

}  // namespace shotlist::submit

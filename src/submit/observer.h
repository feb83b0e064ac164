#pragma once
// Somebody who is told what happens during a run, and changes nothing.

#include <cstddef>
#include <string_view>

#include "base/time.h"
#include "model/counts.h"
#include "model/outcome.h"
#include "model/request.h"
#include "submit/allowance.h"

namespace shotlist::submit {

/// The state of a run at one instant. `counts` covers the selected rows; a row that will be tried
/// again counts as what it would be if the run ended now.
struct Tally {
  Counts counts;
  std::size_t in_flight = 0;
  std::size_t retrying = 0;  ///< rows that wait to be tried again
  std::size_t to_send = 0;  ///< rows of this run that are not settled yet, those in flight included
  Moment now;
  Moment held_until;  ///< nothing is sent before; in the past where nothing holds the line
  Allowance learned{};
};

/// Told by the loop. Must not throw and must not call back.
class Observer {
 public:
  virtual ~Observer() = default;

  virtual void sent(const Request&, int /*attempt*/) {}

  /// `again` is true where the row will be tried again by itself.
  virtual void settled(const Request&, int /*attempt*/, const Outcome&, bool /*again*/) {}

  /// The whole line waits for `wait` because of `why`.
  virtual void held(Duration /*wait*/, ErrorClass /*why*/) {}

  /// Nothing more is started. `why` is a phrase for people.
  virtual void stopping(std::string_view /*why*/) {}

  /// The disk failed, so this answer could not be recorded: it must be shown in full, now.
  virtual void unrecorded(const Request&, const Outcome&) {}

  /// Once a turn. Returns when it wants to be told again at the latest, though nothing happened.
  virtual Moment turn(const Tally&) { return Moment::max(); }
};

}  // namespace shotlist::submit

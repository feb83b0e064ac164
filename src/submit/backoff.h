#pragma once
// Keeps the whole line waiting after the server said "not now", or could not be reached.

#include <optional>

#include "base/time.h"
#include "model/outcome.h"

namespace shotlist::submit {

/// One refusal speaks for everybody: what is rate limited is the key, not the row. Requests that
/// had left before a hold began belong to the same refusal: they do not lengthen its backoff, and
/// do not end it where they are let in.
///
/// A connection that fails may be bad luck: it holds the line unless the server answered anything
/// since the last one that failed. A model without a channel is no matter of the line.
class Backoff {
 public:
  /// Nothing may leave before.
  Moment until() const { return until_; }

  /// What kind of failure the last hold is for, and what the server asked for where that was more.
  ErrorClass why() const { return why_; }
  const std::optional<Duration>& asked() const { return asked_; }

  /// Takes each outcome once: it became known at `now`, of a request that left at `sent`.
  /// `chance` is even over [0, 1). True where everybody waits because of it; for `shortest` at
  /// first, where the server takes no more just now and did not say until when.
  bool settled(const Outcome& outcome, Moment sent, Moment now, double chance,
               Duration shortest = std::chrono::seconds(1));

  /// How often the server said "not now" in a row; once for all that left before it was heard.
  int refusals() const { return refusals_; }

 private:
  bool speaks_for_everybody(const Outcome& outcome);

  Moment began_ = Moment::min();
  Moment until_ = Moment::min();
  ErrorClass why_ = ErrorClass::none;
  std::optional<Duration> asked_;
  int refusals_ = 0;       ///< waves of them, since something that left after was let in
  int unreached_ = 0;      ///< waves of failed connections, since something was answered
  bool answered_ = false;  ///< since the last failed connection
};

}  // namespace shotlist::submit

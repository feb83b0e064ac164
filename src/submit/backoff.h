#pragma once
// Makes the whole line wait after the server said "not now" or could not be reached.

#include <optional>

#include "base/time.h"
#include "model/outcome.h"

namespace shotlist::submit {

/// One refusal holds the whole line: the rate limit applies to the key, not to the row. Requests
/// that left before a hold began belong to the same refusal: they neither lengthen its backoff nor
/// end it if they are let in.
///
/// A failed connection may be bad luck: it holds the line unless the server answered something
/// since the last failed one. A model without a channel does not hold the line.
class Backoff {
 public:
  /// Nothing may leave before this moment.
  Moment until() const { return until_; }

  /// The kind of failure that caused the last hold, and the wait the server asked for if that was
  /// capped.
  ErrorClass why() const { return why_; }
  const std::optional<Duration>& asked() const { return asked_; }

  /// Must be called once for each outcome, which became known at `now`, of a request that left at
  /// `sent`. `chance` is uniform in [0, 1). Returns true if the whole line waits because of it. The
  /// first wait is `shortest` if the server refuses for the moment and did not say until when.
  bool settled(const Outcome& outcome, Moment sent, Moment now, double chance,
               Duration shortest = std::chrono::seconds(1));

  /// How often in a row the server said "not now". Requests that had already left when it did are
  /// not counted again.
  int refusals() const { return refusals_; }

 private:
  bool speaks_for_everybody(const Outcome& outcome);

  Moment began_ = Moment::min();
  Moment until_ = Moment::min();
  ErrorClass why_ = ErrorClass::none;
  std::optional<Duration> asked_;
  int refusals_ = 0;       ///< waves of refusals, since a request that left later was let in
  int unreached_ = 0;      ///< waves of failed connections, since the last answer
  bool answered_ = false;  ///< since the last failed connection
};

}  // namespace shotlist::submit

#pragma once
// Keeps the whole line waiting after the server said "not now".

#include "base/time.h"
#include "model/outcome.h"

namespace shotlist {

/// One refusal speaks for everybody: what is rate limited is the key, not the row. Answers to
/// requests that had left before a hold began belong to the same refusal and do not lengthen its
/// backoff. A model without a channel holds the line only while nothing else is accepted: other
/// models may be fine.
class LineHold {
 public:
  /// Nothing may leave before.
  Moment until() const { return until_; }

  /// "Not now" was the answer at `now` to a request that left at `sent`. `chance` is even over [0,
  /// 1).
  void refused(const Outcome& outcome, Moment sent, Moment now, double chance);

  /// Something was accepted at `now`: the next refusal starts from the shortest wait.
  void accepted() {
    refusals_ = 0;
    accepted_since_ = true;
  }

 private:
  Moment began_ = Moment::min();
  Moment until_ = Moment::min();
  int refusals_ = 0;
  bool accepted_since_ = false;
};

}  // namespace shotlist

#pragma once
// One request that a run may send.

#include "model/request.h"
#include "model/verdict.h"

namespace shotlist::submit {

/// A request and the slot in which it is to be paid for.
struct Order {
  Request request;
  int copy = 1;
  int tries = 0;                     ///< tries of that slot in earlier runs
  Status status = Status::not_sent;  ///< of the row before this run
};

}  // namespace shotlist::submit

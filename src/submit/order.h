#pragma once
// One request that a run may send.

#include "model/request.h"
#include "model/verdict.h"

namespace shotlist::submit {

/// What is asked for, and the slot that it is to be paid for in.
struct Order {
  Request request;
  int copy = 1;
  int tries = 0;                     ///< of that slot, in earlier runs
  Status status = Status::not_sent;  ///< of the row, before this run
};

}  // namespace shotlist::submit

#pragma once
// The requests that a run may send.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/digest.h"
#include "model/request.h"
#include "model/verdict.h"

namespace shotlist::submit {

/// A request and the slot in which it is to be paid for.
struct Order {
  std::size_t row = 0;  ///< which request it is, for `Orders::request_of`
  Fingerprint fingerprint;
  std::uint32_t model = 0;  ///< in `Orders::models`
  int copy = 1;
  int tries = 0;                     ///< tries of that slot in earlier runs
  Status status = Status::not_sent;  ///< of the row before this run
};

/// All orders of a run. A million of them need little memory: a request is made when it is needed,
/// and again for each try.
struct Orders {
  std::vector<Order> all;
  std::vector<std::string> models;
  std::function<Request(std::size_t row)> request_of;
};

}  // namespace shotlist::submit

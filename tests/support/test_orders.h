#pragma once
// Orders of requests that a test has in memory.

#include <cstddef>
#include <vector>

#include "model/request.h"
#include "plan/plan.h"
#include "submit/order.h"

namespace shotlist::tests {

/// Orders of some of `requests`, which must outlive them.
class TestOrders : public submit::Orders {
 public:
  explicit TestOrders(const std::vector<Request>& requests);

  void add(std::size_t row, const plan::Row& planned);

 private:
  const std::vector<Request>& requests_;
};

}  // namespace shotlist::tests

#include "support/test_orders.h"

#include <algorithm>

namespace shotlist::tests {

TestOrders::TestOrders(const std::vector<Request>& requests) : requests_(requests) {
  request_of = [&requests](std::size_t row) { return requests[row]; };
}

void TestOrders::add(std::size_t row, const plan::Row& planned) {
  const Value* model = find_field(requests_[row].fields, "model");
  const std::string name = model == nullptr ? std::string() : to_text(*model);
  const auto found = std::find(models.begin(), models.end(), name);
  const auto number = static_cast<std::uint32_t>(found - models.begin());
  if (found == models.end()) models.push_back(name);
  all.push_back(
      {row, requests_[row].fingerprint, number, planned.copy, planned.tried, planned.status()});
}

}  // namespace shotlist::tests

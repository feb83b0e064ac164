#include "report/task_owners.h"

#include <string>

#include "support/catch2.h"

namespace shotlist::tests {
namespace {

TEST_CASE("a task belongs to the row that has it, or had it before it was sent again") {
  Standing standing;
  standing.status = Status::in_doubt;
  standing.earlier.emplace_back().task_id = "t:1";
  standing.superseded.emplace_back().task_id = "t:0";
  Standing other;
  other.status = Status::submitted;
  other.task_id = "t:\x1b";
  journal::Ledger ledger;
  ledger.apply(journal::AdoptedFact{"r.csv", {}, {{"a", standing}, {"b", other}}});
  report::TaskOwners owners(ledger);
  for (const char* task_id : {"t:0", "t:1"}) {
    CAPTURE(task_id);
    REQUIRE(owners.find(task_id) != nullptr);
    CHECK(*owners.find(task_id) == "a");
  }
  REQUIRE(owners.find("t:\\x1b") != nullptr);
  CHECK(*owners.find("t:\\x1b") == "b");
  CHECK(owners.find("t:2") == nullptr);
  CHECK(owners.find("") == nullptr);
}

}  // namespace
}  // namespace shotlist::tests

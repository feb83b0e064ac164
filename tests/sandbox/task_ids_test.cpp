#include "sandbox/task_ids.h"

#include <set>

#include "support/catch2.h"

namespace shotlist::tests::task_ids_test {

using namespace shotlist::sandbox;

TEST_CASE("task ids look like the API document's and start with the time") {
  TaskIds ids(1);
  const std::string id = ids.next(Date(std::chrono::milliseconds(1'762'010'644'750)));
  CHECK(id.rfind("sora-2:task_sandbox_01k9009g8e", 0) == 0);
  const std::string ulid = id.substr(std::string("sora-2:task_sandbox_").size());
  CHECK(ulid.size() == 26);
  CHECK(ulid.find_first_not_of("0123456789abcdefghjkmnpqrstvwxyz") == std::string::npos);
}

TEST_CASE("a task id of a sandbox can be told from a real one") {
  CHECK(is_rehearsed(TaskIds(1).next(Date{})));
  CHECK_FALSE(is_rehearsed("sora-2:task_01k9009g8ef1esae6388chgcpx"));
  CHECK_FALSE(is_rehearsed(""));
}

TEST_CASE("task ids of one moment differ, and so do those of two sandboxes") {
  std::set<std::string> seen;
  for (const std::uint64_t seed : {1U, 2U}) {
    TaskIds ids(seed);
    for (int i = 0; i < 5'000; ++i)
      seen.insert(ids.next(Date{}));
  }
  CHECK(seen.size() == 10'000);
}

}  // namespace shotlist::tests::task_ids_test

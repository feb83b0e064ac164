#include "report/task_owners.h"

#include <utility>
#include <vector>

#include "base/disarm.h"

namespace shotlist::report {

const std::string* TaskOwners::find(const std::string& task_id) {
  if (task_id.empty()) return nullptr;
  if (!std::exchange(is_read_, true)) read();
  const auto found = rows_.find(task_id);
  return found == rows_.end() ? nullptr : found->second;
}

void TaskOwners::read() {
  for (const std::string& id : ledger_.ids()) {
    const auto add = [&](const Attempt& attempt) {
      if (!attempt.task_id.empty()) rows_.emplace(disarm(attempt.task_id), &id);
    };
    const Standing& standing = *ledger_.find(id);
    add(standing);
    for (const Attempt& attempt : standing.earlier)
      add(attempt);
    for (const Attempt& attempt : standing.superseded)
      add(attempt);
  }
}

}  // namespace shotlist::report

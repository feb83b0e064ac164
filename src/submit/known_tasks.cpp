#include "submit/known_tasks.h"

#include <utility>

namespace shotlist::submit {

const std::string* KnownTasks::give(const std::string& task, const std::string& row) {
  if (!std::exchange(was_read_, true)) read_ledger();
  Owner& owner = owners_.try_emplace(task, Owner{row, 0}).first->second;
  ++owner.times;
  return owner.row == row ? nullptr : &owner.row;
}

std::size_t KnownTasks::times_given(const std::string& task) const {
  const auto found = owners_.find(task);
  return found == owners_.end() ? 0 : found->second.times;
}

void KnownTasks::read_ledger() {
  const auto note = [this](const Attempt& attempt, const std::string& row) {
    const bool is_elsewhere =
        attempt.server >= 0 &&
        ledger_.servers()[static_cast<std::size_t>(attempt.server)] != server_;
    if (is_elsewhere) return;
    for (const std::string& task : {attempt.task_id, attempt.named_task}) {
      if (!task.empty()) owners_.try_emplace(task, Owner{row, 0});
    }
  };
  for (const std::string& row : ledger_.ids()) {
    const Standing& standing = *ledger_.find(row);
    note(standing, row);
    for (const Attempt& attempt : standing.earlier)
      note(attempt, row);
    for (const Attempt& attempt : standing.superseded)
      note(attempt, row);
  }
}

}  // namespace shotlist::submit

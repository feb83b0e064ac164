#include "submit/known_tasks.h"

#include <utility>

#include "ledger/reader.h"

namespace shotlist::submit {

void KnownTasks::read(const ledger::Database& ledger, const std::string& server) {
  ledger::Reader(ledger).for_each_task(server, [this](const ledger::Attempt& attempt) {
    const Owner owner{attempt.row, attempt.fingerprint, attempt.copy};
    for (const std::string& task : {attempt.task_id, attempt.named_task}) {
      if (!task.empty()) tasks_.try_emplace(fingerprint_of(task), Given{owner, 0});
    }
  });
}

const std::string* KnownTasks::give(std::string_view task, Owner owner) {
  const Fingerprint fingerprint = owner.fingerprint;
  const int copy = owner.copy;
  Given& given = tasks_.try_emplace(fingerprint_of(task), Given{std::move(owner), 0}).first->second;
  ++given.times;
  const bool is_same = given.owner.fingerprint == fingerprint && given.owner.copy == copy;
  return is_same ? nullptr : &given.owner.row;
}

std::size_t KnownTasks::times_given(std::string_view task) const {
  const auto found = tasks_.find(fingerprint_of(task));
  return found == tasks_.end() ? 0 : found->second.times;
}

}  // namespace shotlist::submit

#pragma once
// Which row each task of a journal belongs to.

#include <string>
#include <unordered_map>

#include "journal/ledger.h"

namespace shotlist::report {

/// The tasks of a ledger, by their ids as results files show them. Built at the first question:
/// most files raise none. The ledger must outlive it, and stay as it is.
class TaskOwners {
 public:
  explicit TaskOwners(const journal::Ledger& ledger) : ledger_(ledger) {}

  /// The row that has the task, or had it before it was sent again; null where none has, or where
  /// `task_id` is empty.
  const std::string* find(const std::string& task_id);

 private:
  void read();

  const journal::Ledger& ledger_;
  bool is_read_ = false;
  std::unordered_map<std::string, const std::string*> rows_;
};

}  // namespace shotlist::report

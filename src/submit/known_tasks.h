#pragma once
// Which row has which task, so that no task is given to two.

#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>

#include "journal/ledger.h"

namespace shotlist::submit {

/// The tasks of all rows that were ever sent to a server, and of this run. A server that gives an
/// id twice has mixed up its answers: the second row may have been paid for, but not with that
/// task.
class KnownTasks {
 public:
  /// `ledger` is borrowed, and read when it is first asked for. `server`: the base URL of this run.
  KnownTasks(const journal::Ledger& ledger, std::string server)
      : ledger_(ledger), server_(std::move(server)) {}

  /// Notes that `row` was answered with `task`, and returns the row that had it before; null where
  /// none had, or `row` itself did. Valid until the next call.
  const std::string* give(const std::string& task, const std::string& row);

  /// How often the task was given in this run, to whichever rows.
  std::size_t times_given(const std::string& task) const;

 private:
  struct Owner {
    std::string row;
    std::size_t times = 0;
  };

  void read_ledger();

  const journal::Ledger& ledger_;
  std::string server_;
  bool was_read_ = false;
  std::unordered_map<std::string, Owner> owners_;  ///< by task
};

}  // namespace shotlist::submit

#pragma once
// Which row has which task, so that no task is given to two.

#include <cstddef>
#include <string>
#include <unordered_map>

#include "base/digest.h"
#include "ledger/database.h"

namespace shotlist::submit {

/// The tasks of all slots that were ever sent to a server, and of this run. A server that gives an
/// id twice has mixed up its answers: the second row may have been paid for, but not with that
/// task.
class KnownTasks {
 public:
  /// Whose a task is. Rows of two manifests may have one name: the slot tells them apart.
  struct Owner {
    std::string row;
    Fingerprint fingerprint;
    int copy = 1;
  };

  /// Reads what the ledger knows of `server`.
  void read(const ledger::Database& ledger, const std::string& server);

  /// Notes that `owner` was answered with `task`, and returns the row that had it before; null
  /// where none had, or the slot of `owner` itself did. Valid until the next call.
  const std::string* give(const std::string& task, const Owner& owner);

  /// How often the task was given in this run, to whichever rows.
  std::size_t times_given(const std::string& task) const;

 private:
  struct Given {
    Owner owner;
    std::size_t times = 0;
  };
  std::unordered_map<std::string, Given> tasks_;
};

}  // namespace shotlist::submit

#pragma once
// Records which row has which task, so that no task is given to two rows.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/digest.h"
#include "ledger/database.h"

namespace shotlist::submit {

/// The tasks of all slots that were ever sent to a server, including this run; of each task there
/// is a digest. A server that returns an id twice has mixed up its answers: the second row may have
/// been paid for, but not with that task.
class KnownTasks {
 public:
  /// The owner of a task. Rows of two manifests may have the same name: the slot distinguishes
  /// them.
  struct Owner {
    std::string row;
    Fingerprint fingerprint;
    int copy = 1;
  };

  /// Reads the tasks the ledger knows for `server`.
  void read(const ledger::Database& ledger, const std::string& server);

  /// Records that `owner` was answered with `task`, and returns the row that had it before; null if
  /// none had it, or if the slot of `owner` had. Valid until the next call.
  const std::string* give(std::string_view task, Owner owner);

  /// How often the task was given in this run, to any row.
  std::size_t times_given(std::string_view task) const;

 private:
  struct Given {
    Owner owner;
    std::uint32_t times = 0;
  };
  std::unordered_map<Fingerprint, Given, FingerprintHash> tasks_;
};

}  // namespace shotlist::submit

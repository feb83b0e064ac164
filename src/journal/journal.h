#pragma once
// The journal of one results file: opened by one process, read whole, appended to, synced.

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "journal/ledger.h"
#include "journal/record.h"
#include "system/disk.h"

namespace shotlist {

/// The journal that belongs to the results file `results`.
std::string journal_path(const std::string& results);

/// Reads the journal at `path` without taking or changing it; empty where there is none. A torn
/// last line is left out. Throws Error (disk), with the line number, where anything else is
/// damaged.
Ledger read_ledger(Disk& disk, const std::string& path);

/// Which attempt of which request.
using AttemptKey = std::pair<std::string, int>;

/// The bodies that were sent in `attempts`, read from the journal at `path`. Attempts that were
/// adopted have none there. Throws as `read_ledger` does.
std::map<AttemptKey, std::string> read_bodies(Disk& disk, const std::string& path,
                                              const std::set<AttemptKey>& attempts);

/// A journal held by this process alone.
///
/// Facts are believed when they are durable, and not before: `write` only remembers, `commit`
/// appends and syncs everything remembered at once and folds it into the ledger.
class Journal {
 public:
  /// Takes, reads and mends the journal at `path`, or makes an empty one: a torn last line is cut.
  /// Throws Error: `held` where another process has it, `disk` where it is damaged or the disk
  /// fails.
  Journal(Disk& disk, std::string path);

  const Ledger& ledger() const { return ledger_; }

  void write(Fact fact) { pending_.push_back(std::move(fact)); }

  /// False where nothing was remembered. Throws Error (disk) on failure; then the facts may or may
  /// not be on disk, they are not in the ledger, and every later commit throws too.
  bool commit();

 private:
  std::string path_;
  std::unique_ptr<DiskFile> file_;
  Ledger ledger_;
  std::vector<Fact> pending_;
  bool broken_ = false;
};

}  // namespace shotlist

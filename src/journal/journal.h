#pragma once
// The journal of one results file: opened by one process, read whole, appended to, synced.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "journal/ledger.h"
#include "journal/record.h"
#include "system/disk.h"

namespace shotlist::journal {

/// The journal that belongs to the results file `results`.
std::string journal_path(const std::string& results);

/// Reads the journal at `path` without taking or changing it; empty where there is none. A torn
/// last line is left out. Throws Error (disk), with the line number, where anything else is
/// damaged.
Ledger read_ledger(system::Disk& disk, const std::string& path);

/// Hands every fact of the journal at `path` to `take`, in order. Throws as `read_ledger` does.
void read_facts(system::Disk& disk, const std::string& path, const std::function<void(Fact)>& take);

/// Which attempt of which request.
using AttemptKey = std::pair<std::string, int>;

/// The bodies that were sent in `attempts`, read from the journal at `path`. Attempts that were
/// adopted have none there. Throws as `read_ledger` does.
std::map<AttemptKey, std::string> read_bodies(system::Disk& disk, const std::string& path,
                                              const std::set<AttemptKey>& attempts);

/// A journal held by this process alone.
///
/// Facts are believed when they are durable, and not before: `write` only remembers. Then either
/// `commit` waits until everything remembered is durable, or `advance` is called again and again,
/// and never waits. Facts that are durable are in the ledger.
class Journal {
 public:
  /// Takes, reads and mends the journal at `path`, or makes an empty one: a torn last line is cut.
  /// Throws Error: `held` where another process has it, `disk` where it is damaged or the disk
  /// fails.
  Journal(system::Disk& disk, std::string path);

  const Ledger& ledger() const { return ledger_; }

  void write(Fact fact) { remembered_.push_back(std::move(fact)); }

  /// Appends and syncs everything remembered at once. Throws Error (disk) on failure; then the
  /// facts may or may not be on disk, they are not in the ledger, and every later call throws too.
  void commit();

  /// Takes what became durable into the ledger, and puts what is remembered on its way to the disk
  /// once nothing else is. Throws as `commit` does.
  void advance();

  /// How many facts were written until now, and how many of these, the first ones, are durable.
  std::uint64_t written() const { return durable_ + on_their_way_.size() + remembered_.size(); }
  std::uint64_t durable() const { return durable_; }

  /// Whether there are facts on their way to the disk.
  bool is_syncing() const { return !on_their_way_.empty(); }

  /// Readable when it is time for `advance`; -1 where a sync always ends at once.
  int descriptor() { return file_->sync_descriptor(); }

 private:
  void must_be_sound() const;
  void append_remembered();
  void land();

  std::string path_;
  std::unique_ptr<system::DiskFile> file_;
  Ledger ledger_;
  std::vector<Fact> remembered_;
  std::string lines_;               ///< of the last facts that were appended
  std::vector<Fact> on_their_way_;  ///< appended, not yet synced
  std::uint64_t durable_ = 0;
  bool broken_ = false;
};

}  // namespace shotlist::journal

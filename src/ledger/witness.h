#pragma once
// Remembers ledgers in the user's state folder, so that an older copy is noticed.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace shotlist::ledger {

/// The last known state of one ledger. Stored as one small JSON file, named after the ledger's id.
struct Witness {
  std::string ledger;           ///< its id
  std::string path;             ///< where it was
  std::int64_t attempts = 0;    ///< the number of attempts it held
  bool rehearsal = false;       ///< nothing was paid there
  std::string last_entry = {};  ///< the entry of the last attempt
  std::string open_run = {};    ///< id of a run whose end was not seen; empty if none
  bool checkpoint = false;      ///< seen when that run's log was written back and started over
  std::map<std::string, std::set<std::string>> results = {};  ///< results files, by the
                                                              ///< manifest's name and by its path

  friend bool operator==(const Witness&, const Witness&) = default;
};

/// The witnesses in one folder, which need not exist. An unreadable file counts as missing:
/// witnesses are a second check, not the truth.
class Witnesses {
 public:
  /// With an empty `folder`, remembers nothing.
  explicit Witnesses(std::string folder) : folder_(std::move(folder)) {}

  std::optional<Witness> find(const std::string& ledger) const;

  /// All witnesses, by the ledger's id.
  std::vector<Witness> all() const;

  /// Replaces the witness of that ledger. Returns false if the folder cannot be written to; the
  /// caller must carry on.
  bool remember(const Witness& witness) const;

 private:
  std::string path_of(const std::string& ledger) const;

  std::string folder_;
};

}  // namespace shotlist::ledger

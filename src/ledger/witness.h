#pragma once
// What this user's own state folder remembers of ledgers, so that an older copy is noticed.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace shotlist::ledger {

/// What was last seen of one ledger. Kept as one small JSON file, named by the ledger's id.
struct Witness {
  std::string ledger;           ///< its id
  std::string path;             ///< where it was
  std::int64_t attempts = 0;    ///< how many it held
  bool rehearsal = false;       ///< nothing was paid there
  std::string last_entry = {};  ///< of the last attempt
  std::string open_run = {};    ///< id of a run that was not seen to end; empty: there is none
  bool checkpoint = false;      ///< seen when that run's log was written back, which began anew
  std::map<std::string, std::set<std::string>> results = {};  ///< results files, by manifest: by
                                                              ///< its name, and by its path

  friend bool operator==(const Witness&, const Witness&) = default;
};

/// The witnesses in one folder, which need not be there. A file of it that cannot be read is as
/// good as none: it is a second pair of eyes, and not the truth.
class Witnesses {
 public:
  /// An empty `folder` remembers nothing.
  explicit Witnesses(std::string folder) : folder_(std::move(folder)) {}

  std::optional<Witness> find(const std::string& ledger) const;

  /// Every one of them, by the ledger's id.
  std::vector<Witness> all() const;

  /// Replaces what is remembered of that ledger. Returns false where the folder cannot be written
  /// to, which must not keep anybody from working.
  bool remember(const Witness& witness) const;

 private:
  std::string path_of(const std::string& ledger) const;

  std::string folder_;
};

}  // namespace shotlist::ledger

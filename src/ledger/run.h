#pragma once
// One run, as recorded in the ledger.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace shotlist::ledger {

struct Run {
  std::int64_t number = 0;
  std::string id;             ///< random; the same in every ledger that knows the run
  std::string version;        ///< of the program
  std::string manifest;       ///< its name
  std::string manifest_path;  ///< symbolic links resolved; empty for standard input
  std::string base_url;       ///< as given
  std::string host;
  std::int64_t process = 0;
  std::vector<std::string> options;  ///< those that affect bodies, spending or the destination
  bool imported = false;             ///< from another ledger or a results file
  Date started_at;
  std::optional<Date> ended_at;  ///< none if it is at work, or died
  bool is_at_work = false;       ///< in another process, when the ledger was read; not recorded
};

/// How many requests a run has sent, and what became of them. Counted by the database, which does
/// not look at checksums.
struct RunTally {
  std::int64_t sent = 0;
  std::int64_t submitted = 0;
  std::int64_t rejected = 0;
  std::int64_t failed = 0;
  std::int64_t in_doubt = 0;  ///< without those on their way
  std::int64_t on_its_way = 0;
  std::optional<Date> last_sent;     ///< by the clock of the run, like all its times
  std::optional<double> per_minute;  ///< in the minute before `last_sent`; none if too few to tell
};

}  // namespace shotlist::ledger

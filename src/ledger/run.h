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
  std::optional<Date> ended_at;
};

}  // namespace shotlist::ledger

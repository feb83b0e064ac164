#pragma once
// One run, as the ledger knows it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace shotlist::ledger {

struct Run {
  std::int64_t number = 0;
  std::string id;             ///< random, the same in every ledger that knows the run
  std::string version;        ///< of the program
  std::string manifest;       ///< its name
  std::string manifest_path;  ///< symbolic links resolved; empty: standard input
  std::string base_url;       ///< as it was given
  std::string host;
  std::int64_t process = 0;
  std::vector<std::string> options;  ///< that shape bodies, spending or the destination
  bool imported = false;             ///< of another ledger, or a results file
  Date started_at;
  std::optional<Date> ended_at;
};

}  // namespace shotlist::ledger

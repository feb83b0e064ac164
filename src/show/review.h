#pragma once
// Everything a review shows after a run, or while one is under way.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/attempt.h"
#include "model/cost.h"
#include "model/result.h"
#include "model/verdict.h"
#include "show/summary.h"

namespace shotlist::show {

/// One attempt and its outcome. Text is as the server wrote it: the caller that shows it disarms
/// it. `rehearsal` is true for every attempt at a rehearsal server, whatever its outcome.
struct AttemptLine : ledger::Attempt {
  /// How much of a reply is shown, in bytes.
  static constexpr std::size_t reply_shown = 4096;

  /// Whether the time of sending is known.
  bool has_time() const { return sent_at != Date(); }

  std::string reply;  ///< of an attempt that made no task
};

/// The total cost, if the manifest has prices.
struct ReviewCost {
  std::string currency;
  Spent spent;
};

/// The files that the rows of the manifest name as their videos.
struct VideoFiles {
  std::size_t found = 0;    ///< on this machine
  std::size_t missing = 0;  ///< named, but not there
  std::uint64_t bytes = 0;  ///< of those found

  friend bool operator==(const VideoFiles&, const VideoFiles&) = default;
};

/// The data of every view of a review. Owns all its data.
struct Review {
  std::string name;  ///< of the manifest, or of the results file if there is no manifest
  Results results;   ///< all rows, updated from the ledger
  std::vector<AttemptLine> attempts;  ///< in the order of sending
  bool has_all_attempts = false;  ///< false without a ledger: each row has only its last attempt
  std::optional<ReviewCost> cost;
  show::Ending ending;  ///< names the files and the next commands
  VideoFiles video_files;
  std::string marks_key;  ///< names the results file among all that a browser keeps marks of
  bool is_live = false;   ///< a run holds the ledger: rows in doubt may merely be on their way
};

}  // namespace shotlist::show

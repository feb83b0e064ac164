#pragma once
// Everything a review shows after a run, or while one is under way.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/attempt.h"
#include "model/cost.h"
#include "model/result.h"
#include "model/verdict.h"
#include "results/results_csv.h"
#include "show/summary.h"
#include "show/totals.h"
#include "show/unfinished.h"

namespace shotlist::show {

/// A row of a review, valid until the next one is made.
struct ReviewRow {
  std::size_t number;  ///< its place among all rows
  const Result& line;  ///< updated from the ledger

  /// The attempts of the manifest that are tries of its slot, in the order of sending. Text is as
  /// the server wrote it: the caller that shows it disarms it. `rehearsal` is true for every
  /// attempt at a rehearsal server.
  std::span<const ledger::Attempt* const> tries;
};

using TakeRow = std::function<void(const ReviewRow&)>;

/// Makes all rows of a review, those that left the manifest at the end, and hands over each. A
/// hundred thousand rows with their texts would need more memory than there may be.
using WalkRows = std::function<void(const TakeRow&)>;

/// Takes a long text in pieces.
using TakeText = std::function<void(std::string_view)>;

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

/// The data of every view of a review: whatever is told of all rows, and a way to walk over them.
struct Review {
  /// How much of a reply is kept, in bytes.
  static constexpr std::size_t reply_shown = 4096;

  std::string name;  ///< of the manifest, or of the results file if there is no manifest
  std::vector<std::string> field_names;     ///< the request fields without a column of their own
  std::vector<std::string> variable_names;  ///< of the manifest
  WalkRows for_each_row;                    ///< may be called repeatedly
  std::vector<AttemptPoint> attempts;       ///< in the order of sending
  bool has_all_attempts = false;  ///< false without a ledger: each row has only its last attempt

  /// The starts of replies that made no task, by the attempt's number, if they were asked for.
  std::unordered_map<std::int64_t, std::string> replies;

  std::optional<ReviewCost> cost;             ///< of what was paid or may have been
  std::optional<ReviewCost> would_have_cost;  ///< of a rehearsal, in earnest
  show::Ending ending;                        ///< names the files and the next commands
  std::string marks_key;   ///< names the results file among all that a browser keeps marks of
  bool is_live = false;    ///< a run holds the ledger: rows in doubt may merely be on their way
  Totals totals;           ///< of all rows and attempts
  Unfinished unfinished;   ///< of all rows
  VideoFiles video_files;  ///< of all rows

  results::FurtherColumns further_columns() const { return {field_names, variable_names}; }
};

}  // namespace shotlist::show

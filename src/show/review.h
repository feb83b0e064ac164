#pragma once
// Everything there is to look at after a run, or while one is under way.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "ledger/attempt.h"
#include "model/cost.h"
#include "model/result.h"
#include "model/verdict.h"
#include "show/summary.h"

namespace shotlist::show {

/// One attempt and what came back of it. Text is as the server wrote it: the caller that shows it
/// disarms it. `rehearsal` is true of every attempt at a rehearsal server, whatever came of it.
struct AttemptLine : ledger::Attempt {
  /// The most of a reply that is shown, in bytes.
  static constexpr std::size_t reply_shown = 4096;

  /// Whether it is known when it was sent.
  bool has_time() const { return sent_at != Date(); }

  std::string reply;           ///< of an attempt that made no task
  bool is_on_its_way = false;  ///< of a run that is under way
};

/// The price of it all, where the manifest tells prices.
struct ReviewCost {
  std::string currency;
  Spent spent;
};

/// What every view of a review is made from. Owns all of it.
struct Review {
  std::string name;  ///< of the manifest, or of the results file where only that is at hand
  Results results;   ///< all rows, brought up to date by the ledger
  std::vector<AttemptLine> attempts;  ///< in the order of sending
  bool has_all_attempts = false;      ///< else each row has its last one only: there is no ledger
  std::optional<ReviewCost> cost;
  show::Ending ending;   ///< names the files and the commands that go on from here
  bool is_live = false;  ///< a run holds the ledger: rows in doubt may merely be on their way
};

}  // namespace shotlist::show

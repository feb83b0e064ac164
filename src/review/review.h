#pragma once
// Everything there is to look at after a run, or while one is under way.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "model/cost.h"
#include "model/result.h"
#include "model/verdict.h"
#include "report/summary.h"

namespace shotlist::review {

/// How one attempt went. Text is as the server wrote it: whoever shows it disarms it.
struct AttemptLine {
  std::string id;
  int attempt = 1;  ///< counted over all runs, from 1
  std::optional<Date> sent_at;
  std::optional<std::chrono::milliseconds> latency;  ///< until the answer, or its loss
  std::optional<Verdict> verdict;  ///< none: it is on its way in a run that is under way
  ErrorClass error_class = ErrorClass::none;
  int http_status = 0;  ///< 0: there was no answer
  std::string error;    ///< the server's words or ours; empty where it was accepted
  std::string reply;    ///< what came back of an attempt that made no task; cut to 4 KiB
  std::string task_id;
  std::string request_id;  ///< the provider's

  friend bool operator==(const AttemptLine&, const AttemptLine&) = default;
};

/// The price of it all, where the manifest tells prices.
struct ReviewCost {
  std::string currency;
  Spent spent;
};

/// What every view of a review is made from. Owns all of it.
struct Review {
  std::string name;  ///< of the manifest, or of the results file where only that is at hand
  Results results;   ///< all rows, brought up to date by the journal
  std::vector<AttemptLine> attempts;  ///< in the order of sending
  bool has_all_attempts = false;      ///< else each row has its last one only: there is no journal
  std::optional<ReviewCost> cost;
  std::size_t edited = 0;   ///< rows that the manifest tells otherwise since they were submitted
  std::size_t removed = 0;  ///< rows that are no longer in it
  report::Ending ending;    ///< names the files and the commands that go on from here
  bool is_live = false;     ///< a run holds the journal: rows in doubt may merely be on their way
};

}  // namespace shotlist::review

#pragma once
// What written decisions mean for the rows they are about, as these are now.

#include <string>
#include <unordered_map>
#include <vector>

#include "base/diagnostics.h"
#include "base/time.h"
#include "ledger/reader.h"
#include "plan/plan.h"
#include "results/decision_file.h"

namespace shotlist::results {

/// What decisions are held against. All of it is borrowed.
struct DecidedAbout {
  const std::vector<plan::Wanted>& rows;
  const std::vector<plan::Match>& matches;  ///< of the rows
  ledger::Reader& reader;
  std::string by;  ///< who decides
  Date now;
};

/// What they come to.
struct MeantDecisions {
  std::vector<ledger::Decision> to_record;
  std::unordered_map<std::string, plan::RowWord> rows;  ///< by id
  std::vector<std::string> older;  ///< rows of which the word was about an earlier attempt: ignored
};

/// A word counts for the attempt that it stands beside, and for no later one. A row that was never
/// sent has none, and goes by its id. A task id that somebody wrote beside a doubt settles it, also
/// where the row was sent again since. What was recorded before is no mistake, and means nothing
/// more. Mistakes go to `diagnostics`: rows and entries that nobody knows; words and task ids that
/// do not fit what the row is; two words for one row; a task that an attempt has already.
MeantDecisions meaning_of(const std::vector<WrittenDecision>& decisions, const DecidedAbout& about,
                          Diagnostics& diagnostics);

}  // namespace shotlist::results

#pragma once
// What written decisions mean for their rows as these are now.

#include <string>
#include <unordered_map>
#include <vector>

#include "base/diagnostics.h"
#include "base/time.h"
#include "ledger/reader.h"
#include "plan/plan.h"
#include "results/decision_file.h"

namespace shotlist::results {

/// What decisions are checked against. Everything is borrowed.
struct DecidedAbout {
  const std::vector<plan::Wanted>& rows;
  const std::vector<plan::Match>& matches;  ///< of the rows
  ledger::Reader& reader;
  std::string by;  ///< who decides
  Date now;
};

/// The result of the check.
struct MeantDecisions {
  std::vector<ledger::Decision> to_record;
  std::unordered_map<std::string, plan::RowWord> rows;  ///< by id
  std::vector<std::string> older;  ///< ignored: the row was sent or edited since the word
};

/// A word counts only for the attempt on its line, not for later ones. A row that was never sent
/// has no attempt and is matched by its id. A task id written for an attempt in doubt settles it,
/// even if the row has been sent again. A decision that is already recorded is not a mistake and
/// has no further effect. Mistakes go to `diagnostics`: unknown rows and entries; words and task
/// ids that do not fit the row's state; two words for one row; a task that another attempt already
/// has.
MeantDecisions meaning_of(const std::vector<WrittenDecision>& decisions, const DecidedAbout& about,
                          Diagnostics& diagnostics);

}  // namespace shotlist::results

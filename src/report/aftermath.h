#pragma once
// What became of the rows that a run was to send.

#include <string>

#include "journal/ledger.h"
#include "model/counts.h"
#include "model/request.h"
#include "model/result.h"
#include "submit/plan.h"

namespace shotlist::report {

/// A run that is over. Everything is borrowed.
struct Aftermath {
  const Requests& requests;
  const submit::Plan& plan;
  const journal::Ledger& ledger;  ///< as it is now
  const Results& results;  ///< the rows of the manifest in their order, then the removed ones
};

/// The rows that the user asked for, for the exit code. Rows in doubt that are no longer in the
/// manifest need a person all the same, where `selection` is of all rows.
Counts count_selected(const Aftermath& aftermath, const submit::Selection& selection);

/// Which rows were to be paid for once more and were not, a line each: what they have is their
/// earlier task.
std::string in_vain_text(const Aftermath& aftermath);

}  // namespace shotlist::report

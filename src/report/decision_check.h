#pragma once
// Whether decisions fit the rows they are about, as these are now.

#include <optional>
#include <vector>

#include "base/diagnostics.h"
#include "base/digest.h"
#include "base/time.h"
#include "journal/ledger.h"
#include "model/request.h"
#include "report/decision_file.h"

namespace shotlist::report {

/// What decisions are held against.
struct DecidedAbout {
  const std::vector<RequestKey>& requests;  ///< of the manifest
  const journal::Ledger& ledger;
  std::optional<Date> saved;               ///< when the file was, as far as it is known
  std::optional<Fingerprint> digest = {};  ///< of all that is decided in it
};

/// The digest of what is decided: rows and words, whatever their order, and which attempts the
/// person saw, so that the same word about a later attempt is another one. Nothing where nothing
/// is.
std::optional<Fingerprint> digest_of(const std::vector<WrittenDecision>& decisions);

/// Whether a run that was given the very same decisions, of this digest, has sent the row already,
/// or settled it. Then the decision is done, whatever became of the row.
bool is_carried_out(const WrittenDecision& decision, const journal::Ledger& ledger,
                    const std::optional<Fingerprint>& digest);

/// Gives decisions the ids back that a spreadsheet took from their rows: where nobody knows the id,
/// a spreadsheet may have written it, and exactly one row whose id it changes, or exactly one of
/// the same number, asks for what the file says of it. A word that is then said twice is one.
void restore_ids(std::vector<WrittenDecision>& decisions, const DecidedAbout& about);

/// Finds decisions on rows that nobody knows; on rows that have been sent or settled since the file
/// was saved, for money hangs on what the person saw; on rows of which the file knows more than the
/// ledger, which then is of other results; and those that can not be carried out: a
/// submitted row that was not edited is not paid for again, and only a row in doubt can be found
/// not to have been created. A row that surely has no task needs no care: it is sent in any case.
/// Nor does a decision that is carried out.
void check_decisions(const std::vector<WrittenDecision>& decisions, const DecidedAbout& about,
                     Diagnostics& diagnostics);

}  // namespace shotlist::report

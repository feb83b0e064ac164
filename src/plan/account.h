#pragma once
// What a ledger knows of a manifest beyond its rows: rows that left it, costs, owners of purchases.

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/money.h"
#include "ledger/ledger.h"
#include "ledger/reader.h"
#include "model/cost.h"
#include "model/request.h"
#include "plan/plan.h"

namespace shotlist::plan {

/// A slot that no row of the manifest asks for any longer.
struct LeftRow {
  ledger::Attempt last;                       ///< the try that decides the slot's state
  Fields fields;                              ///< what was sent
  std::vector<ledger::Attempt> earlier = {};  ///< its other tries
};

/// Manifests whose file is gone, or is the one at `path` under another name: their purchases are
/// handed over. A manifest from standard input, or one known only from a results file, has no file
/// and counts as gone. One from another ledger does not: the place of its file is unknown.
std::set<std::string> gone_manifests(const std::vector<ledger::Run>& runs,
                                     const std::string& manifest, const std::string& path);

/// The other names that the file at `path` had when it was last used: those count as gone, too.
std::set<std::string> former_names(const std::vector<ledger::Run>& runs,
                                   const std::string& manifest, const std::string& path);

/// Completes a decision about a row of the manifest: where it was made, and since when it counts.
void say_where(ledger::Decision& word, const Here& here, const ledger::Reader& reader);

/// The slots that no row has and that are in doubt or were asked for at the last run, oldest first.
/// A request that a row still makes, but that another server got, has not left. `begins_run`: a run
/// is about to begin, so the last one in the ledger is the one before it.
std::vector<LeftRow> left_rows(ledger::Reader& reader, const Here& here,
                               const std::vector<Wanted>& rows, const Plan& plan,
                               bool begins_run = false);

/// What was sent for rows that were given a purchase of something else (`keep`), by row number.
std::unordered_map<std::size_t, Fields> kept_fields(ledger::Reader& reader,
                                                    const std::vector<Wanted>& rows,
                                                    const Plan& plan);

/// The cost of all attempts of the manifest that were or may have been paid, under all its names,
/// including those about to be handed over.
Spent spent_on(const ledger::Reader& reader, const Here& here, const std::vector<Match>& rows,
               const std::string& currency);

/// The differences between a held row and the request of its likeliest purchase: none unless that
/// is only nearly the same.
std::vector<FieldChange> changes_since(ledger::Reader& reader, const Hold& hold,
                                       const Fields& fields);

/// The lowest --max-cost that covers all rows left to send, if `cap` does not allow even the first;
/// none if it does. Purchases in `spent` without a price count as `otherwise` each.
std::optional<Money> enough_for_all(Money cap, const Plan& plan, const std::vector<Wanted>& rows,
                                    const Spent& spent, const std::optional<Money>& otherwise);

/// The number of rows in doubt that a recorded decision sends again.
std::size_t asked_again(const Plan& plan);

/// Whether everything that was sent to `server` for these rows, and may have cost something, was a
/// rehearsal.
bool is_rehearsal(const Plan& plan, const std::string& server,
                  const ledger::Rehearsals& rehearsals);

/// The claims that run number `run` must record so that each purchase belongs to its current row,
/// and purchases that no row asks for are absent.
std::vector<ledger::Ledger::Claim> claims_of(const ledger::Reader& reader, const Here& here,
                                             const std::vector<Wanted>& rows, const Plan& plan,
                                             const std::vector<LeftRow>& left, std::int64_t run);

}  // namespace shotlist::plan

#pragma once
// What a ledger knows of a manifest besides its rows: what left it, what it cost, whose it is now.

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

/// A slot that no row of the manifest asks for any more.
struct LeftRow {
  ledger::Attempt last;                       ///< the try that it stands as
  Fields fields;                              ///< what was sent
  std::vector<ledger::Attempt> earlier = {};  ///< its other tries
};

/// Manifests whose file is gone, or is the one at `path` under another name: what they paid for is
/// handed over. A manifest from standard input, or that only a results file told of, has no file
/// and is gone. Where the files of another ledger are is not known.
std::set<std::string> gone_manifests(const std::vector<ledger::Run>& runs,
                                     const std::string& manifest, const std::string& path);

/// The other names under which the file at `path` was last used: those are gone, too.
std::set<std::string> former_names(const std::vector<ledger::Run>& runs,
                                   const std::string& manifest, const std::string& path);

/// Completes a word about a row of the manifest: where it was said, and since when it counts.
void say_where(ledger::Decision& word, const Here& here, const ledger::Reader& reader);

/// The slots that no row has, which are in doubt or were asked for at the last run: oldest first.
/// What a row asks for and another server got has not left. `begins_run`: a run is about to begin,
/// for which the last one of the ledger is the one before.
std::vector<LeftRow> left_rows(ledger::Reader& reader, const Here& here,
                               const std::vector<Wanted>& rows, const Plan& plan,
                               bool begins_run = false);

/// What was sent for rows that were given a purchase of something else (`keep`), by row.
std::unordered_map<std::size_t, Fields> kept_fields(ledger::Reader& reader,
                                                    const std::vector<Wanted>& rows,
                                                    const Plan& plan);

/// What all attempts of the manifest cost that were or may have been paid, under whatever name, and
/// those that are about to be handed over.
Spent spent_on(const ledger::Reader& reader, const Here& here, const std::vector<Match>& rows,
               const std::string& currency);

/// How the fields of a held row differ from what its likeliest purchase asked for: not at all,
/// unless it is only nearly the same.
std::vector<FieldChange> changes_since(ledger::Reader& reader, const Hold& hold,
                                       const Fields& fields);

/// What --max-cost must be at least for all that is left to send, where `cap` does not allow the
/// first of it; none where it does. What was `spent` without a price counts as `otherwise`.
std::optional<Money> enough_for_all(Money cap, const Plan& plan, const std::vector<Wanted>& rows,
                                    const Spent& spent, const std::optional<Money>& otherwise);

/// How many rows are in doubt, and sent again by a word that was recorded.
std::size_t asked_again(const Plan& plan);

/// Whether all that `server` was sent for these rows, and may have cost something, was a rehearsal.
bool is_rehearsal(const Plan& plan, const std::string& server,
                  const ledger::Rehearsals& rehearsals);

/// What the run number `run` must note so that each purchase is known by its row of today, and
/// those that no row asks for as absent.
std::vector<ledger::Ledger::Claim> claims_of(const ledger::Reader& reader, const Here& here,
                                             const std::vector<Wanted>& rows, const Plan& plan,
                                             const std::vector<LeftRow>& left, std::int64_t run);

}  // namespace shotlist::plan

#include "cli/kept_rows.h"

#include <cstddef>

namespace shotlist::cli {

std::vector<journal::ResolvedFact> kept_rows(const Requests& requests, const submit::Plan& plan,
                                             const std::string& by, Date at) {
  std::vector<journal::ResolvedFact> facts;
  for (std::size_t i = 0; i < plan.rows.size(); ++i) {
    if (plan.rows[i].reason != submit::reason_changed) continue;
    journal::ResolvedFact& kept = facts.emplace_back();
    kept.id = requests.rows[i].id;
    kept.decision = journal::ResolvedFact::Decision::kept;
    kept.fingerprint = requests.rows[i].fingerprint;
    kept.by = by;
    kept.at = at;
  }
  return facts;
}

}  // namespace shotlist::cli

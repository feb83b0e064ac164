#include "cli/kept_rows.h"

#include <cstddef>

namespace shotlist {

std::vector<ResolvedFact> kept_rows(const Requests& requests, const Plan& plan,
                                    const std::string& by, Date at) {
  std::vector<ResolvedFact> facts;
  for (std::size_t i = 0; i < plan.rows.size(); ++i) {
    if (plan.rows[i].reason != reason_changed) continue;
    ResolvedFact& kept = facts.emplace_back();
    kept.id = requests.rows[i].id;
    kept.decision = ResolvedFact::Decision::kept;
    kept.fingerprint = requests.rows[i].fingerprint;
    kept.by = by;
    kept.at = at;
  }
  return facts;
}

}  // namespace shotlist

#include "report/aftermath.h"

#include <cstddef>

#include <fmt/format.h>

#include "base/disarm.h"

namespace shotlist::report {
namespace {

bool bought_in_vain(const submit::Decision& decision, const Standing* known) {
  return decision.action == submit::Action::send && known != nullptr &&
         known->status == Status::submitted && !known->tried_since.empty();
}

}  // namespace

Counts count_selected(const Aftermath& aftermath, const submit::Selection& selection) {
  const auto& [requests, plan, ledger, results] = aftermath;
  Counts selected;
  for (std::size_t i = 0; i < plan.rows.size(); ++i) {
    if (!plan.rows[i].selected) continue;
    const bool in_vain = bought_in_vain(plan.rows[i], ledger.find(requests.rows[i].id));
    selected.add(in_vain ? Status::failed : results.rows[i].status);
  }
  const bool all = selection.only.empty() && selection.where.empty();
  for (std::size_t i = plan.rows.size(); all && i < results.rows.size(); ++i) {
    if (results.rows[i].status == Status::in_doubt) selected.add(Status::in_doubt);
  }
  return selected;
}

std::string in_vain_text(const Aftermath& aftermath) {
  std::string text;
  for (std::size_t i = 0; i < aftermath.plan.rows.size(); ++i) {
    const std::string& id = aftermath.requests.rows[i].id;
    const Standing* known = aftermath.ledger.find(id);
    if (!bought_in_vain(aftermath.plan.rows[i], known)) continue;
    text += fmt::format("{}: not bought again: {}; it keeps its task\n", disarm(id),
                        disarm(known->tried_since));
  }
  return text;
}

}  // namespace shotlist::report

#include "report/plan_table.h"

#include <algorithm>
#include <utility>

#include "base/disarm.h"
#include "base/display_width.h"

namespace shotlist::report {

PlanTable::PlanTable(const std::deque<PlannedRow>& rows, const submit::Plan& plan) {
  constexpr std::size_t widest_id = 40;
  for (const PlannedRow& row : rows)
    id_width_ = std::max(id_width_, display_width(disarm(row.id)));
  for (const submit::Decision& decision : plan.rows)
    reason_width_ = std::max(reason_width_, display_width(decision.reason));
  id_width_ = std::min(id_width_, widest_id);
}

void PlanTable::append(std::string& text, const PlannedRow& row, const submit::Decision& decision) {
  if (std::exchange(source_, row.source) != row.source) file_ = disarm(row.source->file);
  text += to_text(decision.action);
  text += "  ";
  append_padded(text, disarm(row.id), id_width_);
  text += "  ";
  append_padded(text, decision.reason, reason_width_);
  text += "  ";
  text += file_;
  text += ':';
  text += std::to_string(row.line);
  text += '\n';
}

}  // namespace shotlist::report

#include "show/plan_table.h"

#include <algorithm>
#include <utility>

#include "base/disarm.h"
#include "base/display_width.h"
#include "base/recorded_text.h"
#include "base/translation.h"

namespace shotlist::show {
namespace {

std::string reason_of(const plan::Row& row) {
  // This one names the other run.
  if (row.reason == plan::Reason::under_way) return disarm(spoken_text(row.on_its_way()->error));
  return std::string(tr(plan::to_text(row.reason)));
}

}  // namespace

PlanTable::PlanTable(const std::vector<plan::Wanted>& rows, const plan::Plan& plan)
    : rows_(rows), plan_(plan) {
  constexpr std::size_t widest_id = 40;
  for (const plan::Wanted& row : rows)
    id_width_ = std::max(id_width_, display_width(disarm(row.id)));
  for (const plan::Row& row : plan.rows)
    reason_width_ = std::max(reason_width_, display_width(reason_of(row)));
  id_width_ = std::min(id_width_, widest_id);
}

void PlanTable::append(std::string& text, std::size_t row, const std::string& file,
                       std::uint32_t line) {
  if (std::exchange(file_, &file) != &file) shown_file_ = disarm(file);
  text += tr(plan::to_text(plan_.rows[row].action));
  text += "  ";
  append_padded(text, disarm(rows_[row].id), id_width_);
  text += "  ";
  append_padded(text, reason_of(plan_.rows[row]), reason_width_);
  text += "  ";
  text += shown_file_;
  text += ':';
  text += std::to_string(line);
  text += '\n';
}

}  // namespace shotlist::show

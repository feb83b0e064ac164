#include "plan/selection.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/nearest.h"
#include "base/translation.h"

namespace shotlist::plan {
namespace {

[[noreturn]] void unknown_name(const char* kind, const std::string& name,
                               const std::vector<std::string_view>& known,
                               const std::string& remedy) {
  const auto close = nearest(name, known);
  throw Error(ExitCode::usage, tr("no {} \"{}\" in the manifest", kind, name),
              close ? tr("did you mean {}?", *close) : remedy);
}

}  // namespace

Selector::Selector(const Selection& selection, const std::vector<std::string>& variable_names)
    : variable_names_(variable_names),
      only_(selection.only.begin(), selection.only.end()),
      missing_(only_) {
  for (const auto& [name, value] : selection.where) {
    Column& column = where_.emplace_back(Column{name, {}, value, name == "id"});
    const auto found = std::find(variable_names.begin(), variable_names.end(), name);
    if (found == variable_names.end()) continue;
    column.variable = static_cast<std::size_t>(found - variable_names.begin());
    column.found = true;
  }
}

bool Selector::wants(const std::string& id, const std::function<const Request&()>& whole) {
  bool wanted = only_.empty() || only_.count(id) > 0;
  if (!missing_.empty()) missing_.erase(id);
  if (where_.empty()) return wanted;
  const Request& row = whole();
  if (!std::exchange(any_row_, true)) {
    for (const auto& [field, value] : row.fields)
      first_fields_.push_back(field);
  }
  // Check every condition, even after one failed: it may name a field that only this row has.
  for (Column& column : where_)
    wanted = holds(column, row) && wanted;
  return wanted;
}

bool Selector::holds(Column& column, const Request& row) const {
  if (column.variable) return row.variables.at(*column.variable) == column.value;
  if (column.name == "id") return row.id == column.value;
  const Value* value = find_field(row.fields, column.name);
  column.found = column.found || value != nullptr;
  return (value == nullptr ? std::string() : to_text(*value)) == column.value;
}

void Selector::must_be_known(const std::function<std::vector<std::string_view>()>& ids,
                             const std::string& remedy) const {
  if (!missing_.empty()) {
    unknown_name("row", *std::min_element(missing_.begin(), missing_.end()), ids(), remedy);
  }
  for (const Column& column : where_) {
    if (column.found || !any_row_) continue;
    std::vector<std::string_view> known(variable_names_.begin(), variable_names_.end());
    known.emplace_back("id");
    known.insert(known.end(), first_fields_.begin(), first_fields_.end());
    unknown_name(tr("field or variable"), column.name, known, remedy);
  }
}

}  // namespace shotlist::plan

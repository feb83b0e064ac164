#include "manifest/variables.h"

#include <utility>

#include "base/text.h"

namespace shotlist::manifest {

std::size_t VariableTable::add(std::string_view name) {
  if (const auto known = find(name)) return *known;
  const std::size_t index = names_.size();
  names_.emplace_back(name);
  defaults_.emplace_back();
  indexes_.emplace(name, index);
  return index;
}

void VariableTable::declare(std::string_view name) {
  declared_.insert(lower_ascii(trimmed_of_blanks(name)));
}

bool VariableTable::is_declared(std::string_view name) const {
  return !declared_.empty() && declared_.contains(lower_ascii(trimmed_of_blanks(name)));
}

void VariableTable::set_default(std::size_t index, std::string value) {
  defaults_[index] = std::move(value);
}

std::optional<std::size_t> VariableTable::find(std::string_view name) const {
  const auto found = indexes_.find(name);
  if (found == indexes_.end()) return std::nullopt;
  return found->second;
}

void ShotVariables::use(const std::vector<ShotVariable>& of_file) {
  of_file_.clear();
  for (const ShotVariable& variable : of_file) {
    of_file_.resize(table_.names().size());
    of_file_[variable.index] = variable.value;
  }
}

void ShotVariables::clear() {
  own_.assign(table_.names().size(), std::nullopt);
  json_.clear();
}

void ShotVariables::set(std::size_t index, std::string_view value, bool is_json) {
  if (own_.size() <= index) own_.resize(table_.names().size());
  own_[index] = value;
  if (is_json) json_.push_back(index);
}

std::optional<std::string_view> ShotVariables::value_of(std::size_t index) const {
  if (is_own(index)) return own_[index];
  if (index < of_file_.size() && of_file_[index]) return of_file_[index];
  if (const auto& value = table_.default_of(index)) return *value;
  return std::nullopt;
}

std::vector<std::string> ShotVariables::all() const {
  std::vector<std::string> values;
  values.reserve(table_.names().size());
  for (std::size_t i = 0; i < table_.names().size(); ++i) {
    values.emplace_back(value_of(i).value_or(std::string_view()));
  }
  return values;
}

}  // namespace shotlist::manifest

#include "model/request.h"

#include <algorithm>
#include <map>

namespace shotlist::inline model {

const Value* find_field(const Fields& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const auto& field) { return field.first == name; });
  return found == fields.end() ? nullptr : &found->second;
}

std::vector<FieldChange> changes_between(const Fields& before, const Fields& after) {
  std::map<std::string, FieldChange> changes;
  for (const auto& [name, value] : before)
    changes[name] = {name, to_text(value), {}};
  for (const auto& [name, value] : after) {
    FieldChange& change = changes[name];
    change.name = name;
    change.after = to_text(value);
  }
  std::vector<FieldChange> real;
  for (auto& [name, change] : changes) {
    if (change.before != change.after) real.push_back(std::move(change));
  }
  return real;
}

}  // namespace shotlist::inline model

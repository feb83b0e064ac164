#include "manifest/extra_fields.h"

#include <algorithm>
#include <string>

namespace shotlist::manifest {

const api::FieldRule& ExtraFields::rule_of(std::string_view name) {
  const auto known = std::find_if(rules_.begin(), rules_.end(),
                                  [&](const api::FieldRule& rule) { return rule.name == name; });
  if (known != rules_.end()) return *known;
  return rules_.emplace_back(
      api::FieldRule{.name = std::string(name), .type = api::FieldType::json});
}

}  // namespace shotlist::manifest

#include "manifest/extra_fields.h"

#include <algorithm>
#include <string>

namespace shotlist {

const FieldRule& ExtraFields::rule_of(std::string_view name) {
  const auto known = std::find_if(rules_.begin(), rules_.end(),
                                  [&](const FieldRule& rule) { return rule.name == name; });
  if (known != rules_.end()) return *known;
  return rules_.emplace_back(FieldRule{.name = std::string(name), .type = FieldType::json});
}

}  // namespace shotlist

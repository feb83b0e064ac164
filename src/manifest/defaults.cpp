#include "manifest/defaults.h"

#include <algorithm>

#include <fmt/format.h>

#include "manifest/yaml_value.h"

namespace shotlist {

void Defaults::read(const YamlNode& node, Diagnostics& diagnostics) {
  if (!expect_map(node, "defaults", diagnostics)) return;
  for (const auto& [key, value] : node.entries) {
    if (is_later_shot_key(key->text)) {
      refuse_later_key(key->at, key->text, diagnostics);
    } else if (const FieldRule* rule = find_request_field(key->text)) {
      put({rule, read_field(*value, *rule, diagnostics), value->at});
    } else {
      refuse_unknown_key(*key, request_field_names(), diagnostics);
    }
  }
}

void Defaults::set(const std::vector<std::pair<std::string, std::string>>& values,
                   Diagnostics& diagnostics) {
  const Place at{&command_line_, 0, 0};
  for (const auto& [name, text] : values) {
    const FieldRule* rule = find_request_field(name);
    if (rule == nullptr) {
      diagnostics.error(Code::unknown_key, at, fmt::format("there is no request field `{}`", name),
                        request_field_hint(name));
      continue;
    }
    const auto forbidden = forbidden_in(text);
    if (forbidden) {
      diagnostics.error(Code::control_character, at, fmt::format("`{}` holds {}", name, *forbidden),
                        "remove it");
    }
    put({rule, forbidden ? Written() : Written(std::string_view(texts_.emplace_back(text))), at});
  }
}

void Defaults::put(ShotField field) {
  const auto same = std::find_if(fields_.begin(), fields_.end(),
                                 [&](const ShotField& other) { return other.rule == field.rule; });
  if (same == fields_.end()) {
    fields_.push_back(std::move(field));
  } else {
    *same = std::move(field);
  }
}

const ShotField* Defaults::find(std::string_view field) const {
  const auto found = std::find_if(fields_.begin(), fields_.end(), [&](const ShotField& other) {
    return other.rule->name == field;
  });
  return found == fields_.end() ? nullptr : &*found;
}

}  // namespace shotlist

#include "manifest/defaults.h"

#include <algorithm>

#include "base/translation.h"
#include "manifest/keyed_map.h"
#include "manifest/yaml_json.h"
#include "manifest/yaml_value.h"

namespace shotlist::manifest {

void Defaults::read(const YamlNode& node, ReadingContext context) {
  KeyedMap map(node, defaults_keys(), context.diagnostics);
  for (const auto& [key, value] : map.others()) {
    if (const api::FieldRule* rule = context.profiles.find_field(key->text)) {
      put({rule, read_field(*value, *rule, context.diagnostics), value->at, true, value});
    } else if (shot_keys().find(key->text) != nullptr) {
      const bool of_all = key->text == "vars" || key->text == "matrix";
      context.diagnostics.error(
          Code::misplaced_key, key->at, tr("`{}` does not belong here", key->text),
          of_all ? tr("move it beside defaults, or into a shot") : tr("move it into a shot"));
    } else {
      map.refuse(*key, context.profiles.field_names());
    }
  }
  if (const YamlNode* extra = map.find("extra")) {
    std::vector<ShotField> fields;
    read_extra(*extra, fields, context);
    for (ShotField& field : fields)
      put(std::move(field));
  }
}

void Defaults::set(const std::vector<std::pair<std::string, std::string>>& values,
                   const ReadingContext& context) {
  const SourceRange at{&command_line_, 0, 0};
  for (const auto& [name, text] : values) {
    const api::FieldRule* rule = context.profiles.find_field(name);
    if (rule == nullptr) {
      context.diagnostics.error(Code::unknown_key, at, tr("there is no request field `{}`", name),
                                request_field_hint(name, context.profiles));
      continue;
    }
    const auto forbidden = forbidden_in(text);
    if (forbidden) {
      context.diagnostics.error(Code::control_character, at, tr("`{}` holds {}", name, *forbidden),
                                tr("remove it"));
    }
    put({rule, forbidden ? Written() : Written(std::string_view(texts_.emplace_back(text))), at});
  }
}

void Defaults::put(ShotField field) {
  field.shared = true;
  const auto same = std::find_if(fields_.begin(), fields_.end(),
                                 [&](const ShotField& other) { return other.rule == field.rule; });
  if (same == fields_.end()) {
    fields_.push_back(std::move(field));
  } else {
    *same = std::move(field);
  }
}

Presets::Presets(const std::vector<const Defaults*>& strongest_first) {
  for (const Defaults* defaults : strongest_first) {
    for (const ShotField& field : defaults->fields()) {
      if (find(*field.rule) == nullptr) fields_.push_back(&field);
    }
  }
}

const ShotField* Presets::find(const api::FieldRule& rule) const {
  const auto found = std::find_if(fields_.begin(), fields_.end(),
                                  [&](const ShotField* field) { return field->rule == &rule; });
  return found == fields_.end() ? nullptr : *found;
}

bool read_extra(const YamlNode& node, std::vector<ShotField>& fields, ReadingContext context) {
  if (!expect_map(node, "extra", context.diagnostics)) return false;
  bool good = true;
  for (const auto& [key, value] : node.entries) {
    if (key->text == "model" || key->text == "prompt") {
      context.diagnostics.error(Code::misplaced_key, key->at,
                                tr("`{}` is a field of every model", key->text),
                                tr("write it beside extra, not in it"));
      good = false;
      continue;
    }
    const bool named = check_text(key->text, "extra", key->at, context.diagnostics);
    auto json = read_json(*value, key->text, context.diagnostics);
    good = good && named && json.has_value();
    if (!named || !json) continue;
    ShotField& field = fields.emplace_back();
    field.rule = &context.extra.rule_of(key->text);
    field.value = Value(std::move(*json));
    field.at = value->at;
  }
  return good;
}

}  // namespace shotlist::manifest

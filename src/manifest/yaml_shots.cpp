#include <string_view>
#include <vector>

#include "manifest/keys.h"
#include "manifest/shot_source.h"
#include "manifest/yaml_value.h"

namespace shotlist {
namespace {

std::vector<std::string_view> known_keys() {
  std::vector<std::string_view> keys = shot_keys().names();
  for (const std::string_view field : request_field_names())
    keys.push_back(field);
  return keys;
}

class YamlShots final : public ShotSource {
 public:
  YamlShots(const YamlNode& shots, Survey survey) : shots_(shots), variables_(survey.variables) {
    for (const YamlEntry& shot : shots_.entries) {
      for (const auto& [key, value] : shot.value->entries) {
        if (key == nullptr) continue;
        if (key->text == "vars") note_variables(*value, survey);
      }
    }
  }

  std::size_t for_each_shot(Diagnostics& diagnostics,
                            const std::function<void(const Shot&)>& take) const override {
    Shot shot;
    for (const YamlEntry& entry : shots_.entries) {
      fill(shot, *entry.value, diagnostics);
      if (entry.value->kind == YamlNode::Kind::map) take(shot);
    }
    return shots_.entries.size();
  }

  void pin_ids(PinnedIds& pinned) const override {
    for (const YamlEntry& shot : shots_.entries) {
      for (const auto& [key, value] : shot.value->entries) {
        if (key != nullptr && key->text == "id") pin_id(value->text, pinned);
      }
    }
  }

  Place start() const override { return shots_.at; }
  bool can_hold(std::string_view /*field*/) const override { return true; }

 private:
  static void note_variables(const YamlNode& vars, Survey& survey) {
    for (const auto& [key, value] : vars.entries) {
      if (key != nullptr && check_variable_name(*key, survey.diagnostics)) {
        survey.variables.add(key->text);
      }
    }
  }

  void fill(Shot& shot, const YamlNode& node, Diagnostics& diagnostics) const {
    shot.at = node.at;
    shot.id = {};
    shot.fields.clear();
    shot.variables.clear();
    shot.sound = expect_map(node, "a shot", diagnostics);
    if (!shot.sound) return;
    for (const auto& [key, value] : node.entries)
      read_entry(shot, *key, *value, diagnostics);
  }

  void read_entry(Shot& shot, const YamlNode& key, const YamlNode& value,
                  Diagnostics& diagnostics) const {
    if (key.text == "id") {
      const auto id = read_text(value, "id", diagnostics);
      if (id && id->empty()) {
        diagnostics.error(Code::bad_id, value.at, "the id is empty",
                          "write one, or remove the line: the shot then gets one from its content");
      }
      shot.sound = shot.sound && id && !id->empty();
      shot.id = id.value_or(std::string_view());
      shot.id_at = value.at;
    } else if (key.text == "vars") {
      read_variables(shot, value, diagnostics);
    } else if (is_later_shot_key(key.text)) {
      refuse_later_key(key.at, key.text, diagnostics);
      shot.sound = false;
    } else if (const FieldRule* rule = find_request_field(key.text)) {
      shot.fields.push_back({rule, read_field(value, *rule, diagnostics), value.at});
    } else {
      refuse_unknown_key(key, known_keys(), diagnostics);
      shot.sound = false;
    }
  }

  void read_variables(Shot& shot, const YamlNode& vars, Diagnostics& diagnostics) const {
    if (!expect_map(vars, "vars", diagnostics)) {
      shot.sound = false;
      return;
    }
    for (const auto& [key, value] : vars.entries) {
      const auto index = variables_.find(key->text);
      const auto text = read_text(*value, key->text, diagnostics);
      if (index && text) {
        shot.variables.push_back({*index, *text});
      } else {
        shot.sound = false;
      }
    }
  }

  const YamlNode& shots_;
  const VariableTable& variables_;
};

}  // namespace

std::unique_ptr<ShotSource> make_yaml_shots(const YamlNode& shots, Survey survey) {
  return std::make_unique<YamlShots>(shots, survey);
}

}  // namespace shotlist

#include "manifest/model_profiles.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/nearest.h"
#include "base/text.h"
#include "base/translation.h"
#include "manifest/keyed_map.h"
#include "manifest/yaml_value.h"

namespace shotlist::manifest {
namespace {

/// Reads one model.
class ProfileReader {
 public:
  ProfileReader(const YamlNode& name, const api::Profiles& known, Diagnostics& diagnostics)
      : name_(name), known_(known), diagnostics_(diagnostics) {}

  api::Profile read(const YamlNode& node) {
    KeyedMap map(node, profile_keys(), diagnostics_);
    map.refuse_others();
    profile_ = start_from(map);
    profile_.model = name_.text;
    profile_.source = to_text(name_.at.location());
    if (const YamlNode* fields = map.find("fields")) read_fields(*fields);
    if (map.find("rules") != nullptr) profile_.rules.clear();
    for (const YamlNode* rule : map.items("rules"))
      read_rule(*rule);
    return std::move(profile_);
  }

 private:
  void error(const SourceRange& at, std::string what, std::string remedy) {
    diagnostics_.error(Code::bad_profile, at, std::move(what), std::move(remedy));
  }

  void report(const SourceRange& at, const std::vector<api::FieldMistake>& mistakes) {
    for (const api::FieldMistake& mistake : mistakes)
      error(at, mistake.what, mistake.remedy);
  }

  // The profile that `like` names, else the fields every model has.
  api::Profile start_from(KeyedMap& map) {
    const auto like = map.text("like");
    const api::Profile* model = like ? known_.find(*like) : nullptr;
    if (model != nullptr) return *model;
    if (like) {
      const auto close = known_.nearest_model(*like);
      error(map.find("like")->at, tr("no model `{}` is known here", *like),
            close ? tr("did you mean `{}`?", *close)
                  : tr("name one that `shotlist models` lists, or that stands above"));
    }
    return {{}, {*known_.find_field("model"), *known_.find_field("prompt")}, {}, {}};
  }

  void read_fields(const YamlNode& node) {
    KeyedMap fields(node, *profile_keys().find("fields")->keys, diagnostics_);
    for (const auto& [key, value] : fields.others()) {
      if (!may_name_field(*key)) continue;
      api::FieldRule rule = read_field_rule(*key, *value);
      const auto same =
          std::find_if(profile_.fields.begin(), profile_.fields.end(),
                       [&](const api::FieldRule& other) { return other.name == rule.name; });
      if (same == profile_.fields.end()) {
        profile_.fields.push_back(std::move(rule));
      } else {
        // After its default was checked, which is no row and is never read from a file.
        rule.data_uris = rule.data_uris || same->data_uris;
        rule.largest_picture = same->largest_picture;
        *same = std::move(rule);
      }
    }
  }

  bool may_name_field(const YamlNode& key) {
    if (!check_text(key.text, tr("the name of a field"), key.at, diagnostics_)) return false;
    const bool is_word = !key.text.empty() && trimmed(key.text) == key.text;
    if (is_word && shot_keys().find(key.text) == nullptr) return true;
    error(key.at, tr("`{}` cannot name a field", key.text), tr("choose another name"));
    return false;
  }

  api::FieldRule read_field_rule(const YamlNode& key, const YamlNode& node) {
    KeyedMap map(node, field_rule_keys(), diagnostics_);
    map.refuse_others();
    api::FieldRule rule{.name = key.text};
    const api::FieldRule* elsewhere = known_.find_field(key.text);
    rule.type = read_type(map, elsewhere);
    rule.data_uris = elsewhere != nullptr && elsewhere->data_uris;
    rule.meaning = map.text("meaning").value_or(elsewhere == nullptr ? "" : elsewhere->meaning);
    rule.required = map.boolean("required").value_or(false);
    for (const YamlNode* value : map.items("values"))
      read_value(*value, rule, rule.allowed);
    if (const YamlNode* value = map.find("default")) read_default(*value, rule);
    return rule;
  }

  api::FieldType read_type(KeyedMap& map, const api::FieldRule* elsewhere) {
    const api::FieldType otherwise = elsewhere == nullptr ? api::FieldType::text : elsewhere->type;
    const auto word = map.text("type");
    if (!word) return otherwise;
    const SourceRange& at = map.find("type")->at;
    const auto type = api::parse_field_type(*word);
    if (!type) {
      error(at, tr("there is no type `{}`", *word), tr("use {}", or_list(api::field_type_words())));
      return otherwise;
    }
    // A CSV column is read before the model of its row is known.
    if (elsewhere != nullptr && *type != elsewhere->type) {
      error(at, tr("`{}` is of type {} in other models", elsewhere->name, to_text(elsewhere->type)),
            tr("a field has one type; send another one under extra"));
    }
    return otherwise == *type || elsewhere == nullptr ? *type : otherwise;
  }

  // Adds a scalar, as text, if it is a value of the rule.
  void read_value(const YamlNode& node, const api::FieldRule& rule,
                  std::vector<std::string>& values) {
    const auto text = read_text(node, rule.name, diagnostics_);
    if (!text) return;
    api::FieldRule any = rule;
    any.allowed.clear();
    Value value;
    std::vector<api::FieldMistake> mistakes;
    if (api::parse_value(any, *text, value, mistakes)) {
      values.push_back(to_text(value));
    } else {
      report(node.at, mistakes);
    }
  }

  void read_default(const YamlNode& node, api::FieldRule& rule) {
    const Written written = read_field(node, rule, diagnostics_);
    const auto* value = std::get_if<Value>(&written);
    if (value == nullptr) return;
    std::vector<api::FieldMistake> mistakes;
    api::check_value(rule, *value, mistakes);
    report(node.at, mistakes);
    if (mistakes.empty()) rule.default_value = *value;
    if (rule.required) {
      error(node.at, tr("`{}` is required and has a default", rule.name), tr("remove one of them"));
    }
  }

  void read_rule(const YamlNode& node) {
    KeyedMap map(node, rule_keys(), diagnostics_);
    map.refuse_others();
    api::Rule rule;
    rule.source = to_text(node.at.location());
    rule.what = map.text("what").value_or("");
    rule.remedy = map.text("remedy").value_or("");
    const auto level = map.text("level").value_or("warning");
    rule.error = level == "error";
    if (level != "error" && level != "warning") {
      error(map.find("level")->at, tr("there is no level `{}`", level), tr("use error or warning"));
    }
    const YamlNode* when = map.find("when");
    if (when == nullptr || !read_conditions(*when, rule) || !map.sound()) return;
    profile_.rules.push_back(std::move(rule));
  }

  bool read_conditions(const YamlNode& node, api::Rule& rule) {
    KeyedMap map(node, *rule_keys().find("when")->keys, diagnostics_);
    const std::size_t errors_before = diagnostics_.errors();
    for (const auto& [key, value] : map.others())
      read_condition(*key, *value, rule);
    if (map.sound() && map.others().empty())
      error(node.at, tr("`when` is empty"), tr("name a field"));
    return map.sound() && diagnostics_.errors() == errors_before;
  }

  void read_condition(const YamlNode& key, const YamlNode& node, api::Rule& rule) {
    const api::FieldRule* field = profile_.find(key.text);
    if (field == nullptr) {
      std::vector<std::string_view> names;
      for (const api::FieldRule& other : profile_.fields)
        names.emplace_back(other.name);
      const auto close = nearest(key.text, names);
      return error(key.at, tr("{} has no field `{}`", profile_.model, key.text),
                   close ? tr("did you mean `{}`?", *close)
                         : tr("use {}", or_list({names.begin(), names.end()})));
    }
    api::Condition condition{.field = key.text};
    if (node.kind == YamlNode::Kind::map) {
      KeyedMap bounds(node, bound_keys(), diagnostics_);
      bounds.refuse_others();
      condition.below = bounds.integer("below");
      condition.above = bounds.integer("above");
    } else if (node.kind == YamlNode::Kind::list) {
      for (const YamlEntry& item : node.entries)
        read_value(*item.value, *field, condition.is);
    } else {
      read_value(node, *field, condition.is);
    }
    rule.when.push_back(std::move(condition));
  }

  const YamlNode& name_;
  const api::Profiles& known_;
  Diagnostics& diagnostics_;
  api::Profile profile_;
};

}  // namespace

void read_models(const YamlNode& node, api::Profiles& profiles, Diagnostics& diagnostics) {
  KeyedMap models(node, *manifest_keys().find("models")->keys, diagnostics);
  for (const auto& [key, value] : models.others()) {
    if (!check_text(key->text, tr("the name of a model"), key->at, diagnostics)) continue;
    if (key->text.empty() || trimmed(key->text) != key->text) {
      diagnostics.error(Code::bad_profile, key->at, tr("`{}` cannot name a model", key->text),
                        tr("write the name as the API has it"));
      continue;
    }
    profiles.add(ProfileReader(*key, profiles, diagnostics).read(*value));
  }
}

}  // namespace shotlist::manifest

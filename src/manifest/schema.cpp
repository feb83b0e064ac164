#include "manifest/schema.h"

#include <cstdint>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "api/profile.h"
#include "base/quantity.h"
#include "manifest/keys.h"
#include "manifest/shot.h"

namespace shotlist {
namespace {

using Json = nlohmann::ordered_json;

// A scalar is text as it is written: `007` is text, though a parser of YAML calls it a number.
const Json any_scalar = {"string", "number", "boolean"};

constexpr std::string_view has_template = R"(\{\{)";
constexpr std::string_view not_blank = R"(\S)";
constexpr std::string_view one_line = R"(^[^\n]*\S[^\n]*$)";
constexpr std::string_view unit = "(ms|s|sec|second|m|min|minute|h|hour)";
constexpr std::string_view decimal = R"(([0-9]+\.?[0-9]*|\.[0-9]+))";
// Letters of any script, digits, - _ and . only, as files are named by it.
constexpr std::string_view id_characters = R"(^(?![.\-])[^\x00-,\/:-@\[-\^`{-\x7f]+$)";
constexpr std::string_view variable_name = R"(^[^{}\s]([^{}\r\n]*[^{}\s])?$)";
constexpr std::string_view file_name =
    R"(\.([cC][sS][vV]|[tT][sS][vV]|[tT][xX][tT]|([jJ][sS][oO][nN]|[nN][dD][jJ][sS][oO][nN])[lL]?)$)";

Json text(std::string_view pattern = {}) {
  Json schema = {{"type", any_scalar}};
  if (!pattern.empty()) schema["pattern"] = pattern;
  return schema;
}

Json word(std::string_view pattern) {
  return {{"type", "string"}, {"pattern", pattern}};
}

// ---- Request fields ---------------------------------------------------------------------------

Json value_of(FieldType type) {
  switch (type) {
    case FieldType::text:
      return text();
    case FieldType::integer:
      return {{"type", "integer"}};
    case FieldType::boolean:
      return {{"type", "boolean"}};
    case FieldType::urls:
      return {{"type", "array"}, {"items", word(R"(^[hH][tT][tT][pP][sS]?:\/\/|\{\{)")}};
  }
  return {};
}

// Other models are passed through; these are what an editor may offer.
Json known_models() {
  Json names = Json::array();
  for (const Profile& profile : known_profiles())
    names.push_back(profile.model);
  return {{"enum", names}};
}

Json request_fields() {
  Json fields = Json::object();
  for (const std::string_view name : request_field_names()) {
    const FieldRule& rule = *find_request_field(name);
    Json field = value_of(rule.type);
    if (name == "prompt") field["pattern"] = not_blank;
    if (name == "model") field = {{"anyOf", {known_models(), field}}};
    field["description"] = rule.meaning;
    fields[std::string(name)] = field;
  }
  return fields;
}

Json allowed_values(const FieldRule& rule) {
  Json values = Json::array();
  for (const std::string& word : rule.allowed) {
    const auto number = parse_integer(word, INT64_MIN, INT64_MAX);
    if (rule.type == FieldType::integer && number) {
      values.push_back(*number);
    } else {
      values.push_back(word);
    }
  }
  Json one_of_them = {{"enum", values}};
  if (rule.type != FieldType::text) return one_of_them;
  return {{"anyOf", {one_of_them, word(has_template)}}};
}

// What the fields of one model may be, beyond their types.
Json profile_schema(const Profile& profile) {
  Json fields = Json::object();
  for (const std::string_view name : request_field_names()) {
    const FieldRule* rule = profile.find(name);
    if (rule == nullptr) {
      fields[std::string(name)] = false;
    } else if (!rule->allowed.empty()) {
      fields[std::string(name)] = allowed_values(*rule);
    }
  }
  return {{"properties", fields}};
}

Json reference_to(const Profile& profile) {
  return {{"$ref", "#/$defs/" + profile.model}};
}

Json names_model(const Profile& profile) {
  return {{"properties", {{"model", {{"const", profile.model}}}}}, {"required", {"model"}}};
}

// For a map that holds request fields and may name their model.
Json rules_of_models() {
  Json rules = Json::array();
  for (const Profile& profile : known_profiles())
    rules.push_back({{"if", names_model(profile)}, {"then", reference_to(profile)}});
  return rules;
}

// Shots without a model have that of the defaults.
Json rules_of_default_models() {
  Json rules = Json::array();
  for (const Profile& profile : known_profiles()) {
    const Json shot = {{"if", {{"not", {{"required", {"model"}}}}}},
                       {"then", reference_to(profile)}};
    rules.push_back(
        {{"if", {{"properties", {{"defaults", names_model(profile)}}}, {"required", {"defaults"}}}},
         {"then", {{"properties", {{"shots", {{"items", shot}}}}}}}});
  }
  return rules;
}

// ---- Keys -------------------------------------------------------------------------------------

Json keyed_map(const KeySet& set);

Json value_of(const Key& key) {
  switch (key.type) {
    case KeyType::text:
      return text(key.name == "id" ? id_characters : one_line);
    case KeyType::version:
      return {{"enum", {1, "1"}}};
    case KeyType::integer:
      return {{"type", "integer"}, {"minimum", key.least}, {"maximum", key.most}};
    case KeyType::base_url:
      return word(R"(^[hH][tT][tT][pP][sS]?:\/\/[^\s?#]+$)");
    case KeyType::path:
      return word(R"(^\/[^ \t\n?#]*$)");
    case KeyType::pace:
      return word(fmt::format("^(none|[0-9]+/({1}|{0}{1}))$", decimal, unit));
    case KeyType::duration:
      return word(fmt::format("^{}{}$", decimal, unit));
    case KeyType::count_or_share:
      return {{"anyOf",
               {{{"type", "integer"}, {"minimum", 1}, {"maximum", 1'000'000'000}},
                word("^[0-9]+%?$")}}};
    case KeyType::map:
      return keyed_map(*key.keys);
    case KeyType::list:
      return {{"type", "array"}, {"items", keyed_map(*key.keys)}};
    case KeyType::files: {
      const Json file = word(file_name);
      return {{"anyOf", {file, {{"type", "array"}, {"items", file}}}}};
    }
  }
  return {};
}

void add_other_keys(Json& schema, OtherKeys others) {
  switch (others) {
    case OtherKeys::none:
      schema["additionalProperties"] = false;
      return;
    case OtherKeys::fields:
      schema["properties"].update(request_fields());
      schema["additionalProperties"] = false;
      schema["allOf"] = rules_of_models();
      return;
    case OtherKeys::variables: {
      Json taken = {"id", "takes"};
      for (const std::string_view name : request_field_names())
        taken.push_back(name);
      schema["propertyNames"] = {{"pattern", variable_name}, {"not", {{"enum", taken}}}};
      schema["additionalProperties"] = text();
      return;
    }
  }
}

Json keyed_map(const KeySet& set) {
  Json schema = {{"type", "object"}};
  Json required = Json::array();
  for (const Key& key : set.keys) {
    Json value = value_of(key);
    value["description"] = key.meaning;
    schema["properties"][std::string(key.name)] = value;
    if (key.required) required.push_back(key.name);
  }
  if (!required.empty()) schema["required"] = required;
  add_other_keys(schema, set.others);
  return schema;
}

}  // namespace

std::string manifest_schema() {
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                 {"title", "a manifest of shotlist"}};
  schema.update(keyed_map(manifest_keys()));
  schema["anyOf"] = {
      {{"required", {"shots"}}, {"properties", {{"shots", {{"minItems", 1}}}}}},
      {{"required", {"shots_from"}}},
  };
  schema["allOf"] = rules_of_default_models();
  for (const Profile& profile : known_profiles())
    schema["$defs"][profile.model] = profile_schema(profile);
  return schema.dump(2) + '\n';
}

}  // namespace shotlist

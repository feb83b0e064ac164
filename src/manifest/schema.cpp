#include "manifest/schema.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "api/profiles.h"
#include "base/quantity.h"
#include "manifest/keys.h"

namespace shotlist::manifest {
namespace {

using Json = nlohmann::ordered_json;

// A scalar is text as written: `007` is text, although a YAML parser calls it a number.
const Json any_scalar = {"string", "number", "boolean"};

constexpr std::string_view template_mark = R"(\{\{)";
constexpr std::string_view url = R"(^[hH][tT][tT][pP][sS]?:\/\/|\{\{)";
constexpr std::string_view url_or_picture =
    R"(^[hH][tT][tT][pP][sS]?:\/\/|^data:|^\.{0,2}\/|^[^:]+\.([jJ][pP][eE]?[gG]|[jJ][fF][iI][fF]|[pP][nN][gG]|[wW][eE][bB][pP])$|\{\{)";
constexpr std::string_view not_blank = R"(\S)";
constexpr std::string_view one_line = R"(^[^\n]*\S[^\n]*$)";
constexpr std::string_view unit = "(ms|s|sec|second|m|min|minute|h|hour)";
constexpr std::string_view decimal = R"(([0-9]+\.?[0-9]*|\.[0-9]+))";
// Only letters of any script, digits, - _ and ., because the id names files; spaces become -.
constexpr std::string_view id_characters =
    R"(^(?=.*\S)(?! *[.\-])[^\x00-\x1f!-,\/:-@\[-\^`{-\x7f]+$)";
// `15s`, `15 秒`, and full-width digits; a plain number in quotes is an error.
constexpr std::string_view seconds =
    R"(^\s*([0-9０-９]+(\.0+)?\s*(s|sec|secs|second|seconds|秒|秒钟)|[０-９]+)\s*$)";
constexpr std::string_view ways = R"(^\s*(竖屏|横屏)\s*$)";
constexpr std::string_view variable_name = R"(^[^{}\s]([^{}\r\n]*[^{}\s])?$)";
constexpr std::string_view file_name =
    R"(\.([cC][sS][vV]|[tT][sS][vV]|[tT][xX][tT]|([jJ][sS][oO][nN]|[nN][dD][jJ][sS][oO][nN])[lL]?)$)";

const api::Profiles& built_in() {
  static const api::Profiles profiles;
  return profiles;
}

Json text(std::string_view pattern = {}) {
  Json schema = {{"type", any_scalar}};
  if (!pattern.empty()) schema["pattern"] = pattern;
  return schema;
}

Json word(std::string_view pattern) {
  return {{"type", "string"}, {"pattern", pattern}};
}

// ---- Request fields ---------------------------------------------------------------------------

Json value_of(const api::FieldRule& rule) {
  switch (rule.type) {
    case api::FieldType::text:
      return text();
    case api::FieldType::integer:
      if (api::is_in_seconds(rule)) return {{"anyOf", {{{"type", "integer"}}, word(seconds)}}};
      return {{"type", "integer"}};
    case api::FieldType::boolean:
      return {{"enum", {true, false, "是", "否"}}};
    case api::FieldType::url:
      return word(rule.data_uris ? url_or_picture : url);
    case api::FieldType::urls:
      return {{"type", "array"}, {"items", word(rule.data_uris ? url_or_picture : url)}};
    case api::FieldType::span:
      return text();
    case api::FieldType::json:
      break;
  }
  return {};
}

// For editors to offer; other models are passed through.
Json known_models() {
  Json names = Json::array();
  for (const api::Profile& profile : built_in().all())
    names.push_back(profile.model);
  return {{"enum", names}};
}

Json request_fields() {
  Json fields = Json::object();
  for (const std::string_view name : built_in().field_names()) {
    api::FieldRule rule = *built_in().find_field(name);
    for (const api::Profile& profile : built_in().all()) {
      const api::FieldRule* own = profile.find(name);
      rule.data_uris = rule.data_uris || (own != nullptr && own->data_uris);
    }
    Json field = value_of(rule);
    if (name == "prompt") field["pattern"] = not_blank;
    if (name == "model") field = {{"anyOf", {known_models(), field}}};
    field["description"] = rule.meaning;
    fields[std::string(name)] = field;
  }
  return fields;
}

Json allowed_values(const api::FieldRule& rule) {
  Json values = Json::array();
  std::vector<std::string> words = rule.allowed;
  words.insert(words.end(), rule.tolerated.begin(), rule.tolerated.end());
  for (const std::string& word : words) {
    const auto number = parse_integer(word, INT64_MIN, INT64_MAX);
    if (rule.type == api::FieldType::integer && number) {
      values.push_back(*number);
    } else {
      values.push_back(word);
    }
  }
  Json one_of_them = {{"enum", values}};
  if (api::is_in_seconds(rule)) return {{"anyOf", {one_of_them, word(seconds)}}};
  if (rule.type != api::FieldType::text) return one_of_them;
  Json any = {one_of_them, word(template_mark)};
  if (std::find(words.begin(), words.end(), "portrait") != words.end()) any.push_back(word(ways));
  return {{"anyOf", any}};
}

// What the fields of one model may be, beyond their types.
Json profile_schema(const api::Profile& profile) {
  Json fields = Json::object();
  for (const std::string_view name : built_in().field_names()) {
    const api::FieldRule* rule = profile.find(name);
    if (rule == nullptr) {
      fields[std::string(name)] = false;
    } else if (!rule->allowed.empty()) {
      fields[std::string(name)] = allowed_values(*rule);
    }
  }
  return {{"properties", fields}};
}

bool is_start(const api::Profile& profile) {
  return profile.model.back() == '*';
}

// Without the star of a profile for all names with the same start.
std::string name_of(const api::Profile& profile) {
  return is_start(profile) ? profile.model.substr(0, profile.model.size() - 1) : profile.model;
}

Json reference_to(const api::Profile& profile) {
  return {{"$ref", "#/$defs/" + name_of(profile)}};
}

Json starts_with(std::string_view name) {
  std::string pattern = "^";
  for (const char c : name) {
    if (std::string_view(".*+?^${}()|[]\\/-").find(c) != std::string_view::npos) pattern += '\\';
    pattern += c;
  }
  return {{"pattern", pattern}};
}

// A longer start of the name, or the full name, takes precedence.
Json is_named_by(const api::Profile& profile) {
  if (!is_start(profile)) return {{"const", profile.model}};
  Json named = starts_with(name_of(profile));
  Json others = Json::array();
  for (const api::Profile& other : built_in().all()) {
    const std::string longer = name_of(other);
    if (&other == &profile || !longer.starts_with(name_of(profile))) continue;
    others.push_back(is_start(other) ? starts_with(longer) : Json{{"const", longer}});
  }
  if (!others.empty()) named["not"] = {{"anyOf", others}};
  return named;
}

Json names_model(const api::Profile& profile) {
  return {{"properties", {{"model", is_named_by(profile)}}}, {"required", {"model"}}};
}

// For a map with request fields that may name their model.
Json rules_of_models() {
  Json rules = Json::array();
  for (const api::Profile& profile : built_in().all())
    rules.push_back({{"if", names_model(profile)}, {"then", reference_to(profile)}});
  return {{"allOf", rules}};
}

Json without(std::string_view key, const Json& schema) {
  return {{"if", {{"not", {{"required", {key}}}}}}, {"then", schema}};
}

// The built-in rules apply if the manifest has no models of its own and no matrix overrides a
// field. Shots without a model use that of the defaults.
Json rules_of_manifest() {
  const Json own = without("matrix", rules_of_models());
  Json rules = Json::array();
  rules.push_back({{"properties", {{"defaults", rules_of_models()}, {"shots", {{"items", own}}}}}});
  for (const api::Profile& profile : built_in().all()) {
    const Json shot = without("matrix", without("model", reference_to(profile)));
    rules.push_back(
        {{"if", {{"properties", {{"defaults", names_model(profile)}}}, {"required", {"defaults"}}}},
         {"then", {{"properties", {{"shots", {{"items", shot}}}}}}}});
  }
  return without("models", without("matrix", {{"allOf", rules}}));
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
      return word(R"(^\/[^ \t\r\n?#]*$)");
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
    case KeyType::boolean:
      return {{"type", "boolean"}};
    case KeyType::words:
      return {{"type", "array"}, {"items", text()}};
    case KeyType::money:
      return {
          {"anyOf", {{{"type", "number"}, {"minimum", 0}}, word(fmt::format("^{}$", decimal))}}};
    case KeyType::scalar:
      return Json::object();
    case KeyType::files: {
      const Json file = {{"anyOf", {word(file_name), keyed_map(*key.keys)}}};
      return {{"anyOf", {file, {{"type", "array"}, {"items", file}}}}};
    }
  }
  return {};
}

void add_other_keys(Json& schema, const KeySet& set) {
  switch (set.others) {
    case OtherKeys::none:
      schema["additionalProperties"] = false;
      return;
    case OtherKeys::fields:
      schema["properties"].update(request_fields());
      schema["additionalProperties"] = false;
      return;
    case OtherKeys::variables: {
      Json taken = {"id", "takes"};
      for (const std::string_view name : built_in().field_names())
        taken.push_back(name);
      schema["propertyNames"] = {{"pattern", variable_name}, {"not", {{"enum", taken}}}};
      schema["additionalProperties"] = text();
      return;
    }
    case OtherKeys::choices:
      schema["additionalProperties"] = {{"type", "array"}, {"minItems", 1}};
      return;
    case OtherKeys::values:
    case OtherKeys::json:
      return;
    case OtherKeys::models:
    case OtherKeys::rules:
      schema["additionalProperties"] = keyed_map(*set.other_keys);
      return;
    case OtherKeys::conditions:
      schema["additionalProperties"] = {
          {"anyOf", {text(), {{"type", "array"}, {"items", text()}}, keyed_map(*set.other_keys)}}};
      return;
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
  add_other_keys(schema, set);
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
  schema["allOf"] = Json::array({rules_of_manifest()});
  for (const api::Profile& profile : built_in().all())
    schema["$defs"][name_of(profile)] = profile_schema(profile);
  return schema.dump(2) + '\n';
}

}  // namespace shotlist::manifest

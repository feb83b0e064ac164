// `shotlist models`: the known profiles.

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "api/profiles.h"
#include "base/json_object.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/console.h"

namespace shotlist::cli {
namespace {

std::string values_of(const api::FieldRule& rule) {
  if (!rule.allowed.empty()) return or_list(rule.allowed);
  switch (rule.type) {
    case api::FieldType::text:
      return "text";
    case api::FieldType::integer:
      return "whole number";
    case api::FieldType::boolean:
      return "true or false";
    case api::FieldType::url:
      return "URL";
    case api::FieldType::urls:
      return "list of URLs";
    case api::FieldType::span:
      return "start,end in seconds";
    case api::FieldType::json:
      return "JSON value";
  }
  return {};
}

std::string default_of(const api::FieldRule& rule) {
  if (rule.default_value) {
    const std::string value = to_text(*rule.default_value);
    return "default " + (value.empty() ? "none" : value);
  }
  return rule.required ? "required" : "optional";
}

std::string_view type_of(api::FieldType type) {
  switch (type) {
    case api::FieldType::text:
      return "text";
    case api::FieldType::integer:
      return "integer";
    case api::FieldType::boolean:
      return "boolean";
    case api::FieldType::url:
      return "url";
    case api::FieldType::urls:
      return "urls";
    case api::FieldType::span:
      return "span";
    case api::FieldType::json:
      return "json";
  }
  return {};
}

std::string profile_json(const api::Profile& profile) {
  std::string json;
  JsonObject object(json);
  object.text("model", profile.model);
  object.text("source", profile.source);
  object.json("fields",
              json_list(profile.fields, [](std::string& list, const api::FieldRule& rule) {
                JsonObject field(list);
                field.text("name", rule.name);
                field.text("type", type_of(rule.type));
                field.truth("required", rule.required);
                field.json("allowed", json_texts(rule.allowed));
                field.text("meaning", rule.meaning);
                if (rule.default_value) field.text("default", to_text(*rule.default_value));
                field.end();
              }));
  object.json("rules", json_list(profile.rules, [](std::string& list, const api::Rule& rule) {
                JsonObject one(list);
                one.text("level", rule.error ? "error" : "warning");
                one.text("what", rule.what);
                one.text("remedy", rule.remedy);
                one.text("source", rule.source);
                one.end();
              }));
  object.end();
  return json;
}

std::string profile_text(const api::Profile& profile) {
  std::size_t names = 0;
  std::size_t values = 0;
  std::size_t defaults = 0;
  for (const api::FieldRule& rule : profile.fields) {
    names = std::max(names, rule.name.size());
    values = std::max(values, values_of(rule).size());
    defaults = std::max(defaults, default_of(rule).size());
  }
  std::string text = fmt::format("{}  (from {})\n", profile.model, profile.source);
  for (const api::FieldRule& rule : profile.fields) {
    text += fmt::format("  {:<{}}  {:<{}}  {:<{}}  {}\n", rule.name, names, values_of(rule), values,
                        default_of(rule), defaults, rule.meaning);
  }
  for (const api::Rule& rule : profile.rules) {
    text += fmt::format("  {}: {}; {} (from {})\n", rule.error ? "error" : "warning", rule.what,
                        rule.remedy, rule.source);
  }
  return text;
}

}  // namespace

ExitCode execute(const ModelsCommand& command, const Environment& environment) {
  Console console(command.console, environment);
  for (const api::Profile& profile : api::built_in_profiles())
    console.print((command.json ? profile_json(profile) : profile_text(profile)) + '\n');
  if (command.json) return ExitCode::ok;
  console.say("Any other model is passed through: its fields are sent as they are written.\n");
  return ExitCode::ok;
}

}  // namespace shotlist::cli

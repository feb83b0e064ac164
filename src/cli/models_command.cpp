// `shotlist models`: the known profiles.

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "api/profiles.h"
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
  nlohmann::ordered_json json = {{"model", profile.model}, {"source", profile.source}};
  json["fields"] = nlohmann::ordered_json::array();
  for (const api::FieldRule& rule : profile.fields) {
    nlohmann::ordered_json field = {{"name", rule.name},
                                    {"type", type_of(rule.type)},
                                    {"required", rule.required},
                                    {"allowed", rule.allowed},
                                    {"meaning", rule.meaning}};
    if (rule.default_value) field["default"] = to_text(*rule.default_value);
    json["fields"].push_back(std::move(field));
  }
  json["rules"] = nlohmann::ordered_json::array();
  for (const api::Rule& rule : profile.rules) {
    json["rules"].push_back({{"level", rule.error ? "error" : "warning"},
                             {"what", rule.what},
                             {"remedy", rule.remedy},
                             {"source", rule.source}});
  }
  return json.dump();
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

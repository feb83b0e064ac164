// `shotlist models`: the known profiles.

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "api/profiles.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/console.h"

namespace shotlist {
namespace {

std::string values_of(const FieldRule& rule) {
  if (!rule.allowed.empty()) return or_list(rule.allowed);
  switch (rule.type) {
    case FieldType::text:
      return "text";
    case FieldType::integer:
      return "whole number";
    case FieldType::boolean:
      return "true or false";
    case FieldType::url:
      return "URL";
    case FieldType::urls:
      return "list of URLs";
    case FieldType::span:
      return "start,end in seconds";
    case FieldType::json:
      return "JSON value";
  }
  return {};
}

std::string default_of(const FieldRule& rule) {
  if (rule.default_value) {
    const std::string value = to_text(*rule.default_value);
    return "default " + (value.empty() ? "none" : value);
  }
  return rule.required ? "required" : "optional";
}

std::string profile_text(const Profile& profile) {
  std::size_t names = 0;
  std::size_t values = 0;
  std::size_t defaults = 0;
  for (const FieldRule& rule : profile.fields) {
    names = std::max(names, rule.name.size());
    values = std::max(values, values_of(rule).size());
    defaults = std::max(defaults, default_of(rule).size());
  }
  std::string text = fmt::format("{}  (from {})\n", profile.model, profile.source);
  for (const FieldRule& rule : profile.fields) {
    text += fmt::format("  {:<{}}  {:<{}}  {:<{}}  {}\n", rule.name, names, values_of(rule), values,
                        default_of(rule), defaults, rule.meaning);
  }
  for (const Rule& rule : profile.rules) {
    text += fmt::format("  {}: {}; {} (from {})\n", rule.error ? "error" : "warning", rule.what,
                        rule.remedy, rule.source);
  }
  return text;
}

}  // namespace

ExitCode execute(const ModelsCommand& command, const Environment& environment) {
  Console console(command.console, environment);
  for (const Profile& profile : built_in_profiles())
    console.print(profile_text(profile) + '\n');
  console.say("Any other model is passed through: its fields are sent as they are written.\n");
  return ExitCode::ok;
}

}  // namespace shotlist

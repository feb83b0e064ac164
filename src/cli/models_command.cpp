// `shotlist models`: the known profiles.

#include <string>

#include <fmt/format.h>

#include "api/profile.h"
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
    case FieldType::urls:
      return "list of URLs";
  }
  return {};
}

std::string default_of(const FieldRule& rule) {
  if (!rule.default_value) return "required";
  const std::string value = to_text(*rule.default_value);
  return "default " + (value.empty() ? "none" : value);
}

std::string profile_text(const Profile& profile) {
  std::string text = fmt::format("{}  (from {})\n", profile.model, profile.source);
  for (const FieldRule& rule : profile.fields) {
    text += fmt::format("  {:<12} {:<21} {:<14} {}\n", rule.name, values_of(rule), default_of(rule),
                        rule.meaning);
  }
  for (const ConflictRule& rule : profile.conflicts) {
    text += fmt::format("  {}: {}; {}\n", rule.error ? "error" : "warning", rule.what, rule.remedy);
  }
  return text;
}

}  // namespace

ExitCode execute(const ModelsCommand& command, const Environment& environment) {
  Console console(command.console, environment);
  for (const Profile& profile : known_profiles())
    console.print(profile_text(profile));
  console.say("Any other model is passed through: its fields are sent as they are written.\n");
  return ExitCode::ok;
}

}  // namespace shotlist

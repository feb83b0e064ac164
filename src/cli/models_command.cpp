// `shotlist models`: the known profiles.

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "api/profiles.h"
#include "base/display_width.h"
#include "base/error.h"
#include "base/json_object.h"
#include "base/translation.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "show/field_text.h"

namespace shotlist::cli {
namespace {

std::string profile_json(const api::Profile& profile) {
  std::string json;
  JsonObject object(json);
  object.text("model", profile.model);
  object.text("source", profile.source);
  object.json("fields",
              json_list(profile.fields, [](std::string& list, const api::FieldRule& rule) {
                JsonObject field(list);
                field.text("name", rule.name);
                field.text("type", api::to_text(rule.type));
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
    values = std::max(values, display_width(show::values_text(rule)));
    defaults = std::max(defaults, display_width(show::default_text(rule)));
  }
  std::string text = tr("{}  (from {})\n", profile.model, tr(profile.source));
  for (const api::FieldRule& rule : profile.fields) {
    text += fmt::format("  {:<{}}  {}  {}  {}\n", rule.name, names,
                        padded(show::values_text(rule), values),
                        padded(show::default_text(rule), defaults), tr(rule.meaning));
  }
  for (const api::Rule& rule : profile.rules) {
    text += tr("  {}: {}; {} (from {})\n", rule.error ? tr("error") : tr("warning"), tr(rule.what),
               tr(rule.remedy), tr(rule.source));
  }
  return text;
}

// By the name of the profile, or of a model that it stands for.
const api::Profile& profile_of(const api::Profiles& profiles, const std::string& model) {
  for (const api::Profile& profile : api::built_in_profiles()) {
    if (profile.model == model) return profile;
  }
  if (const api::Profile* profile = profiles.find(model)) return *profile;
  throw Error(ExitCode::usage, tr("there are no rules for the model {}", model),
              tr("`shotlist models` lists those there are; any other model is passed through, its "
                 "fields as they are written"));
}

}  // namespace

ExitCode execute(const ModelsCommand& command, const Environment& environment) {
  Console console(command.console, environment);
  const auto show = [&](const api::Profile& profile) {
    console.print((command.json ? profile_json(profile) : profile_text(profile)) + '\n');
  };
  if (!command.model.empty()) {
    show(profile_of(api::Profiles(), command.model));
    return ExitCode::ok;
  }
  for (const api::Profile& profile : api::built_in_profiles())
    show(profile);
  if (command.json) return ExitCode::ok;
  console.say(tr("Any other model is passed through: its fields are sent as they are written.\n"));
  return ExitCode::ok;
}

}  // namespace shotlist::cli

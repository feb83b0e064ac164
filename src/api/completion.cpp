#include <algorithm>

#include <fmt/format.h>

#include "api/profile.h"
#include "base/nearest.h"
#include "base/text.h"
#include "base/utf8.h"

namespace shotlist {
namespace {

std::string_view model_of(const Fields& fields) {
  const Value* model = find_field(fields, "model");
  const auto* text = model == nullptr ? nullptr : std::get_if<std::string>(model);
  return text == nullptr ? std::string_view() : *text;
}

void check_prompt(const Fields& fields, std::vector<FieldMistake>& mistakes) {
  const Value* prompt = find_field(fields, "prompt");
  const auto* text = prompt == nullptr ? nullptr : std::get_if<std::string>(prompt);
  if (text == nullptr) return;  // missing or of a wrong type: said elsewhere
  if (is_blank(*text)) {
    mistakes.push_back({"prompt", true, "the prompt is empty", "write what to film"});
  } else if (text->size() > longest_prompt_bytes) {
    mistakes.push_back({"prompt", true, fmt::format("the prompt has {} bytes", text->size()),
                        fmt::format("keep it under {} bytes", longest_prompt_bytes)});
  }
}

// Returns how many of the fields that were there are the model's.
std::size_t fill_defaults(const Profile& profile, Fields& fields,
                          std::vector<FieldMistake>& mistakes) {
  std::size_t own = 0;
  for (const FieldRule& rule : profile.fields) {
    if (find_field(fields, rule.name) != nullptr) {
      ++own;
      continue;
    }
    if (rule.default_value) {
      fields.emplace_back(rule.name, *rule.default_value);
    } else if (rule.required) {
      mistakes.push_back(
          {rule.name, true, fmt::format("{} is missing", rule.name),
           rule.allowed.empty()
               ? fmt::format("give every row a {0}, or put one under defaults", rule.name)
               : fmt::format("{} has no default: use {}", profile.model, or_list(rule.allowed)),
           Code::missing_field});
    }
  }
  return own;
}

void check_names(const Profile& profile, const Fields& fields,
                 std::vector<FieldMistake>& mistakes) {
  for (const auto& [name, value] : fields) {
    if (profile.find(name) != nullptr) continue;
    std::vector<std::string_view> known;
    for (const FieldRule& rule : profile.fields)
      known.push_back(rule.name);
    const auto close = nearest(name, known);
    mistakes.push_back(
        {name, true, fmt::format("{} has no field {}", profile.model, name),
         close ? fmt::format("did you mean {}?", *close) : "remove it, or see `shotlist models`",
         Code::unknown_field});
  }
}

void check_conflicts(const Profile& profile, const Fields& fields,
                     std::vector<FieldMistake>& mistakes) {
  for (const ConflictRule& rule : profile.conflicts) {
    const bool broken = std::all_of(rule.when.begin(), rule.when.end(), [&](const auto& condition) {
      const Value* value = find_field(fields, condition.first);
      return value != nullptr && to_text(*value) == condition.second;
    });
    if (broken) {
      mistakes.push_back(
          {rule.when.front().first, rule.error, rule.what, rule.remedy, Code::field_conflict});
    }
  }
}

}  // namespace

std::vector<FieldMistake> complete(Fields& fields) {
  std::vector<FieldMistake> mistakes;
  const std::string_view model = model_of(fields);
  const Profile* profile = find_profile(model);
  if (model.empty()) {
    mistakes.push_back({"model", true, "model is missing",
                        "name one, such as sora-2-pro; `shotlist models` lists what is known",
                        Code::missing_field});
  } else if (trimmed(model).size() != model.size()) {
    mistakes.push_back(
        {"model", true, fmt::format("\"{}\" has white space around it", model), "take it away"});
  }
  if (profile == nullptr && find_field(fields, "prompt") == nullptr) {
    mistakes.push_back({"prompt", true, "prompt is missing",
                        "give every row a prompt, or put one under defaults", Code::missing_field});
  }
  check_prompt(fields, mistakes);
  if (profile != nullptr) {
    const std::size_t given = fields.size();
    const std::size_t own = fill_defaults(*profile, fields, mistakes);
    if (own < given) check_names(*profile, fields, mistakes);
    check_conflicts(*profile, fields, mistakes);
  }
  return mistakes;
}

std::vector<FieldMistake> check_values(const Profile& profile, const Fields& fields) {
  std::vector<FieldMistake> mistakes;
  check_prompt(fields, mistakes);
  check_conflicts(profile, fields, mistakes);
  return mistakes;
}

}  // namespace shotlist

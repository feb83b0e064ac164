#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <utility>

#include "api/profile.h"
#include "api/prompt_check.h"
#include "base/nearest.h"
#include "base/text.h"
#include "base/translation.h"

namespace shotlist::api {
namespace {

std::string_view model_of(const Fields& fields) {
  const Value* model = find_field(fields, "model");
  const auto* text = model == nullptr ? nullptr : std::get_if<std::string>(model);
  return text == nullptr ? std::string_view() : *text;
}

bool is_extra(const Value& value) {
  return std::holds_alternative<RawJson>(value);
}

// A body has each name once, and known fields must be checked.
void check_extra(const Profile* profile, const Fields& fields,
                 std::vector<FieldMistake>& mistakes) {
  for (const Field& field : fields) {
    const std::string& name = field.first;
    if (!is_extra(field.second)) continue;
    const bool known = profile != nullptr && profile->find(name) != nullptr;
    const bool twice = std::any_of(fields.begin(), fields.end(), [&](const Field& other) {
      return &other != &field && other.first == name;
    });
    if (!known && !twice) continue;
    mistakes.push_back({name, true,
                        known ? tr("{} is a field of {}", name, model_of(fields))
                              : tr("{} is given twice, once under extra", name),
                        tr("write it beside extra, not in it"), Code::misplaced_key});
  }
}

void check_text_of_prompt(const Value* prompt, std::vector<FieldMistake>& mistakes) {
  const auto* text = prompt == nullptr ? nullptr : std::get_if<std::string>(prompt);
  if (text == nullptr) return;  // missing or of the wrong type: reported elsewhere
  if (auto mistake = check_prompt(*text)) mistakes.push_back(*std::move(mistake));
  if (text->size() > longest_prompt_bytes) {
    mistakes.push_back({"prompt", true, tr("the prompt has {} bytes", text->size()),
                        tr("keep it under {} bytes", longest_prompt_bytes)});
  }
}

// Returns how many of the given fields are the model's.
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
          {rule.name, true, tr("{} is missing", rule.name),
           rule.allowed.empty()
               ? tr("give every row a {0}, or put one under defaults", rule.name)
               : tr("{} has no default: use {}", model_of(fields), or_list(rule.allowed)),
           Code::missing_field});
    }
  }
  return own;
}

void check_names(const Profile& profile, const Fields& fields,
                 std::vector<FieldMistake>& mistakes) {
  for (const auto& [name, value] : fields) {
    if (profile.find(name) != nullptr || is_extra(value)) continue;
    std::vector<std::string_view> known;
    for (const FieldRule& rule : profile.fields)
      known.push_back(rule.name);
    const auto close = nearest(name, known);
    mistakes.push_back(
        {name, true, tr("{} has no field {}", model_of(fields), name),
         close ? tr("did you mean {}?", *close) : tr("remove it, or see `shotlist models`"),
         Code::unknown_field});
  }
}

// Runs for every row, and most values differ: the last digit shows that first.
bool is_number(std::int64_t number, std::string_view text) {
  if (text.empty() || text.back() - '0' != std::abs(number % 10)) return false;
  std::array<char, 20> digits{};
  const char* end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  return std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())) == text;
}

bool is_value(const Value& value, const std::string& text) {
  if (const auto* same = std::get_if<std::string>(&value)) return *same == text;
  const auto* number = std::get_if<std::int64_t>(&value);
  return number == nullptr ? to_text(value) == text : is_number(*number, text);
}

bool is_met(const Condition& condition, const Value& value, FieldType type) {
  const bool is_one =
      condition.is.empty() || std::any_of(condition.is.begin(), condition.is.end(),
                                          [&](const auto& text) { return is_value(value, text); });
  if (!is_one || (!condition.below && !condition.above)) return is_one;
  const auto measure = measure_of(value, type);
  if (!measure) return false;
  return (condition.below && *measure < static_cast<double>(*condition.below)) ||
         (condition.above && *measure > static_cast<double>(*condition.above));
}

FieldType type_of(const Profile& profile, std::string_view field) {
  const FieldRule* rule = profile.find(field);
  return rule == nullptr ? FieldType::text : rule->type;
}

// A rule does not warn about a field that already has an error.
void report_broken(const Rule& rule, std::vector<FieldMistake>& mistakes) {
  const std::string& field = rule.when.front().field;
  const bool refused = std::any_of(
      mistakes.begin(), mistakes.end(),
      [&](const FieldMistake& mistake) { return mistake.error && mistake.field == field; });
  if (rule.error || !refused)
    mistakes.push_back({field, rule.error, std::string(tr(rule.what)), std::string(tr(rule.remedy)),
                        Code::field_conflict});
}

void check_rules(const Profile& profile, const Fields& fields,
                 std::vector<FieldMistake>& mistakes) {
  const auto is_met_here = [&](const Condition& condition) {
    const Value* value = find_field(fields, condition.field);
    return value != nullptr && is_met(condition, *value, type_of(profile, condition.field));
  };
  for (const Rule& rule : profile.rules) {
    if (std::all_of(rule.when.begin(), rule.when.end(), is_met_here)) report_broken(rule, mistakes);
  }
}

std::optional<std::size_t> place_of(const Fields& fields, std::string_view name) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].first == name) return i;
  }
  return std::nullopt;
}

}  // namespace

std::vector<FieldMistake> complete(const Profile* profile, Fields& fields) {
  std::vector<FieldMistake> mistakes;
  const std::string_view model = model_of(fields);
  if (model.empty()) {
    mistakes.push_back({"model", true, tr("model is missing"),
                        tr("name one, such as sora-2-pro; `shotlist models` lists what is known"),
                        Code::missing_field});
  } else if (trimmed(model).size() != model.size()) {
    mistakes.push_back(
        {"model", true, tr("\"{}\" has white space around it", model), tr("take it away")});
  }
  if (profile == nullptr && find_field(fields, "prompt") == nullptr) {
    mistakes.push_back({"prompt", true, tr("prompt is missing"),
                        tr("give every row a prompt, or put one under defaults"),
                        Code::missing_field});
  }
  check_text_of_prompt(find_field(fields, "prompt"), mistakes);
  check_extra(profile, fields, mistakes);
  if (profile != nullptr) {
    const std::size_t given = fields.size();
    const std::size_t own = fill_defaults(*profile, fields, mistakes);
    if (own < given) check_names(*profile, fields, mistakes);
    check_rules(*profile, fields, mistakes);
  }
  return mistakes;
}

ValueChecks::ValueChecks(const Profile& profile, const Fields& fields)
    : prompt_(place_of(fields, "prompt")) {
  for (const Rule& rule : profile.rules) {
    PlacedRule placed{&rule, {}};
    for (const Condition& condition : rule.when) {
      const auto place = place_of(fields, condition.field);
      if (place) placed.when.push_back({&condition, *place, type_of(profile, condition.field)});
    }
    // A missing field meets no condition.
    if (placed.when.size() == rule.when.size()) rules_.push_back(std::move(placed));
  }
}

std::vector<FieldMistake> ValueChecks::mistakes_in(const Fields& fields) const {
  std::vector<FieldMistake> mistakes;
  if (prompt_) check_text_of_prompt(&fields[*prompt_].second, mistakes);
  for (const PlacedRule& rule : rules_) {
    const bool is_broken =
        std::all_of(rule.when.begin(), rule.when.end(), [&](const PlacedCondition& placed) {
          return is_met(*placed.condition, fields[placed.place].second, placed.type);
        });
    if (is_broken) report_broken(*rule.rule, mistakes);
  }
  return mistakes;
}

}  // namespace shotlist::api

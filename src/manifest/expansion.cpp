#include "manifest/expansion.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "api/profile.h"
#include "base/nearest.h"

namespace shotlist {
namespace {

const ShotField* own_field(const Shot& shot, const FieldRule& rule) {
  const auto own = std::find_if(shot.fields.begin(), shot.fields.end(),
                                [&](const ShotField& field) { return field.rule == &rule; });
  return own == shot.fields.end() ? nullptr : &*own;
}

bool has_template(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return is_template(*text);
  const auto* urls = std::get_if<std::vector<std::string>>(&value);
  return urls != nullptr && std::any_of(urls->begin(), urls->end(), is_template);
}

}  // namespace

/// The request being made.
struct Expansion::Row {
  const ShotSource& source;
  const Shot& shot;
  const Profile* profile = nullptr;
  std::vector<std::string_view> spoilt;  // fields with a mistake that has been reported
  bool good = true;
};

Expansion::Expansion(const Defaults& defaults, const VariableTable& variables,
                     const ShotSources& sources, Diagnostics& diagnostics)
    : defaults_(defaults),
      diagnostics_(diagnostics),
      variables_(variables),
      sources_(sources),
      ids_(pinned_ids_, diagnostics),
      model_field_(*find_request_field("model")) {}

void Expansion::expand(const ShotSource& source, const Shot& shot,
                       const std::function<void(RequestView&)>& take) {
  Row row{source, shot, nullptr, {}, shot.sound};
  variables_.clear();
  for (const ShotVariable& variable : shot.variables) {
    variables_.set(variable.index, variable.value);
  }
  const std::string model = model_of(row);
  row.profile = find_profile(model);
  if (row.profile == nullptr && !model.empty()) note_unknown_model(model, row);

  read_fields(row);
  finish(row);
  // The id is looked at even if the row is bad: every mistake is found in one pass.
  if (!shot.id.empty() && !ids_.take(shot.id, shot.id_at)) row.good = false;
  if (!row.good) return;

  RequestView request(shot.at, fields_, variables_, body_);
  if (!shot.id.empty()) {
    request.set_id(shot.id);
    return take(request);
  }
  const std::string id = content_id(request, shot.at);
  request.set_id(id);
  take(request);
}

std::string Expansion::content_id(RequestView& request, const Place& at) {
  if (!std::exchange(has_pinned_ids_, true)) {
    for (const auto& source : sources_)
      source->pin_ids(pinned_ids_);
  }
  return ids_.make(request.fingerprint(), at);
}

// The shot's own value of a field, else the default, else null.
const ShotField* Expansion::written(const Row& row, const FieldRule& field) const {
  const ShotField* own = own_field(row.shot, field);
  return own != nullptr ? own : defaults_.find(field.name);
}

// Empty where there is none, or where its template can not be filled in: `read_field` says so.
std::string Expansion::model_of(const Row& row) const {
  const ShotField* model = written(row, model_field_);
  if (model == nullptr) return {};
  std::string name;
  if (const auto* text = std::get_if<std::string_view>(&model->value)) name = *text;
  if (const auto* value = std::get_if<Value>(&model->value)) name = to_text(*value);
  if (!is_template(name)) return name;
  std::vector<TemplateMistake> mistakes;
  name = expand_template(name, variables_, mistakes);
  return mistakes.empty() ? name : std::string();
}

void Expansion::note_unknown_model(const std::string& model, const Row& row) {
  if (!unknown_models_.insert(model).second) return;
  std::vector<std::string_view> known;
  for (const Profile& profile : known_profiles())
    known.push_back(profile.model);
  const auto close = nearest(model, known);
  diagnostics_.note(Code::unknown_model, written(row, model_field_)->at,
                    fmt::format("the model `{}` has no profile: its fields are passed through as "
                                "they are",
                                model),
                    close ? fmt::format("did you mean `{}`?", *close) : std::string());
}

void Expansion::read_fields(Row& row) {
  fields_.begin(row.profile);
  for (const ShotField& field : row.shot.fields)
    read_field(row, field);
  for (const ShotField& field : defaults_.fields()) {
    if (own_field(row.shot, *field.rule) == nullptr) read_field(row, field);
  }
}

void Expansion::read_field(Row& row, const ShotField& field) {
  if (fields_.repeat(field)) return;
  std::vector<FieldMistake> mistakes;
  const bool good = read_value(row, field, fields_.next(), mistakes);
  for (const FieldMistake& mistake : mistakes)
    report(row, field, mistake);
  if (good) {
    fields_.keep(*field.rule);
  } else {
    row.spoilt.push_back(field.rule->name);
    row.good = false;
  }
}

bool Expansion::read_value(Row& row, const ShotField& field, Value& value,
                           std::vector<FieldMistake>& mistakes) {
  const FieldRule& rule = rule_for(row, *field.rule);
  if (const auto* cell = std::get_if<std::string_view>(&field.value)) {
    if (is_template(*cell)) {
      std::string text(*cell);
      return fill_in(row, field, text) && parse_value(rule, text, value, mistakes);
    }
    if (!parse_value(rule, *cell, value, mistakes)) return false;
    fields_.note_word(*field.rule, *cell);
    return true;
  }
  const auto* typed = std::get_if<Value>(&field.value);
  if (typed == nullptr) return false;
  value = *typed;
  if (!fill_in(row, field, value) || !check_value(rule, value, mistakes)) return false;
  if (is_default(field) && !has_template(*typed)) fields_.note_default(field);
  return true;
}

bool Expansion::fill_in(Row& row, const ShotField& field, Value& value) {
  bool good = true;
  if (auto* text = std::get_if<std::string>(&value)) good = fill_in(row, field, *text);
  if (auto* urls = std::get_if<std::vector<std::string>>(&value)) {
    for (std::string& url : *urls)
      good = fill_in(row, field, url) && good;
  }
  return good;
}

bool Expansion::fill_in(Row& row, const ShotField& field, std::string& text) {
  const bool may_be = field.rule->type == FieldType::text || field.rule->type == FieldType::urls;
  if (!may_be || !is_template(text)) return true;
  std::vector<TemplateMistake> mistakes;
  if (is_default(field) && field.rule->type == FieldType::text) {
    text.clear();
    default_template(field).expand(variables_, text, mistakes);
  } else {
    text = expand_template(text, variables_, mistakes);
  }
  for (const TemplateMistake& mistake : mistakes) {
    if (mistake.of_shot && is_default(field)) {
      diagnostics_.error(mistake.code, row.shot.at, mistake.what, mistake.remedy);
    } else {
      report(row, field, {field.rule->name, true, mistake.what, mistake.remedy, mistake.code});
    }
  }
  return mistakes.empty();
}

const Template& Expansion::default_template(const ShotField& field) {
  const auto known = default_templates_.find(&field);
  if (known != default_templates_.end()) return known->second;
  const auto* value = std::get_if<Value>(&field.value);
  const std::string_view text =
      value != nullptr ? std::get<std::string>(*value) : std::get<std::string_view>(field.value);
  return default_templates_.emplace(&field, Template(text, variables_.table())).first->second;
}

void Expansion::finish(Row& row) {
  for (const FieldMistake& mistake : fields_.complete()) {
    const bool spoilt =
        std::find(row.spoilt.begin(), row.spoilt.end(), mistake.field) != row.spoilt.end();
    if (spoilt) continue;
    const FieldRule* rule = find_request_field(mistake.field);
    if (const ShotField* field = rule == nullptr ? nullptr : written(row, *rule)) {
      report(row, *field, mistake);
    } else {
      report_missing(row, mistake);
    }
  }
}

const FieldRule& Expansion::rule_for(const Row& row, const FieldRule& rule) {
  if (std::exchange(profile_of_rules_, row.profile) != row.profile) rules_.clear();
  for (const auto& [general, own] : rules_) {
    if (general == &rule) return *own;
  }
  return *rules_.emplace_back(&rule, &find_rule(row.profile, rule)).second;
}

// The model's own rule, or, where there is none, the type alone.
const FieldRule& Expansion::find_rule(const Profile* profile, const FieldRule& rule) {
  const FieldRule* own = profile == nullptr ? nullptr : profile->find(rule.name);
  if (own != nullptr) return *own;
  const auto [open, is_new] = open_rules_.try_emplace(rule.name, rule);
  if (is_new) open->second.allowed.clear();
  return open->second;
}

bool Expansion::is_default(const ShotField& field) const {
  return defaults_.find(field.rule->name) == &field;
}

void Expansion::report(Row& row, const ShotField& field, const FieldMistake& mistake) {
  if (mistake.error) row.good = false;
  if (is_default(field) && !said_of_defaults_.emplace(&field, mistake.what).second) return;
  say(field.at, mistake);
}

// A table without the column lacks it in every row: that is one mistake, at its header.
void Expansion::report_missing(Row& row, const FieldMistake& mistake) {
  if (mistake.error) row.good = false;
  if (mistake.field.empty() || row.source.can_hold(mistake.field)) {
    say(row.shot.at, mistake);
  } else if (said_of_sources_.emplace(&row.source, mistake.what).second) {
    say(row.source.start(), mistake);
  }
}

void Expansion::say(const Place& at, const FieldMistake& mistake) {
  if (mistake.error) {
    diagnostics_.error(mistake.code, at, mistake.what, mistake.remedy);
  } else {
    diagnostics_.warning(mistake.code, at, mistake.what, mistake.remedy);
  }
}

}  // namespace shotlist

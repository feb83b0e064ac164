#include "manifest/row_reader.h"

#include <algorithm>
#include <utility>

#include "api/profiles.h"
#include "base/normal_form.h"
#include "base/text.h"
#include "base/translation.h"

namespace shotlist::manifest {
namespace {

const ShotField* own_field(const Shot& shot, const api::FieldRule& rule) {
  const auto own = std::find_if(shot.fields.begin(), shot.fields.end(),
                                [&](const ShotField& field) { return field.rule == &rule; });
  return own == shot.fields.end() ? nullptr : &*own;
}

const SourceRange& place_of(const ShotField& field, const api::FieldMistake& mistake) {
  const bool has_items = mistake.item && field.node != nullptr;
  return has_items ? field.node->entries[*mistake.item].value->at : field.at;
}

bool has_template(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return is_template(*text);
  const auto* urls = std::get_if<std::vector<std::string>>(&value);
  return urls != nullptr && std::any_of(urls->begin(), urls->end(), is_template);
}

bool has_template(const Written& written) {
  const auto* text = std::get_if<std::string_view>(&written);
  const auto* value = std::get_if<Value>(&written);
  return (text != nullptr && is_template(*text)) || (value != nullptr && has_template(*value));
}

std::size_t size_of(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return text->size();
  std::size_t bytes = 0;
  if (const auto* urls = std::get_if<std::vector<std::string>>(&value)) {
    for (const std::string& url : *urls)
      bytes += url.size();
  }
  return bytes;
}

// Covers a CR from any file, template or option.
void write_with_lf(Value& value) {
  auto* text = std::get_if<std::string>(&value);
  if (text == nullptr || text->find('\r') == std::string::npos) return;
  std::string written;
  append_with_lf(written, *text);
  *text = std::move(written);
}

}  // namespace

/// The row being read.
struct RowReader::Row {
  const Shot& shot;
  const api::Profile* profile = nullptr;
  std::vector<std::string_view> spoilt;  // fields with a reported mistake
  bool good = true;
  std::size_t url_bytes = 0;  // filled in so far
};

RowReader::RowReader(const ManifestContents& contents, Diagnostics& diagnostics)
    : contents_(contents),
      diagnostics_(diagnostics),
      variables_(contents.variables),
      model_field_(*contents.profiles.find_field("model")) {}

bool RowReader::read(const ShotGroup& group, const Shot& shot, bool again) {
  if (!again) said_of_row_.clear();
  if (group_ != &group) enter(group);
  Row row{shot, nullptr, {}, shot.sound};
  variables_.clear();
  for (const ShotVariable& variable : shot.variables)
    variables_.set(variable.index, variable.value, variable.is_json);
  const std::string_view model = model_of(row);
  row.profile = profile_of(model);
  if (!meant_model_.empty() || (row.profile == nullptr && !model.empty()))
    report_unknown_model(row, model);
  read_fields(row);
  finish(row);
  return row.good;
}

void RowReader::enter(const ShotGroup& group) {
  group_ = &group;
  variables_.use(group.variables);
  const auto known = all_presets_.find(&group);
  if (known != all_presets_.end()) {
    presets_ = &known->second;
    return;
  }
  std::vector<const Defaults*> strongest_first = {&contents_.set};
  if (group.defaults) strongest_first.push_back(group.defaults.get());
  strongest_first.push_back(&contents_.defaults);
  presets_ = &all_presets_.emplace(&group, Presets(strongest_first)).first->second;
}

// The shot's own value of a field, else the default, else null.
const ShotField* RowReader::written(const Row& row, const api::FieldRule& field) const {
  const ShotField* own = own_field(row.shot, field);
  return own != nullptr ? own : presets_->find(field);
}

// The same, by the name in a mistake. A field of that name under `extra` comes first.
const ShotField* RowReader::written(const Row& row, std::string_view field) const {
  const auto is_it = [field](const ShotField& extra) {
    return extra.rule->type == api::FieldType::json && extra.rule->name == field;
  };
  for (const ShotField& own : row.shot.fields) {
    if (is_it(own)) return &own;
  }
  for (const ShotField* preset : presets_->fields()) {
    if (is_it(*preset)) return preset;
  }
  const api::FieldRule* rule = contents_.profiles.find_field(field);
  return rule == nullptr ? nullptr : written(row, *rule);
}

// Empty if there is none, or if its template cannot be expanded, which `read_field` reports.
std::string_view RowReader::model_of(const Row& row) {
  const ShotField* model = written(row, model_field_);
  if (model == nullptr) return {};
  std::string_view name;
  if (const auto* text = std::get_if<std::string_view>(&model->value)) name = *text;
  if (const auto* value = std::get_if<Value>(&model->value)) {
    const auto* text = std::get_if<std::string>(value);
    if (text == nullptr) made_model_ = to_text(*value);
    name = text == nullptr ? made_model_ : *text;
  }
  if (!is_template(name)) return name;
  std::vector<TemplateMistake> mistakes;
  made_model_ = expand_template(name, variables_, mistakes);
  return mistakes.empty() ? made_model_ : std::string_view();
}

// Most rows name the same model as the row before. A misspelt name has the profile of the model
// that is meant, so that its other fields are checked too.
const api::Profile* RowReader::profile_of(std::string_view model) {
  if (last_model_ == model) return last_profile_;
  last_model_ = model;
  const api::Profiles& profiles = contents_.profiles;
  last_profile_ = profiles.find(model);
  meant_model_.clear();
  if (last_profile_ == nullptr && !model.empty()) {
    meant_model_ = profiles.misspelt_model(model);
    if (!meant_model_.empty()) last_profile_ = profiles.find(meant_model_);
  }
  return last_profile_;
}

void RowReader::report_unknown_model(Row& row, std::string_view model) {
  const SourceRange& at = written(row, model_field_)->at;
  if (!meant_model_.empty()) {
    row.good = false;
    row.spoilt.push_back(model_field_.name);
  }
  if (!unknown_models_.emplace(model).second) return;
  if (trimmed_of_blanks(model) == meant_model_ && !meant_model_.empty()) {
    diagnostics_.error(Code::unknown_model, at,
                       tr("the name of the model `{}` has blanks around it", meant_model_),
                       tr("write {} without them", meant_model_));
    return;
  }
  if (!meant_model_.empty()) {
    diagnostics_.error(
        Code::unknown_model, at, tr("there is no model `{}`", model),
        tr("write {}; if the name is right, declare it under `models`", meant_model_));
    return;
  }
  const auto close = contents_.profiles.nearest_model(model);
  diagnostics_.warning(
      Code::unknown_model, at,
      tr("the model `{}` has no profile: its fields are passed through as they are", model),
      close ? tr("did you mean `{}`?", *close) : std::string());
}

void RowReader::read_fields(Row& row) {
  fields_.begin(row.profile);
  for (const ShotField& field : row.shot.fields)
    read_field(row, field);
  for (const ShotField* field : presets_->fields()) {
    if (own_field(row.shot, *field->rule) == nullptr) read_field(row, *field);
  }
}

void RowReader::read_field(Row& row, const ShotField& field) {
  if (fields_.repeat(field)) return;
  std::vector<api::FieldMistake> mistakes;
  Value& value = fields_.next();
  const bool good = read_value(row, field, value, mistakes);
  write_with_lf(value);
  bytes_read_ += size_of(value);
  for (const api::FieldMistake& mistake : mistakes)
    report(row, field, mistake);
  if (good) {
    fields_.keep(*field.rule);
  } else {
    row.spoilt.push_back(field.rule->name);
    row.good = false;
  }
}

bool RowReader::read_value(Row& row, const ShotField& field, Value& value,
                           std::vector<api::FieldMistake>& mistakes) {
  const api::FieldRule& rule = rule_for(row, *field.rule);
  if (const auto* cell = std::get_if<std::string_view>(&field.value)) {
    if (is_template(*cell)) {
      std::string text(*cell);
      return fill_in(row, field, text) && api::parse_value(rule, text, value, mistakes) &&
             (rule.largest_picture == 0 || embed_pictures(rule, value, mistakes));
    }
    if (!api::parse_value(rule, *cell, value, mistakes)) return false;
    if (rule.largest_picture > 0 && !embed_pictures(rule, value, mistakes)) return false;
    fields_.note_word(*field.rule, *cell);
    return true;
  }
  const auto* typed = std::get_if<Value>(&field.value);
  if (typed == nullptr) return false;
  value = *typed;
  if (!fill_in(row, field, value)) return false;
  auto* word = std::get_if<std::string>(&value);
  if (word != nullptr && !rule.allowed.empty()) *word = std::string(api::as_allowed(rule, *word));
  if (!api::check_value(rule, value, mistakes)) return false;
  if (rule.largest_picture > 0 && !embed_pictures(rule, value, mistakes)) return false;
  if (presets_->has(field) && !has_template(*typed)) fields_.note_default(field);
  return true;
}

bool RowReader::embed_pictures(const api::FieldRule& rule, Value& value,
                               std::vector<api::FieldMistake>& mistakes) {
  auto* const urls = std::get_if<std::vector<std::string>>(&value);
  if (urls == nullptr) return true;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < urls->size(); ++i) {
    std::string& url = (*urls)[i];
    const auto refusal = api::is_picture_file(url)
                             ? contents_.pictures->embed(url, rule.largest_picture)
                             : std::nullopt;
    if (refusal) {
      mistakes.push_back({rule.name, true, refusal->what, refusal->remedy, Code::picture_file, i});
      continue;
    }
    bytes += url.size();
    if (bytes <= largest_url_list) continue;
    mistakes.push_back({rule.name, true,
                        tr("{} has more than {} MiB", rule.name, largest_url_list >> 20),
                        tr("give fewer or smaller pictures"), Code::too_many, i});
    return false;
  }
  return mistakes.empty();
}

bool RowReader::fill_in(Row& row, const ShotField& field, Value& value) {
  bool good = true;
  if (auto* text = std::get_if<std::string>(&value)) good = fill_in(row, field, *text);
  if (auto* urls = std::get_if<std::vector<std::string>>(&value)) {
    for (std::size_t i = 0; i < urls->size(); ++i)
      if (row.url_bytes < largest_url_list) good = fill_in(row, field, (*urls)[i], i) && good;
  }
  return good;
}

bool RowReader::fill_in(Row& row, const ShotField& field, std::string& text,
                        std::optional<std::size_t> item) {
  const api::FieldType type = field.rule->type;
  if (type == api::FieldType::integer || type == api::FieldType::boolean || !is_template(text))
    return true;
  std::vector<TemplateMistake> mistakes;
  const bool is_url = type == api::FieldType::url || type == api::FieldType::urls;
  if (presets_->has(field) && field.rule->type == api::FieldType::text) {
    text.clear();
    preset_template(field).expand(variables_, text, mistakes);
  } else {
    text = expand_template(text, variables_, mistakes,
                           is_url ? largest_url_list - row.url_bytes : longest_expanded_text);
    if (is_url) row.url_bytes += text.size();
    if (is_url && !mistakes.empty() && mistakes.back().code == Code::too_many) {
      mistakes.back().what = tr("with their variables filled in, the URLs have more than {} MiB",
                                largest_url_list >> 20);
      row.url_bytes = largest_url_list;
    }
  }
  for (const TemplateMistake& mistake : mistakes) {
    const api::FieldMistake said = {field.rule->name,        true,         mistake.what,
                                    remedy_of(row, mistake), mistake.code, item};
    if (mistake.of_shot && field.shared) {
      say(row.shot.at, said);
    } else {
      report(row, field, said);
    }
  }
  return mistakes.empty();
}

std::string RowReader::remedy_of(const Row& row, const TemplateMistake& mistake) const {
  const std::string& name = mistake.variable;
  if (name == "id" || name == "takes" || contents_.profiles.find_field(name) != nullptr) {
    return tr("`{}` has a meaning of its own and is no variable: write it out", name);
  }
  // A CSV alone has no `vars`.
  if (mistake.code == Code::missing_value && contents_.document == nullptr) {
    return tr(
        "give it one, or leave {{{{{0}}}}} out; a YAML manifest that names this file under "
        "`shots_from` may say `vars: {{{0}: \"\"}}`",
        name);
  }
  // If several combinations lack it, the first is named.
  if (!mistake.of_shot || row.shot.combination.empty()) return mistake.remedy;
  return tr("{} (in the combination {})", mistake.remedy, row.shot.combination);
}

const Template& RowReader::preset_template(const ShotField& field) {
  const auto known = preset_templates_.find(&field);
  if (known != preset_templates_.end()) return known->second;
  const auto* value = std::get_if<Value>(&field.value);
  const std::string_view text =
      value != nullptr ? std::get<std::string>(*value) : std::get<std::string_view>(field.value);
  return preset_templates_.emplace(&field, Template(text, variables_.table())).first->second;
}

void RowReader::finish(Row& row) {
  for (const api::FieldMistake& mistake : fields_.complete()) {
    const bool spoilt =
        std::find(row.spoilt.begin(), row.spoilt.end(), mistake.field) != row.spoilt.end();
    if (spoilt) continue;
    if (const ShotField* field = written(row, mistake.field)) {
      report(row, *field, mistake);
    } else {
      report_missing(row, mistake);
    }
  }
}

const api::FieldRule& RowReader::rule_for(const Row& row, const api::FieldRule& rule) {
  if (std::exchange(profile_of_rules_, row.profile) != row.profile) rules_.clear();
  for (const auto& [general, own] : rules_) {
    if (general == &rule) return *own;
  }
  return *rules_.emplace_back(&rule, &find_rule(row.profile, rule)).second;
}

// The model's own rule, or if it has none, the type alone.
const api::FieldRule& RowReader::find_rule(const api::Profile* profile,
                                           const api::FieldRule& rule) {
  if (rule.type == api::FieldType::json) return rule;
  const api::FieldRule* own = profile == nullptr ? nullptr : profile->find(rule.name);
  if (own != nullptr) return *own;
  const auto [open, is_new] = open_rules_.try_emplace(rule.name, rule);
  if (is_new) {
    open->second.allowed.clear();
    open->second.data_uris = true;
  }
  return open->second;
}

void RowReader::report(Row& row, const ShotField& field, const api::FieldMistake& mistake) {
  if (mistake.error) row.good = false;
  // The command line says nothing of the row that its template was filled with.
  if (field.at.line == 0 && has_template(field.value)) return say(row.shot.at, mistake);
  const bool is_new =
      !field.shared ||
      said_of_shared_.emplace(field.at.source, field.at.offset, mistake.what).second;
  if (is_new) say(place_of(field, mistake), mistake);
}

// A table without the column lacks it in every row: that is one mistake, at its header.
void RowReader::report_missing(Row& row, const api::FieldMistake& mistake) {
  if (mistake.error) row.good = false;
  const bool of_table = !mistake.field.empty() && !group_->rows->can_hold(mistake.field);
  if (of_table && !said_of_groups_.emplace(group_, mistake.what).second) return;
  api::FieldMistake said = mistake;
  if (mistake.code == Code::missing_field) said.remedy = group_->rows->remedy_for(mistake);
  say(of_table ? group_->rows->start() : row.shot.at, said);
}

void RowReader::say(const SourceRange& at, const api::FieldMistake& mistake) {
  if (!said_of_row_.emplace(at.source, at.offset, mistake.what).second) return;
  if (mistake.error) {
    diagnostics_.error(mistake.code, at, mistake.what, mistake.remedy);
  } else {
    diagnostics_.warning(mistake.code, at, mistake.what, mistake.remedy);
  }
}

}  // namespace shotlist::manifest

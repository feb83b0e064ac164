#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "base/translation.h"
#include "manifest/column_names.h"
#include "manifest/json_row.h"
#include "manifest/json_texts.h"
#include "manifest/shot_source.h"

namespace shotlist::manifest {
namespace {

bool is_of_type(const Written& written, api::FieldType type) {
  const auto* value = std::get_if<Value>(&written);
  return value != nullptr && api::has_type(*value, type);
}

std::string_view example_of(api::FieldType type) {
  switch (type) {
    case api::FieldType::text:
      return tr("text in quotes");
    case api::FieldType::integer:
      return tr("a whole number without quotes");
    case api::FieldType::boolean:
      return tr("true or false without quotes");
    case api::FieldType::url:
      return tr("a URL in quotes");
    case api::FieldType::urls:
      return tr("a list of URLs, each in quotes");
    case api::FieldType::span:
      return tr("a start and an end in quotes, such as \"1,3\"");
    case api::FieldType::json:
      return tr("a JSON value");
  }
  return {};
}

// Rows of a table cannot have these.
bool is_yaml_key(std::string_view name) {
  return name == "matrix" || name == "extra" || name == "vars";
}

bool is_key(std::string_view name) {
  return name == "takes" || is_yaml_key(name);
}

class JsonlShots final : public ShotSource {
 public:
  JsonlShots(const SourceText& source, ReadingContext context)
      : source_(source), context_(context) {
    for_each_json(source_, [&](std::string_view text, const SourceRange& at) {
      const JsonRow row(text, at);
      for (const JsonMember& member : row.members())
        survey_member(member);
    });
  }

  std::size_t for_each_shot(Diagnostics& diagnostics,
                            const std::function<void(const Shot&)>& take) const override {
    std::size_t rows = 0;
    const auto broken = for_each_json(source_, [&](std::string_view text, const SourceRange& at) {
      ++rows;
      const JsonRow row(text, at);
      const JsonFault* fault = row.fault();
      if (fault == nullptr) {
        take(shot_of(row, at, diagnostics));
      } else if (!forbidden_in(text)) {
        diagnostics.error(Code::json_syntax, fault->at, fault->what, fault->remedy);
      } else {
        check_text(text, tr("the line"), fault->at, diagnostics);
      }
    });
    if (broken) {
      diagnostics.error(
          Code::json_syntax, *broken, tr("the list does not go on here"),
          tr("write a comma between its objects, none behind the last, and a ] at the end"));
    }
    return rows + (broken ? 1 : 0);
  }

  void make_again(const SourceRange& place, Diagnostics& diagnostics,
                  const std::function<void(const Shot&)>& take) const override {
    const JsonRow row(json_from(source_, place.offset), place);
    take(shot_of(row, place, diagnostics));
  }

  void pin_ids(PinnedIds& pinned) const override { pinned.insert(pinned_.begin(), pinned_.end()); }

  SourceRange start() const override { return {&source_, 0, 1}; }
  bool can_hold(std::string_view /*field*/) const override { return true; }

  std::string remedy_for(const api::FieldMistake& mistake) const override {
    constexpr std::size_t most = 12;
    if (mistake.field != "prompt") return mistake.remedy;
    std::vector<std::string> keys;
    for (const auto& [key, meaning] : meanings_) {
      if (keys.size() < most) keys.push_back('`' + key + '`');
    }
    return tr(
        "the keys of this file are {}; call one `prompt`, or write "
        "`defaults: {{prompt: \"{{{{key}}}}\"}}` beside the file name",
        fmt::join(keys, ", "));
  }

 private:
  void survey_member(const JsonMember& member) {
    if (member.is_null) return;
    const std::string& meaning = meaning_of(member.key);
    if (meaning == "id") {
      pin_id(member.shown, pinned_);
    } else if (!is_key(meaning) && context_.profiles.find_field(meaning) == nullptr &&
               check_text(member.key, tr("the name of a key"), member.key_at,
                          context_.diagnostics)) {
      const bool is_meant =
          context_.variables.find(member.key) || context_.variables.is_declared(member.key);
      const auto close = field_close_to(member.key, context_.profiles);
      if (close && !is_meant)
        report_like_a_field({marked("key"), member.key, member.key_at}, *close,
                            context_.diagnostics);
      context_.variables.add(member.key);
    }
  }

  // What a key means: as a column of a CSV, in any case and under its Chinese name, unless it is
  // declared to be a variable.
  const std::string& meaning_of(const std::string& key) const {
    const auto [known, is_new] = meanings_.try_emplace(key);
    if (is_new) {
      std::string field =
          context_.variables.is_declared(key) ? std::string() : field_named(key, context_.profiles);
      known->second = field.empty() ? key : std::move(field);
    }
    return known->second;
  }

  Shot shot_of(const JsonRow& row, const SourceRange& at, Diagnostics& diagnostics) const {
    Shot shot;
    shot.at = at;
    for (const JsonMember& member : row.members()) {
      if (member.repeated) {
        diagnostics.error(Code::repeated_key, member.key_at,
                          tr("`{}` is in this row twice", member.key), tr("keep one of them"));
        shot.sound = false;
      } else if (!member.is_null) {
        read_member(shot, member, diagnostics);
      }
    }
    return shot;
  }

  void read_member(Shot& shot, const JsonMember& member, Diagnostics& diagnostics) const {
    const std::string& meaning = meaning_of(member.key);
    if (meaning == "takes") {
      read_takes_of(shot, member, diagnostics);
    } else if (is_yaml_key(meaning)) {
      diagnostics.error(Code::misplaced_key, member.key_at, tr("`{}` belongs to YAML", member.key),
                        tr("write it under `shots` of a manifest, or remove it"));
      shot.sound = false;
    } else if (meaning == "id") {
      const bool good = member.is_number || is_of_type(member.value, api::FieldType::text);
      if (!good) wrong_type(member, {"id", api::FieldType::text}, diagnostics);
      shot.sound = shot.sound && good;
      shot.id = member.shown;
      shot.id_at = member.value_at;
    } else if (const api::FieldRule* rule = context_.profiles.find_field(meaning)) {
      const bool is_there = std::any_of(shot.fields.begin(), shot.fields.end(),
                                        [rule](const auto& field) { return field.rule == rule; });
      if (is_there) {
        diagnostics.error(Code::repeated_key, member.key_at,
                          tr("`{}` is in this row twice", meaning), tr("keep one of them"));
      }
      Written value = member.value;
      if (rule->type == api::FieldType::boolean) {
        if (const auto truth = api::truth_in_chinese(member.shown)) value = Value(*truth);
      }
      if (!is_of_type(value, rule->type)) {
        wrong_type(member, *rule, diagnostics);
        value = {};
      } else if (!check_text(to_text(std::get<Value>(value)), member.key, member.value_at,
                             diagnostics)) {
        value = {};
      }
      shot.fields.push_back({rule, std::move(value), member.value_at});
    } else {
      read_variable(shot, member, diagnostics);
    }
  }

  static void read_takes_of(Shot& shot, const JsonMember& member, Diagnostics& diagnostics) {
    const bool is_number = is_of_type(member.value, api::FieldType::integer);
    if (!is_number) wrong_type(member, {"takes", api::FieldType::integer}, diagnostics);
    const auto takes =
        is_number ? read_takes(to_text(std::get<Value>(member.value)), member.value_at, diagnostics)
                  : std::nullopt;
    shot.sound = shot.sound && takes;
    shot.takes = takes.value_or(1);
  }

  void read_variable(Shot& shot, const JsonMember& member, Diagnostics& diagnostics) const {
    const auto index = context_.variables.find(member.key);
    if (index && check_text(member.shown, member.key, member.value_at, diagnostics)) {
      shot.variables.push_back({*index, member.shown, member.is_nested});
    } else {
      shot.sound = false;
    }
  }

  static void wrong_type(const JsonMember& member, const api::FieldRule& rule,
                         Diagnostics& diagnostics) {
    std::string remedy = tr("change its value");
    Value value;
    std::vector<api::FieldMistake> mistakes;
    if (member.is_nested) {
      // There is no telling what is meant.
    } else if (api::has_type(std::string(), rule.type)) {
      remedy = fmt::format("write \"{}\"", member.shown);
    } else if (rule.type == api::FieldType::urls && !member.is_number) {
      remedy = fmt::format("write [\"{}\"]", member.shown);
    } else if (api::parse_value(rule, member.shown, value, mistakes)) {
      remedy = tr("write {}", to_text(value));
    }
    diagnostics.error(Code::wrong_type, member.value_at,
                      tr("`{}` must be {}", member.key, example_of(rule.type)), std::move(remedy));
  }

  const SourceText& source_;
  ReadingContext context_;
  PinnedIds pinned_;
  mutable std::map<std::string, std::string> meanings_;  ///< by key
};

}  // namespace

std::unique_ptr<ShotSource> make_jsonl_shots(const SourceText& source, ReadingContext context) {
  return std::make_unique<JsonlShots>(source, context);
}

}  // namespace shotlist::manifest

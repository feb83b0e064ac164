#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "manifest/shot_source.h"
#include "manifest/source_lines.h"

namespace shotlist {
namespace {

/// One value of a row; `null` counts as not there and is left out.
struct Member {
  std::string key;
  Written value;      // monostate: a map, a fraction for a field, or a list that is not of text
  std::string shown;  // as a variable's text
  bool repeated = false;
};

/// Collects the members of one flat object. Also notices what a parsed tree forgets: repeated keys,
/// and numbers as they were written.
class MemberReader final : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool is_object() const { return is_object_; }
  std::vector<Member>& members() { return members_; }

  bool null() override { return depth_ > 1 ? spoil() : drop(); }
  bool boolean(bool truth) override { return put(Value(truth), truth ? "true" : "false"); }
  bool number_integer(number_integer_t number) override {
    return put(Value(static_cast<std::int64_t>(number)), std::to_string(number));
  }
  bool number_unsigned(number_unsigned_t number) override {
    if (number > INT64_MAX) return put({}, std::to_string(number));
    return put(Value(static_cast<std::int64_t>(number)), std::to_string(number));
  }
  bool number_float(number_float_t /*number*/, const string_t& written) override {
    return put({}, written);
  }
  bool string(string_t& text) override { return put(Value(text), text); }
  bool binary(binary_t& /*bytes*/) override { return false; }

  bool start_object(std::size_t /*members*/) override {
    if (depth_ == 0) is_object_ = true;
    ++depth_;
    return depth_ == 1 || spoil();
  }
  bool key(string_t& name) override {
    if (depth_ != 1) return true;
    const bool repeated = std::any_of(members_.begin(), members_.end(),
                                      [&](const Member& member) { return member.key == name; });
    members_.push_back({name, {}, {}, repeated});
    return true;
  }
  bool end_object() override {
    --depth_;
    return true;
  }
  bool start_array(std::size_t /*items*/) override {
    ++depth_;
    if (depth_ == 2 && is_object_) members_.back().value = Value(std::vector<std::string>());
    return depth_ == 2 || spoil();
  }
  bool end_array() override {
    --depth_;
    return true;
  }
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::json::exception& /*fault*/) override {
    return false;
  }

 private:
  bool spoil() {
    if (!members_.empty()) members_.back().value = {};
    return true;
  }

  bool drop() {
    if (!members_.empty()) members_.pop_back();
    return true;
  }

  bool put(Written value, std::string shown) {
    if (members_.empty()) return true;
    Member& member = members_.back();
    if (depth_ == 1) {
      member.value = std::move(value);
      member.shown = std::move(shown);
      return true;
    }
    auto* list = std::get_if<Value>(&member.value);
    auto* urls = list == nullptr ? nullptr : std::get_if<std::vector<std::string>>(list);
    const auto* item = std::get_if<Value>(&value);
    if (urls == nullptr || item == nullptr || !std::holds_alternative<std::string>(*item)) {
      return spoil();
    }
    urls->push_back(std::get<std::string>(*item));
    return true;
  }

  std::vector<Member> members_;
  int depth_ = 0;
  bool is_object_ = false;
};

bool is_of_type(const Written& written, FieldType type) {
  const auto* value = std::get_if<Value>(&written);
  return value != nullptr && has_type(*value, type);
}

std::string_view example_of(FieldType type) {
  switch (type) {
    case FieldType::text:
      return "text in quotes";
    case FieldType::integer:
      return "a whole number without quotes";
    case FieldType::boolean:
      return "true or false without quotes";
    case FieldType::url:
      return "a URL in quotes";
    case FieldType::urls:
      return "a list of URLs, each in quotes";
    case FieldType::span:
      return "a start and an end in quotes, such as \"1,3\"";
    case FieldType::json:
      return "a JSON value";
  }
  return {};
}

// A table of rows has no place for them.
bool is_yaml_key(std::string_view name) {
  return name == "matrix" || name == "extra";
}

bool is_key(std::string_view name) {
  return name == "takes" || is_yaml_key(name);
}

class JsonlShots final : public ShotSource {
 public:
  JsonlShots(const SourceText& source, Survey survey) : source_(source), survey_(survey) {
    for_each_line(source_, [&](std::string_view line, const Place& at) {
      auto members = members_of(line);
      if (!members) return;
      for (const Member& member : *members)
        survey_member(member, at);
    });
  }

  std::size_t for_each_shot(Diagnostics& diagnostics,
                            const std::function<void(const Shot&)>& take) const override {
    std::size_t rows = 0;
    for_each_line(source_, [&](std::string_view line, const Place& at) {
      ++rows;
      const auto members = members_of(line);
      if (members) {
        take(shot_of(*members, at, diagnostics));
      } else if (!forbidden_in(line)) {
        diagnostics.error(Code::json_syntax, at, "the line is not one JSON object",
                          R"(write one object a line, such as {"prompt": "..."})");
      } else {
        check_text(line, "the line", at, diagnostics);
      }
    });
    return rows;
  }

  void pin_ids(PinnedIds& pinned) const override { pinned.insert(pinned_.begin(), pinned_.end()); }

  Place start() const override { return {&source_, 0, 1}; }
  bool can_hold(std::string_view /*field*/) const override { return true; }

 private:
  static std::optional<std::vector<Member>> members_of(std::string_view line) {
    MemberReader reader;
    if (!nlohmann::json::sax_parse(line, &reader) || !reader.is_object()) return std::nullopt;
    return std::move(reader.members());
  }

  void survey_member(const Member& member, const Place& at) {
    if (member.key == "id") {
      pin_id(member.shown, pinned_);
    } else if (!is_key(member.key) && survey_.profiles.find_field(member.key) == nullptr &&
               check_text(member.key, "the name of a key", at, survey_.diagnostics)) {
      if (!survey_.variables.find(member.key)) {
        warn_if_like_a_field(member.key, at, survey_.profiles, survey_.diagnostics);
      }
      survey_.variables.add(member.key);
    }
  }

  Shot shot_of(const std::vector<Member>& members, const Place& at,
               Diagnostics& diagnostics) const {
    Shot shot;
    shot.at = at;
    for (const Member& member : members) {
      if (member.repeated) {
        diagnostics.error(Code::repeated_key, at,
                          fmt::format("`{}` is in this row twice", member.key), "keep one of them");
        shot.sound = false;
      } else {
        read_member(shot, member, diagnostics);
      }
    }
    return shot;
  }

  void read_member(Shot& shot, const Member& member, Diagnostics& diagnostics) const {
    if (member.key == "takes") {
      read_takes_of(shot, member, diagnostics);
    } else if (is_yaml_key(member.key)) {
      diagnostics.error(Code::misplaced_key, shot.at,
                        fmt::format("`{}` belongs to YAML", member.key),
                        "write it under `shots` of a manifest, or remove it");
      shot.sound = false;
    } else if (member.key == "id") {
      const bool good = is_of_type(member.value, FieldType::text);
      if (!good) wrong_type(shot.at, "id", FieldType::text, diagnostics);
      shot.sound = shot.sound && good;
      shot.id = member.shown;
      shot.id_at = shot.at;
    } else if (const FieldRule* rule = survey_.profiles.find_field(member.key)) {
      Written value = member.value;
      if (!is_of_type(value, rule->type)) {
        wrong_type(shot.at, member.key, rule->type, diagnostics);
        value = {};
      } else if (!check_text(to_text(std::get<Value>(value)), member.key, shot.at, diagnostics)) {
        value = {};
      }
      shot.fields.push_back({rule, std::move(value), shot.at});
    } else {
      read_variable(shot, member, diagnostics);
    }
  }

  static void read_takes_of(Shot& shot, const Member& member, Diagnostics& diagnostics) {
    const bool is_number = is_of_type(member.value, FieldType::integer);
    if (!is_number) wrong_type(shot.at, "takes", FieldType::integer, diagnostics);
    const auto takes = is_number ? read_takes(member.shown, shot.at, diagnostics) : std::nullopt;
    shot.sound = shot.sound && takes;
    shot.takes = takes.value_or(1);
  }

  void read_variable(Shot& shot, const Member& member, Diagnostics& diagnostics) const {
    const auto* value = std::get_if<Value>(&member.value);
    const bool is_list =
        value != nullptr && std::holds_alternative<std::vector<std::string>>(*value);
    const auto index = survey_.variables.find(member.key);
    if (is_list || (value == nullptr && member.shown.empty())) {
      diagnostics.error(
          Code::wrong_type, shot.at,
          fmt::format("`{}` is no request field and so a variable, which must be text", member.key),
          request_field_hint(member.key, survey_.profiles));
      shot.sound = false;
    } else if (index && check_text(member.shown, member.key, shot.at, diagnostics)) {
      shot.variables.push_back({*index, member.shown});
    } else {
      shot.sound = false;
    }
  }

  static void wrong_type(const Place& at, std::string_view name, FieldType type,
                         Diagnostics& diagnostics) {
    diagnostics.error(Code::wrong_type, at, fmt::format("`{}` must be {}", name, example_of(type)),
                      "change its value");
  }

  const SourceText& source_;
  Survey survey_;
  PinnedIds pinned_;
};

}  // namespace

std::unique_ptr<ShotSource> make_jsonl_shots(const SourceText& source, Survey survey) {
  return std::make_unique<JsonlShots>(source, survey);
}

}  // namespace shotlist

#pragma once
// What a model's requests are made of: fields, types, allowed values, rules. Data, not code.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic_code.h"
#include "model/request.h"
#include "model/value.h"

namespace shotlist::api {

/// How a field is read from text and written to JSON.
enum class FieldType {
  text,     ///< a JSON string; read as it stands, never guessed: `007` is text
  integer,  ///< a JSON number without a fraction
  boolean,  ///< `true` or `false`
  url,      ///< a JSON string, an http(s) URL
  urls,     ///< a JSON array of http(s) URLs
  span,     ///< a JSON string such as `1,3`: from second 1 to second 3
  json,     ///< any JSON value, as it is written: of a field under `extra`
};

/// The word for a type in a manifest: `text`, `integer`, ...
std::string_view to_text(FieldType type);

/// Reads what `to_text` writes, except for `json`, which no field of a profile has.
std::optional<FieldType> parse_field_type(std::string_view word);

/// The words `parse_field_type` reads.
std::vector<std::string> field_type_words();

/// One field of a model's requests.
struct FieldRule {
  std::string name;
  FieldType type = FieldType::text;
  std::vector<std::string> allowed = {};    ///< as text; empty: any value of the type
  std::optional<Value> default_value = {};  ///< sent where the manifest says nothing
  bool required = false;                    ///< the manifest must say it: there is no default
  std::string meaning = {};                 ///< one line for `shotlist models`

  std::vector<std::string> tolerated =
      {};                  ///< also taken, but not by all gateways: never suggested
  bool data_uris = false;  ///< of URLs: `data:` holds the image itself
};

/// What one field must be like for a rule to speak. A field that is not there meets no condition.
struct Condition {
  std::string field;
  std::vector<std::string> is = {};        ///< one of these values, as text; empty: any
  std::optional<std::int64_t> below = {};  ///< its measure is less than this,
  std::optional<std::int64_t> above = {};  ///< or more than this, where either is given
};

/// A rule across fields: it is broken where every condition is met.
struct Rule {
  std::vector<Condition> when;  ///< the first names the field that a mistake is shown at
  bool error = false;           ///< else a warning
  std::string what;
  std::string remedy;
  std::string source;  ///< where it comes from
};

/// All rules of one model, or of all models whose names start alike.
struct Profile {
  std::string model;              ///< a name, or the start of names: `veo3*`
  std::vector<FieldRule> fields;  ///< those with a default are in every body
  std::vector<Rule> rules;
  std::string source;  ///< where the fields come from

  const FieldRule* find(std::string_view field) const;
};

/// What the bounds of a condition are held against: a whole number itself, the items of a list, the
/// seconds of a span; nothing for other values.
std::optional<double> measure_of(const Value& value, FieldType type);

/// Something wrong with the value of one field. `field` is empty for a rule across fields.
struct FieldMistake {
  std::string field;
  bool error = true;  ///< else a warning
  std::string what;
  std::string remedy;
  Code code = Code::bad_value;
  std::optional<std::size_t> item = {};  ///< of a list: which one is wrong
};

/// Reads `text` as a value of the field's type, checked against its allowed values, into `value`,
/// using again what memory that holds. Where it is not one, adds to `mistakes` and returns false.
bool parse_value(const FieldRule& rule, std::string_view text, Value& value,
                 std::vector<FieldMistake>& mistakes);

/// Checks a typed value against its rule: type, allowed values, URLs. True where nothing is wrong.
bool check_value(const FieldRule& rule, const Value& value, std::vector<FieldMistake>& mistakes);

/// Whether the value is one of the type.
bool has_type(const Value& value, FieldType type);

/// Fills in defaults and checks what only the whole shows: fields that are missing, an empty
/// prompt, broken rules, fields the model does not have. A model without a profile (null) gets no
/// defaults: its fields are passed through. `fields` must hold `model` and pass `check_value` each.
std::vector<FieldMistake> complete(const Profile* profile, Fields& fields);

/// The mistakes among those that depend on values: all there can be in fields that have the same
/// names as others of the same model in which `complete` found nothing else.
std::vector<FieldMistake> check_values(const Profile& profile, const Fields& fields);

/// The most characters a prompt may have here, so that no row can fill the memory.
inline constexpr std::size_t longest_prompt_bytes = 1'000'000;

}  // namespace shotlist::api

#pragma once
// The fields, types, allowed values and rules of a model's requests. Data, not code.

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
  text,     ///< a JSON string; read as written, never guessed: `007` is text
  integer,  ///< a JSON number without a fraction
  boolean,  ///< `true` or `false`
  url,      ///< a JSON string, an http(s) URL
  urls,     ///< a JSON array of http(s) URLs
  span,     ///< a JSON string such as `1,3`: from second 1 to second 3
  json,     ///< any JSON value, as written: for fields under `extra`
};

/// The word for a type in a manifest: `text`, `integer`, ...
std::string_view to_text(FieldType type);

/// Reads what `to_text` writes, except `json`, which no field of a profile has.
std::optional<FieldType> parse_field_type(std::string_view word);

/// The words that `parse_field_type` reads.
std::vector<std::string> field_type_words();

/// One field of a model's requests.
struct FieldRule {
  std::string name;
  FieldType type = FieldType::text;
  std::vector<std::string> allowed = {};    ///< as text; empty: any value of the type
  std::optional<Value> default_value = {};  ///< sent if the manifest gives none
  bool required = false;                    ///< the manifest must give it: there is no default
  std::string meaning = {};                 ///< one line for `shotlist models`

  std::vector<std::string> tolerated = {};  ///< only some gateways accept these: never suggested
  bool data_uris = false;                   ///< of URLs: may be `data:` with the image itself
  std::size_t largest_picture = 0;  ///< bytes of a file that is sent as one of these; 0: none is
};

/// What a field must be like for a rule to apply. A missing field meets no condition.
struct Condition {
  std::string field;
  std::vector<std::string> is = {};        ///< one of these values, as text; empty: any
  std::optional<std::int64_t> below = {};  ///< its measure is less than this,
  std::optional<std::int64_t> above = {};  ///< or more than this, if either is given
};

/// A rule across fields: broken if every condition is met.
struct Rule {
  std::vector<Condition> when;  ///< the first names the field where a mistake is shown
  bool error = false;           ///< otherwise a warning
  std::string what;
  std::string remedy;
  std::string source;  ///< where it comes from
};

/// All rules of one model, or of all models whose names start the same.
struct Profile {
  std::string model;              ///< a name, or the start of names: `veo3*`
  std::vector<FieldRule> fields;  ///< fields with a default are in every body
  std::vector<Rule> rules;
  std::string source;  ///< where the fields come from

  const FieldRule* find(std::string_view field) const;
};

/// What the bounds of a condition apply to: a whole number itself, the number of items in a list,
/// the seconds of a span; none for other values.
std::optional<double> measure_of(const Value& value, FieldType type);

/// A mistake in the value of one field. `field` is empty for a rule across fields.
struct FieldMistake {
  std::string field;
  bool error = true;  ///< otherwise a warning
  std::string what;
  std::string remedy;
  Code code = Code::bad_value;
  std::optional<std::size_t> item = {};  ///< in a list: the one that is wrong
};

/// Reads `text` as a value of the field's type into `value`, reusing its memory, and checks it
/// against the allowed values. On a mistake, adds to `mistakes` and returns false.
bool parse_value(const FieldRule& rule, std::string_view text, Value& value,
                 std::vector<FieldMistake>& mistakes);

/// Whether the field is a whole number of seconds, which may be written `15s`.
bool is_in_seconds(const FieldRule& rule);

/// What yes and no in Chinese, `是` and `否`, say; none for other text.
std::optional<bool> truth_in_chinese(std::string_view text);

/// `text` as a value of a field that has allowed ones: without white space around it, and the value
/// whose Chinese name it is, such as `竖屏` for portrait.
std::string_view as_allowed(const FieldRule& rule, std::string_view text);

/// Checks a typed value against its rule: type, allowed values, URLs. Returns true if it is right.
/// The name of a picture is right where the rule takes files: its file is not looked at.
bool check_value(const FieldRule& rule, const Value& value, std::vector<FieldMistake>& mistakes);

/// Whether `url` is no URL but the name of a picture on this computer, such as `./harbor.jpg`.
bool is_picture_file(std::string_view url);

/// Whether the value has the type.
bool has_type(const Value& value, FieldType type);

/// Fills in defaults and checks what needs all fields: missing fields, an empty prompt, broken
/// rules, fields the model does not have. A model without a profile (null) gets no defaults: its
/// fields are passed through. `fields` must hold `model`, and each must pass `check_value`.
std::vector<FieldMistake> complete(const Profile* profile, Fields& fields);

/// Finds only the mistakes that depend on values. There are no others if fields with the same
/// names, of the same model, had no others in `complete`. What follows from the names is worked out
/// once, for all rows that have the same fields in the same places.
class ValueChecks {
 public:
  /// Checks nothing.
  ValueChecks() = default;

  /// `profile` must outlive it.
  ValueChecks(const Profile& profile, const Fields& fields);

  /// `fields` have the names of those that this was made from.
  std::vector<FieldMistake> mistakes_in(const Fields& fields) const;

 private:
  struct PlacedCondition {
    const Condition* condition;
    std::size_t place;  // of its field
    FieldType type;
  };
  struct PlacedRule {
    const Rule* rule;
    std::vector<PlacedCondition> when;
  };

  std::optional<std::size_t> prompt_;  // its place
  std::vector<PlacedRule> rules_;      // those that the fields can break
};

/// The most bytes a prompt may have, so that no row can fill the memory.
inline constexpr std::size_t longest_prompt_bytes = 1'000'000;

}  // namespace shotlist::api

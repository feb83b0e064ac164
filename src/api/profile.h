#pragma once
// What a model's requests are made of: fields, types, allowed values, rules. Data, not code.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic_code.h"
#include "model/request.h"
#include "model/value.h"

namespace shotlist {

/// How a field is read from text and written to JSON.
enum class FieldType {
  text,     ///< a JSON string; read as it stands, never guessed: `007` is text
  integer,  ///< a JSON number without a fraction
  boolean,  ///< `true` or `false`
  urls,     ///< a JSON array of http(s) URLs
};

/// One field of a model's requests.
struct FieldRule {
  std::string name;
  FieldType type = FieldType::text;
  std::vector<std::string> allowed;    ///< as text; empty: any value of the type
  std::optional<Value> default_value;  ///< sent where the manifest says nothing
  bool required = false;               ///< the manifest must say it: there is no default
  std::string meaning;                 ///< one line for `shotlist models`
};

/// A rule across fields: it is broken where every named field has the value beside it.
struct ConflictRule {
  std::vector<std::pair<std::string, std::string>> when;  ///< field, value as text
  bool error = false;                                     ///< else a warning
  std::string what;
  std::string remedy;
};

/// All rules of one model.
struct Profile {
  std::string model;
  std::vector<FieldRule> fields;  ///< every one of them is in every body
  std::vector<ConflictRule> conflicts;
  std::string source;  ///< where the rules come from

  const FieldRule* find(std::string_view field) const;
};

/// The known profiles, in the order `shotlist models` lists them.
const std::vector<Profile>& known_profiles();

/// The profile of `model`, or null where the model has none and is passed through.
const Profile* find_profile(std::string_view model);

/// The rule of the field `name` in any profile, or null: what a CSV column of that name means.
const FieldRule* find_request_field(std::string_view name);

/// Something wrong with the value of one field. `field` is empty for a rule across fields.
struct FieldMistake {
  std::string field;
  bool error = true;  ///< else a warning
  std::string what;
  std::string remedy;
  Code code = Code::bad_value;
};

/// Reads `text` as a value of the field's type, checked against its allowed values, into `value`,
/// using again what memory that holds. Where it is not one, adds to `mistakes` and returns false.
bool parse_value(const FieldRule& rule, std::string_view text, Value& value,
                 std::vector<FieldMistake>& mistakes);

/// Checks a typed value against its rule: type, allowed values, URLs. True where nothing is wrong.
bool check_value(const FieldRule& rule, const Value& value, std::vector<FieldMistake>& mistakes);

/// Fills in defaults and checks what only the whole shows: fields that are missing, an empty
/// prompt, conflicts between fields, fields the model does not have. A model without a profile gets
/// no defaults: its fields are passed through. `fields` must hold `model` and pass `check_value`
/// each.
std::vector<FieldMistake> complete(Fields& fields);

/// The mistakes among those that depend on values: all there can be in fields that have the same
/// names as others of the same model in which `complete` found nothing else.
std::vector<FieldMistake> check_values(const Profile& profile, const Fields& fields);

/// The most characters a prompt may have here, so that no row can fill the memory.
inline constexpr std::size_t longest_prompt_bytes = 1'000'000;

}  // namespace shotlist

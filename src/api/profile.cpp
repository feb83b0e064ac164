#include "api/profile.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/quantity.h"

namespace shotlist::api {
namespace {

constexpr std::array<std::pair<FieldType, std::string_view>, 7> types = {
    {{FieldType::text, "text"},
     {FieldType::integer, "integer"},
     {FieldType::boolean, "boolean"},
     {FieldType::url, "url"},
     {FieldType::urls, "urls"},
     {FieldType::span, "span"},
     {FieldType::json, "json"}}};

}  // namespace

std::string_view to_text(FieldType type) {
  const auto* const found = std::find_if(types.begin(), types.end(),
                                         [&](const auto& pair) { return pair.first == type; });
  return found == types.end() ? std::string_view() : found->second;
}

std::optional<FieldType> parse_field_type(std::string_view word) {
  for (const auto& [type, name] : types) {
    if (name == word && type != FieldType::json) return type;
  }
  return std::nullopt;
}

std::vector<std::string> field_type_words() {
  std::vector<std::string> words;
  for (const auto& [type, name] : types) {
    if (type != FieldType::json) words.emplace_back(name);
  }
  return words;
}

const FieldRule* Profile::find(std::string_view field) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const FieldRule& rule) { return rule.name == field; });
  return found == fields.end() ? nullptr : &*found;
}

std::optional<double> measure_of(const Value& value, FieldType type) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return static_cast<double>(*number);
  if (const auto* items = std::get_if<std::vector<std::string>>(&value)) {
    return static_cast<double>(items->size());
  }
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr || type != FieldType::span) return std::nullopt;
  const auto span = parse_span(*text);
  return span ? std::optional(span->end - span->start) : std::nullopt;
}

}  // namespace shotlist::api

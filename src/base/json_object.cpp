#include "base/json_object.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <limits>

#include "base/json_text.h"
#include "base/utf8.h"

namespace shotlist::inline base {

void append_json_value(std::string& json, std::string_view text) {
  if (first_invalid_utf8(text)) {
    append_json_text(json, repaired_utf8(text));
  } else {
    append_json_text(json, text);
  }
}

void JsonObject::name(std::string_view name) {
  json_ += empty_ ? '{' : ',';
  append_json_value(json_, name);
  json_ += ':';
  empty_ = false;
}

void JsonObject::text(std::string_view name, std::string_view value) {
  this->name(name);
  append_json_value(json_, value);
}

void JsonObject::null(std::string_view name) {
  json(name, "null");
}

void JsonObject::number(std::string_view name, std::int64_t value) {
  std::array<char, std::numeric_limits<std::int64_t>::digits10 + 2> digits{};
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  json(name, {digits.data(), static_cast<std::size_t>(written.ptr - digits.data())});
}

void JsonObject::truth(std::string_view name, bool value) {
  json(name, value ? "true" : "false");
}

void JsonObject::json(std::string_view name, std::string_view value) {
  this->name(name);
  json_ += value;
}

void JsonObject::end() {
  json_ += empty_ ? "{}" : "}";
}

}  // namespace shotlist::inline base

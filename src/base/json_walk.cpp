#include "base/json_walk.h"

#include <limits>

#include "base/eight_bytes.h"
#include "base/quantity.h"
#include "base/utf8.h"

namespace shotlist::inline base {
namespace {

constexpr std::size_t nowhere = std::string_view::npos;

std::optional<char32_t> hex4(std::string_view digits) {
  if (digits.size() < 4) return std::nullopt;
  char32_t value = 0;
  for (const char c : digits.substr(0, 4)) {
    const auto digit = std::string_view("0123456789abcdef").find(static_cast<char>(c | 0x20));
    const auto decimal = std::string_view("0123456789").find(c);
    if (digit == nowhere || (digit < 10 && decimal == nowhere)) return std::nullopt;
    value = value * 16 + static_cast<char32_t>(digit);
  }
  return value;
}

// What follows `\u`; a character beyond the first 65,536 takes two escapes.
bool append_numbered(std::string& text, std::string_view& rest) {
  constexpr char32_t first_high = 0xD800;
  constexpr char32_t first_low = 0xDC00;
  constexpr char32_t after_low = 0xE000;
  auto value = hex4(rest);
  if (!value) return false;
  rest.remove_prefix(4);
  if (*value >= first_high && *value < first_low) {
    const auto low = rest.substr(0, 2) == "\\u" ? hex4(rest.substr(2)) : std::nullopt;
    if (!low || *low < first_low || *low >= after_low) return false;
    rest.remove_prefix(6);
    value = 0x10000 + ((*value - first_high) << 10U) + (*low - first_low);
  } else if (*value >= first_low && *value < after_low) {
    return false;
  }
  append_utf8(text, *value);
  return true;
}

bool append_escaped(std::string& text, std::string_view& rest) {
  constexpr std::string_view names = "btnfr\"\\/";
  constexpr std::string_view named = "\b\t\n\f\r\"\\/";
  if (rest.empty()) return false;
  const char c = rest.front();
  rest.remove_prefix(1);
  if (c == 'u') return append_numbered(text, rest);
  const auto which = names.find(c);
  if (which == nowhere) return false;
  text += named[which];
  return true;
}

}  // namespace

std::optional<std::string> JsonValue::text() const {
  if (written_.size() < 2 || written_.front() != '"') return std::nullopt;
  std::string text;
  for (std::string_view rest = written_.substr(1, written_.size() - 2); !rest.empty();) {
    const auto escape = rest.find('\\');
    text += rest.substr(0, escape);
    if (escape == nowhere) break;
    rest.remove_prefix(escape + 1);
    if (!append_escaped(text, rest)) return std::nullopt;
  }
  return text;
}

std::optional<std::int64_t> JsonValue::number() const {
  return parse_integer(written_, std::numeric_limits<std::int64_t>::min(),
                       std::numeric_limits<std::int64_t>::max());
}

std::optional<bool> JsonValue::truth() const {
  if (written_ == "true") return true;
  return written_ == "false" ? std::optional(false) : std::nullopt;
}

JsonWalk::JsonWalk(std::string_view json, Over over)
    : json_(json), end_(over == Over::object ? '}' : ']'), is_object_(over == Over::object) {}

bool JsonWalk::next() {
  if (ended_ || !sound_) return false;
  skip_space();
  if (!begun_ && !take(is_object_ ? '{' : '[')) return fail();
  skip_space();
  ended_ = take(end_);
  if (ended_) {
    skip_space();
    return at_ == json_.size() ? false : fail();
  }
  if (begun_ && !take(',')) return fail();
  begun_ = true;
  skip_space();
  if (is_object_ && !take_name()) return fail();
  return take_value() || fail();
}

JsonValue JsonWalk::first_value(std::string_view json) {
  JsonWalk walk(json, Over::array);
  walk.take_value();
  return walk.value();
}

bool JsonWalk::fail() {
  sound_ = false;
  return false;
}

bool JsonWalk::take(char c) {
  if (at_ == json_.size() || json_[at_] != c) return false;
  ++at_;
  return true;
}

void JsonWalk::skip_space() {
  while (at_ < json_.size() && std::string_view(" \t\r\n").find(json_[at_]) != nowhere)
    ++at_;
}

bool JsonWalk::take_name() {
  if (at_ == json_.size() || json_[at_] != '"') return false;
  const std::size_t end = end_of_text(at_);
  if (end == nowhere) return false;
  name_ = json_.substr(at_ + 1, end - at_ - 2);
  at_ = end;
  skip_space();
  if (!take(':')) return false;
  skip_space();
  return true;
}

bool JsonWalk::take_value() {
  if (at_ == json_.size()) return false;
  const char first = json_[at_];
  std::size_t end = json_.find_first_of(",]} \t\r\n", at_);
  if (first == '"') end = end_of_text(at_);
  if (first == '{' || first == '[') end = end_of_nested();
  if (end == nowhere || end == at_) return false;
  value_ = JsonValue(json_.substr(at_, end - at_));
  at_ = end;
  return true;
}

// The offset after the closing quote of the text that opens at `quote`.
std::size_t JsonWalk::end_of_text(std::size_t quote) const {
  const auto is_plain = [](const EightBytes& bytes) { return !bytes.has('"') && !bytes.has('\\'); };
  for (std::size_t at = skip_eights(json_, quote + 1, is_plain); at < json_.size(); ++at) {
    if (json_[at] == '"') return at + 1;
    if (json_[at] == '\\') at = skip_eights(json_, at + 2, is_plain) - 1;
  }
  return nowhere;
}

std::size_t JsonWalk::end_of_nested() const {
  std::size_t depth = 0;
  for (std::size_t at = at_;;) {
    at = json_.find_first_of("\"{}[]", at);
    if (at == nowhere) return nowhere;
    const char c = json_[at];
    if (c == '"') {
      at = end_of_text(at);
      if (at == nowhere) return nowhere;
      continue;
    }
    ++at;
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) return at;
  }
}

}  // namespace shotlist::inline base

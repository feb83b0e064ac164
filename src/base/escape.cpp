#include "base/escape.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace shotlist::inline base {
namespace {

constexpr unsigned no_digit = 99;

unsigned digit(char c) {
  if (is_ascii_digit(c)) return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
  return no_digit;
}

struct Number {
  unsigned value = 0;
  std::size_t size = 0;
};

// At most `most` digits; most numbers fit into 32 bits.
Number read_number(std::string_view text, std::size_t at, unsigned base, std::size_t most) {
  Number number;
  while (number.size < most && at + number.size < text.size()) {
    const unsigned next = digit(text[at + number.size]);
    if (next >= base) break;
    number.value = number.value * base + next;
    ++number.size;
  }
  return number;
}

// Exactly `digits` hexadecimal digits, after `head` bytes of the escape.
Escape read_hex(std::string_view text, std::size_t at, std::size_t head, std::size_t digits,
                unsigned family) {
  const Number number = read_number(text, at + head, 16, digits);
  if (number.size != digits) return {};
  return {number.value, head + digits, family};
}

char at_or_nul(std::string_view text, std::size_t at) {
  return at < text.size() ? text[at] : '\0';
}

unsigned meaning_of(char letter) {
  constexpr std::string_view letters = "nrtbfvae";
  constexpr std::string_view controls = "\n\r\t\b\f\v\a\x1b";
  const auto found = letters.find(letter);
  const char meaning = found == std::string_view::npos ? letter : controls[found];
  return static_cast<unsigned char>(meaning);
}

Escape read_backslash(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return {};
  Escape escape;
  const char letter = text[at + 1];
  if (letter == 'u') {
    escape = read_hex(text, at, 2, 4, backslash_escapes);
    if (at_or_nul(text, at + 2) == '{') {
      const Number number = read_number(text, at + 3, 16, 8);
      if (number.size > 0 && at_or_nul(text, at + 3 + number.size) == '}')
        escape = {number.value, number.size + 4, backslash_escapes};
    }
  } else if (letter == 'U') {
    escape = read_hex(text, at, 2, 8, backslash_escapes);
  } else if (letter == 'x') {
    escape = read_hex(text, at, 2, 2, backslash_escapes);
  } else if (digit(letter) < 8) {
    const Number number = read_number(text, at + 1, 8, 3);
    escape = {number.value, number.size + 1, backslash_escapes};
  }
  if (escape.size > 0) return escape;
  return {meaning_of(letter), 2, backslash_escapes};
}

Escape read_percent(std::string_view text, std::size_t at) {
  const bool is_long = (at_or_nul(text, at + 1) | 0x20) == 'u';
  return is_long ? read_hex(text, at, 2, 4, percent_escapes)
                 : read_hex(text, at, 1, 2, percent_escapes);
}

// The names for visible ASCII that HTML writers use, and those for characters a key may contain.
constexpr std::array<std::pair<std::string_view, char>, 18> names = {{
    {"amp", '&'},
    {"lt", '<'},
    {"gt", '>'},
    {"quot", '"'},
    {"apos", '\''},
    {"sol", '/'},
    {"plus", '+'},
    {"equals", '='},
    {"lowbar", '_'},
    {"period", '.'},
    {"colon", ':'},
    {"num", '#'},
    {"percnt", '%'},
    {"bsol", '\\'},
    {"verbar", '|'},
    {"dollar", '$'},
    {"commat", '@'},
    {"excl", '!'},
}};

Escape read_html(std::string_view text, std::size_t at) {
  Escape escape;
  if (at_or_nul(text, at + 1) == '#') {
    const bool hex = (at_or_nul(text, at + 2) | 0x20) == 'x';
    const std::size_t head = hex ? 3 : 2;
    const Number number = read_number(text, at + head, hex ? 16 : 10, 8);
    if (number.size > 0) escape = {number.value, head + number.size, html_escapes};
  } else {
    const auto* const found = std::find_if(names.begin(), names.end(), [&](const auto& name) {
      return text.substr(at + 1).starts_with(name.first);
    });
    if (found != names.end()) {
      escape = {static_cast<unsigned char>(found->second), found->first.size() + 1, html_escapes};
    }
  }
  if (escape.size > 0 && at_or_nul(text, at + escape.size) == ';') ++escape.size;
  return escape;
}

bool is_surrogate(const Escape& escape, unsigned first) {
  return escape.size == 6 && escape.value >= first && escape.value < first + 0x400;
}

}  // namespace

Escape read_escape(std::string_view text, std::size_t at, unsigned families) {
  switch (text[at]) {
    case '\\':
      return (families & backslash_escapes) != 0 ? read_backslash(text, at) : Escape();
    case '%':
      return (families & percent_escapes) != 0 ? read_percent(text, at) : Escape();
    case '&':
      return (families & html_escapes) != 0 ? read_html(text, at) : Escape();
    default:
      return {};
  }
}

std::size_t json_unit(std::string_view text, std::size_t at) {
  const bool is_escape =
      text[at] == '\\' && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0x80;
  if (!is_escape) return 1;
  if (text[at + 1] != 'u') return 2;
  const Escape first = read_hex(text, at, 2, 4, backslash_escapes);
  if (first.size == 0) return 2;
  if (!is_surrogate(first, 0xD800) || !text.substr(at + first.size).starts_with("\\u"))
    return first.size;
  const Escape second = read_hex(text, at + first.size, 2, 4, backslash_escapes);
  return is_surrogate(second, 0xDC00) ? first.size + second.size : first.size;
}

}  // namespace shotlist::inline base

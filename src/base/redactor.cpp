#include "base/redactor.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "base/eight_bytes.h"
#include "base/escape.h"
#include "base/text.h"

namespace shotlist::inline base {
namespace {

constexpr std::string_view stand_in = "[key]";

// A shorter key may be an ordinary word, and part of a task id.
constexpr std::size_t shortest_real_key = 16;

// What everyone's keys begin with, if at least as long as a run.
constexpr std::array<std::string_view, 5> public_prefixes = {"sk-proj-", "sk-svcacct-", "sk-admin-",
                                                             "sk-or-v1-", "sk-ant-api03-"};

// The bits that a digit of base64 (RFC 4648, either alphabet) or hexadecimal stands for.
constexpr std::uint8_t no_base64_digit = 0xFF;

constexpr std::array<std::uint8_t, 256> digit_values(std::string_view digits) {
  std::array<std::uint8_t, 256> values{};
  values.fill(no_base64_digit);
  for (std::size_t i = 0; i < digits.size(); ++i)
    values[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
  return values;
}

constexpr auto base64_values = [] {
  auto values = digit_values("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
  values['-'] = values['+'];
  values['_'] = values['/'];
  return values;
}();

constexpr auto hex_values = [] {
  auto values = digit_values("0123456789abcdef");
  for (unsigned char c = 'A'; c <= 'F'; ++c)
    values[c] = static_cast<std::uint8_t>(c - 'A' + 10);
  return values;
}();

// The places that a digit of base64 may have in two whole groups of four that stand for visible
// characters, one bit for each: these have no eighth bit.
constexpr auto places_in_groups = [] {
  std::array<std::uint8_t, 256> places{};
  for (std::size_t c = 0; c < places.size(); ++c) {
    const unsigned value = base64_values[c];
    const unsigned in_group = ((value & 0x20U) == 0 ? 1U : 0U) | ((value & 0x08U) == 0 ? 2U : 0U) |
                              ((value & 0x02U) == 0 ? 4U : 0U) | 8U;
    places[c] = static_cast<std::uint8_t>(in_group << 4U | in_group);
  }
  return places;
}();

std::uint8_t value_of(const std::array<std::uint8_t, 256>& values, char c) {
  return values[static_cast<unsigned char>(c)];
}

bool is_visible(char c) {
  return c > ' ' && c <= '~';
}

bool is_of_token(char c) {
  return is_ascii_alphanumeric(c) || c == '_' || c == '-';
}

bool is_of_number(char c) {
  return is_ascii_digit(c) || c == '+' || c == '-' || c == '.' || c == 'e' || c == 'E';
}

// One search per character is faster than one search for all.
bool has_escape(std::string_view text) {
  return text.find('\\') != std::string_view::npos || text.find('%') != std::string_view::npos ||
         text.find('&') != std::string_view::npos;
}

// A hash of 13 bits; the same for upper and lower case.
std::size_t hash(std::uint64_t characters) {
  constexpr std::uint64_t lower_case = 0x2020202020202020U;
  return static_cast<std::size_t>(((characters | lower_case) * 0x9E3779B97F4A7C15U) >> 51U);
}

std::size_t hash_of_eight(const char* eight) {
  std::uint64_t characters = 0;
  std::memcpy(&characters, eight, sizeof characters);
  return hash(characters);
}

std::size_t hash_of_four(const char* four) {
  std::uint32_t characters = 0;
  std::memcpy(&characters, four, sizeof characters);
  return hash(characters);
}

// Whether digits of `bits` bits each stand for `fewest` visible characters in a row.
bool has_visible_run(std::string_view digits, unsigned bits, std::size_t fewest) {
  const auto& values = bits == 6 ? base64_values : hex_values;
  unsigned pending = 0;
  unsigned have = 0;
  std::size_t run = 0;
  for (const char digit : digits) {
    pending = (pending << bits | value_of(values, digit)) & 0xFFFFU;
    have += bits;
    if (have < 8) continue;
    have -= 8;
    run = is_visible(static_cast<char>(static_cast<unsigned char>(pending >> have & 0xFFU)))
              ? run + 1
              : 0;
    if (run == fewest) return true;
  }
  return false;
}

bool looks_like_json(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
}

}  // namespace

void Redactor::Decoded::clear() {
  characters.clear();
  begins.clear();
  ends.clear();
}

void Redactor::Decoded::add(char c, std::size_t begin, std::size_t end) {
  characters += c;
  begins.push_back(begin);
  ends.push_back(end);
}

Redactor::Redactor(Secret key) : key_(std::move(key)), folded_(lower_ascii(key_.reveal())) {
  const std::string_view text = key_.reveal();
  for (const std::string_view prefix : public_prefixes) {
    if (text.starts_with(prefix)) public_ = prefix.size() - shortest_run + 1;
  }
  for (std::size_t i = public_; i + shortest_run <= text.size(); ++i) {
    filter_.add(hash_of_eight(text.data() + i));
  }
  for (std::size_t i = public_; i + 4 <= text.size(); ++i)
    filter_of_fours_.add(hash_of_four(text.data() + i));
}

bool Redactor::redact(std::string& text) {
  if (key_.reveal().size() < shortest_run || text.size() < shortest_run) return false;
  found_.clear();
  // Decoded text may be decoded again in several ways. No honest text comes near this limit.
  constexpr std::size_t enough_for_short_text = std::size_t{256} * 1024;
  effort_ = text.size() * 8 + enough_for_short_text;
  search({text}, 0);
  if (found_.empty()) return false;
  text = without_ranges(text);
  return true;
}

bool Redactor::may_be_of_key(const char* eight) const {
  return filter_.has(hash_of_eight(eight));
}

// Any run holds, whole, one of four characters at every fifth position.
bool Redactor::may_hold_run(std::string_view text) const {
  for (std::size_t i = 0; i + 4 <= text.size(); i += shortest_run - 3) {
    if (filter_of_fours_.has(hash_of_four(text.data() + i))) return true;
  }
  return false;
}

std::size_t Redactor::find_in_key(const char* eight) const {
  std::array<char, shortest_run> lower{};
  std::transform(eight, eight + shortest_run, lower.begin(), [](char c) { return lower_ascii(c); });
  return folded_.reveal().find({lower.data(), lower.size()}, public_);
}

void Redactor::search(const View& view, std::size_t depth) {
  if (view.characters.size() < shortest_run) return;
  search_runs(view);
  if (depth == most_nested) return;
  search_joined(view, depth);
  search_escapes(view, depth);
  search_digits(view, depth);
}

void Redactor::search_runs(const View& view) {
  const std::string_view text = view.characters;
  const std::string_view key = folded_.reveal();
  if (!may_hold_run(text)) return;
  for (std::size_t i = 0; i + shortest_run <= text.size(); ++i) {
    if (!may_be_of_key(text.data() + i)) continue;
    const std::size_t in_key = find_in_key(text.data() + i);
    if (in_key == std::string_view::npos) continue;
    std::size_t begin = i;
    for (std::size_t j = in_key; in_key == public_ && j > 0 && begin > 0; --j, --begin) {
      if (lower_ascii(text[begin - 1]) != key[j - 1]) break;
    }
    std::size_t end = i + shortest_run;
    while (end < text.size() &&
           find_in_key(text.data() + end - shortest_run + 1) != std::string_view::npos)
      ++end;
    i = end - shortest_run;
    if (!is_inside_a_word(view, begin, end))
      found_.push_back({view.begin_of(begin), view.end_of(end - 1)});
  }
}

bool Redactor::is_inside_a_word(const View& view, std::size_t begin, std::size_t end) const {
  if (key_.reveal().size() >= shortest_real_key) return false;
  const std::string_view text = view.characters;
  return (begin > 0 && is_of_token(text[begin - 1])) ||
         (end < text.size() && is_of_token(text[end]));
}

// Leaves out what a reader does not see or overlooks between the characters of a key.
void Redactor::search_joined(const View& view, std::size_t depth) {
  const std::string_view text = view.characters;
  const auto is_blank = [text](std::size_t at) { return at >= text.size() || text[at] == ' '; };
  const auto is_between = [&](std::size_t at) {
    if (text[at] == ' ') return at > 0 && (at == 1 || is_blank(at - 2)) && is_blank(at + 2);
    return (static_cast<unsigned char>(text[at]) & 0x80U) != 0;
  };
  const auto has_no_joint = [](const EightBytes& bytes) {
    return bytes.all_ascii() && !bytes.has(' ');
  };
  bool has_joint = false;
  for (std::size_t at = 1; !has_joint && at + 1 < text.size(); ++at) {
    at = skip_eights(text, at, has_no_joint);
    has_joint = at + 1 < text.size() && is_visible(text[at - 1]) && is_between(at);
  }
  if (!has_joint || effort_ < text.size()) return;
  effort_ -= text.size();
  Decoded& decoded = decoded_[depth];
  decoded.clear();
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_between(at)) decoded.add(text[at], view.begin_of(at), view.end_of(at));
  }
  search_runs(decoded.view());
}

void Redactor::search_escapes(const View& view, std::size_t depth) {
  Decoded& decoded = decoded_[depth];
  const unsigned families = decode_escapes(view, all_escapes, decoded);
  if (families == 0) return;
  search(decoded.view(), depth + 1);
  if (std::has_single_bit(families)) return;
  // A program that decodes one family leaves the others unchanged. That matters if a run of the key
  // follows a `%` and looks like the rest of an escape.
  for (unsigned family = 1; family <= all_escapes; family *= 2) {
    if ((families & family) != 0 && decode_escapes(view, family, decoded) != 0)
      search(decoded.view(), depth + 1);
  }
}

// Returns the families found.
unsigned Redactor::decode_escapes(const View& view, unsigned families, Decoded& decoded) {
  const std::string_view text = view.characters;
  if (!has_escape(text) || effort_ < text.size()) return 0;
  effort_ -= text.size();
  unsigned seen = 0;
  decoded.clear();
  for (std::size_t at = 0; at < text.size();) {
    const Escape escape = read_escape(text, at, families);
    const std::size_t size = std::max<std::size_t>(escape.size, 1);
    const char plain = escape.value < 0x80 ? static_cast<char>(escape.value) : '\x80';
    decoded.add(escape.size > 0 ? plain : text[at], view.begin_of(at), view.end_of(at + size - 1));
    seen |= escape.family;
    at += size;
  }
  return seen;
}

void Redactor::search_digits(const View& view, std::size_t depth) {
  constexpr std::size_t shortest_base64 = 11;  // 66 bits
  const std::string_view text = view.characters;
  const auto is_digit = [text](std::size_t at) {
    return value_of(base64_values, text[at]) != no_base64_digit;
  };
  for (std::size_t begin = 0; begin + shortest_base64 <= text.size();) {
    std::size_t end = begin + shortest_base64;
    std::size_t other = end;  // behind the last that is no digit, from the end: most are skipped
    while (other > begin && is_digit(other - 1))
      --other;
    if (other > begin) {
      begin = other;
      continue;
    }
    while (end < text.size() && is_digit(end))
      ++end;
    search_base64(view, begin, end, depth);
    begin = end + 1;
  }
}

void Redactor::search_base64(const View& view, std::size_t begin, std::size_t end,
                             std::size_t depth) {
  // Eight visible characters contain two whole groups of four digits, and few other texts look like
  // that at any of the four possible offsets of a group.
  const std::string_view text = view.characters;
  constexpr unsigned last_place = 6;  // the digit behind it may be any
  std::array<bool, 4> worth_a_look{};
  unsigned matched = 0;  // one bit for each place that the last digit has in a match until here
  for (std::size_t at = begin; at + 1 < end; ++at) {
    matched = (matched << 1U | 1U) & value_of(places_in_groups, text[at]);
    if ((matched >> last_place & 1U) != 0) worth_a_look[(at - last_place - begin) % 4] = true;
  }
  for (std::size_t first = 0; first < worth_a_look.size(); ++first) {
    if (worth_a_look[first]) search_bits(view, begin + first, end, 6, depth);
  }
  // Hexadecimal digits are also base64 digits. The first of two that stand for a visible character
  // is one of six.
  constexpr unsigned eight_pairs = 0x5555U;
  for (std::size_t at = begin; at < end; ++at) {
    const std::size_t first = at;
    unsigned may_be_first = 0;  // one bit for each of the last digits
    bool is_worth_a_look = false;
    for (; at < end && value_of(hex_values, text[at]) != no_base64_digit; ++at) {
      if ((may_be_first & eight_pairs) == eight_pairs) is_worth_a_look = true;
      const unsigned value = value_of(hex_values, text[at]);
      may_be_first = may_be_first << 1U | (value >= 2 && value <= 7 ? 1U : 0U);
    }
    if (!is_worth_a_look) continue;
    search_bits(view, first, at, 4, depth);
    search_bits(view, first + 1, at, 4, depth);
  }
}

// Decodes digits of `bits` bits each into bytes, and searches each piece of visible characters.
void Redactor::search_bits(const View& view, std::size_t begin, std::size_t end, unsigned bits,
                           std::size_t depth) {
  if (!has_visible_run(view.characters.substr(begin, end - begin), bits, shortest_run)) return;
  if (effort_ < end - begin) return;
  effort_ -= end - begin;
  const auto& values = bits == 6 ? base64_values : hex_values;
  Decoded& decoded = decoded_[depth];
  decoded.clear();
  unsigned pending = 0;
  unsigned have = 0;
  std::size_t first = begin;  // the digit in which the next byte begins
  for (std::size_t at = begin; at < end; ++at) {
    pending = (pending << bits | value_of(values, view.characters[at])) & 0xFFFFU;
    have += bits;
    if (have < 8) continue;
    have -= 8;
    const char c = static_cast<char>(static_cast<unsigned char>(pending >> have & 0xFFU));
    if (is_visible(c)) {
      decoded.add(c, view.begin_of(first), view.end_of(at));
    } else {
      search(decoded.view(), depth + 1);
      decoded.clear();
    }
    first = have > 0 ? at : at + 1;
  }
  search(decoded.view(), depth + 1);
}

std::string Redactor::without_ranges(std::string_view text) {
  std::sort(found_.begin(), found_.end(),
            [](const Range& a, const Range& b) { return a.begin < b.begin; });
  const bool is_json = looks_like_json(text);
  bool in_string = false;
  std::size_t at = 0;
  const auto pass = [&] {
    if (text[at] == '"') in_string = !in_string;
    at += json_unit(text, at);
  };
  std::string clean;
  for (std::size_t i = 0; i < found_.size();) {
    Range range = found_[i];
    for (++i; i < found_.size() && found_[i].begin <= range.end; ++i)
      range.end = std::max(range.end, found_[i].end);
    if (range.end <= at) continue;  // already removed with the previous one
    const std::size_t from = at;
    // No escape may be cut in two.
    while (at < range.begin && at + json_unit(text, at) <= range.begin)
      pass();
    clean += text.substr(from, at - from);
    const std::string_view taken = text.substr(at, range.end - at);
    const bool is_number =
        is_json && !in_string && std::all_of(taken.begin(), taken.end(), is_of_number);
    while (at < range.end)
      pass();
    if (is_number) {  // the whole number is replaced by text
      while (!clean.empty() && is_of_number(clean.back()))
        clean.pop_back();
      while (at < text.size() && is_of_number(text[at]))
        ++at;
      clean += '"';
    }
    clean += stand_in;
    if (is_number) clean += '"';
  }
  clean += text.substr(std::min(at, text.size()));
  return clean;
}

}  // namespace shotlist::inline base

#include "base/redactor.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/utf8.h"
#include "support/catch2.h"

namespace shotlist::tests::redactor_test {
namespace {

constexpr std::string_view real_key = "sk-4fQz/9Lm&2Xw+7Rt_0Yb-6Nc~3Vd.8Ks=1Pj5Hg";

std::string redacted(std::string_view key, std::string text) {
  Redactor redactor{Secret(std::string(key))};
  const std::string before = text;
  const bool found = redactor.redact(text);
  CHECK(found == (text != before));
  return text;
}

TEST_CASE("a key is found in every spelling") {
  struct Case {
    std::string_view text;
    std::string_view clean;
  };
  for (const Case& c : {
           Case{"no: sk-4fQz/9Lm&2Xw+7Rt_0Yb-6Nc~3Vd.8Ks=1Pj5Hg.", "no: [key]."},
           {"no: 4fQz/9Lm&2Xw+7Rt_0Yb-6Nc~3Vd.8Ks=1Pj5Hg", "no: [key]"},
           {"ends in 8Ks=1Pj5Hg", "ends in [key]"},
           {"ends in Ks=1Pj5Hg", "ends in [key]"},
           {"ends in s=1Pj5Hg", "ends in [key]"},
           {"ends in =1Pj5Hg", "ends in =1Pj5Hg"},
           {"sk-4fQz/****1Pj5Hg", "[key]****1Pj5Hg"},
           {R"({"m":"sk-4fQz\/9Lm\u00262Xw+7Rt"})", R"({"m":"[key]"})"},
           {R"({"m":"sk\u002D4fQz\/9Lm&2Xw\n"})", R"({"m":"[key]\n"})"},
           {R"({"m":"{\"k\":\"sk\\u002d4fQz\\\/9Lm\"}"})", R"({"m":"{\"k\":\"[key]\"}"})"},
           {R"(sk\x2d4fQz\x2f9Lm)", "[key]"},
           {R"(sk\0554fQz/9Lm)", "[key]"},
           {"?key=sk-4fQz%2F9Lm%262Xw%2b7Rt&x=1", "?key=[key]&x=1"},
           {"?key=sk-4fQz%252f9Lm%25262Xw&x=1", "?key=[key]&x=1"},
           {"<p>sk-4fQz/9Lm&amp;2Xw+7Rt</p>", "<p>[key]</p>"},
           {"<p>sk&#45;4fQz&#x2f;9Lm&#X26;2Xw</p>", "<p>[key]</p>"},
           {"<p>sk&amp;#45;4fQz/9Lm</p>", "<p>[key]</p>"},
           {"%5Cu0073k-4fQz/9", "[key]"},
           {"no: SK-4FQZ/9LM&2XW+7RT_0YB.", "no: [key]."},
           {"no: sk-4fqz%2F9lm%262xw", "no: [key]"},
           {"no: sk-4\u200bfQz/\u200b9Lm, no", "no: [key], no"},
           {R"({"m":"sk-4\u200bfQz/\u200b9Lm"})", R"({"m":"[key]"})"},
           {"no: s k - 4 f Q z / 9 L m &", "no: [key]"},
           {"a 4 of Q, z: 9 L", "a 4 of Q, z: 9 L"},
       }) {
    CAPTURE(c.text);
    CHECK(redacted(real_key, std::string(c.text)) == c.clean);
  }
}

TEST_CASE("a key is found in base64 and in hexadecimal digits at any place in them") {
  constexpr std::string_view key = "sk-abcdefghijklmnop";
  // "user:sk-abcdefghijklmnop", and with one and two characters more in front.
  for (const std::string_view text :
       {"dXNlcjpzay1hYmNkZWZnaGlqa2xtbm9w", "dXVzZXI6c2stYWJjZGVmZ2hpamtsbW5vcA==",
        "dXV1c2VyOnNrLWFiY2RlZmdoaWprbG1ub3A=", "736b2d6162636465666768696a6b6c6d6e6f70",
        "0736B2D6162636465666768696A6B6C6D6E6F70"}) {
    const std::string clean = redacted(key, "<" + std::string(text) + ">");
    CAPTURE(text, clean);
    CHECK(clean.find("[key]") != std::string::npos);
    CHECK(clean.size() < 24);
  }
}

TEST_CASE("what all keys of a provider begin with is no secret") {
  constexpr std::string_view key = "sk-proj-4fQz9Lm2Xw7Rt0Yb";
  CHECK(redacted(key, "keys look like sk-proj-..., see our page") ==
        "keys look like sk-proj-..., see our page");
  CHECK(redacted(key, "you gave sk-proj-4fQz9Lm2Xw7Rt0Yb") == "you gave [key]");
  CHECK(redacted(key, "you gave sk-proj-4***") == "you gave [key]***");
  CHECK(redacted(key, "you gave proj-4fQz") == "you gave [key]");
}

TEST_CASE("a key that is a word is not taken out of ids") {
  struct Case {
    std::string_view key;
    std::string_view text;
    std::string_view clean;
  };
  for (const Case& c : {
           Case{"rehearsal", R"({"id":"sora-2:task_rehearsal_1"})",
                R"({"id":"sora-2:task_rehearsal_1"})"},
           {"rehearsal", "the rehearsals", "the rehearsals"},
           {"rehearsal", R"({"message":"bad key: rehearsal"})", R"({"message":"bad key: [key]"})"},
           {"rehearsal", "bad key\\nrehearsal.", "bad key\\n[key]."},
           {"rehearsal", "bad key: reh****sal", "bad key: reh****sal"},
           {"test", R"({"id":"test","message":"test"})", R"({"id":"test","message":"test"})"},
           {"", "anything", "anything"},
       }) {
    CAPTURE(c.key, c.text);
    CHECK(redacted(c.key, std::string(c.text)) == c.clean);
  }
}

TEST_CASE("JSON stays JSON where the key lies across an escape or is made of digits") {
  struct Case {
    std::string_view key;
    std::string_view text;
    std::string_view clean;
  };
  for (const Case& c : {
           Case{"nsk-0123456789ab", R"(["x\nsk-0123456789ab"])", R"(["x[key]"])"},
           {"nsk-0123456789ab", R"(["x\\nsk-0123456789ab"])", R"(["x\\[key]"])"},
           {"0041sk-012345678", R"(["x\u0041sk-012345678\u00e9"])", R"(["x[key]\u00e9"])"},
           {"e00sk-0123456789", R"(["\ud83d\ude00sk-0123456789"])", R"(["[key]"])"},
           {"1700000000123456", R"({"created":1700000000,"n":2})", R"({"created":"[key]","n":2})"},
           {"1700000000123456", R"({"created":-917000000009.5e3,"n":2})",
            R"({"created":"[key]","n":2})"},
           {"1700000000123456", R"({"created":"x1700000000y"})", R"({"created":"x[key]y"})"},
       }) {
    CAPTURE(c.text);
    REQUIRE(nlohmann::json::accept(c.text));
    const std::string clean = redacted(c.key, std::string(c.text));
    CHECK(clean == c.clean);
    CHECK(nlohmann::json::accept(clean));
  }
}

// From here on: random keys in random texts. The writers and readers of spellings are the test's
// own, as simple as can be.

// Each roll is a statement of its own: in which order the operands of one are rolled is up to the
// compiler, and a seed must mean the same everywhere.
using Dice = std::mt19937_64;

std::size_t roll(Dice& dice, std::size_t sides) {
  return static_cast<std::size_t>(dice() % sides);
}

std::string random_text(Dice& dice, std::string_view alphabet, std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i)
    text += alphabet[roll(dice, alphabet.size())];
  return text;
}

constexpr std::string_view letters_and_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

std::string random_key(Dice& dice) {
  static const std::string visible = [] {
    std::string all;
    for (char c = '!'; c <= '~'; ++c)
      if (c != '"') all += c;  // a key in a JSON text has none
    return all;
  }();
  const std::vector<std::string> alphabets = {
      std::string(letters_and_digits),
      std::string(letters_and_digits) + "-_.~+/=",
      "0123456789abcdef",
      "abcdefghijklmnopqrstuvwxyz-",
      visible,
      "abcdefgh%\\&/;#0123456789u",
  };
  const std::vector<std::string> beginnings = {"", "", "sk-", "sk-proj-"};
  std::string key = beginnings[roll(dice, beginnings.size())];
  const std::string& alphabet = alphabets[roll(dice, alphabets.size())];
  const std::size_t size = 16 + roll(dice, 113);
  return key + random_text(dice, alphabet, size);
}

std::string around(Dice& dice) {
  static const std::vector<std::string> pieces = {"",     " ",     "Incorrect API key provided: ",
                                                  ".",    "\n",    "https://h.example/?key=",
                                                  "&x=1", "user:", "\xE4\xBD\x99\xE9\xA2\x9D",
                                                  "\\",   "%",     "abc",
                                                  "<b>",  "}",     "\xF0\x9F\x98\x80",
                                                  "0"};
  const std::string& first = pieces[roll(dice, pieces.size())];
  return first + pieces[roll(dice, pieces.size())];
}

bool is_of(std::string_view set, char c) {
  return set.find(c) != std::string_view::npos;
}

using Writer = std::function<std::string(Dice&, const std::string&)>;

// Each character that `must` names, and of the others that are ASCII one in `rarity`.
template <typename Write>
Writer escaping(std::string_view must, const Write& write) {
  return [must, write](Dice& dice, const std::string& text) {
    const std::size_t rarity = 1 + roll(dice, 8);
    std::string out;
    for (const char c : text) {
      const bool is_ascii = static_cast<unsigned char>(c) < 0x80;
      const bool escape = is_of(must, c) || (is_ascii && roll(dice, rarity) == 0);
      out += escape ? write(dice, static_cast<unsigned char>(c)) : std::string(1, c);
    }
    return out;
  };
}

std::string hex(Dice& dice, unsigned value, int digits) {
  return roll(dice, 2) == 0 ? fmt::format("{:0{}x}", value, digits)
                            : fmt::format("{:0{}X}", value, digits);
}

std::string base64(const std::string& text, std::string_view last_two) {
  const std::string digits = std::string("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") +
                             "0123456789" + std::string(last_two);
  std::string out;
  unsigned bits = 0;
  int have = 0;
  for (const char c : text) {
    bits = (bits << 8U | static_cast<unsigned char>(c)) & 0xFFFFU;
    for (have += 8; have >= 6; have -= 6)
      out += digits[bits >> (have - 6) & 63U];
  }
  if (have > 0) out += digits[bits << (6 - have) & 63U];
  return out;
}

std::vector<Writer> writers() {
  return {
      [](Dice&, const std::string& text) { return text; },
      escaping("\\\"\n",
               [](Dice& dice, unsigned c) {
                 const bool short_one = is_of("\\\"/", static_cast<char>(c)) && roll(dice, 2) == 0;
                 return short_one ? std::string("\\") + static_cast<char>(c)
                                  : "\\u" + hex(dice, c, 4);
               }),
      escaping("\\", [](Dice& dice, unsigned c) { return "\\x" + hex(dice, c, 2); }),
      escaping("% ", [](Dice& dice, unsigned c) { return "%" + hex(dice, c, 2); }),
      escaping("&<>",
               [](Dice& dice, unsigned c) {
                 if (c == '&' && roll(dice, 2) == 0) return std::string("&amp;");
                 return roll(dice, 2) == 0 ? fmt::format("&#{};", c)
                                           : "&#x" + hex(dice, c, 2) + ";";
               }),
      [](Dice&, const std::string& text) { return base64(text, "+/"); },
      [](Dice& dice, const std::string& text) {
        return base64(text, "-_") + (roll(dice, 2) == 0 ? "==" : "");
      },
      [](Dice& dice, const std::string& text) {
        std::string out;
        for (const char c : text)
          out += hex(dice, static_cast<unsigned char>(c), 2);
        return out;
      },
  };
}

std::optional<unsigned> number(std::string_view digits, int base) {
  if (digits.empty() || digits.size() > 6) return std::nullopt;
  unsigned value = 0;
  for (const char c : digits) {
    const std::size_t digit = std::string_view("0123456789abcdef").find(c | 0x20);
    const std::size_t decimal = std::string_view("0123456789").find(c);
    const std::size_t found = base == 16 && decimal == std::string_view::npos ? digit : decimal;
    if (found == std::string_view::npos) return std::nullopt;
    value = value * static_cast<unsigned>(base) + static_cast<unsigned>(found);
  }
  return value;
}

void add(std::string& out, unsigned value) {
  out += value < 0x80 ? static_cast<char>(value) : '?';
}

// The part of `text` that an escape with `head` and so many hexadecimal digits stands for.
bool read_hex(std::string_view text, std::size_t& at, std::string_view head, std::size_t digits,
              std::string& out) {
  if (!text.substr(at).starts_with(head) || at + head.size() + digits > text.size()) return false;
  const auto value = number(text.substr(at + head.size(), digits), 16);
  if (!value) return false;
  add(out, *value);
  at += head.size() + digits;
  return true;
}

std::string without_backslashes(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (read_hex(text, at, "\\u", 4, out) || read_hex(text, at, "\\x", 2, out)) continue;
    if (text[at] == '\\' && at + 1 < text.size() && is_of("\\\"/nt", text[at + 1])) {
      out += text[at + 1] == 'n' ? '\n' : text[at + 1] == 't' ? '\t' : text[at + 1];
      at += 2;
    } else {
      out += text[at++];
    }
  }
  return out;
}

std::string without_percents(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();)
    if (!read_hex(text, at, "%", 2, out)) out += text[at++];
  return out;
}

std::string without_entities(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    const std::size_t end = std::min<std::size_t>(rest.find(';'), 12);
    std::optional<unsigned> value;
    if (rest.starts_with("&amp;")) value = '&';
    if (rest.starts_with("&#") && end != 12) {
      value = rest[2] == 'x' ? number(rest.substr(3, end - 3), 16)
                             : number(rest.substr(2, end - 2), 10);
    }
    if (value) {
      add(out, *value);
      at += end + 1;
    } else {
      out += text[at++];
    }
  }
  return out;
}

// What digits of so many bits may come to, begun at each of their first places.
void decode_digits(std::string_view text, const std::string& digits, unsigned bits,
                   std::size_t shortest, std::vector<std::string>& out) {
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && is_of(digits, text[end]))
      ++end;
    for (std::size_t first = begin; first < begin + 4 && first + shortest <= end; ++first) {
      std::string bytes;
      unsigned pending = 0;
      unsigned have = 0;
      for (std::size_t at = first; at < end; ++at) {
        pending = (pending << bits | static_cast<unsigned>(digits.find(text[at]))) & 0xFFFFU;
        have += bits;
        if (have >= 8)
          bytes += static_cast<char>(static_cast<unsigned char>(pending >> (have -= 8)));
      }
      out.push_back(bytes);
    }
    begin = end + 1;
  }
}

std::vector<std::string> decodings(const std::string& text) {
  std::vector<std::string> all = {without_backslashes(text), without_percents(text),
                                  without_entities(text)};
  const std::string alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  all.erase(std::remove(all.begin(), all.end(), text), all.end());
  decode_digits(text, alphanumeric + "+/", 6, 11, all);
  decode_digits(text, alphanumeric + "-_", 6, 11, all);
  decode_digits(text, "0123456789abcdef", 4, 16, all);
  decode_digits(text, "0123456789ABCDEF", 4, 16, all);
  return all;
}

std::size_t length_of_public_part(std::string_view key) {
  return key.starts_with("sk-proj-") ? 8 : 0;
}

// Whether `text`, or what it can be decoded to in at most `depth` steps, holds 8 characters of
// `key`.
bool holds(const std::string& text, const std::string& key, int depth) {
  const std::size_t from = length_of_public_part(key) == 8 ? 1 : 0;
  for (std::size_t i = from; i + 8 <= key.size(); ++i)
    if (text.find(key.substr(i, 8)) != std::string::npos) return true;
  if (depth == 0) return false;
  const auto inner = decodings(text);
  return std::any_of(inner.begin(), inner.end(),
                     [&](const std::string& one) { return holds(one, key, depth - 1); });
}

struct Written {
  std::string text;
  std::size_t nested = 0;
};

// A part of `text` of at least 8 characters, or all of it, in up to three spellings inside one
// another, each with something around it.
Written hidden(Dice& dice, const std::string& text) {
  static const std::vector<Writer> all = writers();
  const std::size_t from = roll(dice, 2) == 0 ? 0 : roll(dice, text.size() - 8 + 1);
  const std::size_t size =
      roll(dice, 2) == 0 ? 8 + roll(dice, text.size() - from - 8 + 1) : text.size() - from;
  Written written{text.substr(from, size)};
  written.nested = roll(dice, 4);
  for (std::size_t i = 0; i < written.nested; ++i) {
    written.text = around(dice) + written.text;
    written.text += around(dice);
    written.text = all[roll(dice, all.size())](dice, written.text);
  }
  written.text = around(dice) + written.text;
  written.text += around(dice);
  return written;
}

TEST_CASE("no decoding of a redacted text holds eight characters of the key") {
  int hidden_ones = 0;
  for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
    Dice dice(seed);
    const std::string key = random_key(dice);
    const Written written = hidden(dice, key);
    CAPTURE(seed, key, written.text);
    const int depth = static_cast<int>(written.nested);
    const bool held = holds(written.text, key, depth);
    hidden_ones += held ? 1 : 0;
    const std::string clean = redacted(key, written.text);
    CAPTURE(clean);
    if (held) CHECK(clean.find("[key]") != std::string::npos);
    CHECK_FALSE(holds(clean, key, depth));
    if (!first_invalid_utf8(written.text)) CHECK_FALSE(first_invalid_utf8(clean));
  }
  CHECK(hidden_ones > 1250);  // else this proves little
}

TEST_CASE("JSON stays JSON, with its ids, wherever in it the key is hidden") {
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    Dice dice(seed);
    const std::string key = random_key(dice);
    const std::string id = "sora-2:task_" + random_text(dice, letters_and_digits, 26);
    nlohmann::json answer = {{"id", id}, {"created", 1700000000}, {"emoji", "\xF0\x9F\x98\x80"}};
    std::string text = hidden(dice, key).text;
    answer["error"]["message"] = first_invalid_utf8(text) ? key : text;
    std::string body = answer.dump(-1, ' ', roll(dice, 2) == 0);
    CAPTURE(seed, key, body);
    const std::string clean = redacted(key, body);
    CAPTURE(clean);
    REQUIRE(nlohmann::json::accept(clean));
    CHECK(nlohmann::json::parse(clean)["id"] == id);
    CHECK(nlohmann::json::parse(clean)["emoji"] == "\xF0\x9F\x98\x80");
  }
}

TEST_CASE("every piece of a key is found, at every place of a text") {
  for (std::size_t first = 0; first + 8 <= real_key.size(); ++first) {
    for (std::size_t before = 0; before < 12; ++before) {
      for (std::size_t after = 0; after < 3; ++after) {
        const std::string left(before, ',');
        const std::string right(after, ',');
        const std::string piece(real_key.substr(first, 8));
        CHECK(redacted(real_key, left + piece + right) == left + "[key]" + right);
      }
    }
  }
}

TEST_CASE("a text without the key comes back byte for byte") {
  static const std::vector<Writer> all = writers();
  int without = 0;
  for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
    Dice dice(seed);
    const std::string key = random_key(dice);
    // Its own would make escapes of what is behind them, in more ways than this test knows.
    if (key.find_first_of("%\\&") != std::string::npos) continue;
    // Parts of it that are too short stay, too.
    std::string text = random_text(dice, letters_and_digits, 30);
    text += around(dice);
    text += " " + key.substr(roll(dice, key.size() - 7), 7) + " ";
    text += around(dice);
    for (std::size_t i = roll(dice, 3); i > 0; --i) {
      text = all[roll(dice, all.size())](dice, text);
      text = around(dice) + text;
    }
    CAPTURE(seed, key, text);
    if (holds(text, key, 3)) continue;  // by chance, as where `%20` stands before the part
    ++without;
    CHECK(redacted(key, text) == text);
  }
  CHECK(without > 800);
  std::string bytes;
  Dice dice(7);
  for (int i = 0; i < 100000; ++i)
    bytes += static_cast<char>(dice());
  CHECK(redacted(real_key, bytes) == bytes);
}

}  // namespace
}  // namespace shotlist::tests::redactor_test

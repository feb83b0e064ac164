#include "api/account_marks.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

#include "base/escape.h"
#include "base/text.h"

namespace shotlist::api {
namespace {

constexpr std::size_t nowhere = std::string_view::npos;
constexpr std::string_view mark = "[account]";

// `userId`, `user_id` and `USER-ID` are one name.
bool names_an_account(std::string_view name) {
  static constexpr std::array<std::string_view, 28> names = {
      "user",           "userid",      "username",    "useremail", "nickname",
      "email",          "mail",        "phone",       "mobile",    "account",
      "accountid",      "accountname", "owner",       "ownerid",   "org",
      "orgid",          "creator",     "creatorid",   "tenant",    "organization",
      "organizationid", "workspace",   "workspaceid", "tenantid",  "accesskey",
      "accesstoken",    "apikey",      "clientip"};
  std::string plain = lower_ascii(name);
  std::erase_if(plain, [](char c) { return c == '_' || c == '-' || c == ' '; });
  return std::find(names.begin(), names.end(), plain) != names.end();
}

// The offset after the closing quote of the text that opens at `quote`.
std::size_t end_of_text(std::string_view json, std::size_t quote) {
  for (std::size_t at = quote + 1; at < json.size(); ++at) {
    if (json[at] == '"') return at + 1;
    if (json[at] == '\\') ++at;
  }
  return json.size();
}

std::size_t after_space(std::string_view json, std::size_t at) {
  return std::min(json.find_first_not_of(" \t\r\n", at), json.size());
}

// The offset after the value at `at`, or the end if it is cut short.
std::size_t end_of_value(std::string_view json, std::size_t at) {
  if (at == json.size()) return at;
  if (json[at] == '"') return end_of_text(json, at);
  if (json[at] != '{' && json[at] != '[')
    return std::min(json.find_first_of(",]} \t\r\n", at), json.size());
  std::size_t depth = 0;
  while (at < json.size()) {
    const char c = json[at];
    at = c == '"' ? end_of_text(json, at) : at + 1;
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) return at;
  }
  return at;
}

bool is_of_address(char c) {
  return is_ascii_alphanumeric(c) || c == '.' || c == '_' || c == '+' || c == '-';
}

// How an `@` is written at `at`: itself, in a URL or in JSON; 0 if it is not there.
std::size_t size_of_at_sign(std::string_view text, std::size_t at) {
  for (const std::string_view sign : {"@", "%40", "\\u0040"}) {
    if (text.substr(at, sign.size()) == sign) return sign.size();
  }
  return 0;
}

// The offset after `user-a1b2c3d4` at `at`; none if there is no such id.
std::optional<std::size_t> end_of_account_id(std::string_view text, std::size_t at) {
  constexpr std::size_t fewest = 8;
  for (const std::string_view start : {"user-", "user_", "org-", "org_", "acct-", "acct_"}) {
    if (text.substr(at, start.size()) != start) continue;
    std::size_t end = at + start.size();
    while (end < text.size() && is_ascii_alphanumeric(text[end]))
      ++end;
    const std::string_view rest = text.substr(at + start.size(), end - at - start.size());
    const bool has_digit = std::any_of(rest.begin(), rest.end(), is_ascii_digit);
    if (rest.size() >= fewest && has_digit) return end;
  }
  return std::nullopt;
}

void append_without_marks(std::string& out, std::string_view text) {
  constexpr std::size_t longest_data = 256;
  if (text.starts_with("\"data:") && text.size() > longest_data) {
    out += text.substr(0, 64);
    out += "...\"";
    return;
  }
  std::size_t word = out.size();  // where the characters of an address began
  for (std::size_t at = 0; at < text.size();) {
    const bool begins_word = at == 0 || !is_ascii_alphanumeric(text[at - 1]);
    if (const auto end = begins_word ? end_of_account_id(text, at) : std::nullopt) {
      out += mark;
      at = *end;
      word = out.size();
      continue;
    }
    if (const std::size_t sign = size_of_at_sign(text, at); sign > 0 && word < out.size()) {
      std::size_t end = at + sign;
      while (end < text.size() && is_of_address(text[end]))
        ++end;
      if (text.substr(at + sign, end - at - sign).find('.') != nowhere) {
        out.resize(word);
        out += mark;
        at = end;
        word = out.size();
        continue;
      }
    }
    const std::size_t unit = json_unit(text, at);
    out += text.substr(at, unit);
    if (unit > 1 || !is_of_address(text[at])) word = out.size();
    at += unit;
  }
}

}  // namespace

std::string without_accounts(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (std::size_t at = 0; at < json.size();) {
    if (json[at] != '"') {
      const auto quote = std::min(json.find('"', at), json.size());
      out += json.substr(at, quote - at);
      at = quote;
      continue;
    }
    const std::size_t end = end_of_text(json, at);
    const std::string_view text = json.substr(at, end - at);
    const std::size_t colon = after_space(json, end);
    const bool is_name = colon < json.size() && json[colon] == ':';
    if (is_name && text.size() > 2 && names_an_account(text.substr(1, text.size() - 2))) {
      const std::size_t value = after_space(json, colon + 1);
      const std::size_t value_end = end_of_value(json, value);
      out += json.substr(at, value - at);
      const bool says_nothing = json.substr(value, value_end - value) == "null";
      out += says_nothing ? "null" : '"' + std::string(mark) + '"';
      at = value_end;
      continue;
    }
    append_without_marks(out, text);
    at = end;
  }
  return out;
}

}  // namespace shotlist::api

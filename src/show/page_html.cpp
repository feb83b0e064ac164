#include "show/page_html.h"

#include <algorithm>
#include <cstddef>
#include <stdexcept>

#include "base/disarm.h"
#include "base/json_text.h"
#include "base/text.h"

namespace shotlist::show {
namespace {

std::string_view reference_of(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

constexpr std::string_view line_separator = "\xE2\x80\xA8";
constexpr std::string_view paragraph_separator = "\xE2\x80\xA9";

}  // namespace

std::string html_text(std::string_view text) {
  std::string html;
  for (const char c : disarm(text)) {
    if (const std::string_view reference = reference_of(c); !reference.empty()) {
      html += reference;
    } else {
      html += c;
    }
  }
  return html;
}

std::string disarmed_lines(std::string_view text) {
  if (is_printable_ascii(text)) return std::string(text);
  std::string lines;
  for (const std::string_view line : split(text, '\n')) {
    const bool has_return = !line.empty() && line.back() == '\r';
    lines += disarm(has_return ? line.substr(0, line.size() - 1) : line);
    lines += '\n';
  }
  lines.pop_back();
  return lines;
}

void append_script_text(std::string& json, std::string_view text) {
  std::string quoted;
  append_json_text(quoted, text);
  const std::string_view whole = quoted;
  for (std::size_t at = 0; at < whole.size();) {
    const std::size_t end = std::min(whole.find_first_of("<>&\xE2", at), whole.size());
    json += whole.substr(at, end - at);
    at = end;
    if (at == whole.size()) break;
    const std::string_view rest = whole.substr(at, line_separator.size());
    if (rest == line_separator || rest == paragraph_separator) {
      json += rest == line_separator ? "\\u2028" : "\\u2029";
      at += rest.size();
      continue;
    }
    switch (whole[at]) {
      case '<':
        json += "\\u003c";
        break;
      case '>':
        json += "\\u003e";
        break;
      case '&':
        json += "\\u0026";
        break;
      default:
        json += whole[at];
    }
    ++at;
  }
}

namespace {

// Separates the digits before the decimal point.
std::string with_separators(std::string digits) {
  for (std::size_t at = std::min(digits.find('.'), digits.size()); at > 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

}  // namespace

std::string grouped(std::size_t count) {
  return with_separators(std::to_string(count));
}

std::string price_text(Money price, std::string_view currency) {
  const std::string amount = with_separators(to_text(price));
  return currency.empty() ? amount : std::string(currency) + ' ' + amount;
}

std::string with_dashes(std::string_view word) {
  std::string text(word);
  std::replace(text.begin(), text.end(), '_', '-');
  return text;
}

void write_filled(std::string_view skeleton,
                  const std::vector<std::pair<std::string_view, std::function<void()>>>& parts,
                  const TakeText& take) {
  const std::vector<std::string_view> pieces = split(skeleton, '@');
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i % 2 == 0) {
      take(pieces[i]);
      continue;
    }
    const auto part =
        std::find_if(parts.begin(), parts.end(),
                     [name = pieces[i]](const auto& named) { return named.first == name; });
    if (part == parts.end()) {
      throw std::logic_error("the page has no part " + std::string(pieces[i]));
    }
    part->second();
  }
}

}  // namespace shotlist::show

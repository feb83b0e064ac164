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
  for (std::size_t at = 0; at < quoted.size(); ++at) {
    const std::string_view rest = std::string_view(quoted).substr(at, line_separator.size());
    if (quoted[at] == '<') {
      json += "\\u003c";
    } else if (quoted[at] == '>') {
      json += "\\u003e";
    } else if (quoted[at] == '&') {
      json += "\\u0026";
    } else if (rest == line_separator || rest == paragraph_separator) {
      json += rest == line_separator ? "\\u2028" : "\\u2029";
      at += rest.size() - 1;
    } else {
      json += quoted[at];
    }
  }
}

std::string filled(std::string_view skeleton,
                   const std::vector<std::pair<std::string_view, std::string>>& values) {
  std::string text;
  const std::vector<std::string_view> pieces = split(skeleton, '@');
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i % 2 == 0) {
      text += pieces[i];
      continue;
    }
    const auto value =
        std::find_if(values.begin(), values.end(),
                     [name = pieces[i]](const auto& named) { return named.first == name; });
    if (value == values.end()) {
      throw std::logic_error("the page has no value for " + std::string(pieces[i]));
    }
    text += value->second;
  }
  return text;
}

}  // namespace shotlist::show

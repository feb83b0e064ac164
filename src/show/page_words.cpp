#include "show/page_words.h"

#include <algorithm>
#include <cstddef>
#include <stdexcept>

#include <fmt/format.h>

#include "show/page_assets.h"
#include "show/page_html.h"

namespace shotlist::show {

std::string page_words(std::string_view key, const WordValues& values) {
  const auto& all = page_assets::words;
  const auto word = std::lower_bound(
      all.begin(), all.end(), key,
      [](const page_assets::Word& one, std::string_view other) { return one.key < other; });
  if (word == all.end() || word->key != key)
    throw std::logic_error("the page has no word " + std::string(key));
  std::string_view form = word->english;
  if (const auto bar = form.find('|'); bar != std::string_view::npos)
    form = !values.empty() && values.front() == "1" ? form.substr(0, bar) : form.substr(bar + 1);
  std::string text;
  for (std::size_t at = 0; at < form.size(); ++at) {
    if (form[at] != '{') {
      text += form[at];
      continue;
    }
    text += values.at(static_cast<std::size_t>(form[at + 1] - '0'));
    at += 2;
  }
  return text;
}

std::string said(std::string_view tag, std::string_view key, const WordValues& values,
                 std::string_view attributes) {
  std::string html =
      fmt::format("<{}{}{} data-say=\"{}\"", tag, attributes.empty() ? "" : " ", attributes, key);
  for (std::size_t i = 0; i < values.size(); ++i)
    html += fmt::format(" data-{}=\"{}\"", i, html_text(values[i]));
  return html + fmt::format(">{}</{}>", html_text(page_words(key, values)), tag);
}

}  // namespace shotlist::show

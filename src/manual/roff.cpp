#include "manual/roff.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "base/utf8.h"

namespace shotlist::manual {
namespace {

constexpr std::size_t longest_line = 78;  // of the source

// As troff reads it: what is beyond ASCII is `\[u63D0]`.
std::size_t source_size(std::string_view text) {
  std::size_t size = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) ++size;
    if (byte >= 0xC0) size += std::string_view("\\[u63D0]").size();
  }
  return size;
}

std::string in_font(char font, std::string_view text) {
  return fmt::format("\\f{}{}\\fR", font, plain(text));
}

std::string upper_ascii(std::string_view text) {
  std::string upper(text);
  std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return upper;
}

// Where there is only ASCII, as in a container without a locale, troff would complain about each
// character of another alphabet and leave it out. mandoc knows no other way to say this.
std::string fallbacks(std::string_view text) {
  // troff itself knows what to write for accents and for typographic signs.
  constexpr char32_t greek = 0x370;
  constexpr char32_t signs = 0x2000;
  constexpr char32_t ellipsis = 0x2026;
  constexpr char32_t behind_signs = 0x2E80;
  bool has_ellipsis = false;
  std::set<char32_t> characters;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    at += point.size;
    has_ellipsis = has_ellipsis || point.value == ellipsis;
    const bool is_sign = point.value >= signs && point.value < behind_signs;
    if (point.value >= greek && !is_sign) characters.insert(point.value);
  }
  if (characters.empty() && !has_ellipsis) return {};
  std::string requests = ".if '\\*[.T]'ascii' \\{\\\n";
  if (has_ellipsis) requests += ".fchar \\[u2026] ...\n";
  for (const char32_t character : characters) {
    const auto number = static_cast<std::uint32_t>(character);
    requests += fmt::format(".fchar \\[u{0:04X}] <U+{0:04X}>\n", number);
  }
  return requests + ".\\}\n";
}

}  // namespace

std::string plain(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '\\':
        escaped += "\\(rs";
        break;
      case '-':
        escaped += "\\-";
        break;
      case '\'':
        escaped += "\\(aq";
        break;
      case '"':
        escaped += "\\(dq";
        break;
      case '`':
        escaped += "\\(ga";
        break;
      case '^':
        escaped += "\\(ha";
        break;
      case '~':
        escaped += "\\(ti";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string bold(std::string_view text) {
  return in_font('B', text);
}

std::string italic(std::string_view text) {
  return in_font('I', text);
}

Page::Page(std::string_view title, int section, std::string_view date, std::string_view source)
    : head_(
          fmt::format(".TH {} {} {} \"{}\"\n", plain(upper_ascii(title)), section, date, source)) {
  // Left-justified and never hyphenated: what is typed must not be changed.
  request("nh");
  request("ad l");
}

void Page::section(std::string_view heading) {
  request("SH " + plain(upper_ascii(heading)));
  is_under_heading_ = true;
}

void Page::subsection(std::string_view heading) {
  request("SS " + plain(heading));
  is_under_heading_ = true;
}

void Page::paragraph(std::string_view text) {
  begin_paragraph();
  filled(text);
}

void Page::below(std::string_view text) {
  request("RS 4");
  filled(text);
  request("RE");
}

void Page::entry(std::string_view term, std::string_view text) {
  request("TP");
  line(term);
  filled(text);
}

void Page::item(std::string_view mark, std::string_view text) {
  request(mark.empty() ? std::string("IP \\(bu 2") : fmt::format("IP {} 4", plain(mark)));
  filled(text);
}

void Page::verbatim(std::string_view text, bool inside) {
  if (!inside) begin_paragraph();
  request("RS 4");
  request("nf");
  for (const std::string_view one : split(text, '\n')) {
    std::string rest = one.empty() ? "\\&" : plain(one);
    // A backslash at the end joins two lines of the source.
    while (rest.size() > longest_line) {
      const auto blank = rest.rfind(' ', longest_line - 1);
      if (blank == std::string::npos || rest.find_first_not_of(' ') > blank) break;
      line(rest.substr(0, blank + 1) + '\\');
      rest.erase(0, blank + 1);
    }
    line(rest);
  }
  request("fi");
  request("RE");
}

std::string Page::text() const {
  return head_ + fallbacks(text_) + text_;
}

// A heading begins one by itself.
void Page::begin_paragraph() {
  if (!is_under_heading_) request("PP");
}

void Page::filled(std::string_view text) {
  std::string so_far;
  for (const std::string_view word : split(text, ' ')) {
    if (!so_far.empty() && source_size(so_far) + 1 + source_size(word) > longest_line) {
      line(so_far);
      so_far.clear();
    }
    if (!so_far.empty()) so_far += ' ';
    so_far += word;
  }
  line(so_far);
}

void Page::request(std::string_view text) {
  text_ += '.';
  text_ += text;
  text_ += '\n';
  is_under_heading_ = false;
}

// Text must not look like a request.
void Page::line(std::string_view text) {
  if (text.starts_with('.')) text_ += "\\&";
  text_ += text;
  text_ += '\n';
  is_under_heading_ = false;
}

}  // namespace shotlist::manual

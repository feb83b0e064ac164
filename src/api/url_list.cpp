#include "api/url_list.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include <fmt/format.h>

#include "base/character.h"
#include "base/disarm.h"
#include "base/text.h"
#include "base/translation.h"
#include "base/utf8.h"

namespace shotlist::api {
namespace {

using namespace std::string_view_literals;

constexpr std::array schemes = {"https://"sv, "http://"sv};
constexpr std::string_view image_data = "data:image/";
constexpr std::array pictures = {".jpg"sv,  ".jpeg"sv, ".png"sv,  ".webp"sv, ".gif"sv, ".bmp"sv,
                                 ".avif"sv, ".heic"sv, ".heif"sv, ".tif"sv,  ".tiff"sv};

bool starts_with_word(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && lower_ascii(text.substr(0, word.size())) == word;
}

bool ends_with_word(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && lower_ascii(text.substr(text.size() - word.size())) == word;
}

bool ends_in_picture(std::string_view text) {
  return std::any_of(pictures.begin(), pictures.end(),
                     [text](std::string_view ending) { return ends_with_word(text, ending); });
}

// Whether text outside of a URL holds the name of a file or a server, which may be another image.
bool names_file(std::string_view text) {
  const auto dot = text.find('.');
  return dot != std::string_view::npos && dot > 0 && dot + 1 < text.size() &&
         is_ascii_alphanumeric(text[dot + 1]) && is_ascii_alphanumeric(text[dot - 1]);
}

// Where the next URL begins, from `at` on, or the end.
std::size_t next_url(std::string_view text, std::size_t at) {
  while (at < text.size() && !starts_url(text.substr(at)))
    ++at;
  return std::min(at, text.size());
}

std::string_view host_of(std::string_view url) {
  const auto start = url.find("://");
  if (start == std::string_view::npos) return {};
  url.remove_prefix(start + 3);
  return url.substr(0, url.find_first_of("/?#"));
}

// Whether the URL that begins at `at` inside of `url` is a part of it, and not the next one.
bool is_nested(std::string_view url, std::size_t at) {
  const std::string_view before = url.substr(0, at);
  const std::size_t query = before.find('?');
  if (before.ends_with('=')) return query != std::string_view::npos;
  if (!before.ends_with('/') && !before.ends_with('?')) return false;
  const std::string_view outer = before.substr(0, before.find_last_not_of("/?") + 1);
  return !ends_in_picture(outer) &&
         lower_ascii(host_of(url)) != lower_ascii(host_of(url.substr(at)));
}

// RFC 3986, section 2: unreserved characters and delimiters, with % for the rest.
bool is_of_url(char c) {
  return is_ascii_alphanumeric(c) || "-._~:/?#[]@!$&'()*+,;=%"sv.find(c) != std::string_view::npos;
}

// What stands between words: signs, blanks as URLs or HTML write them, and no letter or digit.
bool is_glue(std::string_view text) {
  constexpr std::array blanks = {"%20"sv,    "%09"sv,   "%0a"sv,   "%0d"sv,  "%2c"sv,    "%3b"sv,
                                 "&nbsp;"sv, "&nbsp"sv, "&amp;"sv, "&amp"sv, "&quot;"sv, "&quot"sv,
                                 "&apos;"sv, "&apos"sv, "&lt;"sv,  "&lt"sv,  "&gt;"sv,   "&gt"sv,
                                 "&#10;"sv,  "&#10"sv,  "&#39;"sv, "&#39"sv, "&#34;"sv,  "&#34"sv};
  while (!text.empty()) {
    const auto blank = std::find_if(blanks.begin(), blanks.end(), [text](std::string_view each) {
      return starts_with_word(text, each);
    });
    if (blank == blanks.end() &&
        (is_ascii_alphanumeric(text.front()) || static_cast<unsigned char>(text.front()) >= 0x80U))
      return false;
    text.remove_prefix(blank == blanks.end() ? 1 : blank->size());
  }
  return true;
}

// The end of a URL that names a picture, if there is nothing but glue: `-` in `1.jpg-`.
std::string_view glue_behind_picture(std::string_view url) {
  constexpr std::size_t longest = 24;
  for (std::size_t size = std::min(longest, url.size()); size > 0; --size) {
    const std::string_view end = url.substr(url.size() - size);
    if (is_glue(end) && ends_in_picture(url.substr(0, url.size() - size))) return end;
  }
  return {};
}

bool is_hex_digit(char c) {
  return is_ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

std::string encoded(std::string_view character) {
  std::string text;
  for (const char byte : character)
    text += fmt::format("%{:02X}", static_cast<unsigned char>(byte));
  return text;
}

std::string shown(std::string_view character, char32_t c) {
  if (is_invisible(c)) return tr("the invisible character U+{:04X}", static_cast<unsigned>(c));
  return fmt::format("`{}`", disarm(character));
}

// The opening bracket of `closing`, which may end a URL only as one of a pair.
char opening_of(char closing) {
  return closing == ')' ? '(' : closing == ']' ? '[' : '\0';
}

bool is_unpaired(std::string_view url, char closing) {
  const char opening = opening_of(closing);
  return opening != '\0' &&
         std::count(url.begin(), url.end(), closing) > std::count(url.begin(), url.end(), opening);
}

// Ends sentences, quotes and lists. A URL may end in them, but hardly one does.
bool is_tail(std::string_view url) {
  return !url.empty() &&
         (".,;:!'*(["sv.find(url.back()) != std::string_view::npos || is_unpaired(url, url.back()));
}

// An empty query or anchor changes nothing, and a server may have a folder called so.
bool is_tail_of_picture(std::string_view glue) {
  return !glue.empty() && glue != "?" && glue != "#" && glue != "/";
}

std::optional<UrlFault> fault_at(std::string_view url, std::size_t at) {
  const CodePoint point = decode_utf8(url, at);
  const std::string_view character = url.substr(at, point.size);
  const bool last = at + point.size == url.size();
  if (!point.valid) return UrlFault{tr("is not UTF-8"), {}};
  const bool in_alphabet = point.value >= 0x80 && is_part_of_word(point.value);
  if (!in_alphabet && (point.value >= 0x80 || !is_of_url(character.front()))) {
    return UrlFault{last ? tr("ends in {}", shown(character, point.value))
                         : tr("holds {}", shown(character, point.value)),
                    encoded(character)};
  }
  const bool is_encoding =
      at + 2 < url.size() && is_hex_digit(url[at + 1]) && is_hex_digit(url[at + 2]);
  if (url[at] == '%' && !is_encoding) {
    return UrlFault{tr("holds a `%` without two hexadecimal digits behind it"), encoded(character)};
  }
  // `1.jpg夜市`, `1.jpg,2.jpg`: what follows is something else.
  const std::string_view before = url.substr(0, at);
  const std::string_view rest = url.substr(at);
  const bool parts = in_alphabet || ((url[at] == ',' || url[at] == ';' || rest.starts_with("//")) &&
                                     names_file(rest));
  if (parts && ends_in_picture(before) && before.find('?') == std::string_view::npos) {
    return UrlFault{tr("goes on with {} behind the picture", shown(character, point.value)),
                    encoded(character)};
  }
  return std::nullopt;
}

// Takes away what stands around a URL in a text, and nothing that is surely a part of it.
std::string_view without_tail(std::string_view piece, bool another_follows) {
  for (;;) {
    std::size_t last = piece.size();
    while (last > 0 && is_inside_character(piece[last - 1]))
      --last;
    if (last > 0) --last;
    if (piece.empty()) return piece;
    const std::string_view glue = glue_behind_picture(piece);
    if (piece.ends_with("\\n") || piece.ends_with("\\r") || piece.ends_with("\\t")) {
      piece.remove_suffix(2);
    } else if (lower_ascii(piece).ends_with("<br>")) {
      piece.remove_suffix(4);
    } else if (lower_ascii(piece).ends_with("<br/>")) {
      piece.remove_suffix(5);
    } else if (is_tail(piece) || fault_at(piece, last)) {
      piece = piece.substr(0, last);
    } else if (another_follows || is_tail_of_picture(glue)) {
      piece.remove_suffix(glue.size());
      if (glue.empty()) return piece;
    } else {
      return piece;
    }
  }
}

}  // namespace

bool starts_url(std::string_view text) {
  return std::any_of(schemes.begin(), schemes.end(),
                     [text](std::string_view scheme) { return starts_with_word(text, scheme); });
}

std::vector<std::string_view> split_urls(std::string_view text) {
  std::vector<std::string_view> urls;
  std::size_t start = 0;
  for (std::size_t at = 0; at <= text.size();) {
    while (at < text.size() && text[at] > ' ' && text[at] < '\x7F' && text[at] != '|')
      ++at;
    const CodePoint point = decode_utf8(text, at);
    const std::size_t size = std::max<std::size_t>(point.size, 1);
    const bool ends = at == text.size() || text[at] == '|' || is_blank(text.substr(at, size));
    if (ends && at > start) urls.push_back(text.substr(start, at - start));
    at += size;
    if (ends) start = at;
  }
  return urls;
}

std::optional<UrlFault> fault_of_url(std::string_view url) {
  for (std::size_t at = next_url(url, 1); at < url.size(); at = next_url(url, at + 1)) {
    if (!is_nested(url, at)) return UrlFault{tr("looks like several URLs in one"), {}};
  }
  if (url.find(image_data) != std::string_view::npos)
    return UrlFault{tr("looks like several URLs in one"), {}};
  for (std::size_t at = 0; at < url.size(); at += decode_utf8(url, at).size) {
    if (auto fault = fault_at(url, at)) return fault;
  }
  const std::string_view glue = glue_behind_picture(url);
  if (!is_tail(url) && !is_tail_of_picture(glue)) return std::nullopt;
  const std::string_view tail = is_tail(url) ? url.substr(url.size() - 1) : glue;
  return UrlFault{tr("ends in `{}`", tail), tail.size() == 1 ? encoded(tail) : ""};
}

std::optional<std::vector<std::string>> urls_among(std::string_view text) {
  constexpr std::size_t longest = 8192;  // bytes; nobody pastes more than that from a message
  std::vector<std::string> urls;
  if (text.size() > longest) return std::nullopt;
  if (names_file(text.substr(0, next_url(text, 0)))) return std::nullopt;
  for (std::size_t start = next_url(text, 0); start < text.size();) {
    std::size_t end = next_url(text, start + 1);
    while (end < text.size() && is_nested(text.substr(start), end - start))
      end = next_url(text, end + 1);
    const std::vector<std::string_view> pieces = split_urls(text.substr(start, end - start));
    const bool another_follows = end < text.size() && pieces.front().size() == end - start;
    const std::string_view url = without_tail(pieces.front(), another_follows);
    if (std::any_of(pieces.begin() + 1, pieces.end(), names_file) || fault_of_url(url))
      return std::nullopt;
    urls.emplace_back(url);
    start = end;
  }
  if (urls.empty()) return std::nullopt;
  return urls;
}

}  // namespace shotlist::api

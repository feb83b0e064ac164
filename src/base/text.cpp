#include "base/text.h"

#include <algorithm>
#include <array>

#include "base/translation.h"
#include "base/utf8.h"

namespace shotlist::inline base {
namespace {

constexpr std::string_view white_space = " \t\r\n";

// Without a width, and so no white space to Unicode.
constexpr bool is_hidden_blank(char32_t c) {
  return c == 0x200B || c == 0x2060 || c == 0xFEFF;
}

bool is_blank_character(std::string_view character) {
  const CodePoint point = decode_utf8(character, 0);
  return !character.empty() && point.size == character.size() &&
         (is_blank(character) || (point.valid && is_hidden_blank(point.value)));
}

bool is_visible_ascii(char c) {
  return c > ' ' && c < '\x7F';
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_ascii_digit);
}

std::string_view trimmed(std::string_view text) {
  if (!text.empty() && is_visible_ascii(text.front()) && is_visible_ascii(text.back())) return text;
  const auto first = text.find_first_not_of(white_space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

std::string_view trimmed_of_blanks(std::string_view text) {
  if (!text.empty() && is_visible_ascii(text.front()) && is_visible_ascii(text.back())) return text;
  text = trimmed(text);
  while (!text.empty() && !is_visible_ascii(text.front())) {
    const std::size_t size = decode_utf8(text, 0).size;
    if (!is_blank_character(text.substr(0, size))) break;
    text.remove_prefix(size);
  }
  while (!text.empty() && !is_visible_ascii(text.back())) {
    std::size_t last = text.size() - 1;
    while (last > 0 && is_inside_character(text[last]))
      --last;
    if (!is_blank_character(text.substr(last))) break;
    text = text.substr(0, last);
  }
  return text;
}

bool is_printable_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::string lower_ascii(std::string_view text) {
  std::string lowered(text);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), lower);
  return lowered;
}

bool contains_ignoring_case(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [](char a, char b) { return lower(a) == lower(b); }) != text.end();
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> pieces;
  for (;;) {
    const auto end = text.find(separator);
    pieces.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return pieces;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string_view> split_any(std::string_view text, std::string_view separators) {
  std::array<bool, 256> separates{};
  for (const char c : separators)
    separates[static_cast<unsigned char>(c)] = true;
  const auto is_separator = [&](char c) { return separates[static_cast<unsigned char>(c)]; };
  std::vector<std::string_view> pieces;
  for (auto start = text.begin();;) {
    start = std::find_if_not(start, text.end(), is_separator);
    if (start == text.end()) return pieces;
    const auto end = std::find_if(start, text.end(), is_separator);
    pieces.push_back(text.substr(static_cast<std::size_t>(start - text.begin()),
                                 static_cast<std::size_t>(end - start)));
    start = end;
  }
}

std::string or_list(const std::vector<std::string>& words) {
  std::string list;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) list += i + 1 == words.size() ? tr(" or ") : tr(", ");
    list += words[i];
  }
  return list;
}

std::string counted(std::size_t count, std::string_view noun) {
  // With a measure word where the language has them.
  if (spoken_language() != Language::english)
    return formatted_in_language("{} " + std::string(noun), fmt::make_format_args(count));
  std::string text = std::to_string(count);
  text += ' ';
  text += noun;
  if (count != 1) text += 's';
  return text;
}

std::string counted(std::size_t count, std::string_view noun, std::string_view verb_of_one,
                    std::string_view verb_of_many) {
  std::string text = counted(count, noun);
  if (spoken_language() != Language::english) return text;
  text += ' ';
  text += count == 1 ? verb_of_one : verb_of_many;
  return text;
}

}  // namespace shotlist::inline base

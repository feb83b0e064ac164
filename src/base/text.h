#pragma once
// Small helpers for ASCII text.

#include <string>
#include <string_view>
#include <vector>

namespace shotlist::inline base {

constexpr bool is_ascii_digit(char c) {
  return c >= '0' && c <= '9';
}

constexpr bool is_ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr bool is_ascii_alphanumeric(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c);
}

/// Whether `text` is one digit or more, and nothing else.
bool all_digits(std::string_view text);

/// `text` without leading and trailing spaces, tabs and line ends.
std::string_view trimmed(std::string_view text);

/// Also without the other blanks that a keyboard or a web page leaves: white space of any alphabet,
/// and what has no width.
std::string_view trimmed_of_blanks(std::string_view text);

/// Whether `text` is all printable ASCII: harmless everywhere, and one column per byte.
bool is_printable_ascii(std::string_view text);

constexpr char lower_ascii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// `text` with ASCII letters in lower case; every other byte is unchanged.
std::string lower_ascii(std::string_view text);

/// Whether `text` contains `part`, ignoring the case of ASCII letters.
bool contains_ignoring_case(std::string_view text, std::string_view part);

/// The pieces between separators; always at least one, and pieces may be empty.
std::vector<std::string_view> split(std::string_view text, char separator);

/// The pieces between runs of characters from `separators`; none is empty.
std::vector<std::string_view> split_any(std::string_view text, std::string_view separators);

/// `a, b or c`, for messages that list what is allowed.
std::string or_list(const std::vector<std::string>& words);

/// `1 row`, `2 rows`: a count and its noun.
std::string counted(std::size_t count, std::string_view noun);

/// `1 row is`, `2 rows are`: also with the verb, which other languages may not need.
std::string counted(std::size_t count, std::string_view noun, std::string_view verb_of_one,
                    std::string_view verb_of_many);

}  // namespace shotlist::inline base

#include "report/spreadsheet_value.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "base/text.h"

namespace shotlist::report {
namespace {

constexpr std::size_t longest_value = 48;  // in bytes; no number or date is longer

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// Spreadsheets keep 15 digits of a number.
bool is_plain_integer(std::string_view cell) {
  return cell == "0" || (all_digits(cell) && cell.front() != '0' && cell.size() <= 15);
}

// A word that may stand in a number or a date: an exponent, half a day, a zone, a month.
bool is_word_of_value(const std::string& word) {
  constexpr std::array<std::string_view, 6> words = {"e", "t", "z", "a", "am", "pm"};
  constexpr std::array<std::string_view, 12> months = {"jan", "feb", "mar", "apr", "may", "jun",
                                                       "jul", "aug", "sep", "oct", "nov", "dec"};
  return std::find(words.begin(), words.end(), word) != words.end() ||
         std::any_of(months.begin(), months.end(),
                     [&](std::string_view month) { return word.starts_with(month); });
}

// The length in bytes of what stands at `at` and may be part of a number or a date; 0 where it can
// not be.
std::size_t part_of_value(std::string_view cell, std::size_t at) {
  constexpr std::array<std::string_view, 9> signs = {"年", "月", "日", "时", "分",
                                                     "秒", "¥",  "￥", "€"};
  if (is_letter(cell[at])) {
    std::size_t end = at;
    while (end < cell.size() && is_letter(cell[end]))
      ++end;
    return is_word_of_value(lower_ascii(cell.substr(at, end - at))) ? end - at : 0;
  }
  if (is_digit(cell[at]) || std::string_view(" .,:/+-%$()").find(cell[at]) != cell.npos) return 1;
  for (const std::string_view sign : signs) {
    if (cell.substr(at).starts_with(sign)) return sign.size();
  }
  return 0;
}

}  // namespace

bool is_taken_for_value(std::string_view cell) {
  if (cell.size() > longest_value || is_plain_integer(cell)) return false;
  const std::string word = lower_ascii(trimmed(cell));
  if (word == "true" || word == "false") return true;
  if (std::none_of(cell.begin(), cell.end(), is_digit)) return false;
  for (std::size_t at = 0; at < cell.size();) {
    const std::size_t size = part_of_value(cell, at);
    if (size == 0) return false;
    at += size;
  }
  return true;
}

bool is_shortened_number(std::string_view text) {
  const auto exponent = text.find_first_of("eE");
  if (exponent == text.npos || exponent + 2 >= text.size()) return false;
  const std::string_view power = text.substr(exponent + 2);
  if (text[exponent + 1] != '+' || !all_digits(power)) return false;
  const std::string_view number = text.substr(0, exponent);
  return all_digits(number.substr(0, 1)) &&
         (number.size() == 1 ||
          (std::string_view(".,").find(number[1]) != number.npos && all_digits(number.substr(2))));
}

}  // namespace shotlist::report

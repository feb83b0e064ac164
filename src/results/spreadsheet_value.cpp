#include "results/spreadsheet_value.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "base/text.h"

namespace shotlist::results {
namespace {

constexpr std::size_t longest_value =
    48;                                   // in bytes; no date and no amount with its sign is longer
constexpr std::size_t digits_shown = 11;  // of a number, in Excel's format "General"

bool is_plain_integer(std::string_view cell) {
  return cell == "0" || (all_digits(cell) && cell.front() != '0' && cell.size() <= digits_shown);
}

// `E+20`, `e5`
bool is_exponent(std::string_view text) {
  if (text.empty() || (text.front() != 'e' && text.front() != 'E')) return false;
  text.remove_prefix(1);
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return all_digits(text);
}

// A word that may occur in a number or a date: an exponent, half a day, a zone, a month.
bool is_word_of_value(const std::string& word) {
  constexpr std::array<std::string_view, 6> words = {"e", "t", "z", "a", "am", "pm"};
  constexpr std::array<std::string_view, 12> months = {"jan", "feb", "mar", "apr", "may", "jun",
                                                       "jul", "aug", "sep", "oct", "nov", "dec"};
  return std::find(words.begin(), words.end(), word) != words.end() ||
         std::any_of(months.begin(), months.end(),
                     [&](std::string_view month) { return word.starts_with(month); });
}

// The length in bytes of the text at `at` that may be part of a number or a date; 0 if none.
std::size_t part_of_value(std::string_view cell, std::size_t at) {
  constexpr std::array<std::string_view, 9> signs = {"年", "月", "日", "时", "分",
                                                     "秒", "¥",  "￥", "€"};
  if (is_ascii_letter(cell[at])) {
    std::size_t end = at;
    while (end < cell.size() && is_ascii_letter(cell[end]))
      ++end;
    return is_word_of_value(lower_ascii(cell.substr(at, end - at))) ? end - at : 0;
  }
  if (is_ascii_digit(cell[at]) || std::string_view(" .,:/+-%$()").find(cell[at]) != cell.npos)
    return 1;
  for (const std::string_view sign : signs) {
    if (cell.substr(at).starts_with(sign)) return sign.size();
  }
  return 0;
}

}  // namespace

bool loses_digits(std::string_view cell) {
  const std::string_view number = trimmed(cell);
  if (number.empty() || number.front() > '9') return false;  // most cells
  const std::size_t end = std::min(number.find_first_not_of("0123456789.,"), number.size());
  const std::string_view mantissa = number.substr(0, end);
  const auto digits = std::count_if(mantissa.begin(), mantissa.end(), is_ascii_digit);
  if (digits == 0) return false;
  if (end < number.size()) return is_exponent(number.substr(end));
  const bool has_zeros_in_front =
      number.front() == '0' && number.size() > 1 && is_ascii_digit(number[1]);
  return has_zeros_in_front || static_cast<std::size_t>(digits) > digits_shown;
}

bool is_taken_for_value(std::string_view cell) {
  if (loses_digits(cell)) return true;
  if (cell.size() > longest_value || is_plain_integer(cell)) return false;
  const std::string word = lower_ascii(trimmed(cell));
  if (word == "true" || word == "false") return true;
  if (std::none_of(cell.begin(), cell.end(), is_ascii_digit)) return false;
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

}  // namespace shotlist::results

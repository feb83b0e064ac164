#include "manifest/moved_text.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

#include "base/eight_bytes.h"
#include "base/text.h"
#include "base/translation.h"
#include "base/utf8.h"

namespace shotlist::manifest {
namespace {

using Marks = std::pair<std::string_view, std::string_view>;

constexpr std::array<Marks, 16> pairs_of_marks = {{{"(", ")"},
                                                   {"[", "]"},
                                                   {"“", "”"},
                                                   {"„", "“"},
                                                   {"„", "”"},
                                                   {"‘", "’"},
                                                   {"‚", "‘"},
                                                   {"«", "»"},
                                                   {"‹", "›"},
                                                   {"「", "」"},
                                                   {"『", "』"},
                                                   {"《", "》"},
                                                   {"〈", "〉"},
                                                   {"（", "）"},
                                                   {"【", "】"},
                                                   {"＂", "＂"}}};

constexpr std::array<bool, 256> closing_bytes() {
  std::array<bool, 256> bytes{};
  for (std::size_t i = 0x80; i < bytes.size(); ++i)
    bytes[i] = true;
  for (const char c : {'"', '\'', ')', ']'})
    bytes[static_cast<unsigned char>(c)] = true;
  return bytes;
}

// Bytes that can be of a mark that closes something.
constexpr std::array<bool, 256> can_close = closing_bytes();

bool is_space(char c) {
  return c == ' ' || c == '\t';
}

// A space of any alphabet, and something behind it.
bool begins_with_space(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.empty() ? 'x' : text.front());
  if (first > ' ' && first < 0x80) return false;
  const std::string_view rest = trimmed_of_blanks(text);
  return !rest.empty() && rest.data() != text.data();
}

bool is_letter_like(char c) {
  return is_ascii_alphanumeric(c) || static_cast<unsigned char>(c) >= 0x80;
}

// `'` before a word, as in `'hello`, not as in `it's`.
bool opens_apostrophe(std::string_view text) {
  std::size_t open = text.npos;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\'') continue;
    const bool before = i > 0 && is_letter_like(text[i - 1]);
    const bool behind = i + 1 < text.size() && is_letter_like(text[i + 1]);
    if (!before && behind) open = i;
    if (before && !behind) open = text.npos;
  }
  return open != text.npos;
}

// `'` behind a word before any that opens.
bool closes_apostrophe(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\'') continue;
    const bool before = i > 0 && !is_space(text[i - 1]);
    const bool behind = i + 1 < text.size() && is_letter_like(text[i + 1]);
    if (!before && behind) return false;
    if (before && !behind) return true;
  }
  return false;
}

bool is_split_between(std::string_view left, std::string_view right, const Marks& pair) {
  const auto& [open, close] = pair;
  const auto closing = right.find(close);
  if (closing == right.npos || (open != close && right.find(open) < closing)) return false;
  const auto opening = left.rfind(open);
  if (opening == left.npos) return false;
  return open == close ? left.find(open) == opening : left.find(close, opening) == left.npos;
}

bool is_odd(std::string_view text, char mark) {
  return std::count(text.begin(), text.end(), mark) % 2 == 1;
}

// Nearly all texts are letters and spaces.
bool may_close(std::string_view text) {
  const auto has_none = [](const EightBytes& bytes) {
    return bytes.all_ascii() && !bytes.has('"') && !bytes.has('\'') && !bytes.has(')') &&
           !bytes.has(']');
  };
  std::size_t at = skip_eights(text, 0, has_none);
  while (at < text.size() && !can_close[static_cast<unsigned char>(text[at])])
    ++at;
  return at < text.size();
}

bool is_split_quotation(std::string_view left, std::string_view right) {
  if (!may_close(right)) return false;
  if (is_odd(left, '"') && is_odd(right, '"')) return true;
  if (closes_apostrophe(right) && opens_apostrophe(left)) return true;
  return std::any_of(pairs_of_marks.begin(), pairs_of_marks.end(),
                     [&](const Marks& pair) { return is_split_between(left, right, pair); });
}

// `1,000 drones`, and `1,4 Blende` as most of Europe writes it
bool is_split_number(std::string_view left, std::string_view right, bool is_prompt) {
  if (!is_ascii_digit(left.back())) return false;
  constexpr std::size_t group = 3;
  std::size_t digits = 0;
  while (digits < right.size() && is_ascii_digit(right[digits]))
    ++digits;
  // A title such as `Scene 1` may stand before `2 foxes`.
  const bool is_decimal = is_prompt && digits > 0 && digits < group && left.find(' ') != left.npos;
  const bool is_part = digits == group || is_decimal;
  return is_part && digits + 1 < right.size() && is_space(right[digits]) &&
         is_letter_like(right[digits + 1]);
}

bool holds_any(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [text](std::string_view part) { return text.find(part) != text.npos; });
}

// `一只狐狸,在雨夜里跑过大桥，霓虹灯闪烁`: Chinese and Japanese have no space behind a comma. The
// rest of a text is a longer one, with the marks of a sentence, behind a start without any.
bool is_rest_of_wide(std::string_view left, std::string_view right) {
  constexpr std::size_t shortest = 30;  // bytes
  const auto is_wide = [](char c) { return static_cast<unsigned char>(c) >= 0xE3; };
  if (right.size() < shortest || right.size() <= left.size() || !is_wide(right.front()) ||
      !is_wide(left.front()))
    return false;
  return holds_any(right, {"，", "。"}) && !holds_any(left, {"，", "。", "！", "？", "{{"});
}

// Greek and Cyrillic; other alphabets with case are rarer, and those without it say nothing.
bool is_small_letter(char32_t c) {
  const bool latin = (c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0xFF && c != 0xF7) ||
                     (c >= 0x100 && c < 0x180 && c % 2 == 1);
  return latin || (c >= 0x3AC && c <= 0x3CE) || (c >= 0x430 && c <= 0x45F);
}

// Nearly every pair: what is right begins with a letter, closes nothing, and is led to by nothing.
bool is_surely_whole(std::string_view left, std::string_view right) {
  return is_ascii_letter(right.front()) && !left.ends_with('\\') && !may_close(right);
}

}  // namespace

bool continues(std::string_view text) {
  return !text.empty() && is_small_letter(decode_utf8(text, 0).value);
}

bool ends_sentence(std::string_view text) {
  text = trimmed(text);
  constexpr std::array<std::string_view, 7> ends = {".", "!", "?", "。", "！", "？", "…"};
  return std::any_of(ends.begin(), ends.end(),
                     [text](std::string_view end) { return text.ends_with(end); });
}

void MovedText::see(const CsvReader& row) {
  const std::vector<CsvCell>& cells = row.cells();
  if (cells.size() <= right_.index) return;
  const CsvCell& right = cells[right_.index];
  const CsvCell& left = cells[left_.index];
  if (right.text.empty()) return;
  ++filled_;
  if (row.is_quoted(right) || is_surely_whole(left.text, right.text)) return;
  const bool has_space = begins_with_space(right.text);
  if (has_space) ++spaced_;
  const bool is_wide_rest =
      left_.is_prompt && !left.text.empty() && is_rest_of_wide(left.text, right.text);
  if (is_wide_rest) ++wide_;
  if (left.text.empty() || found_.size() >= Diagnostics::kept_at_most) return;
  const bool is_quoted = row.is_quoted(left);
  Sign sign = Sign::space;
  if (!is_quoted && (left.text.back() == '\\' || is_split_quotation(left.text, right.text) ||
                     is_split_number(left.text, right.text, left_.is_prompt))) {
    sign = Sign::sure;
  } else if (!is_quoted && is_wide_rest) {
    sign = Sign::wide;
  } else if (!has_space || is_spaced_ || begins_with_space(left.text)) {
    return;
  } else if (!ends_sentence(left.text) && continues(trimmed_of_blanks(right.text))) {
    sign = Sign::small_letter;
  }
  if (is_blank(left.text)) return;
  // Further commas of the text moved more of it.
  std::size_t last = right_.index;
  while (last + 1 < cells.size() && !row.is_quoted(cells[last + 1]) &&
         begins_with_space(cells[last + 1].text))
    ++last;
  found_.push_back({{&source_, left.offset, left.line, left.size},
                    {&source_, right.offset, right.line, right.size},
                    cells[last].offset + cells[last].size,
                    sign});
}

bool MovedText::is_probable(const Found& found) const {
  if (found.sign == Sign::sure) return true;
  constexpr std::size_t few = 2;
  if (found.sign == Sign::wide) return wide_ == 1 || wide_ * 2 <= filled_;
  const bool is_rare = spaced_ <= few || spaced_ * 2 <= filled_;
  // In the first column nothing shows whether a file is written with spaces.
  if (found.sign == Sign::small_letter && left_.is_prompt) return is_rare || left_.index > 0;
  return is_rare && (left_.is_prompt || found.sign == Sign::small_letter);
}

// The text of both cells as a cell in quotes, or nothing if it is too long to show.
std::string MovedText::one_text(const Found& found) const {
  constexpr std::size_t longest_shown = 200;
  std::string text(source_.text.substr(found.left.offset, found.end - found.left.offset));
  if (text.size() > longest_shown) return {};
  const std::size_t slash = found.left.size - 1;
  if (found.left.size > 0 && text[slash] == '\\') text.erase(slash, 1);
  return in_quotes(text);
}

void MovedText::report(std::string_view delimiter, Diagnostics& diagnostics) const {
  std::vector<Found> probable;
  std::copy_if(found_.begin(), found_.end(), std::back_inserter(probable),
               [this](const Found& found) { return is_probable(found); });
  constexpr std::size_t most_spelled_out = 3;
  for (const Found& found : probable) {
    const std::string text = probable.size() > most_spelled_out ? "" : one_text(found);
    diagnostics.warning(
        Code::moved_text, found.right,
        tr("`{}` begins like the rest of `{}`: {} ends a cell that is not in quotes", right_.name,
           left_.name, delimiter),
        text.empty() ? tr("put the whole text in quotes; if they are two, put both in quotes")
                     : tr("write {}; if they are two texts, put both in quotes", text));
  }
}

}  // namespace shotlist::manifest

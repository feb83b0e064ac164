#include "api/prompt_check.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/character.h"
#include "base/eight_bytes.h"
#include "base/text.h"
#include "base/translation.h"
#include "base/utf8.h"

namespace shotlist::api {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t longest_word = 40;  // bytes; longer text is no single word

// What programs write where there is no value.
constexpr std::array empty_values = {
    "none"sv,   "null"sv,   "nil"sv,     "nan"sv,        "-nan"sv,      "nat"sv,
    "n/a"sv,    "na"sv,     "n.a."sv,    "<na>"sv,       "<null>"sv,    "<none>"sv,
    "(null)"sv, "(none)"sv, "(empty)"sv, "(blank)"sv,    "undefined"sv, "[object object]"sv,
    "true"sv,   "false"sv,  "0"sv,       "loading..."sv, "\\n"sv,       "无"sv,
    "空"sv};

// The names of the column.
constexpr std::array column_names = {"prompt"sv, "提示词"sv};

// Wherever they stand; others only where they are the whole text.
constexpr std::array error_values = {"#NAME?"sv,   "#REF!"sv,   "#VALUE!"sv, "#DIV/0!"sv,
                                     "#NUM!"sv,    "#NULL!"sv,  "#N/A"sv,    "#SPILL!"sv,
                                     "#CALC!"sv,   "#BEZUG!"sv, "#WERT!"sv,  "#ИМЯ?"sv,
                                     "#ССЫЛКА!"sv, "#ЗНАЧ!"sv,  "#ДЕЛ/0!"sv, "#Н/Д"sv};

// Without the mark of most others. In German, Turkish, Czech, Hungarian, English.
constexpr std::array bare_error_values = {
    "#NV"sv, "#NA"sv, "#YOK"sv, "#NENÍ_K_DISPOZICI"sv, "#HIÁNYZIK"sv, "#GETTING_DATA"sv};

// Text in UTF-8 that was read as Western on its way here: e with an accent, a dash. All start with
// the same byte.
constexpr std::array garbled = {"\u00C3\u00A9"sv, "\u00C3\u00A8"sv, "\u00C3\u00A1"sv,
                                "\u00C3\u00B1"sv, "\u00C3\u00B6"sv, "\u00C3\u00BC"sv,
                                "\u00C3\u00A4"sv, "\u00C3\u00A7"sv, "\u00E2\u20AC"sv};
// What became of unreadable characters in Chinese.
constexpr std::string_view garbled_replacements = "锟斤拷";
constexpr std::string_view replacement = "\uFFFD";

template <std::size_t Count>
bool is_in(const std::array<std::string_view, Count>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

template <std::size_t Count>
std::string_view found_in(const std::array<std::string_view, Count>& words, std::string_view text) {
  for (const std::string_view word : words) {
    if (text.find(word) != std::string_view::npos) return word;
  }
  return {};
}

template <typename Is>
bool has(std::string_view text, const Is& is) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    if (point.valid && is(point.value)) return true;
    at += point.size;
  }
  return false;
}

// From U+5000 to U+9FFF: most Chinese prompts, without a look at Unicode's tables.
bool starts_with_ideograph(std::string_view text) {
  return text.size() >= 3 && text[0] >= '\xE5' && text[0] <= '\xE9' &&
         is_inside_character(text[1]) && is_inside_character(text[2]);
}

std::string_view garbled_in(std::string_view text) {
  const std::size_t first = text.find(garbled.front().front());
  if (first != std::string_view::npos) {
    if (const auto word = found_in(garbled, text.substr(first)); !word.empty()) return word;
  }
  const bool lost = text.find(garbled_replacements) != std::string_view::npos;
  return lost ? garbled_replacements : std::string_view();
}

bool is_ascii(std::string_view text) {
  std::size_t at = skip_eights(text, 0, [](const EightBytes& bytes) { return bytes.all_ascii(); });
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80U)
    ++at;
  return at == text.size();
}

// Nearly every prompt: a line of ASCII that starts with a letter, without `#`.
bool is_surely_one(std::string_view text) {
  constexpr std::size_t longest_name = 20;  // no word above that starts with a letter is longer
  if (text.size() <= longest_name || !is_ascii_letter(text.front())) return false;
  const auto is_plain = [](const EightBytes& bytes) {
    return bytes.all_ascii() && !bytes.has_less_than(' ') && !bytes.has('#');
  };
  // The last eight overlap the ones before.
  const std::size_t at = skip_eights(text, 0, is_plain);
  return at + EightBytes::size > text.size() &&
         is_plain(EightBytes(text.data() + text.size() - EightBytes::size));
}

bool starts_with_conflict_marker(std::string_view line) {
  for (const std::string_view marker : {"<<<<<<<"sv, ">>>>>>>"sv, "|||||||"sv}) {
    if (!line.starts_with(marker)) continue;
    const std::string_view rest = line.substr(marker.size());
    return rest.empty() || rest.front() == ' ' || rest.front() == '\n' || rest.front() == '\r';
  }
  return false;
}

// Git marks both sides of a conflict with seven signs at the start of a line. The line between
// them, of seven `=`, holds no letter.
bool has_conflict_marker(std::string_view text) {
  if (starts_with_conflict_marker(text)) return true;
  for (const char end : {'\n', '\r'}) {
    for (auto at = text.find(end); at != std::string_view::npos; at = text.find(end, at + 1)) {
      if (starts_with_conflict_marker(text.substr(at + 1))) return true;
    }
  }
  return false;
}

// `#BEZUG!`, `#¿NOMBRE?`, `Err:502`: every language has its own.
bool is_error_value(std::string_view word) {
  for (const std::string_view start : {"Err:"sv, "错误:"sv, "错误："sv}) {
    if (word.starts_with(start) && word.size() == start.size() + 3 &&
        std::all_of(word.end() - 3, word.end(), is_ascii_digit))
      return true;
  }
  if (!word.starts_with('#')) return false;
  if (is_in(bare_error_values, word)) return true;
  const bool is_shouted = std::none_of(word.begin(), word.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || c == ' ' || c == '\n' || c == '\t';
  });
  const bool is_marked = word.ends_with('!') || word.ends_with('?') || word.ends_with("！") ||
                         word.ends_with("？") || word.find('/') != std::string_view::npos;
  return is_shouted && is_marked;
}

// `=A1`, `=CONCAT(A1,B1)`, `=Sheet2!B3`, but not `=== Night ===`.
bool is_formula(std::string_view text) {
  if (text.size() < 2 || text.front() != '=') return false;
  const bool starts_one = is_ascii_letter(text[1]) || text[1] == '$' || text[1] == '(';
  const std::string_view first = text.substr(0, text.find(' '));
  return starts_one && first.find_first_of("(!0123456789") != std::string_view::npos;
}

FieldMistake no_prompt(std::string what, std::string remedy) {
  return {"prompt", true, std::move(what), std::move(remedy), Code::not_a_prompt};
}

FieldMistake doubtful(std::string what, std::string remedy) {
  return {"prompt", false, std::move(what), std::move(remedy), Code::doubtful_prompt};
}

std::optional<FieldMistake> check_word(std::string_view word) {
  if (is_in(column_names, lower_ascii(word))) {
    return no_prompt(tr("the prompt is `{}`, the name of its column", word),
                     tr("remove the row, if it repeats the header"));
  }
  if (is_error_value(word)) {
    return doubtful(tr("the prompt is `{}`, which a spreadsheet shows instead of a value", word),
                    tr("correct the formula, and save the file again"));
  }
  if (is_in(empty_values, lower_ascii(word))) {
    return doubtful(tr("the prompt is `{}`, which programs write where there is no value", word),
                    tr("write what to film, or remove the row"));
  }
  return std::nullopt;
}

}  // namespace

std::optional<FieldMistake> check_prompt(std::string_view prompt) {
  if (is_surely_one(prompt)) return std::nullopt;
  if (has_conflict_marker(prompt)) {
    return no_prompt(tr("the prompt holds the mark of a conflict between two versions of the file"),
                     tr("decide for one version, and remove the lines with <<<<<<<, ======= and "
                        ">>>>>>>"));
  }
  const bool starts_with_letter =
      !prompt.empty() && (is_ascii_letter(prompt.front()) || starts_with_ideograph(prompt));
  if (!starts_with_letter && !has(prompt, is_letter_or_number) && !has(prompt, is_emoji)) {
    if (!has(prompt, [](char32_t c) { return !is_invisible(c); }))
      return FieldMistake{"prompt", true, tr("the prompt is empty"), tr("write what to film")};
    if (prompt.find(replacement) == std::string_view::npos) {
      return no_prompt(tr("the prompt holds no letter or digit of any alphabet"),
                       tr("write what to film, or remove the row"));
    }
    return no_prompt(tr("the prompt holds nothing but characters that were lost"),
                     tr("save the text again as UTF-8, from where it is whole"));
  }
  if (is_formula(prompt)) {
    return doubtful(tr("the prompt is a formula of a spreadsheet, not its value"),
                    tr("copy the values, and save the file again"));
  }
  if (prompt.size() <= longest_word) {
    if (auto mistake = check_word(trimmed_of_blanks(prompt))) return mistake;
  }
  if (prompt.find('#') != std::string_view::npos) {
    if (const auto word = found_in(error_values, prompt); !word.empty()) {
      return doubtful(
          tr("the prompt holds `{}`, which a spreadsheet shows instead of a value", word),
          tr("correct the formula, and save the file again"));
    }
  }
  if (is_ascii(prompt)) return std::nullopt;
  if (prompt.find(replacement) != std::string_view::npos) {
    return doubtful(tr("the prompt holds U+FFFD, which stands for a character that was lost"),
                    tr("write the character, or remove the sign"));
  }
  if (const auto word = garbled_in(prompt); !word.empty()) {
    return doubtful(tr("the prompt holds `{}`: it was read in a wrong encoding", word),
                    tr("write it again, or save it again as UTF-8 from where it is whole"));
  }
  return std::nullopt;
}

}  // namespace shotlist::api

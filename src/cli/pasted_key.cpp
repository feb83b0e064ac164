#include "cli/pasted_key.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/translation.h"
#include "base/utf8.h"

namespace shotlist::cli {
namespace {

constexpr const char* give_it_alone = marked("give the key alone, on one line, without spaces");
constexpr std::size_t longest_key = 4096;  // servers accept headers of at most some 8000 bytes

constexpr std::string_view spaces = " \t\v\f";

std::optional<KeyMistake> of_encoding(std::string_view text) {
  const auto nuls = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\0'));
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") || nuls > text.size() / 3)
    return KeyMistake{tr("is in UTF-16"),
                      tr("save it as UTF-8; in PowerShell with -Encoding ascii")};
  if (nuls > 0) return KeyMistake{tr("is no text"), tr(give_it_alone)};
  if (text.starts_with("\xEF\xBB\xBF"))
    return KeyMistake{tr("begins with a byte order mark"),
                      tr("save it as UTF-8 without one (no \"BOM\")")};
  return std::nullopt;
}

// Blank lines do not count; CRLF, LF and CR end a line.
std::optional<KeyMistake> of_lines(std::string_view text) {
  const auto lines = split_any(text, "\r\n");
  const auto count = std::count_if(lines.begin(), lines.end(),
                                   [](std::string_view line) { return !trimmed(line).empty(); });
  if (count < 2) return std::nullopt;
  return KeyMistake{tr("holds {} lines", count), tr("keep the one that is the key")};
}

bool is_of_name(char c) {
  return is_ascii_alphanumeric(c) || c == '_' || c == ':' || c == '$';
}

// A line of a shell, PowerShell or .env file. A key may end in `=`, as base64 does.
std::optional<KeyMistake> of_assignment(std::string_view text) {
  const std::string lowered = lower_ascii(text);
  const std::string_view line = lowered;
  const auto equals = line.find('=');
  const std::string_view name = trimmed(line.substr(0, equals));
  const bool is_command =
      line.starts_with("export ") || line.starts_with("set ") || line.starts_with("$env:");
  const bool is_named =
      equals != std::string_view::npos && std::all_of(name.begin(), name.end(), is_of_name) &&
      (name.find("key") != std::string_view::npos || name.find("token") != std::string_view::npos);
  if (!is_command && !is_named) return std::nullopt;
  return KeyMistake{tr("holds a whole assignment"), tr("give only what stands behind the `=`")};
}

std::optional<KeyMistake> of_header(std::string_view text) {
  const std::string lowered = lower_ascii(text);
  for (const std::string_view name : {"authorization:", "x-api-key:", "api-key:"}) {
    if (lowered.starts_with(name))
      return KeyMistake{tr("holds a whole header"),
                        tr("give the key alone, without the header's name")};
  }
  for (const std::string_view scheme : {"bearer", "basic"}) {
    const std::string_view rest =
        std::string_view(lowered).substr(std::min(scheme.size(), lowered.size()));
    if (lowered.starts_with(scheme) &&
        (rest.empty() || spaces.find(rest[0]) != std::string_view::npos || rest[0] == ':'))
      return KeyMistake{tr("begins with the word {}", scheme == "basic" ? "Basic" : "Bearer"),
                        tr("give the key alone; the word is added when it is sent")};
  }
  return std::nullopt;
}

// As typed, and as word processors and web pages write them.
std::optional<KeyMistake> of_quotes(std::string_view text) {
  static constexpr std::array<std::string_view, 13> quotes = {
      "\"",     "'",      "`",      "\u2018", "\u2019", "\u201C", "\u201D",
      "\u201E", "\u00AB", "\u00BB", "\u300C", "\u300D", "\uFF02"};
  for (const std::string_view quote : quotes) {
    if (text.starts_with(quote) || text.ends_with(quote))
      return KeyMistake{tr("has quotation marks around it"), tr("take them away")};
    if (text.find(quote) != std::string_view::npos)
      return KeyMistake{tr("holds a quotation mark"), tr(give_it_alone)};
  }
  return std::nullopt;
}

bool is_wrapped(std::string_view text, std::string_view begin, std::string_view end) {
  return text.starts_with(begin) && text.ends_with(end);
}

// `{{YOUR_API_KEY}}`, `<key>`, `${KEY}`, `%KEY%`, `$KEY`: the placeholder of an example, or an
// unset variable.
bool is_template(std::string_view text) {
  return is_wrapped(text, "<", ">") || is_wrapped(text, "{", "}") || is_wrapped(text, "[", "]") ||
         is_wrapped(text, "(", ")") || (text.size() > 1 && is_wrapped(text, "%", "%")) ||
         text.starts_with("$");
}

// `sk-...`, `sk-xxxx`, `****`, and the form in which consoles show a key: `sk-ab****cd`.
bool is_masked(std::string_view text) {
  for (const std::string_view mask :
       {"...", "\u2026", "***", "xxxxxx", "XXXXXX", "\u2022", "\u00B7\u00B7"}) {
    if (text.find(mask) != std::string_view::npos) return true;
  }
  const std::string_view rest = text.substr(text.rfind('-') + 1);
  return text.starts_with("sk-") && rest.size() >= 3 &&
         rest.find_first_not_of("xX*._") == std::string_view::npos;
}

bool has_words_of_an_example(std::string_view text) {
  std::string letters = lower_ascii(text);
  letters.erase(std::remove_if(letters.begin(), letters.end(),
                               [](char c) { return c == '_' || c == '-' || c == ' ' || c == '.'; }),
                letters.end());
  static constexpr std::array<std::string_view, 12> words = {
      "yourapikey", "yourkey", "yoursecret", "yourtoken",  "yourapitoken", "youropenaikey",
      "apikeyhere", "keyhere", "insertkey",  "insertyour", "replacewith",  "replaceme"};
  const auto* const found = std::find_if(words.begin(), words.end(), [&](std::string_view word) {
    return letters.find(word) != std::string::npos;
  });
  return found != words.end() || text == "API_KEY" || text == "SHOTLIST_API_KEY" ||
         letters.find("\u4F60\u7684") != std::string::npos ||  // yours, in Chinese
         letters.find("\u60A8\u7684") != std::string::npos;
}

std::optional<KeyMistake> of_example(std::string_view text) {
  if (!is_template(text) && !is_masked(text) && !has_words_of_an_example(text)) return std::nullopt;
  return KeyMistake{tr("is a placeholder or a shortened key, not a key"),
                    tr("copy the whole key from the provider's console")};
}

std::string name_of(char32_t c) {
  if (c == 0xA0 || c == 0x2007 || c == 0x202F) return tr("a no-break space");
  if (c == 0x3000 || (c >= 0xFF01 && c <= 0xFF5E)) return tr("full-width characters");
  if ((c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF || c == 0xAD)
    return tr("an invisible character");
  if (c >= 0x2010 && c <= 0x2015) return tr("a dash that is no hyphen");
  return tr("characters that no key has");
}

std::optional<KeyMistake> of_characters(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    at += point.size;
    if (point.value > ' ' && point.value < 0x7F) continue;
    if (spaces.find(static_cast<char>(point.value)) != std::string_view::npos && point.value < 0x7F)
      return KeyMistake{tr("holds white space"), tr(give_it_alone)};
    if (point.value < 0x80) return KeyMistake{tr("holds control characters"), tr(give_it_alone)};
    return KeyMistake{tr("holds ") + name_of(point.value),
                      tr("copy it anew from the provider's console, or type it in plain letters")};
  }
  return std::nullopt;
}

}  // namespace

std::optional<KeyMistake> mistake_in_key(std::string_view text) {
  // The first match is the most informative: a quoted assignment on two lines has many more
  // mistakes.
  for (const auto look :
       {of_encoding, of_lines, of_assignment, of_header, of_quotes, of_example, of_characters}) {
    if (auto mistake = look(text)) return mistake;
  }
  if (text.size() > longest_key) {
    return KeyMistake{tr("holds {} characters, too many for a key", text.size()),
                      tr(give_it_alone)};
  }
  return std::nullopt;
}

}  // namespace shotlist::cli

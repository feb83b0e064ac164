#pragma once
// What the program says to people, in their language: English, or Chinese by the catalogue
// zh_CN.po.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include "base/sentence.h"

namespace shotlist::inline base {

enum class Language { english, chinese };

/// The language that a locale of POSIX asks for: Chinese if the first of LC_ALL, LC_MESSAGES and
/// LANG that is not empty begins with `zh`. LANGUAGE lists languages by preference and goes before
/// them, as with gettext, unless they say C or POSIX. English if they name an encoding other than
/// UTF-8, which is all that this program writes.
Language language_of(std::string_view lc_all, std::string_view lc_messages, std::string_view lang,
                     std::string_view language);

/// Says what the program speaks from now on; English until then. Called by `main` before anything
/// else, and by nobody while threads run.
void speak(Language language);

/// The language that is spoken.
Language spoken_language();

/// That language on this thread while it lives. What programs read is English for everybody, and a
/// page holds both languages.
class InLanguage {
 public:
  explicit InLanguage(Language language);
  ~InLanguage();
  InLanguage(const InLanguage&) = delete;
  InLanguage& operator=(const InLanguage&) = delete;

 private:
  std::optional<Language> before_;
};

/// What `say` returns in the language that is spoken, and in English.
///
///     in_both([&] { return tr("{} is no color", name); })
template <typename Say>
Sentence in_both(const Say& say) {
  std::string spoken(say());
  if (spoken_language() == Language::english) return {std::move(spoken)};
  const InLanguage in_english(Language::english);
  return {std::string(say()), std::move(spoken)};
}

/// Only marks a literal for the catalogue, where it is not shown yet: in a table, or in what is
/// recorded. Whoever shows it calls `tr` of it.
constexpr const char* marked(const char* english) {
  return english;
}

/// `english` in the language that is spoken; itself if the catalogue lacks it. A view that comes
/// back may be `english`, and lives as long.
const char* tr(const char* english);
std::string_view tr(std::string_view english);

/// The result of fmt for the translation of `english`, which nobody has checked: see `tr`.
std::string formatted_in_language(fmt::string_view english, fmt::format_args arguments);

/// The same for a format of fmt and its arguments. The English one is checked by the compiler, the
/// translated one by a test; should it be wrong nevertheless, the English one is used.
///
///     tr("{} is no color", name)
template <typename First, typename... Rest>
std::string tr(fmt::format_string<First, Rest...> english, First&& first, Rest&&... rest) {
  return formatted_in_language(english, fmt::make_format_args(first, rest...));
}

/// `one` if `count` is 1, else `many`; Chinese has one form for both.
template <typename... Arguments>
std::string tr_plural(std::size_t count, fmt::format_string<Arguments...> one,
                      fmt::format_string<Arguments...> many, Arguments&&... arguments) {
  const bool is_one = count == 1 || spoken_language() == Language::chinese;
  return formatted_in_language(is_one ? one : many, fmt::make_format_args(arguments...));
}

/// The one of the two that is for the language that is spoken.
inline const std::string& spoken(const Sentence& sentence) {
  return spoken_language() == Language::english ? sentence.english : sentence.spoken;
}

}  // namespace shotlist::inline base

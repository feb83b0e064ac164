#include "base/translation.h"

#include <atomic>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "base/chinese_catalogue.h"
#include "base/text.h"

namespace shotlist::inline base {
namespace {

std::atomic<Language> spoken_now = Language::english;
thread_local std::optional<Language> spoken_here;  // instead, on this thread

// The catalogue is a file of gettext's: little-endian numbers, then texts that end in NUL.
std::uint32_t number_at(std::size_t place) {
  std::uint32_t number = 0;
  for (std::size_t i = 4; i > 0; --i)
    number = number << 8U | static_cast<unsigned char>(chinese_catalogue[place + i - 1]);
  return number;
}

const char* text_at(std::size_t place) {
  return chinese_catalogue.data() + number_at(place + 4);  // behind its size
}

// Null if the catalogue lacks it.
const char* chinese_for(std::string_view english) {
  if (english.empty()) return nullptr;  // the head of the catalogue
  constexpr std::size_t entry = 8;      // bytes: a size and an offset
  const std::uint32_t originals = number_at(12);
  const std::uint32_t translations = number_at(16);
  std::size_t first = 0;
  std::size_t last = number_at(8);
  while (first < last) {
    const std::size_t middle = (first + last) / 2;
    const int order = english.compare(text_at(originals + middle * entry));
    if (order == 0) return text_at(translations + middle * entry);
    if (order < 0) last = middle;
    if (order > 0) first = middle + 1;
  }
  return nullptr;
}

// `zh_CN.UTF-8@pinyin` names an encoding; `zh_CN` leaves it open.
bool is_readable(std::string_view locale) {
  const std::size_t dot = locale.find('.');
  if (dot == std::string_view::npos) return true;
  const std::string encoding = lower_ascii(locale.substr(dot + 1, locale.find('@') - dot - 1));
  return encoding == "utf-8" || encoding == "utf8";
}

}  // namespace

Language language_of(std::string_view lc_all, std::string_view lc_messages, std::string_view lang,
                     std::string_view language) {
  const std::string_view locale = !lc_all.empty()        ? lc_all
                                  : !lc_messages.empty() ? lc_messages
                                                         : lang;
  const std::string_view name = locale.substr(0, locale.find_first_of(".@"));
  if (name.empty() || name == "C" || name == "POSIX" || !is_readable(locale))
    return Language::english;
  for (const std::string_view wish : split(language, ':')) {
    if (wish.starts_with("zh")) return Language::chinese;
    if (wish.starts_with("en") || wish == "C") return Language::english;
  }
  return name.starts_with("zh") ? Language::chinese : Language::english;
}

void speak(Language language) {
  spoken_now = language;
}

Language spoken_language() {
  return spoken_here ? *spoken_here : spoken_now.load();
}

InLanguage::InLanguage(Language language) : before_(std::exchange(spoken_here, language)) {}

InLanguage::~InLanguage() {
  spoken_here = before_;
}

const char* tr(const char* english) {
  const char* chinese = spoken_language() == Language::chinese ? chinese_for(english) : nullptr;
  return chinese == nullptr ? english : chinese;
}

std::string_view tr(std::string_view english) {
  const char* chinese = spoken_language() == Language::chinese ? chinese_for(english) : nullptr;
  return chinese == nullptr ? english : chinese;
}

std::string formatted_in_language(fmt::string_view english, fmt::format_args arguments) {
  const std::string_view format = tr(std::string_view(english.data(), english.size()));
  try {
    return fmt::vformat({format.data(), format.size()}, arguments);
  } catch (const fmt::format_error&) {
    return fmt::vformat(english, arguments);
  }
}

}  // namespace shotlist::inline base

#include "show/wording.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include <fmt/format.h>

#include "base/recorded_text.h"
#include "base/shell_word.h"
#include "base/text.h"
#include "base/translation.h"

namespace shotlist::show {

std::string reason_text(ErrorClass error_class, std::string_view error) {
  std::string text = spoken(error_class);
  if (!text.empty() && !error.empty()) text += tr(": ");
  return text += spoken_text(error);
}

std::string one_line(std::string_view prompt) {
  std::string line(trimmed(prompt));
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

std::string allowance_text(const submit::Allowance& learned) {
  std::string text = learned.rate ? to_text(Pace{learned.rate}) : std::string();
  if (learned.at_a_time) {
    if (!text.empty()) text += tr(", ");
    text += std::to_string(*learned.at_a_time) + tr(" at a time");
  }
  return text;
}

std::string size_text(std::uint64_t bytes) {
  if (bytes < 1000) return counted(bytes, "byte");
  constexpr std::array units = {"kB", "MB", "GB", "TB"};
  double size = static_cast<double>(bytes) / 1000;
  std::size_t unit = 0;
  // 999.6 would be shown as 1000.
  for (; size >= 999.5 && unit + 1 < units.size(); ++unit)
    size /= 1000;
  return fmt::format("{:.{}f} {}", size, size < 9.95 ? 1 : 0, units.at(unit));
}

std::string command_line(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) {
    if (!line.empty()) line += ' ';
    line += shell_word(word);
  }
  return line;
}

}  // namespace shotlist::show

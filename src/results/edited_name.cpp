#include "results/edited_name.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include <fmt/format.h>

#include "base/text.h"
#include "base/utf8.h"

namespace shotlist::results {
namespace {

// Of a file name, in bytes: 255 (ext4, APFS, NTFS), less the suffix used while writing the file.
constexpr std::size_t longest_name = 255 - std::string_view(".new").size();
constexpr std::string_view extension = ".csv";

// `2026-03-01T09-30-00-125Z`: a time without the characters that Windows refuses.
std::string as_name(Date date) {
  std::string text = to_text(date);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == ':' || c == '.'; }, '-');
  return text;
}

std::string_view cut_to(std::string_view name, std::size_t size) {
  if (name.size() <= size) return name;
  while (size > 0 && is_inside_character(name[size]))
    --size;
  return name.substr(0, size);
}

}  // namespace

std::string edited_name(const std::string& path, Date now,
                        const std::function<bool(const std::string&)>& is_taken) {
  const std::size_t start = path.rfind('/') + 1;  // 0 if there is none
  std::string_view stem = std::string_view(path).substr(start);
  std::string_view end = extension;
  if (stem.size() > extension.size() &&
      lower_ascii(stem.substr(stem.size() - extension.size())) == extension) {
    end = stem.substr(stem.size() - extension.size());
    stem.remove_suffix(extension.size());
  }
  for (std::size_t number = 1;; ++number) {
    const std::string mark = fmt::format(".edited-{}{}{}", as_name(now),
                                         number == 1 ? "" : fmt::format("-{}", number), end);
    std::string name = path.substr(0, start);
    name += cut_to(stem, longest_name - mark.size());
    name += mark;
    if (!is_taken(name)) return name;
  }
}

}  // namespace shotlist::results

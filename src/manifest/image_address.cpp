#include "manifest/image_address.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"

namespace shotlist::manifest {
namespace {

constexpr std::array<std::string_view, 8> image_types = {"jpg", "jpeg", "png",  "webp",
                                                         "gif", "bmp",  "heic", "avif"};

bool is_address(std::string_view text) {
  constexpr std::array<std::string_view, 4> starts = {"http://", "https://", "//", "www."};
  return std::any_of(starts.begin(), starts.end(),
                     [text](std::string_view start) { return text.starts_with(start); });
}

// What stands in front of the first mark that separates addresses.
std::string_view first_of(std::string_view text) {
  for (const std::string_view mark : {"；", "，", "、", "。", "\u3000", "\u00A0", "\u200B"})
    text = text.substr(0, text.find(mark));
  text = text.substr(0, text.find_first_of(" \t\r\n|,;<>\"'`)]}"));
  while (!text.empty() && (text.back() == '.' || text.back() == '!'))
    text.remove_suffix(1);
  return text;
}

}  // namespace

bool is_image_address(std::string_view text) {
  const std::string address = lower_ascii(first_of(text));
  if (!is_address(address)) return false;
  const auto end = std::min(address.find_first_of("?#"), address.size());
  const std::string_view path = std::string_view(address).substr(0, end);
  const std::string_view query = std::string_view(address).substr(end);
  return std::any_of(image_types.begin(), image_types.end(), [&](std::string_view type) {
    const bool is_file = path.ends_with(type) && path.size() > type.size() &&
                         path[path.size() - type.size() - 1] == '.';
    return is_file || query.find('=' + std::string(type)) != query.npos;
  });
}

}  // namespace shotlist::manifest

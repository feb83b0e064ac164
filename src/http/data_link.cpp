#include "http/data_link.h"

#include <charconv>
#include <utility>

#include "base/base64.h"
#include "base/text.h"

namespace shotlist::http {
namespace {

constexpr std::string_view data_scheme = "data:";

std::optional<std::string> without_percent_encoding(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      bytes += text[i];
      continue;
    }
    const std::string_view digits = text.substr(i + 1, 2);
    unsigned value = 0;
    const auto [stop, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (error != std::errc() || stop != digits.data() + 2) return std::nullopt;
    bytes += static_cast<char>(value);
    i += 2;
  }
  return bytes;
}

}  // namespace

bool is_data_link(std::string_view text) {
  return lower_ascii(text.substr(0, data_scheme.size())) == data_scheme;
}

std::optional<DataLink> parse_data_link(std::string_view text) {
  if (!is_data_link(text) || text.size() > DataLink::largest) return std::nullopt;
  text.remove_prefix(data_scheme.size());
  const auto comma = text.find(',');
  if (comma == std::string_view::npos) return std::nullopt;
  const std::vector<std::string_view> words = split(text.substr(0, comma), ';');
  const bool is_base64 = words.size() > 1 && lower_ascii(trimmed(words.back())) == "base64";
  DataLink link{lower_ascii(trimmed(words.front())), {}};
  if (link.media_type.empty()) link.media_type = "text/plain";
  auto bytes = without_percent_encoding(text.substr(comma + 1));
  if (bytes && is_base64) bytes = from_base64(*bytes);
  if (!bytes) return std::nullopt;
  link.bytes = std::move(*bytes);
  return link;
}

}  // namespace shotlist::http

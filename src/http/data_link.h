#pragma once
// Links that hold the file itself: `data:video/mp4;base64,AAAA`.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace shotlist::http {

/// What a `data:` link (RFC 2397) holds.
struct DataLink {
  std::string media_type;  ///< in lower case and without parameters; `text/plain` if not given
  std::string bytes;

  /// As much as the answer to a look, which brings the link, may hold.
  static constexpr std::size_t largest = std::size_t{32} * 1024 * 1024;
};

/// Whether `text` means to be a `data:` link, readable or not.
bool is_data_link(std::string_view text);

/// Reads one of up to `DataLink::largest` bytes; none if it is malformed.
std::optional<DataLink> parse_data_link(std::string_view text);

}  // namespace shotlist::http

#pragma once
// The parts of a URL, as libcurl parses it.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace shotlist::http {

/// A checked http or https URL.
struct Url {
  std::string scheme;  ///< `http` or `https`
  std::string host;
  std::string server;  ///< scheme, host and port, in lower case: `https://host:8443`; the port only
                       ///< if it is not the scheme's default
  std::string text;    ///< the whole URL, as given

  /// Whether it names this machine: `localhost`, 127.0.0.0/8 or ::1.
  bool is_loopback() const;
};

/// Reads an absolute http or https URL with a host and without a user name, white space or control
/// characters.
std::optional<Url> parse_url(const std::string& text);

/// Reads a link that a server sent: an absolute http or https URL of at most `longest_link` bytes,
/// without a user name or control characters. Unlike `parse_url` it accepts spaces; and `host` is
/// as DNS knows it, with Chinese names in Punycode, since a link is judged by it.
std::optional<Url> parse_link(const std::string& text);

constexpr std::size_t longest_link = std::size_t{64} * 1024;

/// `link` as it is sent: bytes that no request line may hold are percent-encoded after the host,
/// and nothing else is changed.
std::string encoded_link(const std::string& link);

/// Where the answer to `base` leads by its header `Location`, which may be relative; none where
/// `parse_link` reads nothing. `location` is kept byte for byte, except that leading `./` and `../`
/// of a relative path are resolved.
std::optional<Url> redirect_target(const Url& base, std::string_view location);

/// Whether both have the same scheme, host and port: what one may know, the other may.
bool same_origin(const Url& a, const Url& b);

}  // namespace shotlist::http

#pragma once
// The parts of a URL, as libcurl parses it.

#include <optional>
#include <string>

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

}  // namespace shotlist::http

#pragma once
// What goes over the wire and what comes back, without a word about libcurl.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/secret.h"
#include "base/time.h"

namespace shotlist::http {

/// All of a request but its body, which many requests share. Redirects are never followed.
struct Envelope {
  std::string method;  ///< `POST` or `GET`
  std::string url;
  std::vector<std::string> headers;  ///< `Name: value`; none of them secret
  Secret bearer;                     ///< sent as `Authorization: Bearer ...` where not empty
  Duration timeout{};                ///< from start to the last byte of the answer
  Duration connect_timeout{};        ///< for DNS, connection and TLS
};

/// A request. Messages that follow one another with the same envelope cost the transport least.
struct Message {
  std::shared_ptr<const Envelope> envelope;  ///< never null
  std::string body;
};

/// How the transport itself fared.
enum class Transfer {
  complete,   ///< an answer was read to its end
  timed_out,  ///< time ran out
  untrusted,  ///< the certificate of the server, or of a proxy, was not accepted
  broken,     ///< anything else; see `fault`
};

/// The answer to a message, or what became of it.
struct Reply {
  std::uint64_t ticket = 0;  ///< as given to Transport::start
  Transfer transfer = Transfer::broken;
  bool bytes_left =
      true;        ///< false only where surely not one byte of the request left this machine
  int status = 0;  ///< 0 where no status line arrived
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
  std::string body;                                          ///< at most `largest_body` bytes of it
  bool undecoded = false;  ///< `body` is encoded in a way that could not be taken off
  std::string fault;  ///< our words for what went wrong; empty where complete
  Duration elapsed{};

  static constexpr std::size_t largest_body = std::size_t{4} * 1024 * 1024;

  /// The value of the header `name`, given in lower case; empty where there is none.
  std::string_view header(std::string_view name) const;

  /// When it was sent by the server's own clock, since ours may be wrong; `received_at` where it
  /// does not tell.
  Date date(Date received_at) const;
};

}  // namespace shotlist::http

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
  std::string ca_file;               ///< certificates to trust besides the system's; may be empty
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
  untrusted,  ///< the certificate of the server or its proxy was not accepted; nothing left
  broken,     ///< anything else; see `fault`
};

/// The answer to a message, or what became of it.
struct Reply {
  std::uint64_t ticket = 0;  ///< as given to Transport::start
  Transfer transfer = Transfer::broken;
  /// False only where it is certain that not one byte of the request itself left this machine; what
  /// a proxy is asked for first is none.
  bool bytes_left = true;
  int status = 0;                                            ///< 0 where no status line arrived
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
  /// At most `largest_body` bytes of it; without its codings, or as it came where they are not what
  /// the headers say.
  std::string body;
  bool undecoded = false;  ///< a coding of the body is unknown or was not as it should be
  std::string fault;       ///< our words for what went wrong; empty where complete
  Duration elapsed{};

  static constexpr std::size_t largest_body = std::size_t{4} * 1024 * 1024;

  /// The value of the header `name`, given in lower case; empty where there is none.
  std::string_view header(std::string_view name) const;

  /// When it was sent by the server's own clock, since ours may be wrong; `received_at` where it
  /// does not tell.
  Date date(Date received_at) const;
};

}  // namespace shotlist::http

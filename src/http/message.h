#pragma once
// What goes over the wire and what comes back, independent of libcurl.

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

/// Everything in a request but its body, shared by many requests. Redirects are never followed.
struct Envelope {
  std::string method;  ///< `POST` or `GET`
  std::string url;
  std::vector<std::string> headers;  ///< `Name: value`; none of them secret
  Secret bearer;                     ///< sent as `Authorization: Bearer ...` unless empty
  std::string ca_file;               ///< certificates to trust besides the system's; may be empty
  Duration timeout{};                ///< from start to the last byte of the answer
  Duration connect_timeout{};        ///< for DNS, connection and TLS
  std::size_t largest_body = std::size_t{4} * 1024 * 1024;  ///< bytes of an answer that are kept
  bool keeps_quoted_key = false;                            ///< whether Reply::with_key is wanted
};

/// A request. Consecutive messages with the same envelope cost the transport least.
struct Message {
  std::shared_ptr<const Envelope> envelope;  ///< never null
  std::string body;
};

/// How the transfer itself went.
enum class Transfer {
  complete,   ///< an answer was read to its end
  timed_out,  ///< time ran out
  untrusted,  ///< the certificate of the server or its proxy was not accepted; nothing left
  refused,    ///< the receiver of a fetched file did not want it; never of a message
  broken,     ///< anything else; see `fault`
};

/// The name of a header, in lower case, and its value.
using Header = std::pair<std::string, std::string>;

/// The answer to a message, or what became of it.
struct Reply {
  std::uint64_t ticket = 0;  ///< as given to Transport::start
  Transfer transfer = Transfer::broken;
  /// False only if it is certain that no byte of the request itself left this machine; an earlier
  /// request to a proxy does not count.
  bool bytes_left = true;
  int status = 0;               ///< 0 if no status line arrived
  std::vector<Header> headers;  ///< in the order of the answer
  /// At most `Envelope::largest_body` bytes of it; without its codings, or as received if they do
  /// not match the headers.
  std::string body;
  Secret with_key;  ///< the body before the bearer was taken out, if that was there and is wanted
  bool undecoded = false;  ///< a coding of the body is unknown or malformed
  std::string fault;       ///< our description of the failure; empty if complete
  Duration elapsed{};

  /// The value of the header `name`, given in lower case; empty if there is none.
  std::string_view header(std::string_view name) const;

  /// When it was sent according to the server's clock, since ours may be wrong; `received_at` if
  /// the server does not say.
  Date date(Date received_at) const;
};

}  // namespace shotlist::http

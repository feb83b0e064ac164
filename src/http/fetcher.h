#pragma once
// Files from the network, each as it arrives.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "base/time.h"
#include "http/message.h"

namespace shotlist::http {

/// Where the bytes of a fetched file go. Called inside Transport::wait. If it throws, it is not
/// called again, and `wait` passes the exception on, after the replies it already has.
class FileSink {
 public:
  virtual ~FileSink() = default;

  /// Called once, with status and headers, before any byte of the body of a final answer. False:
  /// the body is not wanted, and the transfer ends with `Transfer::refused`.
  virtual bool begin(const Reply& head) = 0;

  /// The next bytes, without the transfer coding (chunks); content codings are kept. False ends the
  /// transfer with `Transfer::refused`.
  virtual bool take(std::string_view bytes) = 0;

  /// Called once, at the end: `reply` has status, headers, transfer, fault and elapsed; its body is
  /// empty. May start other fetches.
  virtual void ended(Reply reply) = 0;
};

/// One GET for a file. Redirects are never followed: `begin` gets the head of a 3xx as of any
/// other answer.
struct Fetch {
  std::string url;                   ///< a link from a server, byte for byte
  std::vector<std::string> headers;  ///< `Name: value`, such as `Range`; none of them secret
  Secret bearer;                     ///< sent as `Authorization: Bearer ...` unless empty
  std::string user_agent;            ///< may be empty
  std::string ca_file;               ///< certificates to trust besides the system's; may be empty
  Duration connect_timeout{};        ///< for DNS, connection and TLS
  Duration stall{};                ///< without a byte for so long, it ends; there is no other limit
  bool private_addresses = false;  ///< whether it may connect to an address that is not public
  std::shared_ptr<FileSink> sink;  ///< never null
};

/// Fetches files, many at a time. Never quotes the bearer to a sink.
class Fetcher {
 public:
  virtual ~Fetcher() = default;

  /// Starts with the next Transport::wait. A link that cannot be read ends as `Transfer::broken`
  /// like any other failure.
  virtual void fetch(Fetch fetch) = 0;

  /// How many have not ended.
  virtual std::size_t fetches() const = 0;

  /// Drops them all. Their sinks hear nothing more. Must not be called by a sink.
  virtual void abandon_all() = 0;
};

}  // namespace shotlist::http

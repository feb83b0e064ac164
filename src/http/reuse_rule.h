#pragma once
// When connections to a server may be used for more than one request.

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace shotlist::http {

/// Unsolicited bytes from a server look like the answer to the next request on that connection.
/// Those that arrive before the request is sent are detected; those that arrive a moment later are
/// not, and if the server closes an idle connection at that moment, the request is lost with it. So
/// each request has its own connection, which costs only a handshake. Only a run long enough to
/// feel that may reuse connections: after many answers, if a few connections kept open and idle, as
/// witnesses, all stayed silent, and only connections that were in use a moment ago. The first
/// stray byte ends reuse for good.
///
/// Does no I/O: sockets are only numbers here.
class ReuseRule {
 public:
  /// How a request uses connections.
  enum class Use {
    once,     ///< open one, and close it after the answer
    witness,  ///< open one, and leave it open after the answer; then call `witness_done`
    again,    ///< use any open one, and leave it open
  };

  /// The conditions for reuse. The defaults are beyond any batch of videos.
  struct Terms {
    std::size_t answers = 1000;
    std::size_t witnesses = 8;  ///< that stayed silent
    /// Longer than a kernel holds back a small packet until the previous one is acknowledged
    /// (Nagle's algorithm and delayed acknowledgements: 200 ms at most).
    Duration silence = std::chrono::seconds(1);
    Duration longest_pause = std::chrono::milliseconds(50);  ///< since the last answer
  };

  static constexpr std::size_t most_witnesses = 8;  ///< at a time

  ReuseRule() : ReuseRule(Terms()) {}
  explicit ReuseRule(const Terms& terms) : terms_(terms) {}

  /// The use for the next request, which is sent at `now`.
  Use next_use(Moment now);

  /// Whether connections may never be reused again.
  bool is_lost() const { return is_lost_; }

  /// Records that a request was answered at `now`.
  void answered(Moment now);

  /// Records that a request meant to leave a witness ended at `now`. `socket` is its connection;
  /// none if it does not stay open.
  void witness_done(std::optional<int> socket, Moment now);

  /// A witness that has been idle long enough to be judged: the caller checks it and calls one of
  /// the following.
  std::optional<int> witness_to_ask(Moment now) const;

  void silent(int socket);  ///< it sent nothing, and is no longer needed
  void closed(int socket);  ///< it closed without sending anything; any connection may be given
  void spoke();             ///< bytes arrived on an idle connection

 private:
  struct Witness {
    int socket;
    Moment since;
  };

  Terms terms_;
  bool is_lost_ = false;
  std::size_t answers_ = 0;
  std::size_t silent_ = 0;  ///< silent witnesses
  Moment answered_ = Moment::min();
  std::size_t expected_ = 0;  ///< witnesses whose answers are pending
  std::vector<Witness> witnesses_;
};

/// Whether bytes received on an idle TLS connection are the message that closes it (close_notify),
/// which is not a stray: an alert, or in TLS 1.3 the shortest record there is.
bool is_tls_goodbye(std::string_view bytes);

}  // namespace shotlist::http

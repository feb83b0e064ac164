#pragma once
// When connections to a server may be used for more than one request.

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace shotlist::http {

/// Bytes that a server sends unasked on a connection look like the answer to the request that is
/// sent on it next. Those that are there when it leaves are seen; those that come a moment later
/// are not. So a server has to earn reuse: until then each request has a connection of its own, and
/// a few of these are kept open after their answers, idle, as witnesses. Once one of them has been
/// silent for a while, connections are used again; after the first stray byte never again.
///
/// Pure: sockets are numbers here.
class ReuseRule {
 public:
  /// What a request is to do with connections.
  enum class Use {
    once,     ///< open one, and close it after the answer
    witness,  ///< open one, and leave it open after the answer; `witness_done` is told
    again,    ///< take any that is open, and leave it open
  };

  static constexpr std::size_t most_witnesses = 4;
  /// More than a kernel keeps a small packet back until the one before is confirmed (Nagle's rule
  /// and delayed acknowledgements: 200 ms at most).
  static constexpr Duration silence = std::chrono::milliseconds(250);

  /// For the next request.
  Use next_use();

  /// Whether no connection may ever be used again.
  bool is_lost() const { return state_ == State::distrusted; }

  /// A request that was to leave a witness has ended at `now`, and its connection stays open as
  /// `socket`, or does not.
  void witness_done(std::optional<int> socket, Moment now);

  /// A witness that has been idle for long enough to say something: whoever asks looks at it, and
  /// tells one of the following.
  std::optional<int> witness_to_ask(Moment now) const;

  void silent();            ///< it has said nothing
  void closed(int socket);  ///< it is closed, without a word; any connection may be told
  void spoke();             ///< bytes came on an idle connection

 private:
  enum class State { unknown, trusted, distrusted };
  struct Witness {
    int socket;
    Moment since;
  };

  State state_ = State::unknown;
  std::size_t expected_ = 0;  ///< witnesses whose answers are on their way
  std::vector<Witness> witnesses_;
};

/// Whether bytes that a TLS connection got while it was idle are the message that ends it
/// (close_notify), which is no stray: an alert, or in TLS 1.3 the shortest record there is.
bool is_tls_goodbye(std::string_view bytes);

}  // namespace shotlist::http

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
/// are not, and an idle connection that a server closes at that moment takes a request with it. So
/// each request has a connection of its own, which costs a handshake and nothing else, and only a
/// run that would feel that is let off: after many answers, while a few connections that were kept
/// open idle, as witnesses, all stayed silent, and only for connections that were in use a moment
/// ago. The first stray byte ends it for good.
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

  /// What it takes to be let off. The usual ones are beyond any batch of videos.
  struct Terms {
    std::size_t answers = 1000;
    std::size_t witnesses = 8;  ///< that stayed silent
    /// More than a kernel keeps a small packet back until the one before is confirmed (Nagle's rule
    /// and delayed acknowledgements: 200 ms at most).
    Duration silence = std::chrono::seconds(1);
    Duration longest_pause = std::chrono::milliseconds(50);  ///< since the last answer
  };

  static constexpr std::size_t most_witnesses = 8;  ///< at a time

  ReuseRule() : ReuseRule(Terms()) {}
  explicit ReuseRule(const Terms& terms) : terms_(terms) {}

  /// For the next request, which leaves at `now`.
  Use next_use(Moment now);

  /// Whether no connection may ever be used again.
  bool is_lost() const { return is_lost_; }

  /// A request was answered at `now`.
  void answered(Moment now);

  /// A request that was to leave a witness has ended at `now`, and its connection stays open as
  /// `socket`, or does not.
  void witness_done(std::optional<int> socket, Moment now);

  /// A witness that has been idle for long enough to say something: whoever asks looks at it, and
  /// tells one of the following.
  std::optional<int> witness_to_ask(Moment now) const;

  void silent(int socket);  ///< it has said nothing, and is not needed any more
  void closed(int socket);  ///< it is closed, without a word; any connection may be told
  void spoke();             ///< bytes came on an idle connection

 private:
  struct Witness {
    int socket;
    Moment since;
  };

  Terms terms_;
  bool is_lost_ = false;
  std::size_t answers_ = 0;
  std::size_t silent_ = 0;  ///< witnesses
  Moment answered_ = Moment::min();
  std::size_t expected_ = 0;  ///< witnesses whose answers are on their way
  std::vector<Witness> witnesses_;
};

/// Whether bytes that a TLS connection got while it was idle are the message that ends it
/// (close_notify), which is no stray: an alert, or in TLS 1.3 the shortest record there is.
bool is_tls_goodbye(std::string_view bytes);

}  // namespace shotlist::http

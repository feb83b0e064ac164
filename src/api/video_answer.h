#pragma once
// What an answer to a look at a task says: is its video finished, and where is it?

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/secret.h"
#include "base/time.h"
#include "http/message.h"
#include "model/verdict.h"

namespace shotlist::api {

/// One answer to `GET {query_path}?id=...`, in any of the gateway's shapes. Only an HTTP 2xx with
/// whole JSON ends a task. Nothing here is disarmed.
struct VideoAnswer {
  enum class Kind : std::uint8_t {
    running,       ///< also where its status word is unknown
    completed,     ///< `url` may still be empty
    failed,        ///< see `error`
    expired,       ///< the server no longer has it
    missed,        ///< no readable answer: the task is what it was
    unknown_task,  ///< this account has no such task
    no_service,    ///< the key or the address looks wrong, unless earlier looks were answered
  };

  Kind kind = Kind::missed;
  std::string status;           ///< the word as given; empty if there is none
  bool is_known_status = true;  ///< false: the word is in none of our lists, and counts as running
  std::optional<int> percent;   ///< of progress, 0 to 100
  std::string url;              ///< of a completed one, byte for byte but for blanks around it;
                                ///< http, https or `data:`
  /// The same link, if it quotes the key, which is taken out of `url` like out of all else here.
  Secret url_with_key;
  std::size_t further_videos = 0;  ///< besides the one at `url`
  std::string error;  ///< why it failed; else why there is no answer, such as `HTTP 502: ...`
  ErrorClass error_class = ErrorClass::none;
  std::optional<Date> finished_at;  ///< of an end
  std::optional<Date> expires_at;   ///< when the link ends, as the answer says it
  std::optional<Duration> wait;     ///< before the next look, as the server asks; an hour at most
  bool is_rate_limited = false;     ///< HTTP 429
  /// The body of an end (completed, failed, expired), at most `longest_raw` bytes, without the
  /// upstream's account, users and email addresses.
  std::string raw;

  static constexpr std::size_t longest_raw = std::size_t{64} * 1024;
};

/// Reads the answer to a query. `now` is the wall time, for a Retry-After with a date.
VideoAnswer read_video_answer(const http::Reply& reply, Date now);

}  // namespace shotlist::api

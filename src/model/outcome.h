#pragma once
// How one attempt ended: plain data, whatever went wrong.

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "model/verdict.h"

namespace shotlist::inline model {

/// The header, in lower case, by which our rehearsal server identifies itself.
inline constexpr std::string_view rehearsal_header = "shotlist-rehearsal";

/// The judgement on one attempt. Made by api/verdict.cpp, stored in the ledger.
struct Outcome {
  Verdict verdict = Verdict::unknown;
  ErrorClass error_class = ErrorClass::none;
  Status status = Status::in_doubt;  ///< the status of the row unless it is tried again
  bool ends_run = false;             ///< every other row would get the same answer
  int http_status = 0;               ///< 0 if there was none
  std::string task_id;               ///< opaque; non-empty if and only if `accepted`
  std::string named_task;  ///< named by an answer that is not a clean success: it may exist, and
                           ///< the user should look for it
  std::string odd_id;      ///< the value in place of a task id that is not a valid one
  std::string error;       ///< in the server's words or ours; not disarmed
  std::string provider_request_id;        ///< to quote to the provider's support
  std::string raw_reply;                  ///< the body as received, 64 KiB at most
  std::optional<Duration> retry_after;    ///< the wait that the server asked for; at most an hour
  std::optional<Duration> asked_to_wait;  ///< the full wait, if it was longer
  bool rehearsal = false;                 ///< answered by a rehearsal server: nothing was paid
  Duration latency{};  ///< from the start of the transfer to the end of the answer
};

}  // namespace shotlist::inline model

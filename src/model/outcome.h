#pragma once
// How one attempt ended: plain data, whatever went wrong.

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "model/verdict.h"

namespace shotlist::inline model {

/// The header, in lower case, in which a rehearsal server of ours says what it is.
inline constexpr std::string_view rehearsal_header = "shotlist-rehearsal";

/// The judgement on one attempt. Made by api/verdict.cpp, kept by the ledger.
struct Outcome {
  Verdict verdict = Verdict::unknown;
  ErrorClass error_class = ErrorClass::none;
  Status status = Status::in_doubt;     ///< what the row is if it is not tried again
  bool ends_run = false;                ///< every other row would meet the same answer
  int http_status = 0;                  ///< 0 where there was none
  std::string task_id;                  ///< opaque; not empty exactly where `accepted`
  std::string named_task;               ///< that an answer names which is no clean success: it may
                                        ///< exist, and a person should look for it
  std::string odd_id;                   ///< what stands in the place of a task id and is none
  std::string error;                    ///< the server's words or ours; not disarmed
  std::string provider_request_id;      ///< to quote to the provider's support
  std::string raw_reply;                ///< the body as received, 64 KiB at most
  std::optional<Duration> retry_after;  ///< how long to wait, as the server asked; at most an hour
  std::optional<Duration> asked_to_wait;  ///< what it asked for, where that was more
  bool rehearsal = false;                 ///< a rehearsal server says so: nothing was paid
  Duration latency{};                     ///< from the first byte of work to the end of the answer
};

}  // namespace shotlist::inline model

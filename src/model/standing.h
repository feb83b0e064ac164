#pragma once
// What is known about one request id after all facts about it.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/time.h"
#include "model/verdict.h"

namespace shotlist::inline model {

/// One attempt, as far as its end is known.
struct Attempt {
  int attempt = 0;          ///< counted over all runs, from 1; 0: there was none
  int server = -1;          ///< where it was sent: a number of Ledger::servers; -1: not known
  Fingerprint fingerprint;  ///< of the body that was sent
  std::optional<Date> sent_at;
  std::optional<std::chrono::milliseconds>
      latency;  ///< until the answer, or its loss; none: neither
  ErrorClass error_class = ErrorClass::none;
  std::string error;
  int http_status = 0;
  std::string provider_request_id;
  std::string task_id;     ///< of the task it made; empty: it made none, or is in doubt
  std::string named_task;  ///< of the task that its answer named, where it is in doubt all the same
};

/// The error of an attempt whose process ended before its answer was written down.
inline constexpr std::string_view no_answer_recorded =
    "no answer was recorded: the run ended while it was on its way";

/// The row as it stands, and the attempt that tells why: the last one, or where that made nothing,
/// the last one before it that may have made something.
struct Standing : Attempt {
  Status status = Status::not_sent;
  int attempts = 0;  ///< over all runs

  /// Attempts that had made a task or were in doubt when a person had the row sent again, from the
  /// oldest on; the one this standing tells of is not among them.
  std::vector<Attempt> earlier;

  /// The same, of attempts before a task that took their place: nobody asks for their tasks any
  /// more, but they may have been paid for.
  std::vector<Attempt> superseded;

  Date changed_at;         ///< when the last of the facts about it was written
  Fingerprint decided_by;  ///< digest of the decisions that had it sent last, or settled; or zero
  bool is_denied = false;  ///< it failed because a person says that what was sent made no task

  std::string tried_since;  ///< why the attempts after it made nothing; empty: there are none
};

/// Every attempt of a row in doubt that may have been paid for, from the oldest on.
std::vector<Attempt> doubts_of(const Standing& standing);

}  // namespace shotlist::inline model

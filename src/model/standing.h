#pragma once
// What is known about one request id after all facts about it.

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.h"
#include "base/time.h"
#include "model/verdict.h"

namespace shotlist {

/// An attempt that may have been paid for.
struct Doubt {
  int attempt = 1;
  std::optional<Date> sent_at;
  std::optional<std::chrono::milliseconds> latency;  ///< until its answer was lost; none: no answer
  ErrorClass error_class = ErrorClass::none;
  std::string error;
  int http_status = 0;
  std::string provider_request_id;
};

struct Standing {
  Status status = Status::not_sent;
  Fingerprint fingerprint;  ///< of the body that was last sent
  int attempts = 0;         ///< over all runs
  int attempt = 0;          ///< the one that the rest tells of: the last, or the last in doubt
  std::string task_id;
  ErrorClass error_class = ErrorClass::none;
  std::string error;
  int http_status = 0;
  std::string provider_request_id;
  std::optional<Date> sent_at;
  std::optional<std::chrono::milliseconds> latency;  ///< none: no answer

  /// Attempts that were in doubt when a person had the row sent again, from the oldest on;
  /// `attempt` is not among them.
  std::vector<Doubt> earlier_doubts;
  std::string tried_since;  ///< why the attempts after `attempt` made nothing; empty: there are none
};

/// Every attempt of a row in doubt that may have been paid for, from the oldest on.
std::vector<Doubt> doubts_of(const Standing& standing);

}  // namespace shotlist

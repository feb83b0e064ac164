#pragma once
// What is known about one request id after all facts about it.

#include <chrono>
#include <optional>
#include <string>

#include "base/digest.h"
#include "base/time.h"
#include "model/verdict.h"

namespace shotlist {

struct Standing {
  Status status = Status::not_sent;
  Fingerprint fingerprint;  ///< of the body that was last sent
  int attempts = 0;         ///< over all runs
  std::string task_id;
  ErrorClass error_class = ErrorClass::none;
  std::string error;
  int http_status = 0;
  std::string provider_request_id;
  std::optional<Date> sent_at;                       ///< the last attempt
  std::optional<std::chrono::milliseconds> latency;  ///< of the last answered attempt
};

}  // namespace shotlist

#pragma once
// The faults the sandbox can inject.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shotlist::sandbox {

/// A way to mistreat a request to create a video; its name is what `--fault` takes.
enum class Fault {
  rate_limited,         ///< `429`: 429 without Retry-After, nothing charged
  rate_limited_header,  ///< `429-retry-after`: 429 with Retry-After, nothing charged
  server_error,         ///< `500`: the gateway's own structured error, nothing charged
  bad_gateway,          ///< `502`: charged, then an HTML 502
  overloaded,           ///< `503`: 503, nothing charged
  refusal,              ///< `refuse`: 400 invalid_request, nothing charged
  moderation,           ///< `moderate`: 400 with a moderation text, nothing charged
  drop_before,          ///< `drop-before`: the connection closes without a byte, nothing charged
  drop_after,           ///< `drop-after`: charged, then the connection closes without a byte
  silence,              ///< `silence`: charged, then no answer
  no_id,                ///< `no-id`: charged, then a 200 without a task id
};

/// The probability of each fault per request: from 0 to 1, and at most 1 together.
using Faults = std::map<Fault, double>;

/// The name of `fault`.
std::string_view to_text(Fault fault);

/// The names of all faults, for help and messages.
std::vector<std::string> fault_names();

/// Reads `NAME=PROBABILITY`, such as `502=0.05` or `silence=1%`; none for any other text.
std::optional<std::pair<Fault, double>> parse_fault(std::string_view text);

}  // namespace shotlist::sandbox

#pragma once
// The faults the sandbox can inject.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shotlist::sandbox {

/// A way to mistreat a client; its name is what `--fault` takes.
enum class Fault {
  // A request to create a video.
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
  // A look at a task.
  query_429,        ///< 429 with Retry-After
  query_502,        ///< an HTML 502
  query_html,       ///< a web page, with status 200
  query_empty,      ///< 200 without a body
  query_cut,        ///< 200, and half of the JSON
  query_202,        ///< 202, and a body that says nothing
  query_fetch,      ///< 500 `fail_to_fetch_task`
  query_not_found,  ///< `task_not_exist`, as for another account's key
  query_word,       ///< a status that no document names
  query_late,       ///< a finished task is still running in the answer
  query_drop,       ///< the connection closes without a byte
  query_silence,    ///< no answer
  // A task, for good.
  fail,            ///< it fails
  fail_moderated,  ///< its video is refused by moderation
  stuck,           ///< it never ends
  vanish,          ///< paid for, but it does not exist
  error_text,      ///< it succeeds, and its answer holds texts of earlier errors
  other_id,        ///< its answers have another id
  no_link,         ///< it succeeds, without a link
  quoted_link,     ///< its link stands in spaces and back-quotes
  reason_link,     ///< shape H only: its link stands in `fail_reason`
  data_link,       ///< its link is a `data:` URL with the video in it
  link_403,        ///< its link is dead (403); the next look gives one that works
  link_404,        ///< the same with 404
  link_410,        ///< the same with 410
  link_once,       ///< its link serves one request, then 403 until the next look gives a new one
  link_expires,    ///< its link ends after two seconds (`se=`)
  // A request for a video.
  file_200,               ///< Range is ignored: the whole file with 200
  file_elsewhere,         ///< 206, but of bytes that start earlier than asked
  file_200_range,         ///< 200 with Content-Range, and the right bytes
  file_416,               ///< 416 to any Range
  file_cut,               ///< the connection closes before the announced length
  file_cut_open,          ///< no length is announced, and the connection closes too early
  file_open,              ///< no length is announced, and the file is whole
  file_stall,             ///< the bytes cease, the connection stays
  file_slow,              ///< a few bytes at a time
  file_html,              ///< a web page with 200
  file_gzip,              ///< encoded with gzip, though nobody asked
  file_500,               ///< 500
  file_redirect,          ///< once, to another name of this host
  file_redirect_many,     ///< eight times
  file_redirect_private,  ///< to another loopback address, where nobody listens
};

/// What a fault happens to. Each has dice of its own, and each meets one fault at most.
enum class FaultGroup {
  create,  ///< a request to create a video
  query,   ///< a look at a task
  task,    ///< a task that was created, for good
  file,    ///< a request for a video
};

/// The probability of each fault: from 0 to 1, and at most 1 together in each group.
using Faults = std::map<Fault, double>;

/// The name of `fault`.
std::string_view to_text(Fault fault);

FaultGroup group_of(Fault fault);

/// Those of `faults` that are of `group`.
Faults faults_of(FaultGroup group, const Faults& faults);

/// The names of all faults of `group`, for help and messages.
std::vector<std::string> fault_names(FaultGroup group);

/// The fault of this name; none for any other text.
std::optional<Fault> fault_named(std::string_view name);

/// The faults of a task, or of looks at it and at its video, that `prompt` asks for by
/// `sandbox:NAME`, in its order. Those of a request to create it are left out.
std::vector<Fault> faults_asked_by(std::string_view prompt);

/// Reads `NAME=PROBABILITY`, such as `502=0.05` or `silence=1%`; none for any other text.
std::optional<std::pair<Fault, double>> parse_fault(std::string_view text);

}  // namespace shotlist::sandbox

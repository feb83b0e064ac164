#pragma once
// How an attempt ended, and the status of a row.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shotlist::inline model {

/// Did we pay? Decided in api/verdict.cpp; only `unsent` and `busy` are ever retried automatically.
enum class Verdict : std::uint8_t {
  unsent,    ///< no byte of the request left this machine
  accepted,  ///< there is a task id
  refused,   ///< the server said no, and nothing was created
  busy,      ///< the server said not now, and nothing was created
  unknown,   ///< it may have been paid for
};

/// The kind of failure, for grouping.
enum class ErrorClass : std::uint8_t {
  none,
  connect,           ///< DNS, connection, TLS or proxy: nothing was sent
  bad_response,      ///< a 2xx without a task id
  invalid_request,   ///< the request is wrong
  moderation,        ///< the prompt or an image was refused
  blocked,           ///< something in front of the gateway refused it with a page of its own
  auth,              ///< the key is bad, expired or not allowed
  balance,           ///< no money left
  endpoint,          ///< nothing is served at this address
  rate_limited,      ///< too many requests
  too_many_running,  ///< too many tasks are unfinished
  overloaded,        ///< the server is overloaded
  no_channel,        ///< the model is not offered, or all its channels are down
  server,            ///< the server failed
  timeout,           ///< silence after bytes were sent
  dropped,           ///< the connection broke after bytes were sent
};

/// The status of a row in the results file.
enum class Status : std::uint8_t {
  submitted,  ///< there is a task id
  failed,     ///< known not to have been created; safe to send again
  rejected,   ///< refused; edit it
  in_doubt,   ///< may have been paid for; the user decides
  held,       ///< looks paid for already; the user decides whether to send it
  not_sent,   ///< not tried yet
};

/// All of them, in the order in which people look for them.
inline constexpr std::array shown_statuses = {Status::submitted, Status::rejected,
                                              Status::failed,    Status::in_doubt,
                                              Status::held,      Status::not_sent};

/// What became of a task, as the server tells it: the column `video_status`.
enum class VideoStatus : std::uint8_t {
  none,       ///< never asked
  running,    ///< not finished yet, as far as known
  completed,  ///< there is a video
  failed,     ///< the server could not make it
  expired,    ///< the server ended it, or keeps it no longer
  lost,       ///< the server does not know the task
};

/// The scope of a failure: which other rows would meet it. Ordered from narrow to wide.
enum class Concern {
  row,     ///< this request alone
  model,   ///< every row of its model
  key,     ///< every row sent with this key
  server,  ///< every row sent to this address
};

/// The verdict table's column "concerns".
Concern concern_of(ErrorClass error_class);

/// Whether money may have been spent on a row of this status.
bool may_be_paid_for(Status status);

/// The verdict that a status alone implies; none if the row was not sent.
std::optional<Verdict> verdict_of(Status status);

/// Whether no further answer is expected.
bool has_ended(VideoStatus status);

/// The words of the results file and the ledger. `none` is the empty string.
std::string_view to_text(Verdict verdict);
std::string_view to_text(Concern concern);
std::string_view to_text(ErrorClass error_class);
std::string_view to_text(Status status);
std::string_view to_text(VideoStatus status);

/// For display: `in doubt`, `rate limited`; empty for `ErrorClass::none`.
std::string spoken(Status status);
std::string spoken(ErrorClass error_class);
std::string spoken(VideoStatus status);

/// All that `to_text` writes, except the empty word.
std::vector<std::string> status_words();
std::vector<std::string> video_status_words();

/// Read exactly what `to_text` writes.
std::optional<Verdict> parse_verdict(std::string_view text);
std::optional<ErrorClass> parse_error_class(std::string_view text);
std::optional<Status> parse_status(std::string_view text);
std::optional<VideoStatus> parse_video_status(std::string_view text);

}  // namespace shotlist::inline model

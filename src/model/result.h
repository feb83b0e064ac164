#pragma once
// One line of the results file, and the file as a whole.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/money.h"
#include "base/time.h"
#include "model/request.h"
#include "model/verdict.h"

namespace shotlist::inline model {

/// The columns of format 2, in their order. Cells that mean nothing for a row are empty; text is as
/// the manifest or the server wrote it (guarding cells is the writer's work).
struct Result {
  std::string id;
  Status status = Status::not_sent;
  std::string task_id;  ///< of a row in doubt: the task that its answer named, if it named one
  std::string prompt;
  std::string error;
  ErrorClass error_class = ErrorClass::none;
  int http_status = 0;  ///< 0 is written as an empty cell
  int attempts = 0;
  std::optional<Date> submitted_at;  ///< when the last attempt left; of submitted and doubtful rows
  std::optional<std::chrono::milliseconds> latency;
  std::string video_status;
  std::string video_url;
  std::string video_file;
  std::string video_error;  ///< why the task failed, or the download did
  std::string model;
  std::string orientation;
  std::string size;
  std::string duration;
  std::string watermark;
  std::string hidden;  ///< the column `private`
  std::string images;
  std::vector<std::string> fields;  ///< values in the order of `Results::field_names`
  std::optional<Money> price;       ///< absent where it is unknown
  std::string currency;
  std::string endpoint;    ///< where it was sent
  std::string source;      ///< `file:line`
  std::string request_id;  ///< the provider's
  std::string fingerprint;
  std::string entry;  ///< names the attempt that the line tells of; empty: there was none
  std::vector<std::string> variables;

  /// What a column `decision` of the file says, which a person added unless the manifest has a
  /// variable or a field of that name; never written.
  std::string decision;

  /// Whether the row was sent and is in the manifest no more: it stands behind the others and is in
  /// none of the counts.
  bool has_left() const { return source.empty() && !entry.empty(); }

  friend bool operator==(const Result&, const Result&) = default;
};

/// A results file: every request of the manifest, in manifest order.
struct Results {
  std::vector<std::string> variable_names;
  std::vector<Result> rows;
  std::size_t decision_columns = 0;  ///< of a file: called so, a person's and the manifest's

  /// Of the request fields that have no column of their own.
  std::vector<std::string> field_names = {};
};

/// Whether the request field `name` has a column of its own; others come in `field_names`.
bool has_own_column(std::string_view name);

/// The line for `request` among lines with these `field_names`, as if nothing were known of it.
Result make_result(const Request& request, const std::vector<std::string>& field_names);

/// Makes `result` that line. One that is made again and again needs no new memory each time.
void remake_result(Result& result, const Request& request,
                   const std::vector<std::string>& field_names);

}  // namespace shotlist::inline model

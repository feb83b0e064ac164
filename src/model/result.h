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

/// The columns of format 2, in order. Cells that do not apply to a row are empty; text is as the
/// manifest or the server wrote it (the writer guards the cells).
struct Result {
  std::string id;
  Status status = Status::not_sent;
  std::string task_id;  ///< for a row in doubt: the task that its answer named, if any
  std::string prompt;
  std::string error;
  ErrorClass error_class = ErrorClass::none;
  int http_status = 0;  ///< 0 is written as an empty cell
  int attempts = 0;
  std::optional<Date> submitted_at;  ///< when the last attempt was sent; if submitted or in doubt
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
  std::optional<Money> price;       ///< none if unknown
  std::string currency;
  std::string endpoint;    ///< where it was sent
  std::string source;      ///< `file:line`
  std::string request_id;  ///< the provider's
  std::string fingerprint;
  std::string entry;           ///< the attempt that the line reports; empty if there was none
  bool is_on_its_way = false;  ///< another run waits for the answer; not in a file
  std::vector<std::string> variables;

  /// The cell of the column `decision`, which the user added unless the manifest has a variable or
  /// a field of that name; never written.
  std::string decision;

  /// Whether the row was sent but is no longer in the manifest: it comes after the others and is
  /// not in any of the counts.
  bool has_left() const { return source.empty() && !entry.empty(); }

  friend bool operator==(const Result&, const Result&) = default;
};

/// A results file: every request of the manifest, in manifest order.
struct Results {
  std::vector<std::string> variable_names;
  std::vector<Result> rows;
  std::size_t decision_columns = 0;  ///< so named in a file: the user's and the manifest's

  /// The request fields without a column of their own.
  std::vector<std::string> field_names = {};
};

/// Whether the request field `name` has a column of its own; the others are in `field_names`.
bool has_own_column(std::string_view name);

/// The line for `request` among lines with these `field_names`, as if nothing were known about it.
Result make_result(const Request& request, const std::vector<std::string>& field_names);

/// Turns `result` into that line. Reusing one `result` needs no new memory each time.
void remake_result(Result& result, const Request& request,
                   const std::vector<std::string>& field_names);

}  // namespace shotlist::inline model

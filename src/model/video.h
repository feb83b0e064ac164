#pragma once
// What became of a paid task, and of its video.

#include <cstdint>
#include <optional>
#include <string>

#include "base/time.h"
#include "model/verdict.h"

namespace shotlist::inline model {

/// A task and its video, in the same form in memory, in the ledger and in the results.
struct Video {
  std::string entry;  ///< the attempt that created the task
  VideoStatus status = VideoStatus::none;
  /// Of the last answer, without the key, or the video that it holds itself; empty if it named
  /// none.
  std::string url;
  std::string error;             ///< why the task failed, or why there is no file; not disarmed
  std::optional<Date> asked_at;  ///< the last time the server knew the task
  std::optional<Date> ended_at;  ///< when it ended, by the server's clock if it says
  std::string host;              ///< the machine that has the file
  std::string path;              ///< of the whole file, absolute; empty if there is none
  std::int64_t bytes = 0;        ///< its size; of a part, the size that was announced
  std::string sha256;            ///< 64 hexadecimal digits; empty without a file
  std::string etag;              ///< of the part that was fetched so far; strong, or empty
};

}  // namespace shotlist::inline model

#pragma once
// What became of tasks and their videos, for a person.

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/exit_code.h"
#include "base/sentence.h"
#include "model/verdict.h"
#include "model/video.h"

namespace shotlist::show {

/// A task that has no video, or whose video has no file.
struct MissingVideo {
  std::string row;
  VideoStatus status = VideoStatus::none;
  std::string error;
};

struct Collection {
  std::size_t tasks = 0;
  std::size_t completed = 0;
  std::size_t failed = 0;
  std::size_t expired = 0;
  std::size_t lost = 0;
  std::size_t running = 0;
  std::size_t files = 0;              ///< of them, that are on the disk; 0 if none are fetched
  std::size_t fetched = 0;            ///< in this run
  std::uint64_t bytes = 0;            ///< likewise
  std::string folder;                 ///< empty: none are fetched
  std::vector<MissingVideo> missing;  ///< in the order of rows
  std::size_t not_fetched = 0;        ///< videos without a file, though files are fetched
  /// Rows whose video has the bytes of another row's, with that row: two payments, one video.
  std::vector<std::pair<std::string, std::string>> same_video;
  bool is_out_of_patience = false;
  bool knows_none = false;              ///< the server did not know some tasks, and knew none
  ExitCode stop = ExitCode::ok;         ///< why it ended early
  Sentence why;                         ///< likewise, for the user
  ErrorClass cause = ErrorClass::none;  ///< likewise
};

/// `3 tasks: 2 completed, 1 failed · 2 videos on the disk, 2 fetched into videos now (3.1 MB)`,
/// then what is missing, grouped by cause, and `look_again`, the command that goes on, if that is
/// of use. It never names one that pays.
std::string collection_text(const Collection& collection, const std::string& look_again,
                            std::size_t width);

/// Its first line, for `--quiet`.
std::string collection_line(const Collection& collection);

/// The same as one object: `tasks`, `completed`, `failed`, `expired`, `lost`, `running`, `files`,
/// `fetched`, `bytes`, `stopped` (why; null if it did not) and `missing` (`id`, `video_status`,
/// `video_error`).
std::string collection_json(const Collection& collection);

}  // namespace shotlist::show

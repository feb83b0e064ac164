#pragma once
// The results file, format 2: one line for every request of the manifest.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "model/counts.h"
#include "model/result.h"
#include "system/atomic_file.h"
#include "system/disk.h"

namespace shotlist::results {

/// How a results file is written.
enum class ResultsForm {
  plain,
  excel,  ///< with a byte order mark, so that Excel takes it for UTF-8, and all values guarded, so
          ///< that it leaves `dec-12` alone
};

/// The names of the columns that not every file has, and that must stay where they are.
struct FurtherColumns {
  const std::vector<std::string>& fields;     ///< that have no column of their own
  const std::vector<std::string>& variables;  ///< of the manifest
};

/// The whole file as text. What a server wrote is disarmed; a prompt or a variable keeps each of
/// its characters. Throws Error (disk) if the lines of the statuses do not add up to the rows.
std::string results_text(const Results& results, ResultsForm form = ResultsForm::plain);

/// Replaces the file at `path` at one instant, line by line, so that a large one is never in memory
/// as a whole. Until `commit` the file that was there before stays as it is; nothing of an
/// uncommitted one is left.
///
///     ResultsFile file(disk, path, {field_names, variable_names});
///     for (const Result& line : lines)
///       file.add(line);
///     file.commit(lines.size());
class ResultsFile {
 public:
  /// Throws Error (disk), as everything here does on failure.
  ResultsFile(system::Disk& disk, const std::string& path, const FurtherColumns& further,
              ResultsForm form = ResultsForm::plain);

  void add(const Result& line);

  /// The fingerprint of the whole file. Nothing may be added after this.
  Fingerprint digest();

  /// Puts the file in its place. There must be `rows` lines; throws Error where the accounting does
  /// not add up.
  void commit(std::size_t rows);

 private:
  void flush();

  system::AtomicFile file_;
  std::size_t fields_;
  std::size_t variables_;
  ResultsForm form_;
  std::string text_;  ///< not yet handed to the disk
  Digest digest_;     ///< of what was
  Counts written_;
};

/// In bytes. Columns beyond that are not looked for.
inline constexpr std::size_t longest_results_header = std::size_t{64} * 1024;

/// Whether a file starts like a results file: its first line names the columns id, status and
/// task_id.
bool looks_like_results(std::string_view bytes);

/// What the results file at `path` says; nothing where there is none, but another file, a folder or
/// a pipe. Throws Error as `read_results` does.
std::optional<Results> results_at(system::Disk& disk, const std::string& path);

/// Reads what `results_text` wrote, also after a spreadsheet saved it: in another encoding, with
/// other line ends, `;` or tabs between cells, columns moved or added, `TRUE` for `true`, and empty
/// cells at the end of a row left out. Unknown columns between `images` and `price` are fields;
/// those after `entry` (in format 1: after the last known column) are variables; others are passed
/// over, and so are columns without a name. A field or a variable may have the name of a column. A
/// column `decision` that holds decisions alone is a person's, and none of these. Throws Error
/// (invalid), with the line, where the file is no results file, or where an id, a status or the
/// task id of a submitted row is missing or cannot be read. Numbers, amounts and times that cannot
/// be read are for show only and left empty. `name` is the file's name for messages.
Results read_results(std::string bytes, const std::string& name);

}  // namespace shotlist::results

#pragma once
// The results file, format 2: one line for every request of the manifest.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/digest.h"
#include "manifest/csv_reader.h"
#include "model/counts.h"
#include "model/result.h"
#include "results/results_layout.h"
#include "system/atomic_file.h"
#include "system/disk.h"

namespace shotlist::results {

/// How a results file is written.
enum class ResultsForm {
  plain,
  excel,  ///< with a byte order mark, so that Excel reads it as UTF-8, and all values guarded, so
          ///< that it leaves `dec-12` alone
};

/// The names of the columns that only some files have. The names must not move.
struct FurtherColumns {
  const std::vector<std::string>& fields;     ///< fields without a column of their own
  const std::vector<std::string>& variables;  ///< of the manifest
};

/// Writes a results file to the end of a text, line by line. Text from a server is disarmed;
/// prompts and variables are kept verbatim.
class ResultsText {
 public:
  /// Writes the header. `text` is borrowed, and may be taken away between two lines.
  ResultsText(std::string& text, const FurtherColumns& further,
              ResultsForm form = ResultsForm::plain);

  void add(const Result& line);

 private:
  std::string& text_;
  std::size_t fields_;
  std::size_t variables_;
  ResultsForm form_;
};

/// Replaces the file at `path` atomically and writes it line by line, so a large one is never in
/// memory as a whole. Until `commit` the previous file stays as it is; an uncommitted file leaves
/// nothing behind.
///
///     ResultsFile file(disk, path, {field_names, variable_names});
///     for (const Result& line : lines)
///       file.add(line);
///     file.commit(lines.size());
class ResultsFile {
 public:
  /// Throws Error (disk), as every member does on failure.
  ResultsFile(system::Disk& disk, const std::string& path, const FurtherColumns& further,
              ResultsForm form = ResultsForm::plain);

  void add(const Result& line);

  /// The fingerprint of the whole file. Nothing may be added after this.
  Fingerprint digest();

  /// Moves the file into place. Throws Error unless there are `rows` lines and the counts add up.
  void commit(std::size_t rows);

 private:
  void flush();

  system::AtomicFile file_;
  std::string text_;  ///< not yet written to the disk
  ResultsText lines_;
  Digest digest_;  ///< of what was written
  Counts written_;
};

/// In bytes. Columns beyond this are ignored.
inline constexpr std::size_t longest_results_header = std::size_t{64} * 1024;

/// Whether a file starts like a results file: its first line names the columns id, status and
/// task_id.
bool looks_like_results(std::string_view bytes);

/// Reads a results file line by line, even after a spreadsheet saved it: with other line ends, `;`
/// or tabs between cells, columns moved or added, `TRUE` for `true`, and trailing empty cells
/// missing. Unknown columns between `images` and `price` are fields; those after `entry` (in format
/// 1: after the last known column) are variables; others are ignored, as are columns without a
/// name. A field or a variable may have the name of a column. A column `decision` that holds only
/// decisions belongs to the person, and is neither.
///
///     ResultsReader reader(text, "night.results.csv");
///     while (auto line = reader.next()) ...
class ResultsReader {
 public:
  /// `text` is borrowed; `name` is the file's name for messages. Throws Error (invalid) if it is
  /// not a results file.
  ResultsReader(std::string_view text, std::string name);

  const std::vector<std::string>& field_names() const { return field_names_; }
  const std::vector<std::string>& variable_names() const { return variable_names_; }

  /// As `Results::decision_columns`.
  std::size_t decision_columns() const { return layout_.decisions.size(); }

  /// None at the end. Throws Error (invalid), with the line, if an id, a status or the task id of a
  /// submitted row is missing or unreadable, or if a second row has the same id. Numbers, amounts
  /// and times that cannot be read are only for display, and left empty.
  std::optional<Result> next();

 private:
  std::string name_;
  manifest::CsvReader csv_;
  Layout layout_;
  std::vector<std::string> field_names_;
  std::vector<std::string> variable_names_;
  std::unordered_set<std::string> ids_;
};

/// All of a results file, in any encoding. Throws as ResultsReader does.
Results read_results(std::string bytes, const std::string& name);

}  // namespace shotlist::results

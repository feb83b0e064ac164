#pragma once
// Where shots come from: the manifest's own list, a CSV, a text file, or JSONL.

#include <cstddef>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "api/profile.h"
#include "base/diagnostics.h"
#include "manifest/defaults.h"
#include "manifest/matrix.h"
#include "manifest/reading_context.h"
#include "manifest/shot.h"
#include "manifest/source_text.h"
#include "manifest/yaml_document.h"

namespace shotlist::manifest {

/// The user's ids that look like those made from prompts: `s-...`.
using PinnedIds = std::set<std::string>;

/// Some rows of a manifest, in order. Keeps the text, not the rows.
class ShotSource {
 public:
  virtual ~ShotSource() = default;

  /// Passes on every shot, sound or not; mistakes in how a row is written go to `diagnostics`.
  /// Returns the number of rows.
  virtual std::size_t for_each_shot(Diagnostics& diagnostics,
                                    const std::function<void(const Shot&)>& take) const = 0;

  /// Passes on one of these shots again, which was sound: the one at `place`, with the offset and
  /// the line of `Shot::at`.
  virtual void make_again(const SourceRange& place, Diagnostics& diagnostics,
                          const std::function<void(const Shot&)>& take) const = 0;

  /// Adds the ids of its rows. Called only if some row has no id, because it may cost another pass.
  virtual void pin_ids(PinnedIds& pinned) const = 0;

  /// Where the rows start; for a table, its header.
  virtual SourceRange start() const = 0;

  /// Whether a row can have a value for the field; for a table, whether it has the column.
  virtual bool can_hold(std::string_view field) const = 0;

  /// What to do about a required field without a value, in the words of the file's kind.
  virtual std::string remedy_for(const api::FieldMistake& mistake) const { return mistake.remedy; }
};

/// Some rows of a manifest and what they share.
struct ShotGroup {
  std::unique_ptr<ShotSource> rows;
  std::unique_ptr<Defaults> defaults;   ///< of their file; null if there are none
  std::vector<ShotVariable> variables;  ///< `vars` of their file
};

/// The groups of a manifest, in order.
using ShotGroups = std::vector<ShotGroup>;

/// The `shots` list of a YAML manifest; a shot may have a matrix that extends the manifest's, if
/// any. `shots` must outlive the source.
std::unique_ptr<ShotSource> make_yaml_shots(const YamlNode& shots, const Matrix* of_manifest,
                                            ReadingContext context);

/// A CSV with a header. Mistakes in the header are reported here, those in rows with the rows.
std::unique_ptr<ShotSource> make_csv_shots(const SourceText& source, ReadingContext context);

/// Whether the header of a CSV is that of a results file, or what is left of one. Its rows hold
/// complete requests: read as shots, they would be paid for again.
bool is_results_file(std::string_view text);

/// Whether a file may be read as rows. False, with an error, for a results file; false for a file
/// that is not text, or whose encoding is unknown, which `check_encoding` has reported.
bool may_hold_shots(const SourceText& source, Diagnostics& diagnostics);

/// One prompt per line; blank lines are skipped.
std::unique_ptr<ShotSource> make_text_shots(const SourceText& source, ReadingContext context);

/// One JSON object per line; keys mean the same as CSV columns.
std::unique_ptr<ShotSource> make_jsonl_shots(const SourceText& source, ReadingContext context);

/// Adds `id` if it looks like one made from a prompt.
void pin_id(std::string_view id, PinnedIds& pinned);

}  // namespace shotlist::manifest

#pragma once
// Where shots come from: the manifest's own list, a CSV, a text file, or JSONL.

#include <cstddef>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "manifest/defaults.h"
#include "manifest/matrix.h"
#include "manifest/reading_context.h"
#include "manifest/shot.h"
#include "manifest/source_text.h"
#include "manifest/yaml_document.h"

namespace shotlist::manifest {

/// Ids that people chose and that look like those we make of prompts: `s-...`.
using PinnedIds = std::set<std::string>;

/// Some rows of a manifest, in order. Keeps the text, not the rows.
class ShotSource {
 public:
  virtual ~ShotSource() = default;

  /// Hands over every shot, sound or not; mistakes in how a row is written go to `diagnostics`.
  /// Returns how many rows there were.
  virtual std::size_t for_each_shot(Diagnostics& diagnostics,
                                    const std::function<void(const Shot&)>& take) const = 0;

  /// Adds those of its rows. Asked only where some row has no id, because it may cost another pass.
  virtual void pin_ids(PinnedIds& pinned) const = 0;

  /// Where the rows start: the header of a table.
  virtual SourceRange start() const = 0;

  /// Whether a row can give the field a value at all: of a table, whether there is a column.
  virtual bool can_hold(std::string_view field) const = 0;
};

/// Some rows of a manifest and what is common to them.
struct ShotGroup {
  std::unique_ptr<ShotSource> rows;
  std::unique_ptr<Defaults> defaults;   ///< of their file; null where there are none
  std::vector<ShotVariable> variables;  ///< `vars` of their file
};

/// Those of a manifest, in order.
using ShotGroups = std::vector<ShotGroup>;

/// The `shots` list of a YAML manifest, each perhaps with a matrix that adds to the manifest's, if
/// there is one. `shots` must outlive the source.
std::unique_ptr<ShotSource> make_yaml_shots(const YamlNode& shots, const Matrix* of_manifest,
                                            ReadingContext context);

/// A CSV with a header. Mistakes in the header are reported here, those in rows with the rows.
std::unique_ptr<ShotSource> make_csv_shots(const SourceText& source, ReadingContext context);

/// Whether the header of a CSV is that of a results file, or what is left of one. Its rows hold
/// whole requests: read as shots they would be paid for again.
bool is_results_file(std::string_view text);

/// Whether rows may be looked for in a file. False, and an error, for a results file; false for a
/// file that is no text, of which `check_encoding` said so.
bool may_hold_shots(const SourceText& source, Diagnostics& diagnostics);

/// One prompt a line; blank lines are skipped.
std::unique_ptr<ShotSource> make_text_shots(const SourceText& source, ReadingContext context);

/// One JSON object a line; keys mean what the columns of a CSV mean.
std::unique_ptr<ShotSource> make_jsonl_shots(const SourceText& source, ReadingContext context);

/// Adds `id` if it looks like one made of a prompt.
void pin_id(std::string_view id, PinnedIds& pinned);

}  // namespace shotlist::manifest

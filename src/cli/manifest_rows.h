#pragma once
// The rows of a manifest, as far as they must be in memory at once.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_line.h"
#include "cli/console.h"
#include "manifest/manifest.h"
#include "manifest/request_view.h"
#include "plan/plan.h"
#include "plan/selection.h"
#include "system/disk.h"

namespace shotlist::cli {

/// Reads a manifest and walks its rows once to check them all. Bodies are not kept: a caller that
/// needs them walks the rows again.
class ManifestRows {
 public:
  /// Shows warnings and notes. Throws Error (invalid) after showing all mistakes, if there are any
  /// (with `strict`, warnings are some), and Error (usage) if the selection names a row or a field
  /// that does not exist.
  ManifestRows(system::Disk& disk, const ManifestOptions& options, const plan::Selection& selection,
               Console& console);

  const manifest::Manifest& manifest() const { return manifest_; }

  /// How many were shown.
  std::size_t warnings() const { return warnings_; }

  /// In manifest order. Their ids live as long as this object.
  const std::vector<plan::Wanted>& rows() const { return rows_; }

  /// The models of all rows, and which of them a row asks for.
  const std::vector<std::string>& models() const { return models_; }
  std::uint32_t model_of(std::size_t row) const { return models_of_rows_[row]; }

  /// The request fields used by any row that have no column in the results, in alphabetical order.
  const std::vector<std::string>& field_names() const { return field_names_; }

  /// The file that contains the row.
  const manifest::SourceText& file_of(std::size_t row) const {
    return manifest_.file_of(places_[row]);
  }
  std::uint32_t line_of(std::size_t row) const { return places_[row].line; }

  /// Makes the request of one row again.
  Request request_of(std::size_t row) const;

  /// Makes every request again, in manifest order.
  void for_each(const std::function<void(std::size_t, manifest::RequestView&)>& take) const;

  /// The prompt of one row.
  std::string prompt_of(std::size_t row) const;

 private:
  std::uint32_t number_of_model(const Fields& fields);

  ManifestRows(system::Disk& disk, const ManifestOptions& options, const plan::Selection& selection,
               Console& console, Diagnostics diagnostics);

  manifest::Manifest manifest_;
  std::size_t warnings_ = 0;
  std::deque<std::string> ids_;
  std::vector<plan::Wanted> rows_;
  std::vector<manifest::RequestPlace> places_;
  std::vector<std::string> models_;
  std::vector<std::uint32_t> models_of_rows_;
  std::vector<std::string> field_names_;
};

}  // namespace shotlist::cli

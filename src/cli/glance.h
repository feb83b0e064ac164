#pragma once
// What a manifest or a results file holds, for completing a command line.

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "cli/command_line.h"
#include "model/result.h"
#include "system/disk.h"

namespace shotlist::cli {

/// A look into the file of `options`, which may have mistakes. Quick: it gives up a file that is
/// too large, and what takes longer than a second; what was found until then counts. Writes nothing
/// and says nothing; where there is nothing to be found, it finds nothing. Borrows disk and
/// options, which may still change; `home` is where a path that begins with `~/` leads.
class Glance {
 public:
  Glance(system::Disk& disk, const ManifestOptions& options, std::string home)
      : disk_(disk), options_(options), home_(std::move(home)) {}

  /// Of the rows, in their order.
  std::vector<std::string> ids() const;

  /// What `--where` of a run goes by: `id`, the request fields of the rows, variables.
  std::vector<std::string> field_names() const;

  /// The columns that are no fields, also where one has a name that is an error.
  std::vector<std::string> variable_names() const;

  /// The columns of the results file, or of one that the manifest would have.
  std::vector<std::string> column_names() const;

  /// What the rows hold in one of these columns, as far as it is short.
  std::vector<std::string> values_of(const std::string& column) const;

 private:
  void look(const std::function<void(const ManifestOptions&)>& take) const;
  Results read() const;

  system::Disk& disk_;
  const ManifestOptions& options_;
  std::string home_;
};

}  // namespace shotlist::cli

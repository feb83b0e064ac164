#pragma once
// The input of a review: a results file alone, or a manifest with its ledger.

#include <optional>
#include <string>

#include "cli/command_line.h"
#include "cli/console.h"
#include "cli/desk.h"
#include "cli/environment.h"
#include "show/review.h"
#include "system/posix_disk.h"
#include "system/system_clock.h"

namespace shotlist::cli {

/// Reads the same files repeatedly, while a run may write them; changes nothing.
class ReviewSource {
 public:
  /// Reads a manifest or a results file. Throws Error (invalid) if `file` is neither, after showing
  /// what is wrong with it.
  ReviewSource(ManifestOptions file, const Environment& environment, Console& console);

  /// The current state. Throws Error (invalid, disk) if a file cannot be read.
  show::Review read();

  /// Whether a run is under way.
  bool is_live() const;

 private:
  void look_for_manifest();
  void look_for_rehearsal();
  void tell_commands(show::Ending& ending, const std::optional<ledger::Run>& last,
                     bool is_sandbox) const;
  std::string content_now();
  show::Review read_results_file();
  show::Review read_with_manifest();

  ManifestOptions file_;
  const Environment& environment_;
  system::PosixDisk disk_;
  system::RememberingDisk inputs_{disk_};
  system::SystemClock clock_;
  std::string ledger_;                 ///< its path; the file may not exist
  std::string manifest_;               ///< its name in the ledger; empty until it is known
  std::optional<std::string> stream_;  ///< of a pipe, which can be read only once
  std::optional<std::string> first_;   ///< of a results file, until it is first shown
  std::optional<Desk> desk_;           ///< none if the file is a results file
};

}  // namespace shotlist::cli

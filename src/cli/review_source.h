#pragma once
// The input of a review: a results file alone, or a manifest with its ledger.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "cli/account.h"
#include "cli/command_line.h"
#include "cli/console.h"
#include "cli/desk.h"
#include "cli/environment.h"
#include "ledger/reader.h"
#include "ledger/slot.h"
#include "manifest/source_text.h"
#include "plan/match.h"
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

  /// The current state, whose rows can be walked until this is called again; with the replies of
  /// attempts that made no task if they are wanted. Throws Error (invalid, disk) if a file cannot
  /// be read.
  show::Review read(bool with_replies = false);

  /// Whether a run is under way.
  bool is_live() const;

 private:
  void look_for_manifest();
  void look_for_rehearsal();
  bool take_results(bool was_live, Console& console);
  void tell_commands(show::Ending& ending, const std::optional<ledger::Run>& last,
                     bool is_sandbox) const;
  std::string content_now();
  void read_results_file(bool with_replies, show::Review& review);
  void read_with_manifest(bool with_replies, show::Review& review);
  void find_slots(ledger::Reader& reader);
  void walk_results_file(const show::TakeRow& take) const;
  void walk_manifest(const show::TakeRow& take) const;
  std::size_t count_decided(const std::string& path);

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

  // What rows are made of, as it was read last.
  std::string shown_manifest_;       ///< the manifest whose attempts are shown
  manifest::SourceText results_;     ///< the results file
  std::vector<plan::Match> slots_;   ///< what the ledger knows of each of its rows
  std::optional<Account> account_;   ///< of the manifest
  std::vector<ledger::Tries> left_;  ///< all tries of each of the rows that left it
};

}  // namespace shotlist::cli

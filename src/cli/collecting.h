#pragma once
// What `collect` and `run --collect` have in common.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "api/endpoint.h"
#include "base/exit_code.h"
#include "cli/account.h"
#include "cli/command_line.h"
#include "cli/manifest_rows.h"
#include "collect/collector.h"
#include "http/fetcher.h"
#include "http/transport.h"
#include "ledger/ledger.h"
#include "sandbox/options.h"
#include "show/collection.h"
#include "submit/observer.h"
#include "system/background_work.h"
#include "system/clock.h"
#include "system/folder.h"
#include "system/random.h"

namespace shotlist::cli {

/// The tasks of the selected rows at the account's server, as the ledger knows them. `with_left`
/// adds those of rows that left the manifest. An earlier try of a row that has a task was paid for
/// like the last; it is named with its entry, and left out once it has ended badly.
std::vector<collect::Task> tasks_of(const ManifestRows& rows, const Account& account,
                                    ledger::Reader& reader, const CollectOptions& options,
                                    bool with_left = false);

/// Drops the tasks that still need something beyond the first `limit` of them. Returns how many.
std::size_t limit_tasks(std::vector<collect::Task>& tasks, std::size_t limit,
                        const CollectOptions& options);

/// The tasks of the manifest that are at other servers and still need something: how many, by the
/// base URL that they were sent to. Those of rehearsals only if they are wanted.
std::map<std::string, std::size_t> tasks_elsewhere(const Account& account,
                                                   const ledger::Reader& reader,
                                                   const CollectOptions& options,
                                                   bool with_rehearsals);

/// The same tasks for a rehearsal server, which has not seen them.
std::vector<sandbox::EarlierTask> as_earlier(const std::vector<collect::Task>& tasks);

/// The names of the videos of all rows, without extension, by row; empty if none are fetched.
/// Throws Error (usage) if the template has an unknown name, or two rows would have one name.
std::unordered_map<std::string, std::string> video_names(const CollectOptions& options,
                                                         const ManifestRows& rows);

/// How long tasks of each kind took, as far as the ledger knows.
collect::Expectations expectations_from(const ledger::Reader& reader);

/// Throws Error (usage) if the folder for videos cannot be used.
std::unique_ptr<system::Folder> open_videos_folder(const std::string& path);

/// The collector of one command, with everything it is made of.
class Collecting {
 public:
  /// What it is made from, all borrowed but the first four.
  struct Parts {
    std::vector<collect::Task> tasks;
    std::unordered_map<std::string, std::string> names;
    collect::Expectations expectations;
    api::Endpoint endpoint;
    const CollectOptions& options;
    const Pace& pace;
    bool is_rehearsal = false;         ///< tasks end within seconds
    system::Folder* folder = nullptr;  ///< null: only links
    ledger::Ledger& ledger;
    system::Clock& clock;
    system::Random& random;
    http::Transport& transport;
    http::Fetcher& fetcher;
    submit::Observer& observer;
    std::function<void()> write_results;
  };
  explicit Collecting(Parts parts);

  submit::Companion& companion() { return *collector_; }

  /// Becomes readable when the loop has to look after files.
  int descriptor() const { return work_.descriptor(); }

  /// What became of the tasks. `end` is how the loop ended.
  show::Collection told(const submit::RunEnd& end) const;

 private:
  std::string folder_;
  system::BackgroundWork work_;
  std::optional<collect::Downloads> downloads_;
  std::optional<collect::Collector> collector_;
};

/// The exit code of collecting, without that of a run beside it.
ExitCode exit_code_of(const show::Collection& collection);

}  // namespace shotlist::cli

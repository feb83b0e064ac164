#pragma once
// Whole runs in a virtual world: what `shotlist run` does with its ledger and its loop, as often as
// a test likes, with deaths and full disks between. The ledger is the real one, on SQLite.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/exit_code.h"
#include "ledger/ledger.h"
#include "model/counts.h"
#include "model/request.h"
#include "plan/account.h"
#include "plan/plan.h"
#include "plan/selection.h"
#include "submit/submitter.h"
#include "support/dying_vfs.h"
#include "support/lifetime.h"
#include "support/scripted_server.h"
#include "support/virtual_time.h"
#include "support/virtual_worker.h"

namespace shotlist::tests {

/// `rows` requests `row-1`, `row-2`, … of which no two have the same body.
Requests sample_requests(std::size_t rows);

/// A request with this id and prompt, and one more field where `option` is not empty.
Request sample_request(const std::string& id, const std::string& prompt,
                       const std::string& option = {});

/// Writes down what the loop tells, as long as its process lives.
class RecordingObserver final : public submit::Observer {
 public:
  struct Sent {
    std::string id;
    int attempt = 0;
    Moment at;
  };
  struct Settled {
    std::string id;
    int attempt = 0;
    Outcome outcome;
    bool again = false;
  };
  struct Waited {
    Moment since;
    submit::Wait wait;
  };

  RecordingObserver(VirtualClock& clock, const Lifetime& life) : clock_(clock), life_(life) {}

  void sent(const submit::Try& tried) override;
  void settled(const submit::Try& tried, const Outcome& outcome, bool again) override;
  void stopping(const Sentence& why) override;
  void unrecorded(const submit::Try& tried, const Outcome& outcome) override;
  Moment turn(const submit::Tally& tally) override;

  std::vector<Sent> sent_;
  std::vector<Settled> settled_;
  std::vector<Waited> waits_;  ///< of the tallies, those of one end once
  std::vector<std::string> stopping_;
  std::vector<std::pair<std::string, Outcome>> unrecorded_;
  std::vector<submit::Tally> tallies_;

 private:
  VirtualClock& clock_;
  const Lifetime& life_;
};

/// A row that a process may send, as the loop was given it.
struct Ordered {
  std::string id;
  Fingerprint fingerprint;
  int copy = 1;
  plan::Reason reason = plan::Reason::fresh;
  Status before = Status::not_sent;
};

/// How one process fared.
struct RunReport {
  bool killed = false;
  std::optional<ExitCode> error;  ///< of an Error that ended it
  std::string why;                ///< likewise
  submit::RunEnd end;
  bool began = false;                      ///< it noted its run and the words that it was given
  plan::Plan plan;                         ///< empty where the process did not come so far
  std::vector<Ordered> orders;             ///< likewise
  std::vector<std::string> selected;       ///< ids, likewise
  std::vector<ledger::Decision> recorded;  ///< words that it was to record

  /// What a process that came to its end knew then.
  std::optional<std::vector<ledger::Attempt>> attempts;

  std::size_t steps = 0;       ///< for `dies_at_step`
  std::size_t operations = 0;  ///< for `disk_fails_at`: those before the ledger was closed
  std::size_t most_in_flight = 0;
  std::vector<RecordingObserver::Sent> sent;
  std::vector<RecordingObserver::Settled> settled;
  std::vector<RecordingObserver::Waited> waits;
  std::vector<std::string> stopping;
  std::vector<std::pair<std::string, Outcome>> unrecorded;
  std::vector<submit::Tally> tallies;
};

/// What goes wrong with one process.
struct Misfortune {
  std::optional<std::size_t> dies_at_step;
  std::optional<std::size_t> disk_fails_at;  ///< an operation; see DyingVfs::fail_at
  bool disk_fails_for_good = false;
  DyingVfs::Fault fault = DyingVfs::Fault::full;
  Survival last_operation{1, true};  ///< how much is done of what the process dies in
};

/// A manifest, a server and a disk, and a machine to run processes on.
class VirtualHouse {
 public:
  VirtualHouse(Requests rows, ScriptedServer::Script script)
      : requests(std::move(rows)), server(std::move(script)) {}

  /// One process from its start to its end, whatever that is.
  RunReport run(const Misfortune& misfortune = {});

  /// A process that records a person's words.
  RunReport resolve(const std::vector<ledger::Decision>& words, const Misfortune& misfortune = {});

  /// Every attempt that the ledger holds now, oldest first.
  std::vector<ledger::Attempt> attempts();

  /// Asks the ledger as it is now. Throws Error where it is damaged.
  void ask(const std::function<void(ledger::Reader&)>& question);

  /// The rows of the manifest as it is now, matched.
  std::vector<plan::Match> matches();

  /// Of one row.
  plan::Match match(const std::string& id);

  /// The last try of the slot of the row `id`; a fresh one where it was never sent.
  ledger::Attempt standing(const std::string& id);

  /// The rows by what they are now.
  Counts counts();

  Requests requests;
  ScriptedServer server;
  DyingDisk disk;
  VirtualClock clock;
  submit::SubmitSettings settings;
  std::string manifest = "shots";
  std::set<std::string> others;  ///< manifests whose files are there
  std::string base_url = "https://example.com";
  plan::Selection selection;
  plan::Consent consent;  ///< its words are recorded as those of a decisions file are

  /// `--held`: for rows that are held and selected, or for those of them that `is_about` takes.
  std::optional<plan::RowWord> held;
  std::function<bool(const std::string&)> held_is_about;

  std::vector<Moment> stops;  ///< when the user presses Ctrl-C

  /// How long a commit takes beside the process, and when its work is done; none: the process waits
  /// for it, and no time passes.
  std::optional<Duration> commit_takes;
  VirtualWorker::Runs commit_runs = VirtualWorker::Runs::before_its_end;

  std::function<void()> on_sync;          ///< of the disk
  std::function<void()> on_commit_asked;  ///< see VirtualWorker::on_asked
  std::function<void()> on_disk_failure;
  std::uint64_t seed = 1;

  static constexpr const char* ledger_path = "shots/shotlist.db";

 private:
  struct Process;
  using Life = std::function<void(Process&, RunReport&)>;

  RunReport live(const Misfortune& misfortune, const Life& life);
  void submit(Process& process, RunReport& report);
  plan::Here here(const ledger::Reader& reader) const;
  std::vector<plan::Wanted> wanted() const;
  std::vector<plan::Match> matches(ledger::Reader& reader,
                                   const std::vector<ledger::Decision>& given) const;
  std::vector<ledger::Decision> words_about(const std::vector<plan::Match>& rows,
                                            plan::Consent& consents);
  void make_ledger();

  std::uint64_t processes_ = 0;
};

/// A script that gives every row the same life: the nth arrival meets the nth behaviour, and the
/// last one for ever.
ScriptedServer::Script always(std::vector<Behaviour> behaviours);

}  // namespace shotlist::tests

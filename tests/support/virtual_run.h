#pragma once
// Whole runs in a virtual world: what `shotlist run` does with its journal and its loop, as often
// as a test likes, with deaths and full disks between.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/exit_code.h"
#include "journal/ledger.h"
#include "model/counts.h"
#include "model/request.h"
#include "submit/plan.h"
#include "submit/submitter.h"
#include "support/fake_disk.h"
#include "support/lifetime.h"
#include "support/scripted_server.h"
#include "support/virtual_time.h"

namespace shotlist::tests {

/// `rows` requests `row-1`, `row-2`, … of which no two have the same body.
Requests sample_requests(std::size_t rows);

/// A request with this id and prompt.
Request sample_request(const std::string& id, const std::string& prompt);

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

  void sent(const Request& request, int attempt) override;
  void settled(const Request& request, int attempt, const Outcome& outcome, bool again) override;
  void stopping(std::string_view why) override;
  void unrecorded(const Request& request, const Outcome& outcome) override;
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

/// How one process fared.
struct RunReport {
  bool killed = false;
  std::optional<ExitCode> error;  ///< of an Error that ended it
  submit::RunEnd end;
  submit::Plan plan;                      ///< empty where the process did not come so far
  std::optional<journal::Ledger> ledger;  ///< what a process that came to its end knew then
  std::size_t steps = 0;                  ///< for `dies_at_step`
  std::size_t operations = 0;             ///< for FakeDisk::fail_at
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
  std::optional<std::size_t> disk_fails_at;  ///< an operation; see FakeDisk::fail_at
  bool disk_fails_for_good = false;
  Survival last_append{1, true};  ///< how much is left of the append that the process dies in
};

/// A manifest, a server and a disk, and a machine to run processes on.
class VirtualHouse {
 public:
  VirtualHouse(Requests rows, ScriptedServer::Script script)
      : requests(std::move(rows)), server(std::move(script)) {}

  /// One process from its start to its end, whatever that is.
  RunReport run(const Misfortune& misfortune = {});

  /// A process in which a person settles rows.
  RunReport resolve(const std::vector<journal::ResolvedFact>& facts,
                    const Misfortune& misfortune = {});

  /// What the journal says now.
  journal::Ledger ledger();

  /// The rows by what the journal says of them.
  Counts counts();

  /// The standing of the row `id`; a fresh one where it was never sent.
  Standing standing(const std::string& id);

  Requests requests;
  ScriptedServer server;
  FakeDisk disk;
  VirtualClock clock;
  submit::SubmitSettings settings;
  submit::Selection selection;
  submit::Consent consent;
  std::vector<Moment> stops;           ///< when the user presses Ctrl-C
  std::optional<Duration> sync_takes;  ///< beside the process; none: it waits, and no time passes
  std::uint64_t seed = 1;

  static constexpr const char* journal = "shots/shots.results.csv.journal";

 private:
  using Life = std::function<void(Lifetime&, RecordingObserver&, RunReport&)>;

  RunReport live(const Misfortune& misfortune, const Life& life);
  void submit(Lifetime& life, RecordingObserver& observer, RunReport& report);
};

/// A script that gives every row the same life: the nth arrival meets the nth behaviour, and the
/// last one for ever.
ScriptedServer::Script always(std::vector<Behaviour> behaviours);

}  // namespace shotlist::tests

#pragma once
// The life of one manifest over many runs, decided by a seed alone.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "promises/moody_provider.h"
#include "promises/witness.h"
#include "support/virtual_run.h"
#include "support/virtual_time.h"

namespace shotlist::tests {

/// What happened, to show that something did.
struct Events {
  std::size_t runs = 0;
  std::size_t killed = 0;
  std::size_t power_lost = 0;
  std::size_t disk_failed = 0;
  std::size_t interrupted = 0;
  std::size_t stopped = 0;  ///< by a rule
  std::size_t resolved = 0;
  std::size_t consents = 0;
  std::size_t held = 0;     ///< rows that runs did not send
  std::size_t kept = 0;     ///< words that accepted a purchase
  std::size_t renamed = 0;  ///< manifests
  std::size_t moved = 0;    ///< to another server
  std::size_t sent = 0;
  std::size_t charged = 0;

  Events& operator+=(const Events& more);
};

/// A person edits a manifest, runs it with other settings and selections every time, presses
/// Ctrl-C, settles doubts and consents to pay again; renumbers and swaps ids, renames the manifest,
/// raises and lowers takes, touches prompts and options, replaces prompts, goes to another server
/// and comes back, and says what held rows are. The provider is moody, the calendar wrong, the disk
/// fails, the process is killed and the power goes. In the end all is well, and one last run sends
/// whatever may be sent.
class Simulation {
 public:
  explicit Simulation(std::uint64_t seed);
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  /// Lives through it all. What promise was broken, or an empty text.
  std::string run();

  const Events& events() const { return events_; }

  /// What happened so far, a line an event, for people.
  const std::string& diary() const { return diary_; }

 private:
  /// What the person has in mind, whatever it is called: one or more videos of one scene.
  struct Shot {
    std::size_t scene = 0;    ///< decides the prompt; no two shots have one
    std::size_t options = 0;  ///< another value asks for nearly the same
    std::size_t takes = 1;
    std::size_t name = 0;
    std::size_t group = 0;
  };

  bool happens(std::size_t percent) { return chance_.below(100) < percent; }
  std::size_t up_to(std::size_t most);
  void insert_shots(std::size_t count);
  void edit_manifest();
  void rename_rows();
  void move_house();
  void write_manifest();
  void choose_settings();
  void choose_rows();
  Misfortune misfortune();
  void settle_rows();
  std::optional<ledger::Decision> decision_on(const ledger::Attempt& doubt);
  void run_once();
  void power_may_go(const RunReport& report);
  std::string check(const RunReport& report);
  std::string last_run();

  VirtualRandom chance_;
  VirtualRandom calendar_;
  VirtualHouse house_;
  MoodyProvider provider_;
  Witness witness_;
  std::vector<Shot> shots_;    ///< in manifest order
  std::vector<Shot> removed_;  ///< they may come back
  std::size_t made_ = 0;       ///< scenes, ever
  std::size_t names_ = 0;      ///< likewise
  std::size_t renumbered_ = 0;
  std::set<std::string> settled_tasks_;  ///< that the person just looked up
  Events events_;
  std::string diary_;
  std::string broken_;
};

}  // namespace shotlist::tests

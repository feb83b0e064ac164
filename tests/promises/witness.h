#pragma once
// A witness of everything that processes are told and a till takes, who knows what must hold.

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "journal/ledger.h"
#include "support/virtual_run.h"

namespace shotlist::tests {

/// Stands beside a house, which is borrowed, and starts its processes. Whatever rows are edited,
/// moved, removed and brought back, crashed over and settled by a person, these must hold:
///
/// * no row is charged more than once, and once more for each time a person sent it all the same;
/// * a task id that a process acted on is in the ledger for ever after, and once a person sent its
///   row again, still in the journal;
/// * a submitted row was charged with that very id, and a row that was charged is submitted or in
///   doubt;
/// * nothing is in doubt but what was open when a process ended, or was answered unclearly;
/// * the counts add up to the rows, and reading the journal tells what its last process knew;
/// * once the disk failed, nothing is sent, and every answer is recorded or shown.
class Witness {
 public:
  explicit Witness(VirtualHouse& house) : house_(house) {}

  /// One process that runs the manifest as it is in the house now.
  RunReport run(const Misfortune& misfortune = {});

  /// One process in which a person settles rows.
  RunReport resolve(const std::vector<journal::ResolvedFact>& facts,
                    const Misfortune& misfortune = {});

  /// What does not hold; an empty text where all does. To be asked after each process, and after
  /// the power was lost once it had ended.
  std::string broken_promise();

  /// Whether a process acted on `task_id` before a person had the row `id` sent again.
  bool was_replaced(const std::string& id, const std::string& task_id) const;

  /// How often a person's consent was made use of.
  std::size_t consents() const { return consents_; }

 private:
  /// What is known of a row beside its journal.
  struct Row {
    std::set<std::string> bodies;   ///< all that it ever was
    std::size_t consents = 0;       ///< that were made use of
    std::size_t known_charges = 0;  ///< from before an edited row was sent again
    std::string task_id;            ///< that was acted on
    std::set<std::string> former;   ///< task ids of before a consent
    std::set<int> settled;          ///< attempts whose end was acted on
    std::set<int> unclear;          ///< those of them that ended in doubt
    std::set<int> left_open;        ///< attempts that were found in doubt without an end
  };
  /// Leave to send a row again, of which it is not known yet whether it was made use of.
  struct Leave {
    std::string id;
    int attempts = 0;
    std::size_t known_charges = 0;
  };

  void take_leave();
  void use_leave(const journal::Ledger& ledger);
  void listen(const RunReport& report);
  void count_open(const RunReport& report);
  std::size_t charges_of(const Row& row);
  bool was_charged_as(const Row& row, const std::string& task_id);
  std::string broken_by(Row& row, const Standing& standing);
  std::string broken_by_doubts(Row& row, const Standing& standing);
  std::string broken_by_knowledge(const journal::Ledger& ledger) const;

  VirtualHouse& house_;
  std::map<std::string, Row> rows_;  ///< by id
  std::vector<Leave> leave_;
  std::optional<journal::Ledger> known_;  ///< by the last process, where it came to its end
  std::string broken_;                    ///< by a process while it ran
  std::size_t open_ = 0;                  ///< attempts that ends of processes may have left open
  std::size_t doubts_ = 0;                ///< those that were found
  std::size_t consents_ = 0;
};

}  // namespace shotlist::tests

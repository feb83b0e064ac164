#pragma once
// A witness of everything that processes are told and a till takes, who knows what must hold.

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/ledger.h"
#include "support/virtual_run.h"

namespace shotlist::tests {

/// Stands beside a house, which is borrowed, and starts its processes. Whatever rows are edited,
/// renamed, moved, removed and brought back, wherever they are sent, crashed over and settled by a
/// person, these must hold:
///
/// * what is asked for is charged no more often than rows asked for it at once, and once more for
///   each time a person had a row sent all the same; nor is a family of requests of which each is
///   the last one, touched;
/// * a task id that a process acted on, or that a person found, is in the ledger for ever after;
/// * a submitted attempt was charged with that very id, and whatever was charged is an attempt with
///   its id, or one that nobody knows the end of;
/// * nothing is without an end but what was open when a process ended, and nothing is in doubt but
///   that and what was answered unclearly;
/// * the counts add up to the rows, and reading the ledger tells what its last process knew;
/// * once the disk failed, nothing is sent, and every answer is recorded or shown.
class Witness {
 public:
  explicit Witness(VirtualHouse& house) : house_(house) {}

  /// One process that runs the manifest as it is in the house now.
  RunReport run(const Misfortune& misfortune = {});

  /// One process that records a person's words.
  RunReport resolve(const std::vector<ledger::Decision>& words, const Misfortune& misfortune = {});

  /// What does not hold; an empty text where all does. To be asked after each process, and after
  /// the power was lost once it had ended.
  std::string broken_promise();

  /// How often a person's consent was given.
  std::size_t consents() const { return consents_; }

  /// Names the family of a request; none: there are no families.
  std::function<std::string(const Request&)> family_of;

 private:
  /// What may be charged for one request, or for one family.
  struct Budget {
    std::size_t most_rows = 0;  ///< that asked at once
    std::size_t consents = 0;
    std::set<std::string> bodies;
  };

  void note_rows();
  void take_consents(const RunReport& report);
  bool pays_by_word(const ledger::Decision& decision) const;
  void listen(const RunReport& report);
  std::string wrong_counts(const RunReport& report) const;
  std::string wrong_after_failure(const RunReport& report, std::size_t told_before,
                                  std::optional<std::size_t> sent_before) const;
  std::string broken_by_charges();
  std::string broken_by(const std::vector<ledger::Attempt>& attempts);

  VirtualHouse& house_;
  std::map<Fingerprint, Budget> requests_;
  std::map<std::string, Budget> families_;
  std::map<Fingerprint, std::string> family_names_;
  std::set<std::tuple<std::string, ledger::Word, Fingerprint>> words_;
  std::set<std::string> doubts_before_;                ///< entries
  std::set<std::string> tasks_;                        ///< that were acted on
  std::set<std::string> found_;                        ///< likewise, by a person
  std::optional<std::vector<ledger::Attempt>> known_;  ///< by the last process
  std::string broken_;                                 ///< by a process while it ran
  std::size_t open_ = 0;  ///< attempts that ends of processes may have left open
  std::size_t consents_ = 0;
};

}  // namespace shotlist::tests

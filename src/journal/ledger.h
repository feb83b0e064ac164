#pragma once
// Folds the facts of a journal into what is known about each request.

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "journal/record.h"
#include "model/standing.h"

namespace shotlist::journal {

/// What the row of which `known` is known becomes when its last attempt ends as `outcome`: an
/// attempt that made nothing leaves a doubt about an earlier one as it was.
Status status_after(const Standing& known, const Outcome& outcome);

/// Everything known, by request id. A `sending` without its `settled` is in doubt.
class Ledger {
 public:
  void apply(const Fact& fact);

  /// What is known about `id`, or null where it was never sent. Valid as long as the ledger. To ask
  /// for rows in the order in which they were sent is fastest.
  const Standing* find(const std::string& id) const;

  /// Whether no request was ever sent: there may be runs, but nothing came of them.
  bool empty() const { return standings_.empty(); }

  /// Every id that was ever sent, in the order of the first time.
  const std::vector<std::string>& ids() const { return ids_; }

  /// The base URLs of all runs, each once.
  const std::vector<std::string>& servers() const { return servers_; }

  /// The last run that was begun, or null.
  const OpenedFact* last_run() const { return last_run_ ? &*last_run_ : nullptr; }

  /// When a run was first given the decisions of this digest; nothing where none was.
  std::optional<Date> first_given(const Fingerprint& decisions) const;

 private:
  void fold(const OpenedFact& fact);
  void fold(const SendingFact& fact);
  void fold(const SettledFact& fact);
  void fold(const AdoptedFact& fact);
  void fold(const ResolvedFact& fact);
  Standing& standing_of(const std::string& id);
  std::optional<std::size_t> number_of(const std::string& id) const;

  // By number, in the order of the first time. Rows are mostly asked for in that order, too: the
  // one behind the last one is looked at before a table of many rows is, which is far apart in
  // memory.
  std::deque<Standing> standings_;
  std::vector<std::string> ids_;
  std::unordered_map<std::string, std::size_t> numbers_;
  mutable std::size_t next_ = 0;
  std::vector<std::string> servers_;
  int server_ = -1;  // of the last run
  std::optional<OpenedFact> last_run_;
  std::map<Fingerprint, Date> given_;  // when first, by the digest of the decisions
};

}  // namespace shotlist::journal

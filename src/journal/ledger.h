#pragma once
// Folds the facts of a journal into what is known about each request.

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "journal/record.h"
#include "model/standing.h"

namespace shotlist {

/// What the row of which `known` is known becomes when its last attempt ends as `outcome`: an
/// attempt that made nothing leaves a doubt about an earlier one as it was.
Status status_after(const Standing& known, const Outcome& outcome);

/// Everything known, by request id. A `sending` without its `settled` is in doubt.
class Ledger {
 public:
  void apply(const Fact& fact);

  /// What is known about `id`, or null where it was never sent. Valid until the next `apply`.
  const Standing* find(const std::string& id) const;

  /// Whether no request was ever sent: there may be runs, but nothing came of them.
  bool empty() const { return standings_.empty(); }

  /// Every id that was ever sent, in the order of the first time.
  const std::vector<std::string>& ids() const { return ids_; }

  /// The last run that was begun, or null.
  const OpenedFact* last_run() const { return last_run_ ? &*last_run_ : nullptr; }

 private:
  void fold(const OpenedFact& fact);
  void fold(const SendingFact& fact);
  void fold(const SettledFact& fact);
  void fold(const AdoptedFact& fact);
  void fold(const ResolvedFact& fact);
  Standing& standing_of(const std::string& id);

  std::unordered_map<std::string, Standing> standings_;
  std::vector<std::string> ids_;
  std::optional<OpenedFact> last_run_;
};

}  // namespace shotlist

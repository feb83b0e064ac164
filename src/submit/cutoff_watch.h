#pragma once
// Notices when answers are all lost after the same time: a timeout, not bad luck.

#include <cstddef>
#include <optional>
#include <vector>

#include "base/time.h"
#include "model/outcome.h"

namespace shotlist::submit {

/// The time after which answers are lost.
struct Cutoff {
  Duration after{};
  bool ours = false;  ///< it is `--timeout`, not a timeout on the way
};

/// A proxy that gives up after a minute loses every answer that takes longer, and each leaves a row
/// in doubt. After a handful it is better to ask the user than to go on, unless more answers arrive
/// than are lost. Losses after other times in between do not matter: there may be two such proxies.
class CutoffWatch {
 public:
  static constexpr std::size_t handful = 5;

  /// Must be called once for each outcome, when it becomes known.
  void settled(const Outcome& outcome, Moment now);

  /// Set once a handful were lost after the same time and no more than that were accepted since the
  /// first of them left.
  const std::optional<Cutoff>& cutoff() const { return cutoff_; }

 private:
  struct Loss {
    Duration after{};
    Moment sent;
  };

  std::size_t accepted_since(Moment moment) const;

  std::vector<Loss> lost_;        ///< in the order they became known
  std::vector<Moment> accepted_;  ///< likewise
  std::optional<Cutoff> cutoff_;
};

}  // namespace shotlist::submit

#pragma once
// Folds the facts of a journal into what is known about each request.

#include <cstddef>
#include <functional>
#include <string>
#include <unordered_map>

#include "journal/record.h"
#include "model/standing.h"

namespace shotlist {

/// Everything known, by request id. A `sending` without its `settled` is in doubt.
class Ledger {
 public:
  void apply(const Fact& fact);

  /// What is known about `id`, or null where it was never sent. Valid until the next `apply`.
  const Standing* find(const std::string& id) const;

  /// Whether no request was ever sent: there may be runs, but nothing came of them.
  bool empty() const { return standings_.empty(); }

  /// Where the last run sent its requests; empty where there was none.
  const std::string& base_url() const { return base_url_; }

 private:
  void fold(const OpenedFact& fact);
  void fold(const SendingFact& fact);
  void fold(const SettledFact& fact);
  void fold(const AdoptedFact& fact);

  std::unordered_map<std::string, Standing> standings_;
  std::string base_url_;
};

}  // namespace shotlist

#pragma once
// Every attempt that was ever made, from the facts of a journal or the rows of a results file.

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "journal/record.h"
#include "model/result.h"
#include "review/review.h"

namespace shotlist::review {

/// Told every fact of a journal, in order. Of rows that were adopted from a results file it knows
/// the last attempt only. An attempt whose end is not recorded may still be on its way; it is lost
/// once another process opened the journal after it.
class AttemptLog {
 public:
  /// The most of a reply that is kept, in bytes.
  static constexpr std::size_t reply_kept = 4096;

  void add(const journal::Fact& fact);

  /// Nobody is left who could still receive an answer.
  void give_up_open_attempts();

  /// In the order of sending.
  std::vector<AttemptLine>& lines() { return lines_; }

 private:
  std::size_t number_of(const std::string& id, int attempt);

  std::vector<AttemptLine> lines_;
  std::map<std::pair<std::string, int>, std::size_t> numbers_;
  std::set<std::size_t> open_;  // lines without an end
};

/// The last attempt of each row that was sent, by the time of sending where that is known.
std::vector<AttemptLine> last_attempts(const Results& results);

}  // namespace shotlist::review

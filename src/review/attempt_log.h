#pragma once
// Every attempt that was ever made, from the facts of a journal or the rows of a results file.

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "journal/record.h"
#include "model/result.h"
#include "review/review.h"

namespace shotlist {

/// Told every fact of a journal, in order. Of rows that were adopted from a results file it knows
/// the last attempt only.
class AttemptLog {
 public:
  /// The most of a reply that is kept, in bytes.
  static constexpr std::size_t reply_kept = 4096;

  void add(const Fact& fact);

  /// In the order of sending.
  std::vector<AttemptLine>& lines() { return lines_; }

 private:
  AttemptLine& line_of(const std::string& id, int attempt);

  std::vector<AttemptLine> lines_;
  std::map<std::pair<std::string, int>, std::size_t> numbers_;
};

/// The last attempt of each row that was sent, by the time of sending where that is known.
std::vector<AttemptLine> last_attempts(const Results& results);

}  // namespace shotlist

#include "model/standing.h"

namespace shotlist::inline model {

std::vector<Attempt> doubts_of(const Standing& standing) {
  std::vector<Attempt> doubts;
  for (const Attempt& attempt : standing.earlier) {
    if (attempt.task_id.empty()) doubts.push_back(attempt);
  }
  doubts.push_back(standing);  // of which it keeps the attempt
  return doubts;
}

}  // namespace shotlist::inline model

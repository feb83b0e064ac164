#include "model/standing.h"

namespace shotlist {

std::vector<Attempt> doubts_of(const Standing& standing) {
  std::vector<Attempt> doubts = standing.earlier_doubts;
  doubts.push_back(standing);  // of which it keeps the attempt
  return doubts;
}

}  // namespace shotlist

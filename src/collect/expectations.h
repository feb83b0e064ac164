#pragma once
// How long tasks take, by what was asked for.

#include <map>
#include <string>
#include <vector>

#include "base/time.h"
#include "collect/polls.h"

namespace shotlist::collect {

/// Learned from tasks that have ended: those of one model, size and duration take about as long.
/// With fewer than five of a kind, a guess.
class Expectations {
 public:
  static constexpr std::size_t fewest = 5;

  /// A task with this request body took so long.
  void learn(const std::string& body, Duration took);

  Expectation of(const std::string& body) const;

 private:
  std::map<std::string, std::vector<Duration>> took_;  ///< by kind, sorted
};

}  // namespace shotlist::collect

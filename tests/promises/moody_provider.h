#pragma once
// A paid API in its worst weeks, decided by a seed alone.

#include <cstdint>
#include <string>

#include "support/scripted_server.h"
#include "support/virtual_time.h"

namespace shotlist::tests {

/// Does with each arrival of each request what chance says: it accepts, late or at once, refuses,
/// is busy, breaks off, falls silent, answers nonsense, and where an answer tells nothing, a task
/// may or may not have been made. Now and then it has an outage, which meets everybody for minutes.
///
/// What becomes of the nth arrival of a request does not depend on what else was sent.
class MoodyProvider {
 public:
  /// The clock is borrowed: outages have their time.
  MoodyProvider(std::uint64_t seed, VirtualClock& clock);

  Behaviour answer(const std::string& body, std::size_t nth);

  /// From now on everything is accepted.
  void recover() { well_ = true; }

 private:
  std::uint64_t seed_;
  VirtualClock& clock_;
  std::size_t trouble_;      ///< of 100 arrivals, how many meet trouble
  std::size_t outage_;       ///< of 100 spells of time, how many are outages
  std::size_t showstopper_;  ///< of 10,000 arrivals, how many end the run
  bool well_ = false;
};

}  // namespace shotlist::tests

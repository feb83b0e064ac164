#pragma once
// Small worlds in which a story takes place and processes die, all of them with a witness.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "promises/witness.h"
#include "support/scripted_server.h"
#include "support/virtual_run.h"

namespace shotlist::tests {

/// What the server does with the rows; row number r, its nth arrival.
struct Story {
  const char* name;
  std::vector<std::vector<Behaviour>> rows;  ///< repeated where there are more rows
};

/// Each kind of answer, alone and among others.
const std::vector<Story>& stories();

/// How a process ends that is killed.
struct Crash {
  bool power_lost = true;            ///< else only the process died: the disk's cache lives on
  PowerLoss loss;                    ///< of the power
  Survival last_operation{1, true};  ///< how much is done of the one that the process died in
};

std::string to_text(const Crash& crash);

/// Every kind: writes torn at no byte, in a sector, at its end and beyond; of what was not synced
/// nothing, all, or any part of it in any order.
const std::vector<Crash>& crashes();

/// A house in which one story takes place.
class WitnessedWorld {
 public:
  WitnessedWorld(const Story& story, std::size_t rows, std::int64_t jobs);
  WitnessedWorld(const WitnessedWorld&) = delete;
  WitnessedWorld& operator=(const WitnessedWorld&) = delete;

  /// A process that nobody kills.
  RunReport run(const Misfortune& misfortune = {}) { return witness.run(misfortune); }

  /// A process that dies at `step`, unless it ends before.
  RunReport run_until(std::size_t step, const Crash& crash);

  VirtualHouse house;
  Witness witness;
};

}  // namespace shotlist::tests

#pragma once
// What the user can do next about the rows without a task.

#include <string>
#include <vector>

#include "show/summary.h"
#include "show/unfinished.h"

namespace shotlist::show {

/// For example: `edit the rejected row, then`, `shotlist run shots.yaml`, and no effect. All texts
/// are fit for display.
struct NextStep {
  std::string prose;    ///< what to do first, or why; may be empty
  std::string command;  ///< what to type
  std::string effect;   ///< `sends 8 rows not sent yet`; empty if unknown
};

/// The most urgent first; empty if every row has its task, or while a run is under way.
std::vector<NextStep> next_steps(const Counts& counts, const Unfinished& unfinished,
                                 const Ending& ending);

}  // namespace shotlist::show

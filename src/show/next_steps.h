#pragma once
// What a person does next about the rows that have no task.

#include <string>
#include <vector>

#include "model/result.h"
#include "show/summary.h"

namespace shotlist::show {

/// For example: `edit the rejected row, then`, `shotlist run shots.yaml`, and no effect. All of it
/// is fit to be shown.
struct NextStep {
  std::string prose;    ///< what to do before, or why; may be empty
  std::string command;  ///< what to type
  std::string effect;   ///< `sends 8 rows not sent yet`; empty where that is not known
};

/// The most urgent first; nothing where every row has its task, or
/// while a run is under way.
std::vector<NextStep> next_steps(const Counts& counts, const Results& unfinished,
                                 const Ending& ending);

}  // namespace shotlist::show

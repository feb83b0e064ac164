#pragma once
// What the user can do next about the rows without a task.

#include <cstddef>
#include <string>
#include <vector>

#include "model/verdict.h"
#include "show/summary.h"
#include "show/unfinished.h"

namespace shotlist::show {

/// For example: `edit the rejected row, then`, `shotlist run shots.yaml`, and no effect. All texts
/// are fit for display.
struct NextStep {
  enum class Kind { carry_out, look_up, accept, send, wait, edit, collect };

  Kind kind;
  std::string prose;                      ///< what to do first, or why; may be empty
  std::string command;                    ///< what to type
  std::string effect;                     ///< `sends 8 rows not sent yet`; empty if unknown
  std::size_t rows = 0;                   ///< that it is about; for `send`, see the counts
  ErrorClass trouble = ErrorClass::none;  ///< that must be gone before rows are sent
};

/// The most urgent first; empty while a run is under way. If nothing else is to be done, that the
/// videos can be collected.
std::vector<NextStep> next_steps(const Counts& counts, const Unfinished& unfinished,
                                 const Ending& ending);

}  // namespace shotlist::show

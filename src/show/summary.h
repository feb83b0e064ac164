#pragma once
// The end of a run or a review: rows by status, why, and what to type next.

#include <cstddef>
#include <string>
#include <vector>

#include "base/sentence.h"
#include "model/counts.h"
#include "model/result.h"
#include "show/held.h"
#include "show/style.h"
#include "show/unfinished.h"
#include "submit/allowance.h"

namespace shotlist::show {

/// One line of a summary: `latency: median 1.2s`. Both are this program's own words.
struct Figure {
  std::string label;
  std::string text;
};

/// What the summary names besides the rows. Commands come from `command_line` (show/wording.h); the
/// summary disarms the rest.
struct Ending {
  std::string results_file;
  std::string run_command;           ///< continues this manifest: `shotlist run shots.yaml`
  std::string resolve_command;       ///< lists and settles the rows in doubt
  Sentence stopped_because;          ///< a phrase; empty if the run completed
  submit::Allowance learned{};       ///< the server's limits, as found
  std::string cost = {};             ///< total cost so far; empty if there are no prices
  std::vector<Figure> figures = {};  ///< shown after the cost
  std::size_t decided = 0;           ///< rows with a written decision that is not carried out yet
  std::size_t asked_again = 0;  ///< rows in doubt that are sent again by a word of an earlier run
  HeldRows held = {};           ///< with the command that would release them
  std::string decide_command = {};   ///< carries the decisions out, or continues with them
  std::string collect_command = {};  ///< fetches the videos; empty if that is not next
  bool running = false;             ///< a run is under way, so there is nothing to type yet
  bool is_rehearsal = false;        ///< nothing was paid
  bool is_narrowed = false;         ///< `run_command` may skip rows that are not sent, or failed
  bool sends_nothing = false;       ///< `run_command` has nothing left to send
  bool is_raised = false;           ///< `run_command` has a larger --max-cost than the one reached
};

/// The counts, and why the run stopped, on one line: the minimum that is always shown.
std::string summary_line(const Counts& counts, const Ending& ending);

/// For example:
///
///   6 requests: 5 submitted, 1 rejected, 0 failed, 0 in doubt, 0 held, 0 not sent
///     rejected (1)  moderation: prompt refused   market@portrait
///   results: night-market.results.csv
///   next: edit the rejected row, then  shotlist run night-market.yaml
///
/// Lines fit into `width` columns, except for file names and commands, which are never
/// broken.
std::string summary_text(const Counts& counts, const Unfinished& unfinished, const Ending& ending,
                         std::size_t width, const Style& style);

}  // namespace shotlist::show

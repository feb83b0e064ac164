#pragma once
// What a run or a review ends with: how many rows are what, why, and what to type next.

#include <cstddef>
#include <string>
#include <vector>

#include "model/counts.h"
#include "model/result.h"
#include "show/held.h"
#include "show/style.h"
#include "submit/allowance.h"

namespace shotlist::show {

/// One line of a summary: `latency: median 1.2s`. Both are words of this program.
struct Figure {
  std::string label;
  std::string text;
};

/// What the summary names besides the rows. Commands come from `command_line` (report/wording.h);
/// the rest is disarmed by the summary.
struct Ending {
  std::string results_file;
  std::string run_command;      ///< what goes on with this manifest: `shotlist run shots.yaml`
  std::string resolve_command;  ///< what lists and settles the rows in doubt
  std::string stopped_because;  ///< a phrase; empty where the run came to its end
  submit::Allowance learned{};  ///< what the server was found to take
  std::string cost = {};        ///< what all of it cost so far; empty where there are no prices
  std::vector<Figure> figures = {};  ///< told behind the cost
  std::size_t decided = 0;      ///< rows on which a person wrote a decision that is not carried out
  std::size_t asked_again = 0;  ///< rows in doubt that are sent again by a word of an earlier run
  HeldRows held = {};           ///< with the command that would release them
  std::string decide_command = {};  ///< what carries them out, or goes on with these
  bool running = false;             ///< a run is under way, so that there is nothing to type yet
  bool is_rehearsal = false;        ///< nothing was paid
  bool is_narrowed = false;    ///< `run_command` may leave rows alone that are not sent, or failed
  bool sends_nothing = false;  ///< `run_command` has nothing left to send
  bool is_raised = false;  ///< `run_command` has a larger --max-cost than the one that is reached
};

/// The rows of the manifest by status: those that left it do not count.
Counts count_rows(const Results& results);

/// The counts, and why the run stopped, on one line: what must be said where nothing else is.
std::string summary_line(const Counts& counts, const Ending& ending);

/// For example:
///
///   6 requests: 5 submitted, 1 rejected, 0 failed, 0 in doubt, 0 held, 0 not sent
///     rejected (1)  moderation: prompt refused   market@portrait
///   results: night-market.results.csv
///   next: edit the rejected row, then  shotlist run night-market.yaml
///
/// `unfinished`: at least the lines that are not submitted, those that left the manifest among
/// them. Lines fit into `width` columns, except for a file name or a command, which are never
/// broken.
std::string summary_text(const Counts& counts, const Results& unfinished, const Ending& ending,
                         std::size_t width, const Style& style);

}  // namespace shotlist::show

#pragma once
// What a run does with each row, and why: the same for every command.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/money.h"
#include "model/cost.h"
#include "plan/match.h"

namespace shotlist::plan {

enum class Action : std::uint8_t {
  send,  ///< safe to send
  skip,  ///< left as it is
};

/// The reason. `to_text` returns the words that `plan` and its JSON show.
enum class Reason : std::uint8_t {
  fresh,                  ///< never sent
  submitted,              ///< it has its task
  failed,                 ///< it certainly created nothing
  rejected,               ///< refused in its present form
  in_doubt,               ///< it may have been paid for
  under_way,              ///< another run waits for the answer
  held,                   ///< it looks paid for
  left_to_run,            ///< `retry` sends only what was sent before
  rejected_as_asked,      ///< sent because the user said so, though it was rejected
  in_doubt_as_asked,      ///< sent because the user said so, though it may be paid for twice
  held_as_asked,          ///< sent because the user said so, though it looks paid for
  video_failed_as_asked,  ///< sent because the user said so: its task failed, and was paid for
  not_created,            ///< the user said that no task exists
  skipped,                ///< the user said to skip it
  not_selected,
  beyond_limit,  ///< --limit
  beyond_cost,   ///< --max-cost
};

std::string_view to_text(Action action);
std::string_view to_text(Reason reason);

/// The user's decision about one row in this run.
enum class RowWord { retry, skip, not_created, resubmit, keep, created };

/// What the user allows beyond what is safe anyway.
struct Consent {
  bool fresh = true;      ///< rows that were never sent; `retry` leaves them to `run`
  bool rejected = false;  ///< rejected rows in their present form
  bool in_doubt = false;  ///< rows in doubt: they may be paid for twice
  std::unordered_map<std::string, RowWord> rows = {};  ///< single rows, by id
  /// Attempts, by entry, whose task failed, if such rows are to be paid for again.
  std::unordered_set<std::string> failed_videos = {};
};

/// A row of the manifest, what is known about it, and what the run does with it.
struct Row : Match {
  Action action = Action::skip;
  Reason reason = Reason::fresh;
  bool selected = true;  ///< counts for the exit code
};

/// Whether a try after the submitted one that decides about the row may have been paid for: its
/// task failed, and was asked for again.
bool has_later_doubt(const Row& row);

/// Decides about a row, as if it is selected; `word` is the user's decision about it in this run.
/// Without consent, only rows that certainly have no task are sent.
void decide(Row& row, const Consent& consent, std::optional<RowWord> word);

struct Limits {
  std::optional<std::size_t> rows;  ///< to send at most
  std::optional<Money> cost;        ///< total of those rows
};

/// The part of a row that planning uses.
struct Wanted : Asked {
  std::optional<Money> price = {};
  bool wanted = true;  ///< selected
};

/// All rows in manifest order.
struct Plan {
  std::vector<Row> rows;
  std::size_t to_send = 0;
  std::size_t beyond_limit = 0;
  std::size_t beyond_cost = 0;
  Cost cost;  ///< of the rows to send that have prices
};

/// Makes a plan from matched rows. Rows to send beyond the row limit are kept back, and so are the
/// first row that would exceed the cost limit and all after it. A row of unknown price counts as
/// free.
Plan make_plan(const std::vector<Wanted>& wanted, std::vector<Match> matches,
               const Consent& consent, const Limits& limits);

/// The rows whose answers other runs wait for.
std::size_t count_under_way(const Plan& plan);

}  // namespace shotlist::plan

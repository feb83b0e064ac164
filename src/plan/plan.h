#pragma once
// What a run will do with each row, and why: the same for every command.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/money.h"
#include "model/cost.h"
#include "plan/match.h"

namespace shotlist::plan {

enum class Action : std::uint8_t {
  send,  ///< it is safe to send
  skip,  ///< it stays as it is
};

/// Why. `to_text` has the words, which `plan` and its JSON show.
enum class Reason : std::uint8_t {
  fresh,              ///< it was never sent
  submitted,          ///< it has its task
  failed,             ///< it is certain that it made nothing
  rejected,           ///< it was refused as it is
  in_doubt,           ///< it may have been paid for
  held,               ///< it looks paid for
  left_to_run,        ///< `retry` sends only what was sent before
  rejected_as_asked,  ///< the user said to send it all the same
  in_doubt_as_asked,  ///< sent as the user said, though it may be paid for twice
  held_as_asked,      ///< sent as the user said, though it looks paid for
  not_created,        ///< the user said that there is no task
  skipped,            ///< the user said to leave it alone
  not_selected,
  beyond_limit,  ///< of --limit
  beyond_cost,   ///< of --max-cost
};

std::string_view to_text(Action action);
std::string_view to_text(Reason reason);

/// What a person says about one row in this run.
enum class RowWord { retry, skip, not_created, resubmit, keep, created };

/// What the user allows beyond what is safe by itself.
struct Consent {
  bool fresh = true;      ///< rows that were never sent; `retry` leaves them to `run`
  bool rejected = false;  ///< rejected rows as they are
  bool in_doubt = false;  ///< rows in doubt: they may be paid for twice
  std::unordered_map<std::string, RowWord> rows = {};  ///< single rows, by id
};

/// A row of the manifest, what is known of it, and what will be done.
struct Row : Match {
  Action action = Action::skip;
  Reason reason = Reason::fresh;
  bool selected = true;  ///< counts for the exit code
};

/// What is done with a row that the selection has; `word`: said of it in this run. Sent are,
/// without consent, only rows that are certain to have no task.
void decide(Row& row, const Consent& consent, std::optional<RowWord> word);

struct Limits {
  std::optional<std::size_t> rows;  ///< to send at most
  std::optional<Money> cost;        ///< of those rows together
};

/// A row of the manifest as planning needs it.
struct Wanted : Asked {
  std::optional<Money> price = {};
  bool wanted = true;  ///< by the selection
};

/// All rows in manifest order.
struct Plan {
  std::vector<Row> rows;
  std::size_t to_send = 0;
  std::size_t beyond_limit = 0;
  std::size_t beyond_cost = 0;
  Cost cost;  ///< of the rows to send, where they have prices
};

/// Makes a plan of matched rows. The first row that would go past a limit, and for the cost all
/// after it, are kept back; a row of unknown price counts nothing.
Plan make_plan(const std::vector<Wanted>& wanted, std::vector<Match> matches,
               const Consent& consent, const Limits& limits);

}  // namespace shotlist::plan

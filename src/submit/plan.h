#pragma once
// What a run will do with each row, and why: the same decisions for `plan` and for `run`.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "model/cost.h"
#include "model/request.h"
#include "model/standing.h"
#include "submit/row_decision.h"

namespace shotlist::journal {
class Ledger;
}

namespace shotlist::submit {

/// Which rows the user wants. An empty selection is all of them.
struct Selection {
  std::vector<std::string> only;  ///< request ids
  std::vector<std::pair<std::string, std::string>>
      where;                         ///< field or variable, value; all must hold
  std::optional<std::size_t> limit;  ///< rows to send at most
};

enum class Action {
  send,  ///< it is safe to send
  skip,  ///< it stays as it is
};

/// `send` or `skip`.
std::string_view to_text(Action action);

/// Why a row is skipped that the user did not ask for.
inline constexpr std::string_view reason_not_selected = "not selected";
inline constexpr std::string_view reason_beyond_limit = "beyond the limit";
inline constexpr std::string_view reason_beyond_cost = "beyond the cost";

/// Why a row is skipped that was edited after it was submitted.
inline constexpr std::string_view reason_changed = "changed";

/// Why a row is sent or skipped that the user decided about.
inline constexpr std::string_view reason_decided_skip = "skipped as you decided";
inline constexpr std::string_view reason_decided_doubt = "in doubt, sent again as you decided";
inline constexpr std::string_view reason_decided_doubt_edited =
    "in doubt, edited and sent again as you decided";
inline constexpr std::string_view reason_decided_rejected = "rejected, sent again as you decided";
inline constexpr std::string_view reason_decided_changed = "changed, sent again as you decided";
inline constexpr std::string_view reason_decided_not_created = "not created, as you decided";

struct Decision {
  Action action = Action::skip;
  std::string_view reason;  ///< a word or two, the same in `plan`, its JSON and the documentation
  bool selected = true;     ///< counts for the exit code
};

/// What the user allows beyond what is safe by itself.
struct Consent {
  bool fresh = true;       ///< rows that were never sent as they are now: new ones, and rejected
                           ///< ones that were edited; `retry` leaves both to `run`
  bool changed = false;    ///< rows edited after they were submitted: pays for them again
  bool rejected = false;   ///< rejected rows as they are
  bool in_doubt = false;   ///< rows in doubt: they may be paid for twice
  RowDecisions rows = {};  ///< single rows, and stronger than all of the above
};

/// What is done with a request, by its fingerprint and what is known of it; null where it was never
/// sent. Without further consent, sent are only rows that surely have no task: new ones, failed
/// ones, and rejected ones that were edited. `decided` is the user's word about this row; the words
/// about other rows mean nothing for it. A row that is `not_created` must be settled as such
/// before.
Decision decide(const Fingerprint& fingerprint, const Standing* standing,
                const Consent& consent = {}, std::optional<RowDecision> decided = {});

/// Tells which rows a selection has. Must be shown every row of the manifest.
class Selector {
 public:
  /// Both must outlive it.
  Selector(const Selection& selection, const std::vector<std::string>& variable_names);

  /// Asks `whole` for the request only where its id is not enough to tell.
  bool wants(const std::string& id, const std::function<const Request&()>& whole);

  /// After the last row. Throws Error (usage) where the selection names an id or a field that no
  /// row has; `ids`, of all rows, are asked for to name one that is close.
  void must_be_known(const std::function<std::vector<std::string_view>()>& ids) const;

 private:
  /// What `--where` names: a request field, `id`, or a variable.
  struct Column {
    std::string name;
    std::optional<std::size_t> variable;  // its index
    std::string value;                    // that a wanted row has
    bool found = false;                   // in some row
  };

  bool holds(Column& column, const Request& row) const;

  const std::vector<std::string>& variable_names_;
  std::unordered_set<std::string> only_;
  std::unordered_set<std::string> missing_;  // of `only_`: not seen yet
  std::vector<Column> where_;
  std::vector<std::string> first_fields_;  // of the first row
  bool any_row_ = false;
};

/// The decisions for all rows in their order.
struct Plan {
  std::vector<Decision> rows;
  std::size_t to_send = 0;
  std::size_t beyond_limit = 0;  ///< rows that only `--limit` keeps from being sent
  std::size_t beyond_cost = 0;   ///< rows that only `--max-cost` does
  Cost cost;                     ///< of the rows to send, where they have prices
};

/// Makes a plan row by row, in manifest order. What it is given must outlive it.
class Planner {
 public:
  /// `budget`: what the rows to send may cost together. The first row that would go past it, and
  /// all after it, are kept back; a row of unknown price is not.
  Planner(const journal::Ledger& ledger, const Selection& selection, const Consent& consent,
          std::optional<Money> budget = {})
      : ledger_(ledger), selection_(selection), consent_(consent), budget_(budget) {}

  /// `wanted`: whether the selection has the row.
  void add(const std::string& id, const Fingerprint& fingerprint, bool wanted,
           const std::optional<Money>& price = {});

  Plan& plan() { return plan_; }

 private:
  const journal::Ledger& ledger_;
  const Selection& selection_;
  const Consent& consent_;
  std::optional<Money> budget_;
  Plan plan_;
};

/// Throws Error (usage) where the selection names an id or a field that is not in the manifest.
Plan make_plan(const Requests& requests, const journal::Ledger& ledger, const Selection& selection,
               const Consent& consent = {}, std::optional<Money> budget = {});

}  // namespace shotlist::submit

#include "submit/plan.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/nearest.h"
#include "journal/ledger.h"

namespace shotlist::submit {
namespace {

constexpr Decision send(std::string_view reason) {
  return {Action::send, reason, true};
}
constexpr Decision skip(std::string_view reason) {
  return {Action::skip, reason, true};
}

[[noreturn]] void unknown_name(const char* kind, const std::string& name,
                               const std::vector<std::string_view>& known) {
  const auto close = nearest(name, known);
  throw Error(ExitCode::usage, fmt::format("no {} \"{}\" in the manifest", kind, name),
              close ? fmt::format("did you mean {}?", *close) : "see `shotlist plan`");
}

}  // namespace

std::string_view to_text(Action action) {
  return action == Action::send ? "send" : "skip";
}

Decision decide(const Fingerprint& fingerprint, const Standing* standing, const Consent& consent,
                std::optional<RowDecision> decided) {
  if (decided == RowDecision::skip) return {Action::skip, reason_decided_skip, false};
  const bool again = decided == RowDecision::retry;
  const bool edited = standing != nullptr && standing->fingerprint != fingerprint;
  switch (standing == nullptr ? Status::not_sent : standing->status) {
    case Status::not_sent:
      return consent.fresh || again ? send("new") : Decision{Action::skip, "new", false};
    case Status::held:
      return skip("held");
    case Status::failed:
      return send(decided == RowDecision::not_created ? reason_decided_not_created
                                                      : "failed before");
    case Status::rejected:
      if (edited && (consent.fresh || again)) return send("rejected before, edited since");
      if (again) return send(reason_decided_rejected);
      return consent.rejected ? send("rejected before, sent again as you asked") : skip("rejected");
    case Status::submitted:
      if (!edited) return skip("submitted");
      if (again) return send(reason_decided_changed);
      return consent.changed ? send("changed, sent again as you asked") : skip(reason_changed);
    case Status::in_doubt:
      break;
  }
  if (again) return send(edited ? reason_decided_doubt_edited : reason_decided_doubt);
  return consent.in_doubt ? send("in doubt, sent again as you asked") : skip("in doubt");
}

Selector::Selector(const Selection& selection, const std::vector<std::string>& variable_names)
    : variable_names_(variable_names),
      only_(selection.only.begin(), selection.only.end()),
      missing_(only_) {
  for (const auto& [name, value] : selection.where) {
    Column& column = where_.emplace_back(Column{name, {}, value, name == "id"});
    const auto found = std::find(variable_names.begin(), variable_names.end(), name);
    if (found == variable_names.end()) continue;
    column.variable = static_cast<std::size_t>(found - variable_names.begin());
    column.found = true;
  }
}

bool Selector::wants(const std::string& id, const std::function<const Request&()>& whole) {
  bool wanted = only_.empty() || only_.count(id) > 0;
  if (!missing_.empty()) missing_.erase(id);
  if (where_.empty()) return wanted;
  const Request& row = whole();
  if (!std::exchange(any_row_, true)) {
    for (const auto& [field, value] : row.fields)
      first_fields_.push_back(field);
  }
  // Each condition is looked at, whatever the others say: it may name a field of this row alone.
  for (Column& column : where_)
    wanted = holds(column, row) && wanted;
  return wanted;
}

bool Selector::holds(Column& column, const Request& row) const {
  if (column.variable) return row.variables.at(*column.variable) == column.value;
  if (column.name == "id") return row.id == column.value;
  const Value* value = find_field(row.fields, column.name);
  column.found = column.found || value != nullptr;
  return (value == nullptr ? std::string() : to_text(*value)) == column.value;
}

void Selector::must_be_known(const std::function<std::vector<std::string_view>()>& ids) const {
  if (!missing_.empty()) {
    unknown_name("row", *std::min_element(missing_.begin(), missing_.end()), ids());
  }
  for (const Column& column : where_) {
    if (column.found || !any_row_) continue;
    std::vector<std::string_view> known(variable_names_.begin(), variable_names_.end());
    known.emplace_back("id");
    known.insert(known.end(), first_fields_.begin(), first_fields_.end());
    unknown_name("field or variable", column.name, known);
  }
}

void Planner::add(const std::string& id, const Fingerprint& fingerprint, bool wanted,
                  const std::optional<Money>& price) {
  std::optional<RowDecision> decided;
  if (const auto found = consent_.rows.find(id); found != consent_.rows.end()) {
    decided = found->second;
  }
  Decision decision = decide(fingerprint, ledger_.find(id), consent_, decided);
  if (!wanted) {
    decision = {Action::skip, reason_not_selected, false};
  } else if (decision.action == Action::send && plan_.to_send == selection_.limit) {
    ++plan_.beyond_limit;
    decision = {Action::skip, reason_beyond_limit, false};
  } else if (decision.action == Action::send && budget_ &&
             (plan_.beyond_cost > 0 || plan_.cost.known + price.value_or(Money()) > *budget_)) {
    ++plan_.beyond_cost;
    decision = {Action::skip, reason_beyond_cost, false};
  }
  if (decision.action == Action::send) {
    ++plan_.to_send;
    plan_.cost.add(price);
  }
  plan_.rows.push_back(decision);
}

Plan make_plan(const Requests& requests, const journal::Ledger& ledger, const Selection& selection,
               const Consent& consent, std::optional<Money> budget) {
  Selector selector(selection, requests.variable_names);
  Planner planner(ledger, selection, consent, budget);
  for (const Request& request : requests.rows) {
    const bool wanted = selector.wants(request.id, [&]() -> const Request& { return request; });
    planner.add(request.id, request.fingerprint, wanted, request.price);
  }
  selector.must_be_known([&] {
    std::vector<std::string_view> ids;
    for (const Request& request : requests.rows)
      ids.push_back(request.id);
    return ids;
  });
  return std::move(planner.plan());
}

}  // namespace shotlist::submit

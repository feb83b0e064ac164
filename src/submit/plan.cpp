#include "submit/plan.h"

#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

#include "base/error.h"
#include "base/nearest.h"
#include "journal/ledger.h"

namespace shotlist {
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

/// Reads one field of a row for `--where`: a request field, `id`, or a variable.
class Column {
 public:
  Column(const Requests& requests, const std::string& name) : name_(name) {
    const auto& variables = requests.variable_names;
    const auto found = std::find(variables.begin(), variables.end(), name);
    if (found != variables.end()) variable_ = found - variables.begin();
    if (variable_ || name == "id") return;
    const bool is_field =
        std::any_of(requests.rows.begin(), requests.rows.end(),
                    [&](const Request& row) { return find_field(row.fields, name) != nullptr; });
    if (is_field || requests.rows.empty()) return;
    std::vector<std::string_view> known(variables.begin(), variables.end());
    known.emplace_back("id");
    for (const auto& [field, value] : requests.rows.front().fields)
      known.push_back(field);
    unknown_name("field or variable", name, known);
  }

  std::string of(const Request& row) const {
    if (variable_) return row.variables.at(static_cast<std::size_t>(*variable_));
    if (name_ == "id") return row.id;
    const Value* value = find_field(row.fields, name_);
    return value == nullptr ? std::string() : to_text(*value);
  }

 private:
  std::string name_;
  std::optional<std::ptrdiff_t> variable_;
};

class Selector {
 public:
  Selector(const Requests& requests, const Selection& selection)
      : only_(selection.only.begin(), selection.only.end()) {
    check_ids(requests);
    for (const auto& [name, value] : selection.where)
      where_.emplace_back(Column(requests, name), value);
  }

  bool wants(const Request& row) const {
    if (!only_.empty() && only_.count(row.id) == 0) return false;
    return std::all_of(where_.begin(), where_.end(), [&](const auto& condition) {
      return condition.first.of(row) == condition.second;
    });
  }

 private:
  void check_ids(const Requests& requests) const {
    if (only_.empty()) return;
    std::unordered_set<std::string> missing = only_;
    for (const Request& row : requests.rows)
      missing.erase(row.id);
    if (missing.empty()) return;
    std::vector<std::string_view> known;
    for (const Request& row : requests.rows)
      known.push_back(row.id);
    unknown_name("row", *std::min_element(missing.begin(), missing.end()), known);
  }

  std::unordered_set<std::string> only_;
  std::vector<std::pair<Column, std::string>> where_;
};

}  // namespace

std::string_view to_text(Action action) {
  return action == Action::send ? "send" : "skip";
}

Decision decide(const Request& request, const Standing* standing, const Consent& consent) {
  const bool edited = standing != nullptr && standing->fingerprint != request.fingerprint;
  switch (standing == nullptr ? Status::not_sent : standing->status) {
    case Status::not_sent:
      return consent.fresh ? send("new") : Decision{Action::skip, "new", false};
    case Status::failed:
      return send("failed before");
    case Status::rejected:
      if (edited && consent.fresh) return send("rejected before, edited since");
      return consent.rejected ? send("rejected before, sent again as you asked") : skip("rejected");
    case Status::submitted:
      if (!edited) return skip("submitted");
      return consent.changed ? send("changed, sent again as you asked") : skip("changed");
    case Status::in_doubt:
      break;
  }
  return consent.in_doubt ? send("in doubt, sent again as you asked") : skip("in doubt");
}

Plan make_plan(const Requests& requests, const Ledger& ledger, const Selection& selection,
               const Consent& consent) {
  const Selector selector(requests, selection);
  Plan plan;
  plan.rows.reserve(requests.rows.size());
  for (const Request& request : requests.rows) {
    Decision decision = decide(request, ledger.find(request.id), consent);
    if (!selector.wants(request)) {
      decision = {Action::skip, reason_not_selected, false};
    } else if (decision.action == Action::send && plan.to_send == selection.limit) {
      ++plan.beyond_limit;
      decision = {Action::skip, reason_beyond_limit, false};
    }
    if (decision.action == Action::send) ++plan.to_send;
    plan.rows.push_back(decision);
  }
  return plan;
}

}  // namespace shotlist

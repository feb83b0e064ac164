#include "plan/plan.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/translation.h"

namespace shotlist::plan {
namespace {

constexpr std::array<std::string_view, 17> reasons = {
    marked("new"),
    marked("submitted"),
    marked("failed before"),
    marked("rejected"),
    marked("in doubt"),
    marked("under way"),
    marked("held"),
    marked("new"),
    marked("rejected before, sent again as you asked"),
    marked("in doubt, sent again as you asked"),
    marked("looks paid for, sent as you asked"),
    marked("its video failed, sent again as you asked"),
    marked("not created, as you said"),
    marked("skipped as you asked"),
    marked("not selected"),
    marked("beyond the limit"),
    marked("beyond the cost"),
};

void send(Row& row, Reason reason) {
  row.action = Action::send;
  row.reason = reason;
}

void skip(Row& row, Reason reason, bool selected = true) {
  row.action = Action::skip;
  row.reason = reason;
  row.selected = selected;
}

// A row that looks paid for is listed with its price each time it is sent.
Reason reason_of(const Row& row, Reason otherwise) {
  if (!row.released) return otherwise;
  return *row.released == ledger::Word::retry ? Reason::in_doubt_as_asked : Reason::held_as_asked;
}

}  // namespace

std::string_view to_text(Action action) {
  return action == Action::send ? marked("send") : marked("skip");
}

std::string_view to_text(Reason reason) {
  return reasons.at(static_cast<std::size_t>(reason));
}

bool has_later_doubt(const Row& row) {
  if (row.status() != Status::submitted) return false;
  const int decides = row.tries.back().attempt;
  return std::any_of(row.tries.begin(), row.tries.end(), [decides](const ledger::Attempt& attempt) {
    return attempt.status == Status::in_doubt && attempt.attempt > decides;
  });
}

void decide(Row& row, const Consent& consent, std::optional<RowWord> word) {
  if (word == RowWord::skip) return skip(row, Reason::skipped, false);
  const bool again = word == RowWord::retry || row.is_retried;
  const bool is_left =
      row.status() == Status::submitted && consent.failed_videos.count(row.tries.back().entry) == 0;
  if (row.on_its_way() != nullptr && !is_left) return skip(row, Reason::under_way);
  const bool is_free = !may_be_paid_for(row.status()) && row.status() != Status::held;
  if (word == RowWord::resubmit && is_free) return send(row, Reason::held_as_asked);
  switch (row.status()) {
    case Status::not_sent:
      if (consent.fresh || again || row.released == ledger::Word::retry)
        return send(row, reason_of(row, Reason::fresh));
      return skip(row, Reason::left_to_run, false);
    case Status::failed:
      if (word == RowWord::not_created) return send(row, Reason::not_created);
      return send(row, reason_of(row, Reason::failed));
    case Status::rejected:
      if (consent.rejected || again) return send(row, Reason::rejected_as_asked);
      return skip(row, Reason::rejected);
    case Status::submitted:
      if (consent.failed_videos.count(row.tries.back().entry) > 0) {
        if (!has_later_doubt(row) || consent.in_doubt)
          return send(row, Reason::video_failed_as_asked);
        return skip(row, Reason::in_doubt);
      }
      return skip(row, Reason::submitted);
    case Status::held:
      return skip(row, Reason::held);
    case Status::in_doubt:
      break;
  }
  if (consent.in_doubt || again) return send(row, Reason::in_doubt_as_asked);
  skip(row, Reason::in_doubt);
}

Plan make_plan(const std::vector<Wanted>& wanted, std::vector<Match> matches,
               const Consent& consent, const Limits& limits) {
  Plan plan;
  plan.rows.reserve(matches.size());
  for (std::size_t i = 0; i < matches.size(); ++i) {
    Row& row = plan.rows.emplace_back(Row{std::move(matches[i])});
    const Wanted& asked = wanted[i];
    std::optional<RowWord> word;
    if (const auto found = consent.rows.find(std::string(asked.id)); found != consent.rows.end())
      word = found->second;
    decide(row, consent, word);
    if (!asked.wanted) {
      skip(row, Reason::not_selected, false);
    } else if (row.action == Action::send && plan.to_send == limits.rows) {
      ++plan.beyond_limit;
      skip(row, Reason::beyond_limit, false);
    } else if (row.action == Action::send && limits.cost &&
               (plan.beyond_cost > 0 ||
                plan.cost.known + asked.price.value_or(Money()) > *limits.cost)) {
      ++plan.beyond_cost;
      skip(row, Reason::beyond_cost, false);
    }
    if (row.action == Action::send) {
      ++plan.to_send;
      plan.cost.add(asked.price);
    }
  }
  return plan;
}

std::size_t count_under_way(const Plan& plan) {
  return static_cast<std::size_t>(
      std::count_if(plan.rows.begin(), plan.rows.end(),
                    [](const Row& row) { return row.reason == Reason::under_way; }));
}

}  // namespace shotlist::plan

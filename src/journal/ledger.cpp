#include "journal/ledger.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

namespace shotlist::journal {
namespace {

Status status_of(const Attempt& attempt) {
  return attempt.task_id.empty() ? Status::in_doubt : Status::submitted;
}

// The attempt that just ended made nothing, but one before it did, or may have: that one counts.
void return_to_earlier(Standing& standing) {
  static_cast<Attempt&>(standing) = std::move(standing.earlier.back());
  standing.earlier.pop_back();
  standing.status = status_of(standing);
}

// A person says that no attempt in doubt made a task; a task that was there before them still is.
void end_doubts(Standing& standing) {
  const bool has_task = !standing.earlier.empty() && !standing.earlier.front().task_id.empty();
  standing.earlier.resize(has_task ? 1 : 0);
  if (has_task) return_to_earlier(standing);
}

// The row has a task now: what was paid for before is of no use, but was paid for.
void supersede_earlier(Standing& standing) {
  std::move(standing.earlier.begin(), standing.earlier.end(),
            std::back_inserter(standing.superseded));
  standing.earlier.clear();
}

}  // namespace

Status status_after(const Standing& known, const Outcome& outcome) {
  if (may_be_paid_for(outcome.status) || known.earlier.empty()) return outcome.status;
  return status_of(known.earlier.back());
}

void Ledger::apply(const Fact& fact) {
  std::visit([this](const auto& known) { fold(known); }, fact);
}

std::optional<std::size_t> Ledger::number_of(const std::string& id) const {
  if (next_ < ids_.size() && ids_[next_] == id) return next_++;
  const auto found = numbers_.find(id);
  if (found == numbers_.end()) return std::nullopt;
  next_ = found->second + 1;
  return found->second;
}

const Standing* Ledger::find(const std::string& id) const {
  const auto number = number_of(id);
  return number ? &standings_[*number] : nullptr;
}

std::optional<Date> Ledger::first_given(const Fingerprint& decisions) const {
  const auto found = given_.find(decisions);
  if (found == given_.end()) return std::nullopt;
  return found->second;
}

Standing& Ledger::standing_of(const std::string& id) {
  if (const auto number = number_of(id)) return standings_[*number];
  numbers_.emplace(id, ids_.size());
  ids_.push_back(id);
  return standings_.emplace_back();
}

void Ledger::fold(const OpenedFact& fact) {
  if (!fact.base_url.empty()) {
    last_run_ = fact;
    const auto known = std::find(servers_.begin(), servers_.end(), fact.base_url);
    server_ = static_cast<int>(known - servers_.begin());
    if (known == servers_.end()) servers_.push_back(fact.base_url);
  }
  if (fact.decisions) given_.emplace(*fact.decisions, fact.at);
}

void Ledger::fold(const SendingFact& fact) {
  Standing& standing = standing_of(fact.id);
  std::vector<Attempt> earlier = std::move(standing.earlier);
  std::vector<Attempt> superseded = std::move(standing.superseded);
  if (may_be_paid_for(standing.status)) earlier.push_back(standing);
  standing = Standing{};
  standing.status = Status::in_doubt;
  standing.fingerprint = fact.fingerprint;
  standing.attempts = fact.attempt;
  standing.attempt = fact.attempt;
  standing.server = server_;
  standing.sent_at = fact.at;
  standing.changed_at = fact.at;
  if (last_run_) standing.decided_by = last_run_->decisions.value_or(Fingerprint());
  standing.error = no_answer_recorded;
  standing.error_class = ErrorClass::dropped;
  standing.earlier = std::move(earlier);
  standing.superseded = std::move(superseded);
}

void Ledger::fold(const SettledFact& fact) {
  Standing& standing = standing_of(fact.id);
  const Outcome& outcome = fact.outcome;
  standing.attempts = fact.attempt;
  standing.attempt = fact.attempt;
  standing.changed_at = fact.at;
  if (status_after(standing, outcome) != outcome.status) {
    return_to_earlier(standing);
    standing.tried_since = outcome.error;
    return;
  }
  if (outcome.status == Status::submitted) supersede_earlier(standing);
  standing.status = outcome.status;
  standing.task_id = outcome.task_id;
  standing.named_task = outcome.named_task;
  standing.error_class = outcome.error_class;
  standing.error = outcome.error;
  standing.http_status = outcome.http_status;
  standing.provider_request_id = outcome.provider_request_id;
  standing.latency = rounded_to_ms(outcome.latency);
}

void Ledger::fold(const AdoptedFact& fact) {
  for (const auto& [id, standing] : fact.rows)
    standing_of(id) = standing;
  // A person could see it since it was sent; where that is not known, only from now on.
  for (const auto& [id, standing] : fact.rows)
    standing_of(id).changed_at = standing.sent_at.value_or(fact.at);
}

void Ledger::fold(const ResolvedFact& fact) {
  Standing& standing = standing_of(fact.id);
  standing.changed_at = fact.at;
  if (fact.decisions) standing.decided_by = *fact.decisions;
  switch (fact.decision) {
    case ResolvedFact::Decision::created:
      standing.status = Status::submitted;
      standing.task_id = fact.task_id;
      standing.error_class = ErrorClass::none;
      standing.error.clear();
      supersede_earlier(standing);
      standing.tried_since.clear();
      standing.is_denied = false;
      break;
    case ResolvedFact::Decision::not_created:
      standing.status = Status::failed;
      standing.error = "not created, says " + fact.by;
      standing.tried_since.clear();
      end_doubts(standing);
      standing.is_denied = standing.status == Status::failed;
      break;
    case ResolvedFact::Decision::kept:
      standing.fingerprint = fact.fingerprint;
      break;
  }
}

}  // namespace shotlist::journal

#include "journal/ledger.h"

#include <utility>
#include <variant>

namespace shotlist {
namespace {

// The attempt that just ended made nothing, but one before it may have: the row is not free.
void return_to_doubt(Standing& standing, const std::string& error) {
  static_cast<Attempt&>(standing) = std::move(standing.earlier_doubts.back());
  standing.earlier_doubts.pop_back();
  standing.status = Status::in_doubt;
  standing.tried_since = error;
}

}  // namespace

void Ledger::apply(const Fact& fact) {
  std::visit([this](const auto& known) { fold(known); }, fact);
}

const Standing* Ledger::find(const std::string& id) const {
  const auto found = standings_.find(id);
  return found == standings_.end() ? nullptr : &found->second;
}

Standing& Ledger::standing_of(const std::string& id) {
  const auto [at, is_new] = standings_.try_emplace(id);
  if (is_new) ids_.push_back(id);
  return at->second;
}

void Ledger::fold(const OpenedFact& fact) {
  if (!fact.base_url.empty()) last_run_ = fact;
}

void Ledger::fold(const SendingFact& fact) {
  Standing& standing = standing_of(fact.id);
  std::vector<Attempt> doubts;
  if (standing.status == Status::in_doubt) doubts = doubts_of(standing);
  standing = Standing{};
  standing.status = Status::in_doubt;
  standing.fingerprint = fact.fingerprint;
  standing.attempts = fact.attempt;
  standing.attempt = fact.attempt;
  standing.sent_at = fact.at;
  standing.error = "no answer was recorded: the run ended while it was on its way";
  standing.error_class = ErrorClass::dropped;
  standing.earlier_doubts = std::move(doubts);
}

void Ledger::fold(const SettledFact& fact) {
  Standing& standing = standing_of(fact.id);
  const Outcome& outcome = fact.outcome;
  standing.attempts = fact.attempt;
  standing.attempt = fact.attempt;
  if (outcome.status == Status::submitted) standing.earlier_doubts.clear();
  const bool was_free = outcome.status != Status::submitted && outcome.status != Status::in_doubt;
  if (was_free && !standing.earlier_doubts.empty()) {
    return_to_doubt(standing, outcome.error);
    return;
  }
  standing.status = outcome.status;
  standing.task_id = outcome.task_id;
  standing.error_class = outcome.error_class;
  standing.error = outcome.error;
  standing.http_status = outcome.http_status;
  standing.provider_request_id = outcome.provider_request_id;
  standing.latency = rounded_to_ms(outcome.latency);
}

void Ledger::fold(const AdoptedFact& fact) {
  for (const auto& [id, standing] : fact.rows)
    standing_of(id) = standing;
}

void Ledger::fold(const ResolvedFact& fact) {
  Standing& standing = standing_of(fact.id);
  if (fact.decision != ResolvedFact::Decision::kept) {
    standing.earlier_doubts.clear();
    standing.tried_since.clear();
  }
  switch (fact.decision) {
    case ResolvedFact::Decision::created:
      standing.status = Status::submitted;
      standing.task_id = fact.task_id;
      standing.error_class = ErrorClass::none;
      standing.error.clear();
      break;
    case ResolvedFact::Decision::not_created:
      standing.status = Status::failed;
      standing.error = "not created, says " + fact.by;
      break;
    case ResolvedFact::Decision::kept:
      standing.fingerprint = fact.fingerprint;
      break;
  }
}

}  // namespace shotlist

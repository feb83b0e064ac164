#include "journal/ledger.h"

#include <variant>

namespace shotlist {

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
  last_run_ = fact;
}

void Ledger::fold(const SendingFact& fact) {
  Standing& standing = standing_of(fact.id);
  standing = Standing{};
  standing.status = Status::in_doubt;
  standing.fingerprint = fact.fingerprint;
  standing.attempts = fact.attempt;
  standing.sent_at = fact.at;
  standing.error = "no answer was recorded: the run ended while it was on its way";
  standing.error_class = ErrorClass::dropped;
}

void Ledger::fold(const SettledFact& fact) {
  Standing& standing = standing_of(fact.id);
  const Outcome& outcome = fact.outcome;
  standing.status = outcome.status;
  standing.attempts = fact.attempt;
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

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

void Ledger::fold(const OpenedFact& fact) {
  last_run_ = fact;
}

void Ledger::fold(const SendingFact& fact) {
  Standing& standing = standings_[fact.id];
  standing = Standing{};
  standing.status = Status::in_doubt;
  standing.fingerprint = fact.fingerprint;
  standing.attempts = fact.attempt;
  standing.sent_at = fact.at;
  standing.error = "no answer was recorded: the run ended while it was on its way";
  standing.error_class = ErrorClass::dropped;
}

void Ledger::fold(const SettledFact& fact) {
  Standing& standing = standings_[fact.id];
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
    standings_[id] = standing;
}

}  // namespace shotlist

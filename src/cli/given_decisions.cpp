#include "cli/given_decisions.h"

#include <chrono>
#include <filesystem>
#include <system_error>

#include "cli/reading.h"
#include "report/decision_check.h"

namespace shotlist {
namespace {

std::optional<Date> time_of(const std::string& path) {
  std::error_code failed;  // then it is not known
  const auto time = std::filesystem::last_write_time(path, failed);
  if (failed) return std::nullopt;
  return std::chrono::floor<Date::duration>(std::chrono::file_clock::to_sys(time));
}

}  // namespace

GivenDecisions::GivenDecisions(Disk& disk, const std::string& path,
                               const std::vector<std::string>& variable_names)
    : path_(path) {
  if (path.empty()) return;
  saved_ = time_of(path);
  source_ = read_source(disk, path);
  decisions_ = read_decisions(source_, count_decision_variables(variable_names) > 0, diagnostics_);
}

void GivenDecisions::must_fit(const std::vector<RequestKey>& requests, const Ledger& ledger,
                              Console& console) {
  Diagnostics all = diagnostics_;
  restore_ids(decisions_, {requests, ledger, saved_});
  check_decisions(decisions_, {requests, ledger, saved_}, all);
  show_diagnostics(all, console);
}

void GivenDecisions::must_still_fit(const std::vector<RequestKey>& requests, const Ledger& ledger,
                                    Console& console) const {
  Diagnostics mistakes;
  check_decisions(decisions_, {requests, ledger, saved_}, mistakes);
  if (!mistakes.empty()) show_diagnostics(mistakes, console);
}

RowDecisions GivenDecisions::rows() const {
  RowDecisions rows;
  for (const WrittenDecision& decision : decisions_)
    rows.emplace(decision.id, decision.word);
  return rows;
}

void GivenDecisions::settle(Journal& journal, const std::string& by, Date at) const {
  for (const ResolvedFact& fact : facts(journal.ledger(), by, at))
    journal.write(fact);
}

void GivenDecisions::settle(Ledger& ledger, const std::string& by, Date at) const {
  for (const ResolvedFact& fact : facts(ledger, by, at))
    ledger.apply(fact);
}

std::vector<ResolvedFact> GivenDecisions::facts(const Ledger& ledger, const std::string& by,
                                                Date at) const {
  std::vector<ResolvedFact> facts;
  for (const WrittenDecision& decision : decisions_) {
    const Standing* known = ledger.find(decision.id);
    const bool is_in_doubt = known != nullptr && known->status == Status::in_doubt;
    if (decision.word != RowDecision::not_created || !is_in_doubt) continue;
    ResolvedFact fact;
    fact.id = decision.id;
    fact.decision = ResolvedFact::Decision::not_created;
    fact.by = by;
    fact.at = at;
    facts.push_back(fact);
  }
  return facts;
}

void GivenDecisions::tell(const Requests& requests, const Plan& plan, const std::string& currency,
                          Console& console) const {
  Telling telling(*this);
  for (std::size_t i = 0; i < plan.rows.size(); ++i)
    telling.add(requests.rows[i].id, plan.rows[i], requests.rows[i].price);
  telling.say(currency, console);
}

void GivenDecisions::Telling::add(const std::string& id, const Decision& planned,
                                  const std::optional<Money>& price) {
  const auto row = rows_.find(id);
  if (row == rows_.end()) return;
  decided_.add(id, row->second, planned, price);
  rows_.erase(row);
}

void GivenDecisions::Telling::say(const std::string& currency, Console& console) {
  for (const WrittenDecision& decision : decisions_.decisions_) {
    const auto removed = rows_.find(decision.id);
    if (removed == rows_.end() || removed->second != RowDecision::not_created) continue;
    decided_.add_removed(decision.id);
  }
  const std::string text = decided_.text(decisions_.path_, currency, console.err_width());
  if (decided_.pays_again()) {
    console.complain(text);
  } else {
    console.say(text);
  }
}

}  // namespace shotlist

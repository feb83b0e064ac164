#include "cli/given_decisions.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <system_error>

#include "cli/reading.h"
#include "report/decision_check.h"

namespace shotlist::cli {
namespace {

// When the file was saved, at the latest. A time that is still to come, that of a pipe, and one
// that can not be read tell nothing but that the words were there by now, so that no row is news to
// them. This is the side on which decisions are carried out. It is safe because the same words are
// known again by their digest: they may claim to be as new as they like, and are paid for once.
Date time_of(const std::string& path, Date now) {
  namespace fs = std::filesystem;
  std::error_code failed;
  if (!fs::is_regular_file(path, failed) || failed) return now;
  const auto time = fs::last_write_time(path, failed);
  if (failed) return now;
  return std::min(now, std::chrono::floor<Date::duration>(std::chrono::file_clock::to_sys(time)));
}

}  // namespace

GivenDecisions::GivenDecisions(system::Disk& disk, const std::string& path,
                               const std::vector<std::string>& variable_names, Date now)
    : path_(path) {
  if (path.empty()) return;
  saved_ = time_of(path, now);
  source_ = manifest::read_source(disk, path);
  decisions_ = report::read_decisions(source_, submit::count_decision_variables(variable_names) > 0,
                                      diagnostics_);
  digest_ = report::digest_of(decisions_);
}

void GivenDecisions::must_fit(const std::vector<RequestKey>& requests,
                              const journal::Ledger& ledger, Console& console) {
  report::restore_ids(decisions_, {requests, ledger, saved_});
  must_fit(requests, ledger, diagnostics_, console);
}

void GivenDecisions::must_still_fit(const std::vector<RequestKey>& requests,
                                    const journal::Ledger& ledger, Console& console) {
  must_fit(requests, ledger, {}, console);
}

void GivenDecisions::must_fit(const std::vector<RequestKey>& requests,
                              const journal::Ledger& ledger, Diagnostics mistakes,
                              Console& console) {
  report::check_decisions(decisions_, {requests, ledger, saved_, digest_}, mistakes);
  if (!mistakes.empty()) show_diagnostics(mistakes, console);
  carried_out_.clear();
  for (const report::WrittenDecision& decision : decisions_) {
    if (report::is_carried_out(decision, ledger, digest_)) carried_out_.insert(decision.id);
  }
}

submit::RowDecisions GivenDecisions::rows() const {
  submit::RowDecisions rows;
  for (const report::WrittenDecision& decision : decisions_) {
    if (carried_out_.count(decision.id) == 0) rows.emplace(decision.id, decision.word);
  }
  return rows;
}

std::size_t GivenDecisions::count_left(const journal::Ledger& ledger) const {
  const auto is_left = [&](const report::WrittenDecision& decision) {
    const Standing* known = ledger.find(decision.id);
    if (decision.word == submit::RowDecision::skip || known == nullptr) return false;
    if (known->status == Status::failed || known->status == Status::not_sent) return false;
    return !report::is_carried_out(decision, ledger, digest_);
  };
  return static_cast<std::size_t>(std::count_if(decisions_.begin(), decisions_.end(), is_left));
}

void GivenDecisions::settle(journal::Journal& journal, const std::string& by, Date at) const {
  for (const journal::ResolvedFact& fact : facts(journal.ledger(), by, at))
    journal.write(fact);
}

void GivenDecisions::settle(journal::Ledger& ledger, const std::string& by, Date at) const {
  for (const journal::ResolvedFact& fact : facts(ledger, by, at))
    ledger.apply(fact);
}

std::vector<journal::ResolvedFact> GivenDecisions::facts(const journal::Ledger& ledger,
                                                         const std::string& by, Date at) const {
  std::vector<journal::ResolvedFact> facts;
  for (const report::WrittenDecision& decision : decisions_) {
    const Standing* known = ledger.find(decision.id);
    const bool is_in_doubt = known != nullptr && known->status == Status::in_doubt;
    if (decision.word != submit::RowDecision::not_created || !is_in_doubt) continue;
    if (carried_out_.count(decision.id) > 0) continue;  // the doubt is a later one
    journal::ResolvedFact fact;
    fact.id = decision.id;
    fact.decision = journal::ResolvedFact::Decision::not_created;
    fact.by = by;
    fact.at = at;
    fact.decisions = digest_;
    facts.push_back(fact);
  }
  return facts;
}

void GivenDecisions::tell(const Requests& requests, const submit::Plan& plan,
                          const std::optional<std::string>& currency, Console& console) const {
  Telling telling(*this);
  for (std::size_t i = 0; i < plan.rows.size(); ++i)
    telling.add(requests.rows[i].id, plan.rows[i], requests.rows[i].price);
  telling.say(currency, console);
}

void GivenDecisions::Telling::add(const std::string& id, const submit::Decision& planned,
                                  const std::optional<Money>& price) {
  const auto row = rows_.find(id);
  if (row == rows_.end()) return;
  decided_.add(id, row->second, planned, price);
  rows_.erase(row);
}

void GivenDecisions::Telling::say(const std::optional<std::string>& currency, Console& console) {
  for (const report::WrittenDecision& decision : decisions_.decisions_) {
    if (decisions_.carried_out_.count(decision.id) > 0) decided_.add_carried_out(decision.id);
    const auto removed = rows_.find(decision.id);
    if (removed == rows_.end() || removed->second != submit::RowDecision::not_created) continue;
    decided_.add_removed(decision.id);
  }
  const std::string text = decided_.text(decisions_.path_, currency, console.err_width());
  if (decided_.pays_again()) {
    console.complain(text);
  } else {
    console.say(text);
  }
}

}  // namespace shotlist::cli

#include "promises/witness.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "base/error.h"

namespace shotlist::tests {
namespace {

using ledger::Attempt;
using ledger::Word;

auto all_of(const Attempt& a) {
  return std::tie(a.number, a.entry, a.run, a.server, a.fingerprint, a.copy, a.attempt, a.manifest,
                  a.row, a.sent_at, a.status, a.verdict, a.error_class, a.http_status, a.task_id,
                  a.named_task, a.error, a.request_id, a.latency, a.settled_at, a.rehearsal,
                  a.absent_since);
}

bool is_same(const std::vector<Attempt>& one, const std::vector<Attempt>& other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](const Attempt& a, const Attempt& b) { return all_of(a) == all_of(b); });
}

std::string shown(const Attempt& attempt) {
  return fmt::format("attempt {} ({} {}.{}, {})", attempt.number, attempt.row, attempt.copy,
                     attempt.attempt, to_text(attempt.status));
}

}  // namespace

RunReport Witness::run(const Misfortune& misfortune) {
  note_rows();
  std::optional<std::size_t> sent_before_failure;
  house_.on_disk_failure = [&] {
    if (!sent_before_failure) sent_before_failure = house_.server.arrivals().size();
  };
  const std::size_t told_before = house_.server.told().size();
  RunReport report = house_.run(misfortune);
  house_.on_disk_failure = nullptr;
  take_consents(report);
  listen(report);
  if (broken_.empty()) broken_ = wrong_counts(report);
  if (broken_.empty()) broken_ = wrong_after_failure(report, told_before, sent_before_failure);
  return report;
}

RunReport Witness::resolve(const std::vector<ledger::Decision>& words,
                           const Misfortune& misfortune) {
  RunReport report = house_.resolve(words, misfortune);
  known_ = report.attempts;
  if (!report.began) return report;
  for (const ledger::Decision& decision : words) {
    if (decision.word == Word::created) found_.insert(decision.task_id);
  }
  return report;
}

void Witness::note_rows() {
  std::map<Fingerprint, std::size_t> rows;
  std::map<std::string, std::size_t> family_rows;
  for (const Request& request : house_.requests.rows) {
    requests_[request.fingerprint].bodies.insert(request.body);
    ++rows[request.fingerprint];
    if (!family_of) continue;
    const std::string family = family_of(request);
    families_[family].bodies.insert(request.body);
    family_names_[request.fingerprint] = family;
    ++family_rows[family];
  }
  for (const auto& [fingerprint, count] : rows)
    requests_[fingerprint].most_rows = std::max(requests_[fingerprint].most_rows, count);
  for (const auto& [family, count] : family_rows)
    families_[family].most_rows = std::max(families_[family].most_rows, count);
  doubts_before_.clear();
  for (const Attempt& attempt : house_.attempts()) {
    if (attempt.status == Status::in_doubt) doubts_before_.insert(attempt.entry);
  }
}

// The run notes its own words for what it sends: what the person really said decides.
bool Witness::pays_by_word(const ledger::Decision& decision) const {
  if (decision.word == Word::resubmit) return house_.held == plan::RowWord::resubmit;
  if (decision.word != Word::retry || doubts_before_.count(decision.entry) == 0) return false;
  const auto said = house_.consent.rows.find(decision.row);
  const bool is_about_row = said != house_.consent.rows.end();
  return is_about_row ? said->second == plan::RowWord::retry : house_.consent.in_doubt;
}

// Only a person's word can make a second charge right: that a doubt is sent again, or that what
// looks paid for is. One word for each row and time, however many purchases it is about.
void Witness::take_consents(const RunReport& report) {
  if (report.recorded.empty()) return;
  std::set<std::pair<std::string, Word>> in_ledger;
  house_.ask([&](const ledger::Reader& reader) {
    for (const ledger::Decision& decision : reader.decisions())
      in_ledger.emplace(decision.entry, decision.word);
  });
  std::set<std::string> rows;
  for (const ledger::Decision& decision : report.recorded) {
    if (!pays_by_word(decision) || in_ledger.count({decision.entry, decision.word}) == 0) continue;
    if (!words_.emplace(decision.entry, decision.word, decision.fingerprint).second) continue;
    if (!rows.insert(decision.row).second) continue;
    ++requests_[decision.fingerprint].consents;
    if (family_of) ++families_[family_names_[decision.fingerprint]].consents;
    ++consents_;
  }
}

void Witness::listen(const RunReport& report) {
  known_ = report.attempts;
  for (const auto& settled : report.settled) {
    if (settled.outcome.verdict == Verdict::accepted) tasks_.insert(settled.outcome.task_id);
  }
  const bool ended_well = report.attempts.has_value();
  open_ += ended_well && !report.tallies.empty() ? report.tallies.back().in_flight
                                                 : static_cast<std::size_t>(house_.settings.jobs);
}

std::string Witness::wrong_counts(const RunReport& report) const {
  for (const submit::Tally& tally : report.tallies) {
    if (tally.counts.total() != report.selected.size())
      return "the counts do not add up to the rows";
  }
  const bool all_landed =
      report.attempts && !report.tallies.empty() && report.tallies.back().in_flight == 0;
  if (!all_landed) return {};
  Counts counts;
  for (const plan::Row& row : report.plan.rows) {
    if (row.selected) counts.add(row.status());
  }
  for (const Ordered& order : report.orders) {
    Status last = order.before;
    for (const Attempt& attempt : *report.attempts) {
      const bool is_it = attempt.fingerprint == order.fingerprint && attempt.copy == order.copy &&
                         attempt.server == house_.base_url &&
                         attempt.run == report.attempts->back().run;
      if (is_it) last = attempt.status;
    }
    counts.replace(order.before, last);
  }
  const bool any_sent = !report.sent.empty();
  if (any_sent && counts != report.tallies.back().counts)
    return "the last counts are not what the ledger says";
  return {};
}

std::string Witness::wrong_after_failure(const RunReport& report, std::size_t told_before,
                                         std::optional<std::size_t> sent_before) const {
  // Beside the loop a failure is only learnt of when the commit ends.
  const bool sent_since = sent_before && house_.server.arrivals().size() != *sent_before;
  if (sent_since && report.error && !house_.commit_takes)
    return "something was sent after the disk had failed";
  if (!report.error || !house_.stops.empty()) return {};
  if (report.error != ExitCode::disk) return "the run failed: " + report.why;
  std::set<std::string> safe;
  for (const auto& [id, outcome] : report.unrecorded)
    safe.insert(outcome.task_id);
  for (const auto& settled : report.settled)
    safe.insert(settled.outcome.task_id);
  const auto& told = house_.server.told();
  for (std::size_t task = told_before; task < told.size(); ++task) {
    if (safe.count(told[task]) == 0) return told[task] + " was neither recorded nor shown";
  }
  return {};
}

std::string Witness::broken_promise() {
  if (!broken_.empty()) return broken_;
  try {
    const std::string charged = broken_by_charges();
    return charged.empty() ? broken_by(house_.attempts()) : charged;
  } catch (const Error& error) {
    return error.what();
  }
}

std::string Witness::broken_by_charges() {
  const auto charges_of = [this](const Budget& budget) {
    std::size_t charges = 0;
    for (const std::string& body : budget.bodies)
      charges += house_.server.charged(body).size();
    return charges;
  };
  const auto broken = [&](const Budget& budget, const std::string& what) -> std::string {
    const std::size_t charges = charges_of(budget);
    if (charges <= budget.most_rows + budget.consents) return {};
    return fmt::format("{} was charged {} times for {} rows at most and with {} consents", what,
                       charges, budget.most_rows, budget.consents);
  };
  for (const auto& [fingerprint, budget] : requests_) {
    if (auto text = broken(budget, *budget.bodies.begin()); !text.empty()) return text;
  }
  for (const auto& [family, budget] : families_) {
    if (auto text = broken(budget, "the family " + family); !text.empty()) return text;
  }
  return {};
}

std::string Witness::broken_by(const std::vector<Attempt>& attempts) {
  std::map<std::string, Fingerprint> recorded;  // by task
  std::map<Fingerprint, std::size_t> endless;   // of which nobody knows whether they were charged
  std::size_t open = 0;
  std::set<std::tuple<std::string, Fingerprint, int, int>> tries;
  for (const Attempt& attempt : attempts) {
    if (!tries.emplace(attempt.server, attempt.fingerprint, attempt.copy, attempt.attempt).second)
      return shown(attempt) + " is there twice";
    if (!attempt.task_id.empty()) recorded.emplace(attempt.task_id, attempt.fingerprint);
    if (!attempt.verdict) ++open;
    const bool is_unclear = !attempt.verdict || *attempt.verdict == Verdict::unknown;
    if (is_unclear && attempt.task_id.empty()) ++endless[attempt.fingerprint];
    if (attempt.status == Status::in_doubt && !is_unclear)
      return shown(attempt) + " is in doubt, and was answered";
    if (attempt.status != Status::submitted) continue;
    bool was_charged = false;
    for (const std::string& body : requests_[attempt.fingerprint].bodies) {
      const auto& charged = house_.server.charged(body);
      was_charged = was_charged ||
                    std::find(charged.begin(), charged.end(), attempt.task_id) != charged.end();
    }
    if (!was_charged) return shown(attempt) + " was never charged as " + attempt.task_id;
  }
  for (const std::set<std::string>* tasks : {&tasks_, &found_}) {
    for (const std::string& task : *tasks) {
      if (recorded.count(task) == 0) return task + " is gone";
    }
  }
  for (const auto& [fingerprint, budget] : requests_) {
    std::size_t unknown = 0;
    for (const std::string& body : budget.bodies) {
      for (const std::string& task : house_.server.charged(body))
        unknown += recorded.count(task) == 0 ? 1 : 0;
    }
    if (unknown > endless[fingerprint])
      return *budget.bodies.begin() + " was paid for, and nobody knows";
  }
  if (open > open_) {
    return fmt::format("{} attempts have no end, and {} at most were open when a process ended",
                       open, open_);
  }
  if (known_ && !is_same(*known_, attempts))
    return "the ledger tells another story than its last process knew";
  return {};
}

}  // namespace shotlist::tests

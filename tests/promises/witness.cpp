#include "promises/witness.h"

#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/utf8.h"

namespace shotlist::tests {
namespace {

// The journal is UTF-8 and says U+FFFD where a server's words are not.
auto all_of(const Standing& standing) {
  return std::make_tuple(standing.status, standing.fingerprint, standing.attempts, standing.task_id,
                         standing.error_class, repaired_utf8(standing.error), standing.http_status,
                         standing.provider_request_id, standing.sent_at, standing.latency,
                         standing.attempt, repaired_utf8(standing.tried_since),
                         standing.earlier.size());
}

Standing standing_in(const journal::Ledger& ledger, const std::string& id) {
  const Standing* known = ledger.find(id);
  return known == nullptr ? Standing() : *known;
}

Counts counts_of(const RunReport& report, const Requests& requests) {
  Counts counts;
  for (std::size_t row = 0; row < requests.rows.size(); ++row) {
    if (report.plan.rows[row].selected) {
      counts.add(standing_in(*report.ledger, requests.rows[row].id).status);
    }
  }
  return counts;
}

}  // namespace

RunReport Witness::run(const Misfortune& misfortune) {
  for (const Request& request : house_.requests.rows)
    rows_[request.id].bodies.insert(request.body);
  take_leave();
  std::optional<std::size_t> sent_before_failure;
  house_.disk.on_failure = [&] {
    if (!sent_before_failure) sent_before_failure = house_.server.arrivals().size();
  };
  const std::size_t told_before = house_.server.told().size();
  RunReport report = house_.run(misfortune);
  house_.disk.on_failure = nullptr;
  listen(report);
  if (sent_before_failure && house_.server.arrivals().size() != *sent_before_failure)
    broken_ = "something was sent after the disk had failed";
  if (sent_before_failure && !report.killed && report.error != ExitCode::disk)
    broken_ = "the run went on after the disk had failed";
  if (report.error && house_.stops.empty()) {
    std::set<std::string> safe;
    for (const auto& [id, outcome] : report.unrecorded)
      safe.insert(outcome.task_id);
    for (const auto& settled : report.settled)
      safe.insert(settled.outcome.task_id);
    const auto& told = house_.server.told();
    for (std::size_t task = told_before; task < told.size(); ++task) {
      if (safe.count(told[task]) == 0) broken_ = told[task] + " was neither recorded nor shown";
    }
  }
  return report;
}

RunReport Witness::resolve(const std::vector<journal::ResolvedFact>& facts,
                           const Misfortune& misfortune) {
  RunReport report = house_.resolve(facts, misfortune);
  known_ = report.ledger;
  if (!report.ledger) return report;
  for (const journal::ResolvedFact& fact : facts) {
    if (fact.decision == journal::ResolvedFact::Decision::created)
      rows_[fact.id].task_id = fact.task_id;
  }
  return report;
}

// Only a person's leave can make a second charge right, and only where it could be needed: the
// witness judges that by itself, and does not ask the plan.
void Witness::take_leave() {
  leave_.clear();
  const submit::Consent& consent = house_.consent;
  if (!consent.in_doubt && !consent.changed && consent.rows.empty()) return;
  const journal::Ledger ledger = house_.ledger();
  for (const Request& request : house_.requests.rows) {
    const Standing standing = standing_in(ledger, request.id);
    const auto decided = consent.rows.find(request.id);
    const bool this_row =
        decided != consent.rows.end() && decided->second == submit::RowDecision::retry;
    const bool doubtful = standing.status == Status::in_doubt && (consent.in_doubt || this_row);
    const bool changed = standing.status == Status::submitted && (consent.changed || this_row) &&
                         standing.fingerprint != request.fingerprint;
    if (!doubtful && !changed) continue;
    const Row& row = rows_[request.id];
    leave_.push_back(
        {request.id, standing.attempts, changed ? charges_of(row) : row.known_charges});
  }
}

void Witness::use_leave(const journal::Ledger& ledger) {
  for (const auto& [id, attempts, known_charges] : std::exchange(leave_, {})) {
    if (standing_in(ledger, id).attempts == attempts) continue;
    Row& row = rows_[id];
    ++row.consents;
    ++consents_;
    row.known_charges = known_charges;
    const Standing standing = standing_in(ledger, id);
    if (row.task_id.empty() || standing.task_id == row.task_id) continue;
    row.former.insert(std::exchange(row.task_id, {}));
  }
}

void Witness::listen(const RunReport& report) {
  known_ = report.ledger;
  count_open(report);
  for (const auto& settled : report.settled) {
    Row& row = rows_[settled.id];
    row.settled.insert(settled.attempt);
    if (settled.outcome.verdict == Verdict::unknown) row.unclear.insert(settled.attempt);
    if (settled.outcome.verdict != Verdict::accepted) continue;
    if (!row.task_id.empty()) row.former.insert(row.task_id);
    row.task_id = settled.outcome.task_id;
  }
  std::size_t selected = 0;
  for (const submit::Decision& decision : report.plan.rows)
    selected += decision.selected ? 1 : 0;
  for (const submit::Tally& tally : report.tallies) {
    if (tally.counts.total() != selected) broken_ = "the counts do not add up to the rows";
  }
  const bool all_landed = report.ledger && report.tallies.back().in_flight == 0;
  if (all_landed && report.tallies.back().counts != counts_of(report, house_.requests))
    broken_ = "the last counts are not what the ledger says";
}

// A process that ends well has synced all there was: doubts older than it were found before.
void Witness::count_open(const RunReport& report) {
  if (report.ledger) {
    open_ = report.tallies.back().in_flight;
    doubts_ = 0;
  } else {
    open_ += static_cast<std::size_t>(house_.settings.jobs);
  }
}

std::size_t Witness::charges_of(const Row& row) {
  std::size_t charges = 0;
  for (const std::string& body : row.bodies)
    charges += house_.server.charged(body).size();
  return charges;
}

bool Witness::was_charged_as(const Row& row, const std::string& task_id) {
  for (const std::string& body : row.bodies) {
    for (const std::string& task : house_.server.charged(body)) {
      if (task == task_id) return true;
    }
  }
  return false;
}

std::string Witness::broken_promise() {
  if (!broken_.empty()) return broken_;
  try {
    const journal::Ledger ledger = house_.ledger();
    use_leave(ledger);
    bool any_former = false;
    for (auto& [id, row] : rows_) {
      const Standing standing = standing_in(ledger, id);
      const std::string broken = broken_by(row, standing);
      if (!broken.empty()) {
        return fmt::format("{}, which is {} after attempt {}, {}", id, to_text(standing.status),
                           standing.attempts, broken);
      }
      any_former = any_former || !row.former.empty();
    }
    if (doubts_ > open_) {
      return fmt::format("{} rows are in doubt, and {} at most were open when a process ended",
                         doubts_, open_);
    }
    const std::string text = any_former ? house_.disk.read(VirtualHouse::journal).value_or("") : "";
    for (const auto& [id, row] : rows_) {
      for (const std::string& task : row.former) {
        if (text.find('"' + task + '"') == std::string::npos) return task + " is gone";
      }
    }
    return broken_by_knowledge(ledger);
  } catch (const Error& error) {
    return error.what();
  }
}

std::string Witness::broken_by(Row& row, const Standing& standing) {
  const std::size_t charges = charges_of(row);
  if (charges > 1 + row.consents)
    return fmt::format("was charged {} times with {} consents", charges, row.consents);
  const bool submitted = standing.status == Status::submitted;
  if (submitted && !was_charged_as(row, standing.task_id))
    return "was never charged as " + standing.task_id;
  const bool honest = submitted || standing.status == Status::in_doubt;
  if (charges > row.known_charges && !honest) return "was charged";
  if (!row.task_id.empty() && (!submitted || standing.task_id != row.task_id))
    return "was submitted before as " + row.task_id;
  return broken_by_doubts(row, standing);
}

std::string Witness::broken_by_doubts(Row& row, const Standing& standing) {
  if (standing.status != Status::in_doubt) return {};
  for (const Attempt& doubt : doubts_of(standing)) {
    if (row.unclear.count(doubt.attempt) != 0) continue;
    if (row.settled.count(doubt.attempt) != 0)
      return fmt::format("had the answer of attempt {} acted on", doubt.attempt);
    if (row.left_open.insert(doubt.attempt).second) ++doubts_;
  }
  return {};
}

bool Witness::was_replaced(const std::string& id, const std::string& task_id) const {
  const auto row = rows_.find(id);
  return row != rows_.end() && row->second.former.count(task_id) != 0;
}

std::string Witness::broken_by_knowledge(const journal::Ledger& ledger) const {
  if (!known_) return {};
  if (ledger.ids() != known_->ids()) return "the journal does not name the rows that were known";
  for (const std::string& id : ledger.ids()) {
    if (all_of(*ledger.find(id)) != all_of(*known_->find(id)))
      return "the journal tells another story of " + id + " than its process knew";
  }
  return {};
}

}  // namespace shotlist::tests

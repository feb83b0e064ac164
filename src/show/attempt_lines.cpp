#include "show/attempt_lines.h"

#include <algorithm>
#include <utility>

namespace shotlist::show {

std::optional<Verdict> outcome_of(const ledger::Attempt& attempt) {
  if (attempt.verdict || attempt.is_on_its_way()) return attempt.verdict;
  return verdict_of(attempt.status);
}

AttemptPoint point_of(const ledger::Attempt& attempt) {
  return {attempt.sent_at, outcome_of(attempt), attempt.latency, attempt.rehearsal};
}

void read_attempts(ledger::Reader& reader, const std::string& manifest, bool with_replies,
                   Review& review) {
  const ledger::Rehearsals rehearsals = reader.rehearsals();
  reader.for_each_attempt(manifest, [&](const ledger::Attempt& attempt) {
    AttemptPoint& point = review.attempts.emplace_back(point_of(attempt));
    point.rehearsal = ledger::is_rehearsal(attempt, rehearsals);
    if (!with_replies || attempt.verdict == Verdict::accepted) return;
    std::string reply = reader.reply_of(attempt.number);
    if (reply.size() > Review::reply_shown) reply = reply.substr(0, Review::reply_shown);
    if (!reply.empty()) review.replies.emplace(attempt.number, std::move(reply));
  });
  review.has_all_attempts = !review.attempts.empty();
}

std::optional<ledger::Attempt> last_attempt(const Result& row) {
  if (row.attempts == 0) return std::nullopt;
  ledger::Attempt attempt;
  attempt.row = row.id;
  attempt.entry = row.entry;
  attempt.server = row.endpoint;
  attempt.rehearsal = row.endpoint == ledger::sandbox_server;
  attempt.attempt = row.attempts;
  attempt.sent_at = row.submitted_at.value_or(Date());
  attempt.status = row.status;
  attempt.verdict = verdict_of(row.status);
  attempt.error_class = row.error_class;
  attempt.http_status = row.http_status;
  (row.status == Status::in_doubt ? attempt.named_task : attempt.task_id) = row.task_id;
  attempt.error = row.error;
  attempt.request_id = row.request_id;
  attempt.latency = row.latency;
  return attempt;
}

std::vector<const ledger::Attempt*> superseded_of(const ReviewRow& row) {
  std::vector<const ledger::Attempt*> superseded;
  const auto last = std::find_if(row.tries.begin(), row.tries.end(), [&row](const auto* each) {
    return each->entry == row.line.entry;
  });
  if (last == row.tries.end() || (*last)->number == 0) return superseded;
  for (const ledger::Attempt* attempt : row.tries) {
    if (attempt->attempt < (*last)->attempt && may_be_paid_for(attempt->status))
      superseded.push_back(attempt);
  }
  return superseded;
}

}  // namespace shotlist::show

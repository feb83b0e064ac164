#include "review/attempt_lines.h"

#include <algorithm>

namespace shotlist::review {
namespace {

std::optional<Verdict> verdict_of(Status status) {
  switch (status) {
    case Status::submitted:
      return Verdict::accepted;
    case Status::rejected:
    case Status::failed:
      return Verdict::refused;
    case Status::in_doubt:
      return Verdict::unknown;
    case Status::held:
    case Status::not_sent:
      break;
  }
  return std::nullopt;
}

}  // namespace

std::vector<AttemptLine> attempts_of(ledger::Reader& reader, const std::string& manifest,
                                     bool is_live) {
  std::vector<AttemptLine> lines;
  const ledger::Rehearsals rehearsals = reader.rehearsals();
  reader.for_each_attempt(manifest, [&](const ledger::Attempt& attempt) {
    AttemptLine& line = lines.emplace_back(AttemptLine{attempt, {}, false});
    line.rehearsal = ledger::is_rehearsal(attempt, rehearsals);
    if (attempt.verdict == Verdict::accepted) {
      line.error.clear();
      return;
    }
    line.reply = reader.reply_of(attempt.number).substr(0, AttemptLine::reply_shown);
    if (attempt.verdict) return;
    line.is_on_its_way = is_live;
    if (is_live) {
      line.error.clear();
      line.error_class = ErrorClass::none;
    } else {
      line.verdict = verdict_of(attempt.status);
    }
  });
  return lines;
}

std::vector<AttemptLine> last_attempts(const Results& results) {
  std::vector<AttemptLine> lines;
  for (const Result& row : results.rows) {
    if (row.attempts == 0) continue;
    AttemptLine& line = lines.emplace_back();
    line.row = row.id;
    line.entry = row.entry;
    line.server = row.endpoint;
    line.rehearsal = row.endpoint == ledger::sandbox_server;
    line.attempt = row.attempts;
    line.sent_at = row.submitted_at.value_or(Date());
    line.status = row.status;
    line.verdict = verdict_of(row.status);
    line.error_class = row.error_class;
    line.http_status = row.http_status;
    (row.status == Status::in_doubt ? line.named_task : line.task_id) = row.task_id;
    line.error = row.error;
    line.request_id = row.request_id;
    line.latency = row.latency;
  }
  std::stable_sort(lines.begin(), lines.end(), [](const AttemptLine& a, const AttemptLine& b) {
    return a.sent_at < b.sent_at;
  });
  return lines;
}

}  // namespace shotlist::review

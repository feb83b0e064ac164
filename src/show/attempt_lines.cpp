#include "show/attempt_lines.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <unordered_map>

namespace shotlist::show {
std::vector<AttemptLine> attempts_of(ledger::Reader& reader, const std::string& manifest) {
  std::vector<AttemptLine> lines;
  const ledger::Rehearsals rehearsals = reader.rehearsals();
  reader.for_each_attempt(manifest, [&](const ledger::Attempt& attempt) {
    AttemptLine& line = lines.emplace_back(AttemptLine{attempt, {}});
    line.rehearsal = ledger::is_rehearsal(attempt, rehearsals);
    if (attempt.verdict == Verdict::accepted) {
      line.error.clear();
      return;
    }
    line.reply = reader.reply_of(attempt.number).substr(0, AttemptLine::reply_shown);
    if (!attempt.verdict && !attempt.is_on_its_way()) line.verdict = verdict_of(attempt.status);
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

std::vector<Superseded> superseded_of(const std::vector<AttemptLine>& attempts,
                                      const std::vector<const Result*>& rows) {
  const auto slot_of = [](const AttemptLine& line) {
    return std::make_tuple(std::string_view(line.server), line.fingerprint, line.copy);
  };
  std::map<decltype(slot_of(attempts.front())), std::vector<const AttemptLine*>> slots;
  std::unordered_map<std::string_view, const AttemptLine*> by_entry;
  for (const AttemptLine& line : attempts) {
    if (line.number == 0) continue;
    slots[slot_of(line)].push_back(&line);
    by_entry.emplace(line.entry, &line);
  }
  std::vector<Superseded> superseded;
  for (const Result* row : rows) {
    const auto last = by_entry.find(row->entry);
    if (row->status == Status::held || last == by_entry.end()) continue;
    for (const AttemptLine* line : slots[slot_of(*last->second)]) {
      if (line->attempt < last->second->attempt && may_be_paid_for(line->status))
        superseded.push_back({row, line});
    }
  }
  return superseded;
}

}  // namespace shotlist::show

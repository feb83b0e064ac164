#include "review/attempt_log.h"

#include <algorithm>
#include <optional>
#include <variant>

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
    case Status::held:  // whatever was paid for, it was no attempt of this row
    case Status::not_sent:
      break;
  }
  return std::nullopt;
}

void settle(AttemptLine& line, const Outcome& outcome) {
  line.latency = rounded_to_ms(outcome.latency);
  line.verdict = outcome.verdict;
  line.error_class = outcome.error_class;
  line.http_status = outcome.http_status;
  line.task_id = outcome.task_id.empty() ? outcome.named_task : outcome.task_id;
  line.request_id = outcome.provider_request_id;
  if (outcome.verdict == Verdict::accepted) return;
  line.error = outcome.error;
  line.reply = outcome.raw_reply.substr(0, AttemptLog::reply_kept);
}

void adopt(AttemptLine& line, const Standing& standing) {
  line.sent_at = standing.sent_at;
  line.latency = standing.latency;
  line.verdict = verdict_of(standing.status);
  line.error_class = standing.error_class;
  line.http_status = standing.http_status;
  line.error = standing.error;
  line.task_id = standing.task_id;
  line.request_id = standing.provider_request_id;
}

}  // namespace

std::size_t AttemptLog::number_of(const std::string& id, int attempt) {
  const auto [found, is_new] = numbers_.try_emplace({id, attempt}, lines_.size());
  if (is_new) {
    lines_.emplace_back();
    lines_.back().id = id;
    lines_.back().attempt = attempt;
  }
  return found->second;
}

void AttemptLog::add(const journal::Fact& fact) {
  if (const auto* sending = std::get_if<journal::SendingFact>(&fact)) {
    const std::size_t number = number_of(sending->id, sending->attempt);
    lines_[number].sent_at = sending->at;
    open_.insert(number);
  } else if (const auto* settled = std::get_if<journal::SettledFact>(&fact)) {
    const std::size_t number = number_of(settled->id, settled->attempt);
    settle(lines_[number], settled->outcome);
    open_.erase(number);
  } else if (const auto* adopted = std::get_if<journal::AdoptedFact>(&fact)) {
    for (const auto& [id, standing] : adopted->rows)
      adopt(lines_[number_of(id, standing.attempts)], standing);
  } else if (std::holds_alternative<journal::OpenedFact>(fact)) {
    give_up_open_attempts();  // one process at a time has the journal: the one before is gone
  }
}

void AttemptLog::give_up_open_attempts() {
  for (const std::size_t number : open_) {
    lines_[number].verdict = Verdict::unknown;
    lines_[number].error_class = ErrorClass::dropped;
    lines_[number].error = no_answer_recorded;
  }
  open_.clear();
}

std::vector<AttemptLine> last_attempts(const Results& results) {
  std::vector<AttemptLine> lines;
  for (const Result& row : results.rows) {
    if (row.attempts == 0) continue;
    AttemptLine& line = lines.emplace_back();
    line.id = row.id;
    line.attempt = row.attempts;
    adopt(line, standing_of(row));
  }
  std::stable_sort(lines.begin(), lines.end(), [](const AttemptLine& a, const AttemptLine& b) {
    return a.sent_at < b.sent_at;
  });
  return lines;
}

}  // namespace shotlist::review

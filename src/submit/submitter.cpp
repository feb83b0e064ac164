#include "submit/submitter.h"

#include <algorithm>
#include <utility>

#include "api/verdict.h"
#include "submit/retry_policy.h"

namespace shotlist {

Submitter::Submitter(const Requests& requests, const Plan& plan, Journal& journal,
                     const Endpoint& endpoint, const SubmitSettings& settings, World world,
                     Observer& observer)
    : requests_(requests),
      journal_(journal),
      endpoint_(endpoint),
      settings_(settings),
      world_(world),
      observer_(observer),
      limiter_(settings.pace, settings.burst),
      stop_rule_(settings.stop_after, plan.to_send),
      rows_(requests.rows.size()) {
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    if (const Standing* known = journal_.ledger().find(requests_.rows[row].id)) {
      rows_[row].status = known->status;
    }
    if (plan.rows[row].selected) counts_.add(rows_[row].status);
    if (plan.rows[row].action == Action::send) line_.add(row);
  }
}

RunEnd Submitter::run() {
  try {
    send_rows();
    observer_.turn(tally(world_.clock.now()));  // the last answers came after the last turn
  } catch (...) {
    rescue_answers();
    throw;
  }
  // A limit that the last row reached kept nothing from being sent: the run finished. A cause is
  // told all the same.
  const bool nothing_kept_back = line_.empty() && !retry_dropped_;
  const bool at_a_limit =
      end_ && end_->code == ExitCode::stopped && end_->cause == ErrorClass::none;
  if (!end_ || (at_a_limit && nothing_kept_back)) return {};
  return *end_;
}

void Submitter::send_rows() {
  for (;;) {
    const Moment now = world_.clock.now();
    heed_signals();
    start_all_that_may(now);
    const bool nothing_to_start = end_ || line_.empty();
    const bool leave_at_once = world_.stop.count() > 1;
    if ((nothing_to_start && in_flight_.empty()) || leave_at_once) return;
    settle(world_.transport.wait(patience()));
  }
}

void Submitter::heed_signals() {
  if (world_.stop.count() == 0) return;
  end({world_.stop.exit_code(), "you asked to stop", ErrorClass::none});
}

void Submitter::start_all_that_may(Moment now) {
  const std::vector<std::size_t> rows = take_all_that_may(now);
  if (rows.empty()) return;
  for (const std::size_t row : rows) {
    const Request& request = requests_.rows[row];
    const Standing* known = journal_.ledger().find(request.id);
    journal_.write(SendingFact{request.id, request.fingerprint,
                               known == nullptr ? 1 : known->attempts + 1, world_.clock.date(),
                               request.body});
  }
  journal_.commit();  // durable before a byte leaves: this line is the promise
  const Moment leaving = world_.clock.now();  // the sync took its time, and departures are counted
  for (const std::size_t row : rows) {
    const Request& request = requests_.rows[row];
    const int attempt = journal_.ledger().find(request.id)->attempts;
    ++rows_[row].tries;
    limiter_.take(leaving);
    in_flight_.emplace(row, Flight{attempt, leaving});
    world_.transport.start(row, create_message(endpoint_, request.body));
    observer_.sent(request, attempt);
  }
}

std::vector<std::size_t> Submitter::take_all_that_may(Moment now) {
  std::vector<std::size_t> rows;
  const auto jobs = static_cast<std::size_t>(settings_.jobs);
  RateLimiter rehearsal = limiter_;
  while (in_flight_.size() + rows.size() < jobs && next_start(rehearsal) <= now) {
    rows.push_back(*line_.take(now));
    rehearsal.take(now);
  }
  return rows;
}

void Submitter::settle(std::vector<Reply> replies) {
  for (const Reply& reply : replies) {
    const auto row = static_cast<std::size_t>(reply.ticket);
    in_hand_.push_back({row, judge(reply, world_.clock.date())});
    journal_.write(SettledFact{requests_.rows[row].id, in_flight_.at(row).attempt,
                               in_hand_.back().outcome, world_.clock.date()});
  }
  journal_.commit();  // durable before anybody believes it
  const Moment now = world_.clock.now();
  for (const Answer& answer : in_hand_)
    believe(answer, now);
  in_hand_.clear();
}

void Submitter::believe(const Answer& answer, Moment now) {
  const auto& [index, outcome] = answer;
  const Flight flight = in_flight_.extract(index).mapped();
  Row& row = rows_[index];
  // Not the outcome's: an attempt that made nothing leaves a doubt about an earlier one as it was.
  const Status status = journal_.ledger().find(requests_.rows[index].id)->status;
  counts_.replace(std::exchange(row.status, status), status);

  const bool holds = hold_.settled(outcome, flight.sent, now, world_.random.unit());
  const auto wait = row_wait(outcome, holds, row.tries, static_cast<int>(settings_.attempts),
                             world_.random.unit());
  const bool again = wait && !end_;
  if (again) line_.add_later(index, now + *wait);
  if (wait && end_) retry_dropped_ = true;
  stop_rule_.settled(outcome, again, now);
  observer_.settled(requests_.rows[index], flight.attempt, outcome, again);
  if (stop_rule_.end()) end(*stop_rule_.end());
  if (holds && !end_ && !line_.empty()) observer_.held(hold_.until() - now, outcome.error_class);
}

void Submitter::end(RunEnd end) {
  if (end_) return;
  end_ = std::move(end);
  observer_.stopping(end_->why);
}

// The disk failed. What is on its way was paid for and its answers can only be shown.
void Submitter::rescue_answers() {
  end({ExitCode::disk, "the journal can not be written", ErrorClass::none});
  for (const auto& [row, outcome] : in_hand_) {
    observer_.unrecorded(requests_.rows[row], outcome);
    in_flight_.erase(row);
  }
  const int stops = world_.stop.count();
  while (!in_flight_.empty() && world_.stop.count() == stops) {
    for (const Reply& reply : world_.transport.wait(patience())) {
      const auto row = static_cast<std::size_t>(reply.ticket);
      observer_.unrecorded(requests_.rows[row], judge(reply, world_.clock.date()));
      in_flight_.erase(row);
    }
  }
}

Moment Submitter::next_start(const RateLimiter& limiter) const {
  if (end_ || line_.empty()) return Moment::max();
  return std::max({line_.next(), limiter.next(), hold_.until()});
}

Duration Submitter::patience() {
  constexpr Duration longest = std::chrono::hours(1);
  const Moment now = world_.clock.now();
  Moment next = observer_.turn(tally(now));
  if (in_flight_.size() < static_cast<std::size_t>(settings_.jobs))
    next = std::min(next, next_start(limiter_));
  return next <= now ? Duration::zero() : std::min(longest, Duration(next - now));
}

Tally Submitter::tally(Moment now) const {
  return {counts_, in_flight_.size(), line_.retrying(), in_flight_.size() + line_.size(),
          now,     hold_.until()};
}

}  // namespace shotlist

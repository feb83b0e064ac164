#include "submit/submitter.h"

#include <algorithm>
#include <utility>

#include "api/rate_headers.h"
#include "api/verdict.h"
#include "base/translation.h"
#include "submit/retry_policy.h"

namespace shotlist::submit {
namespace {

// Not copied: it is long, and read only if the answer is an error.
std::string_view prompt_of(const Request& request) {
  const Value* value = find_field(request.fields, "prompt");
  const auto* prompt = value == nullptr ? nullptr : std::get_if<std::string>(value);
  return prompt == nullptr ? std::string_view() : *prompt;
}

bool is_taken(ledger::Grant::Answer answer) {
  using Answer = ledger::Grant::Answer;
  return answer == Answer::taken || answer == Answer::busy || answer == Answer::paid;
}

Duration interval_of(const Pace& pace) {
  return pace.rate ? pace.rate->interval() : Duration::zero();
}

}  // namespace

Submitter::Submitter(const Orders& orders, const Counts& counts, const ledger::Attempt& form,
                     ledger::Ledger& ledger, const api::Endpoint& endpoint,
                     const SubmitSettings& settings, World world, Observer& observer,
                     Companion* companion)
    : orders_(orders),
      form_(form),
      ledger_(ledger),
      envelope_(api::create_envelope(endpoint)),
      settings_(settings),
      world_(world),
      observer_(observer),
      companion_(companion),
      pacer_(settings.pace, settings.burst),
      // A slow rate may leave more time than that between two tries.
      stop_rule_({settings.stop_after, std::max(settings.give_up, 3 * interval_of(settings.pace))},
                 orders.all.size()),
      rows_(orders.all.size()),
      most_unfinished_(settings.unfinished),
      counts_(counts) {
  for (const std::string& model : orders.models)
    models_.push_back({model});
  for (std::size_t row = 0; row < rows_.size(); ++row)
    rows_[row].status = orders_.all[row].status;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const std::size_t row = (settings_.first + i) % rows_.size();
    line_.add(row, lane_of(row));
  }
  if (!orders_.all.empty()) known_tasks_.read(ledger_.database(), form_.server.text());
}

RunEnd Submitter::run() {
  try {
    send_rows();
    observer_.turn(tally(world_.clock.now()));  // the last answers came after the last turn
  } catch (...) {
    rescue_answers();
    throw;
  }
  // If the last row reached the limit, nothing was kept from being sent, so the run finished. A
  // cause is reported anyway.
  const bool nothing_kept_back = !has_own_rows() && !is_any_kept_back_;
  const bool at_a_limit =
      end_ && end_->code == ExitCode::stopped && end_->cause == ErrorClass::none;
  if (!end_ || (at_a_limit && nothing_kept_back)) return {};
  return *end_;
}

void Submitter::send_rows() {
  for (;;) {
    check_time_and_signals();
    if (pacer_.learning() || !departs_soon()) take_in_answers();
    choose_all_that_may();
    if (end_) withdraw();
    settle();  // answers are durable before they are believed
    start();   // intents are durable before a byte leaves
    const bool nothing_to_start = end_ || !has_own_rows();
    const bool leave_at_once = world_.stop.count() > 1;
    const bool are_looks_over = looks_.empty() || world_.stop.count() > 0;
    const bool is_alone = companion_ == nullptr || (companion_->is_over() && are_looks_over);
    const bool is_over = (nothing_to_start && under_way() == 0 && is_alone) || leave_at_once;
    if (is_over && arrived_.empty()) break;
    if (arrived_.empty() || departs_soon()) receive(patience());
  }
  withdraw();
  ledger_.commit();
  settle();
}

void Submitter::check_time_and_signals() {
  if (waits_for_tasks()) stop_rule_.rest();
  if (!line_.empty()) stop_rule_.pass(world_.clock.now());
  if (stop_rule_.end()) end(*stop_rule_.end());
  if (world_.stop.count() == 0) return;
  ledger_.stop_waiting();
  if (companion_ != nullptr) companion_->stop();
  end({world_.stop.exit_code(), in_both([] { return tr("you asked to stop"); }), ErrorClass::none});
}

// Judges the answers that arrived and decides what follows; nothing is reported before it is
// durable.
void Submitter::take_in_answers() {
  const Moment now = world_.clock.now();
  for (std::size_t left = most_a_turn(); left > 0 && !arrived_.empty(); --left) {
    const http::Reply reply = std::move(arrived_.front());
    arrived_.pop_front();
    if (reply.ticket >= first_look) {
      take_in_look(reply);
      continue;
    }
    const auto row = static_cast<std::size_t>(reply.ticket);
    Flight flight = in_flight_.extract(row).mapped();
    Answer answer;
    answer.row = row;
    answer.request = std::move(flight.request);
    answer.number = flight.number;
    answer.attempt = flight.attempt;
    answer.entry = std::move(flight.entry);
    const Date received_at = world_.clock.date();
    answer.outcome = api::judge(reply, received_at, prompt_of(*answer.request));
    judge_task(*answer.request, orders_.all[row].copy, answer.outcome);
    decide(answer, api::read_rate_headers(reply, received_at), flight.permit, now);
    note_forbidden(write(std::move(answer)));
  }
}

// If two rows have one task, one answer is wrong, and the owner cannot be determined.
void Submitter::judge_task(const Request& request, int copy, Outcome& outcome) {
  std::string task = outcome.task_id.empty() ? outcome.named_task : outcome.task_id;
  if (task.empty()) task = outcome.odd_id;  // a server that gives it to every row is just as broken
  if (task.empty()) return;
  const std::string* owner = known_tasks_.give(task, {request.id, request.fingerprint, copy});
  stop_rule_.gave_task(task, known_tasks_.times_given(task));
  if (owner != nullptr && outcome.verdict == Verdict::accepted) api::put_in_doubt(outcome, *owner);
}

void Submitter::decide(Answer& answer, const api::RateAdvice& advice, const Permit& permit,
                       Moment now) {
  Outcome& outcome = answer.outcome;
  const std::size_t lane = lane_of(answer.row);
  if (waits_for_end_of_task(outcome)) {
    Outcome refusal;  // neither the pace nor the server is to blame
    refusal.verdict = Verdict::refused;
    pacer_.settled(refusal, {}, permit, now, world_.random.unit());
    answer.again = !end_;
    if (answer.again) line_.add_later(answer.row, now, lane);
    is_any_kept_back_ = is_any_kept_back_ || !answer.again;
    --rows_[answer.row].tries;
    answer.status = outcome.status;
    return;
  }
  answer.holds = settle_pace(outcome, advice, permit, now);
  note_model(answer, permit.at, now);
  const auto wait = wait_of(answer);
  answer.again = wait && !end_;
  if (answer.again) line_.add_later(answer.row, now + *wait, lane);
  if (wait && end_) is_any_kept_back_ = true;
  if (wait) last_refusal_ = outcome.error_class;
  stop_rule_.settled(outcome, answer.again, now, line_.has_others(lane));
  if (stop_rule_.forbids_everybody()) outcome.status = Status::failed;
  if (stop_rule_.end()) end(*stop_rule_.end());
  answer.status = outcome.status;
}

// What the pacer learns holds for all runs.
bool Submitter::settle_pace(const Outcome& outcome, const api::RateAdvice& advice,
                            const Permit& permit, Moment now) {
  const int times_slowed = pacer_.times_slowed();
  const bool blamed_pace = pacer_.blames_pace();
  const bool holds = pacer_.settled(outcome, advice, permit, now, world_.random.unit());
  const bool blames_pace = pacer_.blames_pace();
  if (blames_pace && pacer_.times_slowed() > times_slowed) ledger_.slow_down(now - permit.at);
  if (blamed_pace && !blames_pace) ledger_.speed_up();
  if (holds) ledger_.hold(pacer_.held_until() - now);
  return holds;
}

std::optional<Duration> Submitter::wait_of(const Answer& answer) {
  const Row& row = rows_[answer.row];
  const Outcome& outcome = answer.outcome;
  if (outcome.ends_run) return std::nullopt;
  const bool given_up =
      outcome.error_class == ErrorClass::no_channel && models_[lane_of(answer.row)].is_given_up();
  const auto allowed = given_up ? 1 : static_cast<int>(settings_.attempts);
  return row_wait(outcome, answer.holds, row.tries, allowed, world_.random.unit(),
                  pacer_.shortest_row_wait());
}

// A model without a channel delays only its own rows. Once it is given up, each row is tried once.
void Submitter::note_model(const Answer& answer, Moment left, Moment now) {
  const std::size_t lane = lane_of(answer.row);
  Model& model = models_[lane];
  if (answer.outcome.verdict == Verdict::accepted) model.refusals = 0;
  if (answer.outcome.error_class != ErrorClass::no_channel) return line_.release(lane);
  if (left >= model.refused) {
    ++model.refusals;
    model.refused = now;
  }
  if (model.is_given_up()) return line_.release(lane);
  line_.hold(lane, now + model_hold(answer.outcome, model.refusals, world_.random.unit()));
}

// Returns what is kept of the answer until it is durable.
const Submitter::Answer& Submitter::write(Answer answer) {
  if (answer.corrects) {
    ledger_.correct(answer.number, answer.status);
  } else {
    ledger_.answer(answer.number, answer.outcome, answer.status, world_.clock.date());
  }
  answer.written = ledger_.written();
  return judged_.emplace_back(std::move(answer));
}

// Only the last of these rows shows that the rows were not at fault.
void Submitter::note_forbidden(const Answer& answer) {
  if (answer.outcome.verdict == Verdict::accepted) forbidden_.clear();
  if (answer.outcome.http_status != 403) return;
  if (answer.status == Status::rejected) forbidden_.push_back(answer);
  if (!stop_rule_.forbids_everybody()) return;
  for (Answer& earlier : std::exchange(forbidden_, {})) {
    earlier.outcome.status = Status::failed;
    earlier.status = Status::failed;
    earlier.corrects = true;
    write(std::move(earlier));
  }
}

void Submitter::choose_all_that_may() {
  if (!has_room()) return;
  const Moment now = world_.clock.now();
  Pacer rehearsal = rehearsed(now);
  while (has_room() && may_have_more_tasks() && next_start(rehearsal) <= now) {
    const std::size_t row = *line_.take(now, rehearsal.fresh_rows_first());
    if (std::exchange(rows_[row].is_busy, false)) --busy_;
    expect_from(row);
    const Order& order = orders_.all[row];
    SharedRequest request = take_request(row);
    ledger::Attempt attempt = form_;
    attempt.fingerprint = request->fingerprint;
    attempt.copy = order.copy;
    attempt.attempt = order.tries + ++rows_[row].intents;
    attempt.row = request->id;
    attempt.price = request->price;
    attempt.sent_at = world_.clock.date();
    ledger_.intend(attempt, *request, order.status == Status::submitted);
    departures_.push_back({row, std::move(request), attempt.number, attempt.attempt,
                           ledger_.written(), std::move(attempt.entry)});
    rehearsal.take(std::max(now, rehearsal.next()));
  }
}

// The next rows are likely to be sent next. Under a rate, the ledger has time to write each alone.
void Submitter::expect_from(std::size_t row) {
  constexpr std::size_t most_bytes = std::size_t{4} << 20U;
  if (settings_.pace.rate) return;
  const std::size_t last = std::min(rows_.size(), row + 64 * jobs());
  std::size_t bytes = 0;
  for (; row < last && bytes < most_bytes && !rows_[row].expected; ++row) {
    rows_[row].expected = true;
    rows_[row].request = take_request(row);
    bytes += rows_[row].request->body.size();
    ledger_.expect(*rows_[row].request);
  }
}

Submitter::SharedRequest Submitter::take_request(std::size_t row) {
  if (rows_[row].request != nullptr) return std::exchange(rows_[row].request, nullptr);
  return std::make_shared<const Request>(orders_.request_of(orders_.all[row].row));
}

std::size_t Submitter::lane_of(std::size_t row) const {
  return orders_.all[row].model;
}

// Makes durable what was written, then believes what is durable. The two belong together: if the
// loop went to sleep in between, it would miss an answer whose sync has just ended.
void Submitter::settle() {
  if (world_.clock.now() >= sign_of_life_due()) ledger_.touch();
  if (ledger_.written() != ledger_.durable()) {
    if (!ledger_.is_committing()) sync_began_ = world_.clock.now();
    const std::uint64_t before = ledger_.durable();
    // Without a rate, a row may leave as soon as it is known to be granted.
    if (settings_.pace.rate) ledger_.set_lead(lead_time_.ahead());
    ledger_.advance(!gather());
    if (ledger_.durable() != before) {
      const Moment now = world_.clock.now();
      lead_time_.synced(now - std::exchange(sync_began_, now));
      heard_of_ledger_ = now;
    }
  }
  if (ledger_.is_shared()) take_in_grants();
  believe_what_is_durable();
  tell_end();
}

// Every commit waits for the disk, so answers that have arrived already go into the same one. Takes
// them from the wire, and returns whether there are any.
bool Submitter::gather() {
  if (must_leave_on_time() || ledger_.is_committing()) return false;
  if (ledger_.written() - ledger_.durable() >= 2 * jobs()) return false;
  if (arrived_.empty()) receive(Duration::zero());
  return !arrived_.empty();
}

// While something is on the wire, other runs must not take this one for dead.
Moment Submitter::sign_of_life_due() const {
  constexpr Duration every = std::chrono::seconds(1);
  const bool is_needed = ledger_.is_shared() && !in_flight_.empty();
  const bool is_busy = ledger_.written() != ledger_.durable();
  return is_needed && !is_busy ? heard_of_ledger_ + every : Moment::max();
}

// Of the rows that were asked for, those that this run may not send leave the line.
void Submitter::take_in_grants() {
  std::size_t granted = 0;
  std::size_t taken = 0;
  std::erase_if(departures_, [&](Departure& departure) {
    if (departure.is_granted || departure.written > ledger_.durable()) return false;
    departure.is_granted = true;
    const ledger::Grant grant = ledger_.take_grant(departure.number);
    granted += grant.answer == ledger::Grant::Answer::granted ? 1 : 0;
    taken += is_taken(grant.answer) ? 1 : 0;
    return !may_leave(departure, grant);
  });
  if (taken > granted) ledger_.look_at_others(form_);
  keep_away_from_others();
}

// To ask for each row that another run has sent takes as long as to send it. And two runs at one
// place would meet at every row, so this one goes on at any other place.
void Submitter::keep_away_from_others() {
  auto paid = ledger_.take_paid_elsewhere();
  if (!paid) return;
  std::sort(paid->begin(), paid->end());
  const auto is_gone = [&](std::size_t row) {
    const Order& order = orders_.all[row];
    const bool is_paid = std::binary_search(paid->begin(), paid->end(),
                                            ledger::SharedRun::Paid{order.fingerprint, order.copy});
    if (is_paid) rows_[row].request = nullptr;
    return is_paid;
  };
  line_.go_on_elsewhere(is_gone, world_.random.unit());
}

bool Submitter::may_leave(Departure& departure, const ledger::Grant& grant) {
  Row& row = rows_[departure.row];
  const Moment now = world_.clock.now();
  if (grant.answer != ledger::Grant::Answer::granted)
    line_.gives_up_turn(lane_of(departure.row), now);
  switch (grant.answer) {
    case ledger::Grant::Answer::granted:
      departure.leaves = grant.at;
      return true;
    case ledger::Grant::Answer::too_early:
      asks_again_ = grant.at - lead_time_.ahead();
      --row.intents;
      line_.add_later(departure.row, asks_again_, lane_of(departure.row));
      return false;
    case ledger::Grant::Answer::busy:
      --row.intents;
      row.is_busy = true;
      ++busy_;
      line_.add_later(departure.row, grant.at, lane_of(departure.row));
      return false;
    case ledger::Grant::Answer::cut_off:
      --row.intents;
      line_.add_later(departure.row, grant.at, lane_of(departure.row));
      return false;
    case ledger::Grant::Answer::again:
      row.intents = grant.known_try - orders_.all[departure.row].tries;
      line_.add_later(departure.row, now, lane_of(departure.row));
      return false;
    case ledger::Grant::Answer::beyond_cost:
      is_any_kept_back_ = true;
      end({ExitCode::stopped,
           in_both([] { return tr("all runs together have reached --max-cost"); }),
           ErrorClass::none});
      return false;
    case ledger::Grant::Answer::taken:
    case ledger::Grant::Answer::paid:
      break;
  }
  return false;
}

// A request that leaves much later than granted comes too close to those of other runs.
void Submitter::withdraw_late() {
  constexpr Duration most = std::chrono::milliseconds(100);
  const Moment now = world_.clock.now();
  const Duration allowed = std::max(most, interval_of(settings_.pace));
  while (is_next_durable() && departures_.front().is_granted &&
         now - allowed > departures_.front().leaves) {
    const Departure departure = std::move(departures_.front());
    departures_.pop_front();
    write_withdrawn(departure, "not sent: it could not leave in its turn", true);
    line_.gives_up_turn(lane_of(departure.row), now);
    line_.add_later(departure.row, now, lane_of(departure.row));
  }
}

void Submitter::believe_what_is_durable() {
  for (; !judged_.empty() && judged_.front().written <= ledger_.durable(); judged_.pop_front())
    believe(judged_.front());
}

void Submitter::believe(const Answer& answer) {
  const Request& request = *answer.request;
  const Status before = std::exchange(rows_[answer.row].status, answer.status);
  counts_.replace(before, answer.status);
  const Try tried{request, answer.attempt, answer.entry};
  if (answer.corrects) return observer_.corrected(tried, before, answer.status);
  if (companion_ != nullptr && answer.status == Status::submitted)
    companion_->created(request, answer.entry, answer.outcome, world_.clock.now());
  observer_.settled(tried, answer.outcome, answer.again);
}

void Submitter::tell_end() {
  if (end_ && !std::exchange(end_told_, true)) observer_.stopping(end_->why);
}

// The run ended while these intents were being written. Record that nothing was sent: otherwise the
// rows would be in doubt.
void Submitter::withdraw() {
  if (!departures_.empty()) is_any_kept_back_ = true;
  for (const Departure& departure : std::exchange(departures_, {}))
    write_withdrawn(departure, "not sent: the run ended before it was its turn", false);
}

void Submitter::write_withdrawn(const Departure& departure, std::string_view why, bool again) {
  Answer answer;
  answer.row = departure.row;
  answer.request = departure.request;
  answer.number = departure.number;
  answer.attempt = departure.attempt;
  answer.entry = departure.entry;
  answer.outcome.verdict = Verdict::unsent;
  answer.status =
      rows_[departure.row].status == Status::not_sent ? Status::not_sent : Status::failed;
  answer.outcome.status = answer.status;
  answer.outcome.error = why;
  answer.again = again;
  write(std::move(answer));
}

void Submitter::start() {
  if (ledger_.is_shared()) withdraw_late();
  for (std::size_t left = most_a_turn(); left > 0; --left) {
    const bool has_row = is_next_durable() && !is_wire_full();
    const bool looks = is_look_due() && (!has_row || must_look_first());
    if (!has_row && !looks) break;
    // An answer that arrived since the row was chosen may hold the line.
    const Moment departure = looks ? pacer_.next() : next_departure();
    if (departure > world_.clock.now() + lead_time_.ahead()) break;
    if (!wait_until(departure)) break;
    looks ? start_look() : start_row();
  }
}

void Submitter::start_row() {
  Departure departure = std::move(departures_.front());
  departures_.pop_front();
  const SharedRequest request = departure.request;
  ++rows_[departure.row].tries;
  ++rows_since_look_;
  const auto flight =
      in_flight_
          .emplace(departure.row,
                   Flight{request, departure.number, departure.attempt,
                          pacer_.take(world_.clock.now()), std::move(departure.entry)})
          .first;
  ledger_.left(departure.number, world_.clock.date());
  world_.transport.start(departure.row, {envelope_, request->body});
  observer_.sent({*request, departure.attempt, flight->second.entry});
}

void Submitter::start_look() {
  const Moment now = world_.clock.now();
  rows_since_look_ = 0;
  looks_.emplace(++last_look_, pacer_.take(now));
  companion_->start(last_look_, now);
}

void Submitter::take_in_look(const http::Reply& reply) {
  const Permit permit = looks_.extract(reply.ticket).mapped();
  const Moment now = world_.clock.now();
  const Outcome outcome = companion_->take(reply, now);
  const bool holds = pacer_.settled(outcome, api::read_rate_headers(reply, world_.clock.date()),
                                    permit, now, world_.random.unit());
  if (holds) ledger_.hold(pacer_.held_until() - now);
}

bool Submitter::is_look_due() const {
  if (companion_ == nullptr || is_wire_full()) return false;
  // Looks that hang must not keep rows from leaving.
  const bool has_rows = !end_ && !line_.empty();
  if (has_rows && looks_.size() >= std::max<std::size_t>(1, jobs() / 4)) return false;
  return companion_->next() <= world_.clock.now();
}

// One request in five is a look, however many rows are waiting.
bool Submitter::must_look_first() const {
  constexpr std::size_t most_rows = 4;
  return rows_since_look_ >= most_rows;
}

// A gateway that has too many unfinished tasks of this key takes another one when one ends: waiting
// for some seconds does not help.
bool Submitter::waits_for_end_of_task(const Outcome& outcome) {
  if (outcome.error_class != ErrorClass::too_many_running || companion_ == nullptr) return false;
  const std::size_t unfinished = companion_->unfinished();
  if (unfinished == 0) return false;  // they are not ours
  most_unfinished_ = std::min(most_unfinished_.value_or(unfinished), unfinished);
  return true;
}

bool Submitter::may_have_more_tasks() const {
  if (!most_unfinished_ || companion_ == nullptr) return true;
  const std::size_t on_their_way = departures_.size() + in_flight_.size() + judged_.size();
  return companion_->unfinished() + on_their_way < *most_unfinished_;
}

// Rows wait until tasks end, which may take long; nothing is wrong.
bool Submitter::waits_for_tasks() const {
  return companion_ != nullptr && most_unfinished_ && companion_->unfinished() > 0 &&
         companion_->unfinished() >= *most_unfinished_;
}

// Sleeps for all but the end of the wait: a sleep ends late, and a strict pace might never make up
// for it. Returns false if the user asked twice to stop meanwhile.
bool Submitter::wait_until(Moment moment) {
  for (Moment now = world_.clock.now(); now < moment;) {
    if (world_.stop.count() > 1) return false;
    receive(std::max(Duration::zero(), moment - now - lead_time_.waking()));
    now = world_.clock.now();
  }
  return true;
}

void Submitter::end(RunEnd end) {
  if (!end_) end_ = std::move(end);
}

// The disk failed. Requests in flight may be paid for, and their answers can only be shown.
void Submitter::rescue_answers() {
  end({ExitCode::disk, in_both([] { return tr("the ledger cannot be written"); }),
       ErrorClass::none});
  tell_end();
  believe_what_is_durable();
  withdraw();
  for (const Answer& answer : judged_) {
    if (answer.outcome.verdict == Verdict::unsent) continue;  // nothing is lost
    observer_.unrecorded({*answer.request, answer.attempt, answer.entry}, answer.outcome);
  }
  const int stops = world_.stop.count();
  for (;;) {
    for (const http::Reply& reply : std::exchange(arrived_, {})) {
      if (reply.ticket >= first_look) continue;
      const auto row = static_cast<std::size_t>(reply.ticket);
      const Outcome outcome = api::judge(reply, world_.clock.date());
      const Flight flight = in_flight_.extract(row).mapped();
      observer_.unrecorded({*flight.request, flight.attempt, flight.entry}, outcome);
      ledger_.answer(flight.number, outcome, outcome.status, world_.clock.date());
    }
    if (in_flight_.empty() || world_.stop.count() != stops) return;
    receive(patience());
  }
}

void Submitter::receive(Duration at_most) {
  const Moment alarm = world_.clock.now() + at_most;
  for (http::Reply& reply : world_.transport.wait(at_most))
    arrived_.push_back(std::move(reply));
  const Moment now = world_.clock.now();
  if (at_most > Duration::zero() && now >= alarm) lead_time_.woke(now - alarm);
}

// When the intent of the next row may be written: shortly before the row may leave.
Moment Submitter::next_start(const Pacer& pacer) const {
  if (end_ || line_.empty()) return Moment::max();
  return std::max({line_.next(), asks_again_, pacer.next() - lead_time_.ahead()});
}

// When the first row whose intent is written may leave.
Moment Submitter::next_departure() const {
  return std::max(pacer_.next(), departures_.front().leaves);
}

// A sync for an answer would delay the next departure. The answer can wait, unless departures
// follow so closely that one is always due.
bool Submitter::departs_soon() const {
  if (interval_of(settings_.pace) <= 2 * lead_time_.ahead()) return false;
  const Moment now = world_.clock.now();
  return has_room() && next_start(rehearsed(now)) - now < lead_time_.ahead();
}

// The pacer as it will be once the chosen rows have left.
Pacer Submitter::rehearsed(Moment now) const {
  Pacer rehearsal = pacer_;
  for (std::size_t i = 0; i < departures_.size(); ++i)
    rehearsal.take(std::max(now, rehearsal.next()));
  return rehearsal;
}

bool Submitter::is_next_durable() const {
  return !departures_.empty() && departures_.front().written <= ledger_.durable();
}

std::size_t Submitter::under_way() const {
  return departures_.size() + in_flight_.size() + judged_.size();
}

// Rows that other runs are trying keep no run alive: two might wait for each other.
bool Submitter::has_own_rows() const {
  return line_.size() > busy_;
}

// A row between wire and disk takes no job. Nor do intents that are written ahead, so that rows are
// ready to leave when answers come faster than the disk takes them: half as many as there are
// answers that wait for it. A crash leaves no more rows in doubt than there are jobs, and these.
bool Submitter::has_room() const {
  const bool is_kept_for_look = must_look_first() && looks_.empty() && is_look_due();
  const std::size_t open = departures_.size() + in_flight_.size() + looks_.size();
  const std::size_t ahead = must_leave_on_time() ? 0 : std::min(jobs(), judged_.size() / 2);
  return open + (is_kept_for_look ? 1 : 0) < jobs() + ahead;
}

bool Submitter::is_wire_full() const {
  return in_flight_.size() + looks_.size() >= jobs();
}

// Rows have a time at which they may leave, so their intents must not wait for others.
bool Submitter::must_leave_on_time() const {
  return settings_.pace.rate || ledger_.is_shared();
}

std::size_t Submitter::jobs() const {
  return static_cast<std::size_t>(settings_.jobs);
}

// Bounded, so that no row waits long for the others.
std::size_t Submitter::most_a_turn() const {
  constexpr std::size_t few = 16;
  return std::max(few, jobs());
}

Duration Submitter::patience() {
  constexpr Duration longest = std::chrono::hours(1);
  const Moment now = world_.clock.now();
  Moment next = std::min(observer_.turn(tally(now)), sign_of_life_due());
  // During a sync no other begins, so wait for its end, too.
  if (companion_ != nullptr) {
    const bool is_submitting = under_way() > 0 || (!end_ && has_own_rows());
    next = std::min(next, companion_->turn(now, is_submitting));
    if (!is_wire_full()) next = std::min(next, std::max(companion_->next(), pacer_.next()));
  }
  if (has_room() && may_have_more_tasks() && !ledger_.is_committing())
    next = std::min(next, next_start(rehearsed(now)));
  if (is_next_durable() && !is_wire_full()) next = std::min(next, next_departure());
  if (!line_.empty() && !end_) next = std::min(next, stop_rule_.gives_up_at());
  return next <= now ? Duration::zero() : std::min(longest, Duration(next - now));
}

Allowance Submitter::learned() const {
  Allowance learned = pacer_.learned();
  if (learned.at_a_time >= jobs()) learned.at_a_time.reset();
  return learned;
}

Tally Submitter::tally(Moment now) const {
  Tally tally{counts_, in_flight_.size(),   line_.retrying(), under_way() + line_.size(),
              now,     world_.clock.date(), learned()};
  if (companion_ != nullptr) tally.collecting = companion_->tell();
  tally.slowed_to = pacer_.slowed_to();
  tally.wait = wait(now);
  if (stop_rule_.stuck_since() && !end_ && !line_.empty()) {
    tally.nothing_accepted_since = stop_rule_.stuck_since();
    tally.gives_up_at = stop_rule_.gives_up_at();
  }
  return tally;
}

// While an answer must come first, there is no time to wait for.
std::optional<Wait> Submitter::wait(Moment now) const {
  // The end is unknown, so this is reported again and again.
  constexpr Duration a_while = std::chrono::seconds(5);
  if (ledger_.is_kept_waiting()) return Wait{now + a_while, Wait::Reason::ledger, {}, {}};
  if (end_ || line_.empty()) return std::nullopt;
  auto wait = pacer_.wait(now);
  const Moment next = line_.next();
  if (next == Moment::max() || next <= (wait ? wait->until : now)) return wait;
  const auto lane = line_.held_lane(now);
  if (lane) return Wait{next, Wait::Reason::model, models_[*lane].name, {}};
  return Wait{next, reason_of(last_refusal_), {}, {}};
}

}  // namespace shotlist::submit

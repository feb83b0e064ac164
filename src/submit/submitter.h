#pragma once
// The loop that spends: sends every row of a plan that may be sent, and never one twice.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "api/endpoint.h"
#include "base/quantity.h"
#include "http/transport.h"
#include "ledger/ledger.h"
#include "submit/known_tasks.h"
#include "submit/lead_time.h"
#include "submit/observer.h"
#include "submit/order.h"
#include "submit/pacer.h"
#include "submit/retry_policy.h"
#include "submit/stop_rule.h"
#include "submit/waiting_line.h"
#include "system/clock.h"
#include "system/random.h"
#include "system/stop_signal.h"

namespace shotlist::submit {

/// How fast and how stubbornly a run sends.
struct SubmitSettings {
  Pace pace;                               ///< first tries and retries together
  std::int64_t burst = 1;                  ///< requests that may leave at once under a rate
  std::int64_t jobs = 4;                   ///< requests in flight at most
  std::int64_t attempts = 5;               ///< tries a row in this run, of what is known to be free
  std::optional<CountOrShare> stop_after;  ///< failed rows
  Duration give_up = std::chrono::minutes(10);  ///< the run ends where nothing gets through so long
};

/// The world a run takes place in, all of it borrowed.
struct World {
  system::Clock& clock;
  system::Random& random;
  http::Transport& transport;
  system::StopSignal& stop;
};

/// Places orders once. One thread, no sleep. The ledger commits beside the loop, which goes on
/// meanwhile, with one commit at a time for all that was remembered since the last; a row has one
/// of the jobs from its intent on until its answer arrives, and no more than twice as many rows as
/// jobs are open until their answers are believed.
///
/// The order that the promises rest on: intents are durable before a byte leaves; answers are
/// durable before anybody believes them.
class Submitter {
 public:
  /// Everything but `endpoint`, which holds the key, is borrowed and must outlive the submitter.
  /// `form`: what every attempt of this run has: the run, server, manifest and currency. `counts`:
  /// of all rows that the user selected, those of `orders` among them.
  Submitter(const std::vector<Order>& orders, const Counts& counts, const ledger::Attempt& form,
            ledger::Ledger& ledger, const api::Endpoint& endpoint, const SubmitSettings& settings,
            World world, Observer& observer);

  /// Returns when every row is settled, or nothing more may be started and nothing is in flight, or
  /// the user asked twice to stop. Throws Error (disk) where the ledger fails: nothing is sent
  /// after that, and the answers still on their way are awaited and handed to Observer::unrecorded.
  RunEnd run();

  /// What the server allows, where that is less than the settings do.
  Allowance learned() const;

 private:
  struct Row {
    Status status = Status::not_sent;  ///< what it is if the run ends now
    int tries = 0;                     ///< that left in this run
    int intents = 0;                   ///< that were written down in this run
    bool expected = false;             ///< the ledger knows what it asks for
    std::size_t lane = 0;              ///< of its model, as the line has it
  };
  /// A model that rows ask for.
  struct Model {
    std::string name;
    int refusals = 0;                ///< in a row, once for all that left before one was heard
    Moment refused = Moment::min();  ///< the last time

    bool is_given_up() const { return refusals >= most_refusals_of_model; }
  };
  /// A request whose intent is written down.
  struct Departure {
    std::size_t row = 0;
    std::int64_t number = 0;    ///< of the attempt, in the ledger
    int attempt = 1;            ///< which try of its slot
    std::uint64_t written = 0;  ///< it may leave once so many facts are durable
  };
  struct Flight {
    std::int64_t number = 0;
    int attempt = 1;
    Permit permit;
  };
  struct Answer {
    std::size_t row = 0;
    std::int64_t number = 0;
    int attempt = 1;
    std::uint64_t written = 0;  ///< it may be believed once so many facts are durable
    Outcome outcome;
    Status status = Status::in_doubt;  ///< of the row, from now on
    bool again = false;                ///< it will be tried again by itself
    bool holds = false;                ///< everybody waits because of it
    bool corrects = false;             ///< it was told before, as another status
  };

  void send_rows();
  void check_time_and_signals();
  void take_in_answers();
  void judge_task(const Order& order, Outcome& outcome);
  void decide(Answer& answer, const api::RateAdvice& advice, const Permit& permit, Moment now);
  std::optional<Duration> wait_of(const Answer& answer);
  void note_model(const Answer& answer, Moment left, Moment now);
  void note_forbidden(Answer& answer);
  void write(Answer& answer);
  void choose_all_that_may();
  void expect_from(std::size_t row);
  void settle();
  void believe_what_is_durable();
  void believe(const Answer& answer);
  void tell_end();
  void withdraw();
  void start();
  bool wait_until(Moment moment);
  void rescue_answers();
  void end(RunEnd end);
  void receive(Duration at_most);
  Pacer rehearsed(Moment now) const;
  Moment next_start(const Pacer& pacer) const;
  bool departs_soon() const;
  bool is_next_durable() const;
  std::size_t under_way() const;
  std::size_t jobs() const;
  bool has_room() const;
  std::size_t most_a_turn() const;
  Duration patience();
  std::optional<Wait> wait(Moment now) const;
  Tally tally(Moment now) const;

  const std::vector<Order>& orders_;
  ledger::Attempt form_;
  ledger::Ledger& ledger_;
  std::shared_ptr<const http::Envelope> envelope_;  ///< of every request
  SubmitSettings settings_;
  World world_;
  Observer& observer_;

  WaitingLine line_;
  Pacer pacer_;
  LeadTime lead_time_;
  StopRule stop_rule_;
  KnownTasks known_tasks_;
  std::vector<Row> rows_;          ///< of the orders, in their order
  std::vector<Model> models_;      ///< by lane
  std::vector<Answer> forbidden_;  ///< rejected with 403 since anything was accepted
  std::unordered_map<std::size_t, Flight> in_flight_;  ///< by row
  std::deque<Departure> departures_;                   ///< not yet durable, or not yet due
  std::deque<http::Reply> arrived_;                    ///< not looked at yet
  std::deque<Answer> judged_;                          ///< judged, and not yet durable
  Moment sync_began_;
  ErrorClass last_refusal_ = ErrorClass::none;  ///< of a row that is tried again
  Counts counts_;
  std::optional<RunEnd> end_;
  bool end_told_ = false;
  bool is_any_kept_back_ = false;  ///< a row was not sent, or not again, because the run had ended
};

}  // namespace shotlist::submit

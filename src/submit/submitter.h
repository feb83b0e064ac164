#pragma once
// The loop that spends money: sends every row of a plan that may be sent, and none twice.

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
#include "submit/companion.h"
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

/// How fast a run sends, and how long it keeps trying.
struct SubmitSettings {
  Pace pace;                  ///< first tries and retries together
  std::int64_t burst = 1;     ///< requests that may leave at once under a rate
  std::int64_t jobs = 4;      ///< most requests in flight
  std::int64_t attempts = 5;  ///< tries per row in this run, of what is known to be free
  std::optional<CountOrShare> stop_after;  ///< failed rows
  Duration give_up =
      std::chrono::minutes(10);                ///< ends the run if nothing gets through for so long
  std::optional<std::size_t> unfinished = {};  ///< most tasks at a time; only with a companion
  std::size_t first = 0;  ///< the order to begin with: those before it come last
};

/// The environment of a run, all borrowed.
struct World {
  system::Clock& clock;
  system::Random& random;
  http::Transport& transport;
  system::StopSignal& stop;
};

/// Places each order once, and keeps the requests of those alone that are under way or come next.
/// One thread, no sleep. The ledger commits in parallel to the loop, one
/// commit at a time, for everything queued since the last. A row takes one of the jobs from its
/// intent until its answer arrives. At most twice as many rows as jobs are open until their answers
/// are believed.
///
/// The order that the guarantees depend on: intents are durable before a byte leaves; answers are
/// durable before they are believed.
class Submitter {
 public:
  /// Everything except `endpoint`, which holds the key, is borrowed and must outlive the submitter.
  /// `form` holds what all attempts of this run share: the run, server, manifest and currency.
  /// `counts` covers all selected rows, including those of `orders`. The run goes on until the
  /// companion, if there is one, is over, too.
  Submitter(const Orders& orders, const Counts& counts, const ledger::Attempt& form,
            ledger::Ledger& ledger, const api::Endpoint& endpoint, const SubmitSettings& settings,
            World world, Observer& observer, Companion* companion = nullptr);

  /// Returns when every row is settled, or nothing more may be started and nothing is in flight, or
  /// the user asked twice to stop. Throws Error (disk) if the ledger fails: nothing is sent after
  /// that, and the answers still on their way are awaited and passed to Observer::unrecorded.
  RunEnd run();

  /// The server's limits that are below the settings.
  Allowance learned() const;

 private:
  using SharedRequest = std::shared_ptr<const Request>;

  struct Row {
    Status status = Status::not_sent;  ///< its status if the run ends now
    int tries = 0;                     ///< requests sent in this run
    int intents = 0;                   ///< the next try in its slot, counted from the order's
    bool is_busy = false;              ///< another run is trying it
    bool expected = false;             ///< the ledger has its request
    SharedRequest request;             ///< of a row that was expected and is not under way yet
  };
  /// A model that rows ask for.
  struct Model {
    std::string name;
    int refusals = 0;                ///< in a row; requests already under way are not counted again
    Moment refused = Moment::min();  ///< when last refused

    bool is_given_up() const { return refusals >= most_refusals_of_model; }
  };
  /// A request whose intent is written.
  struct Departure {
    std::size_t row = 0;
    SharedRequest request;
    std::int64_t number = 0;    ///< of the attempt in the ledger
    int attempt = 1;            ///< number of the try in its slot
    std::uint64_t written = 0;  ///< it may leave once this many facts are durable
    std::string entry;
    Moment leaves = Moment::min();  ///< by the pace of all runs, in a shared ledger
    bool is_granted = false;        ///< by a shared ledger
  };
  struct Flight {
    SharedRequest request;
    std::int64_t number = 0;
    int attempt = 1;
    Permit permit;
    std::string entry;
  };
  struct Answer {
    std::size_t row = 0;
    SharedRequest request;
    std::int64_t number = 0;
    int attempt = 1;
    std::uint64_t written = 0;  ///< it may be believed once this many facts are durable
    Outcome outcome;
    Status status = Status::in_doubt;  ///< the row's new status
    bool again = false;                ///< the row will be retried automatically
    bool holds = false;                ///< the whole line waits because of it
    bool corrects = false;             ///< it was reported before with another status
    std::string entry;
  };

  /// Tickets of the companion's requests; smaller ones are rows.
  static constexpr std::uint64_t first_look = std::uint64_t{1} << 63U;

  void send_rows();
  void check_time_and_signals();
  void take_in_answers();
  void judge_task(const Request& request, int copy, Outcome& outcome);
  void decide(Answer& answer, const api::RateAdvice& advice, const Permit& permit, Moment now);
  bool settle_pace(const Outcome& outcome, const api::RateAdvice& advice, const Permit& permit,
                   Moment now);
  std::optional<Duration> wait_of(const Answer& answer);
  void note_model(const Answer& answer, Moment left, Moment now);
  void note_forbidden(const Answer& answer);
  const Answer& write(Answer answer);
  void choose_all_that_may();
  void expect_from(std::size_t row);
  SharedRequest take_request(std::size_t row);
  std::size_t lane_of(std::size_t row) const;
  void settle();
  void believe_what_is_durable();
  void believe(const Answer& answer);
  void tell_end();
  void withdraw();
  void write_withdrawn(const Departure& departure, std::string_view why, bool again);
  Moment sign_of_life_due() const;
  void take_in_grants();
  bool may_leave(Departure& departure, const ledger::Grant& grant);
  void keep_away_from_others();
  void withdraw_late();
  void start();
  void start_row();
  void start_look();
  void take_in_look(const http::Reply& reply);
  bool is_look_due() const;
  bool must_look_first() const;
  bool waits_for_end_of_task(const Outcome& outcome);
  bool may_have_more_tasks() const;
  bool waits_for_tasks() const;
  bool wait_until(Moment moment);
  void rescue_answers();
  void end(RunEnd end);
  void receive(Duration at_most);
  Pacer rehearsed(Moment now) const;
  Moment next_start(const Pacer& pacer) const;
  Moment next_departure() const;
  bool departs_soon() const;
  bool is_next_durable() const;
  std::size_t under_way() const;
  std::size_t jobs() const;
  bool has_own_rows() const;
  bool gather();
  bool has_room() const;
  bool is_wire_full() const;
  bool must_leave_on_time() const;
  std::size_t most_a_turn() const;
  Duration patience();
  std::optional<Wait> wait(Moment now) const;
  Tally tally(Moment now) const;

  const Orders& orders_;
  ledger::Attempt form_;
  ledger::Ledger& ledger_;
  std::shared_ptr<const http::Envelope> envelope_;  ///< shared by all requests
  SubmitSettings settings_;
  World world_;
  Observer& observer_;
  Companion* companion_;

  WaitingLine line_;
  std::size_t busy_ = 0;  ///< rows in the line that other runs are trying
  Pacer pacer_;
  LeadTime lead_time_;
  Moment asks_again_ = Moment::min();  ///< the pace of all runs has no room before
  StopRule stop_rule_;
  KnownTasks known_tasks_;
  std::vector<Row> rows_;          ///< by order
  std::vector<Model> models_;      ///< by lane
  std::vector<Answer> forbidden_;  ///< rejected with 403 since the last acceptance
  std::unordered_map<std::size_t, Flight> in_flight_;  ///< by row
  std::unordered_map<std::uint64_t, Permit> looks_;    ///< the companion's requests, by ticket
  std::uint64_t last_look_ = first_look;
  std::size_t rows_since_look_ = 0;
  std::optional<std::size_t> most_unfinished_;  ///< as the server showed, or the user set
  std::deque<Departure> departures_;            ///< not yet durable or not yet due
  std::deque<http::Reply> arrived_;             ///< not judged yet
  std::deque<Answer> judged_;                   ///< judged but not yet durable
  Moment sync_began_;
  Moment heard_of_ledger_;
  ErrorClass last_refusal_ = ErrorClass::none;  ///< of a row that will be retried
  Counts counts_;
  std::optional<RunEnd> end_;
  bool end_told_ = false;
  bool is_any_kept_back_ =
      false;  ///< a row was not sent, or not retried, because the run had ended
};

}  // namespace shotlist::submit

#include "promises/wire_run.h"

#include <algorithm>
#include <map>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "api/endpoint.h"
#include "api/request_body.h"
#include "http/curl_transport.h"
#include "plan/plan.h"
#include "submit/exit_code.h"
#include "submit/submitter.h"
#include "support/test_orders.h"
#include "support/virtual_run.h"
#include "system/epoll_queue.h"

namespace shotlist::tests {
namespace {

using namespace std::chrono_literals;

/// Carries out a script on a RawServer, each deed at its virtual time.
class WireServer {
 public:
  /// What is due on a connection.
  struct Act {
    Moment at;
    std::size_t number = 0;  ///< in the order of their making
    int connection = 0;
    std::string bytes;
    RawAnswer::Then then = RawAnswer::Then::keep;
    std::optional<std::size_t> ends;  ///< the request of this number

    friend bool operator<(const Act& a, const Act& b) {
      return std::tie(a.at, a.number) < std::tie(b.at, b.number);
    }
  };

  struct Arrival {
    std::size_t row = 0;  ///< counted from 0
    std::size_t request = 0;
  };

  /// All is borrowed. Tells the rows by the bodies of `requests`.
  WireServer(const Requests& requests, const WireScript& script, std::string greeting,
             Duration latency, WireReport& report, std::vector<std::size_t>& charges)
      : script_(script),
        latency_(latency),
        report_(report),
        charges_(charges),
        // Answers are written by `do_next`, when it is their time.
        server_([](const RawRequest&) { return RawAnswer(); }, {std::move(greeting), {}}) {
    for (std::size_t row = 0; row < requests.rows.size(); ++row)
      rows_[requests.rows[row].body] = row;
  }

  RawServer& raw() { return server_; }

  std::size_t row_of(const std::string& body) const { return rows_.at(body); }

  /// Takes in what has arrived by `now`.
  std::vector<Arrival> take_arrivals(Moment now) {
    std::vector<Arrival> arrivals;
    const std::vector<RawRequest> requests = server_.requests();
    for (; seen_ < requests.size(); ++seen_) {
      const RawRequest& request = requests[seen_];
      const auto row = rows_.find(request.body);
      if (row == rows_.end()) {
        ++report_.strangers;
        continue;
      }
      arrivals.push_back({row->second, seen_});
      plan(request.connection, row->second, now);
    }
    return arrivals;
  }

  Moment next() const { return acts_.empty() ? Moment::max() : acts_.front().at; }

  /// Returns the request that ends with it.
  std::optional<std::size_t> do_next() {
    const Act act = acts_.front();
    acts_.erase(acts_.begin());
    server_.write(act.connection, act.bytes, act.then);
    return act.ends;
  }

 private:
  void plan(int connection, std::size_t row, Moment now) {
    const Asked asked{row + 1, report_.requests[row]++, seen_, WireHouse::task_of(row + 1)};
    const Deed deed = script_(asked);
    if (deed.charges) ++charges_[row];
    report_.given[row] = deed.task;
    using Ends = Deed::Ends;
    Moment at = now + latency_;
    const bool is_last = deed.later.empty();
    add({at, 0, connection, deed.bytes, is_last ? deed.then : RawAnswer::Then::keep,
         deed.ends == Ends::with_bytes ? std::optional(seen_) : std::nullopt});
    for (const RawAnswer::Later& later : deed.later) {
      at += later.after;
      const bool last = &later == &deed.later.back();
      add({at, 0, connection, later.bytes, last ? deed.then : RawAnswer::Then::keep,
           last && deed.ends == Ends::with_last ? std::optional(seen_) : std::nullopt});
    }
  }

  void add(Act act) {
    act.number = made_++;
    acts_.insert(std::upper_bound(acts_.begin(), acts_.end(), act), act);
  }

  const WireScript& script_;
  Duration latency_;
  WireReport& report_;
  std::vector<std::size_t>& charges_;
  std::map<std::string, std::size_t> rows_;
  std::size_t seen_ = 0;
  std::size_t made_ = 0;
  std::vector<Act> acts_;
  RawServer server_;
};

/// The real wire, of which nobody ever waits for anything but bytes that are on their way.
class VirtualWire final : public http::Transport {
 public:
  /// Borrows all.
  VirtualWire(http::Transport& wire, WireServer& server, VirtualClock& clock)
      : wire_(wire), server_(server), clock_(clock) {}

  void start(std::uint64_t ticket, http::Message message) override {
    flights_[ticket] = {clock_.now() + message.envelope->timeout, server_.row_of(message.body), {}};
    wire_.start(ticket, std::move(message));
  }

  std::vector<http::Reply> wait(Duration at_most) override {
    const Moment until = clock_.now() + at_most;
    for (std::vector<http::Reply> replies = let_all_arrive();; replies = step(until)) {
      if (!replies.empty() || clock_.now() >= until) return replies;
    }
  }

 private:
  struct Flight {
    Moment deadline;
    std::size_t row = 0;
    std::optional<std::size_t> request;  ///< once it has arrived
  };

  // Far more than any machine needs.
  static constexpr int most_rounds = 20'000;
  static constexpr Duration round = 1ms;

  std::vector<http::Reply> look(Duration at_most) {
    std::vector<http::Reply> replies = wire_.wait(at_most);
    for (const http::Reply& reply : replies)
      flights_.erase(reply.ticket);
    for (const auto& [row, request] : server_.take_arrivals(clock_.now())) {
      for (auto& [ticket, flight] : flights_) {
        if (flight.row == row) flight.request = request;
      }
    }
    return replies;
  }

  // Until the server has read each request, or it is known that it never will.
  std::vector<http::Reply> let_all_arrive() {
    std::vector<http::Reply> replies = look(Duration::zero());
    for (int left = most_rounds; replies.empty() && is_any_on_its_way(); replies = look(round)) {
      if (--left == 0) throw std::runtime_error("a request never arrived");
    }
    return replies;
  }

  bool is_any_on_its_way() const {
    return std::any_of(flights_.begin(), flights_.end(),
                       [](const auto& each) { return !each.second.request; });
  }

  bool is_waited_for(std::optional<std::size_t> request) const {
    return request && std::any_of(flights_.begin(), flights_.end(),
                                  [&](const auto& each) { return each.second.request == request; });
  }

  // To the next thing that happens, or to `until`.
  std::vector<http::Reply> step(Moment until) {
    Moment deadline = Moment::max();
    for (const auto& [ticket, flight] : flights_)
      deadline = std::min(deadline, flight.deadline);
    const Moment next = std::min(server_.next(), deadline);
    clock_.advance_to(std::min(next, until));
    if (next > until || server_.next() > next) return look(Duration::zero());
    const auto ended = server_.do_next();
    std::vector<http::Reply> replies = look(Duration::zero());
    for (int left = most_rounds; is_waited_for(ended);) {
      if (--left == 0) throw std::runtime_error("an answer never arrived");
      for (http::Reply& reply : look(round))
        replies.push_back(std::move(reply));
    }
    return replies;
  }

  http::Transport& wire_;
  WireServer& server_;
  VirtualClock& clock_;
  std::map<std::uint64_t, Flight> flights_;  ///< by ticket
};

/// Has the greeting of each new connection be there when it is looked at.
class PoliteQueue final : public EventQueue {
 public:
  explicit PoliteQueue(RawServer* greeter) : greeter_(greeter) {}

  void watch(int descriptor, bool readable, bool writable) override {
    queue_.watch(descriptor, readable, writable);
  }
  void forget(int descriptor) override { queue_.forget(descriptor); }
  void close(int descriptor) override { queue_.close(descriptor); }
  Waiting waiting_on(int connection) override {
    if (greeter_ != nullptr) greeter_->await_connections(++looks_);
    return queue_.waiting_on(connection);
  }
  void hang_up(int connection) override { queue_.hang_up(connection); }
  int local_port(int connection) override { return queue_.local_port(connection); }
  const std::vector<Event>& wait(Duration at_most) override { return queue_.wait(at_most); }

 private:
  system::EpollQueue queue_;
  RawServer* greeter_;
  int looks_ = 0;
};

void ask_for(Request& request, const std::string& model) {
  for (auto& [name, value] : request.fields) {
    if (name == "model") value = model;
  }
  request.body = api::request_body(request.fields);
  request.fingerprint = api::request_fingerprint(request.body);
}

// Each run's server has another port.
constexpr const char* server_name = "https://example.com";

}  // namespace

std::size_t WireReport::all_requests() const {
  return std::accumulate(requests.begin(), requests.end(), strangers);
}

WireHouse::WireHouse(WireSettings settings)
    : settings_(std::move(settings)),
      requests_(sample_requests(settings_.rows)),
      ledger_(ledger::Database::in_memory(), worker_, names_),
      charges_(settings_.rows) {
  if (!settings_.second_model_from) return;
  for (std::size_t row = *settings_.second_model_from; row <= settings_.rows; ++row)
    ask_for(requests_.rows[row - 1], "sora-2");
}

std::string WireHouse::task_of(std::size_t row) {
  return fmt::format("task_{:020}", row);
}

WireReport WireHouse::run(const WireScript& script) {
  return run(script, settings_.greeting, !settings_.nobody_listens);
}

WireReport WireHouse::run_well() {
  const auto well = [](const Asked& asked) {
    Deed deed{http_answer(200, fmt::format(R"({{"id":"{}"}})", asked.task)), true};
    deed.task = asked.task;
    return deed;
  };
  return run(well, {}, true);
}

WireReport WireHouse::run(const WireScript& script, const std::string& greeting,
                          bool anybody_listens) {
  WireReport report;
  report.requests.resize(settings_.rows);
  report.given.resize(settings_.rows);
  const DeadPort nobody;
  WireServer server(requests_, script, greeting, settings_.latency, report, charges_);
  const std::string url =
      anybody_listens ? server.raw().url("") : "http://127.0.0.1:" + std::to_string(nobody.port());
  PoliteQueue events(greeting.empty() ? nullptr : &server.raw());
  submit::RunEnd end;
  {
    http::CurlTransport wire(static_cast<int>(settings_.jobs), events,
                             [this] { return clock_.now(); });
    VirtualWire transport(wire, server, clock_);
    VirtualRandom random(1);
    VirtualStop stop(clock_);
    const Lifetime life;
    RecordingObserver observer(clock_, life);
    const api::Endpoint endpoint{url,
                                 "/v1/video/create",
                                 "/v1/video/query",
                                 {},
                                 Secret("a-key-of-nobody"),
                                 "shotlist",
                                 timeout,
                                 timeout,
                                 {}};
    submit::SubmitSettings settings;
    settings.jobs = settings_.jobs;
    settings.pace.rate = settings_.rate;
    ledger::Attempt form;
    form.server = server_name;
    form.manifest = "shots";
    ledger::Run run;
    run.id = to_hex(names_.bits());
    form.run = ledger_.begin(run);
    TestOrders orders(requests_.rows);
    Counts counts;
    const std::vector<plan::Match> before = matches();
    for (std::size_t row = 0; row < before.size(); ++row) {
      plan::Row planned{before[row]};
      plan::decide(planned, {}, {});
      counts.add(planned.status());
      if (planned.action != plan::Action::send) continue;
      orders.add(row, planned);
    }
    submit::Submitter submitter(orders, counts, form, ledger_, endpoint, settings,
                                {clock_, random, transport, stop}, observer);
    end = submitter.run();
  }
  server.raw().stop();
  server.take_arrivals(clock_.now());  // what libcurl may have sent without a word

  for (const plan::Match& row : matches()) {
    report.counts.add(row.status());
    const ledger::Attempt known = row.tries.empty() ? ledger::Attempt() : row.tries.back();
    report.rows.push_back(
        {row.status(), known.error_class, known.task_id, known.named_task, known.error});
  }
  report.exit_code = submit::exit_code_of(end, report.counts);
  report.why = end.why.english;
  return report;
}

std::vector<plan::Match> WireHouse::matches() {
  std::vector<plan::Asked> asked;
  for (const Request& request : requests_.rows)
    asked.push_back({request.id, request.fingerprint});
  ledger::Reader reader(ledger_.database());
  const plan::LookElsewhere nowhere = [](const auto&) { return std::vector<plan::Elsewhere>(); };
  return plan::match(asked, {"shots", server_name, {}}, {reader, nowhere, {}},
                     [](std::size_t) { return std::string(); });
}

}  // namespace shotlist::tests

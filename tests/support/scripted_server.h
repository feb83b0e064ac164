#pragma once
// A paid API in memory, which does with each request what a test wrote down, and keeps a till.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http/transport.h"
#include "support/lifetime.h"
#include "support/virtual_time.h"

namespace shotlist::tests {

/// What becomes of one request.
struct Behaviour {
  bool charges = false;
  http::Reply reply;  ///< in its body, `{id}` stands for the new task's id
  Duration latency = std::chrono::seconds(1);
};

/// Behaviours by name. `after` is the time until the reply, or until its absence is noticed.
Behaviour accepts(Duration after = std::chrono::seconds(1));
Behaviour rate_limited(std::optional<int> retry_after_seconds = {});
Behaviour overloaded();
Behaviour no_channel();
Behaviour gateway_error();          ///< 500 in the gateway's own words: nothing was charged
Behaviour bad_gateway_charged();    ///< 502, and the task was made
Behaviour dropped_before_charge();  ///< the bytes left, the connection died, nothing was made
Behaviour dropped_charged();
Behaviour silent_charged(Duration timeout = std::chrono::seconds(120));
Behaviour no_id_charged();  ///< 200 with a page of HTML
Behaviour unreachable();    ///< not one byte left
Behaviour refuses();        ///< 400
Behaviour moderates();      ///< 400, because of the prompt
Behaviour bad_key();        ///< 401
Behaviour no_money();       ///< 402

/// Lives outside the process that is killed: what it charged stays charged.
class ScriptedServer {
 public:
  struct Arrival {
    std::string body;
    Moment at;
  };

  /// Decides on the `nth` arrival (from 0) of a body.
  using Script = std::function<Behaviour(const std::string& body, std::size_t nth)>;

  explicit ScriptedServer(Script script) : script_(std::move(script)) {}

  /// The first byte of a request has left its machine, or could not.
  Behaviour receive(const std::string& body, Moment now);

  /// The task ids that `body` was charged for, in order.
  const std::vector<std::string>& charged(const std::string& body) { return till_[body]; }

  /// Task ids that a reply carries to whoever waits for it.
  const std::vector<std::string>& told() const { return told_; }

  /// Everything that was sent, in order; those that no byte of left included.
  const std::vector<Arrival>& arrivals() const { return arrivals_; }

 private:
  Script script_;
  std::map<std::string, std::size_t> seen_;
  std::map<std::string, std::vector<std::string>> till_;
  std::vector<std::string> told_;
  std::vector<Arrival> arrivals_;
  std::size_t tasks_ = 0;
};

/// One process's wire to the server, on virtual time. What is started leaves at once, as Transport
/// promises: whoever starts first and writes its ledger after is caught.
class VirtualTransport final : public http::Transport {
 public:
  VirtualTransport(ScriptedServer& server, VirtualClock& clock, const VirtualStop& stop,
                   Lifetime& life)
      : server_(server), clock_(clock), stop_(stop), life_(life) {}

  void start(std::uint64_t ticket, http::Message message) override;
  std::vector<http::Reply> wait(Duration at_most) override;

  std::size_t most_in_flight() const { return most_in_flight_; }

  /// When something beside the wire ends a wait; where there is none, nothing does.
  std::function<Moment()> waker;

 private:
  std::vector<http::Reply> take_what_arrived();

  ScriptedServer& server_;
  VirtualClock& clock_;
  const VirtualStop& stop_;
  Lifetime& life_;
  std::multimap<Moment, http::Reply> on_the_way_;
  std::size_t most_in_flight_ = 0;
  int idle_waits_ = 0;
};

}  // namespace shotlist::tests

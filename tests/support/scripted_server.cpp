#include "support/scripted_server.h"

#include <algorithm>
#include <stdexcept>

namespace shotlist::tests {
namespace {

using namespace std::chrono_literals;

Behaviour answers(int status, std::string body, bool charges = false) {
  Behaviour behaviour;
  behaviour.charges = charges;
  behaviour.reply.transfer = http::Transfer::complete;
  behaviour.reply.status = status;
  behaviour.reply.body = std::move(body);
  return behaviour;
}

Behaviour fails(http::Transfer transfer, std::string fault, bool charges) {
  Behaviour behaviour;
  behaviour.charges = charges;
  behaviour.reply.transfer = transfer;
  behaviour.reply.fault = std::move(fault);
  return behaviour;
}

}  // namespace

Behaviour accepts(Duration after) {
  Behaviour behaviour = answers(200, R"({"id":"{id}","status":"pending"})", true);
  behaviour.latency = after;
  return behaviour;
}

Behaviour rate_limited(std::optional<int> retry_after_seconds) {
  Behaviour behaviour = answers(429, R"({"error":{"message":"too many requests"}})");
  if (retry_after_seconds) {
    behaviour.reply.headers = {{"retry-after", std::to_string(*retry_after_seconds)}};
  }
  return behaviour;
}

Behaviour overloaded() {
  return answers(503, R"({"error":{"message":"overloaded"}})");
}

Behaviour no_channel() {
  return answers(503, R"({"error":{"message":"no such model","code":"model_not_found"}})");
}

Behaviour gateway_error() {
  return answers(500, R"({"error":{"message":"something broke","type":"api_error"}})");
}

Behaviour bad_gateway_charged() {
  return answers(502, "<html>bad gateway</html>", true);
}

Behaviour dropped_before_charge() {
  return fails(http::Transfer::broken, "the connection was closed", false);
}

Behaviour dropped_charged() {
  return fails(http::Transfer::broken, "the connection was closed", true);
}

Behaviour silent_charged(Duration timeout) {
  Behaviour behaviour = fails(http::Transfer::timed_out, "no answer in time", true);
  behaviour.latency = timeout;
  return behaviour;
}

Behaviour no_id_charged() {
  return answers(200, "<html>welcome</html>", true);
}

Behaviour unreachable() {
  Behaviour behaviour = fails(http::Transfer::broken, "connection refused", false);
  behaviour.reply.bytes_left = false;
  return behaviour;
}

Behaviour refuses() {
  return answers(400, R"({"error":{"message":"duration must be 15 or 25"}})");
}

Behaviour moderates() {
  return answers(400, R"({"error":{"message":"content_violation"}})");
}

Behaviour bad_key() {
  return answers(401, R"({"error":{"message":"invalid api key"}})");
}

Behaviour no_money() {
  return answers(402, R"({"error":{"message":"insufficient balance"}})");
}

Behaviour ScriptedServer::receive(const std::string& body, Moment now) {
  arrivals_.push_back({body, now});
  Behaviour behaviour = script_(body, seen_[body]++);
  if (behaviour.charges) {
    const std::string id = "sora-2:task_" + std::to_string(++tasks_);
    till_[body].push_back(id);
    std::string& text = behaviour.reply.body;
    if (const auto place = text.find("{id}"); place != std::string::npos) {
      text.replace(place, 4, id);
      told_.push_back(id);
    }
  }
  return behaviour;
}

void VirtualTransport::start(std::uint64_t ticket, http::Message message) {
  if (life_.step()) throw Killed();
  Behaviour behaviour = server_.receive(message.body, clock_.now());
  behaviour.reply.ticket = ticket;
  behaviour.reply.elapsed = behaviour.latency;
  on_the_way_.emplace(clock_.now() + behaviour.latency, std::move(behaviour.reply));
  most_in_flight_ = std::max(most_in_flight_, on_the_way_.size());
}

std::vector<http::Reply> VirtualTransport::wait(Duration at_most) {
  if (life_.step()) throw Killed();
  const Moment before = clock_.now();
  Moment until = std::min(before + at_most, stop_.next());
  if (!on_the_way_.empty()) until = std::min(until, on_the_way_.begin()->first);
  if (waker) until = std::min(until, waker());
  clock_.advance_to(until);
  std::vector<http::Reply> replies = take_what_arrived();
  // A loop that neither waits nor learns anything would burn a processor in the real world.
  idle_waits_ = replies.empty() && clock_.now() == before ? idle_waits_ + 1 : 0;
  if (idle_waits_ > 10) throw std::logic_error("the loop spins");
  return replies;
}

std::vector<http::Reply> VirtualTransport::take_what_arrived() {
  std::vector<http::Reply> replies;
  while (!on_the_way_.empty() && on_the_way_.begin()->first <= clock_.now()) {
    replies.push_back(std::move(on_the_way_.begin()->second));
    on_the_way_.erase(on_the_way_.begin());
  }
  return replies;
}

}  // namespace shotlist::tests

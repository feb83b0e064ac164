#include "promises/moody_provider.h"

#include <iterator>

#include "base/digest.h"

namespace shotlist::tests {
namespace {

using namespace std::chrono_literals;

using Mood = Behaviour (*)(VirtualRandom&);

Behaviour answered(int status, const char* body, bool charges) {
  Behaviour behaviour;
  behaviour.charges = charges;
  behaviour.reply.transfer = http::Transfer::complete;
  behaviour.reply.status = status;
  behaviour.reply.body = body;
  return behaviour;
}

bool coin(VirtualRandom& chance) {
  return chance.below(2) == 0;
}

Behaviour unclear(VirtualRandom& chance) {
  const int statuses[] = {408, 409, 500, 502, 504, 520, 522, 524, 599};
  return answered(statuses[chance.below(std::size(statuses))], "<html>error</html>", coin(chance));
}

Behaviour broken_off(VirtualRandom& chance) {
  Behaviour behaviour = coin(chance) ? dropped_charged() : dropped_before_charge();
  behaviour.charges = coin(chance);
  if (coin(chance)) {
    behaviour.reply.status = 200;
    behaviour.reply.body = R"({"sta)";
  }
  return behaviour;
}

Behaviour silent(VirtualRandom& chance) {
  Behaviour behaviour = silent_charged(std::chrono::milliseconds(60'000 + chance.below(60'000)));
  behaviour.charges = coin(chance);
  return behaviour;
}

Behaviour nonsense(VirtualRandom& chance) {
  const char* bodies[] = {"",
                          "<html>welcome</html>",
                          "{}",
                          R"({"id":null})",
                          R"({"id":"ta)",
                          "\xff\xfe\x00 not text",
                          R"(["id"])",
                          R"({"status":"pending"})"};
  return answered(coin(chance) ? 200 : 202, bodies[chance.below(std::size(bodies))], coin(chance));
}

Behaviour not_now(VirtualRandom& chance) {
  switch (chance.below(5)) {
    case 0:
      return rate_limited(static_cast<int>(chance.below(100)));
    case 1: {
      Behaviour behaviour = rate_limited();
      behaviour.reply.headers = {{"retry-after", "Sun, 01 Mar 2026 10:00:00 GMT"}};
      return behaviour;
    }
    case 2:
      return no_channel();
    case 3:
      return overloaded();
    default:
      return rate_limited();
  }
}

Behaviour no(VirtualRandom& chance) {
  switch (chance.below(5)) {
    case 0:
      return gateway_error();
    case 1:
      return moderates();
    case 2:
      return answered(200, R"({"error":{"message":"no","code":"invalid_request"}})", false);
    case 3:
      return answered(422, "{\"error\":{\"message\":\"\xc3\x28 no\"}}", false);
    default:
      return refuses();
  }
}

Behaviour out_of_reach(VirtualRandom&) {
  return unreachable();
}

Behaviour end_of_all(VirtualRandom& chance) {
  switch (chance.below(4)) {
    case 0:
      return no_money();
    case 1:
      return answered(404, R"({"error":{"message":"Invalid URL"}})", false);
    case 2:
      return answered(302, "", false);
    default:
      return bad_key();
  }
}

Behaviour late_or_at_once(VirtualRandom& chance) {
  const Duration latencies[] = {0s, 200ms, 1s, 3s, 20s, 110s};
  Behaviour behaviour = accepts(latencies[chance.below(std::size(latencies))]);
  if (chance.below(4) == 0) behaviour.reply.body = R"({"data":{"id":"{id}"}})";
  return behaviour;
}

constexpr Mood troubles[] = {unclear, broken_off, silent, nonsense,    not_now,
                             not_now, no,         no,     out_of_reach};
constexpr Mood outages[] = {unclear, broken_off, silent, not_now, out_of_reach, out_of_reach};

}  // namespace

MoodyProvider::MoodyProvider(std::uint64_t seed, VirtualClock& clock) : seed_(seed), clock_(clock) {
  VirtualRandom chance(seed);
  const std::size_t troubles_of_weeks[] = {0, 5, 20, 60};
  const std::size_t outages_of_weeks[] = {0, 0, 10, 30};
  trouble_ = troubles_of_weeks[chance.below(4)];
  outage_ = outages_of_weeks[chance.below(4)];
  showstopper_ = coin(chance) ? 0 : 20;
}

Behaviour MoodyProvider::answer(const std::string& body, std::size_t nth) {
  VirtualRandom chance(seed_ ^ checksum(body) ^ (nth << 40U));
  if (well_) return late_or_at_once(chance);
  const auto spell = static_cast<std::uint64_t>(clock_.now().time_since_epoch() / 4min);
  VirtualRandom weather(seed_ ^ (spell * 0x9e37U));
  if (weather.below(100) < outage_) return outages[weather.below(std::size(outages))](chance);
  if (chance.below(10'000) < showstopper_) return end_of_all(chance);
  if (chance.below(100) < trouble_) return troubles[chance.below(std::size(troubles))](chance);
  return late_or_at_once(chance);
}

}  // namespace shotlist::tests

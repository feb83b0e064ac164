#include "sandbox/dice.h"

#include <cstdlib>
#include <map>
#include <vector>

#include "base/error.h"
#include "support/catch2.h"

namespace shotlist::tests::dice_test {

using namespace shotlist::sandbox;

namespace {

std::vector<std::optional<Fault>> draws(Dice dice, int count) {
  std::vector<std::optional<Fault>> drawn;
  for (int i = 0; i < count; ++i)
    drawn.push_back(dice.draw());
  return drawn;
}

}  // namespace

TEST_CASE("the same seed draws the same faults, another seed draws others") {
  const Faults faults = {{Fault::bad_gateway, 0.3}, {Fault::silence, 0.3}};
  CHECK(draws(Dice(faults, 7), 200) == draws(Dice(faults, 7), 200));
  CHECK(draws(Dice(faults, 7), 200) != draws(Dice(faults, 8), 200));
}

TEST_CASE("faults come as often as they were asked for") {
  std::map<std::optional<Fault>, int> times;
  const Faults faults = {{Fault::refusal, 0.25}, {Fault::no_id, 0.05}};
  for (const auto& fault : draws(Dice(faults, 1), 10'000))
    ++times[fault];
  CHECK(times.size() == 3);
  CHECK(std::abs(times[Fault::refusal] - 2'500) < 200);
  CHECK(std::abs(times[Fault::no_id] - 500) < 100);
}

TEST_CASE("a probability of 1 always strikes and one of 0 never does") {
  const Faults faults = {{Fault::rate_limited, 0}, {Fault::drop_after, 1}};
  for (const auto& fault : draws(Dice(faults, 3), 1'000))
    REQUIRE(fault == Fault::drop_after);
  for (const auto& fault : draws(Dice({}, 3), 1'000))
    REQUIRE_FALSE(fault);
}

TEST_CASE("probabilities of more than 1 together are a usage error") {
  CHECK_THROWS_AS(Dice({{Fault::refusal, 0.6}, {Fault::no_id, 0.5}}, 1), Error);
  // 0.1 + 0.2 + 0.7 is a little more than 1 in binary.
  CHECK_NOTHROW(Dice({{Fault::refusal, 0.1}, {Fault::no_id, 0.2}, {Fault::server_error, 0.7}}, 1));
}

}  // namespace shotlist::tests::dice_test

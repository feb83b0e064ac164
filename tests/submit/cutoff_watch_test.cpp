#include "submit/stop_rule.h"

#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::cutoff_watch_test {
namespace {

using namespace std::chrono_literals;

constexpr Moment start(1h);

Outcome lost_after(Duration latency, ErrorClass error_class = ErrorClass::server) {
  Outcome outcome;
  outcome.verdict = Verdict::unknown;
  outcome.error_class = error_class;
  outcome.latency = latency;
  return outcome;
}

Outcome arrived(Duration latency = 2s) {
  Outcome outcome;
  outcome.verdict = Verdict::accepted;
  outcome.latency = latency;
  return outcome;
}

std::vector<Outcome> times(std::size_t count, const std::vector<Outcome>& pattern) {
  std::vector<Outcome> all;
  for (std::size_t i = 0; i < count; ++i)
    all.insert(all.end(), pattern.begin(), pattern.end());
  return all;
}

std::vector<Outcome> joined(std::vector<Outcome> first, const std::vector<Outcome>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

// One request after the other.
submit::CutoffWatch after(const std::vector<Outcome>& outcomes) {
  submit::CutoffWatch watch;
  Moment now = start;
  for (const Outcome& outcome : outcomes) {
    now += outcome.latency;
    watch.settled(outcome, now);
  }
  return watch;
}

TEST_CASE("a handful of answers lost after the same time is a timeout") {
  const Outcome at_60 = lost_after(60s + 80ms);
  const Outcome ours = lost_after(200ms, ErrorClass::timeout);
  const struct {
    const char* what;
    std::vector<Outcome> outcomes;
    bool noticed;
  } cases[] = {
      {"a handful", times(5, {at_60}), true},
      {"fewer", times(4, {at_60}), false},
      {"whatever kind of loss",
       {at_60, lost_after(60s, ErrorClass::dropped), lost_after(60s, ErrorClass::bad_response),
        lost_after(60s, ErrorClass::timeout), at_60},
       true},
      {"nearly the same time", {at_60, lost_after(60s), lost_after(61s), at_60, at_60}, true},
      {"a short one, nearly",
       {lost_after(5s), lost_after(5s + 200ms), lost_after(5s), lost_after(5s), lost_after(5s)},
       true},
      {"a crash: each waited for another time",
       {lost_after(50s), lost_after(52s), lost_after(54s), lost_after(56s), lost_after(58s)},
       false},
      {"lost at once", times(50, {lost_after(200ms)}), false},
      {"lost at once, but by our own timeout", times(5, {ours}), true},
      {"others are lost after other times", times(5, {at_60, lost_after(20s), lost_after(90s)}),
       true},
      {"as many arrive", times(5, {at_60, arrived()}), true},
      {"as many arrive, and one before",
       joined({arrived(), at_60, arrived(), arrived(), at_60}, times(3, {arrived(), at_60})), true},
      {"most arrive", times(50, {at_60, arrived(), arrived()}), false},
      {"it begins late", joined(times(500, {arrived()}), times(5, {at_60})), true},
      {"it begins late, after one bad day",
       joined(joined({at_60}, times(500, {arrived()})), times(5, {at_60})), true},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    CHECK(after(test.outcomes).cutoff().has_value() == test.noticed);
  }
}

TEST_CASE("of requests that left together, those that arrived sooner count as well") {
  const struct {
    std::size_t arrived;
    std::size_t lost;
    bool noticed;
  } cases[] = {{0, 64, true}, {5, 5, true}, {59, 5, false}, {40, 24, false}, {30, 34, true}};
  for (const auto& test : cases) {
    CAPTURE(test.arrived, test.lost);
    submit::CutoffWatch watch;
    for (std::size_t i = 0; i < test.arrived; ++i)
      watch.settled(arrived(40s), start + 40s);
    for (std::size_t i = 0; i < test.lost; ++i)
      watch.settled(lost_after(60s), start + 60s);
    CHECK(watch.cutoff().has_value() == test.noticed);
  }
}

TEST_CASE("the time that is named is the one after which answers are lost") {
  const auto noticed = after(joined({lost_after(20s)}, times(5, {lost_after(30s)}))).cutoff();
  REQUIRE(noticed);
  CHECK(noticed->after == 30s);
  CHECK_FALSE(noticed->ours);
}

TEST_CASE("a timeout of our own is told from one on the way") {
  const auto noticed = after(times(5, {lost_after(120s, ErrorClass::timeout)})).cutoff();
  REQUIRE(noticed);
  CHECK(noticed->after == 120s);
  CHECK(noticed->ours);
}

}  // namespace
}  // namespace shotlist::tests::cutoff_watch_test

#include "submit/stop_rule.h"

#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::outage_watch_test {
namespace {

Outcome outcome(Verdict verdict, int http_status) {
  Outcome made;
  made.verdict = verdict;
  made.http_status = http_status;
  return made;
}

const Outcome accepted = outcome(Verdict::accepted, 200);
const Outcome unreached = outcome(Verdict::unsent, 0);

std::vector<Outcome> joined(const std::vector<std::vector<Outcome>>& parts) {
  std::vector<Outcome> all;
  for (const auto& part : parts)
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

std::vector<Outcome> times(std::size_t count, const Outcome& one) {
  return std::vector<Outcome>(count, one);
}

TEST_CASE("an outage is many failed connections in a row without an answer") {
  const struct {
    const char* what;
    std::vector<Outcome> outcomes;
    bool noticed;
  } cases[] = {
      {"nothing happened", {}, false},
      {"all is well", times(9, accepted), false},
      {"a server that never answered", {unreached}, true},
      {"one that did may miss a few", joined({{accepted}, times(4, unreached)}), false},
      {"but not a handful in a row", joined({{accepted}, times(5, unreached)}), true},
      {"an answer in between",
       joined({{accepted}, times(4, unreached), {accepted}, times(4, unreached)}), false},
      {"every answer counts",
       joined({times(9, unreached), {outcome(Verdict::refused, 400)}, {unreached}}), false},
      {"so does a doubtful one",
       joined({times(9, unreached), {outcome(Verdict::unknown, 502)}, {unreached}}), false},
      {"silence is no answer",
       joined({{accepted}, times(4, unreached), {outcome(Verdict::unknown, 0)}, {unreached}}),
       true},
      {"it ends with an answer", joined({times(9, unreached), {accepted}}), false},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    submit::OutageWatch watch;
    for (const Outcome& one : test.outcomes)
      watch.settled(one);
    CHECK(watch.noticed() == test.noticed);
  }
}

}  // namespace
}  // namespace shotlist::tests::outage_watch_test

#include "report/doubt_list.h"

#include <string>
#include <vector>

#include "support/catch2.h"

using namespace shotlist;

namespace {

using namespace std::chrono_literals;

const Date sent_at = *parse_date("2026-03-01T09:30:00.125Z");

Request market() {
  Request request;
  request.id = "market";
  request.source = {"shots.yaml", 7, 3};
  request.fields = {{"model", std::string("sora-2-pro")},
                    {"prompt", std::string("A rain-soaked\nnight market")}};
  return request;
}

SettledFact lost(int attempt) {
  SettledFact fact;
  fact.id = "market";
  fact.attempt = attempt;
  fact.outcome.status = Status::in_doubt;
  fact.outcome.error_class = ErrorClass::timeout;
  fact.outcome.error = "no answer within 60s";
  fact.outcome.provider_request_id = "req-8f1";
  fact.outcome.latency = 60s;
  return fact;
}

std::string listed(const std::vector<Fact>& facts, std::size_t width = 100,
                   Request request = market()) {
  Ledger ledger;
  for (const Fact& fact : facts)
    ledger.apply(fact);
  const Results results{{}, {make_result(request, ledger.find("market"))}};
  return doubts_text(results, ledger, "shotlist resolve shots.yaml", width);
}

const SendingFact first{"market", {}, 1, sent_at, ""};

}  // namespace

TEST_CASE("a row in doubt is listed with what it takes to look it up") {
  CHECK(listed({first, lost(1)}) == R"(1 row in doubt: it may have been paid for

market
  attempt 1   sent 2026-03-01T09:30:00.125Z, lost 1:00 later, at 2026-03-01T09:31:00.125Z
  why         timeout: no answer within 60s
  request id  req-8f1
  model       sora-2-pro
  prompt      A rain-soaked night market

find each one in the provider's console by its time, prompt and request id; then
  there is a task:  shotlist resolve shots.yaml ID --task-id T
  there is none:    shotlist resolve shots.yaml ID... --not-created
)");
}

TEST_CASE("a row that was on its way when the run ended has an open end") {
  const std::string text = listed({first});
  CHECK(text.find("attempt 1   sent 2026-03-01T09:30:00.125Z, and no answer was seen\n") !=
        std::string::npos);
  CHECK(text.find("request id  ") == std::string::npos);
}

TEST_CASE("a row that was sent again has every attempt that may have been paid for") {
  const SendingFact second{"market", {}, 2, sent_at + 1h, ""};
  const std::string text = listed({first, lost(1), second});
  CHECK(text.find("attempt 1   sent 2026-03-01T09:30:00.125Z, lost") != std::string::npos);
  CHECK(text.find("attempt 2   sent 2026-03-01T10:30:00.125Z, and no answer") != std::string::npos);
}

TEST_CASE("a row that left the manifest says so, and hostile words stay words") {
  Request gone = market();
  gone.source = {};
  SettledFact hostile = lost(1);
  hostile.outcome.error = "\x1b[2Jcleared";
  const std::string text = listed({first, hostile}, 100, gone);
  CHECK(text.find("it is no longer in the manifest") != std::string::npos);
  CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("the list fits its width, but for commands") {
  const std::string text = listed({first, lost(1)}, 50);
  for (std::size_t at = 0; at < text.find("  there is"); at = text.find('\n', at) + 1)
    CHECK(text.find('\n', at) - at <= 50);
}

TEST_CASE("where nothing is in doubt the list says just that") {
  CHECK(doubts_text({}, Ledger(), "", 80) == "no row is in doubt\n");
}

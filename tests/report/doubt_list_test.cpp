#include "report/doubt_list.h"

#include <string>
#include <vector>

#include "api/request_body.h"
#include "journal/journal.h"
#include "support/catch2.h"
#include "support/memory_disk.h"

using namespace shotlist::base;
using namespace shotlist::model;
using namespace shotlist::api;
using namespace shotlist::journal;
using namespace shotlist::report;
using namespace shotlist::tests;

namespace {

using namespace std::chrono_literals;

const Date sent_at = *parse_date("2026-03-01T09:30:00.125Z");

Request market(const std::string& prompt = "A rain-soaked\nnight market") {
  Request request;
  request.id = "market";
  request.source = {"shots.yaml", 7, 3};
  request.fields = {{"model", std::string("sora-2-pro")}, {"prompt", prompt}};
  request.body = request_body(request.fields);
  request.fingerprint = request_fingerprint(request.body);
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
                   const Requests& requests = {{}, {market()}}) {
  MemoryDisk disk;
  std::string lines;
  for (const Fact& fact : facts)
    lines += to_line(fact);
  disk.put(journal_path("r.csv"), lines);
  const Ledger ledger = read_ledger(disk, journal_path("r.csv"));
  const Past past(disk, "r.csv", requests, ledger);
  return doubts_text(past.join(requests, ledger), ledger, past, "shotlist resolve shots.yaml",
                     width);
}

SendingFact sending(int attempt, Date at, const Request& request = market()) {
  return {"market", request.fingerprint, attempt, at, request.body};
}

const SendingFact first = sending(1, sent_at);

}  // namespace

TEST_CASE("a row in doubt is listed with what it takes to look it up") {
  CHECK(listed({first, lost(1)}) == R"(1 row in doubt: it may have been paid for

market
  attempt 1   sent 2026-03-01T09:30:00.125Z, lost 1:00 later, at 2026-03-01T09:31:00.125Z
  why         timeout: no answer within 60s
  request id  req-8f1
  model       sora-2-pro
  prompt      A rain-soaked night market

look it up in the provider's console by time, prompt and request id; then, if
  there is a task:  shotlist resolve shots.yaml ID --task-id T
  there is none:    shotlist resolve shots.yaml ID... --not-created
)");
}

TEST_CASE("a task that the answer names is offered, with the command that takes it") {
  SettledFact named = lost(1);
  named.outcome.named_task = "sora-2:task_1";
  CHECK(listed({first, named})
            .find("  task        sora-2:task_1\n"
                  "  to accept   shotlist resolve shots.yaml market --task-id sora-2:task_1\n") !=
        std::string::npos);
  named.outcome.named_task = "a task";
  CHECK(listed({first, named}).find("market --task-id 'a task'\n") != std::string::npos);
}

TEST_CASE("a row that was on its way when the run ended has an open end") {
  const std::string text = listed({first});
  CHECK(text.find("attempt 1   sent 2026-03-01T09:30:00.125Z, and no answer was seen\n") !=
        std::string::npos);
  CHECK(text.find("request id  ") == std::string::npos);
}

TEST_CASE("a row that was sent again has every attempt that may have been paid for") {
  const std::string text = listed({first, lost(1), sending(2, sent_at + 1h, market("At dawn"))});
  CHECK(text.find("attempt 1   sent 2026-03-01T09:30:00.125Z, lost") != std::string::npos);
  CHECK(text.find("attempt 2   sent 2026-03-01T10:30:00.125Z, and no answer") != std::string::npos);
  CHECK(text.find("prompt      A rain-soaked night market\n") < text.find("attempt 2"));
  CHECK(text.find("prompt      At dawn\n") > text.find("attempt 2"));
}

TEST_CASE("a row that left the manifest says so, and hostile words stay words") {
  SettledFact hostile = lost(1);
  hostile.outcome.error = "\x1b[2Jcleared";
  const std::string text = listed({first, hostile}, 100, {});
  CHECK(text.find("it is no longer in the manifest") != std::string::npos);
  CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("the list fits its width, but for commands") {
  const std::string text = listed({first, lost(1)}, 50);
  for (std::size_t at = 0; at < text.find("  there is"); at = text.find('\n', at) + 1)
    CHECK(text.find('\n', at) - at <= 50);
}

TEST_CASE("where nothing is in doubt the list says just that") {
  CHECK(listed({}) == "no row is in doubt\n");
}

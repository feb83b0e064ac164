#include "submit/submitter.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/text.h"
#include "submit/exit_code.h"
#include "support/catch2.h"
#include "support/virtual_run.h"

namespace shotlist::tests {
namespace {

using namespace std::chrono_literals;

/// One life for each row, in the order of the rows.
ScriptedServer::Script each(std::vector<std::vector<Behaviour>> lives) {
  const Requests requests = sample_requests(lives.size());
  std::map<std::string, std::vector<Behaviour>> by_body;
  for (std::size_t row = 0; row < lives.size(); ++row)
    by_body[requests.rows[row].body] = std::move(lives[row]);
  return [by_body](const std::string& body, std::size_t nth) {
    const auto& life = by_body.at(body);
    return life[std::min(nth, life.size() - 1)];
  };
}

VirtualHouse house_of(std::vector<std::vector<Behaviour>> lives, std::int64_t jobs = 1) {
  const std::size_t rows = lives.size();
  VirtualHouse house(sample_requests(rows), each(std::move(lives)));
  house.settings.jobs = jobs;
  return house;
}

/// As many as there are jobs, where a test is not about finding the pace.
void start_at_once(VirtualHouse& house) {
  house.settings.pace = {Rate{1000, 1s}};
  house.settings.burst = 100;
}

TEST_CASE("every row is sent once, in manifest order, and keeps the id it was given") {
  VirtualHouse house(sample_requests(20), always({accepts()}));
  house.settings.jobs = 3;
  const RunReport report = house.run();
  CHECK(report.end.code == ExitCode::ok);
  REQUIRE(house.server.arrivals().size() == 20);
  for (std::size_t row = 0; row < 20; ++row) {
    const Request& request = house.requests.rows[row];
    CHECK(house.server.arrivals()[row].body == request.body);
    CHECK(house.standing(request.id).task_id == house.server.charged(request.body).front());
    CHECK(report.sent[row].id == request.id);
  }
  CHECK(report.unrecorded.empty());
}

TEST_CASE("a run with nothing to send touches neither the wire nor the clock") {
  VirtualHouse house(sample_requests(3), always({accepts()}));
  house.run();
  const Moment before = house.clock.now();
  const RunReport again = house.run();
  CHECK(again.end.code == ExitCode::ok);
  CHECK(again.sent.empty());
  CHECK(house.clock.now() == before);
}

TEST_CASE("a row is tried as often as --attempts says, and counted over all runs") {
  VirtualHouse house = house_of({{rate_limited()}, {overloaded()}});
  house.settings.attempts = 3;
  const RunReport first = house.run();
  CHECK(first.end.code == ExitCode::ok);
  CHECK(first.sent.size() == 6);
  CHECK(house.counts() == Counts{0, 2, 0, 0, 0, 0});
  CHECK(house.standing("row-1").attempts == 3);
  const auto last = std::find_if(first.settled.rbegin(), first.settled.rend(),
                                 [](const auto& settled) { return settled.id == "row-1"; });
  CHECK_FALSE(last->again);

  const RunReport second = house.run();
  CHECK(second.sent.size() == 6);
  CHECK(second.sent.front().attempt == 4);
  CHECK(house.standing("row-1").attempts == 6);
}

TEST_CASE("one 429 with Retry-After holds every row, and nobody else's try") {
  VirtualHouse house(sample_requests(8), [nth = 0](const std::string&, std::size_t) mutable {
    return ++nth == 1 ? rate_limited(30) : accepts(10s);
  });
  start_at_once(house);
  house.settings.jobs = 2;
  const Moment began = house.clock.now();
  const RunReport report = house.run();
  CHECK(house.counts().submitted == 8);
  REQUIRE(report.waits.size() == 1);
  CHECK(report.waits.front().wait.until - report.waits.front().since == 30s);
  CHECK(report.waits.front().wait.reason == submit::Wait::Reason::rate_limited);
  const auto& arrivals = house.server.arrivals();
  CHECK(arrivals[1].at == began);
  CHECK(arrivals[2].at == began + 31s);
  CHECK(arrivals[2].body == house.requests.rows[0].body);  // the refused row goes first
  CHECK(arrivals.size() == 9);
}

TEST_CASE("a row that held the line goes first after it, however chance falls") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    VirtualHouse house = house_of({{overloaded(), overloaded(), accepts()}, {accepts()}});
    house.seed = seed;
    house.run();
    CHECK(house.server.arrivals()[2].body == house.requests.rows[0].body);
    CHECK(house.server.arrivals()[3].body == house.requests.rows[1].body);
  }
}

TEST_CASE("a row that could not be reached waits alone while others are answered") {
  VirtualHouse house = house_of({{accepts()}, {unreachable(), accepts()}, {accepts()}});
  house.run();
  CHECK(house.counts().submitted == 3);
  CHECK(house.server.arrivals()[2].body == house.requests.rows[2].body);
}

TEST_CASE("the first Ctrl-C starts nothing more and waits for what is in flight") {
  VirtualHouse house(sample_requests(10), always({accepts(10s)}));
  start_at_once(house);
  house.settings.jobs = 2;
  house.stops = {house.clock.now() + 15s};
  const RunReport report = house.run();
  CHECK(report.end.code == ExitCode::interrupted);
  CHECK(report.stopping.size() == 1);
  CHECK(house.counts() == Counts{4, 0, 0, 0, 0, 6});
  CHECK(house.clock.now() == house.stops.front() + 5s);

  house.stops.clear();
  CHECK(house.run().end.code == ExitCode::ok);
  CHECK(house.counts().submitted == 10);
  CHECK(house.server.arrivals().size() == 10);
}

TEST_CASE("the second Ctrl-C leaves at once, and what was in flight is in doubt") {
  VirtualHouse house(sample_requests(5), always({accepts(10s)}));
  house.settings.jobs = 2;
  house.stops = {house.clock.now() + 3s, house.clock.now() + 4s};
  const RunReport report = house.run();
  CHECK(report.end.code == ExitCode::interrupted);
  CHECK(house.clock.now() == house.stops.back());
  CHECK(house.counts() == Counts{0, 0, 0, 2, 0, 3});

  house.stops.clear();
  house.run();
  CHECK(house.counts() == Counts{3, 0, 0, 2, 0, 0});
  CHECK(house.server.charged(house.requests.rows[0].body).size() == 1);
}

TEST_CASE("a long hold does not keep Ctrl-C waiting, and a busy row is not tried after it") {
  VirtualHouse house(sample_requests(2), always({rate_limited(3000)}));
  house.stops = {house.clock.now() + 20s};
  const RunReport report = house.run();
  CHECK(house.clock.now() == house.stops.front());
  CHECK(report.end.code == ExitCode::interrupted);
  CHECK(house.counts().failed == 2);
}

TEST_CASE("a refused key ends the run, and the rest is not sent") {
  for (const Behaviour& refusal : {bad_key(), no_money()}) {
    VirtualHouse house = house_of({{accepts()}, {refusal}, {accepts()}, {accepts()}});
    const RunReport report = house.run();
    CHECK(report.end.code == ExitCode::refused);
    CHECK(house.counts() == Counts{1, 1, 0, 0, 0, 2});
    CHECK(report.stopping == std::vector<std::string>{report.end.why});
  }
}

TEST_CASE("a refused key lets those in flight come home") {
  VirtualHouse house =
      house_of({{bad_key()}, {accepts(20s)}, {overloaded(), accepts()}, {accepts()}}, 3);
  house.run();
  // The busy one is not tried again: what is not tried again after a free failure has failed.
  CHECK(house.counts() == Counts{1, 2, 0, 0, 0, 1});
  CHECK(house.server.arrivals().size() == 3);
}

TEST_CASE("a model without a channel is given up after three slow tries, each with another row") {
  VirtualHouse house(sample_requests(5), always({no_channel()}));
  house.settings.jobs = 1;
  house.settings.attempts = 9;
  const Moment began = house.clock.now();
  const RunReport report = house.run();
  CHECK(report.end.code == ExitCode::refused);
  CHECK(report.end.cause == ErrorClass::no_channel);
  CHECK(house.counts() == Counts{0, 3, 0, 0, 0, 2});
  CHECK(house.server.arrivals().size() == 3);
  CHECK(house.clock.now() - began > 32s);
}

TEST_CASE("a model without a channel keeps its own rows waiting and no others") {
  for (const std::int64_t jobs : {1, 4}) {
    CAPTURE(jobs);
    VirtualHouse house(sample_requests(12), {});
    const auto is_of_a = [](std::size_t row) { return row % 2 == 0; };
    for (std::size_t row = 0; row < 12; ++row)
      house.requests.rows[row].fields = {{"model", std::string(is_of_a(row) ? "a" : "b")}};
    house.server = ScriptedServer([&](const std::string& body, std::size_t) {
      for (std::size_t row = 0; row < 12; ++row) {
        if (house.requests.rows[row].body == body) return is_of_a(row) ? no_channel() : accepts();
      }
      return refuses();
    });
    house.settings.jobs = jobs;
    const Moment began = house.clock.now();
    const RunReport report = house.run();
    CHECK(report.end.code == ExitCode::ok);
    CHECK(house.counts() == Counts{6, 6, 0, 0, 0, 0});
    for (const RecordingObserver::Sent& sent : report.sent) {
      const bool of_b = sent.id.back() % 2 == 0;  // row-2 is the second
      if (of_b) CHECK(sent.at - began < 10s);
    }
    CHECK(std::any_of(report.waits.begin(), report.waits.end(), [](const auto& waited) {
      return waited.wait.reason == submit::Wait::Reason::model && waited.wait.model == "a";
    }));
  }
}

TEST_CASE("a model that gets its channel back is sent all of its rows") {
  VirtualHouse house = house_of({{no_channel(), accepts()},
                                 {no_channel(), accepts()},
                                 {accepts()},
                                 {accepts()},
                                 {accepts()}});
  const RunReport report = house.run();
  CHECK(report.end.code == ExitCode::ok);
  CHECK(house.counts() == Counts{5, 0, 0, 0, 0, 0});
}

TEST_CASE("a task that another row has already leaves a row in doubt") {
  const auto gives = [](const std::string& task) {
    Behaviour behaviour = accepts();
    behaviour.reply.body = R"({"id":")" + task + "\"}";
    return behaviour;
  };
  VirtualHouse house = house_of({{gives("T1")}, {gives("T2")}, {gives("T1")}, {gives("T3")}});
  house.run();
  CHECK(house.counts() == Counts{3, 0, 0, 1, 0, 0});
  const Standing doubt = house.standing("row-3");
  CHECK(doubt.status == Status::in_doubt);
  CHECK(doubt.task_id.empty());
  CHECK(doubt.named_task == "T1");
  CHECK(doubt.error == "the answer gives task T1, which is the task of row-1");

  SECTION("also of an earlier run") {
    house.requests = sample_requests(5);
    house.server = ScriptedServer(always({gives("T2")}));
    house.run();
    CHECK(house.standing("row-5").named_task == "T2");
    CHECK(house.counts() == Counts{3, 0, 0, 2, 0, 0});
  }
}

TEST_CASE("a server that gives every row the same task is asked five times") {
  Behaviour same = accepts();
  same.reply.body = R"({"id":"T1"})";
  VirtualHouse house(sample_requests(20), always({same}));
  house.settings.jobs = 1;
  const RunReport report = house.run();
  CHECK(report.end.code == ExitCode::refused);
  CHECK(house.server.arrivals().size() == 5);
  CHECK(house.counts() == Counts{1, 0, 0, 4, 0, 15});
}

TEST_CASE("a server that gives every row what is no task id is asked five times") {
  Behaviour odd = accepts();
  odd.reply.body = R"({"id":"null"})";
  VirtualHouse house(sample_requests(20), always({odd}));
  house.settings.jobs = 1;
  CHECK(house.run().end.code == ExitCode::refused);
  CHECK(house.counts() == Counts{0, 0, 0, 5, 0, 15});
}

TEST_CASE("an id in an answer that is no success is kept with the doubt") {
  Behaviour odd = overloaded();
  odd.charges = true;
  odd.reply.body = R"({"error":"lease_journal_unavailable","task_id":"T1","created":true})";
  VirtualHouse house(sample_requests(2), always({odd, accepts()}));
  house.settings.jobs = 1;
  house.run();
  house.run();
  CHECK(house.server.arrivals().size() == 2);
  CHECK(house.counts() == Counts{0, 0, 0, 2, 0, 0});
  CHECK(house.standing("row-1").named_task == "T1");
}

TEST_CASE("three rows refused with 403 become failed, and the run stops") {
  Behaviour page = refuses();
  page.reply.status = 403;
  page.reply.body = "<html><title>Attention</title></html>";
  VirtualHouse house(sample_requests(9), always({page}));
  house.settings.jobs = 1;
  const RunReport report = house.run();
  CHECK(report.end.code == ExitCode::refused);
  CHECK(report.end.cause == ErrorClass::blocked);
  CHECK(house.counts() == Counts{0, 3, 0, 0, 0, 6});
  CHECK(report.tallies.back().counts == house.counts());
}

TEST_CASE("one row refused with 403 is rejected, and the others go on") {
  Behaviour page = refuses();
  page.reply.status = 403;
  page.reply.body = "<html><title>Attention</title></html>";
  VirtualHouse house = house_of({{accepts()}, {page}, {accepts()}, {page}, {accepts()}});
  CHECK(house.run().end.code == ExitCode::ok);
  CHECK(house.counts() == Counts{3, 0, 2, 0, 0, 0});
}

TEST_CASE("a run in which nothing gets through ends after the time that was given") {
  VirtualHouse house(sample_requests(900), always({rate_limited()}));
  house.settings.give_up = 3min;
  const Moment began = house.clock.now();
  const RunReport report = house.run();
  CHECK(report.end.code == ExitCode::refused);
  CHECK(contains_ignoring_case(report.end.why, "--give-up"));
  CHECK(house.clock.now() - began < 3min + 10s);
  CHECK(house.server.arrivals().size() < 30);

  SECTION("also while the server asked for longer") {
    VirtualHouse asked(sample_requests(9), always({rate_limited(3600)}));
    asked.settings.give_up = 3min;
    const Moment start = asked.clock.now();
    CHECK(asked.run().end.code == ExitCode::refused);
    CHECK(asked.clock.now() - start < 3min + 10s);
  }
  SECTION("not because the user's rate leaves more time than that between two tries") {
    VirtualHouse slow(sample_requests(2), always({rate_limited(), accepts()}));
    slow.settings.pace = {Rate{5, 1h}};
    slow.settings.give_up = 3min;
    CHECK(slow.run().end.code == ExitCode::ok);
    CHECK(slow.counts().submitted == 2);
  }
}

TEST_CASE("failed rows are sent on the next run; rejected and doubtful ones are left alone") {
  VirtualHouse house = house_of({{gateway_error(), accepts()},
                                 {refuses(), accepts()},
                                 {dropped_charged(), accepts()},
                                 {dropped_before_charge(), accepts()},
                                 {accepts()}});
  house.run();
  CHECK(house.counts() == Counts{1, 1, 1, 2, 0, 0});
  const RunReport second = house.run();
  REQUIRE(second.sent.size() == 1);
  CHECK(second.sent.front().id == "row-1");
  CHECK(second.sent.front().attempt == 2);
  CHECK(house.counts() == Counts{2, 0, 1, 2, 0, 0});
}

TEST_CASE("a rejected row is sent once it was edited; an edited submitted row is not") {
  VirtualHouse house(sample_requests(2), [](const std::string& body, std::size_t) {
    return body.find("prompt 1") != std::string::npos ? refuses() : accepts();
  });
  house.run();
  CHECK(house.counts() == Counts{1, 0, 1, 0, 0, 0});
  const std::string task = house.standing("row-2").task_id;
  house.requests.rows = {sample_request("row-1", "a milder one"),
                         sample_request("row-2", "a bolder one")};
  const RunReport second = house.run();
  REQUIRE(second.sent.size() == 1);
  CHECK(second.sent.front().id == "row-1");
  CHECK(house.counts() == Counts{2, 0, 0, 0, 0, 0});
  CHECK(house.standing("row-2").task_id == task);
}

TEST_CASE("rows may be reordered and inserted between runs: nothing is sent for it") {
  VirtualHouse house(sample_requests(4), always({accepts()}));
  house.run();
  std::reverse(house.requests.rows.begin(), house.requests.rows.end());
  house.requests.rows.insert(house.requests.rows.begin() + 1, sample_request("new", "a new one"));
  const RunReport second = house.run();
  REQUIRE(second.sent.size() == 1);
  CHECK(second.sent.front().id == "new");
}

TEST_CASE("--stop-after ends the run while rows remain") {
  VirtualHouse house(sample_requests(10), always({refuses()}));
  house.settings.jobs = 1;
  house.settings.stop_after = CountOrShare{3, false};
  const RunReport report = house.run();
  CHECK(report.end.code == ExitCode::stopped);
  CHECK(house.counts() == Counts{0, 0, 3, 0, 0, 7});
  CHECK(submit::exit_code_of(report.end, house.counts()) == ExitCode::stopped);
}

TEST_CASE("--stop-after that is reached by the last row keeps nothing back, so the run finished") {
  VirtualHouse house = house_of({{accepts()}, {refuses()}});
  house.settings.stop_after = CountOrShare{1, false};
  const RunReport report = house.run();
  CHECK(report.end.code == ExitCode::ok);
  CHECK(submit::exit_code_of(report.end, house.counts()) == ExitCode::some_failed);
}

TEST_CASE("--stop-after that keeps a busy row from its next try has stopped the run") {
  VirtualHouse house = house_of({{refuses()}, {overloaded(), accepts()}}, 2);
  house.settings.stop_after = CountOrShare{1, false};
  const RunReport report = house.run();
  CHECK(house.counts() == Counts{0, 1, 1, 0, 0, 0});
  CHECK(report.end.code == ExitCode::stopped);
}

TEST_CASE("a row in doubt that is sent again and refused still counts as in doubt") {
  VirtualHouse house = house_of({{dropped_charged(), refuses()}}, 1);
  CHECK(house.run().tallies.back().counts.in_doubt == 1);
  house.consent.in_doubt = true;
  const RunReport report = house.run();
  CHECK(report.settled.back().outcome.status == Status::rejected);
  CHECK(report.tallies.back().counts.in_doubt == 1);
  CHECK(house.counts().in_doubt == 1);
}

TEST_CASE("only what was selected is sent and counted") {
  VirtualHouse house(sample_requests(5), always({accepts()}));
  house.selection.only = {"row-2", "row-4"};
  const RunReport report = house.run();
  CHECK(house.counts() == Counts{2, 0, 0, 0, 0, 3});
  CHECK(report.tallies.back().counts.total() == 2);
}

TEST_CASE("an observer is told how many are in flight, retrying and to send") {
  VirtualHouse house = house_of({{overloaded(), accepts()}, {accepts(5s)}, {accepts(5s)}}, 2);
  start_at_once(house);
  const RunReport report = house.run();
  const auto& tallies = report.tallies;
  CHECK(tallies.front().in_flight == 2);
  CHECK(tallies.front().to_send == 3);
  CHECK(std::any_of(tallies.begin(), tallies.end(),
                    [](const submit::Tally& tally) { return tally.retrying == 1; }));
  for (const submit::Tally& tally : tallies)
    CHECK(tally.counts.total() == 3);
}

TEST_CASE("when the journal fails, the answers on their way are awaited and shown") {
  VirtualHouse house(sample_requests(5), always({accepts(10s)}));
  start_at_once(house);
  house.settings.jobs = 3;
  Misfortune misfortune;
  // open, directory, sync; `opened` and the intents, an append and a sync each; then the answers.
  misfortune.disk_fails_at = 8;
  misfortune.disk_fails_for_good = true;
  const RunReport report = house.run(misfortune);
  CHECK(report.error == ExitCode::disk);
  CHECK(report.sent.size() == 3);
  CHECK(report.unrecorded.size() == 3);
  for (const auto& [id, outcome] : report.unrecorded)
    CHECK_FALSE(outcome.task_id.empty());
  CHECK(report.stopping.size() == 1);
}

TEST_CASE("when the journal fails, Ctrl-C ends the wait for answers that can not be kept") {
  VirtualHouse house = house_of({{accepts(1s)}, {silent_charged(120s)}}, 2);
  start_at_once(house);
  house.stops = {house.clock.now() + 5s};
  Misfortune misfortune;
  misfortune.disk_fails_at = 8;
  const RunReport report = house.run(misfortune);
  CHECK(report.error == ExitCode::disk);
  CHECK(report.unrecorded.size() == 1);
  CHECK(house.clock.now() == house.stops.front());
}

}  // namespace
}  // namespace shotlist::tests

#include "submit/submitter.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/text.h"
#include "submit/exit_code.h"
#include "support/catch2.h"
#include "support/virtual_run.h"

namespace shotlist::tests::submitter_test {
namespace {

using namespace std::chrono_literals;

/// One life for each row, in the order of the rows.
ScriptedServer::Script each(const std::vector<std::vector<Behaviour>>& lives) {
  const Requests requests = sample_requests(lives.size());
  std::map<std::string, std::vector<Behaviour>> by_body;
  for (std::size_t row = 0; row < lives.size(); ++row)
    by_body[requests.rows[row].body] = lives[row];
  return [by_body](const std::string& body, std::size_t nth) {
    const auto& life = by_body.at(body);
    return life[std::min(nth, life.size() - 1)];
  };
}

/// A house with one life for each row.
struct House : VirtualHouse {
  explicit House(std::vector<std::vector<Behaviour>> lives, std::int64_t jobs = 1)
      : VirtualHouse(sample_requests(lives.size()), each(lives)) {
    settings.jobs = jobs;
  }
};

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

TEST_CASE("a run that begins further down sends what comes before at the end") {
  VirtualHouse house(sample_requests(5), always({accepts()}));
  house.settings.jobs = 1;
  house.settings.first = 3;
  const RunReport report = house.run();
  REQUIRE(report.sent.size() == 5);
  for (std::size_t i = 0; i < 5; ++i)
    CHECK(report.sent[i].id == house.requests.rows[(3 + i) % 5].id);
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
  House house({{rate_limited()}, {overloaded()}});
  house.settings.attempts = 3;
  const RunReport first = house.run();
  CHECK(first.end.code == ExitCode::ok);
  CHECK(first.sent.size() == 6);
  CHECK(house.counts() == Counts{0, 2, 0, 0, 0, 0});
  CHECK(house.standing("row-1").attempt == 3);
  const auto last = std::find_if(first.settled.rbegin(), first.settled.rend(),
                                 [](const auto& settled) { return settled.id == "row-1"; });
  CHECK_FALSE(last->again);

  const RunReport second = house.run();
  CHECK(second.sent.size() == 6);
  CHECK(second.sent.front().attempt == 4);
  CHECK(house.standing("row-1").attempt == 6);
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
    House house({{overloaded(), overloaded(), accepts()}, {accepts()}});
    house.seed = seed;
    house.run();
    CHECK(house.server.arrivals()[2].body == house.requests.rows[0].body);
    CHECK(house.server.arrivals()[3].body == house.requests.rows[1].body);
  }
}

TEST_CASE("a row that could not be reached waits alone while others are answered") {
  House house({{accepts()}, {unreachable(), accepts()}, {accepts()}});
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
    House house({{accepts()}, {refusal}, {accepts()}, {accepts()}});
    const RunReport report = house.run();
    CHECK(report.end.code == ExitCode::refused);
    CHECK(house.counts() == Counts{1, 1, 0, 0, 0, 2});
    CHECK(report.stopping == std::vector<std::string>{report.end.why.english});
  }
}

TEST_CASE("a refused key lets those in flight come home") {
  House house({{bad_key()}, {accepts(20s)}, {overloaded(), accepts()}, {accepts()}}, 3);
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
  House house({{no_channel(), accepts()},
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
  House house({{gives("T1")}, {gives("T2")}, {gives("T1")}, {gives("T3")}});
  house.run();
  CHECK(house.counts() == Counts{3, 0, 0, 1, 0, 0});
  const ledger::Attempt doubt = house.standing("row-3");
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
  House house({{accepts()}, {page}, {accepts()}, {page}, {accepts()}});
  CHECK(house.run().end.code == ExitCode::ok);
  CHECK(house.counts() == Counts{3, 0, 2, 0, 0, 0});
}

TEST_CASE("a run in which nothing gets through ends after the time that was given") {
  VirtualHouse house(sample_requests(900), always({rate_limited()}));
  house.settings.give_up = 3min;
  const Moment began = house.clock.now();
  const RunReport report = house.run();
  CHECK(report.end.code == ExitCode::refused);
  CHECK(contains_ignoring_case(report.end.why.english, "--give-up"));
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
  House house({{gateway_error(), accepts()},
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

TEST_CASE("a rejected row is sent once it was edited; a submitted one that was touched is held") {
  const std::string milder = "a quiet street in the evening sun";
  VirtualHouse house({{},
                      {sample_request("row-1", "a fierce fight on an open road"),
                       sample_request("row-2", "a tram slides into the old harbor at night")}},
                     [](const std::string& body, std::size_t) {
                       return body.find("fight") == std::string::npos ? accepts() : refuses();
                     });
  house.run();
  CHECK(house.counts() == Counts{1, 0, 1, 0, 0, 0});
  house.requests.rows = {sample_request("row-1", milder),
                         sample_request("row-2", "a tram slides into the harbor at night")};
  const RunReport second = house.run();
  REQUIRE(second.sent.size() == 1);
  CHECK(second.sent.front().id == "row-1");
  CHECK(house.counts() == Counts{1, 0, 0, 0, 1, 0});
  CHECK(house.match("row-2").holds.front().purchase.row == "row-2");
  CHECK(house.run().sent.empty());

  SECTION("a word pays for it again, once") {
    house.held = plan::RowWord::resubmit;
    CHECK(house.run().sent.size() == 1);
    house.held.reset();
    CHECK(house.run().sent.empty());
    CHECK(house.counts() == Counts{2, 0, 0, 0, 0, 0});
  }
  SECTION("a word accepts what there is") {
    house.held = plan::RowWord::keep;
    CHECK(house.run().sent.empty());
    house.held.reset();
    CHECK(house.run().sent.empty());
    CHECK(house.counts() == Counts{2, 0, 0, 0, 0, 0});
  }
}

TEST_CASE("what was paid for at one server is held at another, and looked up where it was") {
  VirtualHouse house(sample_requests(3), always({accepts()}));
  house.run();
  house.base_url = "https://other.example";
  CHECK(house.run().sent.empty());
  CHECK(house.counts() == Counts{0, 0, 0, 0, 3, 0});
  house.base_url = "https://example.com";
  CHECK(house.counts().submitted == 3);
}

TEST_CASE("a row that failed at one server and was paid for at another is held at the first") {
  VirtualHouse house(sample_requests(2), always({bad_key(), accepts()}));
  house.settings.jobs = 1;
  house.run();
  CHECK(house.counts() == Counts{0, 1, 0, 0, 0, 1});
  house.base_url = "https://other.example";
  house.server = ScriptedServer(always({accepts()}));
  house.run();
  CHECK(house.counts().submitted == 2);
  house.base_url = "https://example.com";
  CHECK(house.run().sent.empty());
  CHECK(house.counts() == Counts{0, 0, 0, 0, 2, 0});
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
  House house({{accepts()}, {refuses()}});
  house.settings.stop_after = CountOrShare{1, false};
  const RunReport report = house.run();
  CHECK(report.end.code == ExitCode::ok);
  CHECK(submit::exit_code_of(report.end, house.counts()) == ExitCode::some_failed);
}

TEST_CASE("--stop-after that keeps a busy row from its next try has stopped the run") {
  House house({{refuses()}, {overloaded(), accepts()}}, 2);
  house.settings.stop_after = CountOrShare{1, false};
  const RunReport report = house.run();
  CHECK(house.counts() == Counts{0, 1, 1, 0, 0, 0});
  CHECK(report.end.code == ExitCode::stopped);
}

TEST_CASE("a row in doubt that is sent again stands as its last try does, and keeps both") {
  House house({{dropped_charged(), refuses()}}, 1);
  CHECK(house.run().tallies.back().counts.in_doubt == 1);
  house.consent.in_doubt = true;
  const RunReport report = house.run();
  CHECK(report.settled.back().attempt == 2);
  CHECK(report.tallies.back().counts == Counts{0, 0, 1, 0, 0, 0});
  CHECK(house.counts().rejected == 1);
  CHECK(house.match("row-1").tries.front().status == Status::in_doubt);
  CHECK(house.run().sent.empty());
}

TEST_CASE("a kept doubt that is sent again goes into a slot of its own, and goes once") {
  const auto touched = [](const std::string& id) {
    return sample_request(id, "a tram slides into the harbor at night");
  };
  VirtualHouse house({{},
                      {sample_request("row-1", "a tram slides into the old harbor at night"),
                       sample_request("row-2", "a yellow kite over dunes")}},
                     [](const std::string& body, std::size_t) {
                       return body.find("old") == std::string::npos ? accepts() : dropped_charged();
                     });
  house.run();
  house.requests.rows = {touched("row-1"), house.requests.rows[1]};
  house.held = plan::RowWord::keep;
  house.run();
  CHECK(house.counts() == Counts{1, 0, 0, 1, 0, 0});
  house.held.reset();
  house.consent.in_doubt = true;
  CHECK(house.run().sent.size() == 1);
  CHECK(house.counts().submitted == 2);
  CHECK(house.run().sent.empty());
  house.consent.in_doubt = false;
  CHECK(house.run().sent.empty());
  CHECK(house.standing("row-1").copy == 1);
  CHECK(house.standing("row-1").attempt == 1);
}

TEST_CASE("only what was selected is sent and counted") {
  VirtualHouse house(sample_requests(5), always({accepts()}));
  house.selection.only = {"row-2", "row-4"};
  const RunReport report = house.run();
  CHECK(house.counts() == Counts{2, 0, 0, 0, 0, 3});
  CHECK(report.tallies.back().counts.total() == 2);
}

TEST_CASE("an observer is told how many are in flight, retrying and to send") {
  House house({{overloaded(), accepts()}, {accepts(5s)}, {accepts(5s)}}, 2);
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

TEST_CASE("when the ledger fails, the answers on their way are awaited and shown") {
  std::size_t failed_with_all_on_their_way = 0;
  for (std::size_t operation = 1;; ++operation) {
    CAPTURE(operation);
    VirtualHouse house(sample_requests(5), always({accepts(10s)}));
    start_at_once(house);
    house.settings.jobs = 3;
    Misfortune misfortune;
    misfortune.disk_fails_at = operation;
    misfortune.disk_fails_for_good = true;
    const RunReport report = house.run(misfortune);
    if (report.operations < operation) break;
    if (!report.error) continue;  // what is done after the last commit may fail unnoticed
    CHECK(report.error == ExitCode::disk);
    CHECK(report.unrecorded.size() + report.settled.size() == report.sent.size());
    for (const auto& [id, outcome] : report.unrecorded)
      CHECK_FALSE(outcome.task_id.empty());
    if (report.unrecorded.empty()) continue;
    CHECK(report.stopping.size() == 1);
    if (report.unrecorded.size() == 3) ++failed_with_all_on_their_way;
  }
  CHECK(failed_with_all_on_their_way > 0);
}

TEST_CASE("when the ledger fails, Ctrl-C ends the wait for answers that cannot be kept") {
  std::size_t waits_ended = 0;
  for (std::size_t operation = 1;; ++operation) {
    CAPTURE(operation);
    House house({{accepts(1s)}, {silent_charged(120s)}}, 2);
    start_at_once(house);
    house.stops = {house.clock.now() + 5s};
    Misfortune misfortune;
    misfortune.disk_fails_at = operation;
    const RunReport report = house.run(misfortune);
    if (report.operations < operation) break;
    if (report.sent.size() != 2 || report.unrecorded.size() != 1 || !report.settled.empty())
      continue;
    CHECK(report.error == ExitCode::disk);
    CHECK(house.clock.now() == house.stops.front());
    ++waits_ended;
  }
  CHECK(waits_ended > 0);
}

}  // namespace
}  // namespace shotlist::tests::submitter_test

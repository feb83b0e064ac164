#include "show/next_steps.h"

#include <string>
#include <utility>
#include <vector>

#include "support/catch2.h"
#include "support/shown_text.h"

namespace shotlist::tests::next_steps_test {

using namespace shotlist::show;

namespace {

Counts count_rows(const Results& results) {
  Counts counts;
  for (const Result& row : results.rows) {
    if (!row.has_left()) counts.add(row.status);
  }
  return counts;
}

Results of(const std::vector<Status>& statuses) {
  Results results;
  for (const Status status : statuses) {
    Result& row = results.rows.emplace_back();
    row.status = status;
    row.source = "shots.yaml:1";
  }
  return results;
}

Ending usual_ending() {
  Ending ending;
  ending.run_command = "shotlist run shots.yaml";
  ending.resolve_command = "shotlist resolve shots.yaml";
  ending.decide_command = "shotlist run shots.yaml --decisions shots.results.csv";
  return ending;
}

std::vector<NextStep> steps_of(const Results& results, const Ending& ending) {
  return next_steps(count_rows(results), results, ending);
}

std::vector<std::string> commands(const Results& results, const Ending& ending) {
  std::vector<std::string> all;
  for (const NextStep& step : steps_of(results, ending))
    all.push_back(step.command);
  return all;
}

}  // namespace

TEST_CASE("what needs a person comes before what another run does by itself") {
  const Results results =
      of({Status::submitted, Status::rejected, Status::failed, Status::not_sent, Status::in_doubt});
  const auto steps = steps_of(results, usual_ending());
  REQUIRE(steps.size() == 3);
  CHECK(steps[0].command == "shotlist resolve shots.yaml");
  CHECK(steps[1].effect == "sends 1 failed row again and 1 row not sent yet");
  CHECK(steps[2].prose == "edit the rejected row, then");
}

TEST_CASE("what another run waits for is no doubt to settle") {
  Results results = of({Status::in_doubt, Status::in_doubt});
  results.rows[0].is_on_its_way = true;
  auto steps = steps_of(results, usual_ending());
  REQUIRE(steps.size() == 2);
  CHECK(contains(steps[0].prose, "the row in doubt may have been paid for"));
  CHECK(steps[1].prose == "1 row is under way in another run; when that is over:");
  CHECK(steps[1].command == "shotlist run shots.yaml");
  results.rows[1].is_on_its_way = true;
  results.rows.push_back(of({Status::failed}).rows.front());
  steps = steps_of(results, usual_ending());
  REQUIRE(steps.size() == 2);
  CHECK(steps[0].effect == "sends 1 failed row again");
  CHECK(steps[1].prose == "2 rows are under way in other runs");
  CHECK(steps[1].command.empty());
}

TEST_CASE("no number is told where the command may leave rows alone") {
  Ending ending = usual_ending();
  ending.is_narrowed = true;
  const auto steps = steps_of(of({Status::failed, Status::not_sent}), ending);
  REQUIRE(steps.size() == 1);
  CHECK(steps[0].command == "shotlist run shots.yaml");
  CHECK(steps[0].effect.empty());
}

TEST_CASE("where --max-cost is reached it is to be raised") {
  Ending ending = usual_ending();
  ending.run_command = "shotlist run shots.yaml --max-cost 40";
  ending.is_raised = true;
  auto steps = steps_of(of({Status::not_sent}), ending);
  REQUIRE(steps.size() == 1);
  CHECK(steps[0].prose == "to send the rest as well, raise --max-cost:");
  CHECK(steps[0].effect == "sends 1 row not sent yet");
  Results failed = of({Status::failed, Status::not_sent});
  failed.rows[0].error_class = ErrorClass::balance;
  steps = steps_of(failed, ending);
  CHECK(steps[0].prose == "top up the account, then raise --max-cost:");
}

TEST_CASE("of doubts of a rehearsal it is said that nothing was paid") {
  Ending ending = usual_ending();
  ending.is_rehearsal = true;
  for (const auto& results : {of({Status::in_doubt}), of({Status::in_doubt, Status::in_doubt})}) {
    const auto steps = steps_of(results, ending);
    REQUIRE(steps.size() == 1);
    CHECK(steps[0].prose.starts_with("it is a rehearsal: nothing was paid for "));
    CHECK(steps[0].prose.find("console") == std::string::npos);
    CHECK(steps[0].command == "shotlist resolve shots.yaml");
  }
}

TEST_CASE("rows in doubt of which somebody said to send them again are not said to stay") {
  Ending ending = usual_ending();
  ending.asked_again = 2;
  const Results results = of({Status::in_doubt, Status::in_doubt, Status::failed});
  auto steps = steps_of(results, ending);
  REQUIRE(steps.size() == 1);
  CHECK(steps[0].command == "shotlist run shots.yaml");
  CHECK(steps[0].effect == "sends 2 rows in doubt again as you asked and 1 failed row again");
  ending.asked_again = 1;
  steps = steps_of(results, ending);
  REQUIRE(steps.size() == 2);
  CHECK(steps[0].prose.find("the row in doubt may have been paid for") == 0);
}

TEST_CASE("where nothing else is to be done the videos can be collected") {
  Ending ending = usual_ending();
  ending.collect_command = "shotlist collect s.yaml --download videos";
  const auto steps = next_steps({.submitted = 2}, {}, ending);
  REQUIRE(steps.size() == 1);
  CHECK(steps[0].kind == NextStep::Kind::collect);
  CHECK(steps[0].command == ending.collect_command);
  CHECK(next_steps({.submitted = 1, .held = 1}, {}, ending).size() == 1);
  CHECK(next_steps({}, {}, ending).empty());
}

TEST_CASE("where all is submitted there is nothing to do") {
  CHECK(steps_of(of({Status::submitted}), usual_ending()).empty());
}

TEST_CASE("while a run is under way there is nothing to type") {
  Ending ending = usual_ending();
  ending.running = true;
  CHECK(steps_of(of({Status::in_doubt, Status::not_sent}), ending).empty());
}

TEST_CASE("held rows come after the doubts, with the command that accepts what there is") {
  auto steps = steps_of(of({Status::held, Status::in_doubt, Status::not_sent}), usual_ending());
  REQUIRE(steps.size() == 3);
  CHECK(steps[0].command == "shotlist resolve shots.yaml");
  CHECK(steps[1].prose ==
        "a row is held, because it looks paid for; to accept what there is (resubmit instead of "
        "keep pays "
        "for it again):");
  CHECK(steps[1].command == "shotlist run shots.yaml --held keep:1");
  CHECK(steps[2].effect == "sends 1 row not sent yet");

  Ending ending = usual_ending();
  ending.held.rows = 2;  // of those that are selected
  steps = steps_of(of({Status::held, Status::held, Status::held}), ending);
  REQUIRE(steps.size() == 1);
  CHECK(steps[0].prose ==
        "3 rows are held, because they look paid for; to accept what there is (resubmit instead of "
        "keep pays for them again):");
  CHECK(steps[0].command == "shotlist run shots.yaml --held keep:2");
}

TEST_CASE("of rows that left the manifest only doubts need a person") {
  Results results = of({Status::failed, Status::rejected, Status::submitted, Status::in_doubt});
  results.rows[0].error_class = ErrorClass::balance;
  for (Result& row : results.rows) {
    row.source.clear();
    row.entry = "krtvbcdfghjk";
  }
  Result& fresh = results.rows.emplace_back();
  fresh.source = "shots.yaml:1";
  const auto steps = steps_of(results, usual_ending());
  REQUIRE(steps.size() == 2);
  CHECK(steps[0].command == "shotlist resolve shots.yaml");
  CHECK(steps[1].prose.empty());  // nobody needs to top up the account
  CHECK(steps[1].effect == "sends 1 row not sent yet");
}

TEST_CASE("decisions that wait in the file come first") {
  Ending ending = usual_ending();
  ending.decided = 2;
  CHECK(commands(of({Status::in_doubt}), ending) ==
        std::vector<std::string>{"shotlist run shots.yaml --decisions shots.results.csv",
                                 "shotlist resolve shots.yaml"});
  CHECK(steps_of(of({}), ending).front().prose ==
        "2 decisions are written into the results file; to carry them out:");
  ending.decided = 1;
  CHECK(steps_of(of({}), ending).front().prose ==
        "a decision is written into the results file; to carry it out:");
}

}  // namespace shotlist::tests::next_steps_test

#include "report/next_steps.h"

#include <string>
#include <utility>
#include <vector>

#include "support/catch2.h"

using namespace shotlist::base;
using namespace shotlist::model;
using namespace shotlist::report;

namespace {

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

std::vector<std::string> commands(const Results& results, const Ending& ending) {
  std::vector<std::string> all;
  for (const NextStep& step : next_steps(results, ending))
    all.push_back(step.command);
  return all;
}

}  // namespace

TEST_CASE("what needs a person comes before what another run does by itself") {
  const Results results =
      of({Status::submitted, Status::rejected, Status::failed, Status::not_sent, Status::in_doubt});
  const auto steps = next_steps(results, usual_ending());
  REQUIRE(steps.size() == 3);
  CHECK(steps[0].command == "shotlist resolve shots.yaml");
  CHECK(steps[1].effect == "sends 1 failed row again and 1 row not sent yet");
  CHECK(steps[2].prose == "edit the rejected row, then");
}

TEST_CASE("where all is submitted there is nothing to do") {
  CHECK(next_steps(of({Status::submitted}), usual_ending()).empty());
}

TEST_CASE("while a run is under way there is nothing to type") {
  Ending ending = usual_ending();
  ending.running = true;
  CHECK(next_steps(of({Status::in_doubt, Status::not_sent}), ending).empty());
}

TEST_CASE("decisions that a run left are carried out by the command that goes on") {
  Ending ending = usual_ending();
  ending.decisions_left = 2;
  ending.decide_command = ending.run_command = "shotlist run shots.yaml --decisions d.csv";
  auto steps = next_steps(of({Status::in_doubt, Status::not_sent}), ending);
  REQUIRE(steps.size() == 2);
  CHECK(steps[0].prose == "2 decisions are not carried out yet; to go on:");
  CHECK(steps[0].command == ending.decide_command);
  CHECK(steps[0].effect == "sends 1 row not sent yet");
  CHECK(steps[1].command == ending.resolve_command);

  // What has to be done first is not left out for it.
  ending.decisions_left = 1;
  Results results = of({Status::rejected, Status::failed});
  results.rows[1].error_class = ErrorClass::balance;
  steps = next_steps(results, ending);
  REQUIRE(steps.size() == 3);
  CHECK(steps[0].prose == "a decision is not carried out yet; to go on:");
  CHECK(steps[0].effect.empty());
  CHECK(steps[1].prose == "top up the account, then");
  CHECK(steps[1].command == ending.decide_command);
}

TEST_CASE("decisions that wait in the file come first") {
  Ending ending = usual_ending();
  ending.decided = 2;
  CHECK(commands(of({Status::in_doubt}), ending) ==
        std::vector<std::string>{"shotlist run shots.yaml --decisions shots.results.csv",
                                 "shotlist resolve shots.yaml"});
  CHECK(next_steps(of({}), ending).front().prose ==
        "2 decisions are written into the results file; to carry them out:");
  ending.decided = 1;
  CHECK(next_steps(of({}), ending).front().prose ==
        "a decision is written into the results file; to carry it out:");
}

#include "report/past.h"

#include <string>
#include <vector>

#include "api/request_body.h"
#include "journal/journal.h"
#include "report/results_csv.h"
#include "support/catch2.h"
#include "support/memory_disk.h"

using namespace shotlist::base;
using namespace shotlist::model;
using namespace shotlist::api;
using namespace shotlist::journal;
using namespace shotlist::report;
using namespace shotlist::tests;

namespace {

const Date now = *parse_date("2026-03-01T09:30:00.125Z");
const std::string results_file = "shots.results.csv";

Request row(const std::string& id, const std::string& prompt, std::int64_t duration = 15) {
  Request request;
  request.id = id;
  request.fields = {{"prompt", prompt}, {"duration", duration}, {"model", std::string("m")}};
  request.body = request_body(request.fields);
  request.fingerprint = request_fingerprint(request.body);
  request.source = {"shots.yaml", 7, 3};
  request.variables = {"time of " + id};
  return request;
}

Requests manifest(std::vector<Request> rows) {
  return {{"time"}, std::move(rows)};
}

// What a run writes for a request that the server took.
std::vector<Fact> bought(const Request& request) {
  SettledFact settled;
  settled.id = request.id;
  settled.outcome.verdict = Verdict::accepted;
  settled.outcome.status = Status::submitted;
  settled.outcome.task_id = "task_of_" + request.id;
  settled.at = now;
  return {SendingFact{request.id, request.fingerprint, 1, now, request.body}, settled};
}

/// A journal of some purchases, and the ledger it makes.
struct House {
  explicit House(const std::vector<Request>& purchases) {
    std::string lines;
    for (const Request& request : purchases) {
      for (const Fact& fact : bought(request))
        lines += to_line(fact);
    }
    disk.put(journal_path(results_file), lines);
    ledger = read_ledger(disk, journal_path(results_file));
  }

  Past past(const Requests& requests) { return Past(disk, results_file, requests, ledger); }

  MemoryDisk disk;
  Ledger ledger;
};

}  // namespace

TEST_CASE("results have every row of the manifest in its order, known or not") {
  House house({row("a", "A tram")});
  const Requests requests = manifest({row("c", "Lanterns"), row("a", "A tram"), row("b", "Fog")});
  const Past past = house.past(requests);
  CHECK(past.changed().empty());
  CHECK(past.removed().empty());
  const Results results = past.join(requests, house.ledger);
  CHECK(results.variable_names == std::vector<std::string>{"time"});
  REQUIRE(results.rows.size() == 3);
  CHECK(results.rows[0].id == "c");
  CHECK(results.rows[0].status == Status::not_sent);
  CHECK(results.rows[0].variables == std::vector<std::string>{"time of c"});
  CHECK(results.rows[1].task_id == "task_of_a");
  CHECK(results.rows[1].source == "shots.yaml:7");
  CHECK(results.rows[2].id == "b");
}

TEST_CASE("an edited row is told field by field, and its line shows what was bought") {
  House house({row("a", "A tram at dusk", 25)});
  const Requests requests = manifest({row("a", "A tram at dawn")});
  const Past past = house.past(requests);
  REQUIRE(past.changed().size() == 1);
  CHECK(past.changed()[0].id == "a");
  CHECK(past.changed()[0].changes ==
        std::vector<FieldChange>{{"duration", "25", "15"},
                                 {"prompt", "A tram at dusk", "A tram at dawn"}});
  const Results results = past.join(requests, house.ledger);
  CHECK(results.rows.at(0).prompt == "A tram at dusk");
  CHECK(results.rows.at(0).duration == "25");
  CHECK(results.rows.at(0).task_id == "task_of_a");
  CHECK(results.rows.at(0).fingerprint == to_text(row("a", "A tram at dusk", 25).fingerprint));
  CHECK(results.rows.at(0).source == "shots.yaml:7");
  CHECK(changes_text(past.changed(), 80) ==
        "a was edited after it was submitted:\n"
        "  duration: 25 -> 15\n"
        "  prompt: A tram at dusk -> A tram at dawn\n");
}

TEST_CASE("an edited row that a person keeps is no longer edited") {
  House house({row("a", "A tram at dusk")});
  const Requests requests = manifest({row("a", "A tram at dawn")});
  ResolvedFact kept;
  kept.id = "a";
  kept.decision = ResolvedFact::Decision::kept;
  kept.fingerprint = requests.rows[0].fingerprint;
  house.ledger.apply(kept);
  CHECK(house.past(requests).changed().empty());
  CHECK(house.ledger.find("a")->task_id == "task_of_a");
}

TEST_CASE("a row in doubt that was edited shows what was sent, and is no changed row") {
  House house({});
  const Request sent = row("a", "A tram at dusk");
  const SendingFact open{"a", sent.fingerprint, 1, now, sent.body};
  house.disk.put(journal_path(results_file), to_line(open));
  house.ledger.apply(open);
  const Requests requests = manifest({row("a", "A tram at dawn")});
  const Past past = house.past(requests);
  CHECK(past.changed().empty());
  CHECK(past.join(requests, house.ledger).rows.at(0).prompt == "A tram at dusk");
}

TEST_CASE("a row that was given another id is told, because it would be paid for again") {
  House house({row("a", "A tram"), row("b", "Fog")});
  const Requests requests =
      manifest({row("a2", "A tram"), row("new", "Lanterns"), row("b", "Fog"), row("b2", "Fog")});
  const Past past = house.past(requests);
  REQUIRE(past.renamed().size() == 1);  // b is still there: b2 is a second one, on purpose
  CHECK(past.renamed()[0].id == "a2");
  CHECK(past.renamed()[0].before == "a");
  CHECK(renamed_text(past.renamed(), 300) ==
        "a2 asks for the very same as a, which is submitted and is no longer in the manifest: "
        "sending it pays for it again; to keep what was made, give the row its old id\n");
  const std::string narrow = renamed_text(past.renamed(), 60);
  CHECK(narrow.find("\n  ") < 61);
}

TEST_CASE("a renamed row that was sent by now, or whose old row was free, is not told") {
  House house({row("a", "A tram"), row("a2", "A tram")});
  Standing failed;
  failed.status = Status::failed;
  failed.fingerprint = row("c", "Fog").fingerprint;
  house.ledger.apply(AdoptedFact{results_file, now, {{"c", failed}}});
  CHECK(house.past(manifest({row("a2", "A tram"), row("c2", "Fog")})).renamed().empty());
}

TEST_CASE("a row that left the manifest keeps its line, without a source") {
  House house({row("a", "A tram"), row("b", "Fog", 25), row("c", "Lanterns")});
  const Requests requests = manifest({row("c", "Lanterns")});
  const Past past = house.past(requests);
  CHECK(past.removed() == std::vector<std::string>{"a", "b"});
  const Results results = past.join(requests, house.ledger);
  REQUIRE(results.rows.size() == 3);
  CHECK(results.rows[0].id == "c");
  CHECK(results.rows[1].task_id == "task_of_a");
  CHECK(results.rows[2].task_id == "task_of_b");
  CHECK(results.rows[2].prompt == "Fog");
  CHECK(results.rows[2].duration == "25");
  CHECK(results.rows[2].source.empty());
  CHECK(results.rows[2].variables == std::vector<std::string>{""});
}

TEST_CASE("what the journal does not hold is taken from the results file") {
  // A journal that was made from a results file has no bodies.
  House house({});
  Results old{{"time"}, {}};
  Result line;
  line.id = "gone";
  line.status = Status::submitted;
  line.task_id = "task_of_gone";
  line.prompt = "A harbor";
  line.duration = "15";
  line.variables = {"noon"};
  line.fields = {"7"};
  old.field_names = {"seed"};
  old.rows.push_back(line);
  house.disk.put(results_file, results_text(old));
  Standing standing;
  standing.status = Status::submitted;
  standing.task_id = line.task_id;
  house.ledger.apply(AdoptedFact{results_file, now, {{"gone", standing}}});

  Requests requests = manifest({row("a", "A tram")});
  requests.rows[0].fields.emplace_back("seed", std::int64_t{8});
  const Results results = house.past(requests).join(requests, house.ledger);
  CHECK(results.field_names == std::vector<std::string>{"seed"});
  REQUIRE(results.rows.size() == 2);
  CHECK(results.rows[0].fields == std::vector<std::string>{"8"});
  CHECK(results.rows[1].fields == std::vector<std::string>{"7"});
  CHECK(results.rows[1].task_id == "task_of_gone");
  CHECK(results.rows[1].prompt == "A harbor");
  CHECK(results.rows[1].variables == std::vector<std::string>{"noon"});
}

TEST_CASE("hostile words in a change can not move the cursor, and long ones fit") {
  const std::vector<ChangedRow> changed = {
      {"a", {{"prompt", "\x1b[31mred", std::string(500, 'x')}}}, {"b", {}}};
  const std::string text = changes_text(changed, 60);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find("b was edited after it was submitted; what was sent is not known any more") !=
        std::string::npos);
  CHECK(text.substr(0, text.find("\nb was")).size() < 120);
}

TEST_CASE("of rows that are not at hand it is known what changed once they are compared") {
  House house({row("a", "A tram"), row("b", "Lanterns"), row("gone", "Fog")});
  const Requests requests =
      manifest({row("a", "A tram at dawn"), row("b", "Lanterns"), row("new", "Fog")});
  std::vector<RequestKey> keys;
  for (const Request& request : requests.rows)
    keys.push_back({&request.id, request.fingerprint});
  Past past(house.disk, results_file, keys, house.ledger);
  for (const Request& request : requests.rows)
    past.compare(request.id, request.fields);
  REQUIRE(past.changed().size() == 1);
  CHECK(past.changed()[0].id == "a");
  CHECK((past.changed()[0].changes == house.past(requests).changed()[0].changes));
  CHECK((past.changed()[0].changes ==
         std::vector<FieldChange>{{"prompt", "A tram", "A tram at dawn"}}));
  CHECK(past.removed() == std::vector<std::string>{"gone"});
  REQUIRE(past.renamed().size() == 1);
  CHECK(past.renamed()[0].id == "new");
  CHECK(past.renamed()[0].before == "gone");
}

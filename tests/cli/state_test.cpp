#include "cli/state.h"

#include <fstream>
#include <string>
#include <vector>

#include "base/error.h"
#include "report/results_csv.h"
#include "support/catch2.h"
#include "support/memory_disk.h"
#include "support/temporary_directory.h"

namespace shotlist {
namespace {

const Date now = *parse_date("2026-03-01T09:30:00.125Z");

Result row(const std::string& id, Status status, const std::string& task_id = {}) {
  Result result;
  result.id = id;
  result.status = status;
  result.task_id = task_id;
  result.fingerprint = to_text(Fingerprint{1, 2});
  return result;
}

std::string results_file(std::vector<Result> rows) {
  return results_text({{}, std::move(rows)});
}

ExitCode code_of(MemoryDisk& disk, const std::string& path) {
  try {
    adoptable_rows(disk, path, now);
  } catch (const Error& error) {
    return error.exit_code();
  }
  return ExitCode::ok;
}

TEST_CASE("results lie beside their manifest unless the user says where") {
  const struct {
    const char* manifest;
    const char* output;
    const char* results;
  } cases[] = {
      {"shots.yaml", "", "shots.results.csv"},
      {"shots.csv", "", "shots.results.csv"},
      {"a/b/shots.v2.yaml", "", "a/b/shots.v2.results.csv"},
      {"./shots", "", "./shots.results.csv"},
      {"夜市.yaml", "", "夜市.results.csv"},
      {"shots.yaml", "out/r.csv", "out/r.csv"},
      {"-", "r.csv", "r.csv"},
  };
  for (const auto& test : cases) {
    CAPTURE(test.manifest);
    CHECK(results_path({test.manifest, {}, {}, test.output}) == test.results);
  }
}

TEST_CASE("results never replace the manifest, and need a name") {
  TemporaryDirectory directory;
  const std::string manifest = directory.file("shots.csv");
  std::ofstream(manifest) << "prompt\n";
  const std::vector<ManifestOptions> cases = {
      {"-", {}, {}, ""},
      {"shots.csv", {}, {}, "shots.csv"},
      {manifest, {}, {}, directory.path() + "/./shots.csv"},
  };
  for (const ManifestOptions& options : cases) {
    CAPTURE(options.path, options.output);
    try {
      results_path(options);
      FAIL("was allowed");
    } catch (const Error& error) {
      CHECK(error.exit_code() == ExitCode::usage);
    }
  }
}

TEST_CASE("rows that a results file knows something about can be adopted, whole") {
  Result doubtful = row("doubt", Status::in_doubt);
  doubtful.error = "the connection broke";
  doubtful.error_class = ErrorClass::dropped;
  doubtful.attempts = 3;
  doubtful.submitted_at = now;
  doubtful.latency = std::chrono::milliseconds(12);
  doubtful.request_id = "req-1";
  doubtful.http_status = 502;
  MemoryDisk disk;
  disk.put("r.csv",
           results_file({row("done", Status::submitted, "sora-2:task_1"),
                         row("new", Status::not_sent), doubtful, row("bad", Status::rejected)}));
  const auto fact = adoptable_rows(disk, "r.csv", now);
  REQUIRE(fact.has_value());
  CHECK(fact->from == "r.csv");
  CHECK(fact->at == now);
  REQUIRE(fact->rows.size() == 3);
  CHECK(fact->rows[0].id == "done");
  CHECK(fact->rows[0].standing.status == Status::submitted);
  CHECK(fact->rows[0].standing.task_id == "sora-2:task_1");
  CHECK((fact->rows[0].standing.fingerprint == Fingerprint{1, 2}));
  const Standing& doubt = fact->rows[1].standing;
  CHECK(fact->rows[1].id == "doubt");
  CHECK(doubt.status == Status::in_doubt);
  CHECK(doubt.error == "the connection broke");
  CHECK(doubt.error_class == ErrorClass::dropped);
  CHECK(doubt.attempts == 3);
  CHECK(doubt.sent_at == now);
  CHECK(doubt.latency == std::chrono::milliseconds(12));
  CHECK(doubt.provider_request_id == "req-1");
  CHECK(doubt.http_status == 502);
  CHECK(fact->rows[2].id == "bad");
}

TEST_CASE("a results file that knows nothing leaves nothing to adopt") {
  MemoryDisk disk({{"fresh.csv", results_file({row("a", Status::not_sent)})}, {"empty.csv", ""}});
  CHECK_FALSE(adoptable_rows(disk, "gone.csv", now));
  CHECK_FALSE(adoptable_rows(disk, "empty.csv", now));
  CHECK_FALSE(adoptable_rows(disk, "fresh.csv", now));
}

TEST_CASE("another kind of file in the place of the results is refused, not overwritten") {
  MemoryDisk disk({{"prompts.csv", "id,prompt\na,A harbor\n"},
                   {"letter.txt", "Dear Sir,\n"},
                   {"no-status.csv", "id,status,task_id\na,done,\n"},
                   {"lost-id.csv", "id,status,task_id\na,submitted,\n"}});
  for (const char* path : {"prompts.csv", "letter.txt", "no-status.csv", "lost-id.csv"}) {
    CAPTURE(path);
    CHECK(code_of(disk, path) == ExitCode::invalid);
  }
}

TEST_CASE("the journal is believed, and the results file only where there is none") {
  const std::string results = results_file({row("a", Status::submitted, "from-results")});
  Outcome outcome;
  outcome.verdict = Verdict::accepted;
  outcome.status = Status::submitted;
  outcome.task_id = "from-journal";
  const std::string opened = to_line(OpenedFact{"0.1.0", "00", "m", "https://h.example", now});
  const std::string journal = opened + to_line(SendingFact{"a", {1, 2}, 1, now, "{}"}) +
                              to_line(SettledFact{"a", 1, outcome, now});
  const struct {
    const char* what;
    std::optional<std::string> journal;
    const char* task_id;
  } cases[] = {
      {"no journal", {}, "from-results"},
      {"a journal that is empty", "", "from-results"},
      {"a journal of a run that sent nothing", opened, "from-results"},
      {"a journal that knows the row", journal, "from-journal"},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    MemoryDisk disk;
    disk.put("r.csv", results);
    if (test.journal) disk.put(journal_path("r.csv"), *test.journal);
    const Ledger ledger = known_ledger(disk, "r.csv", now);
    REQUIRE(ledger.find("a") != nullptr);
    CHECK(ledger.find("a")->task_id == test.task_id);
  }
}

TEST_CASE("where the journal speaks, a broken results file is not even read") {
  MemoryDisk disk({{"r.csv", "Dear Sir,\n"},
                   {journal_path("r.csv"), to_line(SendingFact{"a", {1, 2}, 1, now, "{}"})}});
  CHECK(known_ledger(disk, "r.csv", now).find("a")->status == Status::in_doubt);
}

}  // namespace
}  // namespace shotlist

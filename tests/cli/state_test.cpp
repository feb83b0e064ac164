#include "cli/state.h"

#include <fstream>
#include <string>
#include <vector>

#include "base/error.h"
#include "report/results_csv.h"
#include "support/catch2.h"
#include "support/memory_disk.h"
#include "support/temporary_directory.h"

namespace shotlist::tests {
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
  return report::results_text({{}, std::move(rows)});
}

ExitCode code_of(MemoryDisk& disk, const std::string& path) {
  try {
    cli::read_old_results(disk, path, journal::Ledger());
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
    CHECK(cli::results_path({test.manifest, {}, {}, test.output}) == test.results);
  }
}

TEST_CASE("results never replace the manifest, and need a name") {
  TemporaryDirectory directory;
  const std::string manifest = directory.file("shots.csv");
  std::ofstream(manifest) << "prompt\n";
  const std::vector<cli::ManifestOptions> cases = {
      {"-", {}, {}, ""},
      {"shots.csv", {}, {}, "shots.csv"},
      {manifest, {}, {}, directory.path() + "/./shots.csv"},
  };
  for (const cli::ManifestOptions& options : cases) {
    CAPTURE(options.path, options.output);
    try {
      cli::results_path(options);
      FAIL("was allowed");
    } catch (const Error& error) {
      CHECK(error.exit_code() == ExitCode::usage);
    }
  }
}

TEST_CASE("a results file that is not there, empty or fresh says nothing") {
  MemoryDisk disk({{"fresh.csv", results_file({row("a", Status::not_sent)})}, {"empty.csv", ""}});
  for (const char* path : {"gone.csv", "empty.csv", "fresh.csv"}) {
    CAPTURE(path);
    CHECK(cli::read_old_results(disk, path, journal::Ledger()).unknown.empty());
  }
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
  const std::string opened =
      journal::to_line(journal::OpenedFact{"0.1.0", "00", "m", "https://h.example", now});
  const std::string journal = opened +
                              journal::to_line(journal::SendingFact{"a", {1, 2}, 1, now, "{}"}) +
                              journal::to_line(journal::SettledFact{"a", 1, outcome, now});
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
    if (test.journal) disk.put(journal::journal_path("r.csv"), *test.journal);
    const journal::Ledger ledger = cli::read_known(disk, "r.csv", now).ledger;
    REQUIRE(ledger.find("a") != nullptr);
    CHECK(ledger.find("a")->task_id == test.task_id);
  }
}

TEST_CASE("a row that only the results file knows is known beside those of the journal") {
  MemoryDisk disk;
  disk.put("r.csv", results_file({row("a", Status::submitted, "t1"), row("b", Status::failed)}));
  disk.put(journal::journal_path("r.csv"),
           journal::to_line(journal::SendingFact{"b", {1, 2}, 1, now, "{}"}));
  const journal::Ledger ledger = cli::read_known(disk, "r.csv", now).ledger;
  CHECK(ledger.find("a")->task_id == "t1");
  CHECK(ledger.find("b")->status == Status::in_doubt);
}

TEST_CASE("where the journal speaks, a broken results file is told and says nothing") {
  MemoryDisk disk({{"r.csv", "Dear Sir,\n"},
                   {journal::journal_path("r.csv"),
                    journal::to_line(journal::SendingFact{"a", {1, 2}, 1, now, "{}"})}});
  CHECK(cli::read_known(disk, "r.csv", now).ledger.find("a")->status == Status::in_doubt);
  CHECK_FALSE(cli::read_known(disk, "r.csv", now).old.unreadable.empty());
}

}  // namespace
}  // namespace shotlist::tests

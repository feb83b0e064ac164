#include "report/old_results.h"

#include <string>
#include <vector>

#include "support/catch2.h"

using namespace shotlist::base;
using namespace shotlist::model;
using namespace shotlist::journal;
using namespace shotlist::report;

namespace {

Result line(Status status, int attempts, const std::string& task_id = {}) {
  Result result;
  result.id = "a";
  result.status = status;
  result.attempts = attempts;
  result.task_id = task_id;
  return result;
}

Ledger journal(Status status, int attempts, const std::string& task_id = {}) {
  Standing standing;
  standing.status = status;
  standing.attempts = attempts;
  standing.task_id = task_id;
  Ledger ledger;
  ledger.apply(AdoptedFact{"r.csv", {}, {{"a", standing}}});
  return ledger;
}

}  // namespace

TEST_CASE("a task that the journal has is not taken over as that of another row") {
  Result other = line(Status::submitted, 1, "t1");
  other.id = "b";
  const OldResults old = compare({{}, {other}}, journal(Status::submitted, 1, "t1"));
  CHECK(old.unknown.empty());
  REQUIRE(old.contradicted.size() == 1);
  CHECK(old.contradicted[0].known == "knows it as the task of a");
  other.task_id = "t2";
  CHECK(compare({{}, {other}}, journal(Status::submitted, 1, "t1")).unknown.size() == 1);
}

TEST_CASE("a results file that is behind its journal is old; one that knows better is wrong") {
  const struct {
    const char* what;
    Result line;
    Ledger ledger;
    bool contradicts;
  } cases[] = {
      {"the same", line(Status::submitted, 1, "t1"), journal(Status::submitted, 1, "t1"), false},
      {"written before the run", line(Status::not_sent, 0), journal(Status::submitted, 1, "t1"),
       false},
      {"written before it was sent again", line(Status::submitted, 1, "t1"),
       journal(Status::submitted, 2, "t2"), false},
      {"written before a person settled it", line(Status::in_doubt, 1),
       journal(Status::submitted, 1, "t1"), false},
      {"another task", line(Status::submitted, 1, "t9"), journal(Status::submitted, 1, "t1"), true},
      {"a task that the journal has none of", line(Status::submitted, 1, "t9"),
       journal(Status::failed, 1), true},
      {"a task that the file has lost", line(Status::failed, 1), journal(Status::submitted, 1, "t"),
       true},
      {"a free attempt that the journal does not know", line(Status::failed, 2),
       journal(Status::failed, 1), true},
      {"a task id as a results file shows it", line(Status::submitted, 1, "t\\x1b"),
       journal(Status::submitted, 1, "t\x1b"), false},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    const OldResults old = compare({{}, {test.line}}, test.ledger);
    CHECK(old.unknown.empty());
    CHECK(old.contradicted.size() == (test.contradicts ? 1U : 0U));
  }
}

TEST_CASE(
    "an attempt that may have been paid for and that an older journal does not know is found") {
  const struct {
    const char* what;
    Result line;
    Ledger ledger;
    bool unknown;
  } cases[] = {
      {"a task", line(Status::submitted, 2, "t2"), journal(Status::failed, 1), true},
      {"a doubt", line(Status::in_doubt, 2), journal(Status::rejected, 1), true},
      {"another task", line(Status::submitted, 2, "t2"), journal(Status::submitted, 1, "t1"), true},
      {"a doubt against a task", line(Status::in_doubt, 2), journal(Status::submitted, 1, "t"),
       false},
      {"nothing paid against a task", line(Status::failed, 2), journal(Status::submitted, 1, "t"),
       false},
      {"the same attempt", line(Status::submitted, 1, "t1"), journal(Status::failed, 1), false},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    const OldResults old = compare({{}, {test.line}}, test.ledger);
    CHECK(old.unknown.size() == (test.unknown ? 1U : 0U));
    CHECK(old.contradicted.size() == (test.unknown ? 0U : 1U));
  }
}

TEST_CASE("rows that only the results file knows something about are found, whole") {
  Result doubtful = line(Status::in_doubt, 3);
  doubtful.error = "the connection broke";
  doubtful.error_class = ErrorClass::dropped;
  doubtful.submitted_at = *parse_date("2026-03-01T09:30:00.125Z");
  doubtful.latency = std::chrono::milliseconds(12);
  doubtful.request_id = "req-1";
  doubtful.http_status = 502;
  doubtful.fingerprint = to_text(Fingerprint{1, 2});
  Result fresh = line(Status::not_sent, 0);
  fresh.id = "fresh";
  const OldResults old = compare({{}, {fresh, doubtful}}, Ledger());
  REQUIRE(old.unknown.size() == 1);
  CHECK(old.unknown[0].id == "a");
  const Standing& standing = old.unknown[0].standing;
  CHECK(standing.status == Status::in_doubt);
  CHECK((standing.fingerprint == Fingerprint{1, 2}));
  CHECK(standing.error == "the connection broke");
  CHECK(standing.error_class == ErrorClass::dropped);
  CHECK(standing.attempts == 3);
  CHECK(standing.attempt == 3);
  CHECK(standing.sent_at == doubtful.submitted_at);
  CHECK(standing.latency == doubtful.latency);
  CHECK(standing.provider_request_id == "req-1");
  CHECK(standing.http_status == 502);
}

TEST_CASE("a disagreement is told with both sides, a few rows of it, and disarmed") {
  OldResults old = compare({{}, {line(Status::submitted, 1, "t9")}}, journal(Status::failed, 1));
  CHECK(old.disagrees());
  CHECK(disagreement_text(old, "r.csv") ==
        "r.csv does not agree with its journal, which is right:\n"
        "  a: the file says submitted as t9, the journal failed\n");
  CHECK(disagreement_text({}, "r.csv").empty());
  old.contradicted.assign(12, {"b\x1b[2J", "submitted as \x1b[31m", "failed"});
  const std::string many = disagreement_text(old, "r\x1b.csv");
  CHECK(many.find('\x1b') == std::string::npos);
  CHECK(many.find("  … and 2 more\n") != std::string::npos);
}

TEST_CASE("a file that can not be read is told with the reason") {
  OldResults old;
  old.unreadable = "r.csv:3: there is no status done";
  CHECK(old.disagrees());
  CHECK(disagreement_text(old, "r.csv") ==
        "r.csv can not be read, and its journal is right: r.csv:3: there is no status done\n");
}

TEST_CASE("rows that a person wrote anything on are counted") {
  std::vector<Result> lines(3, line(Status::in_doubt, 1));
  lines[0].decision = "retry";
  lines[2].decision = "retyr";
  CHECK(compare({{}, lines}, journal(Status::in_doubt, 1)).decided == 2);
}

TEST_CASE("ids that a spreadsheet has changed are told, ten at most, within the width") {
  OldResults old;
  CHECK(restored_text(old, "r.csv", 80).empty());
  old.restored = {{"1", "001"}, {"12/12/2026", "dec-12"}};
  CHECK(restored_text(old, "r.csv", 80) ==
        "a spreadsheet has changed ids in r.csv: 1 is 001, 12/12/2026 is dec-12\n");
  CHECK(restored_text(old, "r.csv", 60) ==
        "a spreadsheet has changed ids in r.csv: 1 is 001, 12/12/2026\n  is dec-12\n");
  old.restored.assign(12, {"\x1b", "001"});
  const std::string text = restored_text(old, "r.csv", 1000);
  CHECK(text.find(" and 2 more\n") != std::string::npos);
  CHECK(text.find('\x1b') == std::string::npos);
}

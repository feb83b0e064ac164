#include "ledger/schema.h"

#include <string>
#include <vector>

#include "ledger/attempts.h"
#include "ledger/ledger.h"
#include "support/catch2.h"
#include "support/test_database.h"
#include "support/virtual_time.h"
#include "support/virtual_worker.h"

namespace shotlist::tests::schema_test {
namespace {

using ledger::Attempt;
using ledger::Database;
using ledger::Ledger;

std::vector<std::string> rows_of(const Database& database, const std::string& sql, int column = 0) {
  std::vector<std::string> rows;
  ledger::Statement row = database.prepare(sql);
  while (row.step())
    rows.emplace_back(row.text(column));
  return rows;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("Every column has a type that both engines know, and says whether it may be empty") {
  const Database database = Database::in_memory();
  for (const std::string& table :
       rows_of(database, "SELECT name FROM sqlite_master WHERE type = 'table'")) {
    for (const std::string& type :
         rows_of(database, "SELECT type FROM pragma_table_info('" + table + "')")) {
      INFO(table << ' ' << type);
      const bool is_known = type == "TEXT" || type == "INTEGER" || type == "BIGINT" ||
                            type == "NUMERIC" || type == "BYTEA";
      CHECK(is_known);
    }
  }
  const std::string text = ledger::schema;
  for (const char* word :
       {"AUTOINCREMENT", "WITHOUT ROWID", "STRICT", "PRAGMA", "BLOB", "DATETIME", "IF NOT EXISTS"})
    CHECK(text.find(word) == std::string::npos);
}

TEST_CASE("What SQLite stores has the class of its column") {
  VirtualWorker worker;
  VirtualRandom random(1);
  Ledger ledger(test_database(), worker, random);
  const std::int64_t run = ledger.begin(sample_run());
  const Request request = sample_request("007", "12345");
  Attempt attempt = intent_for(request, run);
  attempt.manifest = "1e5";
  attempt.row = "007";
  ledger.intend(attempt, request);
  ledger.answer(1, accepted("0012"), Status::submitted, Date());
  ledger.commit();
  const Database& database = ledger.database();
  CHECK(rows_of(database,
                "SELECT typeof(manifest) || typeof(row) || typeof(task_id) || "
                "typeof(price) || typeof(reply) || typeof(number) || typeof(checksum) || "
                "typeof(sent_at) FROM attempt") == Texts{"texttexttextrealblobintegerintegertext"});
  CHECK(rows_of(database, "SELECT manifest || ' ' || row || ' ' || task_id FROM attempt") ==
        Texts{"1e5 007 0012"});
  CHECK(rows_of(database, "SELECT typeof(prompt) || typeof(body) FROM request") ==
        Texts{"texttext"});
}

TEST_CASE("The views answer what their comments say") {
  VirtualWorker worker;
  VirtualRandom random(1);
  Ledger ledger(test_database(), worker, random);
  const std::int64_t run = ledger.begin(sample_run());
  Outcome rehearsed = accepted("rehearsed");
  rehearsed.rehearsal = true;
  Outcome refused = lost();
  refused.status = Status::rejected;
  const std::vector<std::pair<std::string, std::vector<Outcome>>> rows = {
      {"bought", {accepted("task-1")}}, {"lost", {lost()}},         {"unanswered", {}},
      {"refused", {refused}},           {"rehearsed", {rehearsed}}, {"lost in rehearsal", {lost()}},
      {"lost in the sandbox", {lost()}}};
  std::vector<Request> requests;
  for (const auto& row : rows)
    requests.push_back(sample_request(row.first, "prompt of " + row.first));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Attempt attempt = intent_for(requests[i], run);
    const bool is_rehearsal = rows[i].first.find("rehears") != std::string::npos;
    if (is_rehearsal) attempt.server = "http://127.0.0.1:8080";
    if (rows[i].first.ends_with("sandbox")) attempt.server = ledger::sandbox_server;
    ledger.intend(attempt, requests[i]);
    for (const Outcome& outcome : rows[i].second)
      ledger.answer(attempt.number, outcome, outcome.status, Date());
  }
  // Somebody else listens there by now.
  const Request later = sample_request("lost later", "prompt of lost later");
  ledger::Run next = sample_run();
  next.id = "another";
  Attempt attempt = intent_for(later, ledger.begin(next));
  attempt.server = "http://127.0.0.1:8080";
  ledger.intend(attempt, later);
  ledger.answer(attempt.number, lost(), Status::in_doubt, Date());
  ledger.commit();
  CHECK(rows_of(ledger.database(), "SELECT row FROM purchases") ==
        Texts{"bought", "lost", "unanswered", "lost later"});
  CHECK(rows_of(ledger.database(), "SELECT prompt FROM purchases LIMIT 1") ==
        Texts{"prompt of bought"});
  CHECK(rows_of(ledger.database(), "SELECT row FROM doubts") ==
        Texts{"lost", "unanswered", "lost later"});
}

}  // namespace shotlist::tests::schema_test

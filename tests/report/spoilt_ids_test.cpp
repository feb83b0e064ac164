#include "report/spoilt_ids.h"

#include <string>
#include <utility>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests {
namespace {

Fingerprint print(char digit) {
  return *parse_fingerprint(std::string(32, digit));
}

/// A results file of lines with these ids, each with the digit of its fingerprint.
Results file(const std::vector<std::pair<std::string, char>>& lines) {
  Results results;
  for (const auto& [id, digit] : lines) {
    Result line;
    line.id = id;
    line.fingerprint = std::string(32, digit);
    results.rows.push_back(line);
  }
  return results;
}

std::string ids_of(const Results& file) {
  std::string ids;
  for (const Result& line : file.rows)
    ids += line.id + ' ';
  return ids;
}

using Rows = std::vector<std::pair<std::string, char>>;

/// The ids of `lines` after they were restored, where the manifest has `rows` and the journal those
/// of `sent`.
std::string restored(const Rows& lines, const Rows& rows, const Rows& sent = {}) {
  Results results = file(lines);
  std::vector<RequestKey> requests;
  for (const auto& [id, digit] : rows)
    requests.push_back({&id, print(digit)});
  journal::AdoptedFact fact;
  for (const auto& [id, digit] : sent) {
    Standing standing;
    standing.fingerprint = print(digit);
    fact.rows.push_back({id, standing});
  }
  journal::Ledger ledger;
  ledger.apply(fact);
  report::restore_ids(results, requests, ledger);
  return ids_of(results);
}

TEST_CASE("an id that a spreadsheet has changed is told by what its row asks for") {
  CHECK(restored({{"1", 'a'}, {"12/12/2026", 'b'}, {"TRUE", 'c'}},
                 {{"001", 'a'}, {"dec-12", 'b'}, {"true", 'c'}}) == "001 dec-12 true ");
  CHECK(restored({{"1", 'a'}}, {}, {{"001", 'a'}}) == "001 ");
}

TEST_CASE("rows that ask for the very same get their ids in their order") {
  CHECK(restored({{"1", 'a'}, {"2", 'a'}}, {{"001", 'a'}, {"002", 'a'}}) == "001 002 ");
  CHECK(restored({{"1", 'a'}, {"002", 'a'}}, {{"001", 'a'}, {"002", 'a'}}) == "001 002 ");
}

TEST_CASE("rows that ask for the very same and stand in another order are told by their number") {
  CHECK(restored({{"3", 'a'}, {"2", 'a'}, {"1", 'a'}},
                 {{"001", 'a'}, {"002", 'a'}, {"003", 'a'}}) == "003 002 001 ");
  CHECK(restored({{"12/12/2026", 'a'}, {"2", 'a'}}, {{"dec-12", 'a'}, {"002", 'a'}}) ==
        "dec-12 002 ");
  CHECK(report::number_in("001") == "1");
  CHECK(report::number_in("000") == "0");
  CHECK(report::number_in("0x1").empty());
  CHECK(report::number_in("").empty());
}

TEST_CASE("a line with a task that the journal has is the row of that task, whatever its id") {
  Standing standing;
  standing.status = Status::submitted;
  standing.task_id = "t:1";
  journal::Ledger ledger;
  ledger.apply(journal::AdoptedFact{"r.csv", {}, {{"dec-12", standing}}});
  Results results = file({{"12. Dez", 'a'}, {"13. Dez", 'b'}});
  results.rows[0].task_id = "t:1";
  results.rows[1].task_id = "t:2";
  report::restore_ids(results, {}, ledger);
  CHECK(ids_of(results) == "dec-12 13. Dez ");
  results = file({{"dec-12", 'a'}, {"12. Dez", 'a'}});
  results.rows[0].task_id = results.rows[1].task_id = "t:1";
  report::restore_ids(results, {}, ledger);
  CHECK(ids_of(results) == "dec-12 12. Dez ");
}

TEST_CASE("every other id stays as it is") {
  const struct {
    const char* what;
    Rows lines;
    Rows rows;
  } cases[] = {
      {"known", {{"1", 'a'}}, {{"1", 'b'}, {"001", 'a'}}},
      {"another request", {{"1", 'a'}}, {{"001", 'b'}}},
      {"no number: the row was given another id", {{"market", 'a'}}, {{"001", 'a'}}},
      {"of a row whose id no spreadsheet changes", {{"1", 'a'}}, {{"market", 'a'}}},
      {"of a row that has its line", {{"001", 'a'}, {"1", 'a'}}, {{"001", 'a'}}},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    CHECK(restored(test.lines, test.rows) == ids_of(file(test.lines)));
  }
}

}  // namespace
}  // namespace shotlist::tests

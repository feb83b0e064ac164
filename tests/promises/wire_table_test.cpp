// The table, driven: the loop and libcurl are real, the server is one of raw bytes.
//
// Of every case it holds, besides what its line says, that no row is charged twice, that an id is
// on its own row, and that the next run leaves everything alone that may have been paid for.

#include "promises/wire_table.h"

#include <cstddef>
#include <iostream>
#include <string>
#include <vector>

#include "promises/wire_run.h"
#include "support/catch2.h"

namespace shotlist::tests::wire_table_test {
namespace {

std::string to_text(const Fate& fate) {
  return std::string(to_text(fate.status)) + " " + std::string(to_text(fate.error_class)) +
         ", concerns " + std::string(to_text(fate.concern)) + (fate.names_task ? ", names" : "");
}

void check_row(const WireCase& c, const WireReport& report, std::size_t row) {
  CAPTURE(row + 1);
  const WireRow& was = report.rows[row];
  const bool names = !was.named_task.empty();
  CAPTURE(was.error);
  CHECK(to_text(Fate{was.status, was.error_class, concern_of(was.error_class), names}) ==
        to_text(c.fate(row)));
  CHECK(was.task == (was.status == Status::submitted ? report.given[row] : ""));
  if (names) CHECK(was.named_task == report.given[row]);
  const bool has_words = was.status != Status::submitted && was.status != Status::not_sent;
  CHECK(was.error.empty() != has_words);
  if (has_words && was.error.find(c.says) == std::string::npos) CHECK(was.error == c.says);
}

void check(const WireCase& c) {
  CAPTURE(c.name);
  WireHouse house(c.settings);
  const WireReport report = house.run(c.script);
  CAPTURE(report.why);
  CHECK(report.all_requests() == c.requests);
  CHECK(int(report.exit_code) == c.exit);
  CHECK(report.strangers == 0);
  CHECK(report.counts.total() == c.settings.rows);
  for (std::size_t row = 0; row < c.settings.rows; ++row)
    check_row(c, report, row);
  const std::vector<std::size_t> charges = house.charges();

  const WireReport next = house.run_well();
  for (std::size_t row = 0; row < c.settings.rows; ++row) {
    CAPTURE(row + 1);
    const Status status = report.rows[row].status;
    const bool is_free = status == Status::failed || status == Status::not_sent;
    CHECK(next.requests[row] == (is_free ? 1 : 0));
    if (is_free) CHECK(charges[row] == 0);
    if (is_free) CHECK(next.rows[row].task == WireHouse::task_of(row + 1));
    CHECK(house.charges()[row] <= 1);
  }
}

}  // namespace

// One at a time, so that each can be looked for by the rule that it shows.
TEST_CASE("the table of the wire holds, line by line") {
  for (const WireGroup& group : wire_table()) {
    DYNAMIC_SECTION(group.rule) {
      for (const WireCase& c : group.cases)
        check(c);
    }
  }
}

// Each line is checked as it is written, so what is written is what happens. A change that leaves
// more rows in doubt has to say so here.
TEST_CASE("the table of the wire is this long, and leaves so many rows in doubt") {
  std::size_t cases = 0;
  std::size_t rows = 0;
  std::size_t in_doubt = 0;
  std::size_t named = 0;
  for (const WireGroup& group : wire_table()) {
    for (const WireCase& c : group.cases) {
      ++cases;
      rows += c.settings.rows;
      for (std::size_t row = 0; row < c.settings.rows; ++row) {
        in_doubt += c.fate(row).status == Status::in_doubt ? 1 : 0;
        named += c.fate(row).names_task ? 1 : 0;
      }
    }
  }
  std::cout << cases << " behaviours, " << rows << " rows, " << in_doubt << " in doubt, of which "
            << named << " have the id that an answer named\n";
  CHECK(cases == 537);
  CHECK(rows == 2184);
  CHECK(in_doubt == 378);
  CHECK(named == 201);
}

}  // namespace shotlist::tests::wire_table_test

#include "model/counts.h"

#include <string>
#include <vector>

#include "base/error.h"
#include "support/catch2.h"

namespace shotlist::tests::counts_test {

namespace {

const std::vector<Status> all_statuses = {Status::submitted, Status::failed, Status::rejected,
                                          Status::in_doubt,  Status::held,   Status::not_sent};

}  // namespace

TEST_CASE("each status is counted in its own place") {
  for (const Status status : all_statuses) {
    Counts counts;
    counts.add(status);
    counts.add(status);
    CAPTURE(to_text(status));
    CHECK(counts.total() == 2);
    for (const Status other : all_statuses)
      CHECK(counts.of(other) == (other == status ? 2U : 0U));
  }
}

TEST_CASE("a row that changes its status is still one row") {
  for (const Status before : all_statuses) {
    for (const Status after : all_statuses) {
      Counts counts;
      counts.add(before);
      counts.replace(before, after);
      Counts expected;
      expected.add(after);
      CHECK(counts == expected);
    }
  }
}

TEST_CASE("rows that do not add up end the program") {
  Counts counts;
  counts.must_add_up_to(0);
  for (const Status status : all_statuses)
    counts.add(status);
  counts.add(Status::in_doubt);
  counts.must_add_up_to(7);
  for (const std::size_t rows : {0U, 6U, 8U}) {
    CHECK_THROWS_AS(counts.must_add_up_to(rows), Error);
  }
  try {
    counts.must_add_up_to(8);
    FAIL("a lost row went unnoticed");
  } catch (const Error& error) {
    CHECK(error.exit_code() == ExitCode::disk);
    CHECK(std::string(error.what())
              .find("8 rows, but 1 submitted + 1 failed + 1 rejected + "
                    "2 in doubt + 1 held + 1 not sent = 7") != std::string::npos);
  }
}

}  // namespace shotlist::tests::counts_test

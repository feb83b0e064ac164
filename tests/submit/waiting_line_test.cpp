#include "submit/waiting_line.h"

#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::waiting_line_test {
namespace {

using namespace std::chrono_literals;

constexpr Moment start(1h);

TEST_CASE("new rows leave in the order they came") {
  submit::WaitingLine line;
  for (const std::size_t row : {4U, 2U, 9U})
    line.add(row);
  CHECK(line.next() <= start);
  CHECK(line.take(start) == 4U);
  CHECK(line.take(start) == 2U);
  CHECK(line.take(start) == 9U);
  CHECK_FALSE(line.take(start));
}

TEST_CASE("a row whose moment has come goes before new rows, and not before its moment") {
  submit::WaitingLine line;
  line.add(1);
  line.add(2);
  line.add_later(7, start + 5s);
  CHECK(line.take(start + 5s - 1ns) == 1U);
  CHECK(line.take(start + 5s) == 7U);
  CHECK(line.take(start + 5s) == 2U);
}

TEST_CASE("rows that wait leave by moment, and at one moment by their place in the manifest") {
  submit::WaitingLine line;
  line.add_later(3, start + 2s);
  line.add_later(8, start + 1s);
  line.add_later(1, start + 2s);
  CHECK(line.next() == start + 1s);
  CHECK_FALSE(line.take(start));
  CHECK(line.take(start + 9s) == 8U);
  CHECK(line.next() == start + 2s);
  CHECK(line.take(start + 9s) == 1U);
  CHECK(line.take(start + 9s) == 3U);
}

TEST_CASE("a line knows how many wait and how many of them wait to be tried again") {
  submit::WaitingLine line;
  CHECK(line.empty());
  CHECK(line.next() == Moment::max());
  line.add(1);
  line.add_later(2, start);
  CHECK(line.size() == 2);
  CHECK(line.retrying() == 1);
  CHECK_FALSE(line.empty());
}

TEST_CASE("rows of several lanes leave in the order of the manifest") {
  submit::WaitingLine line;
  line.add(1, 0);
  line.add(2, 1);
  line.add(3, 0);
  line.add_later(7, start + 2s, 1);
  line.add_later(6, start + 1s, 0);
  CHECK(line.take(start) == 1U);
  CHECK(line.take(start + 5s) == 6U);
  CHECK(line.take(start + 5s) == 7U);
  CHECK(line.take(start + 5s) == 2U);
  CHECK(line.take(start + 5s) == 3U);
  CHECK(line.empty());
}

TEST_CASE("a line that goes on at another place keeps all rows but those that are gone") {
  submit::WaitingLine line;
  for (std::size_t row = 0; row < 7; ++row)
    line.add(row, row % 2);
  line.add_later(9, start + 5s);
  line.go_on_elsewhere([](std::size_t row) { return row == 4 || row == 9; }, 0.5);
  CHECK(line.size() == 7);
  std::vector<std::size_t> rows;
  while (const auto row = line.take(start + 5s))
    rows.push_back(*row);
  CHECK(rows == std::vector<std::size_t>{9, 2, 3, 5, 1, 6, 0});
}

TEST_CASE("a lane that is held keeps its own rows and no others") {
  submit::WaitingLine line;
  line.add(1, 0);
  line.add(2, 1);
  line.hold(0, start + 10s);
  CHECK_FALSE(line.held_lane(start));
  CHECK(line.take(start) == 2U);
  CHECK_FALSE(line.take(start));
  CHECK(line.next() == start + 10s);
  CHECK(line.held_lane(start) == 0U);
  CHECK(line.take(start + 10s) == 1U);
}

TEST_CASE("after a hold one row of the lane goes ahead, and the others wait for its answer") {
  submit::WaitingLine line;
  for (const std::size_t row : {1U, 2U, 3U})
    line.add(row, 0);
  line.hold(0, start + 10s);
  CHECK(line.take(start + 10s) == 1U);
  CHECK_FALSE(line.take(start + 10s));
  CHECK(line.next() == Moment::max());
  SECTION("it was refused for its model again") {
    line.hold(0, start + 30s);
    CHECK_FALSE(line.take(start + 29s));
    CHECK(line.take(start + 30s) == 2U);
    CHECK_FALSE(line.take(start + 30s));
  }
  SECTION("it was answered otherwise") {
    line.release(0);
    CHECK(line.take(start + 10s) == 2U);
    CHECK(line.take(start + 10s) == 3U);
  }
}

TEST_CASE("a row that was not refused yet goes ahead of one that was") {
  submit::WaitingLine line;
  line.add_later(1, start, 0);
  line.add(2, 0);
  line.hold(0, start + 10s);
  CHECK(line.take(start + 10s) == 2U);
  line.release(0);
  CHECK(line.take(start + 10s) == 1U);
}

TEST_CASE("a line knows whether rows of other lanes are left") {
  submit::WaitingLine line;
  CHECK_FALSE(line.has_others(0));
  line.add(1, 0);
  CHECK_FALSE(line.has_others(0));
  CHECK(line.has_others(1));
  line.add_later(2, start, 2);
  CHECK(line.has_others(0));
}

TEST_CASE("where the row that goes first is not sent after all, another of its lane goes") {
  submit::WaitingLine line;
  for (std::size_t row = 0; row < 3; ++row)
    line.add(row);
  line.hold(0, start + 10s);
  line.gives_up_turn(0, start);
  CHECK(line.take(start + 9s) == std::nullopt);  // the hold goes on
  CHECK(line.take(start + 10s) == 0);
  CHECK(line.take(start + 11s) == std::nullopt);
  line.gives_up_turn(0, start + 11s);
  CHECK(line.take(start + 11s) == 1);
  CHECK(line.take(start + 11s) == std::nullopt);
}

}  // namespace
}  // namespace shotlist::tests::waiting_line_test

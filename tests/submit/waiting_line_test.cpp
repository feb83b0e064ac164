#include "submit/waiting_line.h"

#include "support/catch2.h"

namespace shotlist::tests {
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

}  // namespace
}  // namespace shotlist::tests

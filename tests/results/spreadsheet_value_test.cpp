#include "results/spreadsheet_value.h"

#include <string>

#include "results/csv_writer.h"
#include "support/catch2.h"

namespace shotlist::tests::spreadsheet_value_test {
namespace {

TEST_CASE("what a spreadsheet would write back in another way is known") {
  for (const char* cell : {"0.10",   "1.50",     "1,000",  "10%",   "$5",
                           "¥5",     "1/2",      "1-2",    "3.14",  "2026-03-01",
                           "12:30",  "12:30 PM", "dec-12", "May-1", "March 5",
                           "3月5日", "TRUE",     "false",  " 7",    "2026-11-27T02:22:27.597Z",
                           "1-9"}) {
    CAPTURE(cell);
    CHECK(results::is_taken_for_value(cell));
    CHECK(results::guarded(cell) == cell);
    CHECK(results::guarded(cell, results::Guard::values) == "'" + std::string(cell));
  }
}

TEST_CASE("digits that a spreadsheet would lose are guarded in every form") {
  for (const char* cell :
       {"007", "00", "0012.5", "1e5", "1E400", "12e45", "1.5E+10", "12E-3", "123456789012",
        "123456789012345", "12345678901234567890", "2026112702222762900000001", "0.123456789012",
        " 007", "1,234,567,890,123", "12345678901234567890123456789e12"}) {
    CAPTURE(cell);
    CHECK(results::loses_digits(cell));
    CHECK(results::is_taken_for_value(cell));
    CHECK(results::guarded(cell) == "'" + std::string(cell));
    CHECK(results::guarded(cell, results::Guard::values) == "'" + std::string(cell));
    CHECK(results::unguarded("'" + std::string(cell)) == cell);
  }
  CHECK(results::loses_digits(std::string(200, '7')));
  for (const char* cell : {"", "0", "7", "0.5", "4.80", "12345678901", "1e", "e5", "1e5x", "1e+",
                           "0x1F", ".", ",", "00_1", "007 a", "1-2", "10%"}) {
    CAPTURE(cell);
    CHECK_FALSE(results::loses_digits(cell));
    CHECK(results::guarded(cell) == cell);
  }
}

TEST_CASE("what a spreadsheet leaves alone is left alone") {
  for (const char* cell : {"",
                           "0",
                           "7",
                           "15",
                           "12345678901",
                           "harbor",
                           "harbor@dawn",
                           "00_1",
                           "shot 1",
                           "s-1234abcd",
                           "sora-2:task_01",
                           "sora-2-pro",
                           "A tram, 5 people",
                           "5 people",
                           "雨夜",
                           "第3幕",
                           "truely",
                           "may",
                           "-",
                           ".",
                           "http://a.example/1",
                           "5a6b1b7b43dc56dc8c3ebe5b92d936fe",
                           "3.1.x"}) {
    CAPTURE(cell);
    CHECK_FALSE(results::is_taken_for_value(cell));
  }
}

TEST_CASE("a guard against values can be undone by whoever does not know of it") {
  for (const char* cell : {"007", "'007", "''007", "=1", "'=1", "'", "'a", "TRUE", "'TRUE", "15",
                           "'15", "a cat", "''", "dec-12"}) {
    CAPTURE(cell);
    CHECK(results::unguarded(results::guarded(cell)) == cell);
    CHECK(results::unguarded(results::guarded(cell, results::Guard::values)) == cell);
  }
  CHECK(results::guarded("'007") == "''007");
}

TEST_CASE("a number that lost its digits is known") {
  for (const char* text : {"2.02611270222276E+024", "1E+20", "1,23E+19", "2.0e+5"}) {
    CAPTURE(text);
    CHECK(results::is_shortened_number(text));
  }
  for (const char* text : {"", "e", "1E5", "1.5", "E+20", "12E+20", "1.E+20", "1.2E+", "1.2E+2x",
                           "task_1E+20", "1x2E+20", "1.2E-20"}) {
    CAPTURE(text);
    CHECK_FALSE(results::is_shortened_number(text));
  }
}

}  // namespace
}  // namespace shotlist::tests::spreadsheet_value_test

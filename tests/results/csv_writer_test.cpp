#include "results/csv_writer.h"

#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::csv_writer_test {

using namespace shotlist::results;

TEST_CASE("a cell that a spreadsheet would run is guarded, and the guard can be undone") {
  struct Case {
    std::string cell;
    std::string guarded;
  };
  const std::vector<Case> cases = {
      {"", ""},
      {"a cat", "a cat"},
      {"=1+1", "'=1+1"},
      {"+49", "'+49"},
      {"-1", "'-1"},
      {"@SUM(A1)", "'@SUM(A1)"},
      {"\tx", "'\tx"},
      {"\rx", "'\rx"},
      {"\nx", "'\nx"},
      {"＝1+1", "'＝1+1"},
      {"－1", "'－1"},
      {"＋1", "'＋1"},
      {"＠x", "'＠x"},
      {"'=1", "''=1"},
      {"'''@x", "''''@x"},
      {"'quoted'", "'quoted'"},
      {"'", "'"},
      {"'''", "'''"},
      {" =1", " =1"},
      {"a=1", "a=1"},
      {"雨夜", "雨夜"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.cell);
    CHECK(guarded(c.cell) == c.guarded);
    CHECK(unguarded(c.guarded) == c.cell);
  }
}

TEST_CASE("what was not guarded is read as it is") {
  CHECK(unguarded("=1+1") == "=1+1");
  CHECK(unguarded("''") == "''");
  CHECK(unguarded("'tis") == "'tis");
}

TEST_CASE("cells are quoted where RFC 4180 wants it, and lines end in CRLF") {
  struct Case {
    std::vector<std::string> cells;
    std::string line;
  };
  const std::vector<Case> cases = {
      {{"a", "b", "c"}, "a,b,c\r\n"},
      {{"", ""}, ",\r\n"},
      {{"a,b", "c"}, "\"a,b\",c\r\n"},
      {{"say \"hi\""}, "\"say \"\"hi\"\"\"\r\n"},
      {{"two\nlines", "x"}, "\"two\nlines\",x\r\n"},
      {{"a\r\nb"}, "\"a\r\nb\"\r\n"},
      {{"=A1,B1"}, "\"'=A1,B1\"\r\n"},
      {{"夜市", "🌃"}, "夜市,🌃\r\n"},
      {{" spaces kept "}, " spaces kept \r\n"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.line);
    std::string text;
    CsvWriter csv(text);
    for (const std::string& cell : c.cells)
      csv.cell(cell);
    csv.end_row();
    CHECK(text == c.line);
  }
}

}  // namespace shotlist::tests::csv_writer_test

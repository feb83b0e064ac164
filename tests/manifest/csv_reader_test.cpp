#include "manifest/csv_reader.h"

#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::csv_reader_test {

using namespace shotlist::manifest;

namespace {

// Cells in [brackets], records on lines, mistakes after them as `!line@offset what`.
std::string shown(CsvReader reader) {
  std::string text;
  while (reader.next()) {
    for (const CsvCell& cell : reader.cells())
      text += '[' + std::string(cell.text) + ']';
    for (const CsvMistake& mistake : reader.mistakes()) {
      text += " !" + std::to_string(mistake.line) + '@' + std::to_string(mistake.offset) + ' ' +
              mistake.what;
    }
    text += '\n';
  }
  return text;
}

struct Case {
  const char* name;
  std::string text;
  std::string expected;
};

}  // namespace

TEST_CASE("CSV is read as RFC 4180 says, and as spreadsheets write it") {
  const std::vector<Case> cases = {
      {"nothing", "", ""},
      {"only blank lines", "\n  \r\n\r", ""},
      {"one cell", "a", "[a]\n"},
      {"no line end at the end", "a,b\n1,2", "[a][b]\n[1][2]\n"},
      {"LF", "a,b\n1,2\n", "[a][b]\n[1][2]\n"},
      {"CRLF", "a,b\r\n1,2\r\n", "[a][b]\n[1][2]\n"},
      {"CR", "a,b\r1,2\r", "[a][b]\n[1][2]\n"},
      {"mixed", "a,b\n1,2\r\n3,4\r5,6", "[a][b]\n[1][2]\n[3][4]\n[5][6]\n"},
      {"blank lines between", "a,b\n\n \n1,2\n\n", "[a][b]\n[1][2]\n"},
      {"byte order mark",
       "\xEF\xBB\xBF"
       "a,b\n",
       "[a][b]\n"},
      {"byte order mark before a quote", "\xEF\xBB\xBF\"a\",b\n", "[a][b]\n"},
      {"empty cells", "a,b,c\n,2,\n", "[a][b][c]\n[][2][]\n"},
      {"rows of empty cells", "a,b\n,\n \t, \n\"\",\"\"\n1,2\n,,,,,\n", "[a][b]\n[1][2]\n"},
      {"rows of empty cells before the header", ",,\n\na,b\n1,2\n", "[a][b]\n[1][2]\n"},
      {"a delimiter line", "sep=;\r\na;b,c\r\n1;2,,\r\n", "[a][b,c]\n[1][2,,]\n"},
      {"a delimiter line after a byte order mark", "\xEF\xBB\xBFSEP=|\na|b\n", "[a][b]\n"},
      {"a delimiter line with a tab", "sep=\t\na\tb\n", "[a][b]\n"},
      {"a delimiter line alone", "sep=,", ""},
      {"a column named sep=", "sep=a,b\n1,2\n", "[sep=a][b]\n[1][2]\n"},
      {"a quote cannot be a delimiter", "sep=\"\na\n", "[sep=\"]\n[a]\n"},
      {"a delimiter line in quotes", "\"sep=;\"\r\na;b\r\n", "[a][b]\n"},
      {"a delimiter line that names the tab", "sep=\\t\na\tb\n", "[a][b]\n"},
      {"a delimiter line with the empty cells of a spreadsheet", "sep=;;;\na;b;c\n", "[a][b][c]\n"},
      {"a delimiter line without a delimiter", "sep=\nx\n", "[sep=]\n[x]\n"},
      {"quotes inside a cell", "a,b\nx \"y\" z,5\"\n \"x\",2\n",
       "[a][b]\n[x \"y\" z][5\"]\n[x][2] !3@15 white space before the opening quote of a cell\n"},
      {"empty cells too many", "a,b\n1,2,\n3,4,, ,\n", "[a][b]\n[1][2][]\n[3][4][][ ][]\n"},
      {"empty last cell without a line end", "a,b\n1,", "[a][b]\n[1][]\n"},
      {"spaces are kept", "a, b \n", "[a][ b ]\n"},
      {"quotes", "\"a\",\"b\"\n", "[a][b]\n"},
      {"an empty quoted cell", "a,b\n\"\",\"2\"\n", "[a][b]\n[][2]\n"},
      {"a delimiter in quotes", "\"a,b\",c\n", "[a,b][c]\n"},
      {"doubled quotes", "\"a\"\"b\",\"\"\"\"\n", "[a\"b][\"]\n"},
      {"a quoted empty line", "\"\"\n", ""},
      {"line ends in quotes are kept", "a,b\n\"1\r\n2\n3\",x\n", "[a][b]\n[1\r\n2\n3][x]\n"},
      {"semicolons", "a;b\n1,5;2\n", "[a][b]\n[1,5][2]\n"},
      {"tabs", "a\tb\n1,5\t\n", "[a][b]\n[1,5][]\n"},
      {"a line of tabs in a file of tabs", "a\tb\n\t2\n\t\n", "[a][b]\n[][2]\n"},
      {"delimiters in quotes do not count", "\"a;b;c\",d\n", "[a;b;c][d]\n"},
      {"CJK", "提示,大小\n雨夜，灯,大\n", "[提示][大小]\n[雨夜，灯][大]\n"},
  };
  for (const Case& c : cases) {
    INFO(c.name);
    CHECK(shown(CsvReader(c.text)) == c.expected);
  }
}

TEST_CASE("what is no CSV is found where it is, and reading goes on after it") {
  const std::vector<Case> cases = {
      {"a space before a quote", "a,b\n1, \"x, y\"\n3,4\n",
       "[a][b]\n[1][x, y] !2@6 white space before the opening quote of a cell\n[3][4]\n"},
      {"a full-width space before a quote", "a,b\n　\"x\ny\",2\n",
       "[a][b]\n[x\ny][2] !2@4 white space before the opening quote of a cell\n"},
      {"a space before a quote, and text behind it", "a,b\n1, \"x\" y\n",
       "[a][b]\n[1][x] !2@6 white space before the opening quote of a cell\n"},
      {"white space after a closing quote", "a,b\n\"x\" ,2\n",
       "[a][b]\n[x][2] !2@7 white space after the closing quote of a cell\n"},
      {"text after a closing quote", "a,b\n\"x\"y,2\n3,4\n",
       "[a][b]\n[x][2] !2@7 text after the closing quote of a cell\n[3][4]\n"},
      {"a quote that closes too late", "a,b\n\"x,2\n\"3,4\n",
       "[a][b]\n[x,2\n][4] !3@10 text after the closing quote of a cell that opens on line 2\n"},
      {"no closing quote", "a,b\n1,\"x\n3,4\n",
       "[a][b]\n[1][x\n3,4\n] !2@6 this quote is never closed\n"},
      {"a quote as the last byte", "a,b\n1,\"", "[a][b]\n[1][] !2@6 this quote is never closed\n"},
      {"too few cells", "a,b\n1\n3,4\n",
       "[a][b]\n[1] !2@4 the row has 1 cell and the header 2\n[3][4]\n"},
      {"too many cells", "a,b\n1,2,3,4\n",
       "[a][b]\n[1][2][3][4] !2@8 the row has 4 cells and the header 2\n"},
  };
  for (const Case& c : cases) {
    INFO(c.name);
    CHECK(shown(CsvReader(c.text)) == c.expected);
  }
}

TEST_CASE("the remedy for text after a closing quote is the cell as it should be") {
  const auto remedy = [](const std::string& cell) {
    const std::string text = "a,b\n" + cell + ",2\n";
    CsvReader reader(text);
    reader.next();
    reader.next();
    REQUIRE(reader.mistakes().size() == 1);
    return reader.mistakes()[0].remedy;
  };
  CHECK(remedy("\"a\" b") == "write \"\"\"a\"\" b\"");
  CHECK(remedy("\"He said \"hi\" to me\"") == "write \"He said \"\"hi\"\" to me\"");
  CHECK(remedy("\"Hello\" and \"bye\"") == "write \"\"\"Hello\"\" and \"\"bye\"\"\"");
  CHECK(remedy("\"a\n\" b") ==
        "write \"\" for each quote inside the cell, and one more at both of its ends");
  CHECK(remedy(" \"a\"") == "take the space away, so that the cell begins with its quote");
}

TEST_CASE("every cell knows its line, also after line ends in quotes") {
  CsvReader reader("a,b\r\n\"1\r\n2\",x\r\n\r\ny,\"3\r4\"\n");
  std::vector<std::uint32_t> lines;
  std::vector<std::uint32_t> records;
  while (reader.next()) {
    records.push_back(reader.line());
    for (const CsvCell& cell : reader.cells())
      lines.push_back(cell.line);
  }
  CHECK(records == std::vector<std::uint32_t>{1, 2, 5});
  CHECK(lines == std::vector<std::uint32_t>{1, 1, 2, 3, 5, 5});
}

TEST_CASE("cells that were rewritten stay valid together") {
  std::string row;
  for (int i = 0; i < 200; ++i)
    row += (i == 0 ? "" : ",") + std::string("\"a\"\"b\"");
  CsvReader reader(row);
  REQUIRE(reader.next());
  REQUIRE(reader.cells().size() == 200);
  for (const CsvCell& cell : reader.cells())
    CHECK(cell.text == "a\"b");
}

TEST_CASE("a delimiter can be given instead of guessed") {
  CHECK(shown(CsvReader("a;b,c\n", ',')) == "[a;b][c]\n");
  CHECK(CsvReader("a;b\n").delimiter() == ';');
}

TEST_CASE("a cell ends at the same place wherever it begins and whatever is in it") {
  for (const std::string cell :
       {"x", "a b\x01 c", "夜市的港口", "say \"hi\" twice", "a\tb", "\x7F"}) {
    for (std::size_t before = 1; before < 20; ++before) {
      const std::string first(before, 'a');
      const std::string text = first + ',' + cell + ',' + first + '\n' + cell + "\r\n" + first;
      CAPTURE(text);
      CHECK(shown(CsvReader(text, ',', ShortRecords::sound)) ==
            '[' + first + "][" + cell + "][" + first + "]\n[" + cell + "]\n[" + first + "]\n");
    }
  }
}

TEST_CASE("a delimiter may be any byte") {
  const std::string text = "sep=\xE9\nid\xE9prompt\na\xE9 fox, running fast, far away\n";
  CHECK(shown(CsvReader(text)) == "[id][prompt]\n[a][ fox, running fast, far away]\n");
}

}  // namespace shotlist::tests::csv_reader_test

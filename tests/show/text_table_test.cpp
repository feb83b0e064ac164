#include "show/text_table.h"

#include <string>
#include <utility>
#include <vector>

#include "base/display_width.h"
#include "base/text.h"
#include "support/catch2.h"

namespace shotlist::tests::text_table_test {

using namespace shotlist::show;

namespace {

struct Line {
  Status status;
  std::vector<std::string> cells;
};

std::string text_of(std::vector<TextColumn> columns, const std::vector<Line>& lines,
                    std::size_t width, const Style& style = Style()) {
  TextTable table(std::move(columns));
  for (const Line& line : lines)
    table.measure(line.cells);
  table.fit(width);
  std::string text = table.title(style);
  for (const Line& line : lines)
    text += table.line(line.status, line.cells, style);
  return text;
}

std::string night_market(std::size_t width) {
  return text_of(
      {{.title = "id", .rank = 0, .least = 6},
       {.title = "status", .rank = 1, .painted = true},
       {.title = "tries", .rank = 3, .right = true},
       {.title = "nothing", .rank = 0},
       {.title = "prompt", .rank = 2, .least = 8}},
      {{Status::submitted, {"market@portrait", "submitted", "1", "", "A night market in the rain"}},
       {Status::in_doubt, {"市场", "in doubt", "12", "", "雨夜的市场🌃，霓虹倒映在积水里"}}},
      width);
}

}  // namespace

TEST_CASE("a table takes the room it needs, and leaves out columns without content") {
  CHECK(night_market(100) ==
        "id               status     tries  prompt\n"
        "market@portrait  submitted      1  A night market in the rain\n"
        "市场             in doubt      12  雨夜的市场🌃，霓虹倒映在积水里\n");
}

TEST_CASE("where there is less room, cells are cut first and whole columns after") {
  CHECK(night_market(50) ==
        "id               status     tries  prompt\n"
        "market@portrait  submitted      1  A night market…\n"
        "市场             in doubt      12  雨夜的市场🌃，…\n");
  CHECK(night_market(32) ==
        "id           status     prompt\n"
        "market@por…  submitted  A night…\n"
        "市场         in doubt   雨夜的…\n");
  CHECK(night_market(18) ==
        "id       status\n"
        "market…  submitted\n"
        "市场     in doubt\n");
  CHECK(night_market(5) == "id\nmark…\n市场\n");
}

TEST_CASE("no line is wider than asked for") {
  for (std::size_t width = 1; width <= 120; ++width) {
    const std::string text = night_market(width);
    for (const std::string_view line : split(text, '\n')) {
      CAPTURE(width, line);
      CHECK(display_width(line) <= width);
    }
  }
}

TEST_CASE("a table without rows knows it") {
  TextTable table({{.title = "id"}});
  CHECK(table.rows() == 0);
  table.measure({"a"});
  CHECK(table.rows() == 1);
}

TEST_CASE("only the painted column has the colour of its status") {
  CHECK(text_of({{.title = "id"}, {.title = "status", .painted = true}, {.title = "x"}},
                {{Status::failed, {"a", "failed", "y"}}}, 80, Style(true)) ==
        "\x1b[1mid\x1b[0m  \x1b[1mstatus\x1b[0m  \x1b[1mx\x1b[0m\n"
        "a   \x1b[31mfailed\x1b[0m  y\n");
}

TEST_CASE("a column that is only worth its room where cells differ is left out else") {
  const std::vector<TextColumn> columns = {{.title = "id"}, {.title = "model", .varied = true}};
  CHECK(text_of(columns, {{Status::failed, {"a", "m"}}, {Status::failed, {"b", "m"}}}, 80) ==
        "id\na\nb\n");
  CHECK(text_of(columns, {{Status::failed, {"a", "m"}}, {Status::failed, {"b", "n"}}}, 80) ==
        "id  model\na   m\nb   n\n");
}

TEST_CASE("cells cannot move the cursor, break the line or make measuring slow") {
  const std::string text = text_of(
      {{.title = "prompt"}},
      {{Status::failed, {"a\x1b[2J\nb\u202Ec"}}, {Status::failed, {std::string(10'000'000, 'x')}}},
      30);
  CHECK(text == "prompt\na\\x1b[2J\\nb\\u{202e}c\n" + std::string(29, 'x') + "…\n");
}

}  // namespace shotlist::tests::text_table_test

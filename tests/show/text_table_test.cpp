#include "show/text_table.h"

#include <string>

#include "base/display_width.h"
#include "base/text.h"
#include "support/catch2.h"

namespace shotlist::tests::text_table_test {

using namespace shotlist::show;

namespace {

TextTable night_market() {
  TextTable table({{.title = "id", .rank = 0, .least = 6},
                   {.title = "status", .rank = 1, .painted = true},
                   {.title = "tries", .rank = 3, .right = true},
                   {.title = "nothing", .rank = 0},
                   {.title = "prompt", .rank = 2, .least = 8}});
  table.add(Status::submitted,
            {"market@portrait", "submitted", "1", "", "A night market in the rain"});
  table.add(Status::in_doubt, {"市场", "in doubt", "12", "", "雨夜的市场🌃，霓虹倒映在积水里"});
  return table;
}

}  // namespace

TEST_CASE("a table takes the room it needs, and leaves out columns without content") {
  CHECK(night_market().text(100, Style()) ==
        "id               status     tries  prompt\n"
        "market@portrait  submitted      1  A night market in the rain\n"
        "市场             in doubt      12  雨夜的市场🌃，霓虹倒映在积水里\n");
}

TEST_CASE("where there is less room, cells are cut first and whole columns after") {
  CHECK(night_market().text(50, Style()) ==
        "id               status     tries  prompt\n"
        "market@portrait  submitted      1  A night market…\n"
        "市场             in doubt      12  雨夜的市场🌃，…\n");
  CHECK(night_market().text(32, Style()) ==
        "id           status     prompt\n"
        "market@por…  submitted  A night…\n"
        "市场         in doubt   雨夜的…\n");
  CHECK(night_market().text(18, Style()) ==
        "id       status\n"
        "market…  submitted\n"
        "市场     in doubt\n");
  CHECK(night_market().text(5, Style()) == "id\nmark…\n市场\n");
}

TEST_CASE("no line is wider than asked for") {
  for (std::size_t width = 1; width <= 120; ++width) {
    const std::string text = night_market().text(width, Style());
    for (const std::string_view line : split(text, '\n')) {
      CAPTURE(width, line);
      CHECK(display_width(line) <= width);
    }
  }
}

TEST_CASE("a table without rows is no text") {
  CHECK(TextTable({{.title = "id"}}).text(80, Style()).empty());
}

TEST_CASE("only the painted column has the colour of its status") {
  TextTable table({{.title = "id"}, {.title = "status", .painted = true}, {.title = "x"}});
  table.add(Status::failed, {"a", "failed", "y"});
  CHECK(table.text(80, Style(true)) ==
        "\x1b[1mid\x1b[0m  \x1b[1mstatus\x1b[0m  \x1b[1mx\x1b[0m\n"
        "a   \x1b[31mfailed\x1b[0m  y\n");
}

TEST_CASE("cells cannot move the cursor, break the line or make measuring slow") {
  TextTable table({{.title = "prompt"}});
  table.add(Status::failed, {"a\x1b[2J\nb\u202Ec"});
  table.add(Status::failed, {std::string(10'000'000, 'x')});
  const std::string text = table.text(30, Style());
  CHECK(text == "prompt\na\\x1b[2J\\nb\\u{202e}c\n" + std::string(29, 'x') + "…\n");
}

}  // namespace shotlist::tests::text_table_test

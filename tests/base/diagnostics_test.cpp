#include "base/diagnostics.h"

#include <string>
#include <vector>

#include "base/utf8.h"
#include "support/catch2.h"

namespace shotlist::tests::diagnostics_test {

namespace {

std::size_t lines_of(const std::string& text) {
  std::size_t lines = 0;
  for (const char c : text)
    lines += c == '\n' ? 1 : 0;
  return lines;
}

Location at(std::uint32_t line, std::uint32_t column = 1) {
  return {"shots.csv", line, column};
}

}  // namespace

TEST_CASE("a position leaves out what is not known") {
  CHECK(to_text(Location{"a.yaml", 3, 7}) == "a.yaml:3:7");
  CHECK(to_text(Location{"a.yaml", 3, 0}) == "a.yaml:3");
  CHECK(to_text(Location{"a.yaml", 0, 0}) == "a.yaml");
  CHECK(to_text(Location{"a.yaml", 0, 7}) == "a.yaml");
}

TEST_CASE("of a sentence with a very long value the middle is left out") {
  std::string value;
  while (value.size() < 1'000'000)
    value += "雨夜";
  Diagnostics diagnostics;
  diagnostics.error(Code::bad_value, at(2), "size cannot be \"" + value + "\"", "write " + value);
  const Diagnostic kept = diagnostics.in_file_order().front();
  for (const std::string& sentence : {kept.what, kept.remedy}) {
    CHECK(sentence.size() > 450);
    CHECK(sentence.size() <= 503);
    CHECK_FALSE(first_invalid_utf8(sentence));
  }
  CHECK(kept.what.starts_with("size cannot be \"雨夜"));
  CHECK(kept.what.ends_with("雨夜\""));
  const std::string short_enough(500, 'x');
  diagnostics.note(Code::encoding, at(1), short_enough);
  CHECK(diagnostics.in_file_order().front().what == short_enough);
}

TEST_CASE("a mistake says where, what and what to do") {
  CHECK(to_text(Diagnostic{Code::bad_value, at(2, 5), Severity::error, "size is missing",
                           "use small or large"}) ==
        "shots.csv:2:5: size is missing; use small or large");
  CHECK(to_text(Diagnostic{Code::bad_value, at(2), Severity::warning, "paid for twice", ""}) ==
        "shots.csv:2:1: warning: paid for twice");
  CHECK(to_text(Diagnostic{Code::bad_value, at(2), Severity::note, "read as GBK", ""}) ==
        "shots.csv:2:1: note: read as GBK");
}

TEST_CASE("nothing in a file can move the cursor when it is quoted") {
  const Diagnostic hostile{Code::bad_value, Location{"a\x1b[2J.csv", 1, 1}, Severity::error,
                           "no \"\x1b[31m\"", "\xff\n"};
  CHECK(to_text(hostile) == "a\\x1b[2J.csv:1:1: no \"\\x1b[31m\"; \uFFFD\\n");
}

TEST_CASE("mistakes are shown in file order, files as they were first mentioned") {
  Diagnostics diagnostics;
  diagnostics.error(Code::bad_value, Location{"b.yaml", 9, 1}, "third");
  diagnostics.warning(Code::bad_value, Location{"b.yaml", 2, 8}, "second");
  diagnostics.error(Code::bad_value, Location{"a.csv", 1, 1}, "fourth");
  diagnostics.note(Code::bad_value, Location{"b.yaml", 2, 3}, "first");
  diagnostics.error(Code::bad_value, Location{"a.csv", 1, 1}, "fifth");
  CHECK(diagnostics.to_text(80) ==
        "b.yaml:2:3: note: first\n"
        "b.yaml:2:8: warning: second\n"
        "b.yaml:9:1: third\n"
        "a.csv:1:1: fourth\n"
        "a.csv:1:1: fifth\n");
  CHECK(diagnostics.errors() == 3);
  CHECK(diagnostics.warnings() == 1);
  CHECK_FALSE(diagnostics.empty());
}

TEST_CASE("a file that was mentioned comes before the mistakes of later ones") {
  Diagnostics diagnostics;
  diagnostics.mention("a.yaml");
  diagnostics.mention("b.csv");
  diagnostics.mention("a.yaml");
  CHECK(diagnostics.empty());
  diagnostics.error(Code::bad_value, Location{"c.csv", 1, 1}, "third");
  diagnostics.error(Code::bad_value, Location{"b.csv", 1, 1}, "second");
  diagnostics.error(Code::bad_value, Location{"a.yaml", 7, 1}, "first");
  CHECK(diagnostics.to_text(80) == "a.yaml:7:1: first\nb.csv:1:1: second\nc.csv:1:1: third\n");
}

TEST_CASE("twenty mistakes are shown and the rest counted") {
  Diagnostics diagnostics;
  CHECK(diagnostics.empty());
  CHECK(diagnostics.to_text(80).empty());
  const auto add = [&diagnostics](std::uint32_t line) {
    diagnostics.error(Code::bad_value, at(line), "wrong " + std::to_string(line));
  };
  for (std::uint32_t line = 1; line <= 20; ++line)
    add(line);
  CHECK(lines_of(diagnostics.to_text(80)) == 20);
  add(21);
  add(22);
  const std::string text = diagnostics.to_text(80);
  CHECK(lines_of(text) == 21);
  CHECK(text.find("shots.csv:20:1: wrong 20\n... and 2 more\n") != std::string::npos);
}

TEST_CASE("equal mistakes are shown once, with their places") {
  Diagnostics diagnostics;
  for (std::uint32_t line = 2; line <= 61; ++line)
    diagnostics.error(Code::missing_field, at(line, 24), "size is missing", "use small");
  CHECK(
      diagnostics.to_text(80) ==
      "shots.csv:2:24: size is missing; use small (60 rows, first at 2:24, then 3:24, 4:24, 5:24, "
      "6:24, 7:24, 8:24, 9:24, 10:24, 11:24, 12:24 and 49 more)\n");
  CHECK(diagnostics.in_file_order().size() == 60);
}

TEST_CASE("mistakes differ by what they say, their file and their kind") {
  Diagnostics diagnostics;
  diagnostics.error(Code::bad_value, at(2), "wrong", "a");
  diagnostics.error(Code::bad_value, at(3), "wrong", "b");
  diagnostics.error(Code::missing_key, at(4), "wrong", "a");
  diagnostics.warning(Code::bad_value, at(5), "wrong", "a");
  diagnostics.error(Code::bad_value, Location{"other.csv", 6, 1}, "wrong", "a");
  CHECK(lines_of(diagnostics.to_text(80)) == 5);
  diagnostics.error(Code::bad_value, at(7, 2), "wrong", "a");
  CHECK(diagnostics.to_text(80).starts_with(
      "shots.csv:2:1: wrong; a (2 rows, first at 2:1, then 7:2)\n"));
}

TEST_CASE("places on one line are no rows, and a whole file has none") {
  Diagnostics diagnostics;
  for (const std::uint32_t column : {3U, 5U, 9U})
    diagnostics.error(Code::unnamed_column, at(1, column), "no name");
  CHECK(diagnostics.to_text(80) ==
        "shots.csv:1:3: no name (3 places, first at 1:3, then 1:5 and 1:9)\n");
}

TEST_CASE("the most general mistake is shown first and never displaced") {
  Diagnostics diagnostics;
  diagnostics.mention_header("shots.csv", 2);
  for (std::uint32_t line = 3; line <= 41; ++line)
    diagnostics.error(Code::bad_value, at(line), "wrong " + std::to_string(line));
  for (std::uint32_t line = 50; line <= 60; ++line)
    diagnostics.error(Code::missing_field, at(line), "size is missing");
  diagnostics.warning(Code::bad_value, at(3), "odd");
  diagnostics.note(Code::encoding, at(0, 0), "read as GB18030");
  diagnostics.error(Code::missing_field, at(2), "prompt is missing");
  const std::string text = diagnostics.to_text(80);
  CHECK(
      text.starts_with("shots.csv:2:1: prompt is missing\n"
                       "shots.csv:50:1: size is missing (11 rows, first at 50:1, then 51:1, "));
  CHECK(text.ends_with("shots.csv:20:1: wrong 20\n... and 23 more\n"));
}

TEST_CASE("warnings never push out an error, however many there are") {
  const std::uint32_t warnings = GENERATE(25U, 20'000U);
  Diagnostics diagnostics;
  for (std::uint32_t line = 1; line <= warnings; ++line)
    diagnostics.warning(Code::bad_value, at(line), "odd " + std::to_string(line));
  diagnostics.error(Code::bad_value, at(warnings + 1), "wrong");
  diagnostics.error(Code::bad_value, at(warnings + 2), "wrong too");
  const std::string text = diagnostics.to_text(80);
  CHECK(text.find(": wrong\n") != std::string::npos);
  CHECK(text.find(": wrong too\n") != std::string::npos);
  CHECK(lines_of(text) == 21);
  CHECK(text.find("... and " + std::to_string(warnings - 18) + " more\n") != std::string::npos);
}

TEST_CASE("a million mistakes are counted without being kept") {
  Diagnostics diagnostics;
  for (std::uint32_t line = 1; line <= Diagnostics::kept_at_most + 5; ++line) {
    diagnostics.error(Code::bad_value, at(line), std::to_string(line));
  }
  CHECK(diagnostics.errors() == Diagnostics::kept_at_most + 5);
  CHECK(diagnostics.in_file_order().size() == Diagnostics::kept_at_most);
  CHECK(diagnostics.to_text(80).find("... and 9985 more\n") != std::string::npos);
}

TEST_CASE("the line of the file stands under its message") {
  const std::string text = "id,size\nferry,smal\n";
  Diagnostics diagnostics;
  diagnostics.error(Code::bad_value, excerpt_of(text, at(2, 7), 14, 4), "wrong", "write small");
  diagnostics.note(Code::encoding, Location{"shots.csv", 0, 0}, "read as GB18030");
  CHECK(diagnostics.to_text(80) ==
        "shots.csv: note: read as GB18030\n"
        "shots.csv:2:7: wrong; write small\n"
        "    ferry,smal\n"
        "          ^~~~\n");
}

TEST_CASE("as JSON a mistake has what is known of it, and its code") {
  const std::string text = "ferry,smal\n";
  CHECK(to_json(Diagnostic{Code::bad_value, excerpt_of(text, at(1, 7), 6, 4), Severity::error,
                           "size cannot be \"smal\"", "use small"}) ==
        R"({"file":"shots.csv","line":1,"column":7,"end_column":11,"level":"error",)"
        R"("code":"bad-value","message":"size cannot be \"smal\"","remedy":"use small"})");
  CHECK(to_json(Diagnostic{Code::same_request, at(2), Severity::warning, "twice \x1b\xff", ""}) ==
        R"({"file":"shots.csv","line":2,"column":1,"level":"warning","code":"same-request",)"
        R"("message":"twice \u001b)"
        "\uFFFD"
        R"(","remedy":""})");
  CHECK(to_json(Diagnostic{Code::encoding, Location{"a", 0, 0}, Severity::note, "b", ""}) ==
        R"({"file":"a","level":"note","code":"encoding","message":"b","remedy":""})");
}

}  // namespace shotlist::tests::diagnostics_test

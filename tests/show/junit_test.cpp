#include "show/junit.h"

#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::junit_test {

using namespace shotlist::show;

namespace {

Result row_of(const std::string& id, Status status) {
  Result row;
  row.id = id;
  row.status = status;
  row.source = "night.csv:7";
  return row;
}

std::string report_of(const std::vector<Result>& rows) {
  JunitReport report("night");
  for (const Result& row : rows)
    report.add(row);
  return report.text(Date(std::chrono::milliseconds(1'772'355'600'000)));
}

std::string case_of(const Result& row) {
  const std::string text = report_of({row});
  const std::size_t from = text.find("<testcase");
  REQUIRE(from != std::string::npos);
  return text.substr(from, text.find('\n', from) - from);
}

}  // namespace

TEST_CASE("a JUnit report has one test case a row, and their numbers") {
  Result good = row_of("a", Status::submitted);
  good.latency = std::chrono::milliseconds(1500);
  CHECK(report_of({good, row_of("b", Status::rejected), row_of("c", Status::in_doubt),
                   row_of("d", Status::not_sent)}) ==
        R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="night" tests="4" failures="1" errors="1" skipped="1" time="1.500">
  <testsuite name="night" tests="4" failures="1" errors="1" skipped="1" time="1.500" timestamp="2026-03-01T09:00:00.000Z">
    <testcase classname="night" name="a" file="night.csv" line="7" time="1.500"/>
    <testcase classname="night" name="b" file="night.csv" line="7"><failure/></testcase>
    <testcase classname="night" name="c" file="night.csv" line="7"><error message="in doubt: it may have been paid for"/></testcase>
    <testcase classname="night" name="d" file="night.csv" line="7"><skipped message="not sent"/></testcase>
  </testsuite>
</testsuites>
)");
}

TEST_CASE("each status of a row is a result of its test") {
  struct Case {
    Status status;
    std::string video;
    std::string wanted;
  };
  const std::vector<Case> cases = {
      {Status::submitted, "", "/>"},
      {Status::submitted, "completed", "/>"},
      {Status::submitted, "running", "/>"},
      {Status::submitted, "failed", R"(><failure type="video_failed" message="broken"/>)"},
      {Status::submitted, "lost", R"(><failure type="video_lost" message="broken"/>)"},
      {Status::failed, "", R"(><failure type="server" message="why"/>)"},
      {Status::rejected, "", R"(><failure type="server" message="why"/>)"},
      {Status::in_doubt, "", R"(><error type="server" message="why"/>)"},
      {Status::held, "", R"(><skipped message="held: it looks paid for, and a person must say"/>)"},
      {Status::not_sent, "", R"(><skipped message="not sent"/>)"}};
  for (const Case& one : cases) {
    CAPTURE(to_text(one.status), one.video);
    Result row = row_of("a", one.status);
    row.error_class = ErrorClass::server;
    row.error = "why";
    row.video_status = one.video;
    row.video_error = "broken";
    const std::string start = R"(<testcase classname="night" name="a" file="night.csv" line="7")";
    CHECK(case_of(row) == start + one.wanted + (one.wanted == "/>" ? "" : "</testcase>"));
  }
}

TEST_CASE("no text of a server leaves its attribute, or is no XML 1.0") {
  Result row = row_of("a", Status::failed);
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"\"><!-- ]]> & '", "&quot;&gt;&lt;!-- ]]&gt; &amp; &#39;"},
      {std::string("\0\x01\x0b\x1b\x7f", 5), R"(\x00\x01\x0b\x1b\x7f)"},
      {"a\n\tb\r", R"(a\n\tb\r)"},
      {"\xFF\xC0\x80\xED\xA0\x80",
       "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
      {"\xEF\xBF\xBE\xEF\xBF\xBF", "\xEF\xBF\xBD\xEF\xBF\xBD"},
      {"\xE2\x80\xAE", R"(\u{202e})"}};
  for (const auto& [error, shown] : cases) {
    CAPTURE(shown);
    row.error = error;
    CHECK(case_of(row).find("message=\"" + shown + "\"/>") != std::string::npos);
  }
}

TEST_CASE("a row that left the manifest is in the report only while it is in doubt") {
  Result left = row_of("gone", Status::submitted);
  left.source.clear();
  left.entry = "bcdfghjklmnp";
  CHECK(report_of({left}).find("gone") == std::string::npos);
  left.status = Status::in_doubt;
  CHECK(report_of({left}).find("name=\"gone\"") != std::string::npos);
}

}  // namespace shotlist::tests::junit_test

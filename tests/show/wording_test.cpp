#include "show/wording.h"

#include "support/catch2.h"

namespace shotlist::tests::wording_test {

using namespace shotlist::show;

TEST_CASE("words of the results file are said with spaces") {
  CHECK(spoken(Status::in_doubt) == "in doubt");
  CHECK(spoken(Status::submitted) == "submitted");
  CHECK(spoken(ErrorClass::rate_limited) == "rate limited");
  CHECK(spoken(ErrorClass::none).empty());
}

TEST_CASE("what a server allows is said as a manifest has it") {
  CHECK(allowance_text({}).empty());
  CHECK(allowance_text({Rate{49, std::chrono::seconds(1)}, {}}) == "49/s");
  CHECK(allowance_text({{}, 4}) == "4 at a time");
  CHECK(allowance_text({Rate{2, std::chrono::minutes(1)}, 4}) == "2/min, 4 at a time");
}

TEST_CASE("a size is said as people say it") {
  CHECK(size_text(0) == "0 bytes");
  CHECK(size_text(1) == "1 byte");
  CHECK(size_text(999) == "999 bytes");
  CHECK(size_text(1000) == "1.0 kB");
  CHECK(size_text(9'960) == "10 kB");
  CHECK(size_text(999'499) == "999 kB");
  CHECK(size_text(999'500) == "1.0 MB");
  CHECK(size_text(1'234'000'000) == "1.2 GB");
  CHECK(size_text(20'000'000'000'000'000) == "20000 TB");
}

TEST_CASE("a command can be copied to a shell") {
  struct Case {
    std::vector<std::string> words;
    std::string line;
  };
  const std::vector<Case> cases = {
      {{"shotlist", "run", "manifests/night-market.yaml"},
       "shotlist run manifests/night-market.yaml"},
      {{"shotlist", "run", "my shots.yaml"}, "shotlist run 'my shots.yaml'"},
      {{"shotlist", "run", "it's.csv"}, "shotlist run 'it'\\''s.csv'"},
      {{"shotlist", "run", "$(reboot).yaml"}, "shotlist run '$(reboot).yaml'"},
      {{"shotlist", "run", "夜市.yaml"}, "shotlist run 夜市.yaml"},
      {{"shotlist", ""}, "shotlist ''"},
      {{"~x", "a;b", "*"}, "'~x' 'a;b' '*'"},
      {{"a\x1b[2J"}, "$'a\\033[2J'"},
      {{"new\nline\t.csv"}, "$'new\\nline\\011.csv'"},
      {{"it's\n\\"}, "$'it\\'s\\n\\\\'"},
      {{"夜\u202e市"}, "$'夜\\342\\200\\256市'"},
      {{"\xff"}, "$'\\377'"},
  };
  for (const Case& c : cases)
    CHECK(command_line(c.words) == c.line);
}

}  // namespace shotlist::tests::wording_test

#include "cli/option_values.h"

#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist {
namespace {

TEST_CASE("words of the command line are read exactly as their hints write them") {
  CHECK(parse_color_wish("auto") == ColorWish::automatic);
  CHECK(parse_color_wish("always") == ColorWish::always);
  CHECK(parse_color_wish("never") == ColorWish::never);
  CHECK(parse_progress_wish("auto") == ProgressWish::automatic);
  CHECK(parse_progress_wish("bar") == ProgressWish::bar);
  CHECK(parse_progress_wish("plain") == ProgressWish::plain);
  CHECK(parse_progress_wish("none") == ProgressWish::none);
  CHECK(parse_manifest_format("yaml") == ManifestFormat::yaml);
  CHECK(parse_manifest_format("csv") == ManifestFormat::csv);
  for (const char* other : {"", "Auto", "auto ", "yes", "on", "xml"}) {
    CAPTURE(other);
    CHECK_FALSE(parse_color_wish(other));
    CHECK_FALSE(parse_progress_wish(other));
    CHECK_FALSE(parse_manifest_format(other));
  }
}

TEST_CASE("a pair is cut at its first equals sign") {
  const struct {
    const char* text;
    const char* name;
    const char* value;
  } cases[] = {
      {"size=small", "size", "small"},     {"prompt=", "prompt", ""},
      {"prompt=a=b=c", "prompt", "a=b=c"}, {"prompt= two words ", "prompt", " two words "},
      {"时间=清晨", "时间", "清晨"},
  };
  for (const auto& test : cases) {
    CAPTURE(test.text);
    const auto pair = parse_pair(test.text);
    REQUIRE(pair.has_value());
    CHECK(pair->first == test.name);
    CHECK(pair->second == test.value);
  }
  for (const char* text : {"", "size", "=small", "="})
    CHECK_FALSE(parse_pair(text));
}

TEST_CASE("whole numbers have bounds and nothing around them") {
  CHECK(parse_rows("1") == 1U);
  CHECK(parse_rows("9223372036854775807") == 9223372036854775807U);
  CHECK(parse_port("0") == 0);
  CHECK(parse_port("65535") == 65535);
  CHECK(parse_seed("0") == 0U);
  for (const char* text : {"", "0", "-1", "+1", " 1", "1.0", "1e3", "0x1", "9223372036854775808"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_rows(text));
  }
  for (const char* text : {"", "-1", "65536", "http"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_port(text));
  }
  CHECK_FALSE(parse_seed("-1"));
}

TEST_CASE("an unknown word is found, with the nearest known one as a hint") {
  const std::vector<std::string> commands = {"check", "plan", "run"};
  const std::vector<std::string> options = {"--rate", "--jobs", "--api-key"};
  const struct {
    std::vector<std::string> arguments;
    const char* told;
  } cases[] = {
      {{}, "no command was given"},
      {{"rn"}, "there is no command rn; did you mean run?"},
      {{"submit"}, "there is no command submit"},
      {{"run", "--rat", "5/s"}, "there is no option --rat; did you mean --rate?"},
      {{"run", "--job=4"}, "there is no option --job; did you mean --jobs?"},
      {{"run", "--quite-other"}, "there is no option --quite-other"},
      {{"--rate", "5/s"}, ""},
      {{"run", "m.yaml", "--rate=5/s"}, ""},
      {{"run", "-x"}, ""},
      {{"run", "--", "--no-option"}, ""},
  };
  for (const auto& test : cases) {
    CAPTURE(test.told);
    CHECK(unknown_word(test.arguments, commands, options) == test.told);
  }
}

TEST_CASE("an unknown word can not move the cursor, and its value is not repeated") {
  const std::string told = unknown_word({"run\x1b[2J"}, {"run"}, {});
  CHECK(told.find('\x1b') == std::string::npos);
  CHECK(unknown_word({"run", "--key=sk-secret"}, {"run"}, {}).find("sk-secret") ==
        std::string::npos);
}

}  // namespace
}  // namespace shotlist

#include "cli/option_values.h"

#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::option_values_test {
namespace {

TEST_CASE("words of the command line are read exactly as their hints write them") {
  CHECK(cli::parse_color_wish("auto") == cli::ColorWish::automatic);
  CHECK(cli::parse_color_wish("always") == cli::ColorWish::always);
  CHECK(cli::parse_color_wish("never") == cli::ColorWish::never);
  CHECK(cli::parse_progress_wish("auto") == cli::ProgressWish::automatic);
  CHECK(cli::parse_progress_wish("bar") == cli::ProgressWish::bar);
  CHECK(cli::parse_progress_wish("plain") == cli::ProgressWish::plain);
  CHECK(cli::parse_progress_wish("none") == cli::ProgressWish::none);
  CHECK(cli::parse_manifest_format("yaml") == manifest::ManifestFormat::yaml);
  CHECK(cli::parse_manifest_format("csv") == manifest::ManifestFormat::csv);
  for (const char* other : {"", "Auto", "auto ", "yes", "on", "xml"}) {
    CAPTURE(other);
    CHECK_FALSE(cli::parse_color_wish(other));
    CHECK_FALSE(cli::parse_progress_wish(other));
    CHECK_FALSE(cli::parse_manifest_format(other));
  }
}

TEST_CASE("what to do with held rows is a word and perhaps their number") {
  using Word = cli::HeldWish::Word;
  CHECK(cli::parse_held_wish("resubmit") == cli::HeldWish{Word::resubmit, {}});
  CHECK(cli::parse_held_wish("keep") == cli::HeldWish{Word::keep, {}});
  CHECK(cli::parse_held_wish("resubmit:97") == cli::HeldWish{Word::resubmit, 97});
  CHECK(cli::parse_held_wish("keep:1") == cli::HeldWish{Word::keep, 1});
  for (const char* text :
       {"", ":", ":97", "97", "pay", "Resubmit", "resubmit ", "resubmit:", "resubmit:0", "keep:-1",
        "keep: 1", "keep:1:2", "keep:all", "keep:1.0", "keep:9223372036854775808"}) {
    CAPTURE(text);
    CHECK_FALSE(cli::parse_held_wish(text));
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
    const auto pair = cli::parse_pair(test.text);
    REQUIRE(pair.has_value());
    CHECK(pair->first == test.name);
    CHECK(pair->second == test.value);
  }
  for (const char* text : {"", "size", "=small", "="})
    CHECK_FALSE(cli::parse_pair(text));
}

TEST_CASE("whole numbers have bounds and nothing around them") {
  CHECK(cli::parse_rows("1") == 1U);
  CHECK(cli::parse_rows("9223372036854775807") == 9223372036854775807U);
  CHECK(cli::parse_port("0") == 0);
  CHECK(cli::parse_port("65535") == 65535);
  CHECK(cli::parse_seed("0") == 0U);
  for (const char* text : {"", "0", "-1", "+1", " 1", "1.0", "1e3", "0x1", "9223372036854775808"}) {
    CAPTURE(text);
    CHECK_FALSE(cli::parse_rows(text));
  }
  for (const char* text : {"", "-1", "65536", "http"}) {
    CAPTURE(text);
    CHECK_FALSE(cli::parse_port(text));
  }
  CHECK_FALSE(cli::parse_seed("-1"));
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
      {{"run", "--dry-run"},
       "there is no option --dry-run; `shotlist plan` shows what would be sent, and `shotlist run "
       "--sandbox` rehearses it"},
      {{"run", "--concurrency=8"},
       "there is no option --concurrency; -j N sends N requests at a time"},
      {{"run", "-n", "3"},
       "there is no option -n; --limit N sends at most N rows; a dry run is `shotlist plan`"},
      {{"run", "--concurency=8"},
       "there is no option --concurency; -j N sends N requests at a time"},
      {{"run", "--dry_run"},
       "there is no option --dry_run; `shotlist plan` shows what would be sent, and `shotlist run "
       "--sandbox` rehearses it"},
      {{"run", "--retrys", "3"}, "there is no option --retrys; --attempts N tries a row N times"},
      {{"--rate", "5/s"}, ""},
      {{"run", "m.yaml", "--rate=5/s"}, ""},
      {{"run", "-x"}, ""},
      {{"run", "--", "--no-option"}, ""},
  };
  for (const auto& test : cases) {
    CAPTURE(test.told);
    CHECK(cli::unknown_word(test.arguments, commands, options) == test.told);
  }
}

TEST_CASE("an unknown word cannot move the cursor, and its value is not repeated") {
  const std::string told = cli::unknown_word({"run\x1b[2J"}, {"run"}, {});
  CHECK(told.find('\x1b') == std::string::npos);
  CHECK(cli::unknown_word({"run", "--key=sk-secret"}, {"run"}, {}).find("sk-secret") ==
        std::string::npos);
}

}  // namespace
}  // namespace shotlist::tests::option_values_test

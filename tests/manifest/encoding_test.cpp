#include "manifest/encoding.h"

#include <string>
#include <vector>

#include "manifest/reading.h"
#include "support/catch2.h"

namespace shotlist::tests::encoding_test {

using namespace shotlist::manifest;
using namespace shotlist::system;

namespace {

const Set all = {
    {"model", "sora-2-pro"}, {"orientation", "portrait"}, {"size", "small"}, {"duration", "15"}};

// 雨夜, in GB18030.
const std::string rainy_night = "\xD3\xEA\xD2\xB9";

std::string guessed(const std::string& sample) {
  return "; if \"" + sample +
         "\" is not what you wrote, save it as UTF-8, or say what it is with --encoding NAME\n";
}

std::string utf16(const std::u16string& text, bool big_endian) {
  std::string bytes = big_endian ? "\xFE\xFF" : "\xFF\xFE";
  for (const char16_t unit : text) {
    const auto high = static_cast<char>(unit >> 8U);
    const auto low = static_cast<char>(unit & 0xFFU);
    bytes += big_endian ? high : low;
    bytes += big_endian ? low : high;
  }
  return bytes;
}

}  // namespace

TEST_CASE("the encoding of text without a mark is told from its characters") {
  struct Case {
    const char* name;
    std::string text;
    std::string_view encoding;
  };
  const std::vector<Case> cases = {
      {"nothing", "", utf8},
      {"ASCII", "id,prompt\n", utf8},
      {"Chinese in UTF-8", "雨夜", utf8},
      {"Chinese in GBK", rainy_night, gb18030},
      {"Chinese among much ASCII", std::string(5000, 'x') + rainy_night, gb18030},
      {"a rare character of GBK among others", "\xE9\x46 " + rainy_night + rainy_night, gb18030},
      {"Chinese in GBK that is UTF-8 by accident", "\xD1\xA7\xCF\xB0", utf8},
      {"three letters of CP866 that are UTF-8 by accident", "\xE0\xA0\xA7", utf8},
      {"Greek letters beside Latin ones", "10 μm, Δt, A βeta, λx", utf8},
      {"Cyrillic letters beside Latin ones", "DЯУGS, KoЯn", utf8},
      {"signs and letters of phonetics", "ƒ/1.4, ʔfox", utf8},
      {"an Arabic comma between URLs", "https://a.com/1.jpg،https://a.com/2.jpg", utf8},
      {"an emoji, four bytes in GB18030", "\x94\x39\xDA\x33", gb18030},
      {"UTF-8 with a character cut in two", "雨夜的夜市\xE9\x9B", utf8},
      {"UTF-8 with one stray byte", "雨夜\xB9", utf8},
      {"French of western Windows", "na\xEFve caf\xE9, d\xE9j\xE0 vu", unknown_encoding},
      {"French, with two accents side by side",
       "cr\xE9\xE9"
       "e d\xE9j\xE0 na\xEFve",
       unknown_encoding},
      {"bytes that are no text", std::string("\x80\xFF\x80\xFF", 4), unknown_encoding},
  };
  for (const Case& c : cases) {
    INFO(c.name);
    CHECK(likely_encoding(c.text) == c.encoding);
  }
}

TEST_CASE("a table reads the same in every encoding, and the encoding is named") {
  const std::string table = "id,prompt\na,雨夜 🏮\nb,\"two\nlines\"\n";
  const std::u16string wide = u"id,prompt\na,雨夜 🏮\nb,\"two\nlines\"\n";
  const Reading plain = read_csv(table, all);
  REQUIRE(plain.mistakes.empty());
  REQUIRE(plain.requests.rows.size() == 2);

  struct Case {
    std::string text;
    std::string said;
  };
  const std::vector<Case> cases = {
      {"\xEF\xBB\xBF" + table, ""},
      {utf16(wide, false), "m.csv: note: read as UTF-16\n"},
      {utf16(wide, true), "m.csv: note: read as UTF-16\n"},
      {"id,prompt\na," + rainy_night + " \x94\x39\xC7\x36\nb,\"two\nlines\"\n",
       "m.csv: note: read as GB18030" + guessed("雨夜 🏮")},
  };
  for (const Case& c : cases) {
    const Reading reading = read_csv(c.text, all);
    CHECK(reading.mistakes == c.said);
    CHECK(reading.lines() == plain.lines());
    REQUIRE(reading.requests.rows.size() == 2);
    CHECK(reading.requests.rows[0].fingerprint == plain.requests.rows[0].fingerprint);
    CHECK(reading.requests.rows[1].source == plain.requests.rows[1].source);
  }
}

TEST_CASE("every file is read in its own encoding") {
  const std::string yaml =
      "shotlist: 1\n"
      "defaults: {model: sora-2-pro, orientation: portrait, size: small, duration: 15}\n"
      "vars: {where: \xD3\xEA\xD2\xB9}\n"
      "shots_from: [a.txt, b.jsonl, c.csv]\n";
  const Reading reading =
      read_files({{"m.yaml", yaml},
                  {"a.txt", utf16(u"灯笼 {{where}}\r渡轮\r\n", false)},
                  {"b.jsonl", "{\"prompt\": \"" + rainy_night + "\"}\r{\"prompt\": \"b\"}\r\n"},
                  {"c.csv", "prompt\n渡轮 {{where}}\n"}},
                 "m.yaml");
  CHECK(reading.mistakes == "m.yaml: note: read as GB18030" + guessed("vars: {where: 雨夜}") +
                                "a.txt: note: read as UTF-16\n" + "b.jsonl: note: read as GB18030" +
                                guessed("雨夜"));
  CHECK(reading.prompts() == "灯笼 雨夜\n渡轮\n雨夜\nb\n渡轮 雨夜\n");
  REQUIRE(reading.requests.rows.size() == 5);
  CHECK(to_text(reading.requests.rows[1].source) == "a.txt:2:1");
  CHECK(to_text(reading.requests.rows[3].source) == "b.jsonl:2:1");
}

TEST_CASE("mistakes are told with the lines and columns of the file, whatever its encoding") {
  const std::string expected = "m.csv:3:5: text after the closing quote of a cell; write ";
  const auto said = [](const std::string& text) { return read_csv(text, all).mistakes; };
  CHECK(said("prompt\nx\n\"雨夜\"x\n").find(expected) == 0);
  CHECK(said(utf16(u"prompt\nx\n\"雨夜\"x\n", true)).find(expected) != std::string::npos);
  CHECK(said("prompt\nx\n\"" + rainy_night + "\"x\n").find(expected) != std::string::npos);
}

TEST_CASE("what is no text in the encoding of its file is a mistake where it stands") {
  struct Case {
    const char* name;
    std::string text;
    std::string expected;
  };
  const std::vector<Case> cases = {
      {"UTF-8", "prompt\n雨夜\n雨\xE5夜\n",
       "m.csv:3:2: the text is not UTF-8 here; save the file as UTF-8\n"},
      {"GB18030", "prompt\nx\n" + rainy_night + "\xFF" + rainy_night + "\n",
       "m.csv:3:3: the text is not GB18030 here; save the file as UTF-8\n"},
      {"GB18030 that ends inside a character", "prompt\nx\n" + rainy_night + rainy_night + "\xD3",
       "m.csv:3:5: the text is not GB18030 here; save the file as UTF-8\n"},
      {"half of a surrogate pair", utf16(u"prompt\nx\n雨", false) + std::string("\x3C\xD8\n\0", 4),
       "m.csv:3:2: the text is not UTF-16 here; save the file as UTF-8\n"},
      {"an odd byte at the end of UTF-16", utf16(u"prompt\nx\n", false) + "x",
       "m.csv:3:1: the text is not UTF-16 here; save the file as UTF-8\n"},
      {"western Windows", "prompt\nx\nna\xEFve\n",
       "m.csv:3:3: the text is not UTF-8 here; save the file as UTF-8, or say what it is with "
       "--encoding NAME\n"
       "m.csv:3:3: note: in windows-1252 it reads \"naïve\"; shotlist check m.csv --encoding "
       "windows-1252\n"
       "m.csv:3:3: note: in windows-1250 it reads \"naďve\"; shotlist check m.csv --encoding "
       "windows-1250\n"
       "m.csv:3:3: note: in windows-1257 it reads \"naļve\"; shotlist check m.csv --encoding "
       "windows-1257\n"},
      {"ISO-2022-JP", "prompt\nx\n\x1B$B1+$NLk\x1B(B\n",
       "m.csv:3:1: the text is not UTF-8 here; save the file as UTF-8, or say what it is with "
       "--encoding NAME\n"
       "m.csv:3:1: note: in ISO-2022-JP it reads \"雨の夜\"; shotlist check m.csv --encoding "
       "ISO-2022-JP\n"},
  };
  for (const Case& c : cases) {
    INFO(c.name);
    CHECK(read_csv(c.text, all).mistakes == c.expected);
  }
}

TEST_CASE("a file that is no text is one mistake") {
  using namespace std::string_literals;
  const std::string no_text =
      ": this is no text file, or UTF-16 without a byte order mark; save it as UTF-8\n";
  CHECK(read_csv("PK\x03\x04\0\0id,prompt\n\xFF"s, all).mistakes ==
        "m.csv: this is a workbook, not a text file; export it as CSV UTF-8\n");
  CHECK(read_csv("p\0r\0o\0m\0p\0t\0\n\0x\0\n\0"s, all).mistakes ==
        "m.csv: this is no text file, or UTF-16 without a byte order mark; save the file as UTF-8, "
        "or say what it is with --encoding NAME\n"
        "m.csv: note: in UTF-16LE it reads \"prompt\"; shotlist check m.csv --encoding UTF-16LE\n");
  CHECK(read_yaml("\0\0"s).mistakes == "m.yaml" + no_text);
  CHECK(read_files({{"m.yaml", "shotlist: 1\nshots_from: a.txt\n"}, {"a.txt", "\0x\0"s}}, "m.yaml")
            .mistakes == "a.txt" + no_text);
  CHECK(read_csv("id,prompt\na,some rain\nb,a \0 night\n"s, all).mistakes ==
        "m.csv:3:5: the text holds the control character U+0000; remove it\n");
}

TEST_CASE("an encoding that the user names is what the file is in") {
  const std::string japanese = "prompt\n\x89\x4A\x82\xCC\x96\xE9\n";  // 雨の夜
  const auto read = [](const std::string& text, const char* encoding) {
    return read_files({{"m.csv", text}}, "m.csv", all, encoding);
  };
  CHECK(read(japanese, "").errors == 1);
  CHECK(read(japanese, "shift_jis").prompts() == "雨の夜\n");
  CHECK(read(japanese, "shift_jis").mistakes == "m.csv: note: read as shift_jis: \"雨の夜\"\n");
  CHECK(read("prompt\na fox\n", "shift_jis").mistakes.empty());
  CHECK(read("prompt\n雨の夜\n", "shift_jis").prompts() == "雨の夜\n");
  CHECK(read("prompt\n雨の夜\n", "shift_jis").mistakes ==
        "m.csv: note: is UTF-8 and was read as that, not as shift_jis\n");
  CHECK(read(utf16(u"prompt\n雨の夜\n", true), "shift_jis").prompts() == "雨の夜\n");
  CHECK(read(japanese, "UTF-8").mistakes ==
        "m.csv:2:1: the text is not UTF-8 here; save the file as UTF-8\n");
}

TEST_CASE("a file that is UTF-8 is read as that, whatever else it may be") {
  const auto said = [](const std::string& prompt) {
    return read_csv("prompt\n" + prompt + "\n", all).mistakes;
  };
  for (const char* prompt : {"Δt", "A βeta", "KoЯn", "DЯУGS neon sign", "λx", "ƒ/1.4 lens", "ʔfox",
                             "қыз", "ߒߞߏ", "Ѣ", "a ɐ ʇ", "ə ɔ", "Тһə"}) {
    CAPTURE(prompt);
    CHECK(said(prompt).empty());
    CHECK(read_csv("prompt\n" + std::string(prompt) + "\n", all).prompts() ==
          std::string(prompt) + "\n");
  }
  // 学习 and 一夜 in GBK.
  CHECK(read_csv("prompt\n\xD1\xA7\xCF\xB0\n", all).prompts() == "ѧϰ\n");
  CHECK(
      said("\xD1\xA7\xCF\xB0") ==
      "m.csv: warning: read as UTF-8: \"ѧϰ\"; this may be Chinese in GBK; if it is, save the file "
      "as UTF-8\n"
      "m.csv: note: in GB18030 it reads \"学习\"; shotlist check m.csv --encoding GB18030\n");
  CHECK(said("\xD2\xBB\xD2\xB9, 4K\n\xD1\xA7\xCF\xB0").find("\"一夜\"") != std::string::npos);
  CHECK(said("\xD2\xBB\xD6\xBB\xC3\xA8").find("\"一只猫\"") != std::string::npos);
  const std::string both = "prompt\n\xD2\xBB\xD2\xB9\n\xD1\xA7\xCF\xB0\n";
  CHECK(read_files({{"m.csv", both}}, "m.csv", all, "GBK").prompts() == "一夜\n学习\n");
  CHECK(read_files({{"m.csv", both}}, "m.csv", all, "UTF-8").mistakes ==
        "m.csv: note: read as UTF-8: \"һҹ\"\n");
}

TEST_CASE("an encoding that the text cannot be in is not used") {
  const auto read = [](const std::string& text, const char* encoding) {
    return read_files({{"m.csv", text}}, "m.csv", all, encoding).prompts();
  };
  for (const char* encoding : {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UCS-2", "IBM037"}) {
    CAPTURE(encoding);
    CHECK(read("prompt\na fox\n", encoding) == "a fox\n");
    CHECK(read("prompt\nΔt\n", encoding) == "Δt\n");
    CHECK(read("prompt\n雨夜的街\n", encoding) == "雨夜的街\n");
  }
  CHECK(read("prompt\n\x1B$B1+$NLk\x1B(B\n", "ISO-2022-JP") == "雨の夜\n");
  CHECK(read("prompt\n+luhZHA-\n", "UTF-7") == "雨夜\n");
  CHECK(read(std::string("p\0r\0o\0m\0p\0t\0\n\0x\0\n\0", 18), "UTF-16LE") == "x\n");
}

TEST_CASE("the encoding that is named is that of each file that is not UTF-8") {
  const Files files = {
      {"m.yaml", "shotlist: 1\nvars: {where: 雨夜的街}\nshots_from: [a.txt, b.txt]\n"},
      {"a.txt", "\x89\x4A\x82\xCC\x96\xE9 {{where}}\n"},
      {"b.txt", "雪の夜 {{where}}\n"}};
  CHECK(read_files(files, "m.yaml", all, "shift_jis").prompts() ==
        "雨の夜 雨夜的街\n雪の夜 雨夜的街\n");
}

}  // namespace shotlist::tests::encoding_test

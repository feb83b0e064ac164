#include "collect/file_name.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "support/catch2.h"

namespace shotlist::tests::file_name_test {
namespace {

using collect::RowToName;

RowToName with_id(std::size_t row, std::string id) {
  return {std::move(id), true, row, "a prompt", ""};
}

RowToName with_prompt(std::size_t row, std::string prompt) {
  return {"made-up", false, row, std::move(prompt), ""};
}

RowToName with_name(std::size_t row, std::string name) {
  return {"id", true, row, "a prompt", std::move(name)};
}

std::vector<std::string> stems_of(const std::vector<RowToName>& rows) {
  const collect::FileNames names = collect::name_files(rows);
  CHECK(names.clashes.empty());
  return names.stems;
}

}  // namespace

TEST_CASE("any text becomes a name that every system accepts") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"tram", "tram"},
      {"harbor at dawn", "harbor at dawn"},
      {"veo3.1-fast", "veo3.1-fast"},
      {"夜市-1", "夜市-1"},
      {"../../etc/passwd", "etc-passwd"},
      {"a/b\\c", "a-b-c"},
      {"16:9 <wide> \"x\" a|b? *", "16-9 -wide- -x- a-b"},
      {".hidden", "hidden"},
      {"--output=x", "output=x"},
      {"-", ""},
      {"...", ""},
      {"", ""},
      {" a . ", "a"},
      {"a\tb\r\nc", "a b c"},
      {"a\u3000b", "a b"},
      {std::string("a\0b\x1b[31m\x7f", 9), "ab[31m"},
      {"a\u202Ebmp4\u2066", "abmp4"},
      {"cafe\u0301", "caf\u00e9"},
      {"cafe\u200b\u0301", "caf\u00e9"},
      {"a\xFF", "a\uFFFD"},
      {"con", "con_"},
      {"NUL.tar.gz", "NUL_.tar.gz"},
      {"Com1 .x", "Com1 _.x"},
      {"com¹", "com¹_"},
      {"LPT9", "LPT9_"},
      {"CONIN$", "CONIN$_"},
      {"console", "console"},
      {"com10", "com10"},
      {"👩‍🚀", "👩‍🚀"},
  };
  for (const auto& [text, name] : cases) {
    CAPTURE(text);
    CHECK(collect::file_stem(text) == name);
    CHECK(collect::file_stem(name) == name);
  }
}

TEST_CASE("a long name is cut between characters, and keeps what tells it from others") {
  for (const std::string character : {"a", "é", "夜", "e\u0301\u0302", "👩‍🚀", "🇨🇳"}) {
    for (std::size_t shift = 0; shift < 9; ++shift) {
      std::string text(shift, 'x');
      while (text.size() < 400)
        text += character;
      const std::string name = collect::file_stem(text);
      CAPTURE(character, shift);
      CHECK(name.size() <= collect::longest_stem);
      CHECK(name.size() > collect::longest_stem - 20);
      CHECK_FALSE(first_invalid_utf8(name).has_value());
      CHECK((collect::part_name(name + ".webm", "t")).size() <= 255);
      const std::string other = collect::file_stem(text + "b");
      CHECK(other != name);
      CHECK(other.substr(0, 200) == name.substr(0, 200));
      // A character at the cut is there whole or not at all.
      const std::string_view kept = std::string_view(name).substr(0, name.rfind('-'));
      const std::string whole = collect::file_stem(std::string(shift, 'x') + character);
      const std::size_t size = whole.size() - shift;
      CHECK((kept.size() - shift) % size == 0);
    }
  }
}

TEST_CASE("a part is named after its file and its task") {
  const std::string part = collect::part_name("tram", "task_1");
  CHECK(part.size() == std::string_view("tram.12345678.part").size());
  CHECK(part.starts_with("tram."));
  CHECK(part.ends_with(".part"));
  CHECK(part == collect::part_name("tram", "task_1"));
  CHECK(part != collect::part_name("tram", "task_2"));
}

TEST_CASE("a row is named as its user says, by its id, or by its number and its prompt") {
  CHECK(
      (stems_of({with_name(1, "dawn-tram"), with_id(2, "tram"),
                 with_prompt(3, "A red tram, at dawn."), with_id(4, "???")}) ==
       std::vector<std::string>{"dawn-tram", "tram", "0003-A-red-tram-at-dawn", "0004-a-prompt"}));
  CHECK((stems_of({with_prompt(12345, ""), with_prompt(7, "夜市，下雨")}) ==
         std::vector<std::string>{"12345", "0007-夜市-下雨"}));
  CHECK((stems_of({with_prompt(
             1, "A very long description of weather, trams and people who wait for both")}) ==
         std::vector<std::string>{"0001-A-very-long-description-of-weather-trams-and"}));
  const std::string long_prompt = stems_of({with_prompt(1, std::string(90, 'y') + "夜")}).front();
  CHECK(long_prompt == "0001-" + std::string(48, 'y'));
}

TEST_CASE("two rows with one name are told, with both rows and what to do") {
  struct Case {
    RowToName first;
    RowToName second;
    std::string what;
    std::string remedy;
  };
  const std::string of_ids =
      "give them ids that differ by more than case, or choose names with --name";
  const std::string of_names = "add something to --name that differs, such as {{id}}";
  const std::vector<Case> cases = {
      {with_id(3, "Tram"), with_id(7, "tram"),
       "rows 3 and 7 would both be saved as Tram and tram, which many systems take for one name",
       of_ids},
      {with_id(3, "caf\u00e9"), with_id(7, "cafe\u0301"),
       "rows 3 and 7 would both be saved as caf\u00e9", of_ids},
      {with_id(3, "a:b"), with_id(7, "a/b"), "rows 3 and 7 would both be saved as a-b", of_ids},
      {with_id(3, "Ä"), with_id(7, "ä"),
       "rows 3 and 7 would both be saved as Ä and ä, which many systems take for one name", of_ids},
      {with_name(1, "dawn"), with_name(2, "dawn"), "rows 1 and 2 would both be saved as dawn",
       of_names},
  };
  for (const Case& test : cases) {
    CAPTURE(test.what);
    const collect::FileNames names =
        collect::name_files({with_id(1, "x"), test.first, test.second});
    REQUIRE(names.clashes.size() == 1);
    CHECK(names.clashes.front().first == 1);
    CHECK(names.clashes.front().second == 2);
    CHECK(names.clashes.front().what == test.what);
    CHECK(names.clashes.front().remedy == test.remedy);
  }
  CHECK(collect::name_files({with_id(1, "cafe"), with_id(2, "café")}).clashes.empty());
  CHECK(collect::name_files({with_name(1, "a"), with_name(2, "a"), with_name(3, "A")})
            .clashes.size() == 2);
}

TEST_CASE("names made of prompts give way to each other and to chosen ones") {
  CHECK((stems_of({with_prompt(1, "a tram"), with_prompt(1, "A tram"), with_id(2, "0001-a-tram-2"),
                   with_prompt(2, "a tram")}) ==
         std::vector<std::string>{"0001-a-tram", "0001-A-tram-3", "0001-a-tram-2", "0002-a-tram"}));
}

TEST_CASE("ten thousand rows are named, each by itself") {
  std::vector<RowToName> rows;
  for (std::size_t i = 0; i < 10'000; ++i)
    rows.push_back(with_prompt(i + 1, "the same prompt"));
  std::vector<std::string> stems = stems_of(rows);
  std::sort(stems.begin(), stems.end());
  CHECK(std::adjacent_find(stems.begin(), stems.end()) == stems.end());
}

}  // namespace shotlist::tests::file_name_test

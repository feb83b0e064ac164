#include "manifest/request_ids.h"

#include <string>
#include <vector>

#include "base/slug.h"
#include "manifest/reading.h"
#include "support/catch2.h"

namespace shotlist::tests::request_ids_test {

using namespace shotlist::manifest;

namespace {

SourceRange at_line(const SourceText& source, std::uint32_t line) {
  return {&source, 0, line};
}

const SourceText file{"m.csv", ""};
const SourceRange at{&file, 0, 1};

const Fingerprint one = *parse_fingerprint("0123456789abcdef0123456789abcdef");
const Fingerprint same_digits = *parse_fingerprint("0123456789ab0000000000000000000f");

}  // namespace

TEST_CASE("an id must be safe as a file name") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"market", ""},
      {"a-b_c.d9", ""},
      {"夜市-1", ""},
      {"crème", ""},
      {std::string(128, 'a'), ""},
      {std::string(129, 'a'), "is longer than 128 bytes"},
      {".hidden", "starts with `.`"},
      {"-rf", "starts with `-`"},
      {"a b", "holds a space"},
      {"a\xE3\x80\x80"
       "b",
       "holds a space"},
      {"a/b", "holds `/`"},
      {"a\\b", "holds `\\`"},
      {"a:b", "holds `:`"},
      {"a*", "holds `*`"},
      {"a?", "holds `?`"},
      {"a\"b", "holds `\"`"},
      {"<a", "holds `<`"},
      {"a|b", "holds `|`"},
      {"a@dawn", "holds `@`"},
      {"a\nb", "holds `\\n`"},
      {"a\xE2\x80\xAE"
       "b",
       "holds the invisible character U+202E"},
      {"狐狸（1）", ""},
      {"🦊", ""},
      {"Việt-Nam", ""},
      {"หมา", ""},
      {"हिन्दी", ""},
      {"a\u00ADb", "holds the invisible character U+00AD"},
      {"a\u200Bb", "holds the invisible character U+200B"},
      {"a\u200C", "holds the invisible character U+200C"},
      {"a\u200D", "holds the invisible character U+200D"},
      {"a\u200E", "holds the invisible character U+200E"},
      {"\u2060", "holds the invisible character U+2060"},
      {"a\u3164", "holds the invisible character U+3164"},
      {"a\u115F", "holds the invisible character U+115F"},
      {"a\uFFA0", "holds the invisible character U+FFA0"},
      {"a\u2800", "holds the invisible character U+2800"},
      {"☀\uFE0F", "holds the invisible character U+FE0F"},
      {"\uFEFFa", "holds the invisible character U+FEFF"},
      {"a\U000E0041", "holds the invisible character U+E0041"},
      {"a\u0085", "holds a space"},
      {"cafe\u0301",
       "holds letters and their marks as separate characters (not in Unicode's form "
       "NFC)"},
      {"\u304B\u3099",
       "holds letters and their marks as separate characters (not in Unicode's form "
       "NFC)"},
      {"\u212B",
       "holds letters and their marks as separate characters (not in Unicode's form NFC)"},
  };
  for (const auto& [id, fault] : cases) {
    INFO(id);
    CHECK(fault_of_id(id) == fault);
  }
}

TEST_CASE("what is made of any text for a file name is an id") {
  for (const std::string text :
       {"16:9", "../etc/passwd", "夜市，下雨", "crème brûlée", "a.", "a\u202Eb"}) {
    CAPTURE(text);
    CHECK(fault_of_id(slug_of(text)).empty());
  }
}

TEST_CASE("an id is used without its spaces, and a note tells it once") {
  CHECK(without_spaces("shot 1") == "shot-1");
  CHECK(without_spaces(" shot\u3000\u00A01 ") == "shot-1");
  CHECK(without_spaces("shot - 1") == "shot-1");
  CHECK(without_spaces("a\tb") == "a-b");
  CHECK(without_spaces("夜市 １") == "夜市-１");
  CHECK(without_spaces("a\nb") == "a\nb");
  CHECK(without_spaces("  ").empty());

  const SourceText source = {"m.csv", "id\nshot 1\nshot  2\nshot-1\n"};
  const std::set<std::string> none;
  Diagnostics diagnostics;
  RequestIds ids(none, diagnostics);
  CHECK(ids.take("shot 1", at_line(source, 2)) == "shot-1");
  CHECK(ids.take("shot  2", at_line(source, 3)) == "shot-2");
  CHECK(ids.take("shot-1", at_line(source, 4)).empty());
  CHECK(ids.take("  ", at_line(source, 4)).empty());
  CHECK(ids.take("shot #1", at_line(source, 4)).empty());
  CHECK(messages(diagnostics)
            .find("note: the id `shot 1` becomes `shot-1`, and so with every space in an id\n") !=
        std::string::npos);
  CHECK(messages(diagnostics).find("`shot  2`") == std::string::npos);
  CHECK(messages(diagnostics).find("the id `shot-1` is taken already") != std::string::npos);
  CHECK(messages(diagnostics).find("the id `shot #1` holds `#`; write `shot-1`; ") !=
        std::string::npos);
}

TEST_CASE("a remedy says how to write what is meant") {
  const std::set<std::string> none;
  const SourceText source = {"m.csv", "id\n"};
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"a/b", "write `a-b`;"},
      {"cafe\u0301", "write `caf\u00E9`;"},
      {"می\u200Cخواهم", "write `میخواهم`;"},
      {".hidden", "write `hidden`;"},
      {"???", "use at most 128 bytes"},
  };
  for (const auto& [id, remedy] : cases) {
    INFO(id);
    Diagnostics diagnostics;
    RequestIds ids(none, diagnostics);
    CHECK(ids.take(id, at_line(source, 1)).empty());
    CHECK(messages(diagnostics).find(remedy) != std::string::npos);
  }
}

TEST_CASE("ids made of a prompt are recognised") {
  CHECK(looks_like_made_id("s-0123456789ab"));
  CHECK(looks_like_made_id("s-0123456789ab-2"));
  CHECK_FALSE(looks_like_made_id("s-0123456789a"));
  CHECK_FALSE(looks_like_made_id("s-0123456789ax"));
  CHECK_FALSE(looks_like_made_id("s-0123456789abc"));
  CHECK_FALSE(looks_like_made_id("s-0123456789AB"));
  CHECK_FALSE(looks_like_made_id("x-0123456789ab"));
}

TEST_CASE("rows without an id get one from their prompt, and a number where it is taken") {
  const std::set<std::string> pinned = {"s-0123456789ab-3"};
  Diagnostics diagnostics;
  RequestIds ids(pinned, diagnostics);
  CHECK(ids.make(one, at) == "s-0123456789ab");
  CHECK(ids.make(one, at) == "s-0123456789ab-2");
  // The same digits by chance. -3 belongs to somebody.
  CHECK(ids.make(same_digits, at) == "s-0123456789ab-4");
  CHECK(ids.make(one, at) == "s-0123456789ab-5");
  CHECK(diagnostics.empty());
}

TEST_CASE("combinations of rows without an id have numbers of their own") {
  const std::set<std::string> pinned = {"s-0123456789ab-2"};
  Diagnostics diagnostics;
  RequestIds ids(pinned, diagnostics);
  CHECK(ids.make(one, at, "dawn") == "s-0123456789ab@dawn");
  CHECK(ids.make(one, at, "dusk") == "s-0123456789ab@dusk");
  CHECK(ids.make(one, at) == "s-0123456789ab");
  CHECK(ids.make(one, at, "dusk") == "s-0123456789ab-3@dusk");
}

TEST_CASE("the second of two equal rows without an id is warned of") {
  const SourceText source{"m.csv", ""};
  const std::set<std::string> pinned;
  Diagnostics diagnostics;
  RequestIds ids(pinned, diagnostics);
  ids.note_content(one, at_line(source, 2), false);
  ids.note_content(same_digits, at_line(source, 3), false);
  CHECK(diagnostics.empty());
  ids.note_content(one, at_line(source, 4), true);
  CHECK(diagnostics.empty());
  ids.note_content(one, at_line(source, 5), false);
  CHECK(messages(diagnostics) ==
        "m.csv:5:1: warning: the same request as at m.csv:2: both will be paid for; remove one, "
        "or give each an id\n");
}

TEST_CASE("an id is taken once") {
  const SourceText source{"m.csv", ""};
  const std::set<std::string> pinned;
  Diagnostics diagnostics;
  RequestIds ids(pinned, diagnostics);
  CHECK(ids.take("a", at_line(source, 2)) == "a");
  CHECK(ids.take("A", at_line(source, 3)) == "A");
  CHECK(ids.take("a", at_line(source, 4)).empty());
  CHECK(messages(diagnostics) ==
        "m.csv:4:1: the id `a` is taken already; choose another; the first is at m.csv:2\n");
}

TEST_CASE("of thousands of ids each is taken once, and its first line remembered") {
  const SourceText first{"a.csv", ""};
  const SourceText second{"b.csv", ""};
  const std::set<std::string> pinned;
  Diagnostics diagnostics;
  RequestIds ids(pinned, diagnostics);
  constexpr std::uint32_t each = 3000;
  for (std::uint32_t i = 0; i < 2 * each; ++i) {
    const SourceText& source = i < each ? first : second;
    REQUIRE_FALSE(ids.take("shot-" + std::to_string(i), at_line(source, i % each + 2)).empty());
  }
  for (std::uint32_t i = 0; i < 2 * each; ++i) {
    const std::string id = "shot-" + std::to_string(i);
    REQUIRE(ids.take(id, {&second, 0, 0}).empty());
    const std::string file = i < each ? "a.csv:" : "b.csv:";
    CAPTURE(id);
    CHECK(diagnostics.in_file_order().back().remedy ==
          "choose another; the first is at " + file + std::to_string(i % each + 2));
    diagnostics = Diagnostics();
  }
}

TEST_CASE("of thousands of rows without an id each gets its own") {
  const std::set<std::string> pinned;
  Diagnostics diagnostics;
  RequestIds ids(pinned, diagnostics);
  std::set<std::string> made;
  for (std::uint32_t i = 0; i < 6000; ++i) {
    const Fingerprint prompt = fingerprint_of(std::to_string(i / 2));
    const std::string id = ids.make(prompt, at);
    CHECK(id == "s-" + to_text(prompt).substr(0, 12) + (i % 2 == 0 ? "" : "-2"));
    made.insert(id);
  }
  CHECK(made.size() == 6000);
}

TEST_CASE("an id that somebody chose is never made of a prompt") {
  const std::set<std::string> pinned = {"s-0123456789ab"};
  Diagnostics diagnostics;
  RequestIds ids(pinned, diagnostics);
  CHECK(ids.make(one, at) == "s-0123456789ab-2");
  CHECK(ids.make(same_digits, at) == "s-0123456789ab-3");
}

namespace {

const std::string head =
    "shotlist: 1\ndefaults: {model: sora-2-pro, orientation: portrait, size: small, duration: "
    "15}\n";

std::vector<std::string> ids_of(const Reading& reading) {
  std::vector<std::string> ids;
  for (const Request& request : reading.requests.rows)
    ids.push_back(request.id);
  return ids;
}

}  // namespace

TEST_CASE("another option leaves the id alone, another prompt does not") {
  const auto id_of = [](const std::string& shot) {
    const Reading reading = read_yaml(head + "vars: {time: dawn}\nshots: [" + shot + "]\n");
    REQUIRE(reading.requests.rows.size() == 1);
    return reading.requests.rows[0].id;
  };
  const std::string id = id_of("{prompt: A café at dawn}");
  CHECK(id == "s-" + to_text(fingerprint_of("A café at dawn")).substr(0, 12));
  const std::vector<std::string> same = {
      "{prompt: A café at dawn, size: large}",
      "{prompt: A café at dawn, watermark: false, images: [https://example.com/a.jpg]}",
      "{prompt: A café at dawn, model: sora-2}",
      "{prompt: A café at dawn, extra: {seed: 1}}",
      "{prompt: \"A café at {{time}}\"}",
      "{prompt: \"A cafe\u0301 at dawn\"}",
  };
  for (const std::string& shot : same) {
    CAPTURE(shot);
    CHECK(id_of(shot) == id);
  }
  CHECK(id_of("{prompt: a café at dawn}") != id);
  CHECK(id_of("{prompt: A café at  dawn}") != id);
  CHECK(id_of("{prompt: \"a\\r\\nb\"}") == id_of("{prompt: \"a\\nb\"}"));
}

TEST_CASE("rows of one prompt are numbered in the order of the manifest") {
  const Reading reading = read_yaml(
      head + "shots: [{prompt: x}, {prompt: x, size: large}, {prompt: y}, {prompt: x}]\n");
  const std::string x = "s-" + to_text(fingerprint_of("x")).substr(0, 12);
  const std::string y = "s-" + to_text(fingerprint_of("y")).substr(0, 12);
  CHECK(ids_of(reading) == std::vector<std::string>{x, x + "-2", y, x + "-3"});
  CHECK(reading.mistakes ==
        "m.yaml:3:61: warning: the same request as at m.yaml:3: both will be paid for; remove one, "
        "or give each an id\n");
}

// Found by a search over fifty million.
TEST_CASE("two prompts with the same 12 digits stay two requests") {
  const std::string first = "A ferry leaves at dawn, take 21567776";
  const std::string second = "A ferry leaves at dawn, take 33581680";
  REQUIRE(to_text(fingerprint_of(first)).substr(0, 12) == "7c34523e0f51");
  REQUIRE(to_text(fingerprint_of(second)).substr(0, 12) == "7c34523e0f51");
  const Reading reading =
      read_yaml(head + "shots:\n  - prompt: \"" + first + "\"\n  - prompt: \"" + second + "\"\n");
  CHECK(reading.mistakes.empty());
  REQUIRE(ids_of(reading) == std::vector<std::string>{"s-7c34523e0f51", "s-7c34523e0f51-2"});
  CHECK(reading.requests.rows[0].fingerprint != reading.requests.rows[1].fingerprint);
}

}  // namespace shotlist::tests::request_ids_test

#include "manifest/request_ids.h"

#include <string>
#include <vector>

#include "manifest/reading.h"
#include "support/catch2.h"

using namespace shotlist::base;
using namespace shotlist::model;
using namespace shotlist::manifest;
using namespace shotlist::tests;

namespace {

Place at_line(const SourceText& source, std::uint32_t line) {
  return {&source, 0, line};
}

const Fingerprint one = *parse_fingerprint("0123456789abcdef0123456789abcdef");
const Fingerprint same_digits = *parse_fingerprint("0123456700000000000000000000000f");

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
       "holds `\\u{202e}`"},
  };
  for (const auto& [id, fault] : cases) {
    INFO(id);
    CHECK(fault_of_id(id) == fault);
  }
}

TEST_CASE("ids made from content are recognised") {
  CHECK(looks_like_content_id("s-01234567"));
  CHECK(looks_like_content_id("s-01234567-2"));
  CHECK_FALSE(looks_like_content_id("s-0123456"));
  CHECK_FALSE(looks_like_content_id("s-0123456x"));
  CHECK_FALSE(looks_like_content_id("s-012345678"));
  CHECK_FALSE(looks_like_content_id("x-01234567"));
}

TEST_CASE("rows without an id get one from their content, and a number where it is taken") {
  const SourceText source{"m.csv", ""};
  const std::set<std::string> pinned = {"s-01234567-3"};
  Diagnostics diagnostics;
  RequestIds ids(pinned, diagnostics);
  CHECK(ids.make(one, at_line(source, 2)) == "s-01234567");
  CHECK(diagnostics.empty());
  CHECK(ids.make(one, at_line(source, 3)) == "s-01234567-2");
  CHECK(messages(diagnostics) ==
        "m.csv:3:1: warning: the same request as at m.csv:2: both will be paid for; remove one, "
        "or give each an id\n");
  // The same digits by chance: a number, but nothing to warn of. -3 belongs to somebody.
  CHECK(ids.make(same_digits, at_line(source, 4)) == "s-01234567-4");
  CHECK(diagnostics.warnings() == 1);
}

TEST_CASE("an id is taken once") {
  const SourceText source{"m.csv", ""};
  const std::set<std::string> pinned;
  Diagnostics diagnostics;
  RequestIds ids(pinned, diagnostics);
  CHECK(ids.take("a", at_line(source, 2)));
  CHECK(ids.take("A", at_line(source, 3)));
  CHECK_FALSE(ids.take("a", at_line(source, 4)));
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
    REQUIRE(ids.take("shot-" + std::to_string(i), at_line(source, i % each + 2)));
  }
  for (std::uint32_t i = 0; i < 2 * each; ++i) {
    const std::string id = "shot-" + std::to_string(i);
    REQUIRE_FALSE(ids.take(id, {&second, 0, 0}));
    const std::string file = i < each ? "a.csv:" : "b.csv:";
    CAPTURE(id);
    CHECK(diagnostics.in_file_order().back().remedy ==
          "choose another; the first is at " + file + std::to_string(i % each + 2));
    diagnostics = Diagnostics();
  }
}

TEST_CASE("of thousands of rows without an id each gets its own") {
  const SourceText source{"m.csv", ""};
  const std::set<std::string> pinned;
  Diagnostics diagnostics;
  RequestIds ids(pinned, diagnostics);
  std::set<std::string> made;
  for (std::uint32_t i = 0; i < 6000; ++i) {
    const Fingerprint content = fingerprint_of(std::to_string(i / 2));
    const std::string id = ids.make(content, at_line(source, i + 2));
    CHECK(id == "s-" + to_text(content).substr(0, 8) + (i % 2 == 0 ? "" : "-2"));
    made.insert(id);
  }
  CHECK(made.size() == 6000);
  CHECK(diagnostics.warnings() == 3000);
}

TEST_CASE("an id that somebody chose is never made of content") {
  const SourceText source{"m.csv", ""};
  const std::set<std::string> pinned = {"s-01234567"};
  Diagnostics diagnostics;
  RequestIds ids(pinned, diagnostics);
  CHECK(ids.make(one, at_line(source, 2)) == "s-01234567-2");
  CHECK(ids.make(same_digits, at_line(source, 3)) == "s-01234567-3");
}

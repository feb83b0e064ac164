#include "manifest/yaml_document.h"

#include <string>
#include <vector>

#include "manifest/reading.h"
#include "support/catch2.h"

namespace shotlist::tests::yaml_document_test {

using namespace shotlist::manifest;

namespace {

std::string mistakes_of(const std::string& text) {
  const SourceText source{"m.yaml", text};
  Diagnostics diagnostics;
  const YamlDocument document(source, diagnostics);
  return messages(diagnostics);
}

std::string nested(int levels) {
  return "a: " + std::string(static_cast<std::size_t>(levels), '[') +
         std::string(static_cast<std::size_t>(levels), ']');
}

}  // namespace

TEST_CASE("nodes know where they are written, in characters") {
  const SourceText source{"m.yaml", "提示: 值\n\"引\": |\n  块\nlist: [甲, \"2\", ~]\nempty:\n"};
  Diagnostics diagnostics;
  const YamlDocument document(source, diagnostics);
  REQUIRE(document.root() != nullptr);
  const auto& entries = document.root()->entries;
  REQUIRE(entries.size() == 4);
  CHECK(to_text(entries[0].key->at.location()) == "m.yaml:1:1");
  CHECK(to_text(entries[0].value->at.location()) == "m.yaml:1:5");
  CHECK(entries[0].value->plain);
  CHECK(to_text(entries[1].value->at.location()) == "m.yaml:2:6");
  CHECK(entries[1].value->text == "块\n");
  CHECK_FALSE(entries[1].value->plain);
  const auto& items = entries[2].value->entries;
  REQUIRE(items.size() == 3);
  CHECK(to_text(items[1].value->at.location()) == "m.yaml:4:11");
  CHECK_FALSE(items[1].value->plain);
  CHECK(items[2].value->kind == YamlNode::Kind::null);
  // What is not there is where its key is.
  CHECK(to_text(entries[3].value->at.location()) == "m.yaml:5:1");
}

TEST_CASE("an alias stands for what it names") {
  const SourceText source{"m.yaml", "a: &x [1, 2]\nb: *x\n"};
  Diagnostics diagnostics;
  const YamlDocument document(source, diagnostics);
  REQUIRE(document.root() != nullptr);
  CHECK(document.root()->entries[0].value == document.root()->entries[1].value);
}

TEST_CASE("what is no YAML is one error in our own words") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"prompt: A harbor: dawn",
       "m.yaml:1:17: a colon where no key can be; put text that holds a colon and a space in "
       "quotes (\"A harbor: dawn\"), and check the indentation\n"},
      {"a: [\"x\" y]",
       "m.yaml:1:9: a list in [ ] that does not go on here; write a comma between its items, and "
       "put text that holds one of [ ] { } , in quotes\n"},
      {"a: {b: \"x\" y}",
       "m.yaml:1:12: a map in { } that does not go on here; write a comma between its entries, and "
       "put text that holds one of [ ] { } , in quotes\n"},
      {"shotlist: 1\rshots: []\r",
       "m.yaml:1:12: the lines end in CR alone; save the file with LF or CRLF line ends\n"},
      {"shotlist：1\nname: x\n",
       "m.yaml:1:9: a full-width colon behind `shotlist`; write `shotlist: `, with a colon of "
       "ASCII "
       "and a space\n"},
      {"defaults:\n  model： sora-2-pro\n  duration: 15\n",
       "m.yaml:2:8: a full-width colon behind `model`; write `model: `, with a colon of ASCII and "
       "a "
       "space\n"},
      {"shots：\n  - prompt: a cat\n",
       "m.yaml:1:6: a full-width colon behind `shots`; write `shots: `, with a colon of ASCII and "
       "a "
       "space\n"},
      {"a:\n\t- 1", "m.yaml:2:2: a tab in the indentation; indent with spaces\n"},
      {"提示: @x",
       "m.yaml:1:5: no text can start with this character; put the text in quotes "
       "(\"@x\")\n"},
      {"a: *x",
       "m.yaml:1:4: an alias that names no anchor; put text that starts with * in "
       "quotes (\"*x\")\n"},
      {"a: \"\\{{\"",
       "m.yaml:1:7: an unknown escape in double quotes; write \\\\ for a backslash, "
       "or use single quotes\n"},
      {"a: 1\n}",
       "m.yaml:2:1: a closing bracket that nothing opened; remove it, or put the text "
       "in quotes\n"},
      {"a: {{style}} film",
       "m.yaml:1:5: a key must be text; put text that starts with {, such as "
       "\"{{name}} ...\", in quotes\n"},
      {"- a\nb: 1",
       "m.yaml:2:1: a second document starts here; keep one manifest a file, and "
       "check the indentation\n"},
      {"a: &x [*x]", "m.yaml:1:8: an alias inside of what it names; write the value out\n"},
      {"a: !!int 3",
       "m.yaml:1:4: a tag (! before a value) has no meaning in a manifest; remove "
       "it, or write \"!!int 3\" if it is text\n"},
      {nested(64),
       "m.yaml:1:67: more than 64 levels of nesting; a manifest needs no more than "
       "five\n"},
  };
  for (const auto& [text, expected] : cases) {
    INFO(text);
    CHECK(mistakes_of(text) == expected);
  }
}

TEST_CASE("a quote that is never closed is an error where it opens") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"shots:\n  - prompt: \"abc\n  - prompt: d\n", "m.yaml:2:13: D"},
      {"shots:\n  - prompt: \"abc\n  - prompt: d", "m.yaml:2:13: D"},
      {"shots:\n  - prompt: \"abc\n  - prompt: d\r\n\r\n", "m.yaml:2:13: D"},
      {"shots:\n  - prompt: 'abc\n  - prompt: d\n", "m.yaml:2:13: S"},
      {"shots:\n  - prompt: 'it''s\n", "m.yaml:2:13: S"},
      {"shots:\n  - prompt: \"a\\\"\n", "m.yaml:2:13: D"},
      {"shots:\n  - prompt: \"a\\\"", "m.yaml:2:13: D"},
      {"提示: &x \"雨夜\n", "m.yaml:1:8: D"},
      {"a: !!str \"x\n", "m.yaml:1:10: D"},
      {"a: ! # why\n  'x\n", "m.yaml:2:3: S"},
      {"a: [{b: c}, {d: \"x}]\n", "m.yaml:1:17: D"},
      {"a: 1\na: 2\nb: \"x", "m.yaml:3:4: D"},
      {"\"a: b\n", "m.yaml:1:1: D"},
      {"a: \"", "m.yaml:1:4: D"},
      {"a: '\n", "m.yaml:1:4: S"},
  };
  for (const auto& [text, expected] : cases) {
    INFO(text);
    const std::string quote = expected.back() == 'D' ? "\"" : "'";
    CHECK(mistakes_of(text) == expected.substr(0, expected.size() - 1) +
                                   "the quote that opens here is never closed; close it with " +
                                   quote + "\n");
  }
}

TEST_CASE("a bracket that is never closed is an error where it opens") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"a: [1, 2\nb: 3\n", "m.yaml:1:4: the [ "},
      {"a: {b: 1\n", "m.yaml:1:4: the { "},
      {"shots:\n  - {prompt: abc, id: x\n", "m.yaml:2:5: the { "},
      {"shots:\n  - {prompt: abc, id: x\n  - {prompt: d}\n", "m.yaml:2:5: the { "},
      {"shots:\n  - {prompt: abc, id: x", "m.yaml:2:5: the { "},
      {"shots: [{prompt: it's, id: '}'}, # ]\n  {prompt: b]\n", "m.yaml:2:3: the { "},
      {"a: {b: c, d: [e}\nf: g\n", "m.yaml:1:14: the [ "},
      {"a: &x [b\n", "m.yaml:1:7: the [ "},
  };
  for (const auto& [text, expected] : cases) {
    INFO(text);
    const std::string mistakes = mistakes_of(text);
    CHECK(mistakes.starts_with(expected + "that opens here is never closed; add the "));
    CHECK(mistakes.find('\n') == mistakes.size() - 1);
  }
}

TEST_CASE("a quote that is closed is no mistake, whatever stands in it") {
  const std::vector<std::string> texts = {
      "a: \"x \\\" y\"",       "a: 'it''s'",
      "a: \"\"\nb: ''\n",      "a: \"x\\\\\"\n",
      "a: \"one\n\n  two\"\n", "'a': \"b'\"\n",
      "a: |\n  \"x\n",         "a: it's \"x\n",
      "a: !!str x\"y\n",       "a: \"Camera: slow\n  - pan: left\"\n",
  };
  for (const std::string& text : texts) {
    INFO(text);
    CHECK(mistakes_of(text).empty());
  }
}

TEST_CASE("a shot inside of quotes is warned of") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"shots:\n  - prompt: \"abc\n  - prompt: d\"\n", "line 3"},
      {"shots:\n  - prompt: 'abc\n\n  more\n  - {id: d, prompt: e}'\n", "line 5"},
      {"shots:\n  - prompt: \"abc\r\n  - \\\"size\\\": small\"\n", ""},
      {"shots:\r\n  - prompt: 'abc\r\n  - \"size\": small'\r\n", "line 3"},
  };
  for (const auto& [text, line] : cases) {
    INFO(text);
    CHECK(mistakes_of(text) ==
          (line.empty() ? ""
                        : "m.yaml:2:13: warning: the quoted text that opens here holds " + line +
                              ", which looks like a shot; close the quote before it, if it is "
                              "one\n"));
  }
}

TEST_CASE("each repeated key is an error") {
  CHECK(mistakes_of("a: 1\nb: {c: 1, c: 2}\na: 3\na: 4\n") ==
        "m.yaml:2:11: `c` is here a second time; keep one of them; the first is on line 2\n"
        "m.yaml:3:1: `a` is here a second time; keep one of them; the first is on line 1\n"
        "m.yaml:4:1: `a` is here a second time; keep one of them; the first is on line 1\n");
}

TEST_CASE("aliases cannot unfold into something large") {
  CHECK(mistakes_of(nested(63)).empty());
  std::string chain = "a0: &a0 [1]\n";
  for (int i = 1; i < 70; ++i) {
    chain += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) +
             "]\n";
  }
  CHECK(mistakes_of(chain).find("more than 64 levels of nesting") != std::string::npos);
  std::string many = "a: &a 1\nb: [";
  for (std::size_t i = 0; i <= YamlDocument::most_aliases; ++i)
    many += "*a ,";
  CHECK(mistakes_of(many + "]").find("more than 10000 aliases") != std::string::npos);
}

TEST_CASE("whatever is broken in a YAML, the words are ours") {
  const std::string whole =
      "shotlist: 1\n"
      "name: \"a \\\"b\\\" c\"\n"
      "defaults: &d {model: 'sora-2-pro', size: [small, \"large\"]}\n"
      "vars:\n"
      "  style: |\n"
      "    shot on film\n"
      "  other: *d\n"
      "shots:\n"
      "  - id: a  # one\n"
      "    prompt: 雨 {{x}}\n"
      "  - {id: b, prompt: !!str c}\n";
  // yaml-cpp's own words, of which none is a word of ours.
  const std::vector<std::string> theirs = {"yaml-cpp",      "bad conversion", "illegal",
                                           "flow",          "not found",      "bad file",
                                           "error at line", "bad dereference"};
  std::vector<std::string> broken;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    broken.push_back(whole.substr(0, at));
    broken.push_back(whole.substr(0, at) + whole.substr(at + 1));
    for (const char* piece :
         {"\"", "'", "[", "]",  "{",       "}",           ": ",   "- ",      "&",       "*",  "!",
          "!<", "%", "@", "`",  "\t",      "\n",          "\r",   "\n...\n", "\n---\n", "? ", "|",
          ">9", "#", ",", "\\", "\"\\x\"", "\"\\ud800\"", "\xFF", "\x01",    "<<: *d"}) {
      broken.push_back(whole.substr(0, at) + piece + whole.substr(at));
    }
  }
  for (const std::string& text : broken) {
    CAPTURE(text);
    const std::string said = mistakes_of(text);
    for (const std::string& word : theirs)
      REQUIRE(said.find(word) == std::string::npos);
  }
}

TEST_CASE("a control character in a YAML is a mistake where it stands") {
  using namespace std::string_literals;
  // yaml-cpp reads nothing behind U+0004, and takes U+0000 for an end, too.
  CHECK(mistakes_of("shots:\n  - a\n# x \x04 y\n  - b\n") ==
        "m.yaml:3:5: the control character U+0004; remove it\n");
  CHECK(mistakes_of("!\"e\0"s) == "m.yaml:1:4: the control character U+0000; remove it\n");
  CHECK(mistakes_of("!\"e\0\n"s) == "m.yaml:1:4: the control character U+0000; remove it\n");
  CHECK(mistakes_of("a: 雨\xC2\x85夜\n") ==
        "m.yaml:1:5: the control character U+0085; remove it\n");
  CHECK(mistakes_of("a: \"\\x04\"\n").empty());
}

}  // namespace shotlist::tests::yaml_document_test

#include <string>
#include <vector>

#include "manifest/reading.h"
#include "support/catch2.h"

namespace shotlist::tests::line_ends_test {

using namespace shotlist::manifest;

namespace {

const Set all = {
    {"model", "sora-2-pro"}, {"orientation", "portrait"}, {"size", "small"}, {"duration", "15"}};

Set all_and(const std::string& field, const std::string& value) {
  Set set = all;
  set.emplace_back(field, value);
  return set;
}

struct Case {
  std::string what;
  Files files;
  std::string path;
  Set set = all;
};

Files yaml(const std::string& lines) {
  return {{"m.yaml", "shotlist: 1\n" + lines}};
}

Files yaml_with(const std::string& file, const std::string& content) {
  return {{"m.yaml", "shotlist: 1\nshots_from: " + file + "\n"}, {file, content}};
}

}  // namespace

TEST_CASE("CR LF and CR inside a text are LF in the body, wherever the text is from") {
  const std::vector<Case> cases = {
      {"escapes in YAML", yaml(R"(shots: [{prompt: "a\r\nb\rc"}])"), "m.yaml"},
      {"lines of a block in a YAML file with CR LF",
       {{"m.yaml", "shotlist: 1\r\nshots:\r\n  - prompt: |-\r\n      a\r\n      b\r\n      c\r\n"}},
       "m.yaml"},
      {"a template over defaults",
       yaml("defaults: {prompt: \"a\\r\\n{{x}}\"}\nshots: [{vars: {x: \"b\\rc\"}}]"), "m.yaml"},
      {"variables of a manifest", yaml("vars: {x: \"b\\r\\nc\"}\nshots: [{prompt: \"a\\r{{x}}\"}]"),
       "m.yaml"},
      {"a line end whose halves meet",
       yaml("vars: {x: \"a\\r\"}\nshots: [{prompt: \"{{x}}\\nb\\rc\"}]"), "m.yaml"},
      {"values of a matrix", yaml("shots: [{matrix: {prompt: [\"a\\r\\nb\\rc\"]}}]"), "m.yaml"},
      {"variables of a matrix",
       yaml("shots: [{prompt: \"a\\r{{x}}\", matrix: {x: [\"b\\r\\nc\"]}}]"), "m.yaml"},
      {"an entry of include",
       yaml("shots: [{prompt: x, matrix: {include: [{size: small, prompt: \"a\\rb\\r\\nc\"}]}}]"),
       "m.yaml"},
      {"a CSV", {{"m.csv", "id,prompt\r\nx,\"a\r\nb\rc\"\r\n"}}, "m.csv"},
      {"a variable in a CSV", {{"m.csv", "prompt,x\r\n\"a\n{{x}}\",\"b\rc\"\r\n"}}, "m.csv"},
      {"JSONL", yaml_with("p.jsonl", R"({"prompt": "a\r\nb\rc"})"), "m.yaml"},
      {"a variable in JSONL", yaml_with("p.jsonl", R"({"prompt": "a\n{{x}}", "x": "b\rc"})"),
       "m.yaml"},
      {"--set", yaml("shots: [{size: small}]"), "m.yaml", all_and("prompt", "a\r\nb\rc")},
      {"a template in --set", yaml("vars: {x: \"b\\rc\"}\nshots: [{size: small}]"), "m.yaml",
       all_and("prompt", "a\r\n{{x}}")},
      {"variables beside a text file",
       {{"m.yaml", "shotlist: 1\nshots_from: {file: p.txt, vars: {x: \"a\\r\\nb\\rc\"}}\n"},
        {"p.txt", "{{x}}\r\n"}},
       "m.yaml"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    const Reading reading = read_files(c.files, c.path, c.set);
    CHECK(reading.mistakes == "");
    REQUIRE(reading.requests.rows.size() == 1);
    CHECK(reading.prompts() == "a\nb\nc\n");
    CHECK(reading.lines().find(R"("prompt":"a\nb\nc")") != std::string::npos);
  }
}

TEST_CASE("lines of a text file end in CR, LF or both, and are prompts of their own") {
  CHECK(read_files(yaml_with("p.txt", "a\r\nb\rc\n\r\n"), "m.yaml", all).prompts() == "a\nb\nc\n");
}

TEST_CASE("what stands under extra is sent as it is") {
  const Reading reading =
      read_yaml("shotlist: 1\nshots: [{prompt: x, extra: {note: \"a\\r\\nb\"}}]\n", all);
  CHECK(reading.lines().find(R"("note":"a\r\nb")") != std::string::npos);
}

TEST_CASE("what is one line of text holds no CR") {
  const std::string shots = "\nshots: [{prompt: x}]\n";
  for (const std::string line : {R"(name: "a\rb")", R"(api: {create_path: "/v1\r"})",
                                 R"(api: {base_url: "https://a.com\r"})",
                                 R"(prices: {currency: "C\r", each: [{price: 1}]})"}) {
    CAPTURE(line);
    CHECK(read_yaml("shotlist: 1\n" + line + shots, all).errors == 1);
  }
}

}  // namespace shotlist::tests::line_ends_test

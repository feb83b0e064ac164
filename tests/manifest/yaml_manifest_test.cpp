#include <string>

#include "manifest/reading.h"
#include "support/catch2.h"

namespace shotlist::tests::yaml_manifest_test {

using namespace shotlist::manifest;

namespace {

const std::string head =
    "shotlist: 1\n"
    "defaults: {model: sora-2-pro, orientation: portrait, size: small, duration: 15}\n";

}  // namespace

TEST_CASE("a shot becomes a request: profile default, defaults, shot, the last one wins") {
  const Reading reading = read_yaml(
      "shotlist: 1\nname: two\ndefaults:\n  model: sora-2-pro\n  orientation: portrait\n"
      "  size: small\n  duration: 15\n  private: true\n"
      "vars: {style: on film, place: nowhere}\n"
      "shots:\n"
      "  - id: a\n    prompt: A harbor, {{style}}\n"
      "  - id: b\n    prompt: \"{{place}}: \\\\{{x}}\"\n    vars: {place: 港口}\n    duration: 25\n"
      "    watermark: False\n    images: [\"https://example.com/{{place}}.jpg\"]\n    private: "
      "false\n");
  CHECK(reading.mistakes.empty());
  CHECK(reading.name == "two");
  CHECK(
      reading.lines() ==
      R"(a: {"duration":15,"images":[],"model":"sora-2-pro","orientation":"portrait","private":true,"prompt":"A harbor, on film","size":"small","watermark":true})"
      "\n"
      R"(b: {"duration":25,"images":["https://example.com/港口.jpg"],"model":"sora-2-pro","orientation":"portrait","private":false,"prompt":"港口: {{x}}","size":"small","watermark":false})"
      "\n");
  REQUIRE(reading.requests.rows.size() == 2);
  CHECK(to_text(reading.requests.rows[1].source) == "m.yaml:13:5");
  CHECK(reading.requests.variable_names == std::vector<std::string>{"style", "place"});
  CHECK(reading.requests.rows[1].variables == std::vector<std::string>{"on film", "港口"});
}

TEST_CASE("text stays as written, whatever YAML would make of it") {
  CHECK(read_yaml(head + "shots: [{prompt: 007}, {prompt: yes}, {prompt: 1.50}]\n").prompts() ==
        "007\nyes\n1.50\n");
}

TEST_CASE("--set replaces defaults, and its mistakes have no line") {
  CHECK(
      read_yaml(head + "shots: [{id: a, prompt: x}]\n", {{"duration", "25"}, {"private", "true"}})
          .lines() ==
      R"(a: {"duration":25,"images":[],"model":"sora-2-pro","orientation":"portrait","private":true,"prompt":"x","size":"small","watermark":true})"
      "\n");
  CHECK(read_yaml(head + "shots: [{id: a, prompt: x}, {id: b, prompt: y}]\n",
                  {{"duration", "99"}, {"sise", "small"}})
            .mistakes ==
        "--set: there is no request field `sise`; did you mean `size`?\n"
        "--set: duration cannot be \"99\"; use 15 or 25\n");
}

TEST_CASE("a shot without an id has one from its prompt, wherever it stands") {
  const Reading first = read_yaml(head + "shots: [{prompt: x}, {prompt: y}]\n");
  const Reading second = read_yaml(head + "shots: [{prompt: y}, {prompt: new}, {prompt: x}]\n");
  CHECK(first.mistakes.empty());
  REQUIRE(first.requests.rows.size() == 2);
  REQUIRE(second.requests.rows.size() == 3);
  CHECK(first.requests.rows[0].id == second.requests.rows[2].id);
  CHECK(first.requests.rows[1].id == second.requests.rows[0].id);
  CHECK(first.requests.rows[0].id == "s-" + to_text(fingerprint_of("x")).substr(0, 12));

  const std::string id = first.requests.rows[0].id;
  const Reading pinned = read_yaml(head + "shots: [{prompt: x}, {id: " + id + ", prompt: z}]\n");
  CHECK(pinned.mistakes.empty());
  REQUIRE(pinned.requests.rows.size() == 2);
  CHECK(pinned.requests.rows[0].id == id + "-2");
}

TEST_CASE("a template in the model is filled in before the model is looked up") {
  const std::string frame =
      "shotlist: 1\ndefaults: {model: \"{{m}}\", orientation: portrait, size: small, duration: "
      "15}\n";
  CHECK(
      read_yaml(frame + "vars: {m: sora-2-pro}\nshots: [{id: a, prompt: x}]\n").lines() ==
      R"(a: {"duration":15,"images":[],"model":"sora-2-pro","orientation":"portrait","private":false,"prompt":"x","size":"small","watermark":true})"
      "\n");
  CHECK(read_yaml(frame + "vars: {m: sora-2-pro}\nshots: [{id: a, prompt: x, duration: 99}]\n")
            .mistakes == "m.yaml:4:38: duration cannot be \"99\"; use 15 or 25\n");
  CHECK(read_yaml(frame + "shots: [{id: a, prompt: x}, {id: b, prompt: y}]\n").mistakes ==
        "m.yaml:2:19: there is no variable `m`; give it a value under vars, or write \\{{ for a "
        "literal {{\n");
  CHECK(
      read_yaml(frame + "shots: [{id: a, prompt: x, vars: {m: other}}, {id: b, prompt: y}]\n")
          .mistakes ==
      "m.yaml:2:19: warning: the model `other` has no profile: its fields are passed through as "
      "they are\n"
      "m.yaml:3:47: the variable `m` has no value for this shot; give it one, leave {{m}} "
      "out, or write `vars: {m: \"\"}` if it may be empty\n");
  CHECK(read_csv("prompt,model,m\nx,{{m}},sora-2-pro\n",
                 {{"orientation", "portrait"}, {"size", "small"}, {"duration", "15"}})
            .lines()
            .find(R"("model":"sora-2-pro")") != std::string::npos);
}

TEST_CASE("a template in a value of a variable is an error") {
  const std::string remedy =
      "values are put in as they are; write out what it stands for, or use {{b}} in the prompt "
      "itself\n";
  CHECK(read_yaml(head + "vars: {a: \"{{ b }} x\", b: y}\nshots: [{prompt: \"{{a}}\"}, {prompt: "
                         "\"{{a}} z\"}]\n")
            .mistakes == "m.yaml:3:11: the value of `a` holds {{b}}; " + remedy);
  CHECK(read_yaml(head + "vars: {b: y}\nshots: [{prompt: \"{{a}}\", vars: {a: \"x {{b}}\"}}]\n")
            .mistakes == "m.yaml:4:18: the value of `a` holds {{b}}; " + remedy);
  // Of a column that no template uses nothing is put in, and a lone {{ stands for nothing.
  const Reading reading = read_yaml(
      head + "shots: [{prompt: \"{{a}}\", vars: {a: \"x {{ y\", note: \"see {{b}}\"}}]\n");
  CHECK(reading.mistakes.empty());
  CHECK(reading.prompts() == "x {{ y\n");
}

TEST_CASE("a model without a profile is passed through with one warning") {
  const Reading reading = read_yaml(
      "shotlist: 1\ndefaults: {model: sora-3-pro, size: huge}\n"
      "shots: [{id: a, prompt: x}, {id: b, prompt: y}]\n");
  CHECK(reading.mistakes ==
        "m.yaml:2:19: warning: the model `sora-3-pro` has no profile: its fields are passed "
        "through as they are; did you mean `sora-2-pro`?\n");
  CHECK(reading.lines() ==
        "a: {\"model\":\"sora-3-pro\",\"prompt\":\"x\",\"size\":\"huge\"}\n"
        "b: {\"model\":\"sora-3-pro\",\"prompt\":\"y\",\"size\":\"huge\"}\n");
}

TEST_CASE("a misspelt model is one error, and the values of the model that is meant are checked") {
  const std::string rest =
      "defaults: {model: Sora-2-Pro, orientation: portrait, size: huge, duration: 15}\n"
      "shots: [{id: a, prompt: x}, {id: b, prompt: y, duration: 7}]\n";
  const Reading reading = read_yaml("shotlist: 1\n" + rest);
  CHECK(reading.mistakes ==
        "m.yaml:2:19: there is no model `Sora-2-Pro`; write sora-2-pro; if the name is right, "
        "declare it under `models`\n"
        "m.yaml:2:60: size cannot be \"huge\"; use small or large\n"
        "m.yaml:3:58: duration cannot be \"7\"; use 15 or 25\n");
  CHECK(reading.requests.rows.empty());
  CHECK(read_yaml("shotlist: 1\nmodels: {Sora-2-Pro: {}}\n" + rest).errors == 4);  // its fields
  CHECK(read_yaml("shotlist: 1\nmodels: {Sora-2-Pro: {fields: {size: {type: text}}}}\n"
                  "defaults: {model: Sora-2-Pro, size: huge}\nshots: [{prompt: x}]\n")
            .mistakes.empty());
}

}  // namespace shotlist::tests::yaml_manifest_test

#include <string>
#include <vector>

#include "manifest/reading.h"
#include "support/catch2.h"

namespace shotlist::tests::mistakes_test {

using namespace shotlist::manifest;

namespace {

const std::string defaults =
    "defaults: {model: sora-2-pro, orientation: portrait, size: small, duration: 15}\n";

struct Case {
  const char* name;
  std::string text;
  std::string expected;
};

void check(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    INFO(c.name);
    CHECK(read_yaml(c.text).mistakes == c.expected);
  }
}

}  // namespace

TEST_CASE("mistakes in the frame of a manifest") {
  check({
      {"nothing", "",
       "m.yaml:1:1: this is no manifest; start it with `shotlist: 1` and put `key: "
       "value` lines below\n"},
      {"a list", "- a\n",
       "m.yaml:1:1: this is no manifest; start it with `shotlist: 1` and put "
       "`key: value` lines below\n"},
      {"no format", defaults + "shots: [{prompt: x}]\n",
       "m.yaml:1:1: `shotlist`, the format version, is missing; add the line `shotlist: 1`\n"},
      {"another format", "shotlist: 2\n" + defaults + "shots: [{prompt: x}]\n",
       "m.yaml:1:11: this version reads manifests of format 1 only; write `shotlist: 1`\n"},
      {"no shots", "shotlist: 1\n" + defaults,
       "m.yaml:1:1: the manifest has no shots; list them under `shots`, or name a file with "
       "`shots_from`\n"},
      {"an empty list", "shotlist: 1\nshots: []\n",
       "m.yaml:2:8: there are no shots here; write at least one\n"},
      {"shots is no list", "shotlist: 1\nshots: {prompt: x}\n",
       "m.yaml:2:8: `shots` must be a list; start each shot with `- `, indented below `shots:`\n"},
      {"an empty name", "shotlist: 1\nname: \"\"\n" + defaults + "shots: [{prompt: x}]\n",
       "m.yaml:2:7: the name must be one line of text; write a few words, or remove the line\n"},
      {"unknown and misplaced keys",
       "shotlist: 1\nshot: 1\nsize: small\n" + defaults + "shots: [{prompt: x}]\n",
       "m.yaml:2:1: unknown key `shot`; did you mean `shots`?\n"
       "m.yaml:3:1: `size` does not belong here; move it under defaults, or into a shot\n"},
      {"what belongs into a shot",
       "shotlist: 1\ntakes: 2\nextra: {a: 1}\n" + defaults + "shots: [{prompt: x}]\n",
       "m.yaml:2:1: `takes` does not belong here; move it into a shot\n"
       "m.yaml:3:1: `extra` does not belong here; move it under defaults, or into a shot\n"},
      {"names that cannot name a variable",
       "shotlist: 1\nvars: {prompt: x, id: y, \"{a}\": z, style: [1]}\n" + defaults +
           "shots: [{prompt: x}]\n",
       "m.yaml:2:8: `prompt` has a meaning of its own and cannot name a variable; choose another "
       "name, or move it out of vars\n"
       "m.yaml:2:19: `id` has a meaning of its own and cannot name a variable; choose another "
       "name, or write it in the shot itself\n"
       "m.yaml:2:26: `{a}` cannot name a variable; use a word such as time or main_color\n"
       "m.yaml:2:43: `style` must be text, not a list; put text that starts with [ or { in "
       "quotes\n"},
      {"not UTF-8", "shotlist: 1\nname: \xFF 雨夜\n",
       "m.yaml:2:7: the text is not UTF-8 here; save the file as UTF-8\n"},
  });
}

TEST_CASE("mistakes in fields") {
  const std::string head = "shotlist: 1\n" + defaults + "shots:\n";
  check({
      {"wrong types",
       head + "  - {prompt: [x], duration: \"15\", watermark: yes}\n"
              "  - {prompt: x, duration: 15m, images: https://example.com/a.jpg}\n"
              "  - {prompt: , private: \"true\", images: [[x]]}\n",
       "m.yaml:4:14: `prompt` must be text, not a list; put text that starts with [ or { in "
       "quotes\n"
       "m.yaml:4:29: `duration` must be a whole number, not text in quotes (`15`); write 15 "
       "without quotes\n"
       "m.yaml:4:46: `watermark` must be true or false, not `yes`; write true or false, without "
       "quotes\n"
       "m.yaml:5:27: `duration` must be a whole number, not `15m`; write the digits alone\n"
       "m.yaml:5:40: `images` must be a list, not `https://example.com/a.jpg`; write "
       "[https://example.com/image.jpg], or [] for none\n"
       "m.yaml:6:6: `prompt` has no value; give it one, or remove the line\n"
       "m.yaml:6:25: `private` must be true or false, not text in quotes (`true`); write true or "
       "false, without quotes\n"
       "m.yaml:6:42: `images` must be text, not a list; put text that starts with [ or { in "
       "quotes\n"},
      {"values the model does not have",
       head + "  - {提: 1}\n  - {prompt: x, size: larg, duration: 99}\n  - just text\n",
       "m.yaml:4:5: prompt is missing; give every row a prompt, or put one under defaults\n"
       "m.yaml:4:6: unknown key `提`; use id, takes, matrix, vars, extra or a field that "
       "`shotlist models` lists\n"
       "m.yaml:5:23: size cannot be \"larg\"; did you mean large? size is small or large\n"
       "m.yaml:5:39: duration cannot be \"99\"; use 15 or 25\n"
       "m.yaml:6:5: `a shot` must be a map, not `just text`; write its keys below it, indented, "
       "each as `key: value`\n"},
      {"ids",
       head + "  - {id: \"\", prompt: x}\n  - {id: a/b, prompt: y}\n"
              "  - {id: c, prompt: z}\n  - {id: c, prompt: zz}\n",
       "m.yaml:4:10: the id is empty; write one, or remove the line: the shot then gets one from "
       "its content\n"
       "m.yaml:5:10: the id `a/b` holds `/`; write `a-b`; it names files: use at most 128 bytes of "
       "letters, digits, - _ and ., with a letter or digit first\n"
       "m.yaml:7:10: the id `c` is taken already; choose another; the first is at m.yaml:6\n"},
      {"a control character from an escape", head + "  - {prompt: \"a\\x07\"}\n",
       "m.yaml:4:14: `prompt` holds the control character U+0007; remove it\n"},
      {"items of a list, each at its own place",
       head +
           "  - prompt: x\n    images:\n      - https://a.com/1.jpg\n      - ftp://b\n"
           "      - https://a.com/2.jpg,\n"
           "  - prompt: y\n    images:\n      - https://a.com/1.jpg\n      - https://a.com/{{n}}\n",
       "m.yaml:7:9: \"ftp://b\" is no http(s) URL; give the full address of the image, such as "
       "https://example.com/image.jpg\n"
       "m.yaml:8:9: \"https://a.com/2.jpg,\" ends in `,`; write "
       "\"https://a.com/2.jpg\"\n"
       "m.yaml:12:9: there is no variable `n`; give it a value under vars, or write \\{{ for a "
       "literal {{\n"},
      {"fields in templates", head + "  - {prompt: \"{{size}} {{id}}\"}\n",
       "m.yaml:4:14: there is no variable `size`; `size` has a meaning of its own and is no "
       "variable: write it out\n"
       "m.yaml:4:14: there is no variable `id`; `id` has a meaning of its own and is no variable: "
       "write it out\n"},
      {"a variable that is no text", head + "  - {prompt: \"x {{a}}\", vars: {a: [1]}}\n",
       "m.yaml:4:35: `a` must be text, not a list; put text that starts with [ or { in quotes\n"},
      {"a merge", head + "  - {<<: {size: small}, prompt: x}\n",
       "m.yaml:4:6: `<<` (a merge of maps) is not supported; write the keys out, or put what is "
       "common under defaults\n"},
  });
}

TEST_CASE("a mistake in defaults is said once, however many shots it spoils") {
  check({
      {"a value",
       "shotlist: 1\ndefaults: {model: sora-2-pro, orientation: up, size: small, duration: 15}\n"
       "shots: [{prompt: a}, {prompt: b}, {prompt: c, orientation: portrait}]\n",
       "m.yaml:2:44: orientation cannot be \"up\"; use portrait or landscape\n"},
      {"a template",
       "shotlist: 1\ndefaults: {model: sora-2-pro, orientation: portrait, size: small, duration: "
       "15, prompt: \"{{stile}} {{time}}\"}\nvars: {style: x}\n"
       "shots: [{id: a, vars: {time: dawn}}, {id: b}]\n",
       "m.yaml:2:89: there is no variable `stile`; did you mean `style`?\n"
       "m.yaml:4:38: the variable `time` has no value for this shot; give it one, leave "
       "{{time}} out, or write `vars: {time: \"\"}` if it may be empty\n"},
      {"no model", "shotlist: 1\nshots: [{prompt: a}]\n",
       "m.yaml:2:9: model is missing; name one, such as sora-2-pro; `shotlist models` lists what "
       "is known\n"},
      {"keys of a shot",
       "shotlist: 1\ndefaults: {model: sora-2-pro, orientation: portrait, size: small, duration: "
       "15, takes: 2, vars: {a: b}}\nshots: [{prompt: a}]\n",
       "m.yaml:2:81: `takes` does not belong here; move it into a shot\n"
       "m.yaml:2:91: `vars` does not belong here; move it beside defaults, or into a shot\n"},
      {"a known clash of values",
       "shotlist: 1\ndefaults: {model: sora-2-pro, orientation: portrait, size: large, duration: "
       "25}\nshots: [{prompt: a}, {prompt: b}]\n",
       "m.yaml:2:77: warning: 25 seconds in size large is refused by the backends we know of; use "
       "size small or duration 15, or be ready for a refusal\n"},
  });
}

}  // namespace shotlist::tests::mistakes_test

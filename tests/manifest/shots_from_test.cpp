#include <algorithm>
#include <string>

#include "manifest/reading.h"
#include "support/catch2.h"

namespace shotlist::tests::shots_from_test {

using namespace shotlist::manifest;

namespace {

std::string manifest_with(const std::string& files) {
  return "shotlist: 1\ndefaults: {model: sora-2-pro, orientation: portrait, size: small, duration: "
         "15}\nvars: {style: on film}\nshots_from: " +
         files + "\n";
}

Reading read_from(const std::string& name, const std::string& content) {
  return read_files({{"dir/m.yaml", manifest_with(name)}, {"dir/" + name, content}}, "dir/m.yaml");
}

}  // namespace

TEST_CASE("shots come from text, one prompt a line") {
  const Reading reading = read_from("p.txt", "A harbor, {{style}}\r\n\n  雨夜  \n{{stile}}\na\ab");
  CHECK(reading.prompts() == "A harbor, on film\n雨夜\n");
  CHECK(reading.mistakes ==
        "dir/p.txt:4:1: there is no variable `stile`; did you mean `style`?\n"
        "dir/p.txt:5:1: `prompt` holds the control character U+0007; remove it\n");
  REQUIRE(reading.requests.rows.size() == 2);
  CHECK(to_text(reading.requests.rows[1].source) == "dir/p.txt:3:3");
}

TEST_CASE("shots come from CSV, whose columns override vars") {
  const Reading reading = read_from(
      "p.csv",
      "prompt,style,who\n\"{{who}}, {{style}}\",,anna\n\"{{who}}, {{style}}\",in ink,bo\n");
  CHECK(reading.mistakes.empty());
  CHECK(reading.prompts() == "anna, on film\nbo, in ink\n");
  CHECK(reading.requests.variable_names == std::vector<std::string>{"style", "who"});
}

TEST_CASE("shots come from JSONL, one object a line") {
  const Reading reading = read_from(
      "p.jsonl",
      R"({"id": "a", "prompt": "{{who}} {{n}}", "who": "anna", "n": 1.50, "duration": 25, "watermark": false, "images": ["https://example.com/1.jpg"], "size": null})"
      "\n\n"
      R"({"id": "b", "prompt": "x", "unused": true})"
      "\n");
  CHECK(reading.mistakes.empty());
  CHECK(reading.prompts() == "anna 1.50\nx\n");
  REQUIRE(reading.requests.rows.size() == 2);
  CHECK(to_text(reading.requests.rows[1].source) == "dir/p.jsonl:3:1");
  CHECK(reading.requests.rows[1].variables == std::vector<std::string>{"on film", "", "", "true"});
}

TEST_CASE("mistakes in JSONL are found where the name or the value stands") {
  CHECK(read_from("p.jsonl", R"({"prompt": "x", "duration": "15"}
["x"]
  {"prompt": "x", "prompt": "y"}
{"prompt": "x", "takes": 0}
{"prompt": 7, "id": true, "who": {"a": 1}}
{"prompt": "x\u0007"}
{"prompt": "x", "images": "https://example.com/1.jpg"}
{"prompt": "雨夜", "images" : [1] }
{"prompt": "ok"}
{"size": null, "size": "small", "prompt": "y"}
{"q\"\u0041": [1], "takes": true, "extra": {"prompt": 1}, "prompt": "z"}
{"prompt": "{{stile}}", "size": "larg"})")
            .mistakes ==
        "dir/p.jsonl:1:29: `duration` must be a whole number without quotes; write 15\n"
        "dir/p.jsonl:2:1: the line is not one JSON object; write one object a line, such as "
        "{\"prompt\": \"...\"}\n"
        "dir/p.jsonl:3:20: `prompt` is in this row twice; keep one of them\n"
        "dir/p.jsonl:4:26: takes cannot be \"0\"; write a whole number from 1 to 1000\n"
        "dir/p.jsonl:5:12: `prompt` must be text in quotes; write \"7\"\n"
        "dir/p.jsonl:5:21: `id` must be text in quotes; write \"true\"\n"
        "dir/p.jsonl:6:12: `prompt` holds the control character U+0007; remove it\n"
        "dir/p.jsonl:7:27: `images` must be a list of URLs, each in quotes; write "
        "[\"https://example.com/1.jpg\"]\n"
        "dir/p.jsonl:8:29: `images` must be a list of URLs, each in quotes; change its value\n"
        "dir/p.jsonl:10:17: `size` is in this row twice; keep one of them\n"
        "dir/p.jsonl:11:29: `takes` must be a whole number without quotes; change its value\n"
        "dir/p.jsonl:11:36: `extra` belongs to YAML; write it under `shots` of a manifest, or "
        "remove it\n"
        "dir/p.jsonl:12:12: there is no variable `stile`; did you mean `style`?\n"
        "dir/p.jsonl:12:33: size cannot be \"larg\"; did you mean large? size is small or large\n");
}

TEST_CASE("a byte order mark between lines of JSONL is no part of them") {
  const Reading reading = read_from(
      "p.jsonl", "{\"prompt\": \"a\"}\n\xEF\xBB\xBF{\"prompt\": \"b\", \"prympt\": \"c\"}\n");
  CHECK(reading.prompts() == "a\nb\n");
  CHECK(reading.mistakes ==
        "dir/p.jsonl:2:19: the key `prympt` is no request field, but close to "
        "`prompt`; call it `prompt`, or if it is a variable, add --variables prympt (in YAML "
        "`variables: [prympt]`)\n");
}

TEST_CASE("a line that is no JSON is an error where it stops being some") {
  const std::string unended =
      "the object does not end on this line; write each object on one line, or all of them as one "
      "list in [ ]";
  const std::string no_object =
      "the line is not one JSON object; write one object a line, such as {\"prompt\": \"...\"}";
  const struct {
    std::string line;
    int column;
    std::string expected;
  } lines[] = {
      {R"({"prompt": "x")", 15, unended},
      {R"({"prompt": "x)", 14, unended},
      {"{", 2, unended},
      {R"({"prompt": "x",})", 15, "a comma that nothing follows; remove it"},
      {R"({"prompt": "x" , })", 16, "a comma that nothing follows; remove it"},
      {R"({"prompt": "x", "colors": ["red",]})", 33, "a comma that nothing follows; remove it"},
      {R"({'prompt': "x"})", 2, "JSON knows no single quotes; use double quotes"},
      {R"({prompt: "x"})", 2, "the name `prompt` without quotes; write \"prompt\""},
      {R"({"prompt": x})", 12, "`x` is not JSON; write \"x\", or null for no value"},
      {R"({"prompt": "x", "seed": NaN})", 25,
       "`NaN` is not JSON; write \"NaN\", or null for no value"},
      {R"({"prompt": "x", "seed": nan})", 25,
       "`nan` is not JSON; write \"nan\", or null for no value"},
      {R"({"prompt": "x", "seed": -Infinity})", 25,
       "`-Infinity` is not JSON; write \"-Infinity\", or null for no value"},
      {R"({"prompt": "x", "seed": None})", 25, "`None` is not JSON; write null, or leave it out"},
      {R"({"prompt": "x", "private": True})", 28, "`True` is not JSON; write true"},
      {R"({"prompt": "\ud83d fox"})", 13,
       "an escape (\\u...) that is half of a character; write the character itself, or both of its "
       "halves"},
      {"{\"prompt\": \"a\tb\"}", 14, "a tab inside quotes; write it as \\t"},
      {R"({"prompt": "x"} {"prompt": "y"})", 17, no_object},
      {R"({"prompt": "x"},)", 16, no_object},
      {R"("prompt")", 1, no_object},
      {R"({"prompt": 1 2})", 14, no_object},
  };
  for (const auto& [line, column, expected] : lines) {
    CAPTURE(line);
    CHECK(read_from("p.jsonl", line + "\n").mistakes ==
          "dir/p.jsonl:1:" + std::to_string(column) + ": " + expected + "\n");
  }
  CHECK(read_from("p.jsonl", "{\"prompt\": \"a\x07\"}\n").mistakes ==
        "dir/p.jsonl:1:14: `the line` holds the control character U+0007; remove it\n");
}

TEST_CASE("what programs write as JSON is read as it is meant") {
  const Reading reading = read_from(
      "p.jsonl",
      R"({"id": 7, "prompt": "one\r\ntwo\rthree", "duration": 15.0, "takes": 1.0, "tags": ["a", 1]})"
      "\n"
      R"({"id": 18446744073709551616, "prompt": "four", "duration": 1.5e1, "seed": 1e400})"
      "\n"
      R"({"id": 0.5e-2, "prompt": "x", "size": null, "seed": [1e400, 2, -1e999], "box": {"a": {"b": 1e400}}})"
      "\n"
      R"({"id": 1.0, "prompt": "five {{seed}} {{who}}", "seed": -1e999, "who": true, "time": null})"
      "\n");
  CHECK(reading.mistakes.empty());
  CHECK(reading.prompts() == "one\ntwo\nthree\nfour\nx\nfive -1e999 true\n");
  REQUIRE(reading.requests.rows.size() == 4);
  CHECK(reading.requests.rows[0].id == "7");
  const std::vector<std::string>& variables = reading.requests.rows[0].variables;
  CHECK(std::count(variables.begin(), variables.end(), R"(["a", 1])") == 1);
  CHECK(reading.requests.rows[1].id == "18446744073709551616");
  CHECK(reading.requests.rows[1].body.find(R"("duration":15,)") != std::string::npos);
  CHECK(reading.requests.rows[3].id == "1.0");
}

TEST_CASE("what is of another type in JSON is an error that says what to write") {
  CHECK(read_from("p.jsonl", R"({"prompt": 1e400, "duration": 15.5, "takes": 1e400}
{"prompt": "x", "duration": "25", "private": "True", "model": ["a"]}
{"prompt": "{{tags}} {{box}}", "tags": ["red"], "box": {}}
{"prompt": "x", "images": "https://a.com/1.jpg", "size": false})")
            .mistakes ==
        "dir/p.jsonl:1:12: `prompt` must be text in quotes; write \"1e400\"\n"
        "dir/p.jsonl:1:31: `duration` must be a whole number without quotes; change its value\n"
        "dir/p.jsonl:1:46: `takes` must be a whole number without quotes; change its value\n"
        "dir/p.jsonl:2:29: `duration` must be a whole number without quotes; write 25\n"
        "dir/p.jsonl:2:46: `private` must be true or false without quotes; write true\n"
        "dir/p.jsonl:2:63: `model` must be text in quotes; change its value\n"
        "dir/p.jsonl:3:12: the value of `tags` is a list or a map, and no text; give it text, or "
        "leave {{tags}} out\n"
        "dir/p.jsonl:3:12: the value of `box` is a list or a map, and no text; give it text, or "
        "leave {{box}} out\n"
        "dir/p.jsonl:4:27: `images` must be a list of URLs, each in quotes; write "
        "[\"https://a.com/1.jpg\"]\n"
        "dir/p.jsonl:4:58: `size` must be text in quotes; write \"false\"\n");
}

TEST_CASE("a JSON file may be one list of objects") {
  const std::string list =
      "\xEF\xBB\xBF\n[\r\n  {\r\n    \"prompt\": \"one\",\r\n    \"who\": null\r\n"
      "  },\r\n  {\"prompt\": \"two\", \"duration\": 99}, {\"prompt\": \"[x,]\"}\r\n]\r\n";
  for (const char* const name : {"p.json", "p.jsonl"}) {
    const Reading reading = read_from(name, list);
    CHECK(reading.mistakes ==
          std::string("dir/") + name + ":7:33: duration cannot be \"99\"; use 15 or 25\n");
    CHECK(reading.prompts() == "one\n[x,]\n");
    CHECK(to_text(reading.requests.rows[0].source) == std::string("dir/") + name + ":3:3");
    CHECK(to_text(reading.requests.rows[1].source) == std::string("dir/") + name + ":7:38");
  }
  const std::string broken =
      ": the list does not go on here; write a comma between its objects, none behind the last, "
      "and a ] at the end\n";
  for (const auto& [text, column] : std::vector<std::pair<std::string, std::string>>{
           {R"([{"prompt": "x"},)", "17"},
           {R"([{"prompt": "x"}, ])", "17"},
           {R"([{"prompt": "x"} {"prompt": "y"}])", "18"},
           {R"([{"prompt": "x"}] {"prompt": "y"})", "17"},
           {"[", "2"},
           {R"([{"prompt": "x)", "2"},
       }) {
    CAPTURE(text);
    CHECK(read_from("p.json", text).mistakes == "dir/p.json:1:" + column + broken);
  }
  CHECK(read_from("p.json", "[]").mistakes ==
        "dir/p.json:1:1: there are no shots here; write at least one\n");
  CHECK(read_from("p.json", R"(["a fox", {"prompt": x}])").mistakes ==
        "dir/p.json:1:2: the line is not one JSON object; write one object a line, such as "
        "{\"prompt\": \"...\"}\n"
        "dir/p.json:1:22: `x` is not JSON; write \"x\", or null for no value\n");
}

TEST_CASE("several files are read in order, after the shots of the manifest") {
  const Reading reading =
      read_files({{"m.yaml", manifest_with("[b.txt, sub/a.csv]") + "shots: [{prompt: one}]\n"},
                  {"b.txt", "two\n"},
                  {"sub/a.csv", "prompt\nthree\n"}},
                 "m.yaml");
  CHECK(reading.mistakes.empty());
  CHECK(reading.prompts() == "one\ntwo\nthree\n");
  REQUIRE(reading.requests.rows.size() == 3);
  CHECK(to_text(reading.requests.rows[2].source) == "sub/a.csv:2:1");
}

TEST_CASE("a file of shots that cannot be read is an error where it is named") {
  CHECK(
      read_files({{"dir/m.yaml", manifest_with("[p.csv, p.docx, [x]]")}}, "dir/m.yaml").mistakes ==
      "dir/m.yaml:4:14: there is no file dir/p.csv; check its name\n"
      "dir/m.yaml:4:21: `p.docx` does not say what kind of file it is; name a .csv, .txt (one "
      "prompt a line) or .jsonl file\n"
      "dir/m.yaml:4:29: `shots_from` must be text, not a list; put text that starts with [ or { "
      "in quotes\n");
  CHECK(read_from("p.txt", "\n \n").mistakes ==
        "dir/p.txt:1:1: there are no shots here; write at least one\n");
}

TEST_CASE("lines and rows of nothing but Unicode white space are blank") {
  CHECK(read_from("p.txt", "one\n\u3000\n\u00A0 \u2003\ntwo\n").prompts() == "one\ntwo\n");
  CHECK(read_from("p.jsonl", "{\"prompt\": \"one\"}\n\u3000\n").prompts() == "one\n");
  CHECK(read_from("p.csv", "prompt,who\none,\n\u3000,\u00A0\n\u3000\ntwo,\n").prompts() ==
        "one\ntwo\n");
}

TEST_CASE("a file without shots beside other shots is warned of") {
  const std::string warning =
      "there are no shots in this file; write at least one, or take it out of `shots_from`\n";
  CHECK(read_files({{"m.yaml", manifest_with("[a.txt, b.csv, c.jsonl, d.csv]")},
                    {"a.txt", "\n"},
                    {"b.csv", "\nprompt\n"},
                    {"c.jsonl", "{\"prompt\": \"x\"}\n"},
                    {"d.csv", ""}},
                   "m.yaml")
            .mistakes == "a.txt:1:1: warning: " + warning + "b.csv:2:1: warning: " + warning +
                             "d.csv:1:1: warning: " + warning);
  CHECK(
      read_files({{"m.yaml", manifest_with("a.txt") + "shots: []\n"}, {"a.txt", "one\n"}}, "m.yaml")
          .mistakes.empty());
}

TEST_CASE("mistakes come in the order in which the files are read") {
  CHECK(read_files({{"m.yaml", manifest_with("[a.csv, b.csv]") + "shots: [{prompt: \" \"}]\n"},
                    {"a.csv", "prompt,who\n{{stile}},x\n"},
                    {"b.csv", "prompt,who,who\nx,y,z\n"}},
                   "m.yaml")
            .mistakes ==
        "m.yaml:5:18: the prompt is empty; write what to film\n"
        "a.csv:2:1: there is no variable `stile`; did you mean `style`?\n"
        "b.csv:1:12: `who` is the name of column 2 already; rename or remove one of the columns\n");
}

TEST_CASE("a results file is no file of shots") {
  CHECK(read_files({{"m.yaml", manifest_with("[x.results.csv]")},
                    {"x.results.csv", "id,status,task_id,prompt\na,submitted,t:1,x\n"}},
                   "m.yaml")
            .mistakes ==
        "x.results.csv: this is a results file; give the manifest it was made from\n");
}

TEST_CASE("ids are unique over all files") {
  CHECK(read_files({{"m.yaml", manifest_with("p.csv") + "shots: [{id: a, prompt: one}]\n"},
                    {"p.csv", "id,prompt\na,two\n"}},
                   "m.yaml")
            .mistakes ==
        "p.csv:2:1: the id `a` is taken already; choose another; the first is at m.yaml:5\n");
}

TEST_CASE("a manifest that is not there ends the command") {
  MemoryDisk disk;
  Diagnostics diagnostics;
  CHECK_THROWS_AS(Manifest::read(disk, {"m.yaml", ManifestFormat::yaml, {}}, diagnostics), Error);
}

}  // namespace shotlist::tests::shots_from_test

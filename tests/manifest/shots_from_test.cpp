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
{"prompt": 7, "id": 7, "who": {"a": 1}}
{"prompt": "x\u0007"}
{"prompt": "x", "images": "https://example.com/1.jpg"}
{"prompt": "雨夜", "images" : [1] }
{"prompt": "ok"}
{"size": null, "size": "small", "prompt": "y"}
{"q\"\u0041": [1], "takes": true, "extra": {"prompt": 1}, "prompt": "z"}
{"prompt": "{{stile}}", "size": "larg"})")
            .mistakes ==
        "dir/p.jsonl:1:29: `duration` must be a whole number without quotes; change its value\n"
        "dir/p.jsonl:2:1: the line is not one JSON object; write one object a line, such as "
        "{\"prompt\": \"...\"}\n"
        "dir/p.jsonl:3:20: `prompt` is in this row twice; keep one of them\n"
        "dir/p.jsonl:4:26: takes cannot be \"0\"; write a whole number from 1 to 1000\n"
        "dir/p.jsonl:5:12: `prompt` must be text in quotes; change its value\n"
        "dir/p.jsonl:5:21: `id` must be text in quotes; change its value\n"
        "dir/p.jsonl:5:31: `who` is no request field and so a variable, which must be text; "
        "`shotlist models` lists the fields of a request\n"
        "dir/p.jsonl:6:12: `prompt` holds the control character U+0007; remove it\n"
        "dir/p.jsonl:7:27: `images` must be a list of URLs, each in quotes; change its value\n"
        "dir/p.jsonl:8:29: `images` must be a list of URLs, each in quotes; change its value\n"
        "dir/p.jsonl:10:17: `size` is in this row twice; keep one of them\n"
        "dir/p.jsonl:11:15: `q\"A` is no request field and so a variable, which must be text; "
        "`shotlist models` lists the fields of a request\n"
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
        "dir/p.jsonl:2:19: warning: `prympt` is a variable, not a request field; did you mean "
        "`prompt`?\n");
}

TEST_CASE("a line that is no JSON is an error where it stops being some") {
  const struct {
    const char* line;
    int column;
  } lines[] = {{R"({"prompt": "x")", 15},      {R"({"prompt": "x",})", 16},
               {R"({'prompt': "x"})", 2},      {R"({"prompt": "x"} {"prompt": "y"})", 17},
               {R"({"prompt": x})", 12},       {R"({"prompt": "x)", 14},
               {"{\"prompt\": \"a\tb\"}", 14}, {R"("prompt")", 1},
               {R"({"prompt": 1 2})", 14},     {"{", 2},
               {R"([{"prompt": "x"},)", 1}};
  for (const auto& [line, column] : lines) {
    CAPTURE(line);
    CHECK(read_from("p.jsonl", std::string(line) + "\n").mistakes ==
          "dir/p.jsonl:1:" + std::to_string(column) +
              ": the line is not one JSON object; write one object a line, such as {\"prompt\": "
              "\"...\"}\n");
  }
  CHECK(read_from("p.jsonl", "{\"prompt\": \"a\x07\"}\n").mistakes ==
        "dir/p.jsonl:1:14: `the line` holds the control character U+0007; remove it\n");
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

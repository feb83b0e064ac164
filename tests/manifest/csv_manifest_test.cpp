#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "manifest/csv_reader.h"
#include "manifest/reading.h"
#include "support/catch2.h"

namespace shotlist::tests::csv_manifest_test {

using namespace shotlist::manifest;

namespace {

const Set all = {
    {"model", "sora-2-pro"}, {"orientation", "portrait"}, {"size", "small"}, {"duration", "15"}};

}  // namespace

TEST_CASE("a CSV row becomes a request, an empty cell the default") {
  const Reading reading = read_csv(
      "id,prompt,model,orientation,size,duration,watermark,private,images,time\r\n"
      "a,\"Dawn, {{time}}\r\nand \"\"more\"\"\",sora-2-pro,landscape,large,15,FALSE,,"
      "https://example.com/1.jpg|https://example.com/2.jpg,early\r\n"
      "港口,007,sora-2-pro,portrait,small,25,,true,\"[\"\"https://example.com/3.jpg\"\"]\",\r\n");
  CHECK(reading.mistakes.empty());
  CHECK(reading.name == "m");
  CHECK(
      reading.lines() ==
      R"(a: {"duration":15,"images":["https://example.com/1.jpg","https://example.com/2.jpg"],"model":"sora-2-pro","orientation":"landscape","private":false,"prompt":"Dawn, early\nand \"more\"","size":"large","watermark":false})"
      "\n"
      R"(港口: {"duration":25,"images":["https://example.com/3.jpg"],"model":"sora-2-pro","orientation":"portrait","private":true,"prompt":"007","size":"small","watermark":true})"
      "\n");
  REQUIRE(reading.requests.rows.size() == 2);
  CHECK(to_text(reading.requests.rows[1].source) == "m.csv:4:1");
  CHECK(reading.requests.variable_names == std::vector<std::string>{"time"});
  CHECK(reading.requests.rows[0].variables == std::vector<std::string>{"early"});
  CHECK(reading.requests.rows[1].variables == std::vector<std::string>{""});
}

TEST_CASE("every line end in a cell is one newline") {
  CHECK(read_csv("id,prompt\na,\"1\r2\r\n3\n\r4\r\r\n5\r\"\n", all).prompts() ==
        "1\n2\n3\n\n4\n\n5\n\n");
}

TEST_CASE("cells that were guarded against spreadsheets are read as what they were") {
  CHECK(read_csv("prompt\n'=1+1\n''-x\n'quoted'\n'+x\n'x\n", all).prompts() ==
        "=1+1\n'-x\n'quoted'\n+x\n'x\n");
}

TEST_CASE("a column that lacks in the whole table is one mistake, at the header") {
  CHECK(read_csv("\nid,orientation,size,duration,model\na,portrait,small,15,sora-2-pro\n"
                 "b,portrait,small,15,sora-2-pro\n")
            .mistakes ==
        "m.csv:2:1: prompt is missing; the columns are `id`, `orientation`, `size`, `duration` and "
        "`model`; add one called `prompt`\n");
}

TEST_CASE("mistakes in a header") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"prompt,,x\na,b,c\n", "m.csv:1:8: a column without a name; name it, or remove the column\n"},
      {"prompt,提,提\na,b,c\n",
       "m.csv:1:10: `提` is the name of column 2 already; rename or remove one of the columns\n"},
      {"prompt,durations\na,25\n",
       "m.csv:1:8: the column `durations` is no request field, but close to `duration`; call it "
       "`duration`, or if it is a variable, add --variables durations (in YAML `variables: "
       "[durations]`)\n"},
      {"prompt,Prompt\na,b\n",
       "m.csv:1:8: `Prompt` means the same as `prompt`, the name of column 1; rename or remove one "
       "of the columns\n"},
      {"prompt\n", "m.csv:1:1: there are no shots here; write at least one\n"},
      {"", "m.csv:1:1: there are no shots here; write at least one\n"},
  };
  for (const auto& [text, expected] : cases) {
    INFO(text);
    CHECK(read_csv(text, all).mistakes == expected);
  }
}

TEST_CASE("all mistakes in rows are found in one pass, at their own cells") {
  const Reading reading = read_csv(
      "id,prompt,duration,images,who\n"
      "a/b,x,99,,\n"
      "ok,雨夜 {{whom}},15,ftp://x,\n"
      "ok,\" \",15,,\n"
      "bell,a\ab,15,,\n"
      "short,x\n"
      "who,{{who}},15,,\n"
      "last,x,15,,anna\n",
      all);
  CHECK(reading.mistakes ==
        "m.csv:2:1: the id `a/b` holds `/`; write `a-b`; it names files: use at most 128 "
        "bytes of letters, digits, - _ and ., with a letter or digit first\n"
        "m.csv:2:7: duration cannot be \"99\"; use 15 or 25\n"
        "m.csv:3:4: there is no variable `whom`; did you mean `who`?\n"
        "m.csv:3:19: \"ftp://x\" is no http(s) URL; give the full address of the image, such as "
        "https://example.com/image.jpg\n"
        "m.csv:4:1: the id `ok` is taken already; choose another; the first is at m.csv:3\n"
        "m.csv:4:4: the prompt is empty; write what to film\n"
        "m.csv:5:6: `prompt` holds the control character U+0007; remove it\n"
        "m.csv:6:1: note: 1 row has fewer cells than the header: the missing ones are empty\n"
        "m.csv:7:5: the variable `who` has no value for this shot; give it one, or leave {{who}} "
        "out; a YAML manifest that names this file under `shots_from` may say "
        "`vars: {who: \"\"}`\n");
  CHECK(reading.requests.rows.size() == 2);
}

TEST_CASE("a results file given as a manifest is refused, and nothing else is said of it") {
  const std::vector<std::string> texts = {
      "id,status,task_id,prompt,error\na,submitted,t:1,x,\n",
      "\xEF\xBB\xBFid;status;task_id;prompt\r\na;failed;;x\r\n",
      "\"prompt\",\"task_id\",\"status\",\"id\"\nx,t:1,submitted,a\n",
      "id,status,task_id,prompt\n",
  };
  for (const std::string& text : texts) {
    INFO(text);
    const Reading reading = read_csv(text, all);
    CHECK(reading.mistakes ==
          "m.csv: this is a results file; give the manifest it was made from\n");
    CHECK(reading.requests.rows.empty());
  }
  CHECK(read_csv("id,status,prompt\na,new,x\n", all).prompts() == "x\n");
}

TEST_CASE("rows of empty cells, as spreadsheets leave them, are no shots") {
  CHECK(read_csv("prompt,size\nx,\n,\n , \ny,\n,,,,\n,\n", all).prompts() == "x\ny\n");
  CHECK(read_csv("prompt,size\nx,\n,\n", all).mistakes.empty());
}

TEST_CASE("a CSV that names its delimiter on the first line is read by it") {
  const Reading reading = read_csv("sep=;\nprompt;who\n\"a, b\";x\n;;;\n", all);
  CHECK(reading.mistakes.empty());
  CHECK(reading.prompts() == "a, b\n");
  REQUIRE(reading.requests.rows.size() == 1);
  CHECK(to_text(reading.requests.rows[0].source) == "m.csv:3:1");
}

TEST_CASE("text that is not UTF-8 is said once, and its rows are not made") {
  const Reading reading = read_csv("id,prompt\na,x雨夜\nb,caf\xE9\nc,naïve\nd,y\n", all);
  CHECK(reading.mistakes == "m.csv:3:6: the text is not UTF-8 here; save the file as UTF-8\n");
  CHECK(reading.prompts() == "x雨夜\nnaïve\ny\n");
}

TEST_CASE("a control character is found wherever it stands") {
  for (std::size_t before = 0; before < 40; ++before) {
    const std::string prompt = std::string(before, 'x');
    const std::string column = std::to_string(before + 3);
    CAPTURE(before);
    CHECK(read_csv("id,prompt\na," + prompt + "\a and the rest of the line\n", all).mistakes ==
          "m.csv:2:3: `prompt` holds the control character U+0007; remove it\n");
    CHECK(read_csv("id,prompt\na," + prompt + "\xC2\x85 and the rest\n", all).mistakes ==
          "m.csv:2:3: `prompt` holds the control character U+0085; remove it\n");
    CHECK(read_csv("id,prompt\na," + prompt + "\xE5 and the rest 雨夜\n", all).mistakes ==
          "m.csv:2:" + column + ": the text is not UTF-8 here; save the file as UTF-8\n");
    CHECK(read_csv("id,prompt\na," + prompt + "港口\t~ and the rest\r\n", all).mistakes.empty());
  }
}

TEST_CASE("no row shows what the row before it said") {
  const std::string header = "id,prompt,watermark,private,images,duration,size\n";
  const std::vector<std::string> rows = {
      "a,A tram,,,,,\n",
      "b,A tram,false,,,,\n",
      "c,Lanterns,,true,https://a.com/1.jpg https://a.com/2.jpg,25,\n",
      "d,Fog,,true,https://a.com/3.jpg,15,large\n",
      "e,Fog,,,[],25,large\n",
      "f,A harbor in the rain with many long words,TRUE,false,,25,small\n",
      "x,Bad,banana,,,,\n",
      "y,Bad,,banana,,,\n",
      "z,,,,,,\n",
  };
  std::map<std::string, std::string> alone;
  for (const std::string& row : rows)
    alone[row] = read_csv(header + row, all).lines();
  CHECK(alone[rows[6]].empty());
  CHECK(alone[rows[8]].empty());
  for (const std::string& first : rows) {
    for (const std::string& second : rows) {
      for (const std::string& third : rows) {
        if (first == second || second == third || first == third) continue;
        CAPTURE(first, second, third);
        CHECK(read_csv(header + first + second + third, all).lines() ==
              alone[first] + alone[second] + alone[third]);
      }
    }
  }
}

TEST_CASE("a bad word is bad in every row") {
  const std::string header = "id,prompt,model,orientation,size,watermark,duration\n";
  const std::string good = ",Fog,sora-2-pro,portrait,small,,15\n";
  const std::string bad = ",Fog,sora-2-pro,portrait,small,,16\n";
  const std::string worse = ",Fog,sora-2-pro,upright,small,maybe,15\n";
  const Reading reading = read_csv(header + "a" + good + "b" + bad + "c" + bad + "d" + worse + "e" +
                                   worse + "f" + bad + "g" + good);
  CHECK(reading.requests.rows.size() == 2);
  CHECK(std::count(reading.mistakes.begin(), reading.mistakes.end(), '\n') == 7);
}

TEST_CASE("a word means what it means for the model of its row") {
  const std::string header = "id,prompt,orientation,model\n";
  const Set rest = {{"size", "small"}, {"duration", "15"}};
  const Reading reading = read_csv(
      header + "a,Fog,portrait,sora-2-pro\nb,Fog,upright,veo9\nc,Fog,upright,sora-2-pro\n", rest);
  REQUIRE(reading.requests.rows.size() == 2);
  CHECK(reading.requests.rows[1].id == "b");
  CHECK(reading.mistakes.find("m.csv:4:7: orientation cannot be \"upright\"") != std::string::npos);
}

TEST_CASE("a default is filled in anew for every row where it is a template") {
  const Reading reading = read_files(
      {{"m.yaml",
        "shotlist: 1\ndefaults: {model: sora-2-pro, orientation: portrait, size: small, duration: "
        "15, prompt: \"at {{time}}\", images: [\"https://a.com/{{time}}.jpg\"]}\nshots_from: "
        "a.csv\n"},
       {"a.csv", "id,time,orientation\na,dawn,\nb,dusk,\nc,noon,landscape\nd,night,\n"}},
      "m.yaml");
  CHECK(reading.mistakes.empty());
  CHECK(reading.prompts() == "at dawn\nat dusk\nat noon\nat night\n");
  CHECK(reading.requests.rows[1].body.find("https://a.com/dusk.jpg") != std::string::npos);
  CHECK(reading.requests.rows[2].body.find("landscape") != std::string::npos);
  CHECK(reading.requests.rows[3].body.find("portrait") != std::string::npos);
}

TEST_CASE("what a bad row leaves behind is not taken for a default") {
  const std::string header = "id,prompt,model,orientation,size,duration,watermark,images\n";
  const std::string good = ",Fog,sora-2-pro,portrait,small,15,,\n";
  for (const std::string bad : {"banana,", "false,a.jpg", ",https://a.com/1.jpg a.jpg"}) {
    CAPTURE(bad);
    const Reading reading =
        read_csv(header + "a" + good + "x,Fog,sora-2-pro,portrait,small,15," + bad + "\nb" + good);
    REQUIRE(reading.requests.rows.size() == 2);
    CHECK(reading.requests.rows[0].body == reading.requests.rows[1].body);
  }
}

TEST_CASE("an id that a later row chose is left to it") {
  const std::string made = read_csv("id,prompt\n,A tram\n", all).requests.rows[0].id;
  const auto ids_of = [](const Reading& reading) {
    std::string ids;
    for (const Request& request : reading.requests.rows)
      ids += request.id + ' ';
    return ids;
  };
  CHECK(ids_of(read_csv("id,prompt\n,A tram\n\"" + made + "\",Lanterns\n", all)) ==
        made + "-2 " + made + " ");
  CHECK(ids_of(read_csv("prompt,note\nA tram," + made + "\n", all)) == made + " ");
  for (const auto& [name, rows] :
       {std::pair<std::string, std::string>{"a.csv", "id,prompt\n" + made + ",Lanterns\n"},
        {"a.jsonl", "{\"id\": \"" + made + "\", \"prompt\": \"Lanterns\"}\n"}}) {
    const std::string manifest =
        "shotlist: 1\ndefaults: {model: sora-2-pro, orientation: portrait, size: small, "
        "duration: 15}\nshots: [{prompt: A tram}]\nshots_from: " +
        name + "\n";
    CAPTURE(name);
    CHECK(ids_of(read_files({{"m.yaml", manifest}, {name, rows}}, "m.yaml")) ==
          made + "-2 " + made + " ");
  }
}

TEST_CASE("identical rows without ids are kept and warned of") {
  const Reading reading = read_csv("prompt\nx\ny\nx\n", all);
  CHECK(reading.mistakes ==
        "m.csv:4:1: warning: the same request as at m.csv:2: both will be paid for; remove one, "
        "or give each an id\n");
  REQUIRE(reading.requests.rows.size() == 3);
  CHECK(reading.requests.rows[2].id == reading.requests.rows[0].id + "-2");
}

TEST_CASE("a cell may hold a megabyte, and a prompt no more") {
  const std::string most(1'000'000, 'x');
  const Reading reading = read_csv("id,prompt\na,\"" + most + "\"\nb,y\n", all);
  CHECK(reading.mistakes.empty());
  REQUIRE(reading.requests.rows.size() == 2);
  CHECK(to_text(*find_field(reading.requests.rows[0].fields, "prompt")) == most);
  CHECK(read_csv("id,prompt\na,\"" + most + "x\"\n", all).mistakes ==
        "m.csv:2:3: the prompt has 1000001 bytes; keep it under 1000000 bytes\n");
}

TEST_CASE("the last of a million rows is where it was written") {
  std::string text = "id,prompt\r\n";
  for (int i = 1; i < 1'000'000; ++i)
    text += i % 1000 == 0 ? "\"\",\"two\r\nlines\"\r\n" : ",x\r\n";
  text += "\"last\",\"x\"y\r\n";
  CsvReader reader(text);
  std::size_t records = 0;
  while (reader.next())
    ++records;
  CHECK(records == 1'000'001);
  CHECK(reader.line() == 1'001'000);
  REQUIRE(reader.mistakes().size() == 1);
  CHECK(reader.mistakes()[0].offset == text.size() - 3);
}

TEST_CASE("a broken quote makes a few mistakes, however many cells are behind it") {
  std::string text = "id,prompt\na,A fox";
  for (int i = 0; i < 100'000; ++i)
    text += ",\"\"x";
  CsvReader reader(text);
  REQUIRE(reader.next());
  REQUIRE(reader.next());
  CHECK(reader.mistakes().size() == 20);
}

TEST_CASE("more than a thousand columns are one mistake") {
  std::string header = "id,prompt";
  for (int i = 2; i < 1000; ++i)
    header += ",c" + std::to_string(i);
  CHECK(read_csv(header + "\na,A fox\n", all).errors == 0);
  CHECK(read_csv(header + ",c,d\na,A fox\n", all).mistakes ==
        "m.csv:1:1: the header has 1002 columns, and may have 1000; remove those that are not "
        "used; a quote that is not closed can make many, too\n");
}

// Words are read once and used again, and some share a place in memory.
TEST_CASE("a row is what it would be alone, whatever words stood above it") {
  const std::string header = "prompt,model,orientation,size,duration,watermark,images,private\n";
  const std::vector<std::vector<std::string>> words = {
      {"sora-2-pro", "sora-2"},
      {"portrait", "landscape", " portrait ", "竖屏", "sideways"},
      {"small", "large", "smell", ""},
      {"15", "10", "25", "15s", "50", ""},
      {"true", "FALSE", "是", "maybe", ""},
      {"", "https://a.com/1.jpg", "https://a.com/2.jpg", "https://a.com/1.jpg|https://a.com/2.jpg"},
      {"false", "true", ""}};
  std::string table = header;
  std::string alone;
  for (std::size_t row = 0; row < 300; ++row) {
    std::string line = row % 3 == 0 ? "a fox" : "fox number " + std::to_string(row);
    std::size_t of_row = row * row + row / 7;
    for (const std::vector<std::string>& of_column : words) {
      line += ',' + of_column[of_row % of_column.size()];
      of_row = of_row * 31 + row;
    }
    table += line + '\n';
    for (const Request& request : read_csv(header + line + '\n').requests.rows)
      alone += request.body + '\n';
  }
  std::string together;
  for (const Request& request : read_csv(table).requests.rows)
    together += request.body + '\n';
  CHECK(std::count(alone.begin(), alone.end(), '\n') > 50);
  CHECK(together == alone);
}

}  // namespace shotlist::tests::csv_manifest_test

#include "results/results_csv.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "base/disarm.h"
#include "base/error.h"
#include "base/money.h"
#include "manifest/csv_reader.h"
#include "support/catch2.h"
#include "support/shown_text.h"

namespace shotlist::tests::results_csv_test {

using namespace shotlist::results;
using namespace shotlist::system;

namespace {

const std::string before_fields =
    "id,status,task_id,prompt,error,error_class,http_status,attempts,submitted_at,latency_ms,"
    "video_status,video_url,video_file,video_error,model,orientation,size,duration,watermark,"
    "private,images";
const std::string after_fields = "price,currency,endpoint,source,request_id,fingerprint,entry";

Result submitted_row() {
  Result row;
  row.id = "market@portrait";
  row.status = Status::submitted;
  row.task_id = "sora-2:task_01k6x15vhrff09dkkqjrzwhm60";
  row.prompt = "A rain-soaked night market, shot on 35mm film";
  row.http_status = 200;
  row.attempts = 2;
  row.submitted_at = parse_date("2026-03-01T09:30:00.125Z");
  row.latency = std::chrono::milliseconds(1234);
  row.model = "sora-2-pro";
  row.orientation = "portrait";
  row.size = "large";
  row.duration = "15";
  row.watermark = "false";
  row.hidden = "true";
  row.images = "https://example.com/a.jpg https://example.com/b.jpg";
  row.fields = {"wide", "7"};
  row.price = parse_money("4.8");
  row.currency = "CNY";
  row.endpoint = "https://api.jxincm.cn";
  row.source = "night-market.yaml:12";
  row.request_id = "20260301093000125";
  row.fingerprint = "0123456789abcdef0123456789abcdef";
  row.entry = "bcdfghjklmnp";
  row.variables = {"dawn"};
  return row;
}

std::string results_text(const Results& results, ResultsForm form = ResultsForm::plain) {
  std::string text;
  ResultsText lines(text, {results.field_names, results.variable_names}, form);
  for (const Result& line : results.rows)
    lines.add(line);
  return text;
}

Results night_market() {
  Results results;
  results.field_names = {"lens", "seed"};
  results.variable_names = {"time"};
  Result unsent;
  unsent.id = "harbor";
  unsent.prompt = "=HYPERLINK(\"x\")\nsecond line";
  unsent.fields = {"", "007"};
  unsent.variables = {"-dusk"};
  results.rows = {submitted_row(), unsent};
  return results;
}

std::string message_of(const std::string& text) {
  try {
    read_results(text, "x.csv");
  } catch (const Error& error) {
    CHECK(error.exit_code() == ExitCode::invalid);
    return error.what();
  }
  return "read without complaint";
}

void write_results(Disk& disk, const std::string& path, const Results& results) {
  ResultsFile file(disk, path, {results.field_names, results.variable_names});
  for (const Result& line : results.rows)
    file.add(line);
  file.commit(results.rows.size());
}

/// Files in memory, with the operations on them in order.
struct SmallDisk final : Disk {
  struct File final : DiskFile {
    File(SmallDisk& owner, std::string its_path) : disk(owner), path(std::move(its_path)) {}
    void append(std::string_view bytes) override {
      if (disk.full) throw Error(ExitCode::disk, "no space left");
      disk.files[path] += bytes;
      ++disk.appends;
    }
    void sync() override { disk.log += "sync " + path + "\n"; }
    SmallDisk& disk;
    std::string path;
  };

  std::optional<std::string> read(const std::string& path) override {
    const auto file = files.find(path);
    return file == files.end() ? std::nullopt : std::optional(file->second);
  }
  std::unique_ptr<DiskFile> open(const std::string& path) override {
    files.try_emplace(path);
    return std::make_unique<File>(*this, path);
  }
  void rename(const std::string& from, const std::string& to) override {
    log += "rename " + from + " " + to + "\n";
    files[to] = files.at(from);
    files.erase(from);
  }
  void remove(const std::string& path) override { files.erase(path); }
  void sync_directory_of(const std::string& path) override { log += "directory of " + path + "\n"; }

  std::map<std::string, std::string> files;
  std::string log;
  int appends = 0;
  bool full = false;
};

using Sheet = std::vector<std::vector<std::string>>;

/// The cells as a spreadsheet holds them, guards and all.
Sheet sheet_of(const Results& results) {
  const std::string text = results_text(results);
  shotlist::manifest::CsvReader reader(text);
  Sheet sheet;
  while (reader.next()) {
    sheet.emplace_back();
    for (const auto& cell : reader.cells())
      sheet.back().emplace_back(cell.text);
  }
  return sheet;
}

void insert_column(Sheet& sheet, std::size_t at, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < sheet.size(); ++i)
    sheet[i].insert(sheet[i].begin() + static_cast<std::ptrdiff_t>(at), cells[i]);
}

std::string csv_of(const Sheet& sheet, char separator) {
  std::string text;
  for (const std::vector<std::string>& line : sheet) {
    for (const std::string& cell : line) {
      text += '"';
      for (const char c : cell)
        text += c == '"' ? "\"\"" : std::string(1, c);
      text += '"';
      text += separator;
    }
    text.back() = '\n';
  }
  return text;
}

// ASCII text as Excel's "Unicode text".
std::string utf16(const std::string& ascii) {
  std::string text = "\xFF\xFE";
  for (const char c : ascii)
    text += {c, '\0'};
  return text;
}

}  // namespace

TEST_CASE("the results file has the columns of format 2 around the fields, then the variables") {
  CHECK(
      results_text(night_market()) ==
      before_fields + ",lens,seed," + after_fields +
          ",time\r\n"
          "market@portrait,submitted,sora-2:task_01k6x15vhrff09dkkqjrzwhm60,"
          "\"A rain-soaked night market, shot on 35mm film\",,,200,2,2026-03-01T09:30:00.125Z,1234,"
          ",,,,sora-2-pro,portrait,large,15,false,true,"
          "https://example.com/a.jpg https://example.com/b.jpg,wide,7,4.80,CNY,"
          "https://api.jxincm.cn,night-market.yaml:12,'20260301093000125,"
          "0123456789abcdef0123456789abcdef,bcdfghjklmnp,dawn\r\n"
          "harbor,not_sent,,\"'=HYPERLINK(\"\"x\"\")\nsecond "
          "line\",,,,0,,,,,,,,,,,,,,,'007,,,,,,,,'-dusk\r\n");
}

TEST_CASE("what a server wrote is disarmed, what the user wrote is kept") {
  Results results;
  Result row;
  row.id = "a";
  row.status = Status::failed;
  row.prompt = "tab\tand\nline";
  row.error = "red \x1b[31m\nand \xE2\x80\xAE reversed";
  row.request_id = "id\x07";
  results.rows = {row};
  const Results read = read_results(results_text(results), "x.csv");
  CHECK(read.rows[0].prompt == "tab\tand\nline");
  CHECK(read.rows[0].error == "red \\x1b[31m\\nand \\u{202e} reversed");
  CHECK(read.rows[0].request_id == "id\\x07");
}

TEST_CASE("a results file is read back as it was written") {
  const Results results = night_market();
  const Results read = read_results(results_text(results), "x.csv");
  CHECK(read.field_names == results.field_names);
  CHECK(read.variable_names == results.variable_names);
  CHECK(read.rows == results.rows);
}

TEST_CASE("any text survives the way to the file and back") {
  // Pieces that are hard for CSV, for spreadsheets, or for terminals.
  const std::vector<std::string> pieces = {
      "a",
      "\"",
      "\"\"",
      ",",
      ";",
      "\n",
      "\r\n",
      "\t",
      "'",
      "=",
      "+",
      "-",
      "@",
      " ",
      "夜市",
      "🌃",
      "é",
      "|",
      "0",
      "\\n",
      "status",
      "\xEF\xBB\xBF",
      "#",
      "'=",
      "007",
      "'007",
      "12345678901234567890",
      "1e45",
      "＝",
      "TRUE",
      "4,8",
      "dec-12",
  };
  std::mt19937 random(20260301);  // NOLINT: the same cases on every machine
  const auto text = [&] {
    std::string made;
    for (auto left = random() % 6; left > 0; --left)
      made += pieces[random() % pieces.size()];
    return made;
  };
  for (int round = 0; round < 500; ++round) {
    CAPTURE(round);
    Results results;
    for (auto left = random() % 4; left > 0; --left) {
      results.field_names.push_back("f" + text());
      results.variable_names.push_back("v" + text());
    }
    const auto rows = random() % 4;
    for (unsigned i = 0; i < rows; ++i) {
      Result row;
      row.id = std::to_string(i) + text();
      row.status = static_cast<Status>(random() % 6);
      row.task_id = row.status == Status::submitted ? "t" + disarm(text()) : disarm(text());
      row.prompt = text();
      row.error = disarm(text());
      row.error_class = static_cast<ErrorClass>(random() % 16);
      row.http_status = static_cast<int>(random() % 600);
      row.attempts = static_cast<int>(random() % 9);
      if (random() % 2 == 0) row.submitted_at = Date(std::chrono::milliseconds(random()));
      if (random() % 2 == 0) row.latency = std::chrono::milliseconds(random());
      row.video_status = disarm(text());
      row.video_url = disarm(text());
      row.video_file = text();
      row.video_error = disarm(text());
      row.model = text();
      row.orientation = text();
      row.size = text();
      row.duration = text();
      row.watermark = random() % 2 == 0 ? "true" : "a" + text();
      row.hidden = random() % 2 == 0 ? "false" : "a" + text();
      row.images = text();
      if (random() % 2 == 0) row.price = Money::of_millionths(static_cast<int>(random() >> 1));
      row.currency = text();
      row.endpoint = text();
      row.source = text();
      row.request_id = disarm(text());
      row.fingerprint = text();
      row.entry = text();
      for (std::size_t f = 0; f < results.field_names.size(); ++f)
        row.fields.push_back(text());
      for (std::size_t v = 0; v < results.variable_names.size(); ++v)
        row.variables.push_back(text());
      results.rows.push_back(row);
    }
    for (const ResultsForm form : {ResultsForm::plain, ResultsForm::excel}) {
      const std::string written = results_text(results, form);
      const Results read = read_results(written, "x.csv");
      REQUIRE(read.field_names == results.field_names);
      REQUIRE(read.variable_names == results.variable_names);
      REQUIRE(read.rows == results.rows);
      REQUIRE(results_text(read, form) == written);
    }
  }
}

TEST_CASE("fields and variables may have the names of columns, whatever a spreadsheet adds") {
  const std::vector<std::string> field_pool = {
      "attempts", "camera", "currency", "decision", "endpoint", "entry",  "fingerprint",
      "id",       "price",  "seed",     "source",   "status",   "task_id"};
  std::vector<std::string> variable_pool = field_pool;
  for (const char* name : {"images", "prompt", "request_id", "time", "style", "video_file"})
    variable_pool.emplace_back(name);
  std::mt19937 random(5);  // NOLINT: the same cases on every machine
  const auto some_of = [&random](const std::vector<std::string>& pool) {
    std::vector<std::string> names;
    for (const std::string& name : pool) {
      if (random() % 3 == 0) names.push_back(name);
    }
    return names;
  };
  for (int round = 0; round < 300; ++round) {
    CAPTURE(round);
    Results results = night_market();
    results.field_names = some_of(field_pool);
    results.variable_names = some_of(variable_pool);
    std::shuffle(results.variable_names.begin(), results.variable_names.end(), random);
    int number = 0;
    for (Result& row : results.rows) {
      const auto fill = [&number](std::vector<std::string>& values, std::size_t count) {
        values.clear();
        while (values.size() < count)
          values.push_back("value " + std::to_string(++number));
      };
      fill(row.fields, results.field_names.size());
      fill(row.variables, results.variable_names.size());
    }
    Sheet sheet = sheet_of(results);
    const bool is_decided = random() % 2 == 0;
    if (is_decided)
      insert_column(sheet, random() % (sheet[0].size() + 1), {"Decision", "", "skip"});
    CAPTURE(sheet[0]);
    Results read = read_results(csv_of(sheet, ",;\t"[random() % 3]), "x.csv");
    // Where a field is called so, it says what is no decision.
    if (is_decided) CHECK(read.rows[1].decision == "skip");
    for (Result& row : read.rows)
      row.decision.clear();
    CHECK(read.field_names == results.field_names);
    CHECK(read.variable_names == results.variable_names);
    CHECK(read.rows == results.rows);
  }
}

TEST_CASE("columns are known wherever a spreadsheet has moved them") {
  const Results results = night_market();
  const Sheet written = sheet_of(results);
  for (std::size_t from = 0; from < written[0].size(); ++from) {
    for (std::size_t to = 0; to < written[0].size(); ++to) {
      const std::string& moved = written[0][from];
      // Only its place tells a field or a variable from what a person added.
      if (moved == "lens" || moved == "seed" || moved == "time") continue;
      CAPTURE(moved, to);
      Sheet sheet = written;
      std::vector<std::string> column;
      for (std::vector<std::string>& line : sheet) {
        column.push_back(line[from]);
        line.erase(line.begin() + static_cast<std::ptrdiff_t>(from));
      }
      insert_column(sheet, to, column);
      const Results read = read_results(csv_of(sheet, ','), "x.csv");
      for (std::size_t i = 0; i < results.rows.size(); ++i) {
        CHECK(read.rows[i] == results.rows[i]);
      }
    }
  }
}

TEST_CASE("a column of the same name is told from a moved one by its neighbours") {
  // `price` is the field, then the column; `entry` the column, then the variable.
  const std::string head =
      "id,status,task_id,images,price,notes,price,currency,decision,source,fingerprint,entry,"
      "entry\n";
  const Results read =
      read_results(head + "a,failed,,,low,,4.8,CNY,retry,x:1,ff,bcd,mine\n", "x.csv");
  CHECK(read.field_names == std::vector<std::string>{"price", "notes"});
  CHECK(read.rows[0].fields == std::vector<std::string>{"low", ""});
  CHECK(read.rows[0].price == parse_money("4.8"));
  CHECK(read.rows[0].entry == "bcd");
  CHECK(read.rows[0].decision == "retry");
  CHECK(read.variable_names == std::vector<std::string>{"entry"});
  CHECK(read.rows[0].variables == std::vector<std::string>{"mine"});
}

TEST_CASE("a column that was moved away does not mislead about one of the same name") {
  Results results = night_market();
  results.field_names = {"currency", "endpoint"};
  results.variable_names = {"fingerprint", "request_id"};
  for (Result& row : results.rows) {
    row.fields = {"f1", "f2"};
    row.variables = {"v1", "v2"};
  }
  for (const char* moved : {"price", "source", "entry"}) {
    for (const std::size_t to : {0U, 1U, 32U}) {
      CAPTURE(moved, to);
      Sheet sheet = sheet_of(results);
      const auto from = std::find(sheet[0].begin(), sheet[0].end(), moved) - sheet[0].begin();
      std::vector<std::string> column;
      for (std::vector<std::string>& line : sheet) {
        column.push_back(line[static_cast<std::size_t>(from)]);
        line.erase(line.begin() + from);
      }
      insert_column(sheet, std::min<std::size_t>(to, sheet[0].size()), column);
      insert_column(sheet, 3, {"decision", "skip", ""});
      Results read = read_results(csv_of(sheet, ','), "x.csv");
      CHECK(read.rows[0].decision == "skip");
      read.rows[0].decision.clear();
      CHECK(read.rows == results.rows);
    }
  }
}

TEST_CASE("a file of format 1 has its variables behind the last column, and no fields") {
  const Results read = read_results(
      "id,status,task_id,prompt,images,notes,source,request_id,fingerprint,style\n"
      "a,submitted,t:1,p,,n,x:1,r,ff,noir\n",
      "x.csv");
  CHECK(read.field_names.empty());
  CHECK(read.variable_names == std::vector<std::string>{"style"});
  CHECK(read.rows[0].fingerprint == "ff");
  CHECK(!read.rows[0].price);
  CHECK(read.rows[0].entry.empty());
}

TEST_CASE("cells that a spreadsheet left out at the end of a row are empty") {
  Results results = night_market();
  results.variable_names.clear();
  for (Result& row : results.rows)
    row.variables.clear();
  results.rows[1].fingerprint = "0123456789abcdef0123456789abcdef";
  std::string text = results_text(results);
  const std::size_t end = text.rfind(",\r\n");
  REQUIRE(end != std::string::npos);
  CHECK(read_results(text.erase(end, 1), "x.csv").rows == results.rows);
  CHECK(contains(message_of(text.substr(0, text.rfind(",0123"))), "the row has 28 cells"));
}

TEST_CASE("a column without a name is nobody's") {
  const Results read = read_results("id,status,task_id,style,,\na,failed,,noir,,x\n", "x.csv");
  CHECK(read.variable_names == std::vector<std::string>{"style"});
}

TEST_CASE("a price is read as spreadsheets write it, and never as another") {
  struct Case {
    std::string cell;
    std::string price;
  };
  const std::vector<Case> cases = {
      {"4.80", "4.80"},
      {"4.8", "4.80"},
      {"\"4,8\"", "4.80"},
      {"\"4,80\"", "4.80"},
      {"5", "5.00"},
      {"'0004", "4.00"},
      {"\"1,250\"", ""},
      {"\"1,250.5\"", ""},
      {"4.8E+00", ""},
      {"-4.8", ""},
      {"", ""},
      {"Apr 80", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.cell);
    const Result row =
        read_results("id,status,task_id,price\na,failed,," + c.cell + "\n", "x.csv").rows[0];
    CHECK((row.price ? to_text(*row.price) : "") == c.price);
  }
}

TEST_CASE("a decision is a person's wherever the column stands, and a mistyped one is told") {
  const std::string head = "decision,id,status,task_id,images,price,entry,decision\n";
  const Results decided =
      read_results(head + "retry,a,in_doubt,,,,b,mine\n,b,failed,,,,c,yours\n", "x.csv");
  CHECK(decided.rows[0].decision == "retry");
  CHECK(decided.rows[1].decision.empty());
  CHECK(decided.variable_names == std::vector<std::string>{"decision"});
  CHECK(decided.rows[1].variables == std::vector<std::string>{"yours"});
  const Results mistyped = read_results(
      "id,status,task_id,decision,images,price,entry\na,in_doubt,,retyr,,,b\n", "x.csv");
  CHECK(mistyped.rows[0].decision == "retyr");
  CHECK(mistyped.decision_columns == 1);
}

TEST_CASE("a held row is read and written like any other") {
  Results results;
  results.rows.emplace_back();
  results.rows[0].id = "a";
  results.rows[0].status = Status::held;
  const std::string text = results_text(results);
  CHECK(contains(text, "\r\na,held,"));
  CHECK(read_results(text, "x.csv").rows == results.rows);
}

TEST_CASE("a column of decisions is a person's, and one of other words a variable") {
  const std::string head = "id,status,task_id,style,decision,time\n";
  const Results decided =
      read_results(head + "a,failed,,noir, Retry,dawn\nb,failed,,oil,,dusk\n", "x.csv");
  CHECK(decided.variable_names == std::vector<std::string>{"style", "time"});
  CHECK(decided.rows[0].decision == "Retry");
  CHECK(decided.rows[0].variables == std::vector<std::string>{"noir", "dawn"});
  CHECK(decided.rows[1].decision.empty());
  const Results variable =
      read_results(head + "a,failed,,noir,retry,dawn\nb,failed,,oil,maybe,dusk\n", "x.csv");
  CHECK(variable.variable_names == std::vector<std::string>{"style", "decision", "time"});
  CHECK(variable.rows[1].decision == "maybe");
  CHECK(variable.rows[0].variables == std::vector<std::string>{"noir", "retry", "dawn"});
}

TEST_CASE("a column is a person's whatever the case and the blanks of its header") {
  for (const char* name : {"Decision", "decision ", " DECISION",
                           "\xE3\x80\x80"
                           "decision"}) {
    CAPTURE(name);
    const Results results =
        read_results("id,status,task_id," + std::string(name) + "\na,failed,,retry\n", "x.csv");
    CHECK(results.decision_columns == 1);
    CHECK(results.variable_names.empty());
    CHECK(results.rows[0].decision == "retry");
  }
}

TEST_CASE("what a spreadsheet made of our words is understood, and lost digits are not believed") {
  const std::string head = "id,status,task_id,watermark,private,request_id\n";
  const Result row =
      read_results(head + "a,submitted,t:1,TRUE,False,2.02611E+024\n", "x.csv").rows[0];
  CHECK(row.watermark == "true");
  CHECK(row.hidden == "false");
  CHECK(row.request_id.empty());
  CHECK(message_of(head + "a,submitted,1.2345E+18,,,\n") ==
        "x.csv:2: `1.2345E+18` is not a task_id; a spreadsheet has shortened it: restore the file");
}

TEST_CASE("a row that ends before a known column was cut, and is refused") {
  CHECK(message_of("id,status,task_id,prompt,style\na,submitted,t:1\n") != "");
  CHECK(read_results("id,status,task_id,prompt,style\na,submitted,t:1,p\n", "x.csv")
            .rows[0]
            .variables == std::vector<std::string>{""});
}

TEST_CASE("results for Excel start with a byte order mark and are read back the same") {
  Results results{{"style"}, {}};
  Result row;
  row.id = "a";
  row.prompt = "=夜市";
  row.variables = {"dec-12"};
  row.hidden = "false";
  row.price = parse_money("4.80");
  results.rows.push_back(row);
  std::string plain = results_text(results);
  plain.replace(plain.find(",dec-12"), 7, ",'dec-12");
  CHECK(results_text(results, ResultsForm::excel) == "\xEF\xBB\xBF" + plain);
  CHECK(read_results(results_text(results, ResultsForm::excel), "x.csv").rows == results.rows);
}

TEST_CASE("what spreadsheets do to the file does not matter") {
  struct Case {
    std::string name;
    std::string text;
  };
  const std::vector<Case> cases = {
      {"plain", "id,status,task_id,prompt\na,submitted,t:1,p\n"},
      {"CRLF", "id,status,task_id,prompt\r\na,submitted,t:1,p\r\n"},
      {"no last line end", "id,status,task_id,prompt\na,submitted,t:1,p"},
      {"byte order mark", "\xEF\xBB\xBFid,status,task_id,prompt\na,submitted,t:1,p\n"},
      {"semicolons", "id;status;task_id;prompt\na;submitted;t:1;p\n"},
      {"tabs", "id\tstatus\ttask_id\tprompt\na\tsubmitted\tt:1\tp\n"},
      {"all quoted",
       "\"id\",\"status\",\"task_id\",\"prompt\"\n\"a\",\"submitted\",\"t:1\",\"p\"\n"},
      {"another order", "prompt,task_id,status,id\np,t:1,submitted,a\n"},
      {"columns of later versions", "id,status,cost,task_id,prompt\na,submitted,4.8,t:1,p\n"},
      {"blank lines", "id,status,task_id,prompt\n\na,submitted,t:1,p\n\n"},
      {"UTF-16", utf16("id\tstatus\ttask_id\tprompt\na\tsubmitted\tt:1\tp\n")},
      {"a column of decisions", "id,status,task_id,prompt,decision\na,submitted,t:1,p,\n"},
      {"a column of decisions further left",
       "id,decision,status,task_id,prompt\n"
       "a,Skip,submitted,t:1,p\n"},
      {"empty cells at the end left out", "id,status,task_id,prompt,decision\na,submitted,t:1,p\n"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(looks_like_results(c.text));
    const Results results = read_results(c.text, "x.csv");
    REQUIRE(results.rows.size() == 1);
    CHECK(results.rows[0].id == "a");
    CHECK(results.rows[0].status == Status::submitted);
    CHECK(results.rows[0].task_id == "t:1");
    CHECK(results.rows[0].prompt == "p");
    CHECK(results.variable_names.empty());
  }
}

TEST_CASE("numbers and times that were spoilt are left empty") {
  const Results results = read_results(
      "id,status,task_id,http_status,attempts,submitted_at,latency_ms,error_class\n"
      "a,failed,,2E+02,many,01/03/2026,fast,odd\n",
      "x.csv");
  CHECK(results.rows[0].http_status == 0);
  CHECK(results.rows[0].attempts == 0);
  CHECK(!results.rows[0].submitted_at);
  CHECK(!results.rows[0].latency);
  CHECK(results.rows[0].error_class == ErrorClass::none);
}

TEST_CASE("what is no results file is refused") {
  struct Case {
    std::string text;
    std::string missing;
  };
  const std::vector<Case> cases = {
      {"", "id, status or task_id"},
      {"\n\n", "id, status or task_id"},
      {"id,prompt\na,b\n", "status or task_id"},
      {"id,status\na,failed\n", "task_id"},
      {"shotlist: 1\nshots:\n  - prompt: a\n", "id, status or task_id"},
      {"\xFF\xFE\x00i", "id, status or task_id"},
  };
  for (const auto& [text, missing] : cases) {
    CAPTURE(text);
    CHECK(!looks_like_results(text));
    CHECK(message_of(text) == "x.csv is not a shotlist results file: it has no column " + missing +
                                  "; give a file that `shotlist run` wrote");
  }
}

TEST_CASE("a damaged results file is refused with the line") {
  struct Case {
    std::string rows;
    std::string message;
  };
  const std::vector<Case> cases = {
      {"a,submitted,t\nb,done,t\n",
       "x.csv:3: `done` is not a status; write submitted, failed, "
       "rejected, in_doubt, held or not_sent"},
      {"a,submitted,\n", "x.csv:2: a is submitted but has no task id"},
      {",failed,\n", "x.csv:2: the row has no id"},
      {"a,failed,\na,submitted,t\n", "x.csv:3: a second row has the id a"},
      {"a,failed,\nb,fai", "x.csv:3: the row has 2 cells and the header 3"},
      {"a,failed,\"t\n", "x.csv:2: this quote is never closed"},
      {"a,\x1b[2J,t\n", "x.csv:2: `\\x1b[2J` is not a status"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.rows);
    CHECK(contains(message_of("id,status,task_id\n" + c.rows), c.message));
  }
}

TEST_CASE("the file is replaced at one instant, after it is safe on disk") {
  SmallDisk disk;
  disk.files["r.csv"] = "old";
  write_results(disk, "r.csv", night_market());
  CHECK(disk.files == std::map<std::string, std::string>{{"r.csv", results_text(night_market())}});
  CHECK(disk.log == "sync r.csv.new\nrename r.csv.new r.csv\ndirectory of r.csv\n");
}

TEST_CASE("rows that left the manifest may have the id of one that is in it, and of each other") {
  Results results;
  for (const char* source : {"shots.yaml:1", "", ""}) {
    Result& row = results.rows.emplace_back(submitted_row());
    row.variables.clear();
    row.fields.clear();
    row.source = source;
    row.entry = "krtvbcdfghjk";
  }
  CHECK(read_results(results_text(results), "x.csv").rows == results.rows);
  results.rows[1].source = "shots.yaml:2";
  CHECK(contains(message_of(results_text(results)), "a second row has the id "));
}

TEST_CASE("a disk that fails leaves the old file") {
  SmallDisk disk;
  disk.files["r.csv"] = "old";
  disk.full = true;
  CHECK_THROWS_AS(write_results(disk, "r.csv", night_market()), Error);
  CHECK(disk.files == std::map<std::string, std::string>{{"r.csv", "old"}});
}

TEST_CASE("a large file is written in few pieces") {
  Results results;
  results.field_names = {"lens", "seed"};
  results.variable_names = {"time"};
  for (int i = 0; i < 20'000; ++i) {
    results.rows.push_back(submitted_row());
    results.rows.back().id = "row-" + std::to_string(i);
  }
  SmallDisk disk;
  write_results(disk, "r.csv", results);
  CHECK(disk.appends < 20);
  CHECK(read_results(disk.files["r.csv"], "r.csv").rows == results.rows);
}

}  // namespace shotlist::tests::results_csv_test

#include "report/results_csv.h"

#include <map>
#include <random>
#include <string>
#include <vector>

#include "base/disarm.h"
#include "base/error.h"
#include "report/shown_text.h"
#include "support/catch2.h"

using namespace shotlist::base;
using namespace shotlist::model;
using namespace shotlist::report;
using namespace shotlist::system;
using namespace shotlist::tests;

namespace {

const std::string header =
    "id,status,task_id,prompt,error,error_class,http_status,attempts,submitted_at,latency_ms,"
    "video_status,video_url,video_file,model,orientation,size,duration,watermark,private,images,"
    "source,request_id,fingerprint";

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
  row.source = "night-market.yaml:12";
  row.request_id = "20260301093000";
  row.fingerprint = "0123456789abcdef0123456789abcdef";
  row.variables = {"dawn"};
  return row;
}

Results night_market() {
  Results results;
  results.variable_names = {"time"};
  Result unsent;
  unsent.id = "harbor";
  unsent.prompt = "=HYPERLINK(\"x\")\nsecond line";
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
    void truncate(std::uint64_t size) override { disk.files[path].resize(size); }
    bool lock() override { return true; }
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

// ASCII text as Excel's "Unicode text".
std::string utf16(const std::string& ascii) {
  std::string text = "\xFF\xFE";
  for (const char c : ascii)
    text += {c, '\0'};
  return text;
}

}  // namespace

TEST_CASE("the results file has the columns of format 1, then the variables") {
  CHECK(
      results_text(night_market()) ==
      header +
          ",time\r\n"
          "market@portrait,submitted,sora-2:task_01k6x15vhrff09dkkqjrzwhm60,"
          "\"A rain-soaked night market, shot on 35mm film\",,,200,2,2026-03-01T09:30:00.125Z,1234,"
          ",,,sora-2-pro,portrait,large,15,false,true,"
          "https://example.com/a.jpg https://example.com/b.jpg,night-market.yaml:12,"
          "'20260301093000,0123456789abcdef0123456789abcdef,dawn\r\n"
          "harbor,not_sent,,\"'=HYPERLINK(\"\"x\"\")\nsecond "
          "line\",,,,0,,,,,,,,,,,,,,,,'-dusk\r\n");
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
  CHECK(read.variable_names == results.variable_names);
  CHECK(read.rows == results.rows);
}

TEST_CASE("any text survives the way to the file and back") {
  // Pieces that are hard for CSV, for spreadsheets, or for terminals.
  const std::vector<std::string> pieces = {
      "a", "\"", "\"\"", ",",    ";", "\n", "\r\n", "\t", "'",   "=",      "+",
      "-", "@",  " ",    "夜市", "🌃", "é",  "|",    "0",  "\\n", "status", "\xEF\xBB\xBF",
      "#", "'=",
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
    for (auto left = random() % 4; left > 0; --left)
      results.variable_names.push_back(text());
    const auto rows = random() % 4;
    for (unsigned i = 0; i < rows; ++i) {
      Result row;
      row.id = "row-" + std::to_string(i);
      row.status = static_cast<Status>(random() % 5);
      row.task_id = row.status == Status::submitted ? "t" + disarm(text()) : disarm(text());
      row.prompt = text();
      row.error = disarm(text());
      row.error_class = static_cast<ErrorClass>(random() % 14);
      row.http_status = static_cast<int>(random() % 600);
      row.attempts = static_cast<int>(random() % 9);
      if (random() % 2 == 0) row.submitted_at = Date(std::chrono::milliseconds(random()));
      if (random() % 2 == 0) row.latency = std::chrono::milliseconds(random());
      row.video_status = disarm(text());
      row.video_url = disarm(text());
      row.video_file = text();
      row.model = text();
      row.orientation = text();
      row.size = text();
      row.duration = text();
      row.watermark = text();
      row.hidden = text();
      row.images = text();
      row.source = text();
      row.request_id = disarm(text());
      row.fingerprint = text();
      for (std::size_t v = 0; v < results.variable_names.size(); ++v)
        row.variables.push_back(text());
      results.rows.push_back(row);
    }
    const std::string written = results_text(results);
    const Results read = read_results(written, "x.csv");
    REQUIRE(read.variable_names == results.variable_names);
    REQUIRE(read.rows == results.rows);
    REQUIRE(results_text(read) == written);
  }
}

TEST_CASE("a variable may have the name of a column") {
  Results results = night_market();
  results.variable_names = {"status"};
  CHECK(read_results(results_text(results), "x.csv").rows == results.rows);
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
  results.rows.push_back(row);
  results.rows[0].hidden = "false";
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
      {"a,submitted,t\nb,done,t\n", "x.csv:3: `done` is not a status; write submitted, failed"},
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

TEST_CASE("a disk that fails leaves the old file") {
  SmallDisk disk;
  disk.files["r.csv"] = "old";
  disk.full = true;
  CHECK_THROWS_AS(write_results(disk, "r.csv", night_market()), Error);
  CHECK(disk.files == std::map<std::string, std::string>{{"r.csv", "old"}});
}

TEST_CASE("a large file is written in few pieces") {
  Results results;
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

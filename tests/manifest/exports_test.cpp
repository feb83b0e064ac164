// One table as the spreadsheets export it. LibreOffice 7.4 wrote its files; those of Excel follow
// it byte for byte: quotes only where they must be, CRLF rows, LF inside of cells.

#include <string>

#include "manifest/reading.h"
#include "manifest/sample_files.h"
#include "support/catch2.h"

namespace shotlist::tests::exports_test {

using namespace shotlist::manifest;

namespace {

const std::string requests =
    R"(雨夜: {"duration":15,"images":[],"model":"sora-2-pro","orientation":"landscape",)"
    R"("private":false,"prompt":"雨夜的夜市，灯笼映在积水里；A \"slow\" walk","size":"large",)"
    R"("watermark":true})"
    "\n"
    R"(ferry: {"duration":25,)"
    R"("images":["https://example.com/a.jpg","https://example.com/b.jpg"],)"
    R"("model":"sora-2-pro","orientation":"portrait","private":false,)"
    R"("prompt":"The first ferry leaves, at dawn; fog\nover the water","size":"small",)"
    R"("watermark":false})"
    "\n"
    R"(formula: {"duration":15,"images":[],"model":"sora-2-pro","orientation":"portrait",)"
    R"("private":false,"prompt":"=1+1 on a blackboard","size":"small","watermark":false})"
    "\n"
    R"(lotus: {"duration":15,"images":[],"model":"sora-2-pro","orientation":"portrait",)"
    R"("private":false,"prompt":"莲花 and 镕 close","size":"small","watermark":false})"
    "\n";

}  // namespace

TEST_CASE("what spreadsheets export reads back as the same requests") {
  struct Export {
    const char* name;
    const char* said;
  };
  const char* const gb18030 =
      "read as GB18030; if \"雨夜\" is not what you wrote, save it as UTF-8, or say what it is "
      "with "
      "--encoding NAME";
  for (const Export& c : {
           Export{"excel-csv-utf8.csv", ""},
           Export{"excel-csv-utf8-semicolon.csv", ""},
           Export{"excel-unicode-text.tsv", "read as UTF-16"},
           Export{"excel-csv-gbk.csv", gb18030},
           Export{"excel-csv-macintosh-gbk.csv", gb18030},
           Export{"libreoffice-utf8.csv", ""},
           Export{"libreoffice-semicolon.csv", ""},
           Export{"libreoffice-utf16.tsv", "read as UTF-16"},
           Export{"libreoffice-gb18030.csv", gb18030},
       }) {
    const std::string name = c.name;
    const std::string said = c.said;
    INFO(name);
    const Reading reading = read_files({{name, export_file(name)}}, name);
    CHECK(reading.mistakes == (said.empty() ? said : name + ": note: " + said + '\n'));
    CHECK(reading.lines() == requests);
    REQUIRE(reading.requests.rows.size() == 4);
    CHECK(reading.requests.variable_names == std::vector<std::string>{"shot no"});
    CHECK(reading.requests.rows[0].variables == std::vector<std::string>{"007"});
    CHECK(reading.requests.rows[2].variables == std::vector<std::string>{"1-2"});
    CHECK(reading.requests.rows[3].variables == std::vector<std::string>{"000"});
    CHECK(to_text(reading.requests.rows[3].source) == name + ":6:1");
  }
}

}  // namespace shotlist::tests::exports_test

#include "manifest/file_kind.h"

#include <string>
#include <vector>

#include "manifest/reading.h"
#include "support/catch2.h"

namespace shotlist::tests::file_kind_test {

using namespace shotlist::manifest;
using namespace std::string_literals;

namespace {

const std::string zip = "PK\x03\x04\x14\0\0\0"s;
const std::string old_office = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s + std::string(504, '\0');

struct Case {
  std::string bytes;
  const char* what;
};

const std::vector<Case> cases = {
    {zip + "[Content_Types].xml" + std::string(99'999, 'x') + "xl/workbook.xml",
     "an Excel workbook"},
    {zip + "mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet"},
    {zip + "word/document.xml", "a Word document"},
    {zip + "mimetypeapplication/vnd.oasis.opendocument.text", "an OpenDocument text"},
    {zip + "Index/Document.iwa", "a Numbers spreadsheet"},
    {zip + std::string(22, 'x') + "prompts.csv", "a zip archive"},
    {old_office + "W\0o\0r\0k\0b\0o\0o\0k\0"s, "an old Excel workbook"},
    {old_office + "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"s, "an old Word document"},
    {old_office + "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"s,
     "an Office file with a password"},
    {"\x1F\x8B\x08\0\0"s, "a gzip archive"},
    {"%PDF-1.7\n", "a PDF"},
    {"{\\rtf1\\ansi A fox}", "rich text (RTF)"},
    {"<!DOCTYPE html>\n<html>", "a web page (HTML)"},
    {"\r\n  <html xmlns:x=\"urn:schemas-microsoft-com:office:excel\">", "a web page (HTML)"},
    {"<table><tr><td>id", "a web page (HTML)"},
    {"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
     "a spreadsheet in XML"},
    {"\x89PNG\r\n\x1A\n"s, "a picture (PNG)"},
    {"\xFF\xD8\xFF\xE0\0\x10JFIF"s, "a picture (JPEG)"},
    {"GIF89a", "a picture (GIF)"},
    {"RIFF\x10\0\0\0WEBPVP8 "s, "a picture"},
    {"\0\0\0\x18"
     "ftypmp42"s,
     "a video"},
    {"SQLite format 3\0"s, "an SQLite database, perhaps a ledger"},
};

}  // namespace

TEST_CASE("a file of another kind is told by its content, whatever its name") {
  for (const Case& c : cases) {
    INFO(c.what);
    const FileKind* kind = foreign_kind_of(c.bytes);
    REQUIRE(kind != nullptr);
    CHECK(kind->what == c.what);
    const std::string expected = ": this is " + std::string(c.what) + ", not a text file; " +
                                 std::string(kind->remedy) + '\n';
    CHECK(read_csv(c.bytes).mistakes == "m.csv" + expected);
    CHECK(read_yaml(c.bytes).mistakes == "m.yaml" + expected);
    for (const std::string name : {"a.txt", "a.jsonl"}) {
      const Files files = {{"m.yaml", "shotlist: 1\nshots_from: " + name + "\n"}, {name, c.bytes}};
      CHECK(read_files(files, "m.yaml").mistakes == name + expected);
    }
  }
}

TEST_CASE("text that begins like one of them is text") {
  for (const char* text : {"", "id,prompt\n", "BM a prompt of a car brand", "PK fight at dawn",
                           "<3 a heart in the sky", "GIF of a cat", "MM and II, two robots",
                           "%PDF a neon sign", "{\"prompt\": \"a\"}\n", "RIFF, a guitar solo"}) {
    INFO(text);
    CHECK(foreign_kind_of(text) == nullptr);
  }
}

TEST_CASE("a results file is told by its header, whatever its name") {
  const std::string results = "id,status,task_id,prompt\na,submitted,t,A fox\n";
  const std::string expected = ": this is a results file; give the manifest it was made from\n";
  CHECK(read_csv(results).mistakes == "m.csv" + expected);
  CHECK(read_yaml(results).mistakes == "m.yaml" + expected);
  const Files files = {{"m.yaml", "shotlist: 1\nshots_from: a.txt\n"}, {"a.txt", results}};
  CHECK(read_files(files, "m.yaml").mistakes == "a.txt" + expected);
}

}  // namespace shotlist::tests::file_kind_test

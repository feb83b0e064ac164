#include "include_rules.h"

#include <string>
#include <string_view>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::include_rules_test {

TEST_CASE("includes that keep to the floors and homes are fine") {
  struct Case {
    std::string_view path;
    std::string_view line;
  };
  const std::vector<Case> cases = {
      {"api/verdict.cpp", "#include \"api/answer.h\""},
      {"api/verdict.cpp", "#include \"base/text.h\""},
      {"http/message.h", "#include \"base/secret.h\""},
      {"http/message.h", "#include <string>"},
      {"ledger/ledger_file.h", "#include \"system/disk.h\""},
      {"submit/plan.h", "#include \"manifest/manifest.h\""},
      {"submit/submitter.h", "#include \"ledger/ledger.h\""},
      {"plan/slots.cpp", "#include \"ledger/snapshot.h\""},
      {"submit/submitter.cpp", "#include \"plan/slots.h\""},
      {"show/summary.cpp", "#include \"collect/poll.h\""},
      {"collect/poll.h", "#include \"submit/pacer.h\""},
      {"cli/main.cpp", "#include \"sandbox/sandbox.h\""},
      {"cli/main.cpp", "#include \"show/review.h\""},
      {"sandbox/gateway.cpp", "#include \"model/verdict.h\""},
      {"sandbox/gateway.cpp", "#include \"sandbox/till.h\""},
      {"http/curl_easy.h", "#include <curl/curl.h>"},
      {"manifest/yaml_document.cpp", "#include <yaml-cpp/parser.h>"},
      {"cli/command_line.cpp", "#include <CLI/CLI.hpp>"},
      {"sandbox/conversation.cpp", "#include <httplib.h>"},
      {"sandbox/connection.cpp", "#include <sys/socket.h>"},
      {"ledger/witness.cpp", "#include <nlohmann/json.hpp>"},
      {"ledger/database.cpp", "#include <sqlite3.h>"},
      {"model/counts.cpp", "#include <fmt/format.h>"},
      {"ledger/database.cpp", "#include <sqlite3.h>"},
      {"base/digest.cpp", "#include <xxhash.h>"},
      {"base/display_width.cpp", "#include <utf8proc.h>"},
      {"system/file_descriptor.h", "#include <unistd.h>"},
      {"system/posix_disk.cpp", "  #  include <sys/file.h>  // flock"},
      {"system/signal_descriptor.cpp", "#include <csignal>"},
      {"base/text.cpp", "// #include \"cli/main.h\""},
      {"base/text.cpp", "#pragma once"},
      {"base/text.cpp", ""},
      {"base/text.cpp", "const char* text = \"#include <unistd.h>\";"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.path, c.line);
    CHECK(complaint_about(c.path, c.line).empty());
  }
}

TEST_CASE("includes that break a rule are complained about") {
  struct Case {
    std::string_view path;
    std::string_view line;
    std::string_view complaint;
  };
  const std::vector<Case> cases = {
      // Upwards
      {"base/text.h", "#include \"model/value.h\"",
       "base may not include model, which is above it"},
      {"api/verdict.cpp", "#include \"ledger/attempt.h\"",
       "api may not include ledger, which is above it"},
      {"ledger/ledger.h", "#include \"plan/slots.h\"",
       "ledger may not include plan, which is above it"},
      {"plan/slots.h", "#include \"submit/submitter.h\"",
       "plan may not include submit, which is above it"},
      {"show/summary.cpp", "#include \"cli/console.h\"",
       "show may not include cli, which is above it"},
      // Sideways
      {"system/disk.h", "#include \"http/url.h\"", "system may not include http, its neighbour"},
      {"http/url.cpp", "#include \"system/disk.h\"", "http may not include system, its neighbour"},
      {"manifest/shot.h", "#include \"ledger/attempt.h\"",
       "manifest may not include ledger, its neighbour"},
      {"submit/submitter.cpp", "#include \"collect/poll.h\"",
       "submit may not include collect, which is above it"},
      // Beside the floors
      {"sandbox/gateway.h", "#include \"system/clock.h\"", "sandbox may not include system"},
      {"sandbox/gateway.h", "#include \"api/answer.h\"", "sandbox may not include api"},
      {"show/summary.h", "#include \"sandbox/till.h\"", "show may not include sandbox"},
      {"base/text.h", "#include \"sandbox/till.h\"", "base may not include sandbox"},
      // Libraries away from home
      {"api/verdict.cpp", "#include <curl/curl.h>", "<curl/curl.h> lives in http/"},
      {"cli/main.cpp", "#include <yaml-cpp/yaml.h>", "<yaml-cpp/yaml.h> lives in manifest/"},
      {"show/summary.cpp", "#include <CLI/CLI.hpp>", "<CLI/CLI.hpp> lives in cli/"},
      {"http/url.cpp", "#include <httplib.h>", "<httplib.h> lives in sandbox/"},
      {"sandbox/sandbox.h", "#include <httplib.h>", "<httplib.h> belongs in .cpp files only"},
      {"ledger/witness.h", "#include <nlohmann/json.hpp>",
       "<nlohmann/json.hpp> belongs in .cpp files only"},
      {"base/text.h", "#include <fmt/format.h>", "<fmt/format.h> belongs in .cpp files only"},
      {"submit/plan.cpp", "#include <sqlite3.h>", "<sqlite3.h> lives in ledger/"},
      {"ledger/database.h", "#include <sqlite3.h>", "<sqlite3.h> belongs in .cpp files only"},
      {"ledger/checksum.cpp", "#include <xxhash.h>", "<xxhash.h> lives in base/"},
      {"show/text_table.cpp", "#include <utf8proc.h>", "<utf8proc.h> lives in base/"},
      {"plan/slots.cpp", "#include <sqlite3.h>", "<sqlite3.h> lives in ledger/"},
      {"ledger/ledger.h", "#include <sqlite3.h>", "<sqlite3.h> belongs in .cpp files only"},
      {"submit/submitter.cpp", "#include <poll.h>", "<poll.h> lives in system/"},
      {"cli/main.cpp", "#include <signal.h>", "<signal.h> lives in system/"},
      {"http/url.cpp", "#include <netinet/in.h>", "<netinet/in.h> lives in system/"},
      {"sandbox/gateway.cpp", "#include <sys/socket.h>", "<sys/socket.h> lives in system/"},
      {"sandbox/connection.cpp", "#include <sys/file.h>", "<sys/file.h> lives in system/"},
      {"base/text.cpp", "\t#\tinclude\t<sys/stat.h>", "<sys/stat.h> lives in system/"},
      // Libraries without a home
      {"base/text.cpp", "#include <catch2/catch.hpp>",
       "<catch2/catch.hpp> has no home: name its folder in tests/architecture"},
      {"api/verdict.cpp", "#include <boost/json.hpp>",
       "<boost/json.hpp> has no home: name its folder in tests/architecture"},
      // Forms
      {"base/text.cpp", "#include \"text.h\"", "\"text.h\" is not of the form \"folder/file.h\""},
      {"base/text.cpp", "#include \"../model/value.h\"",
       "\"../model/value.h\" is not of the form \"folder/file.h\""},
      {"base/text.cpp", "#include \"base/../model/value.h\"",
       "\"base/../model/value.h\" is not of the form \"folder/file.h\""},
      {"base/text.cpp", "#include \"base/time.cpp\"",
       "\"base/time.cpp\" is not of the form \"folder/file.h\""},
      {"base/text.cpp", "#include \"support/catch2.h\"",
       "\"support/catch2.h\" is not of the form \"folder/file.h\""},
      {"base/text.cpp", "#include HEADER", "an include that cannot be read"},
      {"base/text.cpp", "#include \"base/text.h", "an include that cannot be read"},
      {"base/text.cpp", "#include \"", "an include that cannot be read"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.path, c.line);
    CHECK(complaint_about(c.path, c.line) == c.complaint);
  }
}

TEST_CASE("a file has its place, its first line and the namespace of its folder") {
  const std::string http = "namespace shotlist::http {";
  CHECK(complaint_about_file("http/url.h", {"#pragma once", "// URLs.", http}).empty());
  CHECK(complaint_about_file("http/url.cpp", {http, "namespace {"}).empty());
  CHECK(complaint_about_file("base/text.cpp", {"namespace shotlist::inline base {"}).empty());
  CHECK(complaint_about_file("http/url.cpp", {"namespace shotlist::api {", http}).empty());
  CHECK(complaint_about_file("cli/main.cpp", {"int main(int argc, char** argv) {"}).empty());
  CHECK(complaint_about_file("show/page/table.js", {"let rows = [];"}).empty());

  CHECK(complaint_about_file("http/url.h", {"// URLs.", "#pragma once", http}) ==
        "its first line is not #pragma once");
  CHECK(complaint_about_file("http/url.h", {}) == "its first line is not #pragma once");
  CHECK(complaint_about_file("util/text.h", {"#pragma once"}) == "it lies on no floor");
  CHECK(complaint_about_file("main.cpp", {}) == "it lies on no floor");
  CHECK(complaint_about_file("base/text.cc", {}) == "it is neither .h nor .cpp");
  CHECK(complaint_about_file("show/table.js", {}) == "it is neither .h nor .cpp");
  CHECK(complaint_about_file("http/url.cpp", {"namespace shotlist {"}) ==
        "\"namespace shotlist {\" is not the namespace of its folder");
  CHECK(complaint_about_file("http/url.cpp", {"namespace shotlist::wire {", http}) ==
        "\"namespace shotlist::wire {\" is not the namespace of its folder");
  CHECK(complaint_about_file("http/url.cpp", {"namespace shotlist::api {"}) ==
        "it does not open namespace shotlist::http");
  CHECK(complaint_about_file("base/text.cpp", {"namespace shotlist::base {"}) ==
        "it does not open namespace shotlist::inline base");
}

}  // namespace shotlist::tests::include_rules_test

#include "cli/past_results.h"

#include <string>

#include "results/results_csv.h"
#include "support/catch2.h"
#include "support/temporary_directory.h"
#include "system/posix_disk.h"

namespace shotlist::tests::past_results_test {

using namespace shotlist::cli;

namespace {

std::string long_results() {
  std::string text = "id,status,task_id,prompt\n";
  for (int i = 0; text.size() < 2 * results::longest_results_header; ++i)
    text += std::to_string(i) + ",failed,,A harbor at dawn\n";
  return text;
}

}  // namespace

TEST_CASE(
    "of results that nobody replaces the start stays, and the rest is read when it is needed") {
  const TemporaryDirectory directory;
  system::PosixDisk disk;
  const std::string path = directory.file("night.results.csv");
  const std::string text = long_results();
  disk.open(path)->append(text);
  PastResults past(disk);
  REQUIRE(past.find(path) != nullptr);
  const Fingerprint digest = past.find(path)->digest;
  CHECK(*past.text_of(path) == text);
  past.keep_starts();
  CHECK(past.find(path)->text == text.substr(0, results::longest_results_header));
  CHECK(past.find(path)->digest == digest);
  CHECK(*past.text_of(path) == text);
  past.drop_text(path);
  CHECK(past.find(path)->text.empty());
  CHECK(text.ends_with("\n" + past.lines(path)->rows.back().id + ",failed,,A harbor at dawn\n"));
}

TEST_CASE("results that are short stay whole, and another kind of file has no text") {
  const TemporaryDirectory directory;
  system::PosixDisk disk;
  const std::string path = directory.file("short.csv");
  disk.open(path)->append("id,status,task_id\na,failed,\n");
  disk.open(directory.file("other.csv"))->append("a,b\n");
  PastResults past(disk);
  CHECK(past.text_of(directory.file("other.csv")) == nullptr);
  CHECK(past.text_of(directory.file("none.csv")) == nullptr);
  REQUIRE(past.text_of(path) != nullptr);
  past.keep_starts();
  CHECK(past.find(path)->is_whole);
}

}  // namespace shotlist::tests::past_results_test

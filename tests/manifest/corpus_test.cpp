// Whole manifests beside what becomes of them. A case is `NAME.yaml` or `NAME.csv` in one of the
// folders of corpus/, beside `NAME.requests`, the id and the body of one request a line, or
// `NAME.mistakes`, all that is said of it as the user sees it; or both. A manifest may name other
// files of its folder. Each of those in bad/ holds an error, none of those in good/ does.
//
// To write what is expected, look at it and then say SHOTLIST_WRITE_CORPUS=1.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "manifest/reading.h"
#include "manifest/sample_files.h"
#include "support/catch2.h"

namespace shotlist::tests::corpus_test {

using namespace shotlist::manifest;
namespace fs = std::filesystem;

namespace {

bool exists_with(const fs::path& path, const char* extension) {
  return fs::exists(fs::path(path).replace_extension(extension));
}

// A CSV beside a YAML of its name is a file of its shots.
bool is_manifest(const fs::path& path) {
  if (path.extension() == ".yaml") return true;
  return path.extension() == ".csv" && !exists_with(path, ".yaml") &&
         (exists_with(path, ".requests") || exists_with(path, ".mistakes"));
}

std::vector<fs::path> all_manifests() {
  std::vector<fs::path> all;
  for (const auto& entry : fs::recursive_directory_iterator(SHOTLIST_CORPUS)) {
    if (entry.is_regular_file() && is_manifest(entry.path())) all.push_back(entry.path());
  }
  std::sort(all.begin(), all.end());
  return all;
}

Files folder_of(const fs::path& manifest) {
  Files files;
  for (const auto& entry : fs::directory_iterator(manifest.parent_path())) {
    if (entry.is_regular_file()) {
      files[entry.path().filename().string()] = content_of(entry.path().string());
    }
  }
  return files;
}

void check_file(const fs::path& expected, const std::string& text) {
  if (std::getenv("SHOTLIST_WRITE_CORPUS") != nullptr) {
    if (text.empty()) {
      fs::remove(expected);
    } else {
      std::ofstream(expected, std::ios::binary) << text;
    }
  }
  CHECK(text == (fs::exists(expected) ? content_of(expected.string()) : std::string()));
}

}  // namespace

TEST_CASE("every manifest of the corpus becomes the requests and mistakes beside it") {
  const std::vector<fs::path> manifests = all_manifests();
  REQUIRE(manifests.size() > 40);
  for (const fs::path& manifest : manifests) {
    CAPTURE(manifest.string());
    const Reading reading = read_files(folder_of(manifest), manifest.filename().string());
    check_file(fs::path(manifest).replace_extension(".requests"),
               reading.errors == 0 ? reading.lines() : "");
    check_file(fs::path(manifest).replace_extension(".mistakes"), reading.shown);
    const fs::path folder = manifest.parent_path().filename();
    if (folder == "bad") CHECK(reading.errors > 0);
    if (folder == "good") CHECK(reading.errors == 0);
  }
}

}  // namespace shotlist::tests::corpus_test

// Whole manifests beside what becomes of them. A case is `NAME.yaml` or `NAME.csv` in one of the
// folders of corpus/, beside `NAME.requests`, the id and the body of one request a line, or
// `NAME.mistakes`, every diagnostic as it is shown; or both. A manifest may name other files of its
// folder.
//
// To write what is expected, look at it and then say SHOTLIST_WRITE_CORPUS=1.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "manifest/reading.h"
#include "support/catch2.h"

using namespace shotlist;
namespace fs = std::filesystem;

namespace {

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

// A CSV beside a YAML of its name is a file of its shots.
bool is_manifest(const fs::path& path) {
  if (path.extension() == ".yaml") return true;
  if (path.extension() != ".csv") return false;
  const auto has = [&](const char* extension) {
    return fs::exists(fs::path(path).replace_extension(extension));
  };
  return !has(".yaml") && (has(".requests") || has(".mistakes"));
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
      files[entry.path().filename().string()] = content_of(entry.path());
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
  CHECK(text == content_of(expected));
}

}  // namespace

TEST_CASE("every manifest of the corpus becomes the requests and mistakes beside it") {
  const std::vector<fs::path> manifests = all_manifests();
  REQUIRE_FALSE(manifests.empty());
  for (const fs::path& manifest : manifests) {
    CAPTURE(manifest.filename().string());
    const Reading reading = read_files(folder_of(manifest), manifest.filename().string());
    check_file(fs::path(manifest).replace_extension(".requests"), reading.lines());
    check_file(fs::path(manifest).replace_extension(".mistakes"), reading.mistakes);
  }
}

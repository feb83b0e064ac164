#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "include_rules.h"
#include "support/catch2.h"

namespace shotlist::tests::source_tree_test {

namespace fs = std::filesystem;

namespace {

const fs::path source_root = SHOTLIST_SOURCE_ROOT;

struct SourceFile {
  std::string path;  // relative to src/
  std::vector<std::string> lines;
};

std::vector<std::string> lines_of(const fs::path& path) {
  std::ifstream in(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);)
    lines.push_back(line);
  return lines;
}

std::vector<SourceFile> source_files() {
  std::vector<SourceFile> files;
  for (const auto& entry : fs::recursive_directory_iterator(source_root)) {
    if (!entry.is_regular_file() || entry.path().filename() == "meson.build") continue;
    files.push_back(
        {fs::relative(entry.path(), source_root).generic_string(), lines_of(entry.path())});
  }
  return files;
}

std::size_t files_that_include(const std::vector<SourceFile>& files, const std::string& header) {
  return static_cast<std::size_t>(
      std::count_if(files.begin(), files.end(), [&](const SourceFile& file) {
        return std::find(file.lines.begin(), file.lines.end(), "#include <" + header + ">") !=
               file.lines.end();
      }));
}

}  // namespace

TEST_CASE("every include in src keeps to the floors and to the homes of libraries") {
  const std::vector<SourceFile> files = source_files();
  REQUIRE(files.size() > 60);
  for (const SourceFile& file : files) {
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      const std::string complaint = complaint_about(file.path, file.lines[i]);
      if (!complaint.empty()) {
        FAIL_CHECK("src/" << file.path << ":" << i + 1 << ": " << complaint);
      }
    }
  }
}

TEST_CASE("every file in src has its place, its first line and its namespace") {
  for (const SourceFile& file : source_files()) {
    const std::string complaint = complaint_about_file(file.path, file.lines);
    if (!complaint.empty()) FAIL_CHECK("src/" << file.path << ": " << complaint);
  }
}

TEST_CASE("every include in quotes names a file that is there") {
  for (const SourceFile& file : source_files()) {
    for (const std::string& line : file.lines) {
      const std::string name = quoted_include(line);
      if (!name.empty() && !fs::is_regular_file(source_root / name)) {
        FAIL_CHECK("src/" << file.path << ": there is no " << name);
      }
    }
  }
}

// Each takes seconds to compile.
TEST_CASE("the heaviest libraries are compiled in one file each") {
  const std::vector<SourceFile> files = source_files();
  CHECK(files_that_include(files, "httplib.h") <= 1);
  CHECK(files_that_include(files, "CLI/CLI.hpp") <= 1);
}

}  // namespace shotlist::tests::source_tree_test

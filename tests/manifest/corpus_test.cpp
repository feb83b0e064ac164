// Manifests beside all that is said of them, and the requests they become: `tram.yaml` and
// `tram.yaml.expected`. Those in bad/ hold an error, and nothing is sent.

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "manifest/reading.h"
#include "manifest/sample_files.h"
#include "support/catch2.h"

using namespace shotlist;

namespace {

Files files_in(const std::string& folder) {
  Files files;
  for (const auto& entry : std::filesystem::directory_iterator(SHOTLIST_CORPUS "/" + folder))
    files[entry.path().filename().string()] = content_of(entry.path().string());
  return files;
}

std::size_t check_folder(const std::string& folder, bool good) {
  constexpr std::string_view suffix = ".expected";
  const Files files = files_in(folder);
  std::size_t cases = 0;
  for (const auto& [name, expected] : files) {
    if (!std::string_view(name).ends_with(suffix)) continue;
    ++cases;
    const std::string manifest = name.substr(0, name.size() - suffix.size());
    INFO(folder << '/' << manifest);
    const Reading reading = read_files(files, manifest);
    CHECK((reading.errors == 0) == good);
    CHECK(reading.shown + (good ? reading.lines() : "") == expected);
  }
  return cases;
}

}  // namespace

TEST_CASE("good manifests become the requests beside them") {
  CHECK(check_folder("good", true) == 5);
}

TEST_CASE("bad manifests are told as it stands beside them") {
  CHECK(check_folder("bad", false) == 19);
}

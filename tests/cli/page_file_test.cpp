#include "cli/page_file.h"

#include <filesystem>
#include <string>
#include <vector>

#include "support/catch2.h"
#include "support/review_in_memory.h"
#include "support/temporary_directory.h"
#include "system/posix_disk.h"

namespace shotlist::tests::page_file_test {

using namespace shotlist::cli;
using namespace shotlist::show;
using namespace shotlist::system;

TEST_CASE("a page names videos as seen from where it lies, and the results do from theirs") {
  struct Case {
    std::string video;    // as the results, in the folder `results`, name it
    std::string in_page;  // in the folder `pages`
  };
  const TemporaryDirectory directory;
  const std::vector<Case> cases = {
      {"videos/a.mp4", "../results/videos/a.mp4"},
      {"../pages/b.mp4", "b.mp4"},
      {directory.file("c.mp4"), directory.file("c.mp4")},
  };
  std::filesystem::create_directories(directory.file("pages"));
  std::filesystem::create_directories(directory.file("results/videos"));
  PosixDisk disk;
  for (const char* file : {"results/videos/a.mp4", "pages/b.mp4", "c.mp4"})
    disk.open(directory.file(file));
  for (const Case& c : cases) {
    ReviewInMemory review;
    review.ending.results_file = directory.file("results/night.results.csv");
    review.results.rows.resize(1);
    review.results.rows[0].id = "a";
    review.results.rows[0].source = "night.yaml:1";
    review.results.rows[0].video_file = c.video;
    const std::string page = directory.file("pages/night.html");
    const Review view = review.view();
    write_page(disk, page, view, select_rows(view, {}));
    CAPTURE(c.video);
    CHECK(disk.read(page).value().find('"' + c.in_page + '"') != std::string::npos);
  }
}

TEST_CASE("a video that is not there is said, and not linked") {
  const TemporaryDirectory directory;
  std::filesystem::create_directories(directory.file("folder.mp4"));
  for (const char* file : {"gone.mp4", "folder.mp4"}) {
    ReviewInMemory review;
    review.ending.results_file = directory.file("night.results.csv");
    review.results.rows.resize(1);
    review.results.rows[0].video_file = file;
    const Review view = review.view();
    const std::string page = text_of([&](const TakeText& take) {
      write_page_at(directory.file("night.html"), view, select_rows(view, {}), take);
    });
    CAPTURE(file);
    CHECK(page.find(std::string(file) + " is not there") != std::string::npos);
    CHECK(page.find(std::string("./") + file) == std::string::npos);
  }
}

}  // namespace shotlist::tests::page_file_test

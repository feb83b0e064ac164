#include "cli/video_files.h"

#include <filesystem>
#include <string>

#include "support/catch2.h"
#include "support/temporary_directory.h"
#include "system/posix_disk.h"

namespace shotlist::tests::video_files_test {

using namespace shotlist::cli;

TEST_CASE("the files of the rows are counted as they are found beside the results") {
  const TemporaryDirectory directory;
  std::filesystem::create_directories(directory.file("videos/folder.mp4"));
  system::PosixDisk disk;
  disk.open(directory.file("videos/a.mp4"))->append("12345");
  show::Review review;
  review.ending.results_file = directory.file("night.results.csv");
  for (const std::string& file :
       {std::string("videos/a.mp4"), directory.file("videos/a.mp4"), std::string("videos/b.mp4"),
        std::string("videos/folder.mp4"), std::string()})
    review.results.rows.emplace_back().video_file = file;
  Result& left = review.results.rows.emplace_back();
  left.entry = "krtvbcdfghjk";
  left.video_file = "videos/a.mp4";
  CHECK(look_for_videos(review) == show::VideoFiles{2, 2, 10});
}

TEST_CASE("paths are as seen from a folder, which may be another than that of the results") {
  const TemporaryDirectory directory;
  std::filesystem::create_directories(directory.file("videos"));
  system::PosixDisk disk;
  disk.open(directory.file("videos/a.mp4"));
  show::Review review;
  review.ending.results_file = directory.file("night.results.csv");
  review.results.rows.resize(2);
  review.results.rows[0].video_file = "videos/a.mp4";
  review.results.rows[1].video_file = "videos/b.mp4";
  review.results.rows[1].video_error = "cut short";
  const SeenRows seen = seen_from(directory.file("else/where"), review, {&review.results.rows[1]});
  CHECK(seen.review.results.rows[0].video_file == "../../videos/a.mp4");
  REQUIRE(seen.rows.size() == 1);
  CHECK(seen.rows[0] == &seen.review.results.rows[1]);
  CHECK(seen.rows[0]->video_file.empty());
  CHECK(seen.rows[0]->video_error == "cut short; videos/b.mp4 is not there");
}

TEST_CASE("the folder of standard output is the working folder") {
  CHECK(folder_of("-") == std::filesystem::current_path());
  CHECK(folder_of("/srv/./a/../b.html") == "/srv");
}

}  // namespace shotlist::tests::video_files_test

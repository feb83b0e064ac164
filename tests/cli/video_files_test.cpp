#include "cli/video_files.h"

#include <filesystem>
#include <string>
#include <vector>

#include "support/catch2.h"
#include "support/review_in_memory.h"
#include "support/temporary_directory.h"
#include "system/posix_disk.h"

namespace shotlist::tests::video_files_test {

using namespace shotlist::cli;

TEST_CASE("the files of the rows are counted as they are found beside the results") {
  const TemporaryDirectory directory;
  std::filesystem::create_directories(directory.file("videos/folder.mp4"));
  system::PosixDisk disk;
  disk.open(directory.file("videos/a.mp4"))->append("12345");
  const VideoLook look(directory.file("night.results.csv"));
  show::VideoFiles files;
  Result row;
  for (const std::string& file :
       {std::string("videos/a.mp4"), directory.file("videos/a.mp4"), std::string("videos/b.mp4"),
        std::string("videos/folder.mp4"), std::string()}) {
    row.video_file = file;
    look.look(row, files);
  }
  row.entry = "krtvbcdfghjk";  // it left the manifest
  row.video_file = "videos/a.mp4";
  look.look(row, files);
  CHECK(files == show::VideoFiles{2, 2, 10});
}

TEST_CASE("paths are as seen from a folder, which may be another than that of the results") {
  const TemporaryDirectory directory;
  std::filesystem::create_directories(directory.file("videos"));
  system::PosixDisk disk;
  disk.open(directory.file("videos/a.mp4"));
  ReviewInMemory review;
  review.results.rows.resize(2);
  review.results.rows[0].video_file = "videos/a.mp4";
  review.results.rows[1].video_file = "videos/b.mp4";
  review.results.rows[1].video_error = "cut short";
  const VideoLook look(directory.file("night.results.csv"));
  std::vector<Result> seen;
  look.seen_from(directory.file("else/where"), show::select_rows(review.view(), {}))
      .for_each([&seen](const show::ReviewRow& row) { seen.push_back(row.line); });
  REQUIRE(seen.size() == 2);
  CHECK(seen[0].video_file == "../../videos/a.mp4");
  CHECK(seen[1].video_file.empty());
  CHECK(seen[1].video_error == "cut short; videos/b.mp4 is not there");
}

TEST_CASE("the folder of standard output is the working folder") {
  CHECK(folder_of("-") == std::filesystem::current_path());
  CHECK(folder_of("/srv/./a/../b.html") == "/srv");
}

}  // namespace shotlist::tests::video_files_test

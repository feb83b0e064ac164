#include "sandbox/clip.h"

#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::clip_test {

using namespace shotlist::sandbox;

namespace {

/// The types of the boxes of an MP4 file; `?` last if they do not end with it.
std::vector<std::string> boxes_of(std::string_view file) {
  std::vector<std::string> types;
  while (!file.empty()) {
    std::size_t size = 0;
    for (int i = 0; i < 4; ++i)
      size = size << 8U | static_cast<unsigned char>(file.at(static_cast<std::size_t>(i)));
    types.emplace_back(file.substr(4, 4));
    if (size < 8 || size > file.size()) return types.back() = "?", types;
    file.remove_prefix(size);
  }
  return types;
}

}  // namespace

TEST_CASE("a video's boxes end where it ends, and it can be played as it arrives") {
  CHECK(boxes_of(video_of("sora-2:task_1")) ==
        std::vector<std::string>{"ftyp", "moov", "free", "mdat", "free"});
  CHECK(video_of("sora-2:task_1").size() < 4096);
}

TEST_CASE("each task has a video of its own") {
  CHECK(video_of("a") == video_of("a"));
  CHECK(video_of("a") != video_of("b"));
}

}  // namespace shotlist::tests::clip_test

#include "show/playlist.h"

#include <string>

#include "support/catch2.h"
#include "support/review_in_memory.h"

namespace shotlist::tests::playlist_test {

using namespace shotlist::show;

namespace {

Result row(std::string id, std::string file, std::string duration = "15") {
  Result result;
  result.id = std::move(id);
  result.video_file = std::move(file);
  result.duration = std::move(duration);
  return result;
}

Playlist list_of(const std::vector<Result>& rows) {
  const ReviewInMemory review(Results{{}, rows});
  return playlist_of(select_rows(review.view(), {}));
}

}  // namespace

TEST_CASE("a playlist names the files in order, with the seconds that were asked for") {
  const Playlist list = list_of({row("harbor@dawn", "videos/harbor@dawn.mp4"), row("none", ""),
                                 row("雨", "../雨 1.mp4", ""), row("tram", "/srv/tram.mp4", "8s")});
  CHECK(list.videos == 3);
  CHECK(list.text ==
        "#EXTM3U\n"
        "#EXTINF:15,harbor@dawn\n./videos/harbor@dawn.mp4\n"
        "#EXTINF:-1,雨\n./../雨 1.mp4\n"
        "#EXTINF:-1,tram\n/srv/tram.mp4\n");
}

TEST_CASE("nothing in a row adds a line to a playlist") {
  const Playlist list = list_of({row("a\n#EXTINF:1,x\r\nhttps://evil.example/v", "a.mp4", "1\n2"),
                                 row("b", "b.mp4\nhttps://evil.example/v"), row("c", "c\r.mp4"),
                                 row("d", "#d.mp4"), row("e", "https://evil.example/v.mp4")});
  CHECK(list.videos == 3);
  CHECK(list.text ==
        "#EXTM3U\n"
        "#EXTINF:-1,a\\n#EXTINF:1,x\\r\\nhttps://evil.example/v\n./a.mp4\n"
        "#EXTINF:15,d\n./#d.mp4\n"
        "#EXTINF:15,e\n./https://evil.example/v.mp4\n");
}

TEST_CASE("a playlist without videos is one all the same") {
  CHECK(list_of({}).text == "#EXTM3U\n");
  CHECK(list_of({}).text.starts_with(playlist_start));
}

}  // namespace shotlist::tests::playlist_test

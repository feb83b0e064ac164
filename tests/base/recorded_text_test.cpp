#include "base/recorded_text.h"

#include "base/translation.h"
#include "support/catch2.h"

namespace shotlist::tests::recorded_text_test {

TEST_CASE("a recorded reason is said in the language of its reader") {
  const char* const reason = "HTTP 502 with an empty body";
  CHECK(spoken_text(reason) == reason);
  speak(Language::chinese);
  CHECK(spoken_text(reason) == "HTTP 502，应答体为空");
  CHECK(spoken_text("no answer within 2s; an earlier try has task t1 (krtv)") ==
        "2s 之内没有应答；先前的一次尝试有任务 t1（krtv）");
  CHECK(spoken_text("it is no video: it is a web page titled \"502\"") ==
        "不是视频，而是标题为“502”的网页");
  speak(Language::english);
}

TEST_CASE("the words of a server are not translated") {
  speak(Language::chinese);
  CHECK(spoken_text("upstream said {no}").find("upstream said {no}") == 0);
  CHECK(spoken_text("").empty());
  speak(Language::english);
}

}  // namespace shotlist::tests::recorded_text_test

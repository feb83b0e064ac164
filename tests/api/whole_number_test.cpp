#include "api/whole_number.h"

#include "support/catch2.h"

namespace shotlist::tests::whole_number_test {

using shotlist::api::read_whole_number;

TEST_CASE("a whole number is read however it is certain") {
  for (const char* text :
       {"15", " 15 ", "15.0", "15.00", "１５", "１５．０", "\u300015\u00A0", "15\u200B"}) {
    INFO(text);
    CHECK(read_whole_number(text, false) == 15);
    CHECK(read_whole_number(text, true) == 15);
  }
  CHECK(read_whole_number("-3", false) == -3);
}

TEST_CASE("seconds may have their unit") {
  for (const char* text : {"15s", "15 s", "15S", "15sec", "15 secs", "15 second", "15 seconds",
                           "15秒", "15 秒", "15秒钟", "１５秒", "１５ｓ", "15.0s", "15\u00A0s"}) {
    INFO(text);
    CHECK(read_whole_number(text, true) == 15);
    CHECK_FALSE(read_whole_number(text, false).has_value());
  }
}

TEST_CASE("what may mean something else is no whole number") {
  for (const char* text : {"",     " ",     "s",   "秒",    "15.5", "15.000", "15,0",  "1.500",
                           "15ms", "15min", "15m", "15分",  "0:15", "15 s x", "15s15", "about 15",
                           "1e1",  "0x0F",  "+15", "15-20", "十五", "15.",    ".0",    "--15"}) {
    INFO(text);
    CHECK_FALSE(read_whole_number(text, true).has_value());
  }
}

}  // namespace shotlist::tests::whole_number_test

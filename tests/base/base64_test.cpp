#include "base/base64.h"

#include <string>
#include <string_view>

#include "support/catch2.h"

namespace shotlist::tests::base64_test {

TEST_CASE("bytes are written in base64 with their padding") {
  struct Case {
    std::string_view bytes;
    std::string_view text;
  };
  for (const Case& c : {Case{"", ""},
                        {"f", "Zg=="},
                        {"fo", "Zm8="},
                        {"foo", "Zm9v"},
                        {"foob", "Zm9vYg=="},
                        {"\xFF\xFE\xFD\xFB", "//79+w=="},
                        {std::string_view("\0\0\0", 3), "AAAA"}}) {
    std::string text = "before ";
    append_base64(text, c.bytes);
    CHECK(text == "before " + std::string(c.text));
  }
}

}  // namespace shotlist::tests::base64_test

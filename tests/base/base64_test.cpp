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

TEST_CASE("what was written in base64 is read back, with and without padding and line ends") {
  std::string bytes;
  for (int i = 0; i < 600; ++i) {
    std::string text;
    append_base64(text, bytes);
    CHECK(from_base64(text) == bytes);
    CHECK(from_base64(text.substr(0, text.find('='))) == bytes);
    CHECK(from_base64(text.insert(text.size() / 2, "\r\n ")) == bytes);
    bytes += static_cast<char>(i * 37);
  }
}

TEST_CASE("what is no base64 is not read") {
  for (const std::string_view text : {"A", "AAAAA", "A=", "A===", "AA=", "AAA==", "AAAA=", "AA=A",
                                      "AA-_", "AA%3D", "\xFF\xFF\xFF\xFF", "=", "===="}) {
    CAPTURE(text);
    CHECK_FALSE(from_base64(text));
  }
}

}  // namespace shotlist::tests::base64_test

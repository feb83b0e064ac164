#include "base/shared_text.h"

#include <string>
#include <string_view>

#include "support/catch2.h"

namespace shotlist::tests::shared_text_test {

TEST_CASE("a shared text is equal to what it says, and copies share their memory") {
  const SharedText text = std::string("https://api.example.com:8443");
  const SharedText copy = text;
  CHECK(copy == text);
  CHECK(copy == SharedText("https://api.example.com:8443"));
  CHECK(copy == "https://api.example.com:8443");
  CHECK(copy != std::string("https://api.example.com"));
  CHECK(std::string_view(copy) == text.text());
  CHECK(copy.text().data() == text.text().data());
  CHECK(SharedText() == "");
  CHECK(SharedText() != copy);
}

TEST_CASE("a shared text that takes on what it says already keeps its memory") {
  SharedText text = "https://api.example.com:8443";
  const char* const memory = text.text().data();
  text.take("https://api.example.com:8443");
  CHECK(text.text().data() == memory);
  const SharedText before = text;
  text.take("sandbox");
  CHECK(text == "sandbox");
  CHECK(before == "https://api.example.com:8443");
}

}  // namespace shotlist::tests::shared_text_test

#include "base/json_text.h"

#include <string>

#include <nlohmann/json.hpp>

#include "support/catch2.h"

namespace shotlist::tests::json_text_test {
namespace {

std::string json_string(std::string_view text) {
  std::string json;
  append_json_text(json, text);
  return json;
}

TEST_CASE("a text becomes the JSON string that a JSON library writes") {
  for (int c = 0; c < 0x80; ++c) {
    const std::string text = std::string("a") + static_cast<char>(c) + "b" + static_cast<char>(c);
    CAPTURE(c);
    CHECK(json_string(text) == nlohmann::json(text).dump());
  }
  for (const std::string text : {"", "夜市 🎬 café", "\"quoted\"", "\\", "line\r\nline", "\x7f"}) {
    CAPTURE(text);
    CHECK(json_string(text) == nlohmann::json(text).dump());
    CHECK(nlohmann::json::parse(json_string(text)) == text);
  }
}

TEST_CASE("what could do harm on a terminal is escaped in JSON, and means the same") {
  const std::string hostile =
      "\x7f \xC2\x9B bell \xE2\x80\xAE turned \xE2\x80\xA8 \xF3\xA0\x81\x81 夜市 🎬\n\t\"";
  const std::string json = nlohmann::json({{"id", hostile}}).dump();
  const std::string safe = disarmed_json(json);
  CHECK(safe == R"({"id":"\u007f \u009b bell \u202e turned \u2028 \udb40\udc41 夜市 🎬\n\t\""})");
  CHECK(nlohmann::json::parse(safe) == nlohmann::json::parse(json));
}

}  // namespace
}  // namespace shotlist::tests::json_text_test

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/profile.h"
#include "api/url_list.h"
#include "base/utf8.h"
#include "fuzz/must.h"

using namespace shotlist::api;
using namespace shotlist::base;
using namespace shotlist::model;
using namespace shotlist::tests;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const char* end = text.data();
  for (const std::string_view piece : split_urls(text)) {
    must(!piece.empty() && piece.data() >= end);
    must(piece.find_first_of(" \t\r\n|") == std::string_view::npos);
    end = piece.data() + piece.size();
  }
  // What is offered instead is accepted, and says the same again.
  if (const auto among = urls_among(text)) {
    std::string offered;
    for (const std::string& url : *among) {
      must(text.find(url) != std::string_view::npos && !fault_of_url(url));
      offered += url + ' ';
    }
    must(urls_among(offered) == among);
  }
  const FieldRule rule{.name = "images", .type = FieldType::urls};
  Value value;
  std::vector<FieldMistake> mistakes;
  const bool good = parse_value(rule, repaired_utf8(text), value, mistakes);
  must(good == mistakes.empty());
  if (!good) return 0;
  for (const std::string& url : std::get<std::vector<std::string>>(value))
    must(!fault_of_url(url));
  return 0;
}

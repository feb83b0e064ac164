#include "sandbox/fault.h"

#include "support/catch2.h"

namespace shotlist::tests::fault_test {

using namespace shotlist::sandbox;

TEST_CASE("every fault is read back by its name") {
  const auto names = fault_names();
  REQUIRE(names.size() == 11);
  for (const std::string& name : names) {
    CAPTURE(name);
    const auto parsed = parse_fault(name + "=0.25");
    REQUIRE(parsed);
    CHECK(to_text(parsed->first) == name);
    CHECK(parsed->second == 0.25);
  }
}

TEST_CASE("a fault's probability is a fraction or a percentage") {
  CHECK(parse_fault("silence=1%") == std::pair(Fault::silence, 0.01));
  CHECK(parse_fault("502=1") == std::pair(Fault::bad_gateway, 1.0));
  CHECK(parse_fault("429-retry-after=0") == std::pair(Fault::rate_limited_header, 0.0));
}

TEST_CASE("what is no fault is not read as one") {
  for (const char* text : {"", "502", "502=", "=0.5", "502=2", "502=-0.1", "502=101%", "504=0.1",
                           "Silence=0.1", " 502=0.1", "502 =0.1", "502=0.1=0.1", "502=nan"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_fault(text));
  }
}

}  // namespace shotlist::tests::fault_test

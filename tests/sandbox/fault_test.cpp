#include "sandbox/fault.h"

#include <set>

#include "support/catch2.h"

namespace shotlist::tests::fault_test {

using namespace shotlist::sandbox;

namespace {

constexpr FaultGroup groups[] = {FaultGroup::create, FaultGroup::query, FaultGroup::task,
                                 FaultGroup::file};

}  // namespace

TEST_CASE("every fault is read back by its name") {
  CHECK(fault_names(FaultGroup::create).size() == 11);
  std::set<std::string> seen;
  for (const FaultGroup group : groups) {
    for (const std::string& name : fault_names(group)) {
      CAPTURE(name);
      CHECK(seen.insert(name).second);
      const auto parsed = parse_fault(name + "=0.25");
      REQUIRE(parsed);
      CHECK(to_text(parsed->first) == name);
      CHECK(group_of(parsed->first) == group);
      CHECK(parsed->second == 0.25);
    }
  }
}

TEST_CASE("a prompt asks for faults by name, but not for those of its creation") {
  using Asked = std::vector<Fault>;
  CHECK(faults_asked_by("sandbox:fail").front() == Fault::fail);
  CHECK(faults_asked_by("a cat (sandbox:fail-moderated), sandbox:file-cut.") ==
        Asked{Fault::fail_moderated, Fault::file_cut});
  CHECK(faults_asked_by("sandbox:refuse sandbox:502 sandbox:silence").empty());
  CHECK(faults_asked_by("sandbox:failing sandbox: fail, fail, 猫sandbox:").empty());
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

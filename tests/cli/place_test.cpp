#include "cli/place.h"

#include <string>

#include "base/error.h"
#include "support/catch2.h"

namespace shotlist {
namespace {

constexpr const char* real = "https://api.example.com";
constexpr const char* local = "http://127.0.0.1:8080";

template <typename Held>
std::string refusal(const Roof& roof, const Held& held) {
  try {
    must_be_of_one_place(roof, held);
  } catch (const Error& error) {
    CHECK(error.exit_code() == ExitCode::invalid);
    return error.what();
  }
  return "";
}

AdoptedFact bought(const std::string& task_id) {
  Standing standing;
  standing.status = Status::submitted;
  standing.task_id = task_id;
  return {"r.csv", {}, {{"a", standing}}};
}

TEST_CASE("a place is the sandbox, this machine, or elsewhere") {
  CHECK(place_of(true, local) == Place::sandbox);
  CHECK(place_of(false, local) == Place::this_machine);
  CHECK(place_of(false, "http://localhost:8080") == Place::this_machine);
  CHECK(place_of(false, real) == Place::elsewhere);
}

TEST_CASE("a run goes on only at the place where the last one was") {
  const struct {
    bool sandbox_before;
    const char* before;
    Place here;
    const char* held;
  } cases[] = {
      {true, local, Place::sandbox, ""},
      {false, real, Place::elsewhere, ""},
      {false, local, Place::this_machine, ""},
      {true, local, Place::elsewhere, "r.csv holds a rehearsal in the sandbox"},
      {false, local, Place::elsewhere, "r.csv holds task ids of a server on this machine"},
      {false, real, Place::sandbox, "r.csv holds real task ids"},
      {false, real, Place::this_machine, "r.csv holds real task ids"},
      {true, local, Place::this_machine, "r.csv holds a rehearsal in the sandbox"},
  };
  for (const auto& test : cases) {
    CAPTURE(test.before, test.held);
    OpenedFact last;
    last.sandbox = test.sandbox_before;
    last.base_url = test.before;
    const std::string text = refusal({"r.csv", test.here, "here"}, last);
    CHECK(text.substr(0, std::string(test.held).size()) == test.held);
    CHECK(text.empty() == std::string(test.held).empty());
  }
}

TEST_CASE("without a journal, task ids tell a rehearsal from the real thing") {
  const AdoptedFact rehearsed = bought("sora-2:task_sandbox_01m81sa3ywhdxbyxpgvv800000");
  const AdoptedFact paid = bought("sora-2:task_01m81sa3ywhdxbyxpgvv800000");
  CHECK(refusal({"r.csv", Place::sandbox, ""}, rehearsed).empty());
  CHECK(refusal({"r.csv", Place::this_machine, ""}, rehearsed).empty());
  CHECK_FALSE(refusal({"r.csv", Place::elsewhere, ""}, rehearsed).empty());
  CHECK(refusal({"r.csv", Place::elsewhere, ""}, paid).empty());
  CHECK_FALSE(refusal({"r.csv", Place::sandbox, ""}, paid).empty());
}

}  // namespace
}  // namespace shotlist

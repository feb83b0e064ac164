#include "cli/place.h"

#include <string>
#include <vector>

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

std::vector<AdoptedFact::Row> bought(const std::string& task_id) {
  Standing standing;
  standing.status = Status::submitted;
  standing.task_id = task_id;
  return {{"a", standing}};
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
    Ledger ledger;
    ledger.apply(last);
    CHECK(refusal({"r.csv", test.here, "here"}, ledger).empty());  // it sent nothing
    ledger.apply(SendingFact{"a", {}, 1, {}, ""});
    const std::string text = refusal({"r.csv", test.here, "here"}, ledger);
    CHECK(text.substr(0, std::string(test.held).size()) == test.held);
    CHECK(text.empty() == std::string(test.held).empty());
  }
}

TEST_CASE("where no run is known, task ids tell a rehearsal from the real thing") {
  const auto rehearsed = bought("sora-2:task_sandbox_01m81sa3ywhdxbyxpgvv800000");
  const auto paid = bought("sora-2:task_01m81sa3ywhdxbyxpgvv800000");
  CHECK(refusal({"r.csv", Place::sandbox, ""}, rehearsed).empty());
  CHECK(refusal({"r.csv", Place::this_machine, ""}, rehearsed).empty());
  CHECK_FALSE(refusal({"r.csv", Place::elsewhere, ""}, rehearsed).empty());
  CHECK(refusal({"r.csv", Place::elsewhere, ""}, paid).empty());
  CHECK_FALSE(refusal({"r.csv", Place::sandbox, ""}, paid).empty());

  Ledger decided;  // a person opened the journal, by settling a row
  decided.apply(OpenedFact{});
  decided.apply(AdoptedFact{"r.csv", {}, rehearsed});
  CHECK(refusal({"r.csv", Place::sandbox, ""}, decided).empty());
  CHECK(refusal({"r.csv", Place::this_machine, ""}, decided).empty());
  CHECK_FALSE(refusal({"r.csv", Place::elsewhere, ""}, decided).empty());
}

}  // namespace
}  // namespace shotlist

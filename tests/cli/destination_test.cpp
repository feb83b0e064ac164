#include "cli/destination.h"

#include <string>
#include <vector>

#include "base/error.h"
#include "support/catch2.h"

namespace shotlist::tests {
namespace {

constexpr const char* real = "https://api.example.com";
constexpr const char* local = "http://127.0.0.1:8080";

template <typename Held>
std::string refusal(const cli::Roof& roof, const Held& held) {
  try {
    cli::must_have_one_destination(roof, held);
  } catch (const Error& error) {
    CHECK(error.exit_code() == ExitCode::invalid);
    return error.what();
  }
  return "";
}

std::vector<journal::AdoptedFact::Row> bought(const std::string& task_id) {
  Standing standing;
  standing.status = Status::submitted;
  standing.task_id = task_id;
  return {{"a", standing}};
}

TEST_CASE("a place is the sandbox, this machine, or elsewhere") {
  CHECK(cli::destination_of(true, local) == cli::Destination::sandbox);
  CHECK(cli::destination_of(false, local) == cli::Destination::this_machine);
  CHECK(cli::destination_of(false, "http://localhost:8080") == cli::Destination::this_machine);
  CHECK(cli::destination_of(false, real) == cli::Destination::elsewhere);
}

TEST_CASE("a run goes on only at the place where the last one was") {
  const struct {
    bool sandbox_before;
    const char* before;
    cli::Destination here;
    const char* held;
  } cases[] = {
      {true, local, cli::Destination::sandbox, ""},
      {false, real, cli::Destination::elsewhere, ""},
      {false, local, cli::Destination::this_machine, ""},
      {true, local, cli::Destination::elsewhere, "r.csv holds a rehearsal in the sandbox"},
      {false, local, cli::Destination::elsewhere,
       "r.csv holds task ids of a server on this machine"},
      {false, real, cli::Destination::sandbox, "r.csv holds real task ids"},
      {false, real, cli::Destination::this_machine, "r.csv holds real task ids"},
      {true, local, cli::Destination::this_machine, "r.csv holds a rehearsal in the sandbox"},
  };
  for (const auto& test : cases) {
    CAPTURE(test.before, test.held);
    journal::OpenedFact last;
    last.sandbox = test.sandbox_before;
    last.base_url = test.before;
    journal::Ledger ledger;
    ledger.apply(last);
    CHECK(refusal({"r.csv", test.here, "here"}, ledger).empty());  // it sent nothing
    ledger.apply(journal::SendingFact{"a", {}, 1, {}, ""});
    const std::string text = refusal({"r.csv", test.here, "here"}, ledger);
    CHECK(text.substr(0, std::string(test.held).size()) == test.held);
    CHECK(text.empty() == std::string(test.held).empty());
  }
}

TEST_CASE("where no run is known, task ids tell a rehearsal from the real thing") {
  const auto rehearsed = bought("sora-2:task_sandbox_01m81sa3ywhdxbyxpgvv800000");
  const auto paid = bought("sora-2:task_01m81sa3ywhdxbyxpgvv800000");
  CHECK(refusal({"r.csv", cli::Destination::sandbox, ""}, rehearsed).empty());
  CHECK(refusal({"r.csv", cli::Destination::this_machine, ""}, rehearsed).empty());
  CHECK_FALSE(refusal({"r.csv", cli::Destination::elsewhere, ""}, rehearsed).empty());
  CHECK(refusal({"r.csv", cli::Destination::elsewhere, ""}, paid).empty());
  CHECK_FALSE(refusal({"r.csv", cli::Destination::sandbox, ""}, paid).empty());

  journal::Ledger decided;  // a person opened the journal, by settling a row
  decided.apply(journal::OpenedFact{});
  decided.apply(journal::AdoptedFact{"r.csv", {}, rehearsed});
  CHECK(refusal({"r.csv", cli::Destination::sandbox, ""}, decided).empty());
  CHECK(refusal({"r.csv", cli::Destination::this_machine, ""}, decided).empty());
  CHECK_FALSE(refusal({"r.csv", cli::Destination::elsewhere, ""}, decided).empty());
}

}  // namespace
}  // namespace shotlist::tests

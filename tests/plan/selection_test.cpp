#include "plan/selection.h"

#include <string>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "support/catch2.h"
#include "support/virtual_run.h"

namespace shotlist::tests::selection_test {
namespace {

using Ids = std::vector<std::string>;

Ids wanted(const Requests& requests, const plan::Selection& selection) {
  plan::Selector selector(selection, requests.variable_names);
  Ids ids;
  for (const Request& row : requests.rows) {
    if (selector.wants(row.id, [&]() -> const Request& { return row; })) ids.push_back(row.id);
  }
  selector.must_be_known(
      [&] {
        std::vector<std::string_view> known;
        for (const Request& row : requests.rows)
          known.emplace_back(row.id);
        return known;
      },
      "the remedy");
  return ids;
}

std::string message_of(const Requests& requests, const plan::Selection& selection) {
  try {
    wanted(requests, selection);
  } catch (const Error& error) {
    CHECK(error.exit_code() == ExitCode::usage);
    return error.what();
  }
  return "no error";
}

TEST_CASE("rows are selected by id, by field, by variable, and by all of them together") {
  Requests requests = sample_requests(4);
  requests.variable_names = {"time"};
  for (Request& row : requests.rows)
    row.variables = {row.id == "row-1" ? "dusk" : "dawn"};
  requests.rows[1].fields.emplace_back("duration", std::int64_t{25});
  const struct {
    const char* what;
    plan::Selection selection;
    Ids ids;
  } cases[] = {
      {"nothing said", {}, {"row-1", "row-2", "row-3", "row-4"}},
      {"ids, in manifest order", {{"row-3", "row-1"}, {}, {}}, {"row-1", "row-3"}},
      {"an id twice", {{"row-2", "row-2"}, {}, {}}, {"row-2"}},
      {"a variable", {{}, {{"time", "dawn"}}, {}}, {"row-2", "row-3", "row-4"}},
      {"a field", {{}, {{"prompt", "prompt 4"}}, {}}, {"row-4"}},
      {"a number", {{}, {{"duration", "25"}}, {}}, {"row-2"}},
      {"the id", {{}, {{"id", "row-2"}}, {}}, {"row-2"}},
      {"nobody", {{}, {{"time", "noon"}}, {}}, {}},
      {"all must hold", {{"row-1", "row-2"}, {{"time", "dawn"}}, {}}, {"row-2"}},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    CHECK(wanted(requests, test.selection) == test.ids);
  }
}

TEST_CASE("a whole row is only asked for where its id is not enough to tell") {
  const plan::Selection selection{{"row-1"}, {}, {}};
  plan::Selector selector(selection, {});
  const auto never = []() -> const Request& { throw Error(ExitCode::usage, "asked"); };
  CHECK(selector.wants("row-1", never));
  CHECK_FALSE(selector.wants("row-2", never));
}

TEST_CASE("a name that is not in the manifest is refused, with the nearest one that is") {
  Requests requests = sample_requests(3);
  requests.variable_names = {"weather"};
  for (Request& row : requests.rows)
    row.variables = {"rain"};
  const struct {
    plan::Selection selection;
    const char* what;
    const char* hint;
  } cases[] = {
      {{{"row-1", "rwo-2"}, {}, {}}, "no row \"rwo-2\"", "did you mean row-"},
      {{{"zzzzzzzzz"}, {}, {}}, "no row \"zzzzzzzzz\"", "the remedy"},
      {{{}, {{"wether", "rain"}}, {}}, "no field or variable \"wether\"", "did you mean weather?"},
      {{{}, {{"promt", "x"}}, {}}, "no field or variable \"promt\"", "did you mean prompt?"},
  };
  for (const auto& test : cases) {
    const std::string message = message_of(requests, test.selection);
    CAPTURE(message);
    CHECK(contains_ignoring_case(message, test.what));
    CHECK(contains_ignoring_case(message, test.hint));
  }
}

}  // namespace
}  // namespace shotlist::tests::selection_test

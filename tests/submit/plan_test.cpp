#include "submit/plan.h"

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "journal/ledger.h"
#include "support/catch2.h"
#include "support/virtual_run.h"

namespace shotlist::tests {
namespace {

std::vector<std::string> sent_by(const submit::Plan& plan, const Requests& requests) {
  std::vector<std::string> ids;
  for (std::size_t row = 0; row < plan.rows.size(); ++row) {
    if (plan.rows[row].action == submit::Action::send) ids.push_back(requests.rows[row].id);
  }
  return ids;
}

journal::Fact known(const Request& request, Status status) {
  Standing standing;
  standing.status = status;
  standing.fingerprint = request.fingerprint;
  return journal::AdoptedFact{"shots.csv", {}, {{request.id, standing}}};
}

std::string message_of(const Requests& requests, const submit::Selection& selection) {
  try {
    submit::make_plan(requests, journal::Ledger(), selection);
  } catch (const Error& error) {
    CHECK(error.exit_code() == ExitCode::usage);
    return error.what();
  }
  return "no error";
}

TEST_CASE("rows are sent in order until one would go past the budget") {
  Requests requests;
  for (const char* price : {"4", "3", "5", "1", ""}) {
    Request request = sample_request("row-" + std::to_string(requests.rows.size()), "A harbor");
    request.price = parse_money(price);
    requests.rows.push_back(request);
  }
  const struct {
    const char* budget;  // empty: none
    std::size_t sent;
    const char* cost;
  } cases[] = {
      {"", 5, "CNY 13.00 + 1 row of unknown price"},
      {"100", 5, "CNY 13.00 + 1 row of unknown price"},
      {"13", 5, "CNY 13.00 + 1 row of unknown price"},
      {"12.999999", 3, "CNY 12.00"},
      {"11", 2, "CNY 7.00"},
      {"7", 2, "CNY 7.00"},
      {"3", 0, "CNY 0.00"},
      {"0", 0, "CNY 0.00"},
  };
  for (const auto& test : cases) {
    CAPTURE(test.budget);
    const submit::Plan plan =
        submit::make_plan(requests, journal::Ledger(), {}, {}, parse_money(test.budget));
    CHECK(plan.to_send == test.sent);
    CHECK(plan.beyond_cost == 5 - test.sent);
    CHECK(to_text(plan.cost, "CNY") == test.cost);
    for (std::size_t row = test.sent; row < plan.rows.size(); ++row) {
      CHECK(plan.rows[row].reason == submit::reason_beyond_cost);
      CHECK_FALSE(plan.rows[row].selected);
    }
  }
}

TEST_CASE("what the limit keeps back is not counted against the budget") {
  Requests requests;
  for (const char* id : {"a", "b", "c"}) {
    Request request = sample_request(id, "A harbor");
    request.price = parse_money("1");
    requests.rows.push_back(request);
  }
  submit::Selection selection;
  selection.limit = 2;
  const submit::Plan plan =
      submit::make_plan(requests, journal::Ledger(), selection, {}, parse_money("2"));
  CHECK(plan.to_send == 2);
  CHECK(plan.beyond_limit == 1);
  CHECK(plan.beyond_cost == 0);
}

TEST_CASE("sent are only rows that surely have no task") {
  const Request before = sample_request("harbor", "A harbor");
  const Request edited = sample_request("harbor", "A harbor at dawn");
  const struct {
    std::optional<Status> status;
    const char* same;
    const char* changed;
  } cases[] = {
      {{}, "send: new", "send: new"},
      {Status::not_sent, "send: new", "send: new"},
      {Status::failed, "send: failed before", "send: failed before"},
      {Status::rejected, "skip: rejected", "send: rejected before, edited since"},
      {Status::submitted, "skip: submitted", "skip: changed"},
      {Status::in_doubt, "skip: in doubt", "skip: in doubt"},
      {Status::held, "skip: held", "skip: held"},
  };
  const auto text = [](const submit::Decision& decision) {
    return std::string(to_text(decision.action)) + ": " + std::string(decision.reason);
  };
  for (const auto& test : cases) {
    Standing standing;
    standing.fingerprint = before.fingerprint;
    standing.status = test.status.value_or(Status::not_sent);
    const Standing* known = test.status ? &standing : nullptr;
    CAPTURE(test.same);
    CHECK(text(submit::decide(before.fingerprint, known)) == test.same);
    CHECK(text(submit::decide(edited.fingerprint, known)) == test.changed);
  }
}

TEST_CASE("whatever else is sent needs its own consent") {
  const Request before = sample_request("harbor", "A harbor");
  const Request edited = sample_request("harbor", "A harbor at dawn");
  const submit::Consent retry{.fresh = false};
  const struct {
    const char* what;
    submit::Consent consent;
    std::optional<Status> status;
    submit::Action same;
    submit::Action changed;
  } cases[] = {
      {"a retry leaves new rows to run", retry, {}, submit::Action::skip, submit::Action::skip},
      {"a retry sends failed rows", retry, Status::failed, submit::Action::send,
       submit::Action::send},
      {"a retry leaves edited rows to run", retry, Status::rejected, submit::Action::skip,
       submit::Action::skip},
      {"a retry of rejected rows sends edited ones too",
       {.fresh = false, .rejected = true},
       Status::rejected,
       submit::Action::send,
       submit::Action::send},
      {"changed", {.changed = true}, Status::submitted, submit::Action::skip, submit::Action::send},
      {"changed is not doubtful",
       {.changed = true},
       Status::in_doubt,
       submit::Action::skip,
       submit::Action::skip},
      {"rejected",
       {.rejected = true},
       Status::rejected,
       submit::Action::send,
       submit::Action::send},
      {"rejected is not doubtful",
       {.rejected = true},
       Status::in_doubt,
       submit::Action::skip,
       submit::Action::skip},
      {"in doubt",
       {.in_doubt = true},
       Status::in_doubt,
       submit::Action::send,
       submit::Action::send},
      {"in doubt is not submitted",
       {.in_doubt = true},
       Status::submitted,
       submit::Action::skip,
       submit::Action::skip},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    Standing standing;
    standing.fingerprint = before.fingerprint;
    standing.status = test.status.value_or(Status::not_sent);
    const Standing* known = test.status ? &standing : nullptr;
    CHECK(submit::decide(before.fingerprint, known, test.consent).action == test.same);
    CHECK(submit::decide(edited.fingerprint, known, test.consent).action == test.changed);
  }
}

TEST_CASE("a retry is judged by the rows that were sent before") {
  const Requests requests = sample_requests(3);
  journal::Ledger ledger;
  ledger.apply(known(requests.rows[0], Status::failed));
  ledger.apply(known(requests.rows[1], Status::rejected));
  const submit::Plan plan = submit::make_plan(requests, ledger, {}, {.fresh = false});
  CHECK(sent_by(plan, requests) == std::vector<std::string>{"row-1"});
  CHECK(plan.rows[0].selected);
  CHECK(plan.rows[1].selected);
  CHECK_FALSE(plan.rows[2].selected);
  CHECK(plan.rows[2].reason == "new");
}

TEST_CASE("rows are selected by id, by field, by variable, and by all of them together") {
  Requests requests = sample_requests(4);
  requests.variable_names = {"time"};
  for (Request& row : requests.rows)
    row.variables = {row.id == "row-1" ? "dusk" : "dawn"};
  requests.rows[1].fields.emplace_back("duration", std::int64_t{25});
  using Ids = std::vector<std::string>;
  const struct {
    const char* what;
    submit::Selection selection;
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
      {"at most two", {{}, {}, 2}, {"row-1", "row-2"}},
      {"at most none", {{}, {}, 0}, {}},
      {"at most many", {{}, {}, 99}, {"row-1", "row-2", "row-3", "row-4"}},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    const submit::Plan plan = submit::make_plan(requests, journal::Ledger(), test.selection);
    CHECK(plan.rows.size() == 4);
    CHECK(sent_by(plan, requests) == test.ids);
    CHECK(plan.to_send == test.ids.size());
  }
}

TEST_CASE("the limit counts what is sent, not what is skipped, and says how many it keeps back") {
  const Requests requests = sample_requests(5);
  journal::Ledger ledger;
  ledger.apply(known(requests.rows[0], Status::submitted));
  ledger.apply(known(requests.rows[2], Status::in_doubt));
  const submit::Plan plan = submit::make_plan(requests, ledger, {{}, {}, 2});
  CHECK(sent_by(plan, requests) == std::vector<std::string>{"row-2", "row-4"});
  CHECK(plan.beyond_limit == 1);
  CHECK(plan.rows[4].reason == "beyond the limit");
  CHECK_FALSE(plan.rows[4].selected);  // it was not to be sent, so it is not missed
}

TEST_CASE("a row that was not asked for does not count") {
  const Requests requests = sample_requests(2);
  const submit::Plan plan = submit::make_plan(requests, journal::Ledger(), {{"row-2"}, {}, {}});
  CHECK_FALSE(plan.rows[0].selected);
  CHECK(plan.rows[0].reason == "not selected");
  CHECK(plan.rows[1].selected);
}

TEST_CASE("a name that is not in the manifest is refused, with the nearest one that is") {
  Requests requests = sample_requests(3);
  requests.variable_names = {"weather"};
  for (Request& row : requests.rows)
    row.variables = {"rain"};
  const struct {
    submit::Selection selection;
    const char* what;
    const char* hint;
  } cases[] = {
      {{{"row-1", "rwo-2"}, {}, {}}, "no row \"rwo-2\"", "did you mean row-"},
      {{{"zzzzzzzzz"}, {}, {}}, "no row \"zzzzzzzzz\"", "see `shotlist plan`"},
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
}  // namespace shotlist::tests

#include "submit/row_decision.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "journal/ledger.h"
#include "submit/plan.h"
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

journal::Fact in_doubt(const Request& request) {
  Standing standing;
  standing.status = Status::in_doubt;
  standing.fingerprint = request.fingerprint;
  return journal::AdoptedFact{"shots.csv", {}, {{request.id, standing}}};
}

TEST_CASE("a person's word about a row is stronger than what would be done by itself") {
  const Request before = sample_request("harbor", "A harbor");
  const Request edited = sample_request("harbor", "A harbor at dawn");
  const std::string skipped = "skip: skipped as you decided";
  const struct {
    submit::RowDecision word;
    std::optional<Status> status;
    std::string same;
    std::string changed;
  } cases[] = {
      {submit::RowDecision::retry, {}, "send: new", "send: new"},
      {submit::RowDecision::retry, Status::failed, "send: failed before", "send: failed before"},
      {submit::RowDecision::retry, Status::rejected, "send: rejected, sent again as you decided",
       "send: rejected before, edited since"},
      {submit::RowDecision::retry, Status::submitted, "skip: submitted",
       "send: changed, sent again as you decided"},
      {submit::RowDecision::retry, Status::in_doubt, "send: in doubt, sent again as you decided",
       "send: in doubt, edited and sent again as you decided"},
      {submit::RowDecision::skip, {}, skipped, skipped},
      {submit::RowDecision::skip, Status::failed, skipped, skipped},
      {submit::RowDecision::skip, Status::rejected, skipped, skipped},
      {submit::RowDecision::skip, Status::submitted, skipped, skipped},
      {submit::RowDecision::skip, Status::in_doubt, skipped, skipped},
      {submit::RowDecision::not_created, {}, "send: new", "send: new"},
      {submit::RowDecision::not_created, Status::failed, "send: not created, as you decided",
       "send: not created, as you decided"},
      {submit::RowDecision::not_created, Status::rejected, "skip: rejected",
       "send: rejected before, edited since"},
      {submit::RowDecision::not_created, Status::submitted, "skip: submitted", "skip: changed"},
      {submit::RowDecision::not_created, Status::in_doubt, "skip: in doubt", "skip: in doubt"},
  };
  for (const auto& test : cases) {
    Standing standing;
    standing.fingerprint = before.fingerprint;
    standing.status = test.status.value_or(Status::not_sent);
    const Standing* known = test.status ? &standing : nullptr;
    INFO(to_text(test.word) << " on " << to_text(standing.status));
    const auto check = [&](const Request& request, const std::string& what) {
      const submit::Decision decision = submit::decide(request.fingerprint, known, {}, test.word);
      CHECK(std::string(to_text(decision.action)) + ": " + std::string(decision.reason) == what);
      CHECK(decision.selected == (test.word != submit::RowDecision::skip));
    };
    check(before, test.same);
    check(edited, test.changed);
  }
}

TEST_CASE("a word about one row is no word about another") {
  const Requests requests = sample_requests(4);
  journal::Ledger ledger;
  for (const Request& request : requests.rows)
    ledger.apply(in_doubt(request));
  submit::Consent consent;
  consent.rows = {{"row-2", submit::RowDecision::retry}, {"row-3", submit::RowDecision::skip}};
  const submit::Plan plan = submit::make_plan(requests, ledger, {}, consent);
  CHECK(sent_by(plan, requests) == std::vector<std::string>{"row-2"});
  CHECK(plan.rows[0].reason == "in doubt");
  CHECK_FALSE(plan.rows[2].selected);
  consent.in_doubt = true;
  CHECK(sent_by(submit::make_plan(requests, ledger, {}, consent), requests) ==
        std::vector<std::string>{"row-1", "row-2", "row-4"});
}

TEST_CASE("a row that is sent by a decision counts for the budget and the limit") {
  Requests requests = sample_requests(2);
  journal::Ledger ledger;
  submit::Consent consent;
  for (Request& request : requests.rows) {
    request.price = parse_money("3");
    ledger.apply(in_doubt(request));
    consent.rows[request.id] = submit::RowDecision::retry;
  }
  const submit::Plan dear = submit::make_plan(requests, ledger, {}, consent, parse_money("5"));
  CHECK(dear.to_send == 1);
  CHECK(dear.beyond_cost == 1);
  CHECK(submit::make_plan(requests, ledger, {{}, {}, 1}, consent).beyond_limit == 1);
}

TEST_CASE("the column of decisions is told by its header, as a spreadsheet may have left it") {
  for (const char* header : {"decision", "Decision", " DECISION ", "decision\xE3\x80\x80"}) {
    CAPTURE(header);
    CHECK(submit::is_decision_column(header));
  }
  for (const char* header : {"", "decisions", "my decision"}) {
    CAPTURE(header);
    CHECK_FALSE(submit::is_decision_column(header));
  }
  CHECK(submit::count_decision_variables({"style", "Decision", "decision"}) == 2);
}

TEST_CASE("the words of decisions are read as a spreadsheet may have left them") {
  using Read = std::optional<submit::RowDecision>;
  const std::pair<const char*, Read> cases[] = {
      {"retry", submit::RowDecision::retry},
      {" Retry ", submit::RowDecision::retry},
      {"SKIP", submit::RowDecision::skip},
      {"\xE3\x80\x80retry\xE3\x80\x80", submit::RowDecision::retry},
      {"skip\xC2\xA0 \xC2\xA0", submit::RowDecision::skip},
      {"not_created", submit::RowDecision::not_created},
      {"Not_Created\t", submit::RowDecision::not_created},
      {"", {}},
      {"not created", {}},
      {"retry!", {}},
      {"retry skip", {}},
  };
  for (const auto& [text, decision] : cases) {
    CAPTURE(text);
    CHECK(submit::parse_row_decision(text) == decision);
  }
}

}  // namespace
}  // namespace shotlist::tests

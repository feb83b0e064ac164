#include "submit/row_decision.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "journal/ledger.h"
#include "submit/plan.h"
#include "support/catch2.h"
#include "support/virtual_run.h"

namespace shotlist {
namespace {

std::vector<std::string> sent_by(const Plan& plan, const Requests& requests) {
  std::vector<std::string> ids;
  for (std::size_t row = 0; row < plan.rows.size(); ++row) {
    if (plan.rows[row].action == Action::send) ids.push_back(requests.rows[row].id);
  }
  return ids;
}

Fact in_doubt(const Request& request) {
  Standing standing;
  standing.status = Status::in_doubt;
  standing.fingerprint = request.fingerprint;
  return AdoptedFact{"shots.csv", {}, {{request.id, standing}}};
}

TEST_CASE("a person's word about a row is stronger than what would be done by itself") {
  const Request before = sample_request("harbor", "A harbor");
  const Request edited = sample_request("harbor", "A harbor at dawn");
  const std::string skipped = "skip: skipped as you decided";
  const struct {
    RowDecision word;
    std::optional<Status> status;
    std::string same;
    std::string changed;
  } cases[] = {
      {RowDecision::retry, {}, "send: new", "send: new"},
      {RowDecision::retry, Status::failed, "send: failed before", "send: failed before"},
      {RowDecision::retry, Status::rejected, "send: rejected, sent again as you decided",
       "send: rejected before, edited since"},
      {RowDecision::retry, Status::submitted, "skip: submitted",
       "send: changed, sent again as you decided"},
      {RowDecision::retry, Status::in_doubt, "send: in doubt, sent again as you decided",
       "send: in doubt, edited and sent again as you decided"},
      {RowDecision::skip, {}, skipped, skipped},
      {RowDecision::skip, Status::failed, skipped, skipped},
      {RowDecision::skip, Status::rejected, skipped, skipped},
      {RowDecision::skip, Status::submitted, skipped, skipped},
      {RowDecision::skip, Status::in_doubt, skipped, skipped},
      {RowDecision::not_created, {}, "send: new", "send: new"},
      {RowDecision::not_created, Status::failed, "send: not created, as you decided",
       "send: not created, as you decided"},
      {RowDecision::not_created, Status::rejected, "skip: rejected",
       "send: rejected before, edited since"},
      {RowDecision::not_created, Status::submitted, "skip: submitted", "skip: changed"},
      {RowDecision::not_created, Status::in_doubt, "skip: in doubt", "skip: in doubt"},
  };
  for (const auto& test : cases) {
    Standing standing;
    standing.fingerprint = before.fingerprint;
    standing.status = test.status.value_or(Status::not_sent);
    const Standing* known = test.status ? &standing : nullptr;
    INFO(to_text(test.word) << " on " << to_text(standing.status));
    const auto check = [&](const Request& request, const std::string& what) {
      const Decision decision = decide(request.fingerprint, known, {}, test.word);
      CHECK(std::string(to_text(decision.action)) + ": " + std::string(decision.reason) == what);
      CHECK(decision.selected == (test.word != RowDecision::skip));
    };
    check(before, test.same);
    check(edited, test.changed);
  }
}

TEST_CASE("a word about one row is no word about another") {
  const Requests requests = sample_requests(4);
  Ledger ledger;
  for (const Request& request : requests.rows)
    ledger.apply(in_doubt(request));
  Consent consent;
  consent.rows = {{"row-2", RowDecision::retry}, {"row-3", RowDecision::skip}};
  const Plan plan = make_plan(requests, ledger, {}, consent);
  CHECK(sent_by(plan, requests) == std::vector<std::string>{"row-2"});
  CHECK(plan.rows[0].reason == "in doubt");
  CHECK_FALSE(plan.rows[2].selected);
  consent.in_doubt = true;
  CHECK(sent_by(make_plan(requests, ledger, {}, consent), requests) ==
        std::vector<std::string>{"row-1", "row-2", "row-4"});
}

TEST_CASE("a row that is sent by a decision counts for the budget and the limit") {
  Requests requests = sample_requests(2);
  Ledger ledger;
  Consent consent;
  for (Request& request : requests.rows) {
    request.price = parse_money("3");
    ledger.apply(in_doubt(request));
    consent.rows[request.id] = RowDecision::retry;
  }
  const Plan dear = make_plan(requests, ledger, {}, consent, parse_money("5"));
  CHECK(dear.to_send == 1);
  CHECK(dear.beyond_cost == 1);
  CHECK(make_plan(requests, ledger, {{}, {}, 1}, consent).beyond_limit == 1);
}

TEST_CASE("the column of decisions is told by its header, as a spreadsheet may have left it") {
  for (const char* header : {"decision", "Decision", " DECISION ", "decision\xE3\x80\x80"}) {
    CAPTURE(header);
    CHECK(is_decision_column(header));
  }
  for (const char* header : {"", "decisions", "my decision"}) {
    CAPTURE(header);
    CHECK_FALSE(is_decision_column(header));
  }
  CHECK(count_decision_variables({"style", "Decision", "decision"}) == 2);
}

TEST_CASE("the words of decisions are read as a spreadsheet may have left them") {
  using Read = std::optional<RowDecision>;
  const std::pair<const char*, Read> cases[] = {
      {"retry", RowDecision::retry},
      {" Retry ", RowDecision::retry},
      {"SKIP", RowDecision::skip},
      {"\xE3\x80\x80retry\xE3\x80\x80", RowDecision::retry},
      {"skip\xC2\xA0 \xC2\xA0", RowDecision::skip},
      {"not_created", RowDecision::not_created},
      {"Not_Created\t", RowDecision::not_created},
      {"", {}},
      {"not created", {}},
      {"retry!", {}},
      {"retry skip", {}},
  };
  for (const auto& [text, decision] : cases) {
    CAPTURE(text);
    CHECK(parse_row_decision(text) == decision);
  }
}

}  // namespace
}  // namespace shotlist

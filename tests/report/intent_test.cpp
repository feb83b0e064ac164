#include "report/intent.h"

#include <string>
#include <utility>
#include <vector>

#include "support/catch2.h"

using namespace shotlist::base;
using namespace shotlist::model;
using namespace shotlist::journal;
using namespace shotlist::report;
using namespace shotlist::submit;

namespace {

Requests manifest(const std::vector<std::string>& ids) {
  Requests requests;
  for (const std::string& id : ids) {
    Request request;
    request.id = id;
    requests.rows.push_back(request);
  }
  return requests;
}

Ledger known(const std::vector<std::pair<std::string, Status>>& rows) {
  AdoptedFact fact;
  for (const auto& [id, status] : rows) {
    Standing standing;
    standing.status = status;
    standing.attempts = 1;
    if (status == Status::failed) {
      standing.error_class = ErrorClass::server;
      standing.error = "upstream error";
    }
    fact.rows.push_back({id, standing});
  }
  Ledger ledger;
  ledger.apply(fact);
  return ledger;
}

const Requests requests = manifest({"a", "b", "c", "d", "e", "f"});
const std::string name = "night-market";

Ledger one_of_each() {
  return known({{"a", Status::submitted},
                {"b", Status::failed},
                {"c", Status::rejected},
                {"d", Status::in_doubt},
                {"e", Status::in_doubt}});
}

std::string retry(const Consent& consent, const Selection& selection = {}) {
  const Ledger ledger = one_of_each();
  const Plan plan = make_plan(requests, ledger, selection, consent);
  return retry_intent({name, requests, plan, ledger}, 300, Style());
}

}  // namespace

TEST_CASE("a run says how many rows it has, how many are done, and how many it sends") {
  const Ledger ledger = one_of_each();
  const Plan plan = make_plan(requests, ledger, {}, {});
  CHECK(run_intent({name, requests, plan, ledger}) ==
        "night-market: 6 requests · 1 submitted before · 2 to send\n");
}

TEST_CASE("a retry says what it sends and why, what it leaves alone, and what would send that") {
  CHECK(retry({.fresh = false}) ==
        "night-market: 6 requests · 1 submitted before · 1 to send again\n"
        "  failed (1)  server: upstream error   b\n"
        "left alone: 1 row rejected (--rejected sends it as written), 2 rows in doubt (--in-doubt "
        "sends them, at the risk of paying twice), 1 row never sent (shotlist run sends it)\n");
}

TEST_CASE("a retry of rows in doubt says that they may be paid for twice") {
  const std::string text = retry({.fresh = false, .rejected = true, .in_doubt = true});
  CHECK(text.find("2 rows in doubt are sent again as you asked: they may be paid for twice\n") !=
        std::string::npos);
  CHECK(text.find("left alone: 1 row never sent (shotlist run sends it)\n") != std::string::npos);
}

TEST_CASE("rows that the user did not select are not told as left alone") {
  CHECK(retry({.fresh = false}, {{"b"}, {}, {}}) ==
        "night-market: 6 requests · 1 submitted before · 1 to send again\n"
        "  failed (1)  server: upstream error   b\n");
  CHECK(retry({.fresh = false}, {{"d"}, {}, {}}) ==
        "night-market: 6 requests · 1 submitted before · 0 to send again\n"
        "left alone: 1 row in doubt (--in-doubt sends it, at the risk of paying twice)\n");
}

TEST_CASE("not sent again are the edited rows that the plan leaves, and no others") {
  const Decision left{Action::skip, reason_changed};
  const Decision sent{Action::send, reason_decided_changed};
  const std::string remedy =
      "not sent again: --changed resubmit pays for them again, --changed keep accepts them\n";
  Plan plan;
  CHECK(left_changed_text(plan, 0).empty());
  plan.rows = {sent};
  CHECK(left_changed_text(plan, 1).empty());
  plan.rows = {sent, left};
  CHECK(left_changed_text(plan, 2) == "1 of the 2 " + remedy);
  plan.rows = {left, left};
  CHECK(left_changed_text(plan, 2) == remedy);
}

TEST_CASE("where there are prices, a run says what it will cost") {
  Requests priced = requests;
  for (Request& request : priced.rows)
    request.price = parse_money("4.8");
  const Ledger nothing;
  const Plan all = make_plan(priced, nothing, {});
  CHECK(run_intent({name, priced, all, nothing, "CNY"}) ==
        "night-market: 6 requests · 0 submitted before · est. CNY 28.80\n");
  priced.rows[1].price.reset();
  const Ledger ledger = one_of_each();
  const Plan rest = make_plan(priced, ledger, {});
  CHECK(run_intent({name, priced, rest, ledger, "CNY"}) ==
        "night-market: 6 requests · 1 submitted before · 2 to send · est. CNY 4.80 + 1 row of "
        "unknown price\n");
  Spent spent;
  spent.certain.add(parse_money("4.8"));
  spent.possible.add(parse_money("4.8"));
  CHECK(run_intent({name, priced, rest, ledger, "CNY", spent}) ==
        "night-market: 6 requests · 1 submitted before · 2 to send · est. CNY 4.80 + 1 row of "
        "unknown price (before: est. CNY 4.80, or up to CNY 9.60 with what is in doubt)\n");
}

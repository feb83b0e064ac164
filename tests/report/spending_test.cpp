#include "report/spending.h"

#include <string>
#include <vector>

#include "api/request_body.h"
#include "journal/journal.h"
#include "report/cost_by_model.h"
#include "support/catch2.h"
#include "support/memory_disk.h"

using namespace shotlist::base;
using namespace shotlist::model;
using namespace shotlist::api;
using namespace shotlist::journal;
using namespace shotlist::report;
using namespace shotlist::submit;
using namespace shotlist::tests;

namespace {

const PriceList prices = {"CNY",
                          {{{}, *parse_money("1"), false, {}},
                           {{{"size", std::string("large")}}, *parse_money("4.8"), false, {}}}};

Request request(const std::string& id, const std::string& size) {
  Request made;
  made.id = id;
  made.fields = {{"model", std::string("m")}, {"size", size}};
  made.body = R"({"model":"m","size":")" + size + "\"}";
  made.fingerprint = request_fingerprint(made.body);
  made.price = prices.quote(made.fields).price;
  return made;
}

AdoptedFact::Row adopted(const Request& row, Status status) {
  Standing standing;
  standing.status = status;
  standing.attempt = 1;
  standing.attempts = 1;
  standing.fingerprint = row.fingerprint;
  return {row.id, standing};
}

Spent spent(const std::vector<AdoptedFact::Row>& rows, const Requests& requests) {
  AdoptedFact fact;
  fact.rows = rows;
  Ledger ledger;
  ledger.apply(fact);
  MemoryDisk disk;
  const Past past(disk, "r.csv", requests, ledger);
  return spent_so_far(requests, ledger, past, prices);
}

}  // namespace

TEST_CASE("submitted rows are certain, rows in doubt possible, and others cost nothing") {
  const Requests requests = {
      {},
      {request("a", "large"), request("b", "small"), request("c", "large"), request("d", "large")}};
  const Spent all = spent(
      {adopted(requests.rows[0], Status::submitted), adopted(requests.rows[1], Status::in_doubt),
       adopted(requests.rows[2], Status::failed), adopted(requests.rows[3], Status::rejected)},
      requests);
  CHECK(to_text(all, "CNY") == "est. CNY 4.80, or up to CNY 5.80 with what is in doubt");
}

TEST_CASE("what was sent counts, and not what the manifest says now") {
  const Request before = request("a", "large");
  const Requests edited = {{}, {request("a", "small")}};
  // What was sent is not known: there is no journal to look into.
  CHECK(to_text(spent({adopted(before, Status::submitted)}, edited), "CNY") ==
        "est. 1 row of unknown price");
  CHECK(to_text(spent({adopted(before, Status::submitted)}, {}), "CNY") ==
        "est. 1 row of unknown price");
}

TEST_CASE("every attempt that may have made a task counts") {
  const Requests requests = {{}, {request("a", "large")}};
  AdoptedFact::Row row = adopted(requests.rows[0], Status::submitted);
  Attempt earlier;
  earlier.attempt = 1;
  earlier.fingerprint = requests.rows[0].fingerprint;
  row.standing.attempt = 3;
  row.standing.earlier = {earlier, earlier};
  row.standing.earlier[1].task_id = "task_1";
  CHECK(to_text(spent({row}, requests), "CNY") ==
        "est. CNY 9.60, or up to CNY 14.40 with what is in doubt");
}

TEST_CASE("a plan's cost is told by model, for the rows it sends") {
  CostByModel costs("CNY");
  const auto add = [&](const std::string& model, const char* price) {
    costs.add({{"model", model}}, price == nullptr ? std::nullopt : parse_money(price));
  };
  add("sora", "1.5");
  add("grok", nullptr);
  add("sora", "2");
  add("veo", "9");
  add("grok", "1");
  add("kling", nullptr);
  Plan plan;
  plan.rows.assign(6, {Action::send, "new", true});
  plan.rows[3] = {Action::skip, "submitted", true};
  CHECK(costs.text(plan) ==
        "  grok: 2 rows, CNY 1.00 + 1 row of unknown price\n"
        "  kling: 1 row of unknown price\n"
        "  sora: 2 rows, CNY 3.50\n");
  CHECK(costs.price_of(2) == parse_money("2"));
}

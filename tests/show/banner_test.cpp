#include "show/banner.h"

#include <string>
#include <utility>
#include <vector>

#include "support/catch2.h"
#include "support/shown_text.h"

namespace shotlist::tests::banner_test {
namespace {

using plan::Action;
using plan::Reason;
using show::Banner;

/// A row that is (not) sent, for a reason.
void add(plan::Plan& plan, Status status, Action action, Reason reason) {
  plan::Row& row = plan.rows.emplace_back();
  ledger::Attempt attempt;
  attempt.status = status;
  if (status == Status::held) {
    row.holds = {{plan::HeldBy::near, attempt, {}}};
  } else if (status != Status::not_sent) {
    row.tries = {attempt};
  }
  row.action = action;
  row.reason = reason;
  if (action == Action::send) ++plan.to_send;
}

plan::Plan of_run() {
  plan::Plan plan;
  add(plan, Status::submitted, Action::skip, Reason::submitted);
  add(plan, Status::failed, Action::send, Reason::failed);
  add(plan, Status::rejected, Action::skip, Reason::rejected);
  add(plan, Status::in_doubt, Action::skip, Reason::in_doubt);
  add(plan, Status::in_doubt, Action::skip, Reason::in_doubt);
  add(plan, Status::not_sent, Action::send, Reason::fresh);
  return plan;
}

plan::Plan of_retry() {
  plan::Plan plan = of_run();
  plan.rows[5].action = Action::skip;
  plan.rows[5].reason = Reason::left_to_run;
  plan.to_send = 1;
  return plan;
}

Banner intent_of(const plan::Plan& plan) {
  return {"night-market",
          "https://api.example.com",
          "SHOTLIST_API_KEY",
          "shots/shotlist.db",
          plan,
          {},
          {},
          0,
          {}};
}

Results one_failed() {
  Results again;
  Result& row = again.rows.emplace_back();
  row.id = "b";
  row.source = "shots.yaml:2";
  row.status = Status::failed;
  row.error_class = ErrorClass::server;
  row.error = "upstream error";
  return again;
}

const std::string head =
    "night-market: 6 requests to https://api.example.com (key from SHOTLIST_API_KEY) · ledger "
    "shots/shotlist.db\n";

}  // namespace

TEST_CASE("a run says where it sends to, with which key and ledger, and how much") {
  const plan::Plan plan = of_run();
  Banner banner = intent_of(plan);
  CHECK(show::run_banner(banner) == head + "1 submitted before · 2 to send\n");
  banner.key_origin.clear();
  CHECK(contains(show::run_banner(banner), " to https://api.example.com · ledger "));
}

TEST_CASE("on a terminal what a run says is broken between words") {
  const plan::Plan plan = of_run();
  Banner banner = intent_of(plan);
  banner.width = 60;
  CHECK(show::run_banner(banner) ==
        "night-market: 6 requests to https://api.example.com (key\n"
        "  from SHOTLIST_API_KEY) · ledger shots/shotlist.db\n"
        "1 submitted before · 2 to send\n");
}

TEST_CASE("a rehearsal says that nothing is paid") {
  const plan::Plan plan = of_run();
  Banner banner = intent_of(plan);
  banner.server.clear();
  banner.key_origin.clear();
  CHECK(contains(show::run_banner(banner),
                 "night-market: 6 requests to the sandbox (rehearsal, nothing is paid) · ledger "));
}

TEST_CASE("held rows are counted before anything is sent") {
  plan::Plan plan = of_run();
  add(plan, Status::held, Action::skip, Reason::held);
  CHECK(contains(show::run_banner(intent_of(plan)), "1 submitted before · 2 to send · 1 held\n"));
}

TEST_CASE("what other runs have under way is counted, and not offered to be sent") {
  plan::Plan plan = of_retry();
  add(plan, Status::in_doubt, Action::skip, Reason::under_way);
  const Banner banner = intent_of(plan);
  CHECK(contains(show::run_banner(banner),
                 "1 submitted before · 1 to send · 1 under way in other runs\n"));
  CHECK(contains(show::retry_banner(banner, one_failed(), 500, show::Style(false)),
                 " 2 rows in doubt (--in-doubt sends them"));
}

TEST_CASE("where there are prices, a run says what it will cost and what was spent") {
  plan::Plan plan = of_run();
  plan.cost.add(parse_money("4.8"));
  Banner banner = intent_of(plan);
  banner.currency = "CNY";
  CHECK(show::run_banner(banner) == head + "1 submitted before · 2 to send · est. CNY 4.80\n");
  plan.cost.add({});
  banner.spent.certain.add(parse_money("4.8"));
  banner.spent.possible.add(parse_money("4.8"));
  CHECK(show::run_banner(banner) ==
        head +
            "1 submitted before · 2 to send · est. CNY 4.80 + 1 row of unknown price (before: "
            "est. CNY 4.80, or up to CNY 9.60 with what is in doubt)\n");
}

TEST_CASE("a retry says what it sends and why, what it leaves alone, and what would send that") {
  const plan::Plan plan = of_retry();
  CHECK(show::retry_banner(intent_of(plan), one_failed(), 300, show::Style()) ==
        head +
            "1 submitted before · 1 to send again\n"
            "  failed (1)  server: upstream error   b\n"
            "left alone: 1 row rejected (--rejected sends it as written), 2 rows in doubt "
            "(--in-doubt sends them, at the risk of paying twice), 1 row never sent (shotlist run "
            "sends it)\n");
}

TEST_CASE("rows that the user did not select are not told as left alone") {
  plan::Plan plan = of_retry();
  const Reason reasons[] = {Reason::not_selected, Reason::beyond_limit, Reason::beyond_cost};
  for (std::size_t i = 2; i < plan.rows.size(); ++i)
    plan.rows[i].reason = reasons[i % 3];
  CHECK(show::retry_banner(intent_of(plan), one_failed(), 300, show::Style()) ==
        head +
            "1 submitted before · 1 to send again\n"
            "  failed (1)  server: upstream error   b\n");
}

TEST_CASE("what may be paid for twice is said with number and price") {
  const plan::Plan plan = of_run();
  Banner banner = intent_of(plan);
  CHECK(show::sent_again_text(banner).empty());
  banner.sent_again = 1;
  CHECK(show::sent_again_text(banner) ==
        "1 row is sent again as you asked, and may be paid for twice\n");
  banner.sent_again = 2;
  banner.currency = "CNY";
  banner.again.add(parse_money("4.8"));
  banner.again.add(parse_money("4.8"));
  CHECK(show::sent_again_text(banner) ==
        "2 rows are sent again as you asked, and may be paid for twice: CNY 9.60\n");
  banner.server.clear();
  CHECK(show::sent_again_text(banner) ==
        "2 rows are sent again as you asked (a rehearsal: nothing is paid)\n");
  const plan::Plan retried = of_retry();
  Banner rehearsal = intent_of(retried);
  rehearsal.server.clear();
  CHECK_FALSE(
      contains(show::retry_banner(rehearsal, one_failed(), 300, show::Style()), "paying twice"));
}

TEST_CASE("what a person may wonder about is said in one line each, with some of the names") {
  const std::vector<std::string> none, one = {"a"}, five = {"a", "b\x1b[2J", "c", "d", "e"};
  CHECK(show::new_names_text(none).empty());
  CHECK(show::new_names_text(one) ==
        "1 name is new: what was paid for under the old one is recognised (a)\n");
  CHECK(show::new_names_text(five) ==
        "5 names are new: what was paid for under the old ones is recognised (a, b\\x1b[2J, c and "
        "2 more)\n");
  CHECK(show::older_words_text(none).empty());
  CHECK(show::older_words_text(one) ==
        "1 decision is ignored, because the row was sent or edited since: a\n");
  CHECK(show::older_words_text(five) ==
        "5 decisions are ignored, because the rows were sent or edited since: a, b\\x1b[2J, c and "
        "2 more\n");
  CHECK(show::left_text(0).empty());
  CHECK(show::left_text(1) ==
        "1 row sent before is no longer in the manifest: it is at the end of the results\n");
  CHECK(show::left_text(2) ==
        "2 rows sent before are no longer in the manifest: they are at the end of the results\n");
}

}  // namespace shotlist::tests::banner_test

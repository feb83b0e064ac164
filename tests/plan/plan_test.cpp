#include "plan/plan.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "book.h"
#include "support/catch2.h"

namespace shotlist::tests::plan_test {
namespace {

using ledger::Word;
using plan::RowWord;
using Lines = std::vector<std::string>;

// Prompts of which no two are nearly the same.
const Lines prompts = {
    "a tram slides into the old harbor at night", "two children fly red kites over dunes",
    "an orange cat asleep between piles of books", "snow falls on a silent mountain village",
    "a busy kitchen in Naples before dinner"};

std::vector<Request> some_rows(std::size_t count) {
  std::vector<Request> rows;
  for (std::size_t row = 0; row < count; ++row)
    rows.push_back(asks("row-" + std::to_string(row + 1), prompts[row]));
  return rows;
}

std::string told(const plan::Row& row) {
  return std::string(to_text(row.action)) + ": " + std::string(to_text(row.reason)) +
         (row.selected ? "" : ", does not count");
}

Lines told(const plan::Plan& plan) {
  Lines lines;
  for (const plan::Row& row : plan.rows)
    lines.push_back(told(row));
  return lines;
}

Lines sent(const plan::Plan& plan, const std::vector<Request>& rows) {
  Lines ids;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (plan.rows[row].action == plan::Action::send) ids.push_back(rows[row].id);
  }
  return ids;
}

plan::Row row_of(std::optional<Status> status) {
  plan::Row row;
  if (status == Status::held) {
    row.holds.emplace_back();
  } else if (status) {
    row.tries.emplace_back().status = *status;
  }
  return row;
}

TEST_CASE("sent are, without consent, only rows that surely have no task") {
  const struct {
    std::optional<Status> status;
    const char* what;
  } cases[] = {
      {{}, "send: new"},
      {Status::not_sent, "send: new"},
      {Status::failed, "send: failed before"},
      {Status::rejected, "skip: rejected"},
      {Status::submitted, "skip: submitted"},
      {Status::in_doubt, "skip: in doubt"},
      {Status::held, "skip: held"},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    plan::Row row = row_of(test.status);
    plan::decide(row, {}, {});
    CHECK(told(row) == test.what);
  }
}

TEST_CASE("each consent allows what it names, and nothing else") {
  const struct {
    const char* what;
    plan::Consent consent;
    std::set<Status> sends;
  } cases[] = {
      {"retry", {.fresh = false}, {Status::failed}},
      {"rejected", {.fresh = false, .rejected = true}, {Status::failed, Status::rejected}},
      {"in doubt", {.fresh = false, .in_doubt = true}, {Status::failed, Status::in_doubt}},
      {"all",
       {.rejected = true, .in_doubt = true},
       {Status::not_sent, Status::failed, Status::rejected, Status::in_doubt}},
  };
  for (const auto& test : cases) {
    for (const Status status : {Status::not_sent, Status::failed, Status::rejected,
                                Status::in_doubt, Status::submitted, Status::held}) {
      INFO(test.what << " on " << to_text(status));
      plan::Row row = row_of(status);
      plan::decide(row, test.consent, {});
      CHECK((row.action == plan::Action::send) == (test.sends.count(status) > 0));
    }
  }
}

TEST_CASE("what another run waits for is under way, whatever is allowed") {
  plan::Consent all{.rejected = true, .in_doubt = true};
  for (const auto& word : {std::optional<RowWord>(), std::optional(RowWord::retry),
                           std::optional(RowWord::not_created)}) {
    plan::Row row = row_of(Status::in_doubt);
    row.tries.back().is_of_run_at_work = true;
    plan::decide(row, all, word);
    CHECK(told(row) == "skip: under way");
    CHECK(row.on_its_way() == &row.tries.back());
  }
  // A purchase stands, whatever is tried besides, unless that is what is asked about.
  plan::Row bought = row_of(Status::in_doubt);
  bought.tries.front().is_of_run_at_work = true;
  bought.tries.front().attempt = 2;
  bought.tries.emplace_back().status = Status::submitted;
  plan::decide(bought, all, {});
  CHECK(told(bought) == "skip: submitted");
  all.failed_videos.insert(bought.tries.back().entry);
  plan::decide(bought, all, {});
  CHECK(told(bought) == "skip: under way");
}

TEST_CASE("a person's word about a row is stronger than what would be done by itself") {
  const std::string skipped = "skip: skipped as you asked, does not count";
  const struct {
    RowWord word;
    std::optional<Status> status;
    std::string what;
  } cases[] = {
      {RowWord::retry, {}, "send: new"},
      {RowWord::retry, Status::failed, "send: failed before"},
      {RowWord::retry, Status::rejected, "send: rejected before, sent again as you asked"},
      {RowWord::retry, Status::submitted, "skip: submitted"},
      {RowWord::retry, Status::in_doubt, "send: in doubt, sent again as you asked"},
      {RowWord::retry, Status::held, "skip: held"},
      {RowWord::skip, {}, skipped},
      {RowWord::skip, Status::failed, skipped},
      {RowWord::skip, Status::rejected, skipped},
      {RowWord::skip, Status::submitted, skipped},
      {RowWord::skip, Status::in_doubt, skipped},
      {RowWord::skip, Status::held, skipped},
      {RowWord::not_created, {}, "send: new"},
      {RowWord::not_created, Status::failed, "send: not created, as you said"},
      {RowWord::not_created, Status::rejected, "skip: rejected"},
      {RowWord::not_created, Status::submitted, "skip: submitted"},
      {RowWord::not_created, Status::in_doubt, "skip: in doubt"},
      // The word is taken in by matching, which leaves what the row is then.
      {RowWord::resubmit, {}, "send: looks paid for, sent as you asked"},
      {RowWord::resubmit, Status::failed, "send: looks paid for, sent as you asked"},
      {RowWord::resubmit, Status::rejected, "send: looks paid for, sent as you asked"},
      {RowWord::resubmit, Status::submitted, "skip: submitted"},
      {RowWord::resubmit, Status::in_doubt, "skip: in doubt"},
      {RowWord::resubmit, Status::held, "skip: held"},
      {RowWord::keep, Status::submitted, "skip: submitted"},
      {RowWord::keep, Status::in_doubt, "skip: in doubt"},
      {RowWord::keep, Status::held, "skip: held"},
      {RowWord::created, Status::submitted, "skip: submitted"},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    plan::Row row = row_of(test.status);
    plan::decide(row, {}, test.word);
    CHECK(told(row) == test.what);
  }
}

TEST_CASE("a word about one row is no word about another") {
  Book book;
  const std::vector<Request> rows = some_rows(4);
  for (const Request& row : rows)
    book.note(row, Status::in_doubt);
  plan::Consent consent;
  consent.rows = {{"row-2", RowWord::retry}, {"row-3", RowWord::skip}};
  const plan::Plan plan = book.plan(rows, consent);
  CHECK(sent(plan, rows) == Lines{"row-2"});
  CHECK_FALSE(plan.rows[2].selected);
  consent.in_doubt = true;
  CHECK(sent(book.plan(rows, consent), rows) == Lines{"row-1", "row-2", "row-4"});
}

TEST_CASE("a word that a row may be sent again is kept until that was tried, and no longer") {
  Book book;
  const std::vector<Request> rows = some_rows(1);
  const auto doubt = book.note(rows[0], Status::in_doubt);
  book.say(doubt, Word::retry, rows[0]);
  CHECK(sent(book.plan(rows), rows).size() == 1);
  book.note(rows[0], Status::in_doubt, {.attempt = 2});
  CHECK(told(book.plan(rows)) == Lines{"skip: in doubt"});
}

TEST_CASE("a retry is judged by the rows that were sent before") {
  Book book;
  const std::vector<Request> rows = some_rows(3);
  book.note(rows[0], Status::failed);
  book.note(rows[1], Status::rejected);
  CHECK(told(book.plan(rows, {.fresh = false})) ==
        Lines{"send: failed before", "skip: rejected", "skip: new, does not count"});
}

TEST_CASE("a row that was not asked for does not count") {
  Book book;
  CHECK(told(book.plan(some_rows(2), {}, {}, {"row-2"})) ==
        Lines{"skip: not selected, does not count", "send: new"});
}

TEST_CASE("a row that was not asked for has its purchase all the same") {
  Book book;
  book.note(asks("old", prompts[1]), Status::submitted);
  const plan::Plan plan = book.plan({asks("a", prompts[1]), asks("b", prompts[1])}, {}, {}, {"b"});
  CHECK(told(plan) == Lines{"skip: not selected, does not count", "send: new"});
  CHECK(plan.rows[0].tries.size() == 1);
}

TEST_CASE("the limit counts what is sent, not what is skipped, and says how many it keeps back") {
  Book book;
  const std::vector<Request> rows = some_rows(5);
  book.note(rows[0], Status::submitted);
  book.note(rows[2], Status::in_doubt);
  const plan::Plan plan = book.plan(rows, {}, {2, {}});
  CHECK(sent(plan, rows) == Lines{"row-2", "row-4"});
  CHECK(plan.beyond_limit == 1);
  CHECK(told(plan.rows[4]) == "skip: beyond the limit, does not count");
  CHECK(book.plan(rows, {}, {0, {}}).to_send == 0);
  CHECK(book.plan(rows, {}, {99, {}}).to_send == 3);
}

std::vector<Request> priced(const Lines& prices) {
  std::vector<Request> rows;
  for (const std::string& price : prices) {
    rows.push_back(asks("row-" + std::to_string(rows.size() + 1), prompts[rows.size()]));
    rows.back().price = parse_money(price);
  }
  return rows;
}

TEST_CASE("rows are sent in order until one would go past the budget") {
  const std::vector<Request> rows = priced({"4", "3", "5", "1", ""});
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
    Book book;
    const plan::Plan plan = book.plan(rows, {}, {{}, parse_money(test.budget)});
    CHECK(plan.to_send == test.sent);
    CHECK(plan.beyond_cost == 5 - test.sent);
    CHECK(to_text(plan.cost, "CNY") == test.cost);
    for (std::size_t row = test.sent; row < plan.rows.size(); ++row)
      CHECK(told(plan.rows[row]) == "skip: beyond the cost, does not count");
  }
}

TEST_CASE("what the limit keeps back is not counted against the budget") {
  Book book;
  const plan::Plan plan = book.plan(priced({"1", "1", "1"}), {}, {2, parse_money("2")});
  CHECK(plan.to_send == 2);
  CHECK(plan.beyond_limit == 1);
  CHECK(plan.beyond_cost == 0);
}

TEST_CASE("a row that is sent by a word counts for the budget and the limit") {
  Book book;
  const std::vector<Request> rows = priced({"3", "3"});
  plan::Consent consent;
  for (const Request& row : rows) {
    book.note(row, Status::in_doubt);
    consent.rows[row.id] = RowWord::retry;
  }
  const plan::Plan dear = book.plan(rows, consent, {{}, parse_money("5")});
  CHECK(dear.to_send == 1);
  CHECK(dear.beyond_cost == 1);
  CHECK(book.plan(rows, consent, {1, {}}).beyond_limit == 1);
}

}  // namespace
}  // namespace shotlist::tests::plan_test

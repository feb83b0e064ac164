#include "plan/account.h"

#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "book.h"
#include "support/catch2.h"
#include "support/temporary_directory.h"

namespace shotlist::tests::account_test {
namespace {

using ledger::Word;

const std::string p1 = "a tram slides into the old harbor at night while the rain falls";
const std::string p2 = "two children fly red kites over yellow dunes in a strong wind";

std::vector<plan::Wanted> wanted(const std::vector<Request>& rows) {
  std::vector<plan::Wanted> all;
  for (const Request& row : rows) {
    plan::Wanted& each = all.emplace_back();
    each.id = row.id;
    each.fingerprint = row.fingerprint;
  }
  return all;
}

std::vector<ledger::Ledger::Claim> claims(Book& book, const std::vector<Request>& rows) {
  const plan::Plan plan = book.plan(rows);
  const auto left = plan::left_rows(book.reader(), book.here, wanted(rows), plan);
  return plan::claims_of(book.reader(), book.here, wanted(rows), plan, left, 7);
}

ledger::Run run_of(const std::string& manifest, const std::string& path, bool imported = false) {
  ledger::Run run;
  run.imported = imported;
  run.manifest = manifest;
  run.manifest_path = path;
  return run;
}

TEST_CASE("a manifest is gone where its last file is, or where it is this very one") {
  const TemporaryDirectory directory;
  const auto file = [&](const std::string& name) { return directory.file(name); };
  for (const char* name : {"here.csv", "other.csv"})
    std::ofstream(file(name)) << "x";
  const struct {
    const char* what;
    std::vector<ledger::Run> runs;
    std::set<std::string> gone;
  } cases[] = {
      {"no runs", {}, {}},
      {"this one", {run_of("shots", file("here.csv"))}, {}},
      {"this one, under another path before", {run_of("shots", file("gone.csv"))}, {}},
      {"another that is there", {run_of("b", file("other.csv"))}, {}},
      {"another that is gone", {run_of("b", file("gone.csv"))}, {"b"}},
      {"this file under another name", {run_of("b", file("here.csv"))}, {"b"}},
      {"standard input", {run_of("b", "")}, {"b"}},
      {"moved since", {run_of("b", file("gone.csv")), run_of("b", file("other.csv"))}, {}},
      {"where another ledger had it, is not known", {run_of("b", file("gone.csv"), true)}, {}},
      {"another ledger had it elsewhere",
       {run_of("b", file("other.csv")), run_of("b", file("gone.csv"), true)},
       {}},
      {"of a results file alone", {run_of("b", "", true)}, {"b"}},
      {"moved away since", {run_of("b", file("other.csv")), run_of("b", file("gone.csv"))}, {"b"}},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    CHECK(plan::gone_manifests(test.runs, "shots", file("here.csv")) == test.gone);
  }
}

TEST_CASE("what no row asks for is listed while it is in doubt, or was there at the last run") {
  Book book;
  book.note(asks("1", p1), Status::submitted);
  const auto doubt = book.note(asks("2", p2), Status::in_doubt);
  const std::vector<Request> none;
  const auto left = [&] { return plan::left_rows(book.reader(), book.here, {}, book.plan(none)); };
  REQUIRE(left().size() == 2);
  CHECK(left().front().last.row == "1");
  CHECK(to_text(*find_field(left().front().fields, "prompt")) == p1);

  book.ledger().claim(plan::claims_of(book.reader(), book.here, {}, book.plan(none), left(),
                                      book.begin_run("shots")));
  CHECK(left().size() == 2);  // they left at the last run
  book.begin_run("shots");
  REQUIRE(left().size() == 1);
  CHECK(left().front().last.entry == doubt.entry);
}

TEST_CASE("a purchase goes by its row's name of today, with all its tries") {
  Book book;
  book.note(asks("a", p1), Status::in_doubt);
  book.note(asks("a", p1), Status::submitted, {.attempt = 2});
  const auto named = claims(book, {asks("b", p1)});
  REQUIRE(named.size() == 2);
  for (const auto& claim : named) {
    CHECK(claim.row == "b");
    CHECK(claim.manifest == "shots");
    CHECK_FALSE(claim.absent_since);
  }
  book.ledger().claim(named);
  CHECK(claims(book, {asks("b", p1)}).empty());
}

TEST_CASE("a purchase that no row asks for is noted as absent, once, and as back") {
  Book book;
  book.note(asks("a", p1), Status::submitted);
  const auto gone = claims(book, {});
  REQUIRE(gone.size() == 1);
  CHECK(gone.front().absent_since == 7);
  book.ledger().claim(gone);
  CHECK(claims(book, {}).empty());
  const auto back = claims(book, {asks("a", p1)});
  REQUIRE(back.size() == 1);
  CHECK_FALSE(back.front().absent_since);
}

TEST_CASE("what a manifest bought that is gone is this one's from now on, and counts for it") {
  Book book;
  book.here.gone = {"gone"};
  book.note(asks("a", p1), Status::submitted,
            {.manifest = "gone", .price = parse_money("3"), .currency = "CNY"});
  const std::vector<Request> rows = {asks("b", p1)};
  const auto spent = [&] {
    return to_text(plan::spent_on(book.reader(), book.here, book.match(rows), "CNY").certain,
                   "CNY");
  };
  CHECK(spent() == "CNY 3.00");
  book.ledger().claim(claims(book, rows));
  CHECK(spent() == "CNY 3.00");
  CHECK(book.reader().find_entry(book.match(rows)[0].tries[0].entry)->manifest == "shots");
}

TEST_CASE("all that a manifest bought under its former name is its own") {
  Book book;
  book.here.gone = book.here.former = {"before"};
  const Sent three = {.manifest = "before", .price = parse_money("3"), .currency = "CNY"};
  book.begin_run("before", "m.yaml");
  book.note(asks("a", p1), Status::submitted, three);
  const auto left = book.note(asks("b", p2), Status::submitted, three);
  const std::vector<Request> rows = {asks("a", p1)};
  const auto spent = [&] {
    return to_text(plan::spent_on(book.reader(), book.here, book.match(rows), "CNY").certain,
                   "CNY");
  };
  CHECK(spent() == "CNY 6.00");
  const plan::Plan plan = book.plan(rows);
  REQUIRE(plan::left_rows(book.reader(), book.here, wanted(rows), plan).size() == 1);
  book.ledger().claim(claims(book, rows));
  CHECK(book.reader().find_entry(left.entry)->manifest == "shots");
  book.here.gone = book.here.former = {};
  CHECK(spent() == "CNY 6.00");
}

TEST_CASE("what is kept of a manifest that is there stays that one's") {
  Book book;
  const auto bought =
      book.note(asks("a", p1), Status::submitted,
                {.manifest = "other", .price = parse_money("3"), .currency = "CNY"});
  const std::vector<Request> rows = {asks("x", p1)};
  book.say(bought, Word::keep, rows[0]);
  CHECK(book.told(rows) == std::vector<std::string>{"submitted a"});
  CHECK(claims(book, rows).empty());
  CHECK(plan::spent_on(book.reader(), book.here, book.match(rows), "CNY").certain.empty());
  book.here.manifest = "other";
  CHECK(book.told({asks("a", p1)}) == std::vector<std::string>{"submitted a"});
}

TEST_CASE("what was paid counts at the price of its time, superseded tries too, rehearsals not") {
  Book book;
  const Sent three = {.price = parse_money("3"), .currency = "CNY"};
  book.note(asks("a", p1), Status::in_doubt, three);
  book.note(asks("a", p1), Status::submitted,
            {.attempt = 2, .price = parse_money("5"), .currency = "CNY"});
  book.note(asks("b", p2), Status::failed, three);
  book.note(asks("c", "c"), Status::submitted,
            {.server = "sandbox", .rehearsal = true, .price = parse_money("7"), .currency = "CNY"});
  book.note(asks("d", "d"), Status::submitted, {.price = parse_money("7"), .currency = "USD"});
  const Spent spent = plan::spent_on(book.reader(), book.here, {}, "CNY");
  CHECK(to_text(spent.certain, "CNY") == "CNY 5.00 + 1 row of unknown price");
  CHECK(to_text(spent.possible, "CNY") == "CNY 3.00");
}

TEST_CASE("a row that was given something else shows what was sent for it") {
  Book book;
  const auto bought = book.note(asks("a", p1), Status::submitted);
  const std::vector<Request> rows = {asks("a", p1, "25"), asks("b", p2)};
  book.say(bought, Word::keep, rows[0]);
  const auto kept = plan::kept_fields(book.reader(), wanted(rows), book.plan(rows));
  REQUIRE(kept.size() == 1);
  CHECK(to_text(*find_field(kept.at(0), "duration")) == "15");
}

TEST_CASE("a held row is told field by field from what was paid for") {
  Book book;
  book.note(asks("a", p1), Status::submitted);
  const Request row = asks("a", p1, "25");
  const auto match = book.match({row}).front();
  REQUIRE(match.status() == Status::held);
  CHECK(plan::changes_since(book.reader(), match.holds.front(), row.fields) ==
        std::vector<FieldChange>{{"duration", "15", "25"}});
}

TEST_CASE("what was paid for elsewhere is the very same, and differs in nothing") {
  Book book;
  book.note(asks("other", p2), Status::submitted);
  const Request row = asks("a", p1);
  for (const auto by :
       {plan::HeldBy::other_manifest, plan::HeldBy::other_server, plan::HeldBy::other_ledger}) {
    plan::Hold hold;
    hold.by = by;
    hold.purchase.fingerprint = row.fingerprint;  // which this ledger may not know
    CHECK(plan::changes_since(book.reader(), hold, row.fields).empty());
  }
}

}  // namespace
}  // namespace shotlist::tests::account_test

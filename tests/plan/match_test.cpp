#include "plan/match.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "book.h"
#include "support/catch2.h"
#include "support/patience.h"

namespace shotlist::tests::match_test {
namespace {

using ledger::Word;
using Lines = std::vector<std::string>;

// Prompts of which no two are nearly the same.
const std::string p1 = "a tram slides into the old harbor at night while the rain falls";
const std::string p2 = "two children fly red kites over yellow dunes in a strong wind";
const std::string p3 = "close view of an orange cat asleep between piles of dusty books";
const std::string p1_touched = "a tram slides into the old harbor at night while cold rain falls";

TEST_CASE("rows follow what they ask for, whatever they are called and wherever they stand") {
  const struct {
    const char* what;
    std::vector<Request> rows;
    Lines told;
  } cases[] = {
      {"as they were", {asks("1", p1), asks("2", p2)}, {"submitted 1", "submitted 2"}},
      {"renumbered, with a new one in front",
       {asks("1", p3), asks("2", p1), asks("3", p2)},
       {"new", "submitted 1", "submitted 2"}},
      {"ids swapped", {asks("2", p1), asks("1", p2)}, {"submitted 1", "submitted 2"}},
      {"texts swapped", {asks("1", p2), asks("2", p1)}, {"submitted 2", "submitted 1"}},
      {"renamed", {asks("x", p1), asks("y", p2)}, {"submitted 1", "submitted 2"}},
      {"another order", {asks("2", p2), asks("1", p1)}, {"submitted 2", "submitted 1"}},
      {"one of them gone, and back", {asks("2", p2)}, {"submitted 2"}},
      {"all replaced under the same ids",
       {asks("1", "snow over silent mountains"), asks("2", "a busy kitchen in Naples")},
       {"new", "new"}},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    Book book;
    book.note(asks("1", p1), Status::submitted);
    book.note(asks("2", p2), Status::submitted);
    CHECK(book.told(test.rows) == test.told);
  }
}

TEST_CASE("two swapped ids of which one was paid: the other is new, whichever its id") {
  Book book;
  book.note(asks("a", p1), Status::submitted);
  CHECK(book.told({asks("a", p2), asks("b", p1)}) == Lines{"new", "submitted a"});
}

TEST_CASE("takes are copies: more of them are new, fewer are kept for later") {
  Book book;
  book.note(asks("a", p1), Status::submitted);
  CHECK(book.told({asks("a.take-1", p1), asks("a.take-2", p1)}) ==
        Lines{"submitted a", "new copy 2"});
  book.note(asks("a.take-2", p1), Status::submitted, {.copy = 2});
  book.note(asks("a.take-3", p1), Status::submitted, {.copy = 3});
  CHECK(book.told({asks("a", p1)}) == Lines{"submitted a"});
  CHECK(book.told({asks("a.take-1", p1), asks("a.take-2", p1), asks("a.take-3", p1)}) ==
        Lines{"submitted a", "submitted a.take-2", "submitted a.take-3"});
  CHECK(book.told({asks("a.take-1", p1), asks("a.take-2", p1), asks("a.take-3", p1),
                   asks("a.take-4", p1)})
            .back() == "new copy 4");
}

TEST_CASE("rows that ask for the same keep their own slots by their ids") {
  Book book;
  book.note(asks("x", p1), Status::submitted);
  book.note(asks("y", p1), Status::submitted, {.copy = 2});
  CHECK(book.told({asks("y", p1), asks("x", p1)}) == Lines{"submitted y", "submitted x"});
  CHECK(book.told({asks("y", p1)}) == Lines{"submitted y"});
  CHECK(book.told({asks("z", p1), asks("y", p1)}) == Lines{"submitted x", "submitted y"});
}

TEST_CASE("a purchase is used before anything is paid again") {
  const struct {
    const char* what;
    Status first;  // of the slot of a
    Status second;
    std::vector<Request> rows;
    Lines told;
  } cases[] = {
      {"the failed one has the id, the paid one has not",
       Status::failed,
       Status::submitted,
       {asks("a", p1)},
       {"submitted b"}},
      {"in doubt before failed", Status::failed, Status::in_doubt, {asks("a", p1)}, {"in_doubt b"}},
      {"bought before in doubt",
       Status::in_doubt,
       Status::submitted,
       {asks("z", p1)},
       {"submitted b"}},
      {"in doubt, and called so",
       Status::in_doubt,
       Status::submitted,
       {asks("a", p1)},
       {"in_doubt a"}},
      {"each its own",
       Status::failed,
       Status::submitted,
       {asks("a", p1), asks("b", p1)},
       {"failed a", "submitted b"}},
      {"the failed one's id leaves the purchase to a row that has nothing",
       Status::failed,
       Status::submitted,
       {asks("a", p1), asks("c", p1)},
       {"failed a", "submitted b"}},
      {"rejected is nothing either",
       Status::rejected,
       Status::submitted,
       {asks("a", p1)},
       {"submitted b"}},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    Book book;
    book.note(asks("a", p1), test.first);
    book.note(asks("b", p1), test.second, {.copy = 2});
    CHECK(book.told(test.rows) == test.told);
  }
}

TEST_CASE("a slot stands as its last try does, and its earlier tries serve no other row") {
  Book book;
  book.note(asks("a", p1), Status::in_doubt);
  book.note(asks("a", p1), Status::submitted, {.attempt = 2});
  CHECK(book.told({asks("x", p1)}) == Lines{"submitted a 2"});
  CHECK(book.match({asks("x", p1)}).front().tries.size() == 2);
  CHECK(book.told({asks("x", p1), asks("y", p1)}) == Lines{"submitted a 2", "new copy 2"});
  CHECK(book.told({asks("x", p1_touched)}) == Lines{"held near a 2"});
  CHECK(book.told({asks("x", p1_touched), asks("y", p1, "25")}) !=
        Lines{"held near a 2", "held near a"});
}

TEST_CASE("an intent without an answer is in doubt") {
  Book book;
  book.note(asks("a", p1), Status::in_doubt, {}, false);
  CHECK(book.told({asks("b", p1)}) == Lines{"in_doubt a"});
}

TEST_CASE("the lowest free copy is taken, of all that were ever asked for at this server") {
  Book book;
  book.note(asks("a", p1), Status::submitted, {.copy = 2});
  book.note(asks("b", p1), Status::submitted, {.manifest = "other", .copy = 4});
  book.note(asks("c", p1), Status::submitted, {.server = "https://two.example", .copy = 1});
  const auto rows = book.match({asks("a", p1), asks("w", p1), asks("x", p1), asks("y", p1)});
  Lines copies;
  for (const auto& row : rows)
    copies.push_back(std::to_string(row.copy));
  CHECK(copies == Lines{"2", "1", "3", "5"});
}

TEST_CASE("what was paid for elsewhere holds as many rows as there are purchases") {
  const struct {
    const char* what;
    Sent sent;
    Status status;
    std::set<std::string> gone;
    Lines told;  // of two rows that ask for it
  } cases[] = {
      {"by a manifest that is there",
       {.manifest = "other"},
       Status::submitted,
       {},
       {"held other manifest a", "new copy 3"}},
      {"in doubt there",
       {.manifest = "other"},
       Status::in_doubt,
       {},
       {"held other manifest a", "new copy 3"}},
      {"failed there", {.manifest = "other"}, Status::failed, {}, {"new copy 2", "new copy 3"}},
      {"by a manifest that is gone",
       {.manifest = "other"},
       Status::submitted,
       {"other"},
       {"submitted a", "new copy 2"}},
      {"failed by a manifest that is gone",
       {.manifest = "other"},
       Status::failed,
       {"other"},
       {"failed a", "new copy 2"}},
      {"at another server",
       {.server = "https://two.example"},
       Status::submitted,
       {},
       {"held other server a", "new copy 2"}},
      {"in doubt at another server",
       {.server = "https://two.example"},
       Status::in_doubt,
       {},
       {"held other server a", "new copy 2"}},
      {"at another server, by another manifest",
       {.manifest = "other", .server = "https://two.example"},
       Status::submitted,
       {},
       {"held other server a", "new copy 2"}},
      {"at another server, by one that is gone",
       {.manifest = "other", .server = "https://two.example"},
       Status::submitted,
       {"other"},
       {"held other server a", "new copy 2"}},
      {"on another port",
       {.server = "https://one.example:8443"},
       Status::submitted,
       {},
       {"held other server a", "new copy 2"}},
      {"in a rehearsal",
       {.server = "http://127.0.0.1:8080", .rehearsal = true},
       Status::submitted,
       {},
       {"new", "new copy 2"}},
      {"by another manifest in a rehearsal",
       {.manifest = "other", .server = "sandbox", .rehearsal = true},
       Status::submitted,
       {},
       {"new", "new copy 2"}},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    Book book;
    book.here.gone = test.gone;
    book.note(asks("a", p1), test.status, test.sent);
    Lines told = book.told({asks("x", p1), asks("y", p1)});
    // Copies 1 and 2 of a manifest at this server: what is left starts behind what is taken.
    if (test.sent.server == book.here.server && test.told.front().rfind("held", 0) == 0)
      CHECK(told == Lines{test.told[0], "new copy 3"});
    else
      CHECK(told == test.told);
  }
}

TEST_CASE("a rehearsal server that took real requests later is a server like any other for those") {
  Book book;
  const std::string server = "http://127.0.0.1:8080";
  book.note(asks("a", p1), Status::submitted, {.server = server, .rehearsal = true});
  book.note(asks("b", p2), Status::submitted, {.server = server});
  book.note(asks("c", p3), Status::in_doubt, {.server = server}, false);
  CHECK(book.told({asks("a", p1), asks("b", p2)}) == Lines{"new", "held other server b"});
}

TEST_CASE("a row that failed here is held once another server was paid for it") {
  for (const Status status : {Status::failed, Status::not_sent, Status::rejected}) {
    Book book;
    book.note(asks("a", p1), status);
    const auto paid =
        book.note(asks("a", p1), Status::submitted, {.server = "https://two.example"});
    CHECK(book.told({asks("a", p1)}) == Lines{"held other server a 2"});
    book.say(paid, Word::resubmit, asks("a", p1));
    CHECK(book.told({asks("a", p1)}) == Lines{std::string(to_text(status)) + " a"});
    const auto row = book.match({asks("a", p1)}).front();
    CHECK(row.copy == 1);
    CHECK(row.tried == 1);
  }
}

TEST_CASE("a row that failed here is held once another manifest paid for it") {
  Book book;
  book.note(asks("a", p1), Status::failed);
  book.note(asks("a", p1), Status::submitted, {.manifest = "other", .copy = 2});
  CHECK(book.told({asks("a", p1)}) == Lines{"held other manifest a 2"});
}

TEST_CASE("a row that failed is held by a near purchase that was made since, and by no older one") {
  Book since;
  since.note(asks("a", p1), Status::failed);
  since.note(asks("a", p1_touched), Status::submitted);
  CHECK(since.told({asks("a", p1)}) == Lines{"held near a 2"});
  CHECK(since.told({asks("a", p1), asks("b", p1_touched)}) == Lines{"failed a", "submitted a 2"});

  Book before;  // somebody said to pay for it then, or it was not near
  before.note(asks("a", p1_touched), Status::submitted);
  before.note(asks("a", p1), Status::failed);
  CHECK(before.told({asks("a", p1)}) == Lines{"failed a 2"});
}

TEST_CASE("what another ledger of this user paid for holds a row, unless it was taken over") {
  Book other(2);
  const auto bought = other.note(asks("a", p1), Status::submitted);
  const auto failed = other.note(asks("b", p2), Status::failed);
  const auto rehearsed = other.note(asks("c", p3), Status::submitted, {.rehearsal = true});
  Book book;
  for (ledger::Attempt purchase : {bought, failed, rehearsed}) {
    purchase.number = 0;
    book.elsewhere.push_back({"/else/shotlist.db", purchase});
  }
  const std::vector<Request> rows = {asks("x", p1), asks("y", p2), asks("z", p3)};
  const auto matches = book.match(rows);
  CHECK(matches[0].holds.size() == 1);
  CHECK(matches[0].holds.front().by == plan::HeldBy::other_ledger);
  CHECK(matches[0].holds.front().ledger == "/else/shotlist.db");
  CHECK(matches[1].status() == Status::not_sent);
  CHECK(matches[2].status() == Status::not_sent);
  CHECK(book.asked_elsewhere == 1);

  SECTION("a person may say to pay for it again") {
    book.say(bought, Word::resubmit, rows[0]);
    CHECK(book.told({rows[0]}) == Lines{"new"});
  }
  SECTION("nobody is asked where every row has its purchase") {
    book.note(rows[0], Status::submitted);
    book.match({rows[0]});
    CHECK(book.asked_elsewhere == 1);
  }
  SECTION("it is asked about rows that only failed here") {
    book.note(rows[0], Status::failed);
    CHECK(book.match({rows[0]}).front().status() == Status::held);
  }
}

TEST_CASE("an edited row is held by the purchase that it was") {
  const struct {
    const char* what;
    std::vector<Request> rows;
    Lines told;
  } cases[] = {
      {"another option", {asks("1", p1, "25"), asks("2", p2)}, {"held near 1", "submitted 2"}},
      {"another option and renumbered",
       {asks("1", p3), asks("2", p1, "25"), asks("3", p2, "25")},
       {"new", "held near 1", "held near 2"}},
      {"a word more", {asks("1", p1_touched), asks("2", p2)}, {"held near 1", "submitted 2"}},
      {"its words in another order",
       {asks("1",
             "into the old harbor a tram slides at night while "
             "the rain falls"),
        asks("2", p2)},
       {"held near 1", "submitted 2"}},
      {"in capitals",
       {asks("1", "A TRAM SLIDES INTO THE OLD HARBOR AT NIGHT WHILE THE RAIN FALLS"),
        asks("2", p2)},
       {"held near 1", "submitted 2"}},
      {"besides what it was: new work",
       {asks("1", p1), asks("2", p2), asks("3", p1, "25")},
       {"submitted 1", "submitted 2", "new"}},
      {"in two ways: one purchase holds one row",
       {asks("1", p1, "25"), asks("1b", p1, "10"), asks("2", p2)},
       {"held near 1", "new", "submitted 2"}},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    Book book;
    book.note(asks("1", p1), Status::submitted);
    book.note(asks("2", p2), Status::submitted);
    CHECK(book.told(test.rows) == test.told);
  }
}

TEST_CASE("one of several equal rows that is edited is held by the purchase that is left over") {
  Book book;
  book.note(asks("a.take-1", p1), Status::submitted);
  book.note(asks("a.take-2", p1), Status::submitted, {.copy = 2});
  CHECK(book.told({asks("a", p1), asks("b", p1, "25")}) ==
        Lines{"submitted a.take-1", "held near a.take-2"});
}

TEST_CASE("only what may be paid for holds a near row, and of this manifest or one that is gone") {
  const struct {
    const char* what;
    Sent sent;
    Status status;
    std::set<std::string> gone;
    const char* told;
  } cases[] = {
      {"paid", {}, Status::submitted, {}, "held near a"},
      {"in doubt", {}, Status::in_doubt, {}, "held near a"},
      {"failed", {}, Status::failed, {}, "new"},
      {"rejected", {}, Status::rejected, {}, "new"},
      {"of another manifest", {.manifest = "other"}, Status::submitted, {}, "new"},
      {"of one that is gone", {.manifest = "other"}, Status::submitted, {"other"}, "held near a"},
      {"at another server",
       {.server = "https://two.example"},
       Status::submitted,
       {},
       "held near a"},
      {"in a rehearsal", {.server = "sandbox", .rehearsal = true}, Status::submitted, {}, "new"},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    Book book;
    book.here.gone = test.gone;
    book.note(asks("a", p1), test.status, test.sent);
    CHECK(book.told({asks("a", p1_touched)}) == Lines{test.told});
  }
}

TEST_CASE("a word to pay again lets the row go, for good, and whatever it is called") {
  Book book;
  const auto bought = book.note(asks("a", p1), Status::submitted);
  const Request touched = asks("a", p1_touched);
  book.give(bought, Word::resubmit, touched);
  CHECK(book.told({touched}) == Lines{"new"});
  book.say(bought, Word::resubmit, touched);
  CHECK(book.told({touched}) == Lines{"new"});
  CHECK(book.told({asks("b", p1_touched)}) == Lines{"new"});
  book.note(touched, Status::failed);
  CHECK(book.told({touched}) == Lines{"failed a 2"});
  book.note(asks("z", p1, "25"), Status::submitted);  // bought since, and near
  CHECK(book.told({touched}) == Lines{"failed a 2"});

  SECTION("and no other row that the purchase is near to") {
    CHECK(book.told({asks("a", p1, "10")}).front().rfind("held near", 0) == 0);
  }
}

TEST_CASE("a word to pay again for one of two equal rows does not speak for the other") {
  for (const bool near : {true, false}) {
    Book book;
    const Sent where = {.server = near ? "https://one.example" : "https://two.example"};
    const std::string option = near ? "10" : "15";
    book.note(asks("1", p1, option), Status::submitted, where);
    book.note(asks("2", p1, option), Status::submitted, {.server = where.server, .copy = 2});
    const std::vector<Request> rows = {asks("1", p1), asks("2", p1)};
    for (const std::size_t said : {0U, 1U}) {
      CAPTURE(near, said);
      const auto held = book.match(rows);
      REQUIRE(held[0].holds.size() == 1);
      REQUIRE(held[1].holds.size() == 1);
      Book again;
      const auto first = again.note(asks("1", p1, option), Status::submitted, where);
      const auto second =
          again.note(asks("2", p1, option), Status::submitted, {.server = where.server, .copy = 2});
      const auto& about = held[said].holds.front().purchase.copy == 1 ? first : second;
      again.say(about, Word::resubmit, rows[said]);
      CHECK(again.match(rows)[said].status() == Status::not_sent);
      CHECK(again.match(rows)[1 - said].status() == Status::held);
      again.note(rows[said], Status::submitted);
      CHECK(again.match(rows)[said].status() == Status::submitted);
      CHECK(again.match(rows)[1 - said].status() == Status::held);
    }
  }
}

TEST_CASE("a word to pay again after one that was paid at once is not asked for twice") {
  Book book;
  book.note(asks("a.take-1", p1), Status::submitted);
  const auto near = book.note(asks("b", p1, "25"), Status::submitted);
  const Request second = asks("a.take-2", p1);
  CHECK(book.told({asks("a.take-1", p1), second}) == Lines{"submitted a.take-1", "held near b"});
  book.say(near, Word::resubmit, second);
  CHECK(book.told({asks("a.take-1", p1), second}) == Lines{"submitted a.take-1", "new copy 2"});
}

TEST_CASE("a kept purchase is the row's, under whatever name, and for no other row") {
  Book book;
  const auto bought = book.note(asks("a", p1), Status::submitted);
  const Request touched = asks("a", p1_touched);
  book.say(bought, Word::keep, touched);
  CHECK(book.told({touched}) == Lines{"submitted a"});
  CHECK(book.told({asks("b", p1_touched)}) == Lines{"submitted a"});
  CHECK(book.told({touched, asks("c", p1_touched)}) == Lines{"submitted a", "new"});
  CHECK(book.told({touched, asks("c", p1)}) == Lines{"new", "submitted a"});  // what was bought
  CHECK(book.told({asks("a", p1)}) == Lines{"submitted a"});                  // as it was before
  CHECK(book.told({asks("c", p1_touched), asks("a", p1_touched)}) == Lines{"new", "submitted a"});
}

TEST_CASE("the last word about a purchase counts") {
  Book book;
  const auto bought = book.note(asks("a", p1), Status::submitted);
  const Request second = asks("a", p1_touched);
  const Request third = asks("a", p1, "25");
  book.say(bought, Word::keep, second);
  book.say(bought, Word::keep, third);
  CHECK(book.told({second, third}) == Lines{"new", "submitted a"});
  book.say(bought, Word::resubmit, third);
  CHECK(book.told({third}) == Lines{"new"});
  book.say(bought, Word::keep, third);
  CHECK(book.told({third}) == Lines{"submitted a"});
}

TEST_CASE("a kept purchase that turns out to be none leaves the row as if nothing was said") {
  Book book;
  const auto doubt = book.note(asks("a", p1), Status::in_doubt);
  book.say(doubt, Word::keep, asks("a", p1_touched));
  CHECK(book.told({asks("a", p1_touched)}) == Lines{"in_doubt a"});
  book.say(doubt, Word::not_created, asks("a", p1_touched));
  CHECK(book.told({asks("a", p1_touched)}) == Lines{"new"});
}

TEST_CASE("a kept doubt that is sent again has a slot of its own, and is sent once") {
  Book book;
  const auto doubt = book.note(asks("a", p1), Status::in_doubt, {.copy = 2});
  book.note(asks("b", p1_touched), Status::submitted, {.copy = 2});
  const Request row = asks("a", p1_touched);
  const std::vector<Request> rows = {row, asks("b", p1_touched)};
  book.say(doubt, Word::keep, row);
  CHECK(book.told(rows) == Lines{"in_doubt a", "submitted b"});
  // Of what the row asks for, and not of what was kept.
  CHECK(book.match(rows)[0].copy == 1);
  CHECK(book.match(rows)[0].tried == 0);
  book.say(doubt, Word::retry, row);
  CHECK(book.told(rows) == Lines{"new", "submitted b"});
  book.note(row, Status::submitted);
  CHECK(book.told(rows) == Lines{"submitted a 2", "submitted b"});
}

TEST_CASE("what was kept of another manifest or server is looked up there, and nothing is lost") {
  for (const Sent& sent : {Sent{.manifest = "other"}, Sent{.server = "https://two.example"}}) {
    Book book;
    const auto bought = book.note(asks("a", p1), Status::submitted, sent);
    book.say(bought, Word::keep, asks("x", p1));
    CHECK(book.told({asks("x", p1)}) == Lines{"submitted a"});
    CHECK(book.told({asks("x", p1), asks("y", p1)}).back().rfind("new", 0) == 0);
  }
}

TEST_CASE("words about doubts count as soon as they are given") {
  Book book;
  const auto doubt = book.note(asks("a", p1), Status::in_doubt);
  SECTION("there is no task") {
    book.give(doubt, Word::not_created, asks("a", p1));
    CHECK(book.told({asks("a", p1)}) == Lines{"failed a"});
    CHECK(book.told({asks("a", p1_touched)}) == Lines{"new"});
  }
  SECTION("there is one") {
    book.give(doubt, Word::created, asks("a", p1), "T9");
    const auto row = book.match({asks("a", p1)}).front();
    CHECK(row.status() == Status::submitted);
    CHECK(row.tries.back().task_id == "T9");
  }
}

TEST_CASE("a slot that has a submitted try is submitted, whatever was tried after it") {
  const struct {
    const char* what;
    std::vector<Status> tries;
    const char* told;
  } cases[] = {
      {"a doubt whose task was found, sent again in vain",
       {Status::submitted, Status::failed},
       "submitted a"},
      {"and again", {Status::submitted, Status::failed, Status::rejected}, "submitted a"},
      {"and is in doubt", {Status::submitted, Status::in_doubt}, "submitted a"},
      {"the latest one that is submitted",
       {Status::submitted, Status::submitted, Status::failed},
       "submitted a 2"},
      {"a doubt that was sent again in vain is the person's own word",
       {Status::in_doubt, Status::failed},
       "failed a 2"},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    Book book;
    int tries = 0;
    for (const Status status : test.tries)
      book.note(asks("a", p1), status, {.attempt = ++tries});
    CHECK(book.told({asks("a", p1)}) == Lines{test.told});
    const auto row = book.match({asks("a", p1)}).front();
    CHECK(row.tries.size() == test.tries.size());
    CHECK(row.tried == tries);
    const std::string purchase = std::string(test.told).substr(std::string(test.told).find(' '));
    if (row.status() != Status::submitted) continue;
    CHECK(book.told({asks("a", p1_touched)}) == Lines{"held near" + purchase});
    book.here.manifest = "other";
    CHECK(book.told({asks("x", p1)}) == Lines{"held other manifest" + purchase});
    book.here.server = "https://two.example";
    CHECK(book.told({asks("x", p1)}) == Lines{"held other server" + purchase});
  }
}

TEST_CASE("a task that was found for an earlier try counts as soon as it is said") {
  Book book;
  const auto doubt = book.note(asks("a", p1), Status::in_doubt);
  book.note(asks("a", p1), Status::failed, {.attempt = 2});
  CHECK(book.told({asks("a", p1)}) == Lines{"failed a 2"});
  book.give(doubt, Word::created, asks("a", p1), "T9");
  CHECK(book.told({asks("a", p1)}) == Lines{"submitted a"});
  CHECK(book.told({asks("a", p1_touched)}) == Lines{"held near a"});
}

TEST_CASE("a kept purchase goes to whoever asks for exactly what was bought") {
  Book book;
  const auto bought = book.note(asks("a", p1), Status::submitted);
  const Request other = asks("a", p1, "25");
  book.say(bought, Word::keep, other);
  CHECK(book.told({other}) == Lines{"submitted a"});
  for (const std::string id : {"a", "b"})
    CHECK(book.told({asks("c", p1, "25"), asks(id, p1)}) == Lines{"new", "submitted a"});
}

TEST_CASE("a word to send a kept doubt again counts once, for the row that it was said for") {
  Book book;
  const auto doubt = book.note(asks("a", p1), Status::in_doubt);
  const Request touched = asks("a", p1_touched);
  book.say(doubt, Word::keep, touched);
  book.say(doubt, Word::retry, touched);
  const auto row = book.plan({touched}).rows.front();
  CHECK(row.action == plan::Action::send);
  CHECK(row.reason == plan::Reason::in_doubt_as_asked);

  SECTION("a try that failed leaves the word as it is, and is announced again") {
    book.note(touched, Status::failed);
    CHECK(book.plan({touched}).rows.front().reason == plan::Reason::in_doubt_as_asked);
  }
  SECTION("the row as it was before is in doubt, and is not sent") {
    CHECK(book.plan({asks("a", p1)}).to_send == 0);
  }
  for (const Status status : {Status::submitted, Status::in_doubt}) {
    DYNAMIC_SECTION("once the new try is " << to_text(status)) {
      book.note(touched, status);
      CHECK(book.plan({touched}).to_send == 0);
      CHECK(book.plan({asks("a", p1)}).to_send == 0);
      CHECK(book.plan({touched, asks("b", p1)}).to_send == 0);
      CHECK(book.told({touched, asks("c", p1, "25")}).back() == "held near a");
    }
  }
}

TEST_CASE("a word of one manifest about a kept doubt does not free the row of another") {
  Book book;
  const auto doubt = book.note(asks("a", p1), Status::in_doubt);
  book.here.manifest = "other";
  book.say(doubt, Word::keep, asks("x", p1));
  book.say(doubt, Word::retry, asks("x", p1));
  CHECK(book.plan({asks("x", p1)}).rows.front().reason == plan::Reason::in_doubt_as_asked);
  book.here.manifest = "shots";
  CHECK(book.told({asks("a", p1)}) == Lines{"in_doubt a"});
  CHECK(book.plan({asks("a", p1)}).to_send == 0);
  SECTION("nor once the other one is gone, and its word was acted upon") {
    book.note(asks("x", p1), Status::submitted, {.manifest = "other", .copy = 2});
    book.here.gone = {"other"};
    CHECK(book.plan({asks("a", p1), asks("x", p1)}).to_send == 0);
  }
}

TEST_CASE("a word to pay again counts for its manifest, its server and one purchase") {
  const Sent elsewhere = {.server = "https://three.example"};
  Book book;
  const auto bought = book.note(asks("a", p1), Status::submitted, elsewhere);
  book.say(bought, Word::resubmit, asks("a", p1));
  CHECK(book.plan({asks("a", p1)}).rows.front().reason == plan::Reason::held_as_asked);
  SECTION("of another manifest") {
    book.here.manifest = "other";
    CHECK(book.told({asks("a", p1)}) == Lines{"held other server a"});
    book.here.gone = {"shots"};
    CHECK(book.told({asks("a", p1)}) == Lines{"new"});
  }
  SECTION("at another server") {
    book.here.server = "https://two.example";
    CHECK(book.told({asks("a", p1)}) == Lines{"held other server a"});
  }
  SECTION("it is used up once that is made or in doubt") {
    for (const Status status : {Status::submitted, Status::in_doubt}) {
      Book again;
      const auto first = again.note(asks("a", p1), Status::submitted, elsewhere);
      again.say(first, Word::resubmit, asks("a", p1));
      again.note(asks("a", p1), Status::failed);
      CHECK(again.told({asks("a", p1)}) == Lines{"failed a 2"});
      again.note(asks("a", p1), status, {.attempt = 2});
      CHECK(again.told({asks("a", p1), asks("b", p1)}).back() == "held other server a");
      CHECK(again.told({asks("b", p1), asks("c", p1)}).back() == "held other server a");
      again.say(first, Word::resubmit, asks("b", p1));
      CHECK(again.told({asks("a", p1), asks("b", p1)}).back() == "new copy 2");
    }
  }
}

TEST_CASE("a purchase for which was paid again once holds other rows all the same") {
  Book book;
  const auto bought = book.note(asks("a", p1), Status::submitted);
  const Request touched = asks("a", p1_touched);
  book.say(bought, Word::resubmit, touched);
  CHECK(book.told({touched, asks("b", p1, "25")}) == Lines{"new", "new"});  // it stands for a
  book.note(touched, Status::submitted);
  CHECK(book.told({touched, asks("b", p1, "25")}) == Lines{"submitted a 2", "held near a"});
}

TEST_CASE("a doubt is one of a rehearsal where all that answered its run there rehearsed") {
  const std::string server = "http://127.0.0.1:8080";
  const Sent real = {.server = server};
  const Sent rehearsed = {.server = server, .rehearsal = true};
  const struct {
    const char* what;
    std::vector<Sent> same_run;
    bool holds;
  } cases[] = {
      {"nobody answered", {}, true},
      {"rehearsals alone", {rehearsed, rehearsed}, false},
      {"one that was none", {rehearsed, real}, true},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    Book book;
    book.note(asks("old", p2), Status::submitted, rehearsed);  // of an earlier run
    book.begin_run("shots");
    int copy = 1;
    for (Sent sent : test.same_run) {
      sent.copy = ++copy;
      book.note(asks("r", p2), Status::submitted, sent);
    }
    book.note(asks("c", p3), Status::in_doubt, real, false);
    CHECK(book.told({asks("c", p3)}) == Lines{test.holds ? "held other server c" : "new"});
  }
}

// ---- Whatever happens -------------------------------------------------------------------------

/// Random attempts and words, and a random manifest.
class RandomCase {
 public:
  explicit RandomCase(std::uint64_t seed) : chance_(seed) {
    book.here.gone = {"gone"};
    for (std::size_t events = chance_.below(25); events > 0; --events)
      happen();
    for (std::size_t count = chance_.below(8); count > 0; --count)
      rows.push_back(row());
  }

  Book book;
  std::vector<Request> rows;
  std::vector<ledger::Attempt> noted;
  std::vector<ledger::Decision> words;

 private:
  bool happens(std::size_t percent) { return chance_.below(100) < percent; }

  // Of one id there is one row.
  Request row() {
    return asks(fmt::format("row-{}-{}", chance_.below(4), rows.size()), prompt(), option());
  }
  std::string prompt() {
    const std::string all[] = {p1, p2, p3, p1_touched};
    return all[chance_.below(4)];
  }
  std::string option() { return happens(70) ? "15" : "25"; }

  void happen() {
    if (happens(25) && !noted.empty()) return speak();
    Sent sent;
    const char* manifests[] = {"shots", "shots", "shots", "other", "gone"};
    const char* servers[] = {"https://one.example", "https://one.example", "https://one.example",
                             "https://two.example", "http://127.0.0.1:8080"};
    sent.manifest = manifests[chance_.below(5)];
    sent.server = servers[chance_.below(5)];
    sent.rehearsal = sent.server == servers[4];
    Request asked =
        asks(fmt::format("row-{}-{}", chance_.below(4), chance_.below(8)), prompt(), option());
    int& copies = copies_[sent.server + to_text(asked.fingerprint)];
    sent.copy = copies == 0 || happens(60)
                    ? ++copies
                    : 1 + static_cast<int>(chance_.below(static_cast<std::size_t>(copies)));
    sent.attempt =
        ++tries_[fmt::format("{} {} {}", sent.server, to_text(asked.fingerprint), sent.copy)];
    const Status statuses[] = {Status::submitted, Status::submitted, Status::in_doubt,
                               Status::failed,    Status::rejected,  Status::not_sent};
    noted.push_back(book.note(asked, statuses[chance_.below(6)], sent, !happens(10)));
  }

  void speak() {
    const Word all[] = {Word::keep, Word::resubmit, Word::resubmit, Word::retry, Word::not_created};
    const Word word = all[chance_.below(5)];
    const ledger::Attempt& about = noted[chance_.below(noted.size())];
    book.say(
        about, word,
        asks(fmt::format("row-{}-{}", chance_.below(4), chance_.below(8)), prompt(), option()));
  }

  VirtualRandom chance_;
  std::map<std::string, int> copies_;
  std::map<std::string, int> tries_;
};

/// What is wrong with the matches; an empty text where nothing is.
std::string wrong_with(RandomCase& world) {
  Book& book = world.book;
  const std::vector<plan::Match> matches = book.match(world.rows);
  const auto decisions = book.reader().decisions();
  std::map<std::int64_t, std::size_t> owners;  // of attempts
  std::set<std::string> held_by;
  std::set<std::string> slots;  // that rows have, or would have
  for (std::size_t row = 0; row < matches.size(); ++row) {
    const plan::Match& match = matches[row];
    const Request& asked = world.rows[row];
    for (const ledger::Attempt& attempt : match.tries) {
      if (!owners.emplace(attempt.number, row).second) return "one attempt is that of two rows";
      if (attempt.fingerprint == asked.fingerprint && attempt.server == book.here.server) continue;
      const bool is_kept =
          std::any_of(decisions.begin(), decisions.end(), [&](const ledger::Decision& word) {
            return word.word == Word::keep && word.fingerprint == asked.fingerprint;
          });
      if (!is_kept) return "a row has what it does not ask for";
    }
    for (const plan::Hold& hold : match.holds) {
      if (!held_by.insert(hold.purchase.entry).second) return "one purchase holds two rows";
      if (!may_be_paid_for(hold.purchase.status)) return "nothing that was paid for holds a row";
      const auto alike = book.reader().attempts_of(asked.fingerprint);
      for (const ledger::Decision& word : decisions) {
        const bool is_used = std::any_of(alike.begin(), alike.end(), [&](const auto& attempt) {
          return attempt.number > word.after && attempt.server == book.here.server &&
                 attempt.manifest != "other" && may_be_paid_for(attempt.status);
        });
        if (word.word == Word::resubmit && word.entry == hold.purchase.entry &&
            word.fingerprint == asked.fingerprint && !is_used)
          return "a row is held though somebody said to pay again";
      }
    }
    if (!slots.insert(to_text(asked.fingerprint) + std::to_string(match.copy)).second)
      return "two rows would have one copy";
  }
  // What is sent next must not meet a try that is there, and no paid slot may be passed by.
  for (std::size_t row = 0; row < matches.size(); ++row) {
    const plan::Match& match = matches[row];
    const Request& asked = world.rows[row];
    int tried = 0;
    for (const ledger::Attempt& attempt : book.reader().attempts_of(asked.fingerprint)) {
      const bool is_slot = attempt.server == book.here.server && attempt.copy == match.copy;
      if (is_slot) tried = std::max(tried, attempt.attempt);
    }
    if (tried != match.tried) return "the next try is not the next";
    if (match.tried > 0 && match.tries.empty()) return "a copy is not free";
    const bool is_sendable = !may_be_paid_for(match.status()) && match.status() != Status::held;
    if (!is_sendable) continue;
    for (const ledger::Tries& slot :
         ledger::slots_of(book.reader().attempts_of(asked.fingerprint))) {
      const ledger::Attempt& attempt = ledger::deciding(slot);
      if (!may_be_paid_for(attempt.status) || attempt.rehearsal) continue;
      if (attempt.server == "http://127.0.0.1:8080") continue;
      if (owners.count(attempt.number) > 0 || held_by.count(attempt.entry) > 0) continue;
      const bool is_released =
          std::any_of(decisions.begin(), decisions.end(), [&](const ledger::Decision& word) {
            return word.entry == attempt.entry && word.word == Word::resubmit &&
                   word.fingerprint == asked.fingerprint;
          });
      const bool is_ours = attempt.server == book.here.server && attempt.manifest != "other";
      if (is_ours || !is_released)
        return fmt::format("{} is sent, and {} was paid for and serves nobody", asked.id,
                           attempt.row);
    }
  }
  return {};
}

TEST_CASE("whatever was bought and said, nothing that serves a row is passed by") {
  int broken = 0;
  const std::uint64_t cases = 3000 / one_of();
  for (std::uint64_t seed = 1; seed <= cases && broken < 5; ++seed) {
    RandomCase world(seed);
    const std::string wrong = wrong_with(world);
    if (wrong.empty()) continue;
    ++broken;
    Lines noted;
    for (const auto& attempt : world.noted)
      noted.push_back(fmt::format("{} {} {} {} {}.{} {}", attempt.row, attempt.manifest.text(),
                                  attempt.server.text(), to_text(attempt.fingerprint).substr(0, 4),
                                  attempt.copy, attempt.attempt, to_text(attempt.status)));
    FAIL_CHECK("seed " << seed << ": " << wrong << "\n"
                       << fmt::format("{}", fmt::join(noted, "\n")) << "\n"
                       << fmt::format("{}", fmt::join(world.book.told(world.rows), "\n")));
  }
}

TEST_CASE("every version of a text is held against those before") {
  Book book;
  const std::string text = "a small harbor in the fog at dawn with gulls above the boats";
  for (const char* word : {"", " slowly", " softly"}) {
    const std::vector<Request> rows = {asks("a", text + word)};
    if (*word != 0) CHECK(book.told(rows).front().starts_with("held near"));
    const auto bought = book.note(rows.front(), Status::submitted);
    book.ledger().claim({{bought.number, "shots", "a", book.begin_run("shots")}});
  }
}

}  // namespace
}  // namespace shotlist::tests::match_test

#include "results/decision_check.h"

#include <string>
#include <utility>
#include <vector>

#include "support/catch2.h"
#include "support/ledger_in_memory.h"

namespace shotlist::tests::decision_check_test {
namespace {

using ledger::Attempt;
using ledger::Word;
using plan::RowWord;
using results::WrittenDecision;

/// What a file says, with its place in it.
WrittenDecision written(std::string id, std::string entry, std::optional<RowWord> word,
                        std::string task_id = {}) {
  static const manifest::SourceText file{"d.csv", "id,decision\na,retry\n"};
  WrittenDecision decision;
  decision.id = std::move(id);
  decision.entry = std::move(entry);
  decision.word = word;
  decision.task_id = std::move(task_id);
  decision.at = {&file, 14, 2, 5};
  return decision;
}

/// Rows, what is known of them, and what a file comes to.
struct Desk {
  /// A row of the manifest that asks for `prompt`; returns its number.
  std::size_t add(std::string id, const std::string& prompt, plan::Match match = {}) {
    ids.push_back(std::move(id));
    prompts.push_back(prompt);
    matches.push_back(std::move(match));
    return ids.size() - 1;
  }

  Attempt sent(const std::string& row, Status status, std::string task_id = {}) {
    return known.answer(known.send(row, "the prompt of " + row), status, std::move(task_id));
  }

  /// A row whose only try ended so.
  Attempt add_tried(const std::string& id, Status status, std::string task_id = {}) {
    const Attempt attempt = sent(id, status, std::move(task_id));
    plan::Match match;
    match.tries = {attempt};
    add(id, "the prompt of " + id, std::move(match));
    return attempt;
  }

  /// A row that is nearly the same as a purchase of `old`, which is no row any more.
  Attempt add_held(const std::string& id, const std::string& old) {
    const Attempt purchase = sent(old, Status::submitted, "t:" + old);
    plan::Match match;
    match.holds = {{plan::HeldBy::near, purchase, {}}};
    add(id, "another prompt of " + id, std::move(match));
    return purchase;
  }

  void decide(const std::vector<WrittenDecision>& decisions) {
    std::vector<plan::Wanted> rows;
    for (std::size_t i = 0; i < ids.size(); ++i)
      rows.push_back({{ids[i], LedgerInMemory::request_for(prompts[i]).fingerprint}});
    Diagnostics diagnostics;
    meant = results::meaning_of(
        decisions, {rows, matches, known.reader(), "ann", LedgerInMemory::sent_at()}, diagnostics);
    mistakes.clear();
    for (const Diagnostic& mistake : diagnostics.in_file_order())
      mistakes.push_back(mistake.what);
    remedy = diagnostics.empty() ? "" : diagnostics.in_file_order().front().remedy;
    code = diagnostics.empty() ? "" : to_text(diagnostics.in_file_order().front().code);
  }

  /// The one mistake; empty: there is none.
  std::string mistake() const {
    REQUIRE(mistakes.size() <= 1);
    return mistakes.empty() ? std::string() : mistakes.front();
  }

  /// `word entry task` of what is to be recorded.
  std::string recorded() const {
    std::string text;
    for (const ledger::Decision& decision : meant.to_record) {
      text += std::string(ledger::to_text(decision.word)) + ' ' + decision.entry;
      if (!decision.task_id.empty()) text += ' ' + decision.task_id;
      text += '\n';
    }
    return text;
  }

  /// As a run would, before it sends anything.
  void record() { known.ledger().decide(meant.to_record); }

  LedgerInMemory known;
  std::vector<std::string> ids;
  std::vector<std::string> prompts;
  std::vector<plan::Match> matches;
  results::MeantDecisions meant;
  std::vector<std::string> mistakes;
  std::string remedy;
  std::string code;
};

constexpr RowWord retry = RowWord::retry;
constexpr RowWord skip = RowWord::skip;
constexpr RowWord not_created = RowWord::not_created;
constexpr RowWord resubmit = RowWord::resubmit;
constexpr RowWord keep = RowWord::keep;

}  // namespace

TEST_CASE("nobody decides about what another run waits for") {
  const struct {
    std::optional<RowWord> word;
    const char* task_id;
    const char* mistake;
  } cases[] = {
      {retry, "", "retry for a, which is under way in run 1 on vm-2"},
      {not_created, "", "not_created for a, which is under way in run 1 on vm-2"},
      {{}, "t:1", "a task id for a, which is under way in run 1 on vm-2"},
      {skip, "", ""},
      {{}, "", ""},
  };
  for (const auto& test : cases) {
    INFO(test.mistake);
    Desk desk;
    plan::Match match;
    match.tries = {desk.known.send("a", "the prompt of a")};
    Attempt& attempt = match.tries.back();
    attempt.is_of_run_at_work = true;
    attempt.error = "under way in run 1 on vm-2";
    const std::string entry = attempt.entry;
    desk.add("a", "the prompt of a", std::move(match));
    desk.decide({written("a", entry, test.word, test.task_id)});
    CHECK(desk.mistake() == test.mistake);
    CHECK(desk.recorded().empty());
  }
}

TEST_CASE("each word fits some rows, and is a mistake beside the others") {
  const struct {
    RowWord word;
    Status status;
    const char* mistake;
    bool is_recorded;
  } cases[] = {
      {retry, Status::submitted, "retry for a, which is submitted", false},
      {retry, Status::failed, "", true},
      {retry, Status::rejected, "", true},
      {retry, Status::in_doubt, "", true},
      {retry, Status::held, "retry for a, which is held", false},
      {retry, Status::not_sent, "", false},
      {skip, Status::submitted, "", false},
      {skip, Status::failed, "", false},
      {skip, Status::rejected, "", false},
      {skip, Status::in_doubt, "", false},
      {skip, Status::held, "", false},
      {skip, Status::not_sent, "", false},
      {not_created, Status::submitted, "not_created for a, which is submitted", false},
      {not_created, Status::failed, "", false},
      {not_created, Status::rejected, "not_created for a, which is rejected", false},
      {not_created, Status::in_doubt, "", true},
      {not_created, Status::held, "not_created for a, which is held", false},
      {not_created, Status::not_sent, "not_created for a, which is not sent", false},
      {resubmit, Status::submitted, "resubmit for a, which is submitted", false},
      {resubmit, Status::failed, "resubmit for a, which is failed", false},
      {resubmit, Status::rejected, "resubmit for a, which is rejected", false},
      {resubmit, Status::in_doubt, "resubmit for a, which is in doubt", false},
      {resubmit, Status::held, "", true},
      {resubmit, Status::not_sent, "resubmit for a, which is not sent", false},
      {keep, Status::submitted, "keep for a, which is submitted", false},
      {keep, Status::failed, "keep for a, which is failed", false},
      {keep, Status::rejected, "keep for a, which is rejected", false},
      {keep, Status::in_doubt, "keep for a, which is in doubt", false},
      {keep, Status::held, "", true},
      {keep, Status::not_sent, "keep for a, which is not sent", false},
  };
  for (const auto& test : cases) {
    Desk desk;
    std::string entry;
    if (test.status == Status::held) {
      entry = desk.add_held("a", "b").entry;
    } else if (test.status == Status::not_sent) {
      desk.add("a", "never sent");
    } else {
      entry = desk.add_tried("a", test.status, test.status == Status::submitted ? "t:1" : "").entry;
    }
    CAPTURE(static_cast<int>(test.word), to_text(test.status));
    desk.decide({written("a", entry, test.word)});
    CHECK(desk.mistake() == test.mistake);
    CHECK(desk.meant.to_record.size() == (test.is_recorded ? 1 : 0));
    CHECK(desk.meant.older.empty());
    if (*test.mistake != '\0') {
      CHECK(desk.meant.rows.empty());
      CHECK_FALSE(desk.remedy.empty());
      continue;
    }
    REQUIRE(desk.meant.rows.size() == 1);
    CHECK(desk.meant.rows.at("a") == test.word);
    if (!test.is_recorded) continue;
    const ledger::Decision& decision = desk.meant.to_record.front();
    CHECK(decision.entry == entry);
    CHECK(decision.row == "a");
    CHECK(decision.by == "ann");
    CHECK(decision.at == LedgerInMemory::sent_at());
    CHECK(decision.fingerprint == LedgerInMemory::request_for(desk.prompts[0]).fingerprint);
  }
}

TEST_CASE("a word about a held row counts for what the row asked for then") {
  for (const RowWord word : {resubmit, keep}) {
    Desk desk;
    const Attempt purchase = desk.add_held("a", "old");
    WrittenDecision decision = written("a", purchase.entry, word);
    SECTION("the row was edited since") {
      decision.fingerprint = purchase.fingerprint;
      desk.decide({decision});
      CHECK(desk.mistake().empty());
      CHECK(desk.meant.to_record.empty());
      CHECK(desk.meant.rows.empty());
      CHECK(desk.meant.older == std::vector<std::string>{"a"});
    }
    SECTION("it was not") {
      decision.fingerprint = LedgerInMemory::request_for(desk.prompts[0]).fingerprint;
      desk.decide({decision});
      CHECK(desk.meant.to_record.size() == 1);
      CHECK(desk.meant.older.empty());
    }
  }
}

TEST_CASE("a word beside an attempt that another followed is listed, and does nothing") {
  Desk desk;
  const Attempt first = desk.sent("a", Status::in_doubt);
  Attempt form;
  form.row = "a";
  form.attempt = 2;
  const Attempt second = desk.known.send(form, "the prompt of a");
  plan::Match match;
  match.tries = {first, second};
  desk.add("a", "the prompt of a", match);
  for (const RowWord word : {retry, not_created, resubmit, keep}) {
    desk.decide({written("a", first.entry, word)});
    CHECK(desk.mistake().empty());
    CHECK(desk.meant.older == std::vector<std::string>{"a"});
    CHECK(desk.meant.rows.empty());
    CHECK(desk.meant.to_record.empty());
  }
  desk.decide({written("a", first.entry, skip)});
  CHECK(desk.meant.older.empty());
  desk.decide({written("", first.entry, retry)});
  CHECK(desk.meant.older == std::vector<std::string>{first.entry});
  // Beside the last one it counts.
  desk.decide({written("a", first.entry, retry), written("a", second.entry, retry)});
  CHECK(desk.meant.older == std::vector<std::string>{"a"});
  CHECK(desk.recorded() == "retry " + second.entry + "\n");
}

TEST_CASE("a task that was looked up is taken for an older doubt, too, and is not the row's") {
  Desk desk;
  const Attempt first = desk.sent("a", Status::in_doubt);
  Attempt form;
  form.row = "a";
  form.attempt = 2;
  plan::Match match;
  match.tries = {
      first, desk.known.answer(desk.known.send(form, "the prompt of a"), Status::submitted, "t:2")};
  desk.add("a", "the prompt of a", match);
  desk.decide({written("a", first.entry, {}, "t:1")});
  CHECK(desk.mistake().empty());
  CHECK(desk.recorded() == "created " + first.entry + " t:1\n");
  CHECK(desk.meant.rows.empty());
}

TEST_CASE("the word for an attempt counts for its row, whatever that is called now") {
  Desk desk;
  const Attempt attempt = desk.sent("old", Status::in_doubt);
  plan::Match match;
  match.tries = {attempt};
  desk.add("new", "the prompt of old", match);
  desk.add("old", "another prompt");
  desk.decide({written("old", attempt.entry, not_created)});
  CHECK(desk.mistake().empty());
  REQUIRE(desk.meant.rows.size() == 1);
  CHECK(desk.meant.rows.at("new") == not_created);
}

TEST_CASE("a row that was never sent goes by its id, and one that was by its entry alone") {
  Desk desk;
  desk.add("fresh", "never sent");
  const Attempt failed = desk.add_tried("failed", Status::failed);
  const Attempt doubt = desk.add_tried("doubt", Status::in_doubt);
  const Attempt paid = desk.add_tried("paid", Status::submitted, "t:1");

  desk.decide({written("fresh", "", retry), written("failed", "", retry),
               written("doubt", "", skip), written("paid", "", skip)});
  CHECK(desk.mistakes.empty());
  CHECK(desk.meant.rows.size() == 4);
  CHECK(desk.meant.to_record.empty());

  const std::string entry_remedy =
      "write that into a column entry, so that it counts for this attempt";
  desk.decide({written("doubt", "", retry)});
  CHECK(desk.mistake() == "retry for doubt, which was sent as " + doubt.entry);
  CHECK(desk.remedy == entry_remedy);
  desk.decide({written("doubt", "", not_created)});
  CHECK(desk.mistake() == "not_created for doubt, which was sent as " + doubt.entry);
  desk.decide({written("paid", "", retry)});
  CHECK(desk.mistake() == "retry for paid, which was sent as " + paid.entry);
  desk.decide({written("doubt", "", {}, "t:9")});
  CHECK(desk.mistake() == "a task id for doubt, which was sent as " + doubt.entry);
  CHECK(desk.remedy == entry_remedy);
  // Notes.
  desk.decide({written("paid", "", {}, "t:1"), written("nobody", "", {}, "t:9")});
  CHECK(desk.mistakes.empty());
}

TEST_CASE("rows and entries that nobody knows are mistakes, unless nothing is said of them") {
  Desk desk;
  desk.add("harbor", "never sent");
  desk.decide({written("harbour", "", retry)});
  CHECK(desk.mistake() == "there is no row harbour");
  CHECK(desk.code == "unknown-row");
  CHECK(desk.remedy == "did you mean harbor?");
  desk.decide({written("zzzzzz", "", skip)});
  CHECK(desk.remedy == "remove the line");
  desk.decide({written("harbor", "bcdfghjklmnp", retry)});
  CHECK(desk.mistake() == "the ledger has no attempt bcdfghjklmnp");
  CHECK(desk.code == "unknown-row");
  CHECK(desk.remedy == "take the file of this ledger, or `shotlist import` the other first");
  desk.decide({written("harbor", "bcdfghjklmnp", {}, "t:1")});  // a submitted row of another ledger
  CHECK(desk.mistakes.empty());
}

TEST_CASE("a task id beside a doubt settles it, and only a doubt") {
  Desk desk;
  const Attempt doubt = desk.add_tried("doubt", Status::in_doubt);
  const Attempt failed = desk.add_tried("failed", Status::failed);
  const Attempt paid = desk.add_tried("paid", Status::submitted, "t:1");
  const Attempt bought = desk.add_held("held", "gone");

  desk.decide({written("doubt", doubt.entry, {}, "t:9")});
  CHECK(desk.mistake().empty());
  CHECK(desk.recorded() == "created " + doubt.entry + " t:9\n");
  CHECK(desk.meant.rows.at("doubt") == RowWord::created);
  desk.decide({written("doubt", doubt.entry, skip, "t:9")});
  CHECK(desk.recorded() == "created " + doubt.entry + " t:9\n");
  desk.decide({written("doubt", doubt.entry, retry, "t:9")});
  CHECK(desk.mistake() == "doubt has a task id and the word retry");

  desk.decide({written("failed", failed.entry, {}, "t:9")});
  CHECK(desk.mistake() == "a task id for failed, which is failed");
  desk.decide({written("paid", paid.entry, {}, "t:9")});
  CHECK(desk.mistake() == "a task id for paid, which is submitted as t:1");
  desk.decide({written("held", bought.entry, {}, "t:9")});
  CHECK(desk.mistake() == "a task id for held, which is submitted as t:gone");
  // As the results file shows them.
  desk.decide({written("paid", paid.entry, {}, "t:1"), written("failed", failed.entry, {}),
               written("held", bought.entry, {}, "t:gone")});
  CHECK(desk.mistakes.empty());
  CHECK(desk.meant.to_record.empty());
}

TEST_CASE("a task that the answer only named is shown in the file, and settles nothing by that") {
  Desk desk;
  Outcome outcome;
  outcome.status = Status::in_doubt;
  outcome.verdict = Verdict::unknown;
  outcome.named_task = "t:\x1b";
  const Attempt doubt = desk.known.answer(desk.known.send("a", "the prompt of a"), outcome);
  plan::Match match;
  match.tries = {doubt};
  desk.add("a", "the prompt of a", match);
  desk.decide({written("a", doubt.entry, {}, "t:\\x1b")});
  CHECK(desk.mistakes.empty());
  CHECK(desk.meant.to_record.empty());
  desk.decide({written("a", doubt.entry, not_created, "t:\\x1b")});
  CHECK(desk.recorded() == "not_created " + doubt.entry + "\n");
}

TEST_CASE("one task belongs to one attempt") {
  Desk desk;
  const Attempt one = desk.add_tried("one", Status::in_doubt);
  const Attempt two = desk.add_tried("two", Status::in_doubt);
  const Attempt paid = desk.add_tried("paid", Status::submitted, "t:1");
  desk.decide({written("one", one.entry, {}, "t:1")});
  CHECK(desk.mistake() == "t:1 is the task of paid (" + paid.entry + ")");
  CHECK(desk.meant.to_record.empty());
  CHECK(desk.meant.rows.empty());
  desk.decide({written("one", one.entry, {}, "t:9"), written("two", two.entry, {}, "t:9")});
  CHECK(desk.mistake() == "t:9 stands beside two rows");
  // A line that a person copied says the same once more, or something else.
  desk.decide({written("one", one.entry, {}, "t:9"), written("one", one.entry, {}, "t:9")});
  CHECK(desk.mistakes.empty());
  CHECK(desk.meant.to_record.size() == 1);
  desk.decide({written("one", one.entry, {}, "t:9"), written("one", one.entry, {}, "t:8")});
  CHECK(desk.mistake() == "two answers for one");
}

TEST_CASE("what is no task id is refused") {
  for (const char* text : {"null", "undefined", "0", "{id}", "2.02611E+24"}) {
    CAPTURE(text);
    Desk desk;
    const Attempt doubt = desk.add_tried("a", Status::in_doubt);
    desk.decide({written("a", doubt.entry, {}, text)});
    CHECK(desk.mistakes.size() == 1);
    CHECK(desk.meant.to_record.empty());
    CHECK(desk.meant.rows.empty());
  }
}

TEST_CASE("two words for one row are a mistake, and one word twice is one") {
  Desk desk;
  const Attempt doubt = desk.add_tried("a", Status::in_doubt);
  desk.decide({written("a", doubt.entry, retry), written("a", doubt.entry, retry)});
  CHECK(desk.mistakes.empty());
  CHECK(desk.recorded() == "retry " + doubt.entry + "\n");
  desk.decide({written("a", doubt.entry, retry), written("a", doubt.entry, not_created)});
  CHECK(desk.mistake() == "not_created for a, after retry");
  desk.decide({written("a", doubt.entry, retry), written("a", doubt.entry, {}, "t:9")});
  CHECK(desk.mistake() == "a task id for a, after retry");
  desk.decide({written("a", doubt.entry, {}, "t:9"), written("a", doubt.entry, retry)});
  CHECK(desk.mistake() == "retry for a, which has a task id");
}

TEST_CASE("a row that several purchases hold is released from all of them, and keeps one") {
  Desk desk;
  const Attempt near = desk.add_held("a", "gone");
  const Attempt further = desk.sent("other", Status::submitted, "t:3");
  desk.matches[0].holds.push_back({plan::HeldBy::other_server, further, {}});
  desk.decide({written("a", near.entry, resubmit)});
  CHECK(desk.recorded() == "resubmit " + near.entry + "\nresubmit " + further.entry + "\n");
  desk.decide({written("a", near.entry, keep)});
  CHECK(desk.recorded() == "keep " + near.entry + "\n");
}

TEST_CASE("the same file given again means nothing more") {
  const auto again = [](Desk& desk, const std::vector<WrittenDecision>& file) {
    desk.decide(file);
    INFO(desk.mistake());
    CHECK(desk.mistakes.empty());
    CHECK(desk.meant.to_record.empty());
  };
  SECTION("after not_created the row is free, and the word is no news") {
    Desk desk;
    const Attempt doubt = desk.add_tried("a", Status::in_doubt);
    const std::vector<WrittenDecision> file = {written("a", doubt.entry, not_created)};
    desk.decide(file);
    desk.record();
    desk.matches[0].tries = {desk.known.now(doubt)};
    CHECK(desk.matches[0].status() == Status::failed);
    again(desk, file);
  }
  SECTION("after a task id the row has it") {
    Desk desk;
    const Attempt doubt = desk.add_tried("a", Status::in_doubt);
    const std::vector<WrittenDecision> file = {written("a", doubt.entry, {}, "t:9")};
    desk.decide(file);
    desk.record();
    desk.matches[0].tries = {desk.known.now(doubt)};
    CHECK(desk.matches[0].status() == Status::submitted);
    again(desk, file);
  }
  SECTION("after keep the purchase is the row's") {
    Desk desk;
    const Attempt bought = desk.add_held("a", "gone");
    const std::vector<WrittenDecision> file = {written("a", bought.entry, keep)};
    desk.decide(file);
    desk.record();
    desk.matches[0].holds.clear();
    desk.matches[0].tries = {bought};
    again(desk, file);
  }
  SECTION("after resubmit the purchase is nobody's") {
    Desk desk;
    const Attempt bought = desk.add_held("a", "gone");
    const std::vector<WrittenDecision> file = {written("a", bought.entry, resubmit)};
    desk.decide(file);
    desk.record();
    desk.matches[0].holds.clear();
    again(desk, file);
    CHECK(desk.meant.rows.empty());
    CHECK(desk.meant.older.empty());
  }
}

TEST_CASE("a row that left the manifest may be settled, and nothing else is done for it") {
  const auto left = [](Desk& desk, Status status) {
    return desk.sent("gone", status, status == Status::submitted ? "t:1" : "");
  };
  {
    Desk desk;
    const Attempt doubt = left(desk, Status::in_doubt);
    desk.decide({written("gone", doubt.entry, not_created)});
    CHECK(desk.mistakes.empty());
    CHECK(desk.recorded() == "not_created " + doubt.entry + "\n");
    CHECK(desk.meant.rows.empty());
    desk.decide({written("gone", doubt.entry, {}, "t:9")});
    CHECK(desk.recorded() == "created " + doubt.entry + " t:9\n");
    desk.decide({written("gone", doubt.entry, skip)});
    CHECK(desk.mistakes.empty());
    desk.decide({written("gone", doubt.entry, retry)});
    CHECK(desk.mistake() == "retry for gone, which is in doubt and not in the manifest");
    desk.decide({written("gone", doubt.entry, not_created), written("x", doubt.entry, {}, "t:9")});
    CHECK(desk.mistake() == "two answers for x");
  }
  Desk desk;
  const Attempt paid = left(desk, Status::submitted);
  desk.decide({written("gone", paid.entry, {}, "t:1")});
  CHECK(desk.mistakes.empty());
  desk.decide({written("gone", paid.entry, not_created)});
  CHECK(desk.mistake() == "not_created for gone, which is submitted and not in the manifest");
}

}  // namespace shotlist::tests::decision_check_test

#include "report/decided.h"

#include <string>

#include "base/display_width.h"
#include "base/text.h"
#include "support/catch2.h"

namespace shotlist::tests {
namespace {

const submit::Decision sends_doubt{submit::Action::send, submit::reason_decided_doubt};
const submit::Decision sends_edited_doubt{submit::Action::send,
                                          submit::reason_decided_doubt_edited};
const submit::Decision sends_changed{submit::Action::send, submit::reason_decided_changed};
const submit::Decision sends_rejected{submit::Action::send, submit::reason_decided_rejected};
const submit::Decision skips{submit::Action::skip, submit::reason_decided_skip, false};
const submit::Decision sends{submit::Action::send, "failed before"};

report::Decided all_kinds() {
  report::Decided decided;
  for (const char* id : {"a", "b", "c"})
    decided.add(id, submit::RowDecision::retry, sends_doubt, parse_money("4.8"));
  decided.add("d", submit::RowDecision::retry, sends_changed, parse_money("2"));
  decided.add("e", submit::RowDecision::retry, sends_rejected, parse_money("1"));
  decided.add("f", submit::RowDecision::not_created, sends, parse_money("1"));
  decided.add_removed("g");
  for (const char* id : {"h", "i", "j", "k", "l"})
    decided.add(id, submit::RowDecision::skip, skips, {});
  decided.add("m", submit::RowDecision::retry, sends, parse_money("1"));
  decided.add("n", submit::RowDecision::retry,
              {submit::Action::skip, submit::reason_beyond_limit, false}, {});
  decided.add("o", submit::RowDecision::retry, sends_edited_doubt, parse_money("3"));
  decided.add("p", submit::RowDecision::not_created, {submit::Action::skip, submit::reason_changed},
              {});
  decided.add_carried_out("q");
  decided.add_carried_out("r");
  return decided;
}

TEST_CASE("what decisions come to is said, dearest first") {
  CHECK(all_kinds().text("r.csv", "CNY", 1000) ==
        "decisions of r.csv: 3 rows in doubt sent again, though they may have been paid for "
        "(a, b, c): up to CNY 14.40 paid twice; 1 row in doubt sent again as edited since, though "
        "what was "
        "sent before may have been paid for (o): up to CNY 3.00 paid twice; 1 edited row paid for "
        "again, though it was "
        "submitted before (d): CNY 2.00 more; 1 rejected row sent again as it is (e); 1 row sent "
        "as without a decision (m); 2 rows known not to have been created (f, g); 1 row known not "
        "to have been created, and left with the task it had before (p); 5 rows skipped (h, i, j "
        "and 2 more); 2 decisions carried out before (q, r); 1 row left out all the same, by the "
        "selection, the limit or the "
        "cost (n)\n");
  CHECK(all_kinds().pays_again());
}

TEST_CASE("without prices no cost is told, and without decisions that there are none") {
  report::Decided decided;
  CHECK(decided.text("r.csv", "CNY", 100) ==
        "decisions of r.csv: none, so that all is as without them\n");
  decided.add("a", submit::RowDecision::skip, skips, {});
  CHECK_FALSE(decided.pays_again());
  decided.add("b", submit::RowDecision::retry, sends_doubt, {});
  CHECK(
      decided.text("r.csv", std::nullopt, 100) ==
      "decisions of r.csv: 1 row in doubt sent again, though it may have been paid for (b); 1 row "
      "skipped\n  (a)\n");
  CHECK(decided.text("r.csv", "CNY", 1000).find(": up to 1 row of unknown price paid twice") !=
        std::string::npos);
  CHECK(decided.pays_again());
}

TEST_CASE("what decisions come to fits the width and can not move the cursor") {
  report::Decided decided = all_kinds();
  decided.add("x\x1b[2J", submit::RowDecision::not_created, sends, {});
  for (const std::size_t width : {40U, 60U, 80U}) {
    const std::string text = decided.text("r\x1b.csv", "CNY", width);
    CHECK(text.find('\x1b') == std::string::npos);
    for (const std::string_view line : split(text, '\n'))
      CHECK(display_width(line) <= width);
  }
}

}  // namespace
}  // namespace shotlist::tests

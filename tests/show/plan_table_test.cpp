#include "show/plan_table.h"

#include <string>
#include <vector>

#include "base/text.h"
#include "support/catch2.h"
#include "support/shown_text.h"

namespace shotlist::tests::plan_table_test {
namespace {

struct Row {
  std::string id;
  plan::Action action;
  plan::Reason reason;
};

std::string table(const std::vector<Row>& rows, const std::string& file = "shots.yaml") {
  std::vector<plan::Wanted> wanted;
  plan::Plan plan;
  for (const Row& row : rows) {
    wanted.push_back({{row.id, {}}});
    plan.rows.emplace_back();
    plan.rows.back().action = row.action;
    plan.rows.back().reason = row.reason;
  }
  show::PlanTable table(wanted, plan);
  std::string text;
  for (std::size_t i = 0; i < rows.size(); ++i)
    table.append(text, i, file, static_cast<std::uint32_t>(7 + i));
  return text;
}

constexpr plan::Action send = plan::Action::send;
constexpr plan::Action skip = plan::Action::skip;

}  // namespace

TEST_CASE("a plan has a line for each row, with what is done, why, and where it is written") {
  CHECK(table({{"market", send, plan::Reason::fresh},
               {"夜市", skip, plan::Reason::held},
               {"harbor@dawn", send, plan::Reason::failed}}) ==
        "send  market       new            shots.yaml:7\n"
        "skip  夜市         held           shots.yaml:8\n"
        "send  harbor@dawn  failed before  shots.yaml:9\n");
}

TEST_CASE("a row that is under way names the other run") {
  const std::vector<plan::Wanted> wanted = {{{"market", {}}}};
  plan::Plan plan;
  plan::Row& row = plan.rows.emplace_back();
  row.reason = plan::Reason::under_way;
  ledger::Attempt& attempt = row.tries.emplace_back();
  attempt.is_of_run_at_work = true;
  attempt.error = "under way in run 3 on vm\n2";
  std::string text;
  show::PlanTable(wanted, plan).append(text, 0, "shots.yaml", 7);
  CHECK(text == "skip  market  under way in run 3 on vm\\n2  shots.yaml:7\n");
}

TEST_CASE("one long id does not push all others aside") {
  const std::string text = table(
      {{std::string(80, 'x'), send, plan::Reason::fresh}, {"b", skip, plan::Reason::submitted}});
  CHECK(contains(text, "send  " + std::string(39, 'x') + "…  new "));
  CHECK(contains(text, "\nskip  b" + std::string(39, ' ') + "  submitted  "));
}

TEST_CASE("hostile names of rows and files stay words") {
  const std::string text = table({{"\x1b[2J\n", send, plan::Reason::fresh}}, "a\x1b]0;x\x07.yaml");
  CHECK_FALSE(has_unsafe_characters(text));
  CHECK(split(text, '\n').size() == 2);
}

}  // namespace shotlist::tests::plan_table_test

#include "show/cost_by_model.h"

#include <string>

#include "support/catch2.h"
#include "support/shown_text.h"

namespace shotlist::tests::cost_by_model_test {
namespace {

Fields of(const std::string& model) {
  return {{"prompt", std::string("p")}, {"model", model}};
}

}  // namespace

TEST_CASE("what rows cost is told by model, in alphabetical order, with what is not known") {
  show::CostByModel costs("CNY");
  for (int i = 0; i < 5; ++i)
    costs.add(of("sora-2-pro"), parse_money("4.8"));
  costs.add(of("veo3"), {});
  costs.add(of("veo3"), {});
  costs.add(of("kling"), parse_money("1"));
  costs.add(of("kling"), {});
  CHECK(costs.text() ==
        "  kling: 2 rows, CNY 1.00 + 1 row of unknown price\n"
        "  sora-2-pro: 5 rows, CNY 24.00\n"
        "  veo3: 2 rows of unknown price\n");
}

TEST_CASE("a row that is free is no row of unknown price") {
  show::CostByModel costs("CNY");
  costs.add(of("a"), parse_money("0"));
  CHECK(costs.text() == "  a: 1 row, CNY 0.00\n");
}

TEST_CASE("nothing costs nothing, and hostile names stay words") {
  CHECK(show::CostByModel("CNY").text().empty());
  show::CostByModel costs("\x1b[31m");
  costs.add(of("m\x1b[2J\n"), parse_money("1"));
  CHECK_FALSE(has_unsafe_characters(costs.text().substr(0, costs.text().size() - 1)));
}

}  // namespace shotlist::tests::cost_by_model_test

#include "cli/typed_command.h"

#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests {
namespace {

TEST_CASE("to go on is to run every row with the same settings, and to pay for nothing twice") {
  using Words = std::vector<std::string>;
  const struct {
    Words typed;
    const char* command;
  } cases[] = {
      {{"run", "shots.yaml"}, "shotlist run shots.yaml"},
      {{"run", "my shots.yaml", "--rate", "60/min", "-j", "8"},
       "shotlist run 'my shots.yaml' --rate 60/min -j 8"},
      {{"run", "s.yaml", "--limit", "3", "--only", "a,b", "--where", "style=noir"},
       "shotlist run s.yaml"},
      {{"run", "--limit=3", "--only=a", "--where=style=noir", "s.yaml"}, "shotlist run s.yaml"},
      {{"run", "s.yaml", "--changed", "resubmit"}, "shotlist run s.yaml"},
      {{"run", "s.yaml", "--decisions", "r.csv", "--excel"}, "shotlist run s.yaml --excel"},
      {{"retry", "s.yaml", "--in-doubt", "--rejected", "--sandbox"},
       "shotlist run s.yaml --sandbox"},
      {{"run", "s.yaml", "--set", "style=--only"}, "shotlist run s.yaml --set style=--only"},
  };
  for (const auto& test : cases) {
    CAPTURE(test.command);
    CHECK(cli::command_to_go_on(test.typed) == test.command);
  }
}

TEST_CASE("the command that settles doubts finds the same manifest and results") {
  CHECK(cli::command_to_resolve({"shots.yaml", {}, {}, ""}) == "shotlist resolve shots.yaml");
  CHECK(cli::command_to_resolve(
            {"-", manifest::ManifestFormat::csv, {{"size", "small"}}, "my r.csv"}) ==
        "shotlist resolve - --format csv --set size=small -o 'my r.csv'");
}

TEST_CASE("the command that carries out decisions goes where the run went, and names their file") {
  const std::string go_on =
      cli::command_to_go_on({"retry", "s.yaml", "--base-url", "https://one.example", "--rate",
                             "9/min", "--max-cost", "5", "--in-doubt", "--decisions", "r.csv"});
  CHECK(cli::command_to_decide(go_on, "my r.csv.old-1") ==
        "shotlist run s.yaml --base-url https://one.example --rate 9/min --max-cost 5 --decisions "
        "'my r.csv.old-1'");
}

TEST_CASE("the command that sends the rest goes where the last run went") {
  cli::ManifestOptions manifest{"s.yaml", {}, {}, ""};
  journal::OpenedFact last;
  last.base_url = "https://one.example";
  CHECK(cli::command_to_run(manifest, nullptr, "https://one.example") == "shotlist run s.yaml");
  CHECK(cli::command_to_run(manifest, &last, "https://one.example") == "shotlist run s.yaml");
  CHECK(cli::command_to_run(manifest, &last, "https://two.example") ==
        "shotlist run s.yaml --base-url https://one.example");
  last.sandbox = true;
  CHECK(cli::command_to_run(manifest, &last, "") == "shotlist run s.yaml --sandbox");
  manifest.price = api::parse_given_price("4.8/CNY");
  CHECK(cli::command_to_run(manifest, nullptr, "") == "shotlist run s.yaml --price 4.80/CNY");
  CHECK(cli::command_to_resolve(manifest) == "shotlist resolve s.yaml");
}

}  // namespace
}  // namespace shotlist::tests

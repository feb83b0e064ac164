#include "cli/typed_command.h"

#include <string>
#include <vector>

#include "cli/files.h"
#include "support/catch2.h"

namespace shotlist::tests::typed_command_test {
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
       "shotlist run s.yaml --where style=noir"},
      {{"run", "--limit=3", "--only=a", "--where=style=noir", "s.yaml"},
       "shotlist run --where=style=noir s.yaml"},
      {{"run", "s.yaml", "--held", "resubmit:97", "--wait"}, "shotlist run s.yaml"},
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

TEST_CASE("a larger --max-cost stands instead of the one that was typed") {
  for (const std::vector<std::string>& cap :
       {std::vector<std::string>{"--max-cost", "5"}, std::vector<std::string>{"--max-cost=5"}}) {
    std::vector<std::string> typed = {"run", "s.yaml"};
    typed.insert(typed.end(), cap.begin(), cap.end());
    typed.emplace_back("--sandbox");
    CHECK(cli::command_to_go_on(typed, parse_money("9.6")) ==
          "shotlist run s.yaml --sandbox --max-cost 9.60");
  }
}

cli::ManifestOptions manifest_at(const std::string& path) {
  cli::ManifestOptions manifest;
  manifest.path = path;
  return manifest;
}

// Every option that shapes bodies, spending or the destination, and some that do not.
cli::RunCommand shaped_run() {
  cli::RunCommand command;
  command.manifest.path = "s.yaml";
  command.manifest.set = {{"size", "small"}, {"watermark", "false"}};
  command.manifest.price = api::parse_given_price("4.8/CNY");
  command.manifest.output = "my r.csv";
  command.manifest.ledger = "l.db";
  command.selection.where = {{"style", "noir"}};
  command.selection.limit = 2;
  command.selection.only = {"a"};
  command.max_cost = parse_money("10");
  command.submit.base_url = "https://one.example";
  command.submit.jobs = 8;
  return command;
}

TEST_CASE("a command is typed once more with another value for one option") {
  CHECK(cli::command_with({"collect", "s.csv", "-q"}, "--again", "lost") ==
        "shotlist collect s.csv -q --again lost");
  CHECK(cli::command_with({"collect", "--base-url", "https://a", "s.csv"}, "--base-url",
                          "https://b") == "shotlist collect s.csv --base-url https://b");
  CHECK(cli::command_with({"collect", "--base-url=https://a", "s.csv"}, "--base-url",
                          "https://b") == "shotlist collect s.csv --base-url https://b");
}

TEST_CASE("what shaped a run is remembered, and what narrowed it is not") {
  CHECK(cli::shaping_options(shaped_run()) ==
        std::vector<std::string>{"--set", "size=small", "--set", "watermark=false", "--price",
                                 "4.80/CNY", "-o", cli::resolved_path("my r.csv"), "--ledger",
                                 cli::resolved_path("l.db"), "--where", "style=noir", "--max-cost",
                                 "10.00", "--base-url", "https://one.example"});
  cli::RunCommand rehearsal;
  rehearsal.sandbox = true;
  rehearsal.manifest.excel = true;
  CHECK(cli::shaping_options(rehearsal) == std::vector<std::string>{"--excel", "--sandbox"});
}

TEST_CASE("the command that settles doubts takes of the last run what it understands") {
  CHECK(cli::command_to_resolve(manifest_at("shots.yaml"), {}) == "shotlist resolve shots.yaml");
  CHECK(cli::command_to_resolve(manifest_at("s.yaml"), cli::shaping_options(shaped_run())) ==
        "shotlist resolve s.yaml --set size=small --set watermark=false --price 4.80/CNY -o 'my "
        "r.csv' --ledger l.db");
  CHECK(cli::command_to_resolve(manifest_at("s.yaml"), {"--excel", "--sandbox"}) ==
        "shotlist resolve s.yaml --excel --sandbox");
}

TEST_CASE("the command that fetches the videos asks the same server with the same key") {
  CHECK(cli::command_to_collect(manifest_at("s.yaml"), {}) ==
        "shotlist collect s.yaml --download videos");
  CHECK(cli::command_to_collect(
            manifest_at("s.yaml"),
            {"--sandbox", "--where", "a=b", "--max-cost", "3", "--base-url", "http://x"}) ==
        "shotlist collect s.yaml --sandbox --base-url http://x --download videos");
  cli::RunCommand run;
  run.manifest.path = "s.yaml";
  run.manifest.ledger = "../l.db";
  run.submit.base_url = "https://x";
  run.submit.api_key_file = "my key";
  run.submit.ca_file = "ca.pem";
  CHECK(cli::command_to_collect(run) ==
        "shotlist collect s.yaml --ledger ../l.db --base-url https://x --api-key-file 'my key' "
        "--ca-file ca.pem --download videos");
}

TEST_CASE("who looks back asks with the --set of the last run, unless something else is said") {
  const std::vector<std::string> last = {"--excel", "--set",     "size=small", "--where",
                                         "a=--set", "--sandbox", "--set",      "style=a=b"};
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  CHECK(cli::shaped_like(manifest_at("s.yaml"), last).set ==
        Pairs{{"size", "small"}, {"style", "a=b"}});
  cli::ManifestOptions own = manifest_at("s.yaml");
  own.set = {{"size", "large"}};
  CHECK(cli::shaped_like(own, last).set == own.set);
  CHECK(cli::shaped_like(manifest_at("s.yaml"), {}).set.empty());
  const std::vector<std::string> priced = {"--set", "size=large", "--price", "4.8/CNY"};
  CHECK(cli::shaped_like(manifest_at("s.yaml"), priced).price ==
        api::GivenPrice{*parse_money("4.8"), "CNY"});
  CHECK(cli::shaped_like(own, priced).price == api::parse_given_price("4.8/CNY"));
  own.price = api::parse_given_price("2");
  CHECK(cli::shaped_like(own, priced).price == own.price);
}

TEST_CASE("who looks back asks with the --price of the last run, unless another is said") {
  const std::vector<std::string> last = {"--price", "4.80/CNY"};
  CHECK(cli::shaped_like(manifest_at("s.yaml"), last).price == api::parse_given_price("4.8/CNY"));
  cli::ManifestOptions own = manifest_at("s.yaml");
  own.price = api::parse_given_price("1");
  CHECK(cli::shaped_like(own, last).price == own.price);
}

TEST_CASE("remembered files are named as one would today") {
  const std::vector<std::string> last = {"-o", "/tmp/out.csv", "--ledger", "/tmp/l.db"};
  CHECK(cli::command_to_resolve(manifest_at("s.yaml"), last) ==
        "shotlist resolve s.yaml -o /tmp/out.csv --ledger /tmp/l.db");
  CHECK(cli::command_to_resolve(manifest_at("s.yaml"), {"-o", cli::resolved_path("out.csv")}) ==
        "shotlist resolve s.yaml -o out.csv");
  // What is typed now goes before it, and a folder that is gone has no results.
  cli::ManifestOptions own = manifest_at("s.yaml");
  own.ledger = "../l.db";
  CHECK(cli::command_to_resolve(own, last) ==
        "shotlist resolve s.yaml -o /tmp/out.csv --ledger ../l.db");
  own.output = "o.csv";
  CHECK(cli::command_to_resolve(own, {"--set", "size=small"}) ==
        "shotlist resolve s.yaml --set size=small -o o.csv --ledger ../l.db");
  ledger::Run run;
  run.options = {"-o", "/no/such/folder/out.csv", "--sandbox"};
  CHECK(cli::command_to_run(manifest_at("s.yaml"), &run) == "shotlist run s.yaml --sandbox");
}

TEST_CASE("the command that shows the plan of a run has what plan understands") {
  cli::RunCommand run = shaped_run();
  run.manifest.excel = true;
  CHECK(
      cli::command_to_plan(run) ==
      "shotlist plan s.yaml --set size=small --set watermark=false --price 4.80/CNY -o 'my r.csv' "
      "--ledger l.db --where style=noir --max-cost 10.00 --base-url https://one.example --only a");
}

TEST_CASE("the command that carries out decisions goes where the run went, and names their file") {
  const std::string go_on =
      cli::command_to_go_on({"retry", "s.yaml", "--base-url", "https://one.example", "--rate",
                             "9/min", "--max-cost", "5", "--in-doubt", "--decisions", "r.csv"});
  CHECK(cli::command_to_decide(go_on, "my r.edited.csv") ==
        "shotlist run s.yaml --base-url https://one.example --rate 9/min --max-cost 5 --decisions "
        "'my r.edited.csv'");
}

TEST_CASE("the command that sends the rest goes where the last run went") {
  cli::ManifestOptions manifest = manifest_at("s.yaml");
  manifest.price = api::parse_given_price("4.8/CNY");
  CHECK(cli::command_to_run(manifest, nullptr) == "shotlist run s.yaml --price 4.80/CNY");
  ledger::Run last;
  last.options = cli::shaping_options(shaped_run());
  CHECK(cli::command_to_run(manifest, &last) ==
        "shotlist run s.yaml --set size=small --set watermark=false --price 4.80/CNY -o 'my r.csv' "
        "--ledger l.db --where style=noir --max-cost 10.00 --base-url https://one.example");
  last.options = {"--sandbox"};
  CHECK(cli::command_to_run(manifest, &last) == "shotlist run s.yaml --sandbox --price 4.80/CNY");
}

}  // namespace
}  // namespace shotlist::tests::typed_command_test

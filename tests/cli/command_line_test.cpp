#include "cli/command_line.h"

#include <string>
#include <variant>
#include <vector>

#include "base/display_width.h"
#include "base/text.h"
#include "cli/help_text.h"
#include "support/catch2.h"

namespace shotlist::tests::command_line_test {
namespace {

using namespace std::chrono_literals;

cli::CommandLine parse(std::vector<const char*> words) {
  words.insert(words.begin(), "shotlist");
  return cli::parse_command_line(static_cast<int>(words.size()), words.data());
}

template <typename Wanted>
Wanted parse_as(const std::vector<const char*>& words) {
  const cli::CommandLine line = parse(words);
  INFO(line.text);
  REQUIRE(line.command.has_value());
  CHECK(line.code == ExitCode::ok);
  CHECK(line.text.empty());
  const auto* command = std::get_if<Wanted>(&*line.command);
  REQUIRE(command != nullptr);
  return *command;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("a run that says only its manifest leaves every setting to the manifest") {
  const auto run = parse_as<cli::RunCommand>({"run", "shots.yaml"});
  CHECK(run.manifest.path == "shots.yaml");
  CHECK(run.manifest.output.empty());
  CHECK_FALSE(run.manifest.format);
  CHECK(run.manifest.set.empty());
  CHECK(run.selection.only.empty());
  CHECK(run.selection.where.empty());
  CHECK_FALSE(run.selection.limit);
  CHECK_FALSE(run.submit.base_url);
  CHECK(run.submit.api_key_file.empty());
  CHECK_FALSE(run.submit.rate);
  CHECK_FALSE(run.submit.burst);
  CHECK_FALSE(run.submit.jobs);
  CHECK_FALSE(run.submit.attempts);
  CHECK_FALSE(run.submit.timeout);
  CHECK_FALSE(run.submit.connect_timeout);
  CHECK_FALSE(run.submit.stop_after);
  CHECK_FALSE(run.sandbox);
  CHECK(run.console.color == cli::ColorWish::automatic);
  CHECK(run.console.progress == cli::ProgressWish::automatic);
  CHECK_FALSE(run.console.quiet);
  CHECK_FALSE(run.console.verbose);
}

TEST_CASE(
    "a retry leaves fresh rows alone, and asks for consent to everything beyond failed rows") {
  const auto retry = parse_as<cli::RunCommand>({"retry", "shots.yaml"});
  CHECK(retry.retry);
  CHECK_FALSE(retry.consent.fresh);
  CHECK_FALSE(retry.consent.rejected);
  CHECK_FALSE(retry.consent.in_doubt);
  CHECK((retry.typed == std::vector<std::string>{"retry", "shots.yaml"}));
  const auto wide = parse_as<cli::RunCommand>(
      {"retry", "s.yaml", "--rejected", "--in-doubt", "--only", "a", "-j", "2"});
  CHECK(wide.consent.rejected);
  CHECK(wide.consent.in_doubt);
  CHECK((wide.selection.only == std::vector<std::string>{"a"}));
  CHECK(wide.submit.jobs == 2);
  CHECK(parse_as<cli::RunCommand>({"retry", "s.yaml", "--held", "keep:2"}).held->rows == 2U);
  const auto run = parse_as<cli::RunCommand>({"run", "shots.yaml"});
  CHECK_FALSE(run.retry);
  CHECK(run.consent.fresh);
  CHECK(has(parse({"run", "s.yaml", "--in-doubt"}).text, "there is no option --in-doubt"));
  CHECK(has(parse({"retry", "s.yaml", "--changed", "keep"}).text, "there is no option --changed"));
}

TEST_CASE(
    "run and plan take a file of decisions, and what writes results can write them for Excel") {
  CHECK(parse_as<cli::RunCommand>({"run", "s.yaml", "--decisions", "r.csv"}).decisions == "r.csv");
  CHECK(parse_as<cli::PlanCommand>({"plan", "s.yaml", "--decisions", "r.csv"}).decisions ==
        "r.csv");
  CHECK(has(parse({"retry", "s.yaml", "--decisions", "r.csv"}).text, "there is no option"));
  CHECK(parse_as<cli::RunCommand>({"run", "s.yaml", "--excel"}).manifest.excel);
  CHECK(parse_as<cli::RunCommand>({"retry", "s.yaml", "--excel"}).manifest.excel);
  CHECK(parse_as<cli::ResolveCommand>({"resolve", "s.yaml", "--excel"}).manifest.excel);
  CHECK_FALSE(parse_as<cli::RunCommand>({"run", "s.yaml"}).manifest.excel);
}

TEST_CASE("resolve takes any number of ids and one decision about them") {
  const auto asks = parse_as<cli::ResolveCommand>({"resolve", "shots.yaml"});
  CHECK(asks.ids.empty());
  CHECK_FALSE(asks.task_id);
  CHECK_FALSE(asks.not_created);
  const auto none = parse_as<cli::ResolveCommand>({"resolve", "s.yaml", "a", "b", "--not-created"});
  CHECK((none.ids == std::vector<std::string>{"a", "b"}));
  CHECK(none.not_created);
  const auto task = parse_as<cli::ResolveCommand>(
      {"resolve", "s.yaml", "-o", "r.csv", "a", "--task-id", "sora-2:task_1"});
  CHECK(task.task_id == "sora-2:task_1");
  CHECK(task.manifest.output == "r.csv");
  CHECK(parse({"resolve"}).code == ExitCode::usage);
}

TEST_CASE("every option of a run arrives as a checked value") {
  const auto run = parse_as<cli::RunCommand>({"run",
                                              "-",
                                              "--format",
                                              "csv",
                                              "-o",
                                              "out.csv",
                                              "--set",
                                              "size=small",
                                              "--set",
                                              "prompt=a=b",
                                              "--only",
                                              "a,b",
                                              "--only",
                                              "c",
                                              "--where",
                                              "style=noir",
                                              "--limit",
                                              "3",
                                              "--base-url",
                                              "https://h.example",
                                              "--api-key-file",
                                              "key.txt",
                                              "--ca-file",
                                              "ca.pem",
                                              "--rate",
                                              "5/15s",
                                              "--burst",
                                              "2",
                                              "-j",
                                              "16",
                                              "--attempts",
                                              "7",
                                              "--timeout",
                                              "1.5s",
                                              "--connect-timeout",
                                              "2s",
                                              "--stop-after",
                                              "20%",
                                              "--progress",
                                              "plain",
                                              "--color",
                                              "never",
                                              "-q",
                                              "-v"});
  CHECK(run.manifest.path == "-");
  CHECK(run.manifest.format == manifest::ManifestFormat::csv);
  CHECK(run.manifest.output == "out.csv");
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  CHECK((run.manifest.set == Pairs{{"size", "small"}, {"prompt", "a=b"}}));
  CHECK((run.selection.only == std::vector<std::string>{"a", "b", "c"}));
  CHECK((run.selection.where == Pairs{{"style", "noir"}}));
  CHECK(run.selection.limit == 3U);
  CHECK(run.submit.base_url == "https://h.example");
  CHECK(run.submit.api_key_file == "key.txt");
  CHECK(run.submit.ca_file == "ca.pem");
  CHECK((run.submit.rate == Pace{Rate{5, 15s}}));
  CHECK(run.submit.burst == 2);
  CHECK(run.submit.jobs == 16);
  CHECK(run.submit.attempts == 7);
  CHECK((run.submit.timeout == Duration(1500ms)));
  CHECK((run.submit.connect_timeout == Duration(2s)));
  CHECK((run.submit.stop_after == CountOrShare{20, true}));
  CHECK(run.console.progress == cli::ProgressWish::plain);
  CHECK(run.console.color == cli::ColorWish::never);
  CHECK(run.console.quiet);
  CHECK(run.console.verbose);
}

TEST_CASE("the embedded sandbox takes the options of the separate one") {
  const auto run = parse_as<cli::RunCommand>(
      {"run", "m.yaml", "--sandbox", "--fault", "502=5%", "--fault", "no-id=1", "--sandbox-rate",
       "2/s", "--sandbox-latency", "20ms", "--sandbox-seed", "9", "--sandbox-shape", "H",
       "--sandbox-finish", "30s", "--sandbox-unfinished", "3"});
  const auto alone = parse_as<cli::SandboxCommand>(
      {"sandbox", "--port",         "8080",    "--token",        "t",   "--fault",
       "502=5%",  "--fault",        "no-id=1", "--sandbox-rate", "2/s", "--sandbox-latency",
       "20ms",    "--sandbox-seed", "9",       "--shape",        "h",   "--finish",
       "30s",     "--unfinished",   "3"});
  CHECK(run.sandbox);
  CHECK(alone.sandbox.port == 8080);
  CHECK(alone.sandbox.token == "t");
  for (const sandbox::SandboxOptions& options : {run.rehearsal, alone.sandbox}) {
    CHECK((options.faults ==
           sandbox::Faults{{sandbox::Fault::bad_gateway, 0.05}, {sandbox::Fault::no_id, 1.0}}));
    CHECK((options.limit == Pace{Rate{2, 1s}}));
    CHECK((options.latency == Duration(20ms)));
    CHECK(options.seed == 9U);
    CHECK(options.shape == sandbox::Shape::new_api);
    CHECK((options.finish == Duration(30s)));
    CHECK(options.unfinished == 3U);
  }
}

TEST_CASE("the sandbox's help names every fault, by what it happens to") {
  using sandbox::FaultGroup;
  const std::string help(cli::help_for("sandbox").examples);
  std::size_t at = 0;
  for (const FaultGroup group :
       {FaultGroup::create, FaultGroup::query, FaultGroup::task, FaultGroup::file}) {
    for (const std::string& name : sandbox::fault_names(group)) {
      CAPTURE(name);
      at = help.find(" " + name, at);
      REQUIRE(at != std::string::npos);
    }
  }
}

TEST_CASE("each command has its own values") {
  CHECK(
      parse_as<cli::CheckCommand>({"check", "a.csv", "--set", "size=small"}).manifest.set.size() ==
      1);
  const auto plan =
      parse_as<cli::PlanCommand>({"plan", "a.csv", "--json", "--limit", "2", "-o", "r"});
  CHECK(plan.json);
  CHECK(plan.selection.limit == 2U);
  CHECK(plan.manifest.output == "r");
  CHECK_FALSE(parse_as<cli::PlanCommand>({"plan", "a.csv"}).json);
  CHECK(parse_as<cli::ReviewCommand>({"review", "a.results.csv"}).manifest.path == "a.results.csv");
  CHECK(parse_as<cli::SandboxCommand>({"sandbox"}).sandbox.port == 0);
  const auto runs = parse_as<cli::RunsCommand>({"runs", "a.csv", "--ledger", "l.db", "--json"});
  CHECK(runs.manifest.path == "a.csv");
  CHECK(runs.manifest.ledger == "l.db");
  CHECK(runs.json);
  CHECK(parse_as<cli::RunsCommand>({"runs"}).manifest.path.empty());
  CHECK(parse_as<cli::ModelsCommand>({"models", "--json"}).json);
  CHECK_FALSE(parse_as<cli::ModelsCommand>({"models"}).json);
  CHECK(parse_as<cli::ModelsCommand>({"models", "--color", "always"}).console.color ==
        cli::ColorWish::always);
}

TEST_CASE("a repeatable option takes one value and leaves the manifest's name alone") {
  CHECK(parse_as<cli::RunCommand>({"run", "--set", "size=small", "m.yaml"}).manifest.path ==
        "m.yaml");
  CHECK(parse_as<cli::RunCommand>({"run", "--only", "a", "m.yaml"}).manifest.path == "m.yaml");
  CHECK(parse_as<cli::RunCommand>({"run", "--where", "a=b", "m.yaml"}).manifest.path == "m.yaml");
  CHECK(parse_as<cli::RunCommand>({"run", "--sandbox", "--fault", "500=1%", "m.yaml"})
            .manifest.path == "m.yaml");
}

TEST_CASE("after -- a word is a file, however it begins") {
  CHECK(parse_as<cli::CheckCommand>({"check", "--", "--odd.yaml"}).manifest.path == "--odd.yaml");
}

TEST_CASE("what makes no sense is told, with a hint, and is a usage error") {
  const struct {
    std::vector<const char*> words;
    std::vector<const char*> told;
  } cases[] = {
      {{}, {"no command was given", "see shotlist --help"}},
      {{"rnu", "m.yaml"}, {"there is no command rnu", "did you mean run?"}},
      {{"frobnicate"}, {"there is no command frobnicate"}},
      {{"run"}, {"MANIFEST", "see shotlist run --help"}},
      {{"run", "a.yaml", "b.yaml"}, {"b.yaml"}},
      {{"run", "--rte", "5/s", "m"}, {"there is no option --rte", "did you mean --rate?"}},
      {{"check", "m", "--jobs", "4"}, {"there is no option --jobs", "shotlist check --help"}},
      {{"check", "m", "--sandbox"}, {"there is no option --sandbox"}},
      {{"run", "m", "--changed", "keep"}, {"there is no option --changed"}},
      {{"check", "m", "--held", "keep"}, {"there is no option --held; see"}},
      {{"help", "rnu"}, {"there is no command rnu", "did you mean run?"}},
      {{"run", "m", "--held", "buy:3"}, {"--held", "\"buy:3\"", "keep:97"}},
      {{"run", "m", "--held", "keep:0"}, {"--held", "\"keep:0\""}},
      {{"log", "m", "--wait"}, {"there is no option --wait"}},
      {{"run", "m", "--jobs=0"}, {"--jobs", "\"0\"", "write a whole number"}},
      {{"run", "m", "--jobs=1001"}, {"--jobs", "\"1001\""}},
      {{"run", "m", "--attempts", "101"}, {"--attempts", "\"101\""}},
      {{"run", "m", "--burst", "1.5"}, {"--burst", "\"1.5\""}},
      {{"run", "m", "--limit", "0"}, {"--limit", "\"0\""}},
      {{"run", "m", "--rate", "fast"}, {"--rate", "\"fast\"", "60/min"}},
      {{"run", "m", "--timeout", "120"}, {"--timeout", "\"120\"", "120s"}},
      {{"run", "m", "--stop-after", "0%"}, {"--stop-after", "\"0%\"", "20%"}},
      {{"run", "m", "--set", "size"}, {"--set", "\"size\"", "FIELD=VALUE"}},
      {{"run", "m", "--where", "=x"}, {"--where", "\"=x\"", "FIELD=VALUE"}},
      {{"run", "m", "--color", "red"}, {"--color", "\"red\"", "auto, always or never"}},
      {{"run", "m", "--progress", "fast"}, {"--progress", "auto, bar, plain or none"}},
      {{"run", "m", "--format", "json"}, {"--format", "yaml or csv"}},
      {{"run", "m", "--sandbox", "--fault", "418=5%"}, {"--fault", "\"418=5%\"", "drop-after"}},
      {{"run", "m", "--sandbox", "--fault", "502=200%"}, {"--fault", "\"502=200%\""}},
      {{"run", "m", "--fault", "502=5%"}, {"--fault requires --sandbox"}},
      {{"run", "m", "--sandbox", "--base-url", "http://h"}, {"use either --base-url or --sandbox"}},
      {{"plan", "m", "--sandbox", "--base-url", "http://h"},
       {"use either --base-url or --sandbox"}},
      {{"log", "--sandbox", "--ledger", "l.db"}, {"use either --ledger or --sandbox"}},
      {{"sandbox", "--port", "65536"}, {"--port", "\"65536\""}},
  };
  for (const auto& test : cases) {
    const cli::CommandLine line = parse(test.words);
    INFO(line.text);
    CHECK_FALSE(line.command);
    CHECK(line.code == ExitCode::usage);
    CHECK(line.text.rfind("shotlist: ", 0) == 0);
    CHECK(line.text.back() == '\n');
    for (const char* part : test.told) {
      CAPTURE(part);
      CHECK(has(line.text, part));
    }
  }
}

TEST_CASE("a key on the command line is refused, and never repeated") {
  const std::vector<std::vector<const char*>> cases = {
      {"run", "m.yaml", "--api-key", "sk-secret"},
      {"run", "m.yaml", "--api-key=sk-secret"},
      {"run", "--api-key=sk-secret", "m.yaml", "--jobs", "0"},
      {"run", "m.yaml", "--apikey=sk-secret"},
      {"plan", "m.yaml", "--api-key=sk-secret"},
  };
  for (const auto& words : cases) {
    const cli::CommandLine line = parse(words);
    INFO(line.text);
    CHECK(line.code == ExitCode::usage);
    CHECK(has(line.text, "--api"));
    CHECK_FALSE(has(line.text, "sk-secret"));
  }
  CHECK(has(parse({"run", "m", "--api-key", "x"}).text, "SHOTLIST_API_KEY or use --api-key-file"));
  CHECK_FALSE(has(parse({"run", "--help"}).text, "--api-key "));
}

TEST_CASE("init has a name for its file, and replaces nothing unless told to") {
  CHECK(parse_as<cli::InitCommand>({"init"}).path == "shotlist.yaml");
  CHECK_FALSE(parse_as<cli::InitCommand>({"init"}).force);
  CHECK(parse_as<cli::InitCommand>({"init", "a.yaml", "--force"}).path == "a.yaml");
  CHECK(parse_as<cli::InitCommand>({"init", "a.yaml", "--force"}).force);
}

TEST_CASE("check says mistakes as text, or as data") {
  CHECK_FALSE(parse_as<cli::CheckCommand>({"check", "a.yaml"}).json);
  CHECK(parse_as<cli::CheckCommand>({"check", "a.yaml", "--json"}).json);
}

TEST_CASE("help shows examples before usage, and the exit codes") {
  const std::vector<std::vector<const char*>> cases = {
      {"--help"},
      {"-h"},
      {"run", "--help"},
      {"check", "-h"},
      {"plan", "--help"},
      {"review", "--help"},
      {"sandbox", "--help"},
      {"models", "--help"},
      {"runs", "--help"},
      {"init", "--help"},
      {"schema", "--help"},
  };
  for (const auto& words : cases) {
    CAPTURE(words.front());
    const cli::CommandLine line = parse(words);
    CHECK_FALSE(line.command);
    CHECK(line.code == ExitCode::ok);
    const auto examples = line.text.find("Examples:\n  ");
    const auto usage = line.text.find("Usage: ");
    REQUIRE(examples != std::string::npos);
    REQUIRE(usage != std::string::npos);
    CHECK(examples < usage);
  }
  for (const char* command : {"run", "retry"})
    CHECK(has(parse({command, "--help"}).text, "Exit codes: 0 all submitted"));
  CHECK(has(parse({"--help"}).text, "Exit codes: 0 all submitted"));
  CHECK_FALSE(has(parse({"models", "--help"}).text, "Exit codes"));
  CHECK_FALSE(has(parse({"run", "--help"}).text, "\n\n\n"));
}

TEST_CASE("help fits 80 columns, whatever the command") {
  for (const char* command :
       {"", "init", "check", "plan", "run", "retry", "collect", "resolve", "review", "import",
        "log", "runs", "sandbox", "models", "schema", "completion"}) {
    const std::string text =
        *command == '\0' ? parse({"--help"}).text : parse({command, "-h"}).text;
    CHECK(has(text, "Usage: shotlist"));
    for (const std::string_view line : split(text, '\n')) {
      CAPTURE(command, line);
      CHECK(display_width(line) <= cli::help_width);
    }
  }
}

TEST_CASE("the options of a run stand in groups") {
  const std::string help = parse({"run", "--help"}).text;
  std::size_t last = 0;
  for (const char* line :
       {"\nOptions:\n", "\nRows:\n  --only", "\nMoney:\n  --price", "\nLedger and results:\n  -o",
        "\nServer and pace:\n  --base-url", "\nVideos:\n  --collect", "\nSandbox:\n  --sandbox",
        "\nOutput:\n  --progress"}) {
    CAPTURE(line);
    const auto at = help.find(line);
    REQUIRE(at != std::string::npos);
    CHECK(at > last);
    last = at;
  }
}

TEST_CASE("help COMMAND is the help of the command") {
  for (const char* command : {"run", "models"}) {
    const cli::CommandLine line = parse({"help", command});
    CHECK(line.code == ExitCode::ok);
    CHECK(line.text == parse({command, "--help"}).text);
  }
  CHECK(parse({"help"}).text == parse({"--help"}).text);
  CHECK(has(parse({"--help"}).text, "\n  help "));
}

TEST_CASE("help of the program names every command, help of a command its options") {
  const std::string program = parse({"--help"}).text;
  for (const char* command :
       {"init", "check", "plan", "run", "review", "runs", "sandbox", "models", "schema"})
    CHECK(has(program, std::string("\n  ") + command + " "));
  const std::string run = parse({"run", "--help"}).text;
  for (const char* option :
       {"--output",  "--base-url", "--api-key-file", "--sandbox",         "--rate",       "--burst",
        "--jobs",    "--attempts", "--timeout",      "--connect-timeout", "--stop-after", "--limit",
        "--only",    "--where",    "--set",          "--progress",        "--color",      "--quiet",
        "--verbose", "--fault",    "--ca-file"}) {
    CAPTURE(option);
    CHECK(has(run, option));
  }
}

TEST_CASE("the version is one line for a program to read") {
  for (const char* word : {"-V", "--version"}) {
    const cli::CommandLine line = parse({word});
    CHECK(line.code == ExitCode::ok);
    CHECK(line.text.rfind("shotlist ", 0) == 0);
    CHECK(line.text.find('\n') == line.text.size() - 1);
  }
}

TEST_CASE("a flag takes no value, which could mean the opposite") {
  for (const char* word : {"--sandbox=no", "--sandbox=-1", "--sandbox=false", "--sandbox=banana"}) {
    CAPTURE(word);
    const cli::CommandLine line = parse({"run", "shots.yaml", word});
    CHECK(line.code == ExitCode::usage);
    CHECK(line.text == "shotlist: --sandbox takes no value; see shotlist run --help\n");
  }
}

TEST_CASE("what is wrong with a command line is said in our words") {
  const struct {
    std::vector<const char*> words;
    const char* told;
  } cases[] = {
      {{"help", "-q"}, "no command was given; see shotlist --help"},
      {{"run", "shots.yaml", ""}, "\"\" is one argument too many; see shotlist run --help"},
      {{"-q", "run", "shots.yaml"},
       "options go behind the command: shotlist run -q; see shotlist run --help"},
      {{"--rate=sk-secret", "run", "shots.yaml"},
       "options go behind the command: shotlist run --rate; see shotlist run --help"},
      {{"run", "shots.yaml", "--log-prompts"},
       "--log-prompts requires --log-file; see shotlist run --help"},
  };
  for (const auto& test : cases) {
    const cli::CommandLine line = parse(test.words);
    CHECK(line.code == ExitCode::usage);
    CHECK(line.text == "shotlist: " + std::string(test.told) + '\n');
  }
}

}  // namespace
}  // namespace shotlist::tests::command_line_test

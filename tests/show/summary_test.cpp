#include "show/summary.h"

#include <string>
#include <vector>

#include "base/display_width.h"
#include "base/text.h"
#include "support/catch2.h"
#include "support/shown_text.h"

namespace shotlist::tests::summary_test {

using namespace shotlist::show;
using namespace shotlist::submit;
using namespace std::chrono_literals;

namespace {

Result row(std::string id, Status status, ErrorClass error_class = ErrorClass::none,
           std::string error = {}) {
  Result result;
  result.id = std::move(id);
  result.status = status;
  result.error_class = error_class;
  result.error = std::move(error);
  result.source = "shots.yaml:1";
  return result;
}

Counts count_rows(const Results& results) {
  Counts counts;
  for (const Result& row : results.rows) {
    if (!row.has_left()) counts.add(row.status);
  }
  return counts;
}

Results of(std::vector<Result> rows) {
  return {{}, std::move(rows)};
}

Ending usual_ending() {
  return {"manifests/night-market.results.csv", "shotlist run manifests/night-market.yaml",
          "shotlist resolve manifests/night-market.yaml", ""};
}

std::string summary(const Results& results, const Ending& ending, std::size_t width) {
  return summary_text(count_rows(results), results, ending, width, Style());
}

std::string summary(const Results& results, std::size_t width = 100) {
  return summary(results, usual_ending(), width);
}

Results one_rejected() {
  Results results =
      of({row("market@portrait", Status::rejected, ErrorClass::moderation, "prompt refused")});
  for (int i = 0; i < 5; ++i)
    results.rows.push_back(row(std::to_string(i), Status::submitted));
  return results;
}

}  // namespace

TEST_CASE("a run ends with its counts, its causes, its results and what to do next") {
  CHECK(summary(one_rejected()) ==
        "6 requests: 5 submitted, 1 rejected, 0 failed, 0 in doubt, 0 held, 0 not sent\n"
        "  rejected (1)  moderation: prompt refused   market@portrait\n"
        "results: manifests/night-market.results.csv\n"
        "next: edit the rejected row, then  shotlist run manifests/night-market.yaml\n");
}

TEST_CASE("where all is submitted there is nothing more to say") {
  CHECK(summary(of({row("a", Status::submitted)})) ==
        "1 request: 1 submitted, 0 rejected, 0 failed, 0 in doubt, 0 held, 0 not sent\n"
        "results: manifests/night-market.results.csv\n");
  CHECK(summary(Results()) ==
        "0 requests: 0 submitted, 0 rejected, 0 failed, 0 in doubt, 0 held, 0 not sent\n"
        "results: manifests/night-market.results.csv\n");
}

TEST_CASE("what the server was found to take is said once, to be written down") {
  const struct {
    Allowance learned;
    std::string line;
  } cases[] = {
      {{}, ""},
      {{Rate{48, 1s}, {}},
       "pace: the server took about 48/s; to keep to that from the start, write under submit: in "
       "the manifest  rate: 48/s\n"},
      {{Rate{55, 1min}, {}},
       "pace: the server took about 55/min; to keep to that from the start, write under submit: "
       "in the manifest  rate: 55/min\n"},
      {{{}, 4},
       "pace: the server took about 4 at a time; to keep to that from the start, write under "
       "submit: in the manifest  jobs: 4\n"},
      {{Rate{19, 1s}, 4},
       "pace: the server took about 19/s, 4 at a time; to keep to that from the start, write "
       "under submit: in the manifest  rate: 19/s, jobs: 4\n"},
  };
  for (const auto& test : cases) {
    Ending ending = usual_ending();
    ending.learned = test.learned;
    CHECK(summary(of({row("a", Status::submitted)}), ending, 200) ==
          "1 request: 1 submitted, 0 rejected, 0 failed, 0 in doubt, 0 held, 0 not sent\n" +
              test.line + "results: manifests/night-market.results.csv\n");
  }
}

TEST_CASE("a narrow terminal breaks prose, never a command") {
  CHECK(summary(one_rejected(), 60) ==
        "6 requests: 5 submitted, 1 rejected, 0 failed, 0 in doubt,\n"
        "  0 held, 0 not sent\n"
        "  rejected (1)  moderation: prompt refused   market@portrait\n"
        "results: manifests/night-market.results.csv\n"
        "next: edit the rejected row, then\n"
        "      shotlist run manifests/night-market.yaml\n");
  CHECK(summary(one_rejected(), 40) ==
        "6 requests: 5 submitted, 1 rejected,\n"
        "  0 failed, 0 in doubt, 0 held,\n"
        "  0 not sent\n"
        "  rejected (1)  moderation: p…   market…\n"
        "results: manifests/night-market.results.csv\n"
        "next: edit the rejected row, then\n"
        "      shotlist run manifests/night-market.yaml\n");
}

TEST_CASE("why the run stopped is said") {
  Ending ending = usual_ending();
  ending.stopped_because = "the key was refused (401)";
  CHECK(contains(summary(of({row("a", Status::not_sent)}), ending, 80),
                 "\nstopped: the key was refused (401)\nresults: "));
}

TEST_CASE("the next step follows from what the rows are") {
  struct Case {
    Results results;
    std::string next;
  };
  const Result failed = row("f", Status::failed, ErrorClass::server, "broken");
  const Result unsent = row("n", Status::not_sent);
  const Result rejected = row("r", Status::rejected, ErrorClass::invalid_request, "bad size");
  const Result doubtful = row("d", Status::in_doubt, ErrorClass::timeout, "silence");
  const std::vector<Case> cases = {
      {of({failed}), "next: RUN  (sends 1 failed row again)\n"},
      {of({unsent, unsent}), "next: RUN  (sends 2 rows not sent yet)\n"},
      {of({failed, failed, unsent}),
       "next: RUN  (sends 2 failed rows again and 1 row not sent yet)\n"},
      {of({row("a", Status::failed, ErrorClass::auth, "401"), unsent}),
       "next: check the API key (SHOTLIST_API_KEY or --api-key-file), then  RUN  "
       "(sends 1 failed row again and 1 row not sent yet)\n"},
      {of({failed, row("a", Status::failed, ErrorClass::balance, "402")}),
       "next: top up the account, then  RUN  (sends 2 failed rows again)\n"},
      {of({row("a", Status::failed, ErrorClass::endpoint, "404")}),
       "next: check the address (--base-url, or base_url and create_path in the manifest), then  "
       "RUN  (sends 1 failed row again)\n"},
      {of({row("a", Status::failed, ErrorClass::connect, "no route")}),
       "next: check the network, the address (--base-url) and the certificate, then  RUN  "
       "(sends 1 failed row again)\n"},
      // What concerns every row comes first.
      {of({row("a", Status::failed, ErrorClass::no_channel, "503"),
           row("b", Status::failed, ErrorClass::balance, "402")}),
       "next: top up the account, then  RUN  (sends 2 failed rows again)\n"},
      {of({row("a", Status::failed, ErrorClass::no_channel, "503")}),
       "next: the provider does not offer the model now: wait or choose another model, then  "
       "RUN  (sends 1 failed row again)\n"},
      {of({rejected, rejected}), "next: edit the rejected rows, then  RUN\n"},
      {of({row("h", Status::held)}),
       "next: a row is held, because it looks paid for; to accept what there is (resubmit instead "
       "of keep pays for it again):  RUN --held keep:1\n"},
      {of({doubtful}),
       "next: the row in doubt may have been paid for, so shotlist does not send it again: look it "
       "up in the provider's console, and say what you found:  RESOLVE\n"},
      {of({doubtful, doubtful, failed, rejected}),
       "next: 2 rows in doubt may have been paid for, so shotlist does not send them again: look "
       "them up in the provider's console, and say what you found:  RESOLVE\n"
       "also: RUN  (sends 1 failed row again)\n"
       "also: edit the rejected row, then  RUN\n"},
  };
  for (const Case& c : cases) {
    const std::string text = summary(c.results, {"r.csv", "RUN", "RESOLVE", ""}, 500);
    CHECK(text.substr(text.find("r.csv\n") + 6) == c.next);
  }
}

TEST_CASE("rows that left the manifest are in no count, and only their doubts are told") {
  Results results =
      of({row("a", Status::failed, ErrorClass::balance, "402"), row("b", Status::rejected),
          row("d", Status::submitted), row("c", Status::in_doubt, ErrorClass::timeout, "silence")});
  for (Result& gone : results.rows) {
    gone.source.clear();
    gone.entry = "krtvbcdfghjk";
  }
  CHECK(summary(results, 200) ==
        "0 requests: 0 submitted, 0 rejected, 0 failed, 0 in doubt, 0 held, 0 not sent\n"
        "  in doubt, left (1)  timeout: silence   c\n"
        "also in doubt: 1 row that is no longer in the manifest\n"
        "results: manifests/night-market.results.csv\n"
        "next: the row in doubt may have been paid for, so shotlist does not send it again: look "
        "it up in the provider's console, and say what you found:  "
        "shotlist resolve manifests/night-market.yaml\n");
}

TEST_CASE("held rows are shown with what they look like, and told once") {
  Results results = of({row("a", Status::submitted)});
  for (const char* id : {"b", "c", "d"}) {
    results.rows.push_back(row(id, Status::held, ErrorClass::none,
                               std::string("looks paid for: nearly the same as old-") + id));
  }
  Ending ending = usual_ending();
  ending.held.rows = 3;
  ending.held.command = ending.run_command;
  shotlist::ledger::Attempt purchase;
  purchase.row = "old";
  purchase.entry = "krtvbcdfghjk";
  purchase.status = Status::submitted;
  purchase.sent_at = Date(1s);
  ending.held.examples = {
      {"b", {shotlist::plan::HeldBy::near, purchase, {}}, {{"duration", "15", "25"}}}};
  CHECK(summary(results, ending, 100) ==
        "4 requests: 1 submitted, 0 rejected, 0 failed, 0 in doubt, 3 held, 0 not sent\n"
        "3 rows are held: they look paid for, and are not sent until you say so\n"
        "  b  nearly the same as old (krtvbcdfghjk), submitted at 1970-01-01T00:00:01.000Z\n"
        "    duration: 15 -> 25\n"
        "  ... and 2 more\n"
        "  to accept what there is:  shotlist run manifests/night-market.yaml --held keep:3\n"
        "  to pay for them again:    shotlist run manifests/night-market.yaml --held resubmit:3\n"
        "results: manifests/night-market.results.csv\n");
  // Where only the results file is at hand.
  CHECK(contains(summary(results, 100), "\n  held (3)  looks paid for   b, c, d\n"));
}

TEST_CASE("many causes are lined up, the most frequent first, with ids as far as they fit") {
  std::vector<Result> rows;
  for (int i = 1; i <= 12; ++i) {
    rows.push_back(row("harbor-" + std::to_string(i), Status::failed, ErrorClass::rate_limited,
                       "busy (request id: 2026" + std::to_string(i) + ")"));
  }
  rows.push_back(
      row("市场@竖屏", Status::rejected, ErrorClass::moderation, "提示词违规，请修改后重试"));
  rows.push_back(row("odd", Status::in_doubt));
  CHECK(contains(summary(of(rows), 100),
                 R"( 0 submitted, 1 rejected, 12 failed, 1 in doubt, 0 held, 0 not sent
  failed (12)   rate limited: busy (request id: 20261)   harbor-1, harbor-2, harbor-3, harbor-4, …
  rejected (1)  moderation: 提示词违规，请修改后重试     市场@竖屏
  in doubt (1)  no reason given                          odd
results: )"));
  CHECK(contains(summary(of(rows), 60), R"(
  failed (12)   rate limited: busy (request…   harbor-1, …
  rejected (1)  moderation: 提示词违规，请…    市场@竖屏
  in doubt (1)  no reason given                odd
results: )"));
}

TEST_CASE("a flood of different causes is cut, and says so") {
  std::vector<Result> rows;
  for (char c = 'a'; c < 'a' + 15; ++c) {
    rows.push_back(row(std::string(1, c), Status::failed, ErrorClass::server, std::string(3, c)));
  }
  const std::string text = summary(of(rows));
  CHECK(contains(text, "server: jjj"));
  CHECK(!contains(text, "server: kkk"));
  CHECK(contains(text, "\n  and 5 more kinds of failure (5 rows in all)\n"));
}

TEST_CASE("text of a server cannot write on the terminal") {
  Ending ending = usual_ending();
  ending.results_file = "a\x1b]0;x\x07.csv";
  ending.stopped_because = "said \x1b[31m\xE2\x80\xAE";
  const Results results = of({row("id\x1b[1A", Status::failed, ErrorClass::server,
                                  "\x1b[2J\x1b[H\nresults: /fake\r\xE2\x80\xAE\x9b"
                                  "1A")});
  const std::string text = summary(results, ending, 200);
  CHECK(!has_unsafe_characters(text));
  CHECK(text.find("\nresults: /fake") == std::string::npos);
  CHECK(contains(text, "server: \\x1b[2J\\x1b[H\\nresults: /fake\\r\\u{202e}"));
}

TEST_CASE("no line but commands and file names is wider than the terminal") {
  std::vector<Result> rows = one_rejected().rows;
  rows.push_back(
      row(std::string(200, 'i'), Status::failed, ErrorClass::server, std::string(500, 'e')));
  rows.push_back(row("夜市", Status::in_doubt, ErrorClass::timeout, "没有应答"));
  for (std::size_t width = 24; width <= 160; ++width) {
    const std::string text = summary(of(rows), width);
    for (const std::string_view line : split(text, '\n')) {
      CAPTURE(width, line);
      const bool unbreakable = line.find(".results.csv") != std::string_view::npos ||
                               line.find("shotlist re") != std::string_view::npos ||
                               line.find("shotlist run") != std::string_view::npos ||
                               line.find("(sends ") != std::string_view::npos;
      CHECK((unbreakable || display_width(line) <= width));
    }
  }
}

TEST_CASE("causes have the colour of their status, if asked for") {
  CHECK(contains(
      summary_text(count_rows(one_rejected()), one_rejected(), usual_ending(), 100, Style(true)),
      "\n  \x1b[35mrejected (1)\x1b[0m  moderation: prompt refused"));
}

TEST_CASE("in colour the totals and the next command stand out, and the rest is the same") {
  const auto text = [](bool is_colored) {
    return summary_text(count_rows(one_rejected()), one_rejected(), usual_ending(), 60,
                        Style(is_colored));
  };
  const std::string colored = text(true);
  CHECK(colored.starts_with("\x1b[1m"));
  CHECK(contains(colored, "\x1b[35m1 rejected,\x1b[0m 0 failed,"));
  CHECK(colored.find("\n\n\x1b[1mnext:\x1b[0m ") != std::string::npos);
  CHECK(colored.find("\x1b[1mshotlist run") != std::string::npos);
  std::string bare;
  for (std::size_t at = 0; at < colored.size(); ++at) {
    if (colored[at] == '\x1b')
      at = colored.find('m', at);
    else
      bare += colored[at];
  }
  const auto gap = bare.find("\n\n");
  REQUIRE(gap != std::string::npos);
  CHECK(bare.erase(gap, 1) == text(false));
}

}  // namespace shotlist::tests::summary_test

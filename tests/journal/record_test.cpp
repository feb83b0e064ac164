#include "journal/record.h"

#include <string>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "base/utf8.h"
#include "support/catch2.h"

namespace shotlist::tests {
namespace {

using namespace std::chrono_literals;

const Date date = *parse_date("2026-03-01T09:30:00.125Z");
const Fingerprint fingerprint{0x0123456789abcdef, 0xfedcba9876543210};

Outcome accepted(const std::string& task_id) {
  Outcome outcome;
  outcome.verdict = Verdict::accepted;
  outcome.status = Status::submitted;
  outcome.http_status = 200;
  outcome.task_id = task_id;
  outcome.raw_reply = R"({"id":"x"})";
  outcome.latency = 843ms;
  return outcome;
}

std::string object_of(const journal::Fact& fact) {
  const std::string line = journal::to_line(fact);
  return line.substr(17, line.size() - 18);
}

template <typename T>
T reread(const T& fact) {
  std::string line = journal::to_line(fact);
  REQUIRE(line.back() == '\n');
  line.pop_back();
  REQUIRE(line.find('\n') == std::string::npos);
  const auto read = journal::parse_line(line);
  REQUIRE(read);
  REQUIRE(std::holds_alternative<T>(*read));
  return std::get<T>(*read);
}

// One fact of each kind, with every member filled.
std::vector<journal::Fact> one_of_each() {
  Outcome refused;
  refused.verdict = Verdict::refused;
  refused.status = Status::rejected;
  refused.error_class = ErrorClass::moderation;
  refused.http_status = 400;
  refused.error = "提示词违规";
  refused.provider_request_id = "req-77";
  refused.raw_reply = "{}";
  Standing standing;
  standing.status = Status::submitted;
  standing.fingerprint = fingerprint;
  standing.attempts = 2;
  standing.task_id = "sora-2:task_9";
  standing.http_status = 200;
  standing.sent_at = date;
  standing.latency = 843ms;
  return {
      journal::OpenedFact{"0.1.0", "9f2c000000000001", "night-market", "https://example.com", date},
      journal::SendingFact{"harbor@dawn", fingerprint, 3, date,
                           R"({"duration":15,"prompt":"港口"})"},
      journal::SettledFact{"harbor@dawn", 3, accepted("sora-2:task_9"), date},
      journal::SettledFact{"market", 1, refused, date},
      journal::AdoptedFact{"shots.results.csv", date, {{"harbor@dawn", standing}, {"market", {}}}}};
}

TEST_CASE("a person's decision is a fact of its own") {
  journal::ResolvedFact fact;
  fact.id = "harbor";
  fact.by = "ada";
  fact.at = date;
  const struct {
    journal::ResolvedFact::Decision decision;
    std::string member;
  } cases[] = {
      {journal::ResolvedFact::Decision::created, R"("task_id":"sora-2:task_9")"},
      {journal::ResolvedFact::Decision::not_created, R"("not_created":true)"},
      {journal::ResolvedFact::Decision::kept, R"("kept":"0123456789abcdeffedcba9876543210")"},
  };
  for (const auto& test : cases) {
    fact.decision = test.decision;
    fact.task_id = test.decision == journal::ResolvedFact::Decision::created ? "sora-2:task_9" : "";
    fact.fingerprint =
        test.decision == journal::ResolvedFact::Decision::kept ? fingerprint : Fingerprint();
    CHECK(object_of(fact) == R"({"fact":"resolved","id":"harbor",)" + test.member +
                                 R"(,"by":"ada","at":"2026-03-01T09:30:00.125Z"})");
    const journal::ResolvedFact again = reread(fact);
    CHECK(again.decision == fact.decision);
    CHECK(again.task_id == fact.task_id);
    CHECK(again.fingerprint == fact.fingerprint);
    CHECK(again.by == "ada");
    CHECK_FALSE(again.decisions);
  }
}

TEST_CASE("which decisions a run carried out, and which word was one of them, is written down") {
  const std::string member = R"("decisions":"0123456789abcdeffedcba9876543210",)";
  journal::OpenedFact opened = std::get<journal::OpenedFact>(one_of_each()[0]);
  opened.decisions = fingerprint;
  CHECK(object_of(opened).find(member + R"("at":)") != std::string::npos);
  CHECK(reread(opened).decisions == fingerprint);
  journal::ResolvedFact settled;
  settled.at = date;
  settled.decisions = fingerprint;
  CHECK(object_of(settled).find(member + R"("by":)") != std::string::npos);
  CHECK(reread(settled).decisions == fingerprint);
}

TEST_CASE("the lines of a journal are a contract") {
  const auto facts = one_of_each();
  CHECK(object_of(facts[0]) ==
        R"({"fact":"opened","format":1,"version":"0.1.0","run":"9f2c000000000001",)"
        R"("manifest":"night-market","base_url":"https://example.com",)"
        R"("at":"2026-03-01T09:30:00.125Z"})");
  CHECK(object_of(facts[1]) ==
        R"({"fact":"sending","id":"harbor@dawn","fingerprint":"0123456789abcdeffedcba9876543210",)"
        R"("attempt":3,"at":"2026-03-01T09:30:00.125Z","body":{"duration":15,"prompt":"港口"}})");
  CHECK(object_of(facts[2]) ==
        R"({"fact":"settled","id":"harbor@dawn","attempt":3,"verdict":"accepted",)"
        R"("status":"submitted","http_status":200,"task_id":"sora-2:task_9","latency_ms":843,)"
        R"("at":"2026-03-01T09:30:00.125Z","raw":"{\"id\":\"x\"}"})");
  CHECK(object_of(facts[3]) ==
        R"({"fact":"settled","id":"market","attempt":1,"verdict":"refused","status":"rejected",)"
        R"("http_status":400,"class":"moderation","error":"提示词违规","request_id":"req-77",)"
        R"("at":"2026-03-01T09:30:00.125Z","raw":"{}"})");
  CHECK(object_of(facts[4]) ==
        R"({"fact":"adopted","from":"shots.results.csv","at":"2026-03-01T09:30:00.125Z","rows":[)"
        R"({"id":"harbor@dawn","fingerprint":"0123456789abcdeffedcba9876543210",)"
        R"("status":"submitted","attempts":2,"task_id":"sora-2:task_9","http_status":200,)"
        R"("sent_at":"2026-03-01T09:30:00.125Z","latency_ms":843},)"
        R"({"id":"market","fingerprint":"00000000000000000000000000000000","status":"not_sent",)"
        R"("attempts":0}]})");
}

TEST_CASE("a line is a checksum of its object, a space, the object and a line end") {
  for (const journal::Fact& fact : one_of_each()) {
    const std::string object = object_of(fact);
    CAPTURE(object);
    CHECK(journal::to_line(fact) == to_hex(checksum(object)) + " " + object + "\n");
  }
  CHECK(to_hex(checksum("")) == "2d06800538d394c2");  // XXH3's own test value: the digest is fixed
}

TEST_CASE("what is written is what is read") {
  const journal::OpenedFact opened = reread(std::get<journal::OpenedFact>(one_of_each()[0]));
  CHECK(opened.version == "0.1.0");
  CHECK(opened.run_id == "9f2c000000000001");
  CHECK(opened.manifest == "night-market");
  CHECK(opened.base_url == "https://example.com");
  CHECK(opened.at == date);
  CHECK_FALSE(opened.sandbox);
  journal::OpenedFact rehearsal = opened;
  rehearsal.sandbox = true;
  CHECK(reread(rehearsal).sandbox);

  const journal::SendingFact sending = reread(std::get<journal::SendingFact>(one_of_each()[1]));
  CHECK(sending.id == "harbor@dawn");
  CHECK(sending.fingerprint == fingerprint);
  CHECK(sending.attempt == 3);
  CHECK(sending.at == date);
  CHECK(sending.body == R"({"duration":15,"prompt":"港口"})");

  const journal::SettledFact settled = reread(std::get<journal::SettledFact>(one_of_each()[3]));
  CHECK(settled.id == "market");
  CHECK(settled.outcome.verdict == Verdict::refused);
  CHECK(settled.outcome.status == Status::rejected);
  CHECK(settled.outcome.error_class == ErrorClass::moderation);
  CHECK(settled.outcome.http_status == 400);
  CHECK(settled.outcome.error == "提示词违规");
  CHECK(settled.outcome.provider_request_id == "req-77");
  CHECK(settled.outcome.raw_reply == "{}");
  CHECK(settled.at == date);
  CHECK(reread(std::get<journal::SettledFact>(one_of_each()[2])).outcome.latency == 843ms);

  const journal::AdoptedFact adopted = reread(std::get<journal::AdoptedFact>(one_of_each()[4]));
  REQUIRE(adopted.rows.size() == 2);
  CHECK(adopted.from == "shots.results.csv");
  CHECK(adopted.rows[0].id == "harbor@dawn");
  CHECK(adopted.rows[0].standing.task_id == "sora-2:task_9");
  CHECK(adopted.rows[0].standing.attempts == 2);
  CHECK(adopted.rows[0].standing.sent_at == date);
  CHECK(adopted.rows[0].standing.latency == 843ms);
  CHECK(adopted.rows[1].standing.status == Status::not_sent);
  CHECK_FALSE(adopted.rows[1].standing.sent_at);
  CHECK_FALSE(adopted.rows[1].standing.latency);
}

TEST_CASE("an adopted row that was answered within a millisecond keeps its latency of none") {
  journal::AdoptedFact adopted;
  adopted.rows = {{"harbor", Standing()}};
  adopted.rows[0].standing.latency = 0ms;
  CHECK(reread(adopted).rows[0].standing.latency == 0ms);
}

TEST_CASE("hostile text comes back as it was, or with what is not UTF-8 replaced") {
  std::string all_bytes;
  for (int byte = 0; byte < 256; ++byte)
    all_bytes += static_cast<char>(byte);
  const std::vector<std::string> texts = {
      "two\nlines\r\n and \t a tab",
      R"(quotes " and \ and "},{"fact":"settled")",
      std::string("a\0b", 3),
      "\xe2\x80\xa8 line separator, \x1b[2J, \xe2\x80\xae reversed",
      "cut short: \xe6\x8f",
      "\xc0\xaf\xed\xa0\x80\xff\xfe",
      all_bytes,
      std::string(64 * 1024, '\xff'),
      std::string(64 * 1024, '"'),
  };
  for (const std::string& text : texts) {
    CAPTURE(text.substr(0, 40));
    Outcome outcome = accepted(text);
    outcome.verdict = Verdict::unknown;
    outcome.error = text;
    outcome.raw_reply = text;
    outcome.provider_request_id = text;
    const journal::SettledFact read = reread(journal::SettledFact{text, 1, outcome, date});
    const bool clean = !first_invalid_utf8(text);
    for (const std::string& got : {read.id, read.outcome.task_id, read.outcome.error,
                                   read.outcome.raw_reply, read.outcome.provider_request_id}) {
      CHECK_FALSE(first_invalid_utf8(got));
      CHECK((got == text) == clean);
    }
  }
}

TEST_CASE("a change of any single byte of a line is noticed") {
  for (const journal::Fact& fact : one_of_each()) {
    std::string line = journal::to_line(fact);
    line.pop_back();
    REQUIRE(journal::parse_line(line));
    std::size_t noticed = 0;
    for (std::size_t at = 0; at < line.size(); ++at) {
      std::string damaged = line;
      damaged[at] = static_cast<char>(damaged[at] ^ 1);
      if (!journal::parse_line(damaged)) ++noticed;
    }
    CHECK(noticed == line.size());
    for (std::size_t size = 0; size < line.size(); ++size)
      REQUIRE_FALSE(journal::parse_line(line.substr(0, size)));
    CHECK_FALSE(journal::parse_line(line + " "));
  }
}

std::optional<journal::Fact> parse_object(const std::string& object) {
  return journal::parse_line(to_hex(checksum(object)) + " " + object);
}

std::string refusal_of(const std::string& object) {
  try {
    parse_object(object);
  } catch (const Error& error) {
    CHECK(error.exit_code() == ExitCode::disk);
    return error.what();
  }
  return "read";
}

TEST_CASE("a sound line of an unknown format or kind is refused, not skipped") {
  CHECK(contains_ignoring_case(refusal_of(R"({"fact":"opened","format":2})"), "format 2"));
  CHECK(contains_ignoring_case(refusal_of(R"({"fact":"forgotten","id":"a"})"), "\"forgotten\""));
  CHECK(contains_ignoring_case(refusal_of(R"({"id":"a"})"), "unknown kind"));
}

TEST_CASE("a line whose checksum is right and whose members are not is damaged") {
  const char* objects[] = {
      "no json",
      R"({"fact":"sending","id":"a","fingerprint":"short","attempt":1,"at":"2026-03-01T09:30:00.125Z"})",
      R"({"fact":"sending","id":7,"fingerprint":"0123456789abcdeffedcba9876543210","at":"2026-03-01T09:30:00.125Z"})",
      R"({"fact":"settled","id":"a","attempt":1,"verdict":"perhaps","status":"failed","at":"2026-03-01T09:30:00.125Z"})",
      R"({"fact":"settled","id":"a","attempt":1,"verdict":"busy","status":"failed","at":"yesterday"})",
      R"({"fact":"adopted","from":"a","at":"2026-03-01T09:30:00.125Z"})",
      R"({"fact":"opened","format":1,"at":"2026-03-01T09:30:00.125Z","\u0061":1})",
  };
  for (const char* object : objects) {
    CAPTURE(object);
    CHECK_FALSE(parse_object(object));
  }
}

TEST_CASE("members of a later version are read over") {
  const auto fact =
      parse_object(R"({"fact":"settled","id":"a","attempt":1,"verdict":"busy","status":"failed",)"
                   R"("at":"2026-03-01T09:30:00.125Z","mood":"fair"})");
  REQUIRE(fact);
  CHECK(std::get<journal::SettledFact>(*fact).id == "a");
}

}  // namespace
}  // namespace shotlist::tests

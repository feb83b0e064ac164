#include <string>
#include <string_view>
#include <vector>

#include "model/verdict.h"
#include "support/catch2.h"

namespace shotlist::tests::words_test {

// Results files and ledgers hold these words: they must never change.
TEST_CASE("verdicts have the words of the ledger") {
  const std::vector<std::pair<Verdict, std::string_view>> words = {
      {Verdict::unsent, "unsent"}, {Verdict::accepted, "accepted"}, {Verdict::refused, "refused"},
      {Verdict::busy, "busy"},     {Verdict::unknown, "unknown"},
  };
  for (const auto& [verdict, word] : words) {
    CHECK(to_text(verdict) == word);
    CHECK(parse_verdict(word) == verdict);
  }
}

TEST_CASE("statuses have the words of the results file") {
  const std::vector<std::pair<Status, std::string_view>> words = {
      {Status::submitted, "submitted"}, {Status::failed, "failed"}, {Status::rejected, "rejected"},
      {Status::in_doubt, "in_doubt"},   {Status::held, "held"},     {Status::not_sent, "not_sent"},
  };
  for (const auto& [status, word] : words) {
    CHECK(to_text(status) == word);
    CHECK(parse_status(word) == status);
  }
}

TEST_CASE("error classes have the words of the results file") {
  const std::vector<std::pair<ErrorClass, std::string_view>> words = {
      {ErrorClass::none, ""},
      {ErrorClass::connect, "connect"},
      {ErrorClass::bad_response, "bad_response"},
      {ErrorClass::invalid_request, "invalid_request"},
      {ErrorClass::moderation, "moderation"},
      {ErrorClass::auth, "auth"},
      {ErrorClass::balance, "balance"},
      {ErrorClass::endpoint, "endpoint"},
      {ErrorClass::rate_limited, "rate_limited"},
      {ErrorClass::overloaded, "overloaded"},
      {ErrorClass::no_channel, "no_channel"},
      {ErrorClass::blocked, "blocked"},
      {ErrorClass::too_many_running, "too_many_running"},
      {ErrorClass::server, "server"},
      {ErrorClass::timeout, "timeout"},
      {ErrorClass::dropped, "dropped"},
  };
  for (const auto& [error_class, word] : words) {
    CHECK(to_text(error_class) == word);
    CHECK(parse_error_class(word) == error_class);
  }
}

TEST_CASE("each class of error concerns a row, its model, the key or the server") {
  const std::pair<ErrorClass, std::string_view> cases[] = {
      {ErrorClass::connect, "server"},
      {ErrorClass::bad_response, "row"},
      {ErrorClass::invalid_request, "row"},
      {ErrorClass::moderation, "row"},
      {ErrorClass::blocked, "row"},
      {ErrorClass::auth, "key"},
      {ErrorClass::balance, "key"},
      {ErrorClass::endpoint, "server"},
      {ErrorClass::rate_limited, "server"},
      {ErrorClass::overloaded, "server"},
      {ErrorClass::too_many_running, "server"},
      {ErrorClass::no_channel, "model"},
      {ErrorClass::server, "row"},
      {ErrorClass::timeout, "row"},
      {ErrorClass::dropped, "row"},
  };
  for (const auto& [error_class, concern] : cases) {
    CAPTURE(to_text(error_class));
    CHECK(to_text(concern_of(error_class)) == concern);
  }
}

TEST_CASE("no other word is read, not even one that is nearly right") {
  for (const std::string_view word : {"Submitted", "submitted ", "in doubt", "ok", "paid"}) {
    CAPTURE(word);
    CHECK_FALSE(parse_verdict(word));
    CHECK_FALSE(parse_status(word));
    CHECK_FALSE(parse_error_class(word));
  }
  CHECK_FALSE(parse_status(""));
  CHECK_FALSE(parse_verdict(""));
}

}  // namespace shotlist::tests::words_test

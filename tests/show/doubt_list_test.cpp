#include "show/doubt_list.h"

#include <string>
#include <vector>

#include "base/disarm.h"
#include "support/catch2.h"
#include "support/shown_text.h"

namespace shotlist::tests::doubt_list_test {
namespace {

using namespace std::chrono_literals;
using show::Doubt;

Doubt lost() {
  Doubt doubt;
  doubt.id = "market";
  doubt.attempt.entry = "krtvbcdfghjk";
  doubt.attempt.server = "https://api.example.com";
  doubt.attempt.sent_at = *parse_date("2026-03-01T09:30:00.125Z");
  doubt.attempt.error_class = ErrorClass::timeout;
  doubt.attempt.error = "no answer within 60s";
  doubt.attempt.request_id = "req-8f1";
  doubt.attempt.latency = 60s;
  doubt.sent = {{"model", std::string("sora-2-pro")},
                {"prompt", std::string("A rain-soaked\nnight market")}};
  return doubt;
}

std::string listed(const std::vector<Doubt>& doubts, std::size_t width = 100) {
  return show::doubts_text(doubts, "shotlist resolve shots.yaml", width);
}

}  // namespace

TEST_CASE("a row in doubt is listed with what it takes to look it up") {
  CHECK(listed({lost()}) == R"(1 row in doubt: it may have been paid for

market
  entry       krtvbcdfghjk
  sent        2026-03-01T09:30:00.125Z to https://api.example.com, lost 1:00 later, at
              2026-03-01T09:31:00.125Z
  why         timeout: no answer within 60s
  request id  req-8f1
  model       sora-2-pro
  prompt      A rain-soaked night market

look it up in the provider's console by time, prompt and request id; then, if
  there is a task:  shotlist resolve shots.yaml ID --task-id T
  there is none:    shotlist resolve shots.yaml ID... --not-created
)");
}

TEST_CASE("several doubts are each listed with their own server, and may be of one row") {
  Doubt other = lost();
  other.attempt.entry = "vwxzbcdfghjk";
  other.attempt.server = "https://other.example";
  const std::string text = listed({lost(), other});
  CHECK(contains(text, "2 rows in doubt: each of them may have been paid for\n"));
  CHECK(text.find("to https://api.example.com,") < text.find("to https://other.example,"));
  CHECK(text.find("to https://other.example,") != std::string::npos);
  CHECK(contains(text, "\n\nmarket\n  entry       vwxzbcdfghjk\n"));
  CHECK(contains(text, "\nlook them up in the provider's console"));
}

TEST_CASE("how the window ends tells whether there was an answer") {
  const struct {
    std::optional<std::chrono::milliseconds> latency;
    int http_status;
    const char* text;
  } cases[] = {
      {{}, 0, "example.com, and no answer was seen\n"},
      {60s, 0, "example.com, lost 1:00 later, at 2026-03-01T09:31:00.125Z\n"},
      {2s, 502, "example.com, answered 2s later, at 2026-03-01T09:30:02.125Z\n"},
  };
  for (const auto& test : cases) {
    Doubt doubt = lost();
    doubt.attempt.latency = test.latency;
    doubt.attempt.http_status = test.http_status;
    CHECK(contains(listed({doubt}, 200), test.text));
  }
}

TEST_CASE("what is not known has no line") {
  Doubt doubt = lost();
  doubt.attempt.request_id.clear();
  doubt.attempt.error.clear();
  doubt.attempt.error_class = ErrorClass::none;
  doubt.sent.clear();
  const std::string text = listed({doubt});
  for (const char* label : {"  request id", "  why", "  model", "  prompt", "  task", "  note"})
    CHECK_FALSE(contains(text, label));
}

TEST_CASE("a task that the answer names is offered, with the command that takes it") {
  Doubt named = lost();
  named.attempt.named_task = "sora-2:task_1";
  CHECK(contains(listed({named}),
                 "  task        sora-2:task_1\n"
                 "  to accept   shotlist resolve shots.yaml market --task-id sora-2:task_1\n"));
  named.attempt.named_task = "a task";
  CHECK(contains(listed({named}), "market --task-id 'a task'\n"));
}

TEST_CASE("where a row has several doubts, the offer names the one that is meant") {
  Doubt named = lost();
  named.attempt.named_task = "sora-2:task_1";
  CHECK(contains(listed({lost(), named}), "resolve shots.yaml krtvbcdfghjk --task-id"));
}

TEST_CASE("a row that left the manifest says so") {
  Doubt gone = lost();
  gone.is_written = false;
  CHECK(contains(listed({gone}), "  note        it is no longer in the manifest\n"));
}

TEST_CASE("an earlier try is counted apart, and is named by its entry") {
  Doubt earlier = lost();
  earlier.attempt.entry = "vwxzbcdfghjk";
  earlier.attempt.named_task = "sora-2:task_1";
  earlier.is_superseded = true;
  Doubt last = lost();
  last.attempt.named_task = "sora-2:task_2";
  const std::string text = listed({last, earlier});
  CHECK(text.starts_with("1 row and 1 earlier try in doubt: each of them may have been paid for"));
  CHECK(contains(text, "resolve shots.yaml market --task-id sora-2:task_2\n"));
  CHECK(contains(text, "resolve shots.yaml vwxzbcdfghjk --task-id sora-2:task_1\n"));
  CHECK(contains(text, "  note        the row was sent again since; name this try by its entry\n"));
  CHECK(listed({earlier}).starts_with("1 earlier try in doubt: it may have been paid for\n"));
  CHECK(listed({earlier, earlier}).starts_with("2 earlier tries in doubt: each of them"));
}

TEST_CASE("of a rehearsal nothing was paid, and there is no console to look into") {
  Doubt rehearsed = lost();
  rehearsed.is_rehearsal = true;
  const std::string text = listed({rehearsed}, 120);
  CHECK(text.starts_with("1 row in doubt: a rehearsal, nothing was paid; in earnest it may have"));
  CHECK(contains(text, "  note        it was a rehearsal: nothing was paid\n"));
  CHECK_FALSE(contains(text, "provider's console"));
  CHECK(contains(text, "  there is a task:  shotlist resolve shots.yaml ID --task-id T\n"));
  const std::string both = listed({lost(), rehearsed}, 120);
  CHECK(contains(both, "each of them may have been paid for"));
  CHECK(contains(both, "provider's console"));
}

TEST_CASE("the list as JSON is whole") {
  Doubt doubt = lost();
  doubt.attempt.named_task = std::string(1000, 'x');
  doubt.is_written = false;
  CHECK(show::doubts_json({doubt}) ==
        R"({"doubts":[{"id":"market","entry":"krtvbcdfghjk","manifest":"",)"
        R"("server":"https://api.example.com","sent_at":"2026-03-01T09:30:00.125Z",)"
        R"("latency_ms":60000,"error_class":"timeout","error":"no answer within 60s",)"
        R"("request_id":"req-8f1","named_task":")" +
            std::string(1000, 'x') +
            R"(","model":"sora-2-pro","prompt":"A rain-soaked\nnight market","left":true,)"
            R"("superseded":false,"rehearsal":false}]})"
            "\n");
  CHECK(show::doubts_json({}) == "{\"doubts\":[]}\n");
}

TEST_CASE("hostile words stay words") {
  Doubt hostile = lost();
  const std::string words = "\x1b[2J\r\nrow\xE2\x80\xAE\x9b";
  hostile.id = hostile.attempt.server = hostile.attempt.error = hostile.attempt.request_id = words;
  hostile.attempt.named_task = words;
  hostile.sent = {{"model", words}, {"prompt", words}};
  const std::string text = listed({hostile}, 500);
  CHECK_FALSE(has_unsafe_characters(text));
  CHECK_FALSE(contains(text, "\nrow"));
}

TEST_CASE("the list fits its width, but for commands") {
  Doubt doubt = lost();
  doubt.sent[1].second = std::string(2000, 'x') + " " + std::string(30, 'y');
  const std::string text = listed({lost()}, 50);
  for (std::size_t at = 0; at < text.find("  there is"); at = text.find('\n', at) + 1)
    CHECK(text.find('\n', at) - at <= 50);
  CHECK(listed({doubt}, 300).size() < 1000);  // a prompt is cut: it is known by its first words
}

TEST_CASE("where nothing is in doubt the list says just that") {
  CHECK(listed({}) == "no row is in doubt\n");
}

}  // namespace shotlist::tests::doubt_list_test

#include "collect/resume.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::resume_test {
namespace {

using namespace std::chrono_literals;
using collect::Held;
using collect::Step;
using Kind = Step::Kind;
using Headers = std::vector<std::pair<std::string, std::string>>;

constexpr const char* old_date = "Sun, 01 Mar 2026 08:00:00 GMT";
constexpr const char* sent_date = "Sun, 01 Mar 2026 09:00:00 GMT";

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::append:
      return "append";
    case Kind::rewrite:
      return "rewrite";
    case Kind::complete:
      return "complete";
    case Kind::ask_anew:
      return "ask_anew";
    case Kind::fail:
      return "fail";
  }
  return {};
}

Step step_after(const Held& held, int status, Headers headers) {
  http::Reply head;
  head.status = status;
  head.headers = std::move(headers);
  return collect::next_step(held, head);
}

// 1000 of 5000 bytes.
Held part() {
  return {1000, 5000, {"\"v1\"", ""}};
}

}  // namespace

TEST_CASE("only what can be recognised again is continued") {
  struct Case {
    Held held;
    std::vector<std::string> headers;
  };
  const std::string identity = "Accept-Encoding: identity";
  const std::string range = "Range: bytes=1000-";
  const std::vector<Case> cases = {
      {{}, {identity}},
      {{0, 5000, {"\"v1\"", ""}}, {identity}},
      {{1000, {}, {}}, {identity}},
      {{6000, 5000, {"\"v1\"", ""}}, {identity}},
      {{1000, 5000, {}}, {identity}},  // two files may have one length
      {{1000, 1000, {}}, {identity}},
      {{1000, {}, {"\"v1\"", ""}}, {identity, range, "If-Range: \"v1\""}},
      {{1000, 5000, {"\"v1\"", old_date}}, {identity, range, "If-Range: \"v1\""}},
      {{1000, 5000, {"", old_date}}, {identity, range, std::string("If-Range: ") + old_date}},
  };
  for (const Case& test : cases) {
    CHECK((collect::range_headers(test.held) == test.headers));
    CHECK(collect::can_resume(test.held) == (test.headers.size() > 1));
  }
}

TEST_CASE("what servers do with a range") {
  struct Case {
    std::string name;
    int status;
    Headers headers;
    Kind kind;
    std::optional<std::uint64_t> total = {};
    std::string why = {};
  };
  const std::pair<std::string, std::string> tag = {"etag", "\"v1\""};
  const std::pair<std::string, std::string> right = {"content-range", "bytes 1000-4999/5000"};
  const std::vector<Case> cases = {
      {"continues", 206, {right, tag, {"content-length", "4000"}}, Kind::append, 5000},
      {"continues, without a length", 206, {right, tag}, Kind::append, 5000},
      {"continues, but not to the end",
       206,
       {{"content-range", "bytes 1000-1999/5000"}, tag, {"content-length", "1000"}},
       Kind::append,
       5000},
      {"continues, of an unknown total",
       206,
       {{"content-range", "bytes 1000-4999/*"}, tag},
       Kind::append,
       5000},
      {"continues, in another spelling",
       206,
       {{"content-range", " Bytes 1000-4999 / 5000"}, tag},
       Kind::append,
       5000},
      {"ignores the range: 200", 200, {tag, {"content-length", "5000"}}, Kind::rewrite, 5000},
      {"200 with the right range",
       200,
       {right, tag, {"content-length", "4000"}},
       Kind::append,
       5000},
      {"200 with a range of everything",
       200,
       {{"content-range", "bytes 0-4999/5000"}, {"content-length", "5000"}},
       Kind::rewrite,
       5000},
      {"200 with the right range, and everything",
       200,
       {right, tag, {"content-length", "5000"}},
       Kind::ask_anew,
       {},
       "announces a part of two lengths"},
      {"206 from before",
       206,
       {{"content-range", "bytes 900-4999/5000"}, tag},
       Kind::ask_anew,
       {},
       "sends another part than it was asked for"},
      {"206 from behind",
       206,
       {{"content-range", "bytes 1001-4999/5000"}, tag},
       Kind::ask_anew,
       {},
       "sends another part than it was asked for"},
      {"206 from the first byte",
       206,
       {{"content-range", "bytes 0-4999/5000"}, tag},
       Kind::rewrite,
       5000},
      {"206 without a range", 206, {tag}, Kind::ask_anew, {}, "does not say which part it sends"},
      {"206 with a range that cannot be read",
       206,
       {{"content-range", "bytes 1000-99/5000"}, tag},
       Kind::ask_anew,
       {},
       "does not say which part it sends"},
      {"206 with a range beyond its total",
       206,
       {{"content-range", "bytes 1000-5000/5000"}, tag},
       Kind::ask_anew,
       {},
       "does not say which part it sends"},
      {"206 with numbers that do not fit",
       206,
       {{"content-range", "bytes 1000-99999999999999999999/*"}, tag},
       Kind::ask_anew,
       {},
       "does not say which part it sends"},
      {"206 of another total",
       206,
       {{"content-range", "bytes 1000-5999/6000"}, tag},
       Kind::ask_anew,
       {},
       "has a file of another length there now"},
      {"206 of another tag (If-Range ignored)",
       206,
       {right, {"etag", "\"v2\""}},
       Kind::ask_anew,
       {},
       "has another file there now"},
      {"206 of a weak tag",
       206,
       {right, {"etag", "W/\"v1\""}},
       Kind::ask_anew,
       {},
       "has another file there now"},
      {"206 without a tag", 206, {right}, Kind::ask_anew, {}, "has another file there now"},
      {"206 in pieces",
       206,
       {{"content-type", "multipart/byteranges; boundary=x"}, tag},
       Kind::ask_anew,
       {},
       "sends the file in pieces"},
      {"416, of our size",
       416,
       {{"content-range", "bytes */1000"}},
       Kind::ask_anew,
       {},
       "answered HTTP 416"},
      {"416, of the total",
       416,
       {{"content-range", "bytes */5000"}},
       Kind::ask_anew,
       {},
       "answered HTTP 416"},
      {"416 without a word", 416, {}, Kind::ask_anew, {}, "answered HTTP 416"},
      {"compressed",
       206,
       {right, tag, {"content-encoding", "gzip"}},
       Kind::fail,
       {},
       "sends the file in the coding gzip, for which it was not asked"},
      {"identity, in so many words",
       206,
       {right, tag, {"content-encoding", "Identity"}},
       Kind::append,
       5000},
      {"two lengths",
       200,
       {{"content-length", "5000"}, {"content-length", "6000"}},
       Kind::fail,
       {},
       "announces two lengths"},
      {"one length, twice", 200, {{"content-length", "5000, 5000"}}, Kind::rewrite, 5000},
      {"a length that cannot be read",
       200,
       {{"content-length", "-1"}},
       Kind::fail,
       {},
       "announces two lengths"},
      {"chunks", 200, {{"content-length", "77"}, {"transfer-encoding", "chunked"}}, Kind::rewrite},
      {"forbidden", 403, {}, Kind::fail, {}, "answered HTTP 403"},
      {"gone", 410, {{"content-length", "10"}}, Kind::fail, {}, "answered HTTP 410"},
      {"an accepted request, without a file", 202, {}, Kind::fail, {}, "answered HTTP 202"},
      {"nothing", 204, {}, Kind::fail, {}, "answered HTTP 204"},
      {"not modified", 304, {}, Kind::fail, {}, "answered HTTP 304"},
      {"a redirect that nobody follows", 302, {}, Kind::fail, {}, "answered HTTP 302"},
  };
  for (const Case& test : cases) {
    CAPTURE(test.name);
    const Step step = step_after(part(), test.status, test.headers);
    CHECK(name_of(step.kind) == name_of(test.kind));
    CHECK((step.total == test.total));
    CHECK(step.why == test.why);
  }
}

TEST_CASE("a part that is the whole file already is verified by the server") {
  const Held whole{5000, 5000, {"\"v1\"", ""}};
  CHECK(name_of(step_after(whole, 416, {{"content-range", "bytes */5000"}}).kind) == "complete");
  CHECK(name_of(step_after(whole, 416, {{"content-range", "bytes */4999"}}).kind) == "ask_anew");
  CHECK(name_of(step_after(whole, 416, {{"content-range", "bytes 0-1/5000"}}).kind) == "ask_anew");
  const Held untold{5000, {}, {"\"v1\"", ""}};
  const Step step = step_after(untold, 416, {{"content-range", "bytes */5000"}});
  CHECK(name_of(step.kind) == "complete");
  CHECK((step.total == 5000));
  CHECK((step.validators == untold.validators));
}

TEST_CASE("without a tag, a file is recognised by its date, and not by its length") {
  const std::pair<std::string, std::string> right = {"content-range", "bytes 1000-4999/5000"};
  const std::pair<std::string, std::string> untold = {"content-range", "bytes 1000-4999/*"};
  const Held dated{1000, 5000, {"", old_date}};
  CHECK(name_of(step_after(dated, 206, {right, {"last-modified", old_date}}).kind) == "append");
  CHECK(name_of(step_after(dated, 206, {right}).kind) == "append");
  CHECK(name_of(step_after(dated, 206, {untold, {"last-modified", old_date}}).kind) == "append");
  CHECK(name_of(step_after(dated, 206, {untold}).kind) == "ask_anew");
  CHECK(name_of(step_after(dated, 206, {right, {"last-modified", sent_date}}).kind) == "ask_anew");
  const Held measured{1000, 5000, {}};
  CHECK(name_of(step_after(measured, 206, {right}).kind) == "fail");
  const Held both{1000, 5000, {"\"v1\"", old_date}};
  CHECK(name_of(step_after(both, 206, {right, {"last-modified", old_date}}).kind) == "append");
}

TEST_CASE("a first request has no range to blame") {
  const Headers middle = {{"content-range", "bytes 1000-4999/5000"}};
  CHECK(name_of(step_after({}, 206, middle).kind) == "fail");
  CHECK(name_of(step_after({}, 416, {}).kind) == "fail");
  CHECK(name_of(step_after({}, 416, {{"content-range", "bytes */0"}}).kind) == "fail");
  CHECK(name_of(step_after({}, 206, {{"content-range", "bytes 0-999/5000"}}).kind) == "rewrite");
  CHECK((step_after({}, 206, {{"content-range", "bytes 0-999/5000"}}).total == 5000));
  const Held unknown{1000, {}, {}};  // asked without a range
  CHECK(name_of(step_after(unknown, 206, middle).kind) == "fail");
  CHECK(name_of(step_after(unknown, 200, {}).kind) == "rewrite");
}

TEST_CASE("only validators that can be relied on are held") {
  struct Case {
    Headers headers;
    collect::Validators validators;
  };
  const std::vector<Case> cases = {
      {{{"etag", "\"v1\""}}, {"\"v1\"", ""}},
      {{{"etag", "W/\"v1\""}}, {}},
      {{{"etag", "v1"}}, {}},
      {{{"etag", "\"\""}}, {}},
      {{{"etag", "\"a\", \"b\""}}, {}},
      {{{"etag", "\"a\x01\""}}, {}},
      {{{"etag", '"' + std::string(2000, 'x') + '"'}}, {}},
      {{{"last-modified", old_date}, {"date", sent_date}}, {"", old_date}},
      {{{"last-modified", old_date}}, {}},
      {{{"last-modified", "Sun, 01 Mar 2026 08:59:01 GMT"}, {"date", sent_date}}, {}},
      {{{"last-modified", "Sun, 01 Mar 2026 08:59:00 GMT"}, {"date", sent_date}},
       {"", "Sun, 01 Mar 2026 08:59:00 GMT"}},
      {{{"last-modified", "yesterday"}, {"date", sent_date}}, {}},
  };
  for (const Case& test : cases) {
    const Step step = step_after({}, 200, test.headers);
    CHECK(step.validators.etag == test.validators.etag);
    CHECK(step.validators.last_modified == test.validators.last_modified);
  }
  const Held held{1000, 5000, {"\"v1\"", old_date}};
  const Step step =
      step_after(held, 206, {{"content-range", "bytes 1000-4999/5000"}, {"etag", "\"v1\""}});
  CHECK((step.validators == held.validators));
}

TEST_CASE("three starts that do not pass the best mark end a try, with the likely cause") {
  struct Case {
    std::vector<std::pair<std::uint64_t, Duration>> starts;
    bool are_stuck;
    std::string cause;
  };
  const std::vector<Case> cases = {
      {{}, false, ""},
      {{{0, 1s}, {0, 1s}}, false, ""},
      {{{0, 1s}, {0, 1s}, {0, 1s}}, true, ""},
      {{{100, 60s}, {90, 60s}, {100, 60s}}, false, "the server cuts after 60 s"},
      {{{100, 60s}, {90, 61s}, {100, 59s}, {95, 60s}}, true, "the server cuts after 60 s"},
      {{{100, 60s}, {90, 60s}, {95, 20s}, {80, 41s}}, true, ""},
      {{{100, 2s}, {100, 7s}, {100, 3s}, {100, 4s}}, true, "the server cuts after 100 bytes"},
      {{{100, 60s}, {90, 60s}, {90, 60s}, {101, 60s}, {90, 60s}, {90, 60s}},
       false,
       "the server cuts after 60 s"},
      {{{100, 60s}, {200, 60s}, {300, 60s}, {400, 60s}}, false, ""},
  };
  for (const Case& test : cases) {
    collect::Starts starts;
    for (const auto& [bytes, elapsed] : test.starts)
      starts.ended(bytes, elapsed);
    CAPTURE(test.starts.size(), test.cause);
    CHECK(starts.are_stuck() == test.are_stuck);
    CHECK(starts.cause() == test.cause);
  }
}

}  // namespace shotlist::tests::resume_test

#include "promises/wire_table.h"

#include <algorithm>
#include <utility>

#include "http/codings.h"

namespace shotlist::tests {
namespace {

using namespace std::chrono_literals;
using Case = WireCase;
using Then = RawAnswer::Then;
using Ends = Deed::Ends;
using Later = RawAnswer::Later;

// ---- What servers do --------------------------------------------------------------------------

/// Stands for the id of the task that the row gets. It is as long, so that lengths stay right.
const std::string id = WireHouse::task_of(0);

void replace_all(std::string& text, std::string_view part, std::string_view by) {
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + by.size()))
    text.replace(at, part.size(), by);
}

/// The server made no task.
Deed makes_none(std::string bytes, Then then = Then::keep) {
  return {std::move(bytes), false, then};
}

/// The server made a task, or may have.
Deed may_make(std::string bytes, Then then = Then::keep) {
  return {std::move(bytes), true, then};
}

/// As `may_make`, and the client hears no end of it.
Deed and_no_more(std::string bytes) {
  Deed deed = may_make(std::move(bytes));
  deed.ends = Ends::never;
  return deed;
}

Deed of_row(Deed deed, const Asked& asked) {
  const bool gives_id = deed.bytes.find(id) != std::string::npos;
  replace_all(deed.bytes, id, asked.task);
  for (Later& later : deed.later)
    replace_all(later.bytes, id, asked.task);
  if (gives_id) deed.task = asked.task;
  return deed;
}

WireScript always(Deed deed) {
  return [deed = std::move(deed)](const Asked& asked) { return of_row(deed, asked); };
}

/// Each row meets the deeds one after another, and the last one for ever.
WireScript each_row(std::vector<Deed> deeds) {
  return [deeds = std::move(deeds)](const Asked& asked) {
    return of_row(deeds[std::min(asked.times, deeds.size() - 1)], asked);
  };
}

/// The requests meet the deeds one after another, and the last one for ever.
WireScript one_by_one(std::vector<Deed> deeds) {
  return [deeds = std::move(deeds)](const Asked& asked) {
    return of_row(deeds[std::min(asked.all, deeds.size() - 1)], asked);
  };
}

std::string ok(const std::string& body, const std::string& headers = {}) {
  return http_answer(200, body, headers);
}

const std::string plain = R"({"id":")" + id + R"(","status":"pending"})";
const Deed good = may_make(ok(plain));
const std::string page = "<!DOCTYPE html><html><head><title>Blocked</title></head></html>";

std::string error(const std::string& code, const std::string& message) {
  return R"({"error":{"code":")" + code + R"(","message":")" + message + R"("}})";
}

std::string flat(const std::string& code, const std::string& message,
                 const std::string& data = "null") {
  return R"({"code":)" + code + R"(,"message":")" + message + R"(","data":)" + data + "}";
}

/// A 200 with these headers and this body, and without a length.
std::string bare(const std::string& headers, const std::string& body) {
  return "HTTP/1.1 200 OK\r\n" + headers + "\r\n" + body;
}

std::string chunk(const std::string& data) {
  constexpr char digits[] = "0123456789abcdef";
  return std::string{digits[data.size() / 16], digits[data.size() % 16]} + "\r\n" + data + "\r\n";
}

const std::string chunked = "Transfer-Encoding: chunked\r\n";

/// Answers each row with what `make` makes of its plain body.
template <typename Make>
WireScript packed(Make make, Then then = Then::keep) {
  return [make, then](const Asked& asked) {
    std::string body = plain;
    replace_all(body, id, asked.task);
    Deed deed = may_make(make(body), then);
    deed.task = asked.task;
    return deed;
  };
}

template <typename Make>
WireScript coded(const std::string& coding, Make make) {
  return packed([coding, make](const std::string& body) {
    return ok(make(body), "Content-Encoding: " + coding + "\r\n");
  });
}

/// In two chunks, the id in both.
std::string chunks_of(const std::string& body) {
  return chunk(body.substr(0, 20)) + chunk(body.substr(20));
}

// ---- What becomes of a row --------------------------------------------------------------------

using S = Status;
using E = ErrorClass;
using C = Concern;

constexpr Fate naming(Fate fate) {
  fate.names_task = true;
  return fate;
}

std::vector<Fate> first(std::size_t count, const Fate& fate, const Fate& rest) {
  std::vector<Fate> fates(count, fate);
  fates.push_back(rest);
  return fates;
}

constexpr Fate submitted{S::submitted, E::none, C::row};
constexpr Fate untried{S::not_sent, E::none, C::row};
constexpr Fate odd{S::in_doubt, E::bad_response, C::row};
constexpr Fate dropped{S::in_doubt, E::dropped, C::row};
constexpr Fate silent{S::in_doubt, E::timeout, C::row};
constexpr Fate lost{S::in_doubt, E::server, C::row};
constexpr Fate invalid{S::rejected, E::invalid_request, C::row};
constexpr Fate moderated{S::rejected, E::moderation, C::row};
constexpr Fate blocked{S::rejected, E::blocked, C::row};
constexpr Fate broken{S::failed, E::server, C::row};
constexpr Fate bad_key{S::failed, E::auth, C::key};
constexpr Fate no_money{S::failed, E::balance, C::key};
constexpr Fate no_endpoint{S::failed, E::endpoint, C::server};
constexpr Fate too_fast{S::failed, E::rate_limited, C::server};
constexpr Fate full{S::failed, E::too_many_running, C::server};
constexpr Fate overloaded{S::failed, E::overloaded, C::server};
constexpr Fate no_channel{S::failed, E::no_channel, C::model};
constexpr Fate unreachable{S::failed, E::connect, C::server};
constexpr Fate blocked_for_all{S::failed, E::blocked, C::row};
constexpr Fate moderated_for_all{S::failed, E::moderation, C::row};

// ---- The runs --------------------------------------------------------------------------------

WireSettings rows(std::size_t count) {
  WireSettings settings;
  settings.rows = count;
  return settings;
}

/// Many requests are on their way at a time.
WireSettings side_by_side(std::size_t count) {
  WireSettings settings = rows(count);
  settings.jobs = 4;
  settings.latency = 200ms;
  return settings;
}

WireSettings greeting(std::string bytes) {
  WireSettings settings;
  settings.greeting = std::move(bytes);
  return settings;
}

WireSettings two_models(std::size_t count, std::size_t second_from) {
  WireSettings settings = rows(count);
  settings.second_model_from = second_from;
  return settings;
}

WireSettings nobody_listens() {
  WireSettings settings;
  settings.nobody_listens = true;
  return settings;
}

// ---- The table -------------------------------------------------------------------------------

WireGroup strays() {
  struct Stray {
    const char* name;
    std::string bytes;
    Then then = Then::keep;
  };
  const std::vector<Stray> strays = {
      {"503", http_answer(503, error("", "later"))},
      {"429", http_answer(429, error("", "slow down"), "Retry-After: 1\r\n")},
      {"401", http_answer(401, error("invalid_api_key", "no"))},
      {"408 and the end", http_answer(408, "", "Connection: close\r\n"), Then::close},
      {"another id", ok(R"({"id":")" + WireHouse::task_of(99) + R"("})")},
      {"half an answer", "HTTP/1.1 503 Service Unav"},
      {"one byte", "H"},
      {"the end", "", Then::close},
      {"a reset", "", Then::reset},
  };
  std::vector<Case> cases;
  for (const Stray& stray : strays) {
    for (const auto after : {0ms, 5ms, 20ms, 300ms}) {
      for (const std::int64_t jobs : {1, 4}) {
        for (const std::int64_t a_second : {0, 3, 30}) {
          Deed deed = good;
          deed.later = {{after, stray.bytes}};
          deed.then = stray.then;
          WireSettings settings = jobs > 1 ? side_by_side(6) : rows(6);
          if (a_second > 0) settings.rate = Rate{a_second, 1s};
          const std::string name = std::string(stray.name) + " after " +
                                   std::to_string(after.count()) + " ms, jobs " +
                                   std::to_string(jobs) + ", " + std::to_string(a_second) + "/s";
          cases.push_back({name, always(deed), 6, {submitted}, 0, {}, settings});
        }
      }
    }
  }
  // However late it comes: other requests are on their way by then.
  Deed late = good;
  late.later = {{1s, http_answer(503, "{}")}};
  WireSettings in_flight = side_by_side(20);
  in_flight.jobs = 20;
  in_flight.latency = 2s;
  in_flight.rate = Rate{3, 1s};
  cases.push_back({"503 after 1 s, in flight", always(late), 20, {submitted}, 0, {}, in_flight});
  return {"what comes unasked after an answer is no answer", std::move(cases)};
}

WireGroup named_tasks() {
  struct SourceRange {
    const char* name;
    std::string body;
  };
  const std::string quoted = "\"" + id + "\"";
  const std::vector<SourceRange> places = {
      {"id", R"({"id":)" + quoted + "}"},
      {"task_id",
       R"({"error":"lease_journal_unavailable","task_id":)" + quoted + R"(,"created":true})"},
      {"taskId", R"({"taskId":)" + quoted + "}"},
      {"data.id", R"({"code":"overloaded","message":"later","data":{"id":)" + quoted + "}}"},
      {"data.task_id", R"({"data":{"task_id":)" + quoted + "}}"},
      {"data[0].id", R"({"data":[{"id":)" + quoted + "}]}"},
      {"error.task_id", R"({"error":{"code":"odd","message":"no","task_id":)" + quoted + "}}"},
      {"a message", R"({"error":{"code":"odd","message":"lost the answer about )" + id + "\"}}"},
      {"plain text", "the answer about " + id + " was lost"},
      {"behind other JSON", R"({"retry":true} {"task_id":)" + quoted + "}"},
  };
  struct Told {
    int status;
    Fate fate;
  };
  const std::vector<Told> statuses = {
      {302, {S::in_doubt, E::endpoint, C::server}},
      {400, {S::in_doubt, E::invalid_request, C::row}},
      {401, {S::in_doubt, E::auth, C::key}},
      {429, {S::in_doubt, E::rate_limited, C::server}},
      {500, {S::in_doubt, E::server, C::row}},
      {503, {S::in_doubt, E::overloaded, C::server}},
      {504, {S::in_doubt, E::server, C::row}},
  };
  std::vector<Case> cases;
  for (const auto& [status, fate] : statuses) {
    for (const auto& [name, body] : places) {
      Fate named = naming(fate);
      const bool says_overloaded = status == 500 && body.find("overloaded") != std::string::npos;
      if (says_overloaded) named = naming({S::in_doubt, E::overloaded, C::server});
      cases.push_back({std::to_string(status) + " with " + name,
                       always(may_make(http_answer(status, body))),
                       2,
                       {named},
                       6,
                       id.substr(0, 5)});
    }
    const std::string cut = R"({"error":"odd","task_id":)" + quoted + R"(,"created":tr)";
    cases.push_back({std::to_string(status) + " cut behind the id",
                     always(may_make(http_answer(status, cut))),
                     2,
                     {naming(odd)},
                     6,
                     "cut short inside its JSON"});
  }
  cases.push_back({"503 in gzip that is none",
                   always(may_make(http_answer(503, plain, "Content-Encoding: gzip\r\n"))),
                   2,
                   {naming({S::in_doubt, E::overloaded, C::server})},
                   6,
                   "names task"});
  const auto named = [&](const std::string& name, int status, const std::string& body,
                         const std::string& headers = {}) {
    const Fate fate = naming({S::in_doubt, status == 503 ? E::overloaded : E::endpoint, C::server});
    cases.push_back(
        {name, always(may_make(http_answer(status, body, headers))), 2, {fate}, 6, "names task"});
  };
  named("303 to its task", 303, "", "Location: /v1/video/" + id + "\r\n");
  named("503 with a header", 503, "", "X-Task-Id: " + id + "\r\n");
  named("503 with JSON in a text", 503,
        R"({"error":{"message":"{\"task_id\":\")" + id + R"(\"}"}})");
  named("503 in Python's words", 503, "{'error': 'odd', 'task_id': '" + id + "'}");
  named("503 in words", 503, "odd: task_id=" + id + " was created");
  named("503 in XML", 503, "<error><task_id>" + id + "</task_id></error>");
  return {"a task that an answer names is never thrown away, whatever its status",
          std::move(cases)};
}

WireGroup successes() {
  const std::string data = R"({"taskId":")" + id + "\"}";
  const auto beside = [](const std::string& more) {
    return always(may_make(ok(R"({"id":")" + id + "\"," + more + "}")));
  };
  const auto says = [&data](const std::string& code, const std::string& message) {
    return always(may_make(ok(flat(code, message, data))));
  };
  std::vector<Case> cases = {
      {"plain", always(good), 2, {submitted}, 0},
      {"jobs 4", always(good), 6, {submitted}, 0, {}, side_by_side(6)},
      {"201", always(may_make(http_answer(201, plain))), 2, {submitted}, 0},
      {"206", always(may_make(http_answer(206, plain))), 2, {submitted}, 0},
      {"202", always(may_make(http_answer(202, plain))), 2, {submitted}, 0},
      {"code 201", says("201", "Created"), 2, {submitted}, 0},
      {"code 0", says("0", ""), 2, {submitted}, 0},
      {"code SUCCEED", says("\"SUCCEED\"", "x"), 2, {submitted}, 0},
      {"code 00000", says("\"00000\"", "x"), 2, {submitted}, 0},
      {"code 10000", says("10000", "x"), 2, {submitted}, 0},
      {"code 1", says("1", "提交成功"), 2, {submitted}, 0},
      {"success: true", beside(R"("success":true,"code":7,"message":"odd")"), 2, {submitted}, 0},
      {"error {}", beside(R"("error":{})"), 2, {submitted}, 0},
      {"error null", beside(R"("error":null)"), 2, {submitted}, 0},
      {"error of code 0", beside(R"("error":{"code":0,"message":""})"), 2, {submitted}, 0},
      {"a status of failure",
       beside(R"("status":"failed","fail_reason":"odd")"),
       2,
       {submitted},
       0},
      {"a fail_reason of nothing", beside(R"("error":"","fail_reason":"")"), 2, {submitted}, 0},
      {"a byte order mark", always(may_make(ok("\xEF\xBB\xBF" + plain))), 2, {submitted}, 0},
      {"an event stream",
       always(may_make(ok("data: " + plain + "\n\ndata: [DONE]\n\n"))),
       2,
       {submitted},
       0},
      {"a script behind it", always(may_make(ok(plain + "\n<script>"))), 2, {submitted}, 0},
      {"a wrong content type",
       always(may_make(ok(plain, "Content-Type: text/html\r\n"))),
       2,
       {submitted},
       0},
  };
  return {"a success with an id is one, whatever stands beside the id", std::move(cases)};
}

WireGroup successes_without_id() {
  const auto body = [](const std::string& text) { return always(may_make(ok(text))); };
  const auto no = [](const std::string& text) { return always(makes_none(ok(text))); };
  std::vector<Case> cases = {
      {"no body", body(""), 2, {odd}, 6, "empty body"},
      {"204", always(may_make("HTTP/1.1 204 No Content\r\n\r\n")), 2, {odd}, 6, "empty body"},
      {"a page", body(page), 2, {odd}, 6, "Blocked"},
      {"{}", body("{}"), 2, {odd}, 6},
      {"[]", body("[]"), 2, {odd}, 6},
      {"success words", body(flat("\"success\"", "ok")), 2, {odd}, 6},
      {"code 201 without data", body(flat("201", "Created")), 2, {odd}, 6},
      {"wrapped 504", body(flat("504", "upstream timeout")), 2, {odd}, 6, "upstream timeout"},
      {"wrapped 500", body(flat("500", "internal error")), 2, {odd}, 6, "internal error"},
      {"wrapped 502 as text", body(flat("\"502\"", "bad gateway")), 2, {odd}, 6, "bad gateway"},
      {"wrapped 408", body(flat("408", "no answer")), 2, {odd}, 6, "no answer"},
      {"wrapped timeout", body(error("upstream_timeout", "no answer")), 2, {odd}, 6, "no answer"},
      {"a message of a timeout",
       body(error("", "context deadline exceeded")),
       2,
       {odd},
       6,
       "deadline"},
      {"an error beside data",
       body(R"({"error":{"message":"no such size"},"data":{"n":1}})"),
       2,
       {odd},
       6,
       "no such size"},
      {"an error beside an id",
       body(R"({"error":{"message":"no such size"},"id":")" + id + "\"}"),
       2,
       {naming(odd)},
       6,
       "names task"},
      {"an error with an id in it",
       body(R"({"error":{"message":"no","task_id":")" + id + "\"}}"),
       2,
       {naming(odd)},
       6,
       "names task"},
      {"cut inside the id", body(R"({"id":")" + id.substr(0, 20)), 2, {odd}, 6, "cut short"},
      {"an id elsewhere",
       body(R"({"result":{"task_id":")" + id + "\"}}"),
       2,
       {naming(odd)},
       6,
       "names task"},
      {"an id in a list", body(R"([{"id":")" + id + "\"}]"), 2, {naming(odd)}, 6, "names task"},
      {"an id in JSON in a text",
       body(R"({"data":"{\"id\":\")" + id + R"(\"}"})"),
       2,
       {naming(odd)},
       6,
       "names task"},
      {"an id in a page", body(page + "<p>" + id), 2, {naming(odd)}, 6, "names task"},
      {"cut behind the id",
       body(R"({"id":")" + id + R"(","status":"pen)"),
       2,
       {naming(odd)},
       6,
       "cut short"},
      {"wrapped invalid",
       no(error("invalid_request", "no such size")),
       2,
       {invalid},
       1,
       "no such size"},
      {"wrapped moderation",
       no(error("", "Content policy violation")),
       2,
       {moderated},
       1,
       "policy"},
      {"wrapped balance",
       no(flat("1008", "insufficient balance")),
       1,
       {no_money, untried},
       4,
       "balance"},
      {"wrapped quota",
       no(error("insufficient_user_quota", "用户额度不足")),
       1,
       {no_money, untried},
       4,
       "额度不足"},
      {"wrapped key", no(flat("401", "Unauthorized")), 1, {bad_key, untried}, 4, "Unauthorized"},
      {"wrapped rate", no(error("", "您已达到请求数限制")), 2, {too_fast}, 1, "请求数"},
      {"wrapped overload", no(error("", "当前分组上游负载已饱和")), 2, {overloaded}, 1, "饱和"},
      {"wrapped model",
       no(error("model_not_found", "no such model")),
       1,
       {no_channel, untried},
       4,
       "no such model"},
      {"wrapped too many running, twice",
       one_by_one({makes_none(ok(flat("421", "TASK_QUEUE_MAXED"))),
                   makes_none(ok(flat("421", "TASK_QUEUE_MAXED"))), good}),
       4,
       {submitted},
       0},
      {"wrapped too many running, for ever",
       no(flat("421", "TASK_QUEUE_MAXED")),
       9,
       {full},
       4,
       "TASK_QUEUE_MAXED"},
  };
  return {"a success without an id is a doubt, unless it can only be a refusal", std::move(cases)};
}

WireGroup odd_ids() {
  const auto gives = [](const std::string& value) {
    return always(may_make(ok(R"({"id":)" + value + R"(,"status":"pending"})")));
  };
  const auto one_id = [](const Asked&) {
    Deed deed = good;
    deed.task = id;
    return deed;
  };
  const auto pairs = [](const Asked& asked) {
    return of_row(good, {0, 0, 0, WireHouse::task_of((asked.row + 1) / 2)});
  };
  const std::string as_id = "as the task id";
  const Fate twice = naming(odd);
  const auto one_and = [](std::size_t count, const Fate& fate) {
    std::vector<Fate> fates = first(count, fate, untried);
    fates.insert(fates.begin(), submitted);
    return fates;
  };
  std::vector<Case> cases = {
      {"\"null\"", gives(R"("null")"), 2, {odd}, 6, as_id},
      {"\"undefined\"", gives(R"("undefined")"), 2, {odd}, 6, as_id},
      {"\"0\"", gives(R"("0")"), 2, {odd}, 6, as_id},
      {"0", gives("0"), 2, {odd}, 6, as_id},
      {"-1", gives("-1"), 2, {odd}, 6, as_id},
      {"\"None\"", gives(R"("None")"), 2, {odd}, 6, as_id},
      {"nothing", gives(R"("")"), 2, {odd}, 6},
      {"null", gives("null"), 2, {odd}, 6},
      {"an object", gives("{}"), 2, {odd}, 6},
      {"one id for all", one_id, 5, one_and(4, twice), 4, "which is the task of row-1", rows(7)},
      {"one id for all, jobs 4", one_id, 8, one_and(7, twice), 4, "which is the task of row-1",
       side_by_side(12)},
      {"one id for two",
       pairs,
       4,
       {submitted, twice, submitted, twice},
       6,
       "which is the task of",
       rows(4)},
  };
  return {"an id that nobody gives, or that another row has, is a doubt", std::move(cases)};
}

WireGroup packings() {
  const auto as_it_is = [](const std::string& body) { return body; };
  const auto bytes = [](const std::string& text, Then then = Then::keep) {
    return always(may_make(text, then));
  };
  const auto length = [](int added) {
    return "Content-Length: " + std::to_string(static_cast<int>(plain.size()) + added) + "\r\n";
  };
  std::string interim;
  for (int i = 0; i < 50; ++i)
    interim += "HTTP/1.1 102 Processing\r\n\r\n";
  Deed late = and_no_more("");
  late.later = {{61s, ok(plain)}};
  const WireScript too_late = always(late);
  const auto in_pieces = [](std::vector<Duration> pauses) {
    return [pauses](const Asked& asked) {
      Deed deed = of_row(good, asked);
      deed.ends = Ends::with_last;
      const std::size_t size = deed.bytes.size() / (pauses.size() + 1);
      for (std::size_t i = 0; i < pauses.size(); ++i) {
        const std::size_t most = i + 1 < pauses.size() ? size : std::string::npos;
        const auto after = std::chrono::duration_cast<std::chrono::milliseconds>(pauses[i]);
        deed.later.push_back({after, deed.bytes.substr((i + 1) * size, most)});
      }
      deed.bytes.resize(size);
      return deed;
    };
  };
  std::vector<Case> cases = {
      {"no length and the end", bytes(bare("", plain), Then::close), 2, {submitted}, 0},
      {"no length, the end inside the JSON",
       bytes(bare("", plain.substr(0, 50)), Then::close),
       2,
       {naming(odd)},
       6,
       "cut short"},
      {"two lengths of one value", bytes(bare(length(0) + length(0), plain)), 2, {submitted}, 0},
      {"a folded header", bytes(bare("Odd: a\r\n b\r\n" + length(0), plain)), 2, {submitted}, 0},
      {"no reason", bytes("HTTP/1.1 200\r\n" + length(0) + "\r\n" + plain), 2, {submitted}, 0},
      {"bare line feeds",
       bytes("HTTP/1.1 200 OK\nContent-Length: " + std::to_string(plain.size()) + "\n\n" + plain),
       2,
       {submitted},
       0},
      {"HTTP/1.0", bytes("HTTP/1.0 200 OK\r\n\r\n" + plain, Then::close), 2, {submitted}, 0},
      {"in three pieces", in_pieces({50ms, 2s}), 2, {submitted}, 0},
      {"in pieces until just before the deadline", in_pieces({20s, 20s, 19s}), 2, {submitted}, 0},
      {"beyond the deadline", too_late, 2, {silent}, 6, "no answer within 60s"},
      {"two answers at once",
       bytes(ok(plain) + http_answer(503, error("", "later"))),
       3,
       {submitted},
       0,
       {},
       rows(3)},
      {"two ids at once",
       bytes(ok(plain) + ok(R"({"id":"another"})")),
       3,
       {submitted},
       0,
       {},
       rows(3)},
      {"100 before it", bytes("HTTP/1.1 100 Continue\r\n\r\n" + ok(plain)), 2, {submitted}, 0},
      {"102 fifty times before it", bytes(interim + ok(plain)), 2, {submitted}, 0},
      {"103 before it",
       bytes("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + ok(plain)),
       2,
       {submitted},
       0},
      {"100 and the end", bytes("HTTP/1.1 100 Continue\r\n\r\n", Then::close), 2, {dropped}, 6},
      {"100 and no more",
       always(and_no_more("HTTP/1.1 100 Continue\r\n\r\n")),
       2,
       {silent},
       6,
       "no answer within 60s"},
      {"the end behind it", bytes(ok(plain), Then::close), 2, {submitted}, 0},
      {"a reset behind it", bytes(ok(plain), Then::reset), 2, {submitted}, 0},
      {"chunks",
       packed([](const std::string& body) { return bare(chunked, chunks_of(body) + "0\r\n\r\n"); }),
       2,
       {submitted},
       0},
      {"chunks with a trailer",
       packed([](const std::string& body) {
         return bare(chunked, chunks_of(body) + "0\r\nExpires: 0\r\n\r\n");
       }),
       2,
       {submitted},
       0},
      {"chunks without an end",
       packed([](const std::string& body) { return bare(chunked, chunks_of(body)); }, Then::close),
       2,
       {submitted},
       0},
      {"chunks cut inside the JSON",
       bytes(bare(chunked, chunk(plain.substr(0, 8))), Then::close),
       2,
       {odd},
       6,
       "cut short"},
      {"chunks and no more",
       always(and_no_more(bare(chunked, chunk(plain.substr(0, 8))))),
       2,
       {odd},
       6,
       "cut short"},
      {"chunks of gzip",
       packed([](const std::string& body) {
         return bare(chunked + "Content-Encoding: gzip\r\n", chunk(gzipped(body)) + "0\r\n\r\n");
       }),
       2,
       {submitted},
       0},
      {"no chunks where they are declared",
       bytes(bare(chunked, plain), Then::close),
       2,
       {submitted},
       0},
      {"no chunks, and a length", bytes(ok(plain, chunked), Then::close), 2, {submitted}, 0},
      {"gzip",
       coded("gzip", [](const std::string& body) { return gzipped(body); }),
       2,
       {submitted},
       0},
      {"x-gzip",
       coded("x-gzip", [](const std::string& body) { return gzipped(body); }),
       2,
       {submitted},
       0},
      {"deflate",
       coded("deflate", [](const std::string& body) { return deflated(body, 15); }),
       2,
       {submitted},
       0},
      {"raw deflate",
       coded("deflate", [](const std::string& body) { return deflated(body, -15); }),
       2,
       {submitted},
       0},
      {"gzip over a plain body", coded("gzip", as_it_is), 2, {submitted}, 0},
      {"gzip cut",
       coded("gzip", [](const std::string& body) { return gzipped(body).substr(0, 12); }),
       2,
       {odd},
       6,
       "could not be decoded"},
      {"br over a plain body", coded("br", as_it_is), 2, {submitted}, 0},
      {"zstd over its own bytes",
       coded("zstd", [](const std::string&) { return std::string("\x28\xB5\x2F\xFD", 4); }),
       2,
       {odd},
       6,
       "could not be decoded"},
      {"utf-8", coded("utf-8", as_it_is), 2, {submitted}, 0},
      {"binary", coded("binary", as_it_is), 2, {submitted}, 0},
      {"none", coded("none", as_it_is), 2, {submitted}, 0},
      {"identity", coded("identity", as_it_is), 2, {submitted}, 0},
      {"gzip, aws-chunked", coded("gzip, aws-chunked", as_it_is), 2, {submitted}, 0},
      {"gzip, aws-chunked, of gzip", coded("gzip, aws-chunked", gzipped), 2, {submitted}, 0},
      {"a header without a colon",
       bytes(bare("Odd\r\n" + length(0), plain)),
       2,
       {odd},
       6,
       "could not be read (cut short: "},
      {"a NUL in a header",
       bytes(bare(std::string("Odd: a\0b\r\n", 10) + length(0), plain)),
       2,
       {odd},
       6,
       "could not be read (cut short: "},
      {"200 KB of headers",
       bytes(bare("Odd: " + std::string(200'000, 'x') + "\r\n" + length(0), plain)),
       2,
       {odd},
       6,
       "could not be read (cut short: "},
      {"a length of -5",
       bytes(bare("Content-Length: -5\r\n", plain)),
       2,
       {odd},
       6,
       "could not be read (cut short: "},
      {"a length of 10 more and the end",
       bytes(bare(length(10), plain), Then::close),
       2,
       {submitted},
       0},
      {"a length of 10 more and no more",
       always(and_no_more(bare(length(10), plain))),
       2,
       {submitted},
       0},
      {"a length of 1 less", bytes(bare(length(-1), plain)), 2, {naming(odd)}, 6, "cut short"},
      {"a length of 40 less", bytes(bare(length(-40), plain)), 2, {odd}, 6, "cut short"},
  };
  return {"an answer is read however it is packed", std::move(cases)};
}

WireGroup lost_answers() {
  const auto nothing = [](Then then) { return always(may_make("", then)); };
  const auto bytes = [](const std::string& text, Then then = Then::keep) {
    return always(may_make(text, then));
  };
  const std::string settings_frame("\0\0\0\x04\0\0\0\0\0", 9);
  std::vector<Case> cases = {
      {"the end", nothing(Then::close), 2, {dropped}, 6, "without an answer"},
      {"a reset", nothing(Then::reset), 2, {dropped}, 6},
      {"101 and the end",
       bytes("HTTP/1.1 101 Switching Protocols\r\n\r\n", Then::close),
       2,
       {dropped},
       6},
      {"the end of the server", nothing(Then::vanish), 1, {dropped, unreachable}, 4},
      {"silence", always(and_no_more("")), 2, {silent}, 6, "no answer within 60s"},
      {"silence, jobs 4",
       always(and_no_more("")),
       4,
       {silent},
       6,
       "no answer within 60s",
       side_by_side(4)},
      {"half a status line", bytes("HTTP/1.1 2", Then::close), 2, {dropped}, 6},
      {"a status line and no more", always(and_no_more("HTTP/1.1 200 OK\r\n")), 2, {odd}, 6},
      {"a status line and a reset", bytes("HTTP/1.1 200 OK\r\n", Then::reset), 2, {odd}, 6},
      {"garbage", bytes("SSH-2.0-OpenSSH_9.2\r\n", Then::close), 2, {dropped}, 6},
      {"JSON without HTTP", bytes(plain, Then::close), 2, {dropped}, 6},
      {"a frame of HTTP/2", bytes(settings_frame, Then::close), 2, {dropped}, 6},
      {"the preface of HTTP/2",
       bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Then::close),
       2,
       {dropped},
       6},
      {"an alert of TLS",
       bytes(std::string("\x15\x03\x03\0\x02\x02\x16", 7), Then::close),
       2,
       {dropped},
       6},
      {"status 999", bytes(http_answer(999, "{}")), 2, {dropped}, 6},
      {"headers and the end", bytes(bare("", ""), Then::close), 2, {odd}, 6, "empty body"},
      {"the end, once",
       one_by_one({may_make("", Then::close), good}),
       3,
       {dropped, submitted},
       6,
       "without an answer",
       rows(3)},
      {"silence, once, jobs 4",
       one_by_one({and_no_more(""), good}),
       6,
       {silent, submitted},
       6,
       "no answer within 60s",
       side_by_side(6)},
      {"the end of thirty", nothing(Then::close), 20, first(20, dropped, untried), 6,
       "without an answer", rows(30)},
      {"silence for ten", always(and_no_more("")), 5, first(5, silent, untried), 6,
       "no answer within 60s", rows(10)},
      {"503, then the end",
       each_row({makes_none(http_answer(503, "")), may_make("", Then::close)}),
       4,
       {dropped},
       6,
       "without an answer"},
  };
  return {"a request that was read and not answered is a doubt", std::move(cases)};
}

WireGroup reused_connections() {
  // The pace leaves time to see that the server says nothing unasked: the connection of the first
  // request is that of the third.
  WireSettings settings = rows(4);
  settings.rate = Rate{3, 1s};
  const auto third = [](Deed deed) { return one_by_one({good, good, std::move(deed), good}); };
  const auto lost_by = [&](const Fate& fate) {
    return std::vector<Fate>{submitted, submitted, fate, submitted};
  };
  std::vector<Case> cases = {
      {"nothing happens", always(good), 4, {submitted}, 0, {}, settings},
      {"the end", third(may_make("", Then::close)), 4, lost_by(dropped), 6, "without an answer",
       settings},
      {"a reset", third(may_make("", Then::reset)), 4, lost_by(dropped), 6, "", settings},
      {"half a status line", third(may_make("HTT", Then::close)), 4, lost_by(dropped), 6, "",
       settings},
      {"408 and the end", third(may_make(http_answer(408, ""), Then::close)), 4, lost_by(lost), 6,
       "HTTP 408", settings},
      {"silence", third(and_no_more("")), 4, lost_by(silent), 6, "no answer within 60s", settings},
      {"two answers at once",
       third(may_make(ok(plain) + http_answer(503, "{}"))),
       4,
       {submitted},
       0,
       {},
       settings},
      {"503 and the end",
       third(makes_none(http_answer(503, ""), Then::close)),
       5,
       {submitted},
       0,
       {},
       settings},
  };
  return {"a request that is lost on a connection that was used before is not sent again",
          std::move(cases)};
}

WireGroup unsent() {
  const std::string first = "before it was asked";
  std::vector<Case> cases = {
      {"nobody listens", always(good), 0, {unreachable, untried}, 4, {}, nobody_listens()},
      {"a greeting",
       always(good),
       0,
       {unreachable, untried},
       4,
       first,
       greeting("220 mail ready\r\n")},
      {"an answer before the request",
       always(good),
       0,
       {unreachable, untried},
       4,
       first,
       greeting(ok(R"({"id":"early"})"))},
      {"503 before the request",
       always(good),
       0,
       {unreachable, untried},
       4,
       first,
       greeting(http_answer(503, "{}"))},
      {"one byte before the request",
       always(good),
       0,
       {unreachable, untried},
       4,
       first,
       greeting("H")},
  };
  return {"what never left costs nothing", std::move(cases)};
}

WireGroup refusals() {
  const auto no = [](int status, const std::string& body = {}, const std::string& headers = {}) {
    return always(makes_none(http_answer(status, body, headers)));
  };
  const auto once = [](int status, const std::string& body = {}) {
    return one_by_one({makes_none(http_answer(status, body)), good});
  };
  const std::string policy = error("content_policy_violation", "no");
  std::vector<Case> cases = {
      {"400", no(400, error("invalid_request", "bad size")), 2, {invalid}, 1, "bad size"},
      {"400 without a word", no(400), 2, {invalid}, 1, "HTTP 400"},
      {"400 moderation", no(400, error("", "提示词包含违规内容")), 2, {moderated}, 1, "违规"},
      {"413", no(413, page), 2, {invalid}, 1, "Blocked"},
      {"418", no(418), 2, {invalid}, 1, "HTTP 418"},
      {"422", no(422, R"({"detail":"field required"})"), 2, {invalid}, 1, "field required"},
      {"400 billing",
       no(400, error("billing_hard_limit_reached", "no")),
       1,
       {no_money, untried},
       4},
      {"400 API key", no(400, error("", "API key not valid")), 1, {bad_key, untried}, 4, "API key"},
      {"400 of HTTPS",
       no(400, "<html><title>400 The plain HTTP request was sent to HTTPS port</title></html>"),
       1,
       {no_endpoint, untried},
       4,
       "HTTPS port"},
      {"401", no(401, error("", "无效的令牌")), 1, {bad_key, untried}, 4, "令牌"},
      {"401 about money",
       no(401, error("", "该令牌额度已用尽")),
       1,
       {no_money, untried},
       4,
       "额度"},
      {"402", no(402), 1, {no_money, untried}, 4, "HTTP 402"},
      {"403 JSON",
       no(403, error("access_denied", "not yours")),
       1,
       {bad_key, untried},
       4,
       "not yours"},
      {"403 about money",
       no(403, error("insufficient_user_quota", "用户额度不足")),
       1,
       {no_money, untried},
       4,
       "额度"},
      {"403 text", no(403, "Forbidden"), 1, {bad_key, untried}, 4, "Forbidden"},
      {"401 for one of four on their way",
       once(401),
       4,
       {bad_key, submitted, submitted, submitted, untried},
       4,
       "HTTP 401",
       side_by_side(6)},
      {"402, jobs 4", no(402), 4, first(4, no_money, untried), 4, "HTTP 402", side_by_side(6)},
      {"403 page for all, jobs 4",
       no(403, page),
       6,
       {blocked_for_all},
       4,
       "Blocked",
       side_by_side(6)},
      {"403 without a word", no(403), 1, {bad_key, untried}, 4, "HTTP 403"},
      {"451", no(451), 2, {invalid}, 1, "HTTP 451"},
      {"403 page for one", once(403, page), 5, {blocked, submitted}, 1, "Blocked", rows(5)},
      {"403 page for all",
       no(403, page),
       3,
       {blocked_for_all, blocked_for_all, blocked_for_all, untried},
       4,
       "Blocked",
       rows(5)},
      {"403 policy for one", once(403, policy), 5, {moderated, submitted}, 1, "no", rows(5)},
      {"403 policy for all",
       no(403, policy),
       3,
       {moderated_for_all, moderated_for_all, moderated_for_all, untried},
       4,
       "no",
       rows(5)},
      {"404 path",
       no(404, error("", "Invalid URL (POST /v1/v1/video/create)")),
       1,
       {no_endpoint, untried},
       4,
       "Invalid URL"},
      {"404 page", no(404, page), 1, {no_endpoint, untried}, 4, "Blocked"},
      {"404 model",
       no(404, error("model_not_found", "no such model")),
       1,
       {no_channel, untried},
       4,
       "no such model"},
      {"404 model, and another",
       [](const Asked& asked) {
         return asked.row <= 2
                    ? makes_none(http_answer(404, error("model_not_found", "no such model")))
                    : of_row(good, asked);
       },
       4,
       {no_channel, no_channel, submitted},
       1,
       "no such model",
       two_models(4, 3)},
      {"405", no(405), 1, {no_endpoint, untried}, 4, "HTTP 405"},
      {"407", no(407), 1, {no_endpoint, untried}, 4, "HTTP 407"},
      {"421", no(421), 1, {no_endpoint, untried}, 4, "HTTP 421"},
      {"426", no(426), 1, {no_endpoint, untried}, 4, "HTTP 426"},
      {"501", no(501), 1, {no_endpoint, untried}, 4, "HTTP 501"},
      {"301",
       no(301, "", "Location: https://other.example/v1\r\n"),
       1,
       {no_endpoint, untried},
       4,
       "redirects to https://other.example/v1"},
      {"307 to itself",
       no(307, "", "Location: /v1/video/create\r\n"),
       1,
       {no_endpoint, untried},
       4,
       "redirects to /v1/video/create"},
      {"302 to nowhere", no(302), 1, {no_endpoint, untried}, 4, "redirects"},
      {"500 of the gateway",
       no(500, error("do_request_failed", "upstream")),
       2,
       {broken},
       1,
       "upstream"},
      {"500 about quota",
       no(500, error("insufficient_user_quota", "用户额度不足")),
       1,
       {no_money, untried},
       4,
       "额度"},
      {"429 about money",
       no(429, error("insufficient_quota", "check your billing")),
       1,
       {no_money, untried},
       4,
       "billing"},
  };
  return {"a refusal is believed, and about whom it says it is", std::move(cases)};
}

WireGroup not_now() {
  const auto busy = [](int status, const std::string& body = {}, const std::string& headers = {}) {
    return each_row({makes_none(http_answer(status, body, headers)), good});
  };
  const auto ever = [](int status, const std::string& body = {}, const std::string& headers = {}) {
    return always(makes_none(http_answer(status, body, headers)));
  };
  const std::string after = "Retry-After: ";
  const std::string no_model = error("model_not_found", "无可用渠道");
  std::vector<Case> cases = {
      {"429", busy(429), 4, {submitted}, 0},
      {"429 with seconds", busy(429, "", after + "2\r\n"), 4, {submitted}, 0},
      {"429 with a fraction", busy(429, "", after + "1.5\r\n"), 4, {submitted}, 0},
      {"429 with a date",
       busy(429, "", after + "Sun, 01 Mar 2026 10:00:30 GMT\r\n"),
       4,
       {submitted},
       0},
      {"429 with an old date",
       busy(429, "", after + "Sunday, 06-Nov-94 08:49:37 GMT\r\n"),
       4,
       {submitted},
       0},
      {"429 with milliseconds", busy(429, "", "retry-after-ms: 250\r\n"), 4, {submitted}, 0},
      {"429 with nonsense", busy(429, "", after + "soon\r\n"), 4, {submitted}, 0},
      {"503 with five hours", ever(503, "", after + "18000\r\n"), 1, {overloaded, untried}, 4},
      {"429 with five hours", ever(429, "", after + "18000\r\n"), 1, {too_fast, untried}, 4},
      {"429 of a rate quota",
       busy(429, error("Throttling.RateQuota", "slow"), after + "1\r\n"),
       4,
       {submitted},
       0},
      {"429 about money and when",
       busy(429, error("insufficient_quota", "x"), after + "1\r\n"),
       4,
       {submitted},
       0},
      {"429 too many running",
       busy(429, error("too_many_concurrent_tasks", "3 in progress")),
       4,
       {submitted},
       0},
      {"400 too many running",
       busy(400, error("", "You can only generate 3 videos at a time")),
       4,
       {submitted},
       0},
      {"503", busy(503), 4, {submitted}, 0},
      {"503 page", busy(503, page), 4, {submitted}, 0},
      {"503 and the end",
       each_row({makes_none(http_answer(503, ""), Then::close), good}),
       4,
       {submitted},
       0},
      {"500 overloaded", busy(500, error("server_overloaded", "later")), 4, {submitted}, 0},
      {"429 with zero", busy(429, "", after + "0\r\n"), 4, {submitted}, 0},
      {"429 with the id of the request",
       busy(429,
            R"-({"error":{"message":"slow (request id: 20260301093000123)"},"id":"req_1a2b3c"})-"),
       4,
       {submitted},
       0},
      {"503 with the ids of others",
       busy(503,
            R"({"user":{"id":"u-1"},"channel":{"id":17},"request_id":"9f8e","trace_id":"7d"})"),
       4,
       {submitted},
       0},
      {"503 in gzip",
       each_row(
           {makes_none(http_answer(503, gzipped(error("", "later")), "Content-Encoding: gzip\r\n")),
            good}),
       4,
       {submitted},
       0},
      {"503, then 503 with an id",
       each_row({makes_none(http_answer(503, "")), may_make(http_answer(503, plain))}),
       4,
       {naming({S::in_doubt, E::overloaded, C::server})},
       6,
       "names task"},
      {"429 for ever", ever(429), 10, {too_fast}, 1, "HTTP 429"},
      {"429 for ever, many rows", ever(429), 25, first(23, too_fast, untried), 4, "HTTP 429",
       side_by_side(60)},
      {"503 for ever", ever(503), 10, {overloaded}, 1, "HTTP 503"},
      {"503 for ever, many rows", ever(503), 25, first(23, overloaded, untried), 4, "HTTP 503",
       side_by_side(60)},
      {"503 about a model", busy(503, no_model), 4, {submitted}, 0},
      {"503 about a model for ever", ever(503, no_model), 3, {no_channel}, 4, "渠道"},
      {"503 about one model for ever",
       [no_model](const Asked& asked) {
         return asked.row <= 2 ? makes_none(http_answer(503, no_model)) : of_row(good, asked);
       },
       7,
       {no_channel, no_channel, submitted},
       1,
       "渠道",
       two_models(5, 3)},
      {"no more requests announced",
       always(may_make(ok(plain, "X-RateLimit-Remaining: 0\r\nX-RateLimit-Reset: 86400\r\n"))),
       3,
       {submitted},
       0,
       {},
       rows(3)},
  };
  return {"not now is waited for, as long as it takes and no longer", std::move(cases)};
}

WireGroup server_errors() {
  const auto says = [](int status, const std::string& body = {}, const std::string& headers = {}) {
    return always(may_make(http_answer(status, body, headers)));
  };
  std::vector<Case> cases = {
      {"408", says(408, "", "Connection: close\r\n"), 2, {lost}, 6, "HTTP 408"},
      {"409", says(409, error("conflict", "no")), 2, {lost}, 6, "no"},
      {"500", says(500), 2, {lost}, 6, "HTTP 500"},
      {"500 page", says(500, page), 2, {lost}, 6, "Blocked"},
      {"500 of somebody", says(500, R"({"detail":"Internal Server Error"})"), 2, {lost}, 6},
      {"502", says(502, page), 2, {lost}, 6, "Blocked"},
      {"502 of the gateway",
       says(502, error("do_request_failed", "upstream")),
       2,
       {lost},
       6,
       "upstream"},
      {"504", says(504), 2, {lost}, 6, "HTTP 504"},
      {"520", says(520), 2, {lost}, 6, "HTTP 520"},
      {"524", says(524, page), 2, {lost}, 6, "Blocked"},
      {"529", says(529), 2, {lost}, 6, "HTTP 529"},
      {"599", says(599), 2, {lost}, 6, "HTTP 599"},
      {"429 inside its JSON", says(429, R"({"error":{"message":"slow)"), 2, {odd}, 6, "cut short"},
      {"503 that is cut",
       always(may_make("HTTP/1.1 503 Busy\r\nContent-Length: 90\r\n\r\n<html>", Then::close)),
       2,
       {dropped},
       6,
       "cut short"},
      {"503 without a length, cut",
       always(may_make("HTTP/1.1 503 Busy\r\n\r\n{\"task_id\":\"ta", Then::close)),
       2,
       {odd},
       6,
       "cut short"},
      {"503 in chunks, cut",
       always(may_make("HTTP/1.1 503 Busy\r\n" + chunked + "\r\n" + chunk("<html>"), Then::close)),
       2,
       {dropped},
       6,
       "cut short"},
      {"503 with a header without a colon",
       always(may_make("HTTP/1.1 503 Busy\r\nOdd\r\nContent-Length: 0\r\n\r\n")),
       2,
       {dropped},
       6,
       "could not be read"},
      {"401 that is cut",
       always(may_make("HTTP/1.1 401 No\r\nContent-Length: 90\r\n\r\n{\"err", Then::reset)),
       2,
       {dropped},
       6,
       "cut short"},
      {"503 of unknown coding",
       says(503, "\x28\xB5\x2F", "Content-Encoding: zstd\r\n"),
       2,
       {odd},
       6,
       "could not be decoded"},
  };
  return {"a server error that proves nothing is a doubt", std::move(cases)};
}

}  // namespace

const Fate& WireCase::fate(std::size_t row) const {
  return fates[std::min(row, fates.size() - 1)];
}

const std::vector<WireGroup>& wire_table() {
  static const std::vector<WireGroup> table = {
      strays(),  named_tasks(), successes(),    successes_without_id(),
      odd_ids(), packings(),    lost_answers(), reused_connections(),
      unsent(),  refusals(),    not_now(),      server_errors()};
  return table;
}

}  // namespace shotlist::tests

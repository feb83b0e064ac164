#include "api/verdict.h"

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "api/answer.h"
#include "api/page_title.h"
#include "api/rate_headers.h"
#include "api/task_search.h"
#include "api/topics.h"
#include "base/text.h"
#include "base/utf8.h"

namespace shotlist::api {
namespace {

// What the table decides; the rest of an outcome is evidence.
struct Ruling {
  Verdict verdict;
  ErrorClass error_class;
  Status status;
};

constexpr Ruling accepted{Verdict::accepted, ErrorClass::none, Status::submitted};
constexpr Ruling unsent{Verdict::unsent, ErrorClass::connect, Status::failed};

constexpr Ruling unknown(ErrorClass why) {
  return {Verdict::unknown, why, Status::in_doubt};
}
constexpr Ruling busy(ErrorClass why) {
  return {Verdict::busy, why, Status::failed};
}
constexpr Ruling rejected(ErrorClass why) {
  return {Verdict::refused, why, Status::rejected};
}
constexpr Ruling failed(ErrorClass why) {
  return {Verdict::refused, why, Status::failed};
}

/// Everything a ruling depends on.
struct Evidence {
  const http::Reply& reply;
  Answer answer;
  std::string task_in_headers;
  Topics topics;

  bool is_html() const {
    return !answer.is_json && (is_page(reply.body) ||
                               contains_ignoring_case(reply.header("content-type"), "text/html"));
  }
  bool asks_to_wait() const {
    return !reply.header("retry-after").empty() || !reply.header("retry-after-ms").empty();
  }
  // From the body, else from a header.
  const std::string& named_task() const {
    return answer.named_task.empty() ? task_in_headers : answer.named_task;
  }
  // It was not read to its end, so what else it says is unknown.
  bool is_unread() const {
    const bool is_whole = reply.transfer == http::Transfer::complete || answer.is_json;
    return !is_whole || answer.is_cut_short || (reply.undecoded && !answer.is_json);
  }
};

// ---- The table --------------------------------------------------------------------------------
// DESIGN, section 3. Each function is a part of it, its most specific rows first.

Ruling rule_on_silence(const http::Reply& reply) {
  const bool timed_out = reply.transfer == http::Transfer::timed_out;
  return unknown(timed_out ? ErrorClass::timeout : ErrorClass::dropped);
}

// Ends the run, because every other row would get the same answer.
Ruling rule_on_key(const Topics& topics) {
  return failed(topics.money ? ErrorClass::balance : ErrorClass::auth);
}

Ruling rule_on_row(const Topics& topics) {
  return rejected(topics.moderation ? ErrorClass::moderation : ErrorClass::invalid_request);
}

Ruling rule_on_success(const Evidence& e) {
  if (!e.answer.task_id.empty() && !e.answer.says_error) return accepted;
  if (!e.named_task().empty() || !e.answer.is_refusal) {
    return unknown(ErrorClass::bad_response);
  }
  if (e.topics.too_many_running) return busy(ErrorClass::too_many_running);
  // A wrapped "not now" proves only the refusal, so the row is left for the next run.
  if (e.topics.rate) return failed(ErrorClass::rate_limited);
  if (e.topics.moderation) return rejected(ErrorClass::moderation);
  if (e.topics.money || e.topics.key) return rule_on_key(e.topics);
  if (e.topics.missing_model) return failed(ErrorClass::no_channel);
  if (e.topics.overload) return failed(ErrorClass::overloaded);
  return rejected(ErrorClass::invalid_request);
}

Ruling rule_on_forbidden(const Evidence& e) {
  if (e.topics.moderation) return rejected(ErrorClass::moderation);
  return e.is_html() ? rejected(ErrorClass::blocked) : rule_on_key(e.topics);
}

Ruling rule_on_too_many(const Evidence& e) {
  if (e.topics.too_many_running || e.topics.concurrency) {
    return busy(ErrorClass::too_many_running);
  }
  const bool about_rate = e.asks_to_wait() || e.topics.rate;
  return e.topics.money && !about_rate ? failed(ErrorClass::balance)
                                       : busy(ErrorClass::rate_limited);
}

Ruling rule_on_client_error(const Evidence& e) {
  switch (e.reply.status) {
    case 400:
      if (e.topics.moderation) return rejected(ErrorClass::moderation);
      if (e.topics.wrong_scheme) return failed(ErrorClass::endpoint);
      if (e.topics.too_many_running && e.answer.says_error) {
        return busy(ErrorClass::too_many_running);
      }
      return e.topics.money || e.topics.key ? rule_on_key(e.topics) : rule_on_row(e.topics);
    case 401:
      return rule_on_key(e.topics);
    case 402:
      return failed(ErrorClass::balance);
    case 403:
      return rule_on_forbidden(e);
    case 404:
      return failed(e.topics.missing_model ? ErrorClass::no_channel : ErrorClass::endpoint);
    case 405:  // the path exists, but not for this method
    case 407:  // a proxy requires a password
    case 421:  // another server is responsible for this name
    case 426:  // another protocol is required
      return failed(ErrorClass::endpoint);
    case 408:
    case 409:
      return unknown(ErrorClass::server);
    case 429:
      return rule_on_too_many(e);
    default:
      return rule_on_row(e.topics);
  }
}

Ruling rule_on_server_error(const Evidence& e) {
  switch (e.reply.status) {
    case 500:
      if (e.topics.too_many_running && e.answer.from_gateway) {
        return busy(ErrorClass::too_many_running);
      }
      if (e.topics.overload) return busy(ErrorClass::overloaded);
      if (!e.answer.from_gateway) return unknown(ErrorClass::server);
      return e.topics.money || e.topics.key ? rule_on_key(e.topics) : failed(ErrorClass::server);
    case 501:
      return failed(ErrorClass::endpoint);
    case 503:
      if (e.topics.missing_model) return busy(ErrorClass::no_channel);
      return busy(e.topics.too_many_running ? ErrorClass::too_many_running
                                            : ErrorClass::overloaded);
    default:
      return unknown(ErrorClass::server);  // 502, 504, 520-524 and any new ones
  }
}

Ruling rule_on_status(const Evidence& e) {
  switch (e.reply.status / 100) {
    case 2:
      return rule_on_success(e);
    case 3:
      return failed(ErrorClass::endpoint);
    case 4:
      return rule_on_client_error(e);
    case 5:
      return rule_on_server_error(e);
    default:  // no status line at all, or a status that is no answer
      return rule_on_silence(e.reply);
  }
}

// The two rules above the table: only an answer that was read can prove that nothing was created,
// and a named task may exist, whatever else the answer says.
Ruling rule(const Evidence& e) {
  if (!e.reply.bytes_left) return unsent;
  const bool is_success = e.reply.status / 100 == 2;
  if (e.reply.status > 0 && e.is_unread()) {
    const bool was_lost = !is_success && e.reply.transfer != http::Transfer::complete;
    return was_lost ? rule_on_silence(e.reply) : unknown(ErrorClass::bad_response);
  }
  const Ruling ruling = rule_on_status(e);
  if (ruling.verdict == Verdict::accepted) return ruling;
  const bool contradicts_itself = !is_success && e.answer.says_success;
  // "Not now" from a server that passed the request on and lost its answer.
  const bool was_passed_on = ruling.verdict == Verdict::busy && e.topics.lost_answer;
  const bool is_free = e.named_task().empty() && !contradicts_itself && !was_passed_on;
  return is_free ? ruling : unknown(ruling.error_class);
}

// ---- The words --------------------------------------------------------------------------------

std::string what_was_said(const Evidence& e) {
  const int status = e.reply.status;
  if (e.reply.undecoded && !e.answer.is_json) {
    return fmt::format("HTTP {} with a body that could not be decoded", status);
  }
  const bool is_empty = e.answer.message.empty();
  if (is_empty && e.reply.transfer != http::Transfer::complete) {
    return fmt::format("HTTP {} with a body that could not be read", status);
  }
  if (is_empty) return fmt::format("HTTP {} with an empty body", status);
  const std::string_view title = page_title(e.answer.message);
  return title.empty() ? e.answer.message : fmt::format("an HTML page: {}", title);
}

std::string words_for(const Evidence& e, const Ruling& ruling) {
  const http::Reply& reply = e.reply;
  if (reply.status == 0) return reply.fault.empty() ? "no answer" : reply.fault;
  std::string words = what_was_said(e);
  if (reply.status / 100 == 3) {
    const std::string_view where = reply.header("location");
    words = fmt::format("HTTP {}: the server redirects {}{}, and redirects are never followed",
                        reply.status, where.empty() ? "without saying where" : "to ", where);
  }
  if (reply.transfer != http::Transfer::complete) {
    words += fmt::format(" (cut short: {})", reply.fault);
  } else if (e.answer.is_cut_short) {
    words += " (cut short inside its JSON)";
  }
  if (ruling.verdict != Verdict::unknown) return words;
  if (!e.named_task().empty()) {
    words += fmt::format(" (the answer names task {})", e.named_task());
  } else if (!e.answer.odd_id.empty()) {
    words +=
        fmt::format(" (the answer gives \"{}\" as the task id)", utf8_prefix(e.answer.odd_id, 40));
  }
  return words;
}

std::string provider_request_id(const http::Reply& reply) {
  for (const char* name :
       {"x-oneapi-request-id", "x-request-id", "request-id", "x-trace-id", "cf-ray"}) {
    if (const std::string_view id = reply.header(name); !id.empty()) return std::string(id);
  }
  return {};
}

}  // namespace

Outcome judge(const http::Reply& reply, Date received_at, std::string_view prompt) {
  constexpr std::size_t largest_kept_reply = std::size_t{64} * 1024;
  Evidence e{reply, read_answer(reply.body), {}, {}};
  const bool is_plain_success =
      reply.status / 100 == 2 && !e.answer.task_id.empty() && !e.answer.says_error;
  if (!is_plain_success) {
    e.task_in_headers = find_task_id(reply);
    e.topics = topics_of(e.answer, prompt);
  }
  const Ruling ruling = rule(e);

  Outcome outcome;
  outcome.verdict = ruling.verdict;
  outcome.error_class = ruling.error_class;
  outcome.status = ruling.status;
  const Concern concern = concern_of(ruling.error_class);
  const bool refused_for_all =
      ruling.verdict == Verdict::refused && ruling.status == Status::failed &&
      (concern == Concern::key || ruling.error_class == ErrorClass::endpoint);
  outcome.ends_run = refused_for_all || reply.transfer == http::Transfer::untrusted;
  outcome.http_status = reply.status;
  outcome.rehearsal = !reply.header(rehearsal_header).empty();
  if (ruling.verdict == Verdict::accepted) {
    outcome.task_id = e.answer.task_id;
  } else {
    outcome.error = words_for(e, ruling);
    if (ruling.verdict == Verdict::unknown) {
      outcome.named_task = e.named_task();
      outcome.odd_id = e.answer.odd_id;
    }
  }
  outcome.provider_request_id = provider_request_id(reply);
  outcome.raw_reply = utf8_prefix(reply.body, largest_kept_reply);
  if (const auto wait = read_retry_after(reply, received_at)) {
    outcome.retry_after = wait->wait;
    if (wait->asked > wait->wait) outcome.asked_to_wait = wait->asked;
  }
  outcome.latency = reply.elapsed;
  return outcome;
}

void put_in_doubt(Outcome& outcome, const std::string& owner) {
  outcome.verdict = Verdict::unknown;
  outcome.error_class = ErrorClass::bad_response;
  outcome.status = Status::in_doubt;
  outcome.error =
      fmt::format("the answer gives task {}, which is the task of {}", outcome.task_id, owner);
  outcome.named_task = std::exchange(outcome.task_id, {});
}

}  // namespace shotlist::api

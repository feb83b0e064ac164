#include "sandbox/gateway.h"

#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "sandbox/request_check.h"

namespace shotlist::sandbox {
namespace {

constexpr std::string_view gateway_type = "new_api_error";
constexpr std::string_view request_type = "invalid_request_error";

Answer refused(std::string_view message) {
  return error_answer(400, request_type, "invalid_request", message);
}

Answer moderated() {
  return error_answer(400, gateway_type, "fail_to_fetch_task",
                      "Content policy violation: this prompt violates our guardrails (提示词违规)");
}

Answer rate_limited() {
  return error_answer(429, gateway_type, "", "您已达到请求数限制，请稍后再试 (too many requests)");
}

Answer unauthorized() {
  return error_answer(401, gateway_type, "", "无效的令牌 (invalid token)");
}

/// The faults that occur before anything is charged.
std::optional<Answer> free_fault(Fault fault) {
  switch (fault) {
    case Fault::rate_limited:
      return rate_limited();
    case Fault::rate_limited_header: {
      // As a proxy in front of the gateway would.
      Answer answer;
      answer.status = 429;
      answer.headers.emplace_back("Retry-After", "1");
      return answer;
    }
    case Fault::server_error:
      return error_answer(500, gateway_type, "do_request_failed",
                          "do request failed: upstream error");
    case Fault::overloaded:
      return error_answer(503, gateway_type, "",
                          "当前分组上游负载已饱和，请稍后再试 (upstream is overloaded)");
    case Fault::refusal:
      return refused("the upstream refused this request");
    case Fault::moderation:
      return moderated();
    case Fault::drop_before:
      return no_answer(Delivery::hang_up);
    case Fault::bad_gateway:
    case Fault::drop_after:
    case Fault::silence:
    case Fault::no_id:
      return std::nullopt;
  }
  return std::nullopt;
}

nlohmann::ordered_json task_status(const std::string& task_id, std::string_view status, Date now) {
  return {
      {"id", task_id}, {"status", status}, {"status_update_time", now.time_since_epoch().count()}};
}

/// What a client sees of a charged request.
Answer charged_answer(std::optional<Fault> fault, const std::string& task_id, Date now) {
  if (fault == Fault::bad_gateway) return proxy_page(502, "Bad Gateway");
  if (fault == Fault::drop_after) return no_answer(Delivery::hang_up);
  if (fault == Fault::silence) return no_answer(Delivery::silence);
  auto task = task_status(task_id, "pending", now);
  if (fault == Fault::no_id) task.erase("id");
  Answer answer;
  answer.body = task.dump();
  return answer;
}

bool is_json(const std::string& content_type) {
  const auto media_type = trimmed(split(content_type, ';').front());
  return lower_ascii(media_type) == "application/json";
}

Answer only(const char* method) {
  Answer answer =
      error_answer(405, request_type, "", fmt::format("only {} is served here", method));
  answer.headers.emplace_back("Allow", method);
  return answer;
}

}  // namespace

Gateway::Gateway(const SandboxOptions& options)
    : token_(options.token),
      dice_(options.faults, options.seed),
      gate_(options.limit),
      task_ids_(options.seed) {}

Answer Gateway::answer(const Call& call, CallTime now) {
  Answer answer = route(call, now);
  std::string digits;
  for (const char c : base::to_text(now.date)) {
    if (is_ascii_digit(c)) digits += c;
  }
  answer.headers.emplace_back(request_id_header, fmt::format("{}{:08}", digits, ++calls_));
  return answer;
}

Answer Gateway::route(const Call& call, CallTime now) {
  if (call.path == "/v1/video/create") {
    return call.method == "POST" ? create(call, now) : only("POST");
  }
  if (call.path == "/v1/video/query") return call.method == "GET" ? query(call, now) : only("GET");
  if (call.path == "/sandbox/till") {
    if (call.method != "GET") return only("GET");
    Answer answer;
    answer.body = to_json(till());
    return answer;
  }
  return error_answer(404, request_type, "",
                      fmt::format("Invalid URL ({} {})", call.method, call.path));
}

Answer Gateway::create(const Call& call, CallTime now) {
  // Reading a body takes longest and needs no lock.
  const RequestCheck check = check_request(call.body);
  const Fingerprint fingerprint = fingerprint_of(call.body);

  const std::lock_guard lock(mutex_);
  ++till_.requests;
  const std::optional<Fault> fault = dice_.draw();
  if (!knows_token(call.authorization)) return unauthorized();
  if (!gate_.admits(now.moment)) return rate_limited();
  if (fault) {
    if (auto answer = free_fault(*fault)) return *std::move(answer);
  }
  if (!is_json(call.content_type)) return refused("Content-Type must be application/json");
  if (!check.problem.empty()) return refused(check.problem);
  if (check.prompt.find("sandbox:refuse") != std::string::npos) {
    return refused("prompt asks the sandbox to refuse it");
  }
  if (check.prompt.find("sandbox:moderate") != std::string::npos) return moderated();

  till_.charges.push_back({task_ids_.next(now.date), fingerprint});
  const std::string& task_id = till_.charges.back().task_id;
  polls_[task_id] = 0;
  return charged_answer(fault, task_id, now.date);
}

Answer Gateway::query(const Call& call, CallTime now) {
  if (!knows_token(call.authorization)) return unauthorized();
  const std::lock_guard lock(mutex_);
  const auto known = polls_.find(call.task_id);
  if (known == polls_.end()) return flat_error_answer(400, "task_not_exist", "task_not_exist");
  constexpr int done_after = 2;
  const bool done = known->second >= done_after;
  if (!done) ++known->second;
  auto task = task_status(call.task_id, done ? "completed" : "pending", now.date);
  task["video_url"] = nullptr;
  if (done) {
    const std::string name = call.task_id.substr(call.task_id.find(':') + 1);
    task["video_url"] = "https://videos.sandbox.invalid/" + name + ".mp4";
  }
  Answer answer;
  answer.body = task.dump();
  return answer;
}

bool Gateway::knows_token(const std::string& authorization) const {
  constexpr std::string_view scheme = "bearer ";
  if (lower_ascii(std::string_view(authorization).substr(0, scheme.size())) != scheme) return false;
  const auto token = trimmed(std::string_view(authorization).substr(scheme.size()));
  return token_.empty() ? !token.empty() : token == token_;
}

Till Gateway::till() const {
  const std::lock_guard lock(mutex_);
  return till_;
}

}  // namespace shotlist::sandbox

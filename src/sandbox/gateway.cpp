#include "sandbox/gateway.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "sandbox/look.h"

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
    default:
      return std::nullopt;
  }
}

/// What gateways say of too many unfinished tasks. Waiting does not help: one must end.
struct Limit {
  const char* type;
  const char* code;
  const char* message;
};
constexpr auto limits = std::to_array<Limit>({
    {"new_api_error", "", "当前视频任务并发已达上限，请等待进行中的任务完成后重试"},
    {"rate_limit_exceeded", "too_many_concurrent_tasks",
     "You already have 3 generations in progress"},
    {"new_api_error", "50430", "Request Has Reached API Concurrent Limit, Please Try Later"},
    {"new_api_error", "1303", "parallel task over resource pack limit"},
    {"concurrency_limit_error", "concurrency_limit_error", "Too many concurrent requests"},
    {"new_api_error", "token_concurrency_limit_reached", "token_concurrency_limit_reached"},
});

/// What a client sees of a charged request.
Answer charged_answer(std::optional<Fault> fault, const std::string& task_id, Date now) {
  if (fault == Fault::bad_gateway) return proxy_page(502, "Bad Gateway");
  if (fault == Fault::drop_after) return no_answer(Delivery::hang_up);
  if (fault == Fault::silence) return no_answer(Delivery::silence);
  nlohmann::ordered_json task = {{"id", task_id},
                                 {"status", "pending"},
                                 {"status_update_time", now.time_since_epoch().count()}};
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

/// Whether `key` stands in `text`, and not as a part of a longer word.
bool holds_key(std::string_view text, std::string_view key) {
  for (auto at = text.find(key); at != std::string_view::npos; at = text.find(key, at + 1)) {
    const auto end = at + key.size();
    const bool starts = at == 0 || !is_ascii_alphanumeric(text[at - 1]);
    if (starts && (end == text.size() || !is_ascii_alphanumeric(text[end]))) return true;
  }
  return false;
}

/// The id in `/v1/videos/ID/content`; empty if the path is another.
std::string_view task_of_content(std::string_view path) {
  constexpr std::string_view start = "/v1/videos/";
  constexpr std::string_view end = "/content";
  if (path.substr(0, start.size()) != start || path.size() < start.size() + end.size() ||
      path.substr(path.size() - end.size()) != end) {
    return {};
  }
  return path.substr(start.size(), path.size() - start.size() - end.size());
}

/// The dice of each group start elsewhere. Those of `create` keep the seed as it is.
constexpr std::uint64_t query_seed = 0x9e3779b97f4a7c15;
constexpr std::uint64_t task_seed = 0xbf58476d1ce4e5b9;
constexpr std::uint64_t file_seed = 0x94d049bb133111eb;
constexpr std::uint64_t time_seed = 0xd6e8feb86659fd93;
constexpr std::uint64_t place_seed = 0xa0761d6478bd642f;

}  // namespace

Gateway::Gateway(const SandboxOptions& options)
    : token_(options.token),
      shape_(options.shape),
      finish_(options.finish),
      unfinished_(options.unfinished),
      create_dice_(faults_of(FaultGroup::create, options.faults), options.seed),
      query_dice_(faults_of(FaultGroup::query, options.faults), options.seed ^ query_seed),
      task_dice_(faults_of(FaultGroup::task, options.faults), options.seed ^ task_seed),
      file_dice_(faults_of(FaultGroup::file, options.faults), options.seed ^ file_seed),
      times_(options.seed ^ time_seed),
      places_(options.seed ^ place_seed),
      gate_(options.limit),
      task_ids_(options.seed) {
  for (const EarlierTask& earlier : options.earlier) {
    Task task;
    task.id = earlier.id;
    task.model = earlier.model;
    task.prompt = earlier.prompt;
    add(std::move(task));
  }
}

Task& Gateway::add(Task task) {
  task.turn = till_.visits.size();
  task.shape = shape_ ? *shape_ : shape_of(task.model, task.turn);
  for (const Fault asked : faults_asked_by(task.prompt))
    (group_of(asked) == FaultGroup::task ? task.faults : task.asked).push_back(asked);
  till_.visits.emplace_back().task_id = task.id;
  Task& added = tasks_[task.id];
  added = std::move(task);
  return added;
}

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
  if (const auto id = task_in_link(call.path); !id.empty()) {
    return video(call, id, Route::link, now);
  }
  if (const auto id = task_of_content(call.path); !id.empty()) {
    return video(call, id, Route::gateway, now);
  }
  if (call.path == "/v1/files/video") return video(call, call.task_id, Route::gateway, now);
  return error_answer(404, request_type, "",
                      fmt::format("Invalid URL ({} {})", call.method, call.path));
}

Answer Gateway::create(const Call& call, CallTime now) {
  // Reading a body takes longest and needs no lock.
  const RequestCheck check = check_request(call.body);
  const Fingerprint fingerprint = fingerprint_of(call.body);

  const std::lock_guard lock(mutex_);
  ++till_.requests;
  const std::optional<Fault> fault = create_dice_.draw();
  const auto token = token_in(call.authorization);
  if (!token) return unauthorized();
  keys_.emplace(*token);
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
  if (auto answer = too_many_unfinished(now.moment)) return *std::move(answer);
  return charged_answer(fault, charge(check, fingerprint, now).id, now.date);
}

std::optional<Answer> Gateway::too_many_unfinished(Moment now) {
  if (!unfinished_) return std::nullopt;
  const auto running = std::count_if(tasks_.begin(), tasks_.end(),
                                     [&](const auto& task) { return !task.second.has_ended(now); });
  if (static_cast<std::size_t>(running) < *unfinished_) return std::nullopt;
  const Limit& limit = limits.at(turned_away_++ % limits.size());
  return error_answer(429, limit.type, limit.code, limit.message);
}

Task& Gateway::charge(const RequestCheck& request, const Fingerprint& body, CallTime now) {
  Task task;
  task.id = task_ids_.next(now.date);
  task.model = request.model;
  task.prompt = request.prompt;
  task.images = request.images;
  task.created = now;
  // A quarter more or less.
  task.takes = Duration(static_cast<Duration::rep>(static_cast<double>(finish_.count()) *
                                                   (0.75 + times_.share() / 2)));
  const std::optional<Fault> fault = task_dice_.draw();
  till_.charges.push_back({task.id, body});
  Task& charged = add(std::move(task));
  if (fault && charged.faults.empty()) charged.faults.push_back(*fault);
  return charged;
}

Answer Gateway::query(const Call& call, CallTime now) {
  const std::lock_guard lock(mutex_);
  ++till_.looks;
  const std::optional<Fault> drawn = query_dice_.draw();
  const auto token = token_in(call.authorization);
  if (!token) return unauthorized();
  keys_.emplace(*token);
  const auto known = tasks_.find(call.task_id);
  if (known == tasks_.end()) return unknown_task();
  Task& task = known->second;
  ++till_.visits[task.turn].looks;
  const auto asked = task.take_asked(FaultGroup::query, task.has_ended(now.moment));
  return look_at(task, asked ? asked : drawn, call.host(), now);
}

Answer Gateway::video(const Call& call, std::string_view task_id, Route route, CallTime now) {
  const std::lock_guard lock(mutex_);
  const auto known = tasks_.find(std::string(task_id));
  const auto token = token_in(call.authorization);
  // As it is: a library would cut a range out of it.
  const auto as_it_is = [&call](Answer answer) {
    if (call.method == "GET") answer.delivery = Delivery::raw;
    return answer;
  };
  if (known != tasks_.end()) note_keys(call, till_.visits[known->second.turn]);
  if (route == Route::gateway && !token) {
    return as_it_is(error_answer(401, gateway_type, "", "未提供令牌 (no token)"));
  }
  if (known == tasks_.end()) {
    return as_it_is(error_answer(404, request_type, "task_not_exist", "Task not found"));
  }
  Task& task = known->second;
  Visits& visits = till_.visits[task.turn];
  ++visits.fetches;
  if (auto refusal = refusal_of_video(task, route, call, now)) {
    return as_it_is(*std::move(refusal));
  }
  std::optional<Fault> fault;
  if (!is_hop(call)) {
    const std::optional<Fault> drawn = file_dice_.draw();
    fault = task.take_asked(FaultGroup::file, !call.header("Range").empty());
    if (!fault) fault = drawn;
  }
  Answer answer = as_it_is(video_answer(task, call, fault, places_.share(), now));
  const bool is_video = answer.content_type == "video/mp4";
  if (is_video) visits.bytes += std::min(answer.body.size(), answer.sending.at_most);
  return answer;
}

void Gateway::note_keys(const Call& call, Visits& visits) const {
  for (const auto& [name, value] : call.headers) {
    const bool has_key =
        lower_ascii(name) == "authorization" ||
        std::any_of(keys_.begin(), keys_.end(),
                    [&text = value](const std::string& key) { return holds_key(text, key); });
    const KeySeen seen = {call.host(), name};
    const bool is_new =
        std::find(visits.keys.begin(), visits.keys.end(), seen) == visits.keys.end();
    if (has_key && is_new) visits.keys.push_back(seen);
  }
}

std::optional<std::string_view> Gateway::token_in(const std::string& authorization) const {
  constexpr std::string_view scheme = "bearer ";
  const std::string_view text = authorization;
  if (lower_ascii(text.substr(0, scheme.size())) != scheme) return std::nullopt;
  const auto token = trimmed(text.substr(scheme.size()));
  if (token_.empty() ? token.empty() : token != token_) return std::nullopt;
  return token;
}

Till Gateway::till() const {
  const std::lock_guard lock(mutex_);
  return till_;
}

}  // namespace shotlist::sandbox

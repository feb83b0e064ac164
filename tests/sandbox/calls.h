#pragma once
// Requests as the API document has them, for the tests of the sandbox.

#include <chrono>
#include <string>
#include <string_view>

#include "sandbox/gateway.h"

namespace shotlist::tests {

inline std::string body_with(const std::string& prompt) {
  return R"({"images":[],"model":"sora-2-pro","orientation":"portrait","prompt":")" + prompt +
         R"(","size":"large","duration":15,"watermark":false,"private":true})";
}

inline sandbox::Call create_call(const std::string& body = body_with("make animate")) {
  return {"POST", "/v1/video/create", "", "Bearer key", "application/json", body};
}

/// A look at a task.
inline sandbox::Call query_call(const std::string& task_id) {
  return {"GET", "/v1/video/query", task_id, "Bearer key", "", "", "", {{"Host", "sandbox:80"}}};
}

/// A request without a key for `url`, whose `%3A` are unescaped in the path.
inline sandbox::Call get_call(const std::string& url) {
  sandbox::Call call;
  call.method = "GET";
  const auto host = url.find("//") + 2;
  const auto target = url.find('/', host);
  call.headers = {{"Host", url.substr(host, target - host)}};
  call.target = url.substr(target);
  call.path = call.target.substr(0, call.target.find('?'));
  constexpr std::string_view colon = "%3A";
  for (auto at = call.path.find(colon); at != std::string::npos; at = call.path.find(colon)) {
    call.path.replace(at, colon.size(), ":");
  }
  const auto id = call.target.find("?id=");
  if (id != std::string::npos) call.task_id = call.target.substr(id + 4);
  return call;
}

inline std::string header(const sandbox::Answer& answer, std::string_view name) {
  for (const auto& [known, value] : answer.headers) {
    if (known == name) return value;
  }
  return {};
}

inline sandbox::CallTime at(std::chrono::milliseconds time) {
  return {Moment(time), Date(time)};
}

inline const sandbox::CallTime noon = at(std::chrono::milliseconds(1'762'010'645'686));

/// `time` after noon.
inline sandbox::CallTime noon_and(std::chrono::milliseconds time) {
  return {noon.moment + time, noon.date + time};
}

/// When every task created at noon has ended.
inline const sandbox::CallTime later = noon_and(std::chrono::seconds(3));

}  // namespace shotlist::tests

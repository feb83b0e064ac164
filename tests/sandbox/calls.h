#pragma once
// Requests as the API document has them, for the tests of the sandbox.

#include <chrono>
#include <string>

#include "sandbox/gateway.h"

namespace shotlist::tests {

inline std::string body_with(const std::string& prompt) {
  return R"({"images":[],"model":"sora-2-pro","orientation":"portrait","prompt":")" + prompt +
         R"(","size":"large","duration":15,"watermark":false,"private":true})";
}

inline sandbox::Call create_call(const std::string& body = body_with("make animate")) {
  return {"POST", "/v1/video/create", "", "Bearer key", "application/json", body};
}

inline sandbox::CallTime at(std::chrono::milliseconds time) {
  return {Moment(time), Date(time)};
}

inline const sandbox::CallTime noon = at(std::chrono::milliseconds(1'762'010'645'686));

}  // namespace shotlist::tests

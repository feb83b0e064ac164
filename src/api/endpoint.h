#pragma once
// Where requests go, and how they are addressed.

#include <memory>
#include <string>

#include "base/secret.h"
#include "base/time.h"
#include "http/message.h"

namespace shotlist::api {

/// The address of a gateway, and how to talk to it.
struct Endpoint {
  std::string base_url;  ///< http(s), no trailing slash
  std::string create_path = "/v1/video/create";
  std::string query_path = "/v1/video/query";  ///< may hold `{id}`; else `?id=` follows
  std::string content_path;  ///< where a video is, with `{id}`; empty: there is no such place
  Secret key;
  std::string user_agent;  ///< `shotlist/VERSION`
  Duration timeout{};
  Duration connect_timeout{};
  std::string ca_file;  ///< certificates to trust besides the system's; empty: none
};

inline constexpr const char* default_base_url = "https://api.jxincm.cn";

/// What every paid message is sent with: `POST {base_url}{create_path}`.
std::shared_ptr<const http::Envelope> create_envelope(const Endpoint& endpoint);

/// How one task is looked at: `GET {base_url}{query_path}?id=...`. Costs nothing.
std::shared_ptr<const http::Envelope> query_envelope(const Endpoint& endpoint,
                                                     const std::string& task_id);

/// Where the gateway itself keeps the video of a task: `{base_url}{content_path}`; empty if there
/// is no such place.
std::string content_url(const Endpoint& endpoint, const std::string& task_id);

}  // namespace shotlist::api

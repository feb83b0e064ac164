#pragma once
// Where requests go, and how one is addressed.

#include <string>

#include "base/secret.h"
#include "base/time.h"
#include "http/message.h"

namespace shotlist {

/// The address and manners of a gateway.
struct Endpoint {
  std::string base_url;  ///< http(s), no trailing slash
  std::string create_path = "/v1/video/create";
  Secret key;
  std::string user_agent;  ///< `shotlist/VERSION`
  Duration timeout{};
  Duration connect_timeout{};
};

inline constexpr const char* default_base_url = "https://api.jxincm.cn";

/// The paid message: `POST {base_url}{create_path}` with `body` as it is.
Message create_message(const Endpoint& endpoint, const std::string& body);

}  // namespace shotlist

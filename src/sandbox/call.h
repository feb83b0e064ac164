#pragma once
// A request as the sandbox's decisions see it: plain data, without a socket.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"

namespace shotlist::sandbox {

/// The parts of an HTTP request that decide its answer. Absent headers are empty.
struct Call {
  std::string method;
  std::string path;     ///< without the query, unescaped
  std::string task_id;  ///< the query's `id`, unescaped
  std::string authorization;
  std::string content_type;
  std::string body;
  std::string target = {};                                        ///< path and query, byte for byte
  std::vector<std::pair<std::string, std::string>> headers = {};  ///< all of them

  /// The first header of this name, in any case; empty if there is none.
  std::string_view header(std::string_view name) const;

  /// Where the client believes to be: `Host`, such as `127.0.0.1:8080`.
  std::string host() const;
};

/// The time of a call on both clocks.
struct CallTime {
  Moment moment;
  Date date;
};

}  // namespace shotlist::sandbox

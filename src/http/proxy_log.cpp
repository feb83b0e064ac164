#include "http/proxy_log.h"

#include <fmt/format.h>

#include "base/text.h"
#include "http/curl_easy.h"

namespace shotlist::http {

void ProxyLog::read(std::string_view line) {
  constexpr std::string_view start = "Uses proxy env variable ";
  if (!line.starts_with(start)) return;
  const auto open = line.find(" == '");
  const auto close = line.rfind('\'');
  if (open == std::string_view::npos || close < open + 5) return;
  // libcurl says the same of the list of hosts that need no proxy.
  if (lower_ascii(line.substr(start.size(), open - start.size())) == "no_proxy") return;
  url_ = line.substr(open + 5, close - open - 5);
}

std::string ProxyLog::tell(std::string fault) const {
  if (!is_used()) return fault;
  const std::string name = proxy_name(url_);
  for (auto at = fault.find(url_); at != std::string::npos;
       at = fault.find(url_, at + name.size())) {
    fault.replace(at, url_.size(), name);
  }
  return fmt::format("proxy {}: {}", name, fault);
}

}  // namespace shotlist::http

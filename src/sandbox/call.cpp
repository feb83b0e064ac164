#include "sandbox/call.h"

#include <algorithm>

#include "base/text.h"

namespace shotlist::sandbox {

std::string_view Call::header(std::string_view name) const {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& header) {
    return lower_ascii(header.first) == lower_ascii(name);
  });
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::string Call::host() const {
  const std::string_view host = header("Host");
  return std::string(host.empty() ? "127.0.0.1" : host);
}

}  // namespace shotlist::sandbox

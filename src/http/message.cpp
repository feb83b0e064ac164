#include "http/message.h"

namespace shotlist::http {

std::string_view Reply::header(std::string_view name) const {
  for (const auto& [header_name, value] : headers) {
    if (header_name == name) return value;
  }
  return {};
}

Date Reply::date(Date received_at) const {
  return parse_http_date(header("date")).value_or(received_at);
}

}  // namespace shotlist::http

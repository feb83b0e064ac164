#include "http/message.h"

namespace shotlist {

std::string_view Reply::header(std::string_view name) const {
  for (const auto& [header_name, value] : headers) {
    if (header_name == name) return value;
  }
  return {};
}

}  // namespace shotlist

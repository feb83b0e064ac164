#include "api/body_text.h"

#include "base/text.h"
#include "base/utf8.h"

namespace shotlist::api {

std::string text_of_body(std::string_view body) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  constexpr std::string_view event_data = "data:";
  std::string text = repaired_utf8(trimmed(body));
  std::erase(text, '\0');  // UTF-16, of which the rest is ASCII
  if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
  if (text.starts_with("event:") || text.starts_with("id:")) {
    const auto data = text.find("\ndata:");
    if (data != std::string::npos) text.erase(0, data + 1);
  }
  if (text.starts_with(event_data)) text.erase(0, event_data.size());
  return std::string(trimmed(text));
}

}  // namespace shotlist::api

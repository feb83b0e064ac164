#include "base/disarm.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/utf8.h"

namespace shotlist::inline base {
namespace {

bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F);
}

// Bidi marks, embeddings, overrides and isolates (Unicode TR 9), zero-width characters other than
// the joiners that emoji and Indic scripts need, line and paragraph separators, tags.
bool is_invisible_mark(char32_t c) {
  return c == 0x061C || c == 0x200B || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
         (c >= 0xE0000 && c <= 0xE007F);
}

}  // namespace

bool is_unsafe_to_show(char32_t c) {
  return (is_control(c) && c != '\t' && c != '\n') || is_invisible_mark(c);
}

std::string disarm(std::string_view text) {
  if (is_printable_ascii(text)) return std::string(text);
  std::string safe;
  safe.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    const char32_t c = point.valid ? point.value : U'\uFFFD';
    at += point.size;
    if (c == '\n') {
      safe += "\\n";
    } else if (c == '\t') {
      safe += "\\t";
    } else if (c == '\r') {
      safe += "\\r";
    } else if (is_control(c)) {
      safe += fmt::format("\\x{:02x}", static_cast<unsigned>(c));
    } else if (is_invisible_mark(c)) {
      safe += fmt::format("\\u{{{:04x}}}", static_cast<unsigned>(c));
    } else {
      append_utf8(safe, c);
    }
  }
  return safe;
}

}  // namespace shotlist::inline base

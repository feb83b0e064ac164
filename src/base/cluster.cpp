#include "base/cluster.h"

#include <utf8proc.h>

#include "base/utf8.h"

namespace shotlist::inline base {

std::size_t cluster_size(std::string_view text, std::size_t at) {
  // Most text is ASCII, and characters that join a base never are.
  const auto printable = [&](std::size_t i) { return text[i] >= ' ' && text[i] <= '~'; };
  if (printable(at) && (at + 1 == text.size() || printable(at + 1))) return 1;
  const CodePoint first = decode_utf8(text, at);
  std::size_t size = first.size;
  if (!first.valid) return size;
  utf8proc_int32_t state = 0;
  auto before = static_cast<utf8proc_int32_t>(first.value);
  while (at + size < text.size()) {
    const CodePoint next = decode_utf8(text, at + size);
    const auto value = static_cast<utf8proc_int32_t>(next.value);
    if (!next.valid || utf8proc_grapheme_break_stateful(before, value, &state)) break;
    size += next.size;
    before = value;
  }
  return size;
}

std::string_view cluster_prefix(std::string_view text, std::size_t bytes) {
  std::size_t end = 0;
  while (end < text.size()) {
    const std::size_t next = end + cluster_size(text, end);
    if (next > bytes) break;
    end = next;
  }
  return text.substr(0, end);
}

}  // namespace shotlist::inline base

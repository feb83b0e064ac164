#include "base/display_width.h"

#include <utf8proc.h>

#include "base/cluster.h"
#include "base/text.h"
#include "base/utf8.h"

namespace shotlist::inline base {
namespace {

constexpr char32_t variation_selector_16 = 0xFE0F;  // "show as emoji": two columns
constexpr char32_t zero_width_joiner = 0x200D;

std::size_t width_of(const CodePoint& point) {
  if (!point.valid) return 1;
  const int width = utf8proc_charwidth(static_cast<utf8proc_int32_t>(point.value));
  return width > 0 ? static_cast<std::size_t>(width) : 0;
}

struct Cluster {
  std::size_t bytes = 0;
  std::size_t width = 0;
};

// One character as the reader sees it.
Cluster cluster_at(std::string_view text, std::size_t at) {
  const std::size_t bytes = cluster_size(text, at);
  if (bytes == 1 && is_printable_ascii(text.substr(at, 1))) return {1, 1};
  Cluster cluster{bytes, 0};
  char32_t before = 0;
  for (std::size_t inside = 0; inside < bytes;) {
    const CodePoint point = decode_utf8(text, at + inside);
    if (point.value == variation_selector_16 && inside > 0) cluster.width = 2;
    if (before != zero_width_joiner && cluster.width == 0) cluster.width = width_of(point);
    before = point.value;
    inside += point.size;
  }
  return cluster;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  if (is_printable_ascii(text)) return text.size();
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Cluster cluster = cluster_at(text, at);
    width += cluster.width;
    at += cluster.bytes;
  }
  return width;
}

std::string fitted(std::string_view text, std::size_t width) {
  std::size_t used = 0;
  std::size_t keep = 0;  // bytes that leave room for the ellipsis
  for (std::size_t at = 0; at < text.size();) {
    const Cluster cluster = cluster_at(text, at);
    used += cluster.width;
    if (used > width) {
      return width == 0 ? std::string() : std::string(text.substr(0, keep)) + "…";
    }
    at += cluster.bytes;
    if (used + 1 <= width) keep = at;
  }
  return std::string(text);
}

std::string fitted_end(std::string_view text, std::size_t width) {
  std::size_t left = display_width(text);
  if (left <= width) return std::string(text);
  if (width == 0) return {};
  std::size_t at = 0;
  for (; left + 1 > width;) {
    const Cluster cluster = cluster_at(text, at);
    left -= cluster.width;
    at += cluster.bytes;
  }
  return "…" + std::string(text.substr(at));
}

std::string padded(std::string_view text, std::size_t width) {
  std::string cell;
  append_padded(cell, text, width);
  return cell;
}

void append_padded(std::string& text, std::string_view cell, std::size_t width) {
  std::size_t used = display_width(cell);
  if (used > width) {
    const std::string cut = fitted(cell, width);
    used = display_width(cut);
    text += cut;
  } else {
    text += cell;
  }
  text.append(width - used, ' ');
}

}  // namespace shotlist::inline base

#include "manifest/source_lines.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/text.h"
#include "base/utf8.h"

namespace shotlist::manifest {
namespace {

// Most files hold no CR at all, so only this line is searched for it, not the rest of the file.
std::size_t end_of_line(std::string_view text, std::size_t start) {
  const std::size_t end = std::min(text.find('\n', start), text.size());
  return start + std::min(text.substr(start, end - start).find('\r'), end - start);
}

}  // namespace

void for_each_line(const SourceText& source,
                   const std::function<void(std::string_view, const SourceRange&)>& visit) {
  const std::string_view text = source.text;
  std::uint32_t number = 0;
  for (std::size_t start = 0; start < text.size();) {
    ++number;
    source.reached(start);
    const std::size_t end = end_of_line(text, start);
    const std::string_view line = trimmed(text.substr(start, end - start));
    if (!is_blank(line)) {
      visit(line, {&source, static_cast<std::size_t>(line.data() - text.data()), number});
    }
    start = end + (text.substr(end, 2) == "\r\n" ? 2 : 1);
  }
}

std::string_view line_from(const SourceText& source, std::size_t offset) {
  const std::string_view text = source.text;
  return trimmed(text.substr(offset, end_of_line(text, offset) - offset));
}

}  // namespace shotlist::manifest

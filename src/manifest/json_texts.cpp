#include "manifest/json_texts.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/json_walk.h"
#include "manifest/source_lines.h"

namespace shotlist::manifest {

std::optional<SourceRange> for_each_json(
    const SourceText& source,
    const std::function<void(std::string_view, const SourceRange&)>& visit) {
  const std::string_view text = source.text;
  const std::size_t start = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  if (text.substr(start, 1) != "[") {
    for_each_line(source, visit);
    return std::nullopt;
  }
  SourceRange at{&source, 0, 1};
  const auto move_to = [&](std::size_t offset) {
    at.line += line_at(text.substr(at.offset, offset - at.offset), offset) - 1;
    at.offset = offset;
  };
  move_to(start);
  std::size_t end = start + 1;  // of the last element
  JsonWalk walk(text.substr(start), JsonWalk::Over::array);
  while (walk.next()) {
    const std::string_view element = walk.value().written();
    move_to(static_cast<std::size_t>(element.data() - text.data()));
    end = at.offset + element.size();
    visit(element, at);
  }
  if (walk.is_sound()) return std::nullopt;
  move_to(std::min(text.find_first_not_of(" \t\r\n", end), text.size()));
  return at;
}

std::string_view json_from(const SourceText& source, std::size_t offset) {
  return JsonWalk::first_value(std::string_view(source.text).substr(offset)).written();
}

}  // namespace shotlist::manifest

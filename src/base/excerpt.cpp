#include "base/excerpt.h"

#include <algorithm>

#include "base/disarm.h"
#include "base/display_width.h"
#include "base/utf8.h"

namespace shotlist::inline base {
namespace {

// In bytes. This is at least a third as many columns, which is more than is shown.
constexpr std::size_t kept_before = 768;
constexpr std::size_t kept_behind = 1024;

constexpr std::string_view indentation = "    ";
constexpr std::string_view line_ends = "\r\n";

bool begins_inside_character(std::string_view text, std::size_t at) {
  return at < text.size() && is_inside_character(text[at]);
}

// The first `count` characters of `text`, or all if it has fewer.
std::string_view first_characters(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  for (; count > 0 && at < text.size(); --count)
    at += decode_utf8(text, at).size;
  return text.substr(0, at);
}

}  // namespace

std::size_t start_of_line(std::string_view text, std::size_t offset) {
  while (offset > 0 && text[offset - 1] != '\n' && text[offset - 1] != '\r')
    --offset;
  return offset;
}

Excerpt excerpt_of(std::string_view text, Location start, std::size_t offset, std::size_t size) {
  std::size_t from = start_of_line(text, offset);
  if (offset - from > kept_before) from = offset - kept_before;
  while (from < offset && begins_inside_character(text, from))
    ++from;

  std::string_view behind = text.substr(offset, kept_behind);
  while (begins_inside_character(text, offset + behind.size()))
    behind.remove_suffix(1);
  const auto end = behind.find_first_of(line_ends);
  const bool goes_on = end == std::string_view::npos && offset + behind.size() < text.size();
  behind = behind.substr(0, end);

  const std::string_view before = text.substr(from, offset - from);
  const auto count = [](std::string_view part) {
    return static_cast<std::uint32_t>(count_code_points(part));
  };
  Excerpt excerpt(std::move(start));
  if (size > 0) excerpt.end_column = excerpt.start.column + count(behind.substr(0, size));
  excerpt.line = std::string(before).append(behind);
  excerpt.line_start = excerpt.start.column - count(before);
  excerpt.line_goes_on = goes_on;
  return excerpt;
}

std::string excerpt_text(const Excerpt& excerpt, std::size_t width) {
  if (is_blank(excerpt.line) || width <= indentation.size()) return {};
  width -= indentation.size();
  const std::string_view line = excerpt.line;
  const std::uint32_t column = excerpt.start.column;
  const auto raw_before = first_characters(line, column - excerpt.line_start);
  const auto raw_marked =
      first_characters(line.substr(raw_before.size()),
                       excerpt.end_column > column ? excerpt.end_column - column : 0);
  std::string before = disarm(raw_before);
  const std::string marked = disarm(raw_marked);
  std::string behind = disarm(line.substr(raw_before.size() + raw_marked.size()));
  if (excerpt.line_start > 1) before.insert(0, "…");
  if (excerpt.line_goes_on) behind += "…";

  // The marked part matters most, then what follows it; a third of the width before it is enough
  // for context. One column is left for the mark, which may be after the end of the line.
  const std::size_t rest = std::clamp<std::size_t>(display_width(marked + behind), 1, width);
  before = fitted_end(before, std::min(std::max(width - rest, width / 3), width - 1));
  const std::size_t indent = display_width(before);
  const std::size_t room = width - indent;
  const std::size_t mark = std::clamp<std::size_t>(display_width(marked), 1, room);

  std::string text(indentation);
  text += before;
  text += fitted(marked + behind, room);
  text += '\n';
  text += indentation;
  text.append(indent, ' ');
  text += '^';
  text.append(mark - 1, '~');
  text += '\n';
  return text;
}

}  // namespace shotlist::inline base

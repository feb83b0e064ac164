#include "show/paragraph.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "base/display_width.h"
#include "base/text.h"
#include "base/translation.h"
#include "base/utf8.h"

namespace shotlist::show {
namespace {

// No line begins with these, and no space follows them.
constexpr std::array<std::string_view, 11> closing_marks = {"，", "。", "；", "：", "、", "？",
                                                            "！", "）", "”",  "》", "…"};
constexpr std::array<std::string_view, 3> opening_marks = {"（", "“",
                                                           "《"};  // no line ends in these

bool is_one_of(std::string_view character, std::span<const std::string_view> marks) {
  return std::find(marks.begin(), marks.end(), character) != marks.end();
}

bool ends_wide(std::string_view text) {
  std::size_t at = text.size();
  while (at > 0 && is_inside_character(text[--at]))
    continue;
  return display_width(text.substr(at)) == 2;
}

bool ends_in_mark(std::string_view text) {
  const auto ends = [text](std::string_view mark) { return text.ends_with(mark); };
  return std::any_of(closing_marks.begin(), closing_marks.end(), ends);
}

// Chinese has no space between two words, and none behind a mark. Two spaces set a command off.
bool is_joined(std::string_view text, std::string_view piece) {
  if (spoken_language() == Language::english) return false;
  if (!piece.starts_with(' ') || piece.starts_with("  ") || piece.size() < 2) return false;
  const bool is_wide = display_width(piece.substr(1, decode_utf8(piece, 1).size)) == 2;
  return ends_in_mark(text) || (is_wide && ends_wide(text));
}

// A line may end between any two characters of Chinese.
void add_pieces_of(std::vector<std::string>& pieces, std::string_view word) {
  std::string piece = " ";
  std::string_view before;
  for (std::size_t at = 0; at < word.size();) {
    const std::string_view here = word.substr(at, decode_utf8(word, at).size);
    const bool is_wide = display_width(here) == 2 || display_width(before) == 2;
    if (is_wide && !before.empty() && !is_one_of(here, closing_marks) &&
        !is_one_of(before, opening_marks)) {
      pieces.push_back(std::move(piece));
      piece.clear();
    }
    piece += here;
    before = here;
    at += here.size();
  }
  pieces.push_back(std::move(piece));
}

}  // namespace

std::string paragraph(std::string_view lead, const std::vector<std::string>& pieces,
                      std::size_t width, std::size_t indent) {
  std::string text(lead);
  std::size_t used = display_width(lead);
  bool is_first = true;
  for (std::string_view piece : pieces) {
    if (is_joined(text, piece)) piece.remove_prefix(1);
    const std::size_t piece_width = display_width(piece);
    if (is_first || used + piece_width <= width) {
      text += piece;
      used += piece_width;
    } else {
      const std::size_t spaces = std::min(piece.find_first_not_of(' '), piece.size());
      text += '\n';
      text.append(indent, ' ');
      text += piece.substr(spaces);
      used = indent + piece_width - spaces;
    }
    is_first = false;
  }
  return text += '\n';
}

void add_words(std::vector<std::string>& pieces, std::string_view prose) {
  for (const std::string_view word : split_any(prose, " ")) {
    if (spoken_language() == Language::english) {
      pieces.push_back(' ' + std::string(word));
    } else {
      add_pieces_of(pieces, word);
    }
  }
}

}  // namespace shotlist::show

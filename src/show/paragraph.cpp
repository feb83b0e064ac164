#include "show/paragraph.h"

#include <algorithm>

#include "base/display_width.h"
#include "base/text.h"

namespace shotlist::show {

std::string paragraph(std::string_view lead, const std::vector<std::string>& pieces,
                      std::size_t width, std::size_t indent) {
  std::string text(lead);
  std::size_t used = display_width(lead);
  bool is_first = true;
  for (const std::string& piece : pieces) {
    const std::size_t piece_width = display_width(piece);
    if (is_first || used + piece_width <= width) {
      text += piece;
      used += piece_width;
    } else {
      const std::size_t spaces = std::min(piece.find_first_not_of(' '), piece.size());
      text += '\n';
      text.append(indent, ' ');
      text += std::string_view(piece).substr(spaces);
      used = indent + piece_width - spaces;
    }
    is_first = false;
  }
  return text += '\n';
}

void add_words(std::vector<std::string>& pieces, std::string_view prose) {
  for (const std::string_view word : split_any(prose, " "))
    pieces.push_back(' ' + std::string(word));
}

}  // namespace shotlist::show

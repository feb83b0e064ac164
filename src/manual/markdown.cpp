#include "manual/markdown.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"

namespace shotlist::manual {
namespace {

constexpr std::string_view fence = "```";
constexpr std::string_view bullet = "* ";

using Lines = std::vector<std::string_view>;

// `12. ` at the begin of an item.
std::optional<std::string_view> number_of(std::string_view line) {
  const auto end = line.find(". ");
  if (end == std::string_view::npos || !all_digits(line.substr(0, end))) return std::nullopt;
  return line.substr(0, end + 1);
}

bool begins_block(std::string_view line) {
  return line.empty() || line.starts_with('#') || line.starts_with('|') ||
         line.starts_with(fence) || line.starts_with(bullet) || number_of(line);
}

// A paragraph of its own that leads to another document, such as the translation.
bool is_link(std::string_view text) {
  return text.starts_with('[') && text.find("](") != std::string_view::npos &&
         text.find(')') + 1 == text.size();
}

// The cells between the bars of a line, of which `\|` is none.
std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells;
  std::string cell;
  for (std::size_t at = 1; at < line.size(); ++at) {
    if (line[at] == '|') {
      cells.emplace_back(trimmed(cell));
      cell.clear();
    } else {
      if (line.substr(at, 2) == "\\|") ++at;
      cell += line[at];
    }
  }
  return cells;
}

/// Goes through a document, block by block.
class Reader {
 public:
  Reader(Page& page, std::string_view document) : page_(page), lines_(split(document, '\n')) {}

  void read(std::string_view first) {
    while (at_ < lines_.size()) {
      const std::string_view line = lines_[at_];
      if (line.empty()) {
        ++at_;
      } else if (line.starts_with("# ")) {
        page_.section(first);
        ++at_;
      } else if (line.starts_with("## ")) {
        page_.section(line.substr(3));
        ++at_;
      } else if (line.starts_with("### ")) {
        page_.subsection(line.substr(4));
        ++at_;
      } else if (line.starts_with(fence)) {
        read_code(0);
      } else if (line.starts_with('|')) {
        read_table();
      } else if (line.starts_with(bullet)) {
        read_item({}, bullet.size());
      } else if (const auto number = number_of(line)) {
        read_item(*number, number->size() + 1);
      } else {
        const std::string text = read_text(0);
        if (!is_link(text)) page_.paragraph(inline_markdown(text));
      }
    }
  }

 private:
  // The lines of a paragraph, without the `indent` of an item.
  std::string read_text(std::size_t indent) {
    std::string text(lines_[at_].substr(indent));
    for (++at_; at_ < lines_.size() && !begins_block(lines_[at_]); ++at_)
      text.append(" ").append(trimmed(lines_[at_]));
    return text;
  }

  void read_item(std::string_view mark, std::size_t indent) {
    page_.item(mark, inline_markdown(read_text(indent)));
    const std::string blanks(indent, ' ');
    if (at_ + 1 < lines_.size() && lines_[at_].empty() &&
        lines_[at_ + 1].starts_with(blanks + "```")) {
      ++at_;
      read_code(indent);
    }
  }

  void read_code(std::size_t indent) {
    std::string code;
    for (++at_; at_ < lines_.size() && !trimmed(lines_[at_]).starts_with(fence); ++at_) {
      if (!code.empty()) code += '\n';
      code += lines_[at_].substr(std::min(indent, lines_[at_].size()));
    }
    ++at_;
    page_.verbatim(code, indent > 0);
  }

  // Of more than two columns, each cell but the first says what its column is called. A line
  // without a first cell goes on with the term above.
  void read_table() {
    const std::vector<std::string> heads = cells_of(lines_[at_]);
    // A table whose second column has no name is about what its first one says.
    if (heads.size() == 2 && heads.back().empty())
      page_.paragraph(inline_markdown(heads.front() + ':'));
    std::string term;
    for (at_ += 2; at_ < lines_.size() && lines_[at_].starts_with('|'); ++at_) {
      const std::vector<std::string> cells = cells_of(lines_[at_]);
      std::string text;
      for (std::size_t i = 1; i < cells.size() && i < heads.size(); ++i) {
        if (cells[i].empty()) continue;
        if (!text.empty()) text += "; ";
        if (heads.size() > 2 && !heads[i].empty()) text += heads[i] + ": ";
        text += cells[i];
      }
      if (!cells.front().empty()) term = inline_markdown(cells.front());
      // A term does not fit on a line if it is a sentence.
      if (cells.front().size() > 60) {
        page_.paragraph(term);
        page_.below(inline_markdown(text));
      } else if (cells.front().empty()) {
        page_.below(inline_markdown(text));
      } else {
        page_.entry(term, inline_markdown(text));
      }
    }
  }

  Page& page_;
  Lines lines_;
  std::size_t at_ = 0;
};

// The text up to the next `mark`, and moves behind it; none if there is no other.
std::optional<std::string_view> up_to(std::string_view text, std::size_t& at,
                                      std::string_view mark) {
  const std::size_t begin = at + mark.size();
  const auto end = text.find(mark, begin);
  if (end == std::string_view::npos || end == begin) return std::nullopt;
  at = end + mark.size();
  return text.substr(begin, end - begin);
}

}  // namespace

std::string inline_markdown(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with('`')) {
      if (const auto code = up_to(text, at, "`")) {
        out += bold(*code);
        continue;
      }
    } else if (rest.starts_with("**")) {
      if (const auto strong = up_to(text, at, "**")) {
        out += bold(*strong);
        continue;
      }
    } else if (rest.starts_with('*')) {
      if (const auto word = up_to(text, at, "*")) {
        out += italic(*word);
        continue;
      }
    } else if (rest.starts_with('[')) {
      const auto end = rest.find("](");
      const auto close = rest.find(')', end == std::string_view::npos ? 0 : end);
      if (end != std::string_view::npos && close != std::string_view::npos) {
        out += inline_markdown(rest.substr(1, end - 1));
        at += close + 1;
        continue;
      }
    }
    out += plain(text.substr(at, 1));
    ++at;
  }
  return out;
}

void add_markdown(Page& page, std::string_view document, std::string_view first) {
  Reader(page, document).read(first);
}

}  // namespace shotlist::manual

#include "show/held.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/display_width.h"
#include "base/text.h"
#include "base/translation.h"
#include "base/utf8.h"
#include "results/lines.h"
#include "show/paragraph.h"
#include "show/wording.h"

namespace shotlist::show {
namespace {

constexpr std::size_t near = 24;  // bytes from a difference to the start or end of its word

// Where two texts begin to differ, or the start of that word.
std::size_t start_of_difference(const std::string& before, const std::string& after) {
  const auto [in_before, in_after] =
      std::mismatch(before.begin(), before.end(), after.begin(), after.end());
  auto at = static_cast<std::size_t>(in_before - before.begin());
  while (at > 0 && ((at < before.size() && is_inside_character(before[at])) ||
                    (at < after.size() && is_inside_character(after[at]))))
    --at;
  const auto space = at == 0 ? std::string::npos : before.rfind(' ', at - 1);
  return space != std::string::npos && at - space <= near ? space + 1 : at;
}

// The length of the common end of two texts that begin to differ at `start`, from a word's end on.
std::size_t common_end(const std::string& before, const std::string& after, std::size_t start) {
  const std::size_t most = std::min(before.size(), after.size()) - start;
  std::size_t common = 0;
  while (common < most && before[before.size() - common - 1] == after[after.size() - common - 1])
    ++common;
  while (common > 0 && is_inside_character(before[before.size() - common]))
    --common;
  const std::size_t at = before.size() - common;
  const auto space = before.find(' ', at);
  return space != std::string::npos && space - at <= near ? before.size() - space : common;
}

// Reduces long texts to the parts that differ.
void cut_to_difference(std::string& before, std::string& after) {
  const std::size_t start = start_of_difference(before, after);
  const std::size_t end = common_end(before, after, start);
  for (std::string* text : {&before, &after}) {
    const std::string part = text->substr(start, text->size() - start - end);
    *text = (start > 0 ? "…" : "") + part + (end > 0 ? "…" : "");
  }
}

// The words of `text`; words too long for a line are split.
std::vector<std::string> pieces_of(const std::string& text, std::size_t room) {
  std::vector<std::string> pieces;
  for (const std::string_view word : split_any(text, " ")) {
    std::string piece = pieces.empty() ? "" : " ";
    for (const char c : word) {
      if (!is_inside_character(c) && display_width(piece) + 2 > room) {
        pieces.push_back(piece);
        piece.clear();
      }
      piece += c;
    }
    pieces.push_back(piece);
  }
  return pieces;
}

std::string change_text(const FieldChange& change, std::size_t width) {
  constexpr std::size_t lines = 3;
  const std::string name =
      fmt::format("    {}: ", fitted(disarm(change.name), std::max<std::size_t>(width / 3, 8)));
  const std::size_t all = width - std::min(width, display_width(name));
  const std::size_t room = std::max<std::size_t>((all - std::min<std::size_t>(all, 4)) / 2, 8);
  std::string before = change.before.empty() ? tr("nothing") : disarm(one_line(change.before));
  std::string after = change.after.empty() ? tr("nothing") : disarm(one_line(change.after));
  const auto fits = [&] { return display_width(before) <= room && display_width(after) <= room; };
  if (!fits() && !change.before.empty() && !change.after.empty()) cut_to_difference(before, after);
  if (fits()) return name + before + " -> " + after + '\n';
  const std::size_t of_piece = std::max<std::size_t>(all, 8);
  return paragraph(name, pieces_of(fitted(before, lines * of_piece), of_piece), width, 6) +
         paragraph("      -> ", pieces_of(fitted(after, lines * of_piece), of_piece), width, 9);
}

std::string example_text(const HeldRow& row, const std::string& server, std::size_t width) {
  std::vector<std::string> words;
  add_words(words, " " + disarm(results::held_because(row.hold, server)));
  const std::string id = fitted(disarm(row.id), std::max<std::size_t>(width / 2, 8));
  std::string text = paragraph("  " + id + ' ', words, width, 4);
  for (const FieldChange& change : row.changes)
    text += change_text(change, width);
  return text;
}

}  // namespace

std::string held_text(const HeldRows& held, std::size_t width) {
  if (held.rows == 0) return {};
  const bool one = held.rows == 1;
  std::vector<std::string> words;
  add_words(words, one ? tr("is held: it looks paid for, and is not sent until you say so")
                       : tr("are held: they look paid for, and are not sent until you say so"));
  if (held.is_rehearsal()) add_words(words, tr("(a rehearsal: nothing was paid)"));
  std::string text = paragraph(counted(held.rows, "row"), words, width, 2);
  for (const HeldRow& row : held.examples)
    text += example_text(row, held.server, width);
  if (held.rows > held.examples.size())
    text += tr("  ... and {} more\n", held.rows - held.examples.size());
  const std::string cost = held.currency
                               ? fmt::format("  ({})", to_text(held.cost, disarm(*held.currency)))
                               : std::string();
  text += tr("  to accept what there is:  {} --held keep:{}\n", held.command, held.rows);
  text += tr("  to pay for {} again:{}  {} --held resubmit:{}{}\n", one ? "it" : "them",
             one ? "    " : "  ", held.command, held.rows, cost);
  return text;
}

}  // namespace shotlist::show

#include "report/held.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/display_width.h"
#include "base/text.h"
#include "report/paragraph.h"
#include "report/wording.h"

namespace shotlist::report {
namespace {

bool is_inside_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;  // UTF-8
}

// Where two texts begin to differ, or the word before that does.
std::size_t start_of_difference(const std::string& before, const std::string& after) {
  constexpr std::size_t near = 24;  // bytes
  const auto [in_before, in_after] =
      std::mismatch(before.begin(), before.end(), after.begin(), after.end());
  auto at = static_cast<std::size_t>(in_before - before.begin());
  while (at > 0 && ((at < before.size() && is_inside_character(before[at])) ||
                    (at < after.size() && is_inside_character(after[at]))))
    --at;
  const auto space = at == 0 ? std::string::npos : before.rfind(' ', at - 1);
  return space != std::string::npos && at - space <= near ? space + 1 : at;
}

// Of long texts the part that differs: their beginnings may be the same.
std::string change_line(const FieldChange& change, std::size_t width) {
  const std::string name =
      fmt::format("    {}: ", fitted(disarm(change.name), std::max<std::size_t>(width / 3, 8)));
  const std::size_t room =
      std::max<std::size_t>((width - std::min(width, display_width(name) + 4)) / 2, 8);
  std::string before = change.before.empty() ? "nothing" : disarm(one_line(change.before));
  std::string after = change.after.empty() ? "nothing" : disarm(one_line(change.after));
  if (display_width(before) > room || display_width(after) > room) {
    if (const std::size_t start = start_of_difference(before, after); start > 0) {
      before = "…" + before.substr(start);
      after = "…" + after.substr(start);
    }
  }
  return name + fitted(before, room) + " -> " + fitted(after, room) + '\n';
}

std::string example_text(const HeldRow& row, const std::string& server, std::size_t width) {
  std::vector<std::string> words;
  add_words(words, " " + disarm(held_because(row.hold, server)));
  const std::string id = fitted(disarm(row.id), std::max<std::size_t>(width / 2, 8));
  std::string text = paragraph("  " + id + ' ', words, width, 4);
  for (const FieldChange& change : row.changes)
    text += change_line(change, width);
  return text;
}

}  // namespace

std::string held_because(const plan::Hold& hold, const std::string& server) {
  const ledger::Attempt& purchase = hold.purchase;
  const char* became = purchase.status == Status::submitted ? "submitted at" : "in doubt since";
  const std::string what = fmt::format("{} ({}), {} {}", purchase.row, purchase.entry, became,
                                       to_text(purchase.sent_at));
  switch (hold.by) {
    case plan::HeldBy::other_manifest:
      return fmt::format("the same as {} by {}", what, purchase.manifest);
    case plan::HeldBy::other_server:
      return fmt::format("the same as {}, at another server: {}, not {}", what, purchase.server,
                         server);
    case plan::HeldBy::other_ledger:
      return fmt::format("the same as {} in another ledger, {}", what, hold.ledger);
    case plan::HeldBy::near:
      break;
  }
  return "nearly the same as " + what;
}

std::string held_text(const HeldRows& held, std::size_t width) {
  if (held.rows == 0) return {};
  const bool one = held.rows == 1;
  std::vector<std::string> words;
  add_words(words, one ? "is held: it looks paid for, and is not sent until you say so"
                       : "are held: they look paid for, and are not sent until you say so");
  std::string text = paragraph(counted(held.rows, "row"), words, width, 2);
  for (const HeldRow& row : held.examples)
    text += example_text(row, held.server, width);
  if (held.rows > held.examples.size())
    text += fmt::format("  ... and {} more\n", held.rows - held.examples.size());
  const std::string cost = held.currency
                               ? fmt::format("  ({})", to_text(held.cost, disarm(*held.currency)))
                               : std::string();
  text += fmt::format("  to accept what there is:  {} --held keep:{}\n", held.command, held.rows);
  text += fmt::format("  to pay for {} again:{}  {} --held resubmit:{}{}\n", one ? "it" : "them",
                      one ? "    " : "  ", held.command, held.rows, cost);
  return text;
}

}  // namespace shotlist::report

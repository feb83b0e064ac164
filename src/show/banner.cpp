#include "show/banner.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/text.h"
#include "base/translation.h"
#include "model/counts.h"
#include "show/cause_table.h"
#include "show/paragraph.h"
#include "show/unfinished.h"

namespace shotlist::show {
namespace {

constexpr std::size_t ids_shown = 3;

std::string broken(std::string_view line, std::size_t width) {
  std::vector<std::string> words;
  add_words(words, line);
  words.front().erase(0, 1);
  return paragraph({}, words, width, 2);
}

std::string headline(const Banner& banner, std::string_view doing) {
  Counts before;
  for (const plan::Row& row : banner.plan.rows)
    before.add(row.status());
  const std::string key =
      banner.key_origin.empty() ? std::string() : tr(" (key from {})", banner.key_origin);
  const std::string goal = tr(
      "{}: {} to {} · ledger {}", banner.manifest, counted(banner.plan.rows.size(), "request"),
      banner.server.empty() ? tr("the sandbox (rehearsal, nothing is paid)") : banner.server + key,
      banner.ledger);
  std::string text =
      tr("{} submitted before · {} {}", before.submitted, banner.plan.to_send, doing);
  if (before.held > 0) text += tr(" · {} held", before.held);
  if (const std::size_t rows = plan::count_under_way(banner.plan); rows > 0)
    text += tr(" · {} under way in other runs", rows);
  if (banner.currency) {
    const std::string currency = disarm(*banner.currency);
    text += tr(" · est. {}", to_text(banner.plan.cost, currency));
    if (!banner.spent.at_most().empty())
      text += tr(" (before: {})", to_text(banner.spent, currency));
  }
  return broken(goal, banner.width) + broken(text, banner.width);
}

// Names the command that would send rows that are left alone.
std::string left_out(std::size_t rows, std::string_view what, std::string_view sender,
                     std::string_view how) {
  if (rows == 0) return {};
  return tr("{} {} ({} sends {}{})", counted(rows, "row"), what, sender, rows == 1 ? "it" : "them",
            how);
}

std::string left_alone_text(const Counts& left, bool is_rehearsal, std::size_t width) {
  std::vector<std::string> words;
  for (const std::string& part :
       {left_out(left.rejected, tr("rejected"), "--rejected", tr(" as written")),
        left_out(left.in_doubt, tr("in doubt"), "--in-doubt",
                 is_rehearsal ? tr("; nothing is paid") : tr(", at the risk of paying twice")),
        left_out(left.not_sent, tr("never sent"), "shotlist run", "")}) {
    if (part.empty()) continue;
    if (!words.empty()) words.back() += tr(",");
    add_words(words, part);
  }
  return words.empty() ? std::string() : paragraph(tr("left alone:"), words, width, 2);
}

std::string list_of(const std::vector<std::string>& ids) {
  std::string list;
  for (std::size_t i = 0; i < std::min(ids.size(), ids_shown); ++i)
    list += (list.empty() ? "" : tr(", ")) + disarm(ids[i]);
  if (ids.size() > ids_shown) list += tr(" and {} more", ids.size() - ids_shown);
  return list;
}

}  // namespace

std::string run_banner(const Banner& banner) {
  return headline(banner, tr("to send"));
}

std::string retry_banner(const Banner& banner, const Results& again, std::size_t width,
                         const Style& style) {
  Counts left;
  for (const plan::Row& row : banner.plan.rows) {
    const bool is_wanted =
        row.reason != plan::Reason::not_selected && row.reason != plan::Reason::under_way &&
        row.reason != plan::Reason::beyond_limit && row.reason != plan::Reason::beyond_cost;
    if (row.action == plan::Action::skip && is_wanted) left.add(row.status());
  }
  return headline(banner, tr("to send again")) +
         causes_text(Unfinished(again).causes.list(), width, style) +
         left_alone_text(left, banner.server.empty(), width);
}

std::string sent_again_text(const Banner& banner) {
  if (banner.sent_again == 0) return {};
  if (banner.server.empty()) {
    return tr("{} sent again as you asked (a rehearsal: nothing is paid)\n",
              counted(banner.sent_again, "row", "is", "are"));
  }
  const std::string cost =
      banner.currency ? tr(": ") + to_text(banner.again, disarm(*banner.currency)) : std::string();
  return tr("{} sent again as you asked, and may be paid for twice{}\n",
            counted(banner.sent_again, "row", "is", "are"), cost);
}

std::string reused_ids_text(const std::vector<std::string>& ids) {
  if (ids.empty()) return {};
  return tr("{} new work under {} used before ({})\n", counted(ids.size(), "row", "is", "are"),
            ids.size() == 1 ? "an id" : "ids", list_of(ids));
}

std::string new_names_text(const std::vector<std::string>& ids) {
  if (ids.empty()) return {};
  return tr("{} new: what was paid for under {} is recognised ({})\n",
            counted(ids.size(), "name", "is", "are"),
            ids.size() == 1 ? "the old one" : "the old ones", list_of(ids));
}

std::string older_words_text(const std::vector<std::string>& ids) {
  if (ids.empty()) return {};
  return tr("{} ignored, because the {} sent or edited since: {}\n",
            counted(ids.size(), "decision", "is", "are"), ids.size() == 1 ? "row was" : "rows were",
            list_of(ids));
}

std::string left_text(std::size_t rows) {
  if (rows == 0) return {};
  const bool one = rows == 1;
  return tr("{} sent before {} no longer in the manifest: {} at the end of the results\n",
            counted(rows, "row"), one ? "is" : "are", one ? "it is" : "they are");
}

}  // namespace shotlist::show

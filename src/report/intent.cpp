#include "report/intent.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/text.h"
#include "model/counts.h"
#include "model/result.h"
#include "report/cause_table.h"
#include "report/paragraph.h"

namespace shotlist::report {
namespace {

Status status_of(const Request& request, const journal::Ledger& ledger) {
  const Standing* known = ledger.find(request.id);
  return known == nullptr ? Status::not_sent : known->status;
}

std::string headline(const Intent& intent, std::string_view doing) {
  Counts before;
  for (const Request& request : intent.requests.rows)
    before.add(status_of(request, intent.ledger));
  std::string text = fmt::format("{}: {} · {} submitted before", disarm(intent.manifest),
                                 counted(intent.plan.rows.size(), "request"), before.submitted);
  const bool has_prices = intent.currency.has_value();
  const std::string currency = disarm(intent.currency.value_or(std::string()));
  if (!has_prices || intent.plan.to_send < intent.plan.rows.size()) {
    text += fmt::format(" · {} {}", intent.plan.to_send, doing);
  }
  if (has_prices) {
    text += fmt::format(" · est. {}", to_text(intent.plan.cost, currency));
  }
  if (has_prices && !intent.spent.at_most().empty()) {
    text += fmt::format(" (before: {})", to_text(intent.spent, currency));
  }
  return text + '\n';
}

// What would send rows that are left alone.
std::string remedy(std::size_t rows, std::string_view what, std::string_view sender,
                   std::string_view how) {
  if (rows == 0) return {};
  return fmt::format("{} {} ({} sends {}{})", counted(rows, "row"), what, sender,
                     rows == 1 ? "it" : "them", how);
}

std::string left_alone_text(const Counts& left, std::size_t width) {
  std::vector<std::string> words;
  for (const std::string& part :
       {remedy(left.rejected, "rejected", "--rejected", " as written"),
        remedy(left.in_doubt, "in doubt", "--in-doubt", ", at the risk of paying twice"),
        remedy(left.held, "held", "shotlist run --held resubmit", ", and pays again"),
        remedy(left.not_sent, "never sent", "shotlist run", "")}) {
    if (part.empty()) continue;
    if (!words.empty()) words.back() += ',';
    add_words(words, part);
  }
  return words.empty() ? std::string() : paragraph("left alone:", words, width, 2);
}

}  // namespace

std::string run_intent(const Intent& intent) {
  return headline(intent, "to send");
}

std::string retry_intent(const Intent& intent, std::size_t width, const Style& style) {
  Results again;
  Counts left;
  Counts sent;
  for (std::size_t i = 0; i < intent.plan.rows.size(); ++i) {
    const Request& request = intent.requests.rows[i];
    const submit::Decision& decision = intent.plan.rows[i];
    const Status status = status_of(request, intent.ledger);
    if (decision.action == submit::Action::send) {
      again.rows.push_back(make_result(request, {}, intent.ledger.find(request.id)));
      sent.add(status);
    } else if (decision.reason != submit::reason_not_selected &&
               decision.reason != submit::reason_beyond_limit &&
               decision.reason != submit::reason_beyond_cost) {
      left.add(status);
    }
  }
  std::string text = headline(intent, "to send again") + causes_text(again, width, style);
  if (sent.in_doubt > 0) {
    const bool one = sent.in_doubt == 1;
    text += fmt::format("{} in doubt {} sent again as you asked: {} may be paid for twice\n",
                        counted(sent.in_doubt, "row"), one ? "is" : "are", one ? "it" : "they");
  }
  return text + left_alone_text(left, width);
}

std::string left_changed_text(const submit::Plan& plan, std::size_t changed) {
  const auto left = static_cast<std::size_t>(std::count_if(
      plan.rows.begin(), plan.rows.end(),
      [](const submit::Decision& row) { return row.reason == submit::reason_changed; }));
  if (left == 0) return {};
  return fmt::format(
      "{}not sent again: --changed resubmit pays for them again, --changed keep accepts them\n",
      left < changed ? fmt::format("{} of the {} ", left, changed) : std::string());
}

}  // namespace shotlist::report

#include "cli/agreement.h"

#include <algorithm>

#include "base/text.h"
#include "base/translation.h"

namespace shotlist::cli {

bool must_ask(const Agreement& agreement) {
  return !agreement.is_rehearsal && !agreement.given && agreement.can_ask;
}

bool is_more(Payment now, Payment agreed) {
  std::sort(now.requests.begin(), now.requests.end());
  std::sort(agreed.requests.begin(), agreed.requests.end());
  return now.cost > agreed.cost || !std::includes(agreed.requests.begin(), agreed.requests.end(),
                                                  now.requests.begin(), now.requests.end());
}

std::string question(const Bill& bill) {
  std::string text;
  if (bill.warnings > 0) text = counted(bill.warnings, "warning");
  if (bill.warnings > 0 && !bill.warnings_command.empty())
    text += tr(" (see {})", bill.warnings_command);
  if (bill.warnings > 0) text += tr(": ");
  const std::string cost =
      bill.cost.empty() ? tr(" (no price is known)") : tr(" (est. {})", bill.cost);
  const std::string requests = counted(bill.requests, "request");
  text += bill.warnings > 0
              ? tr("send {} to {}{} all the same? [y/N] ", requests, bill.server, cost)
              : tr("send {} to {}{}? [y/N] ", requests, bill.server, cost);
  return text;
}

bool is_yes(std::string_view answer) {
  const std::string word = lower_ascii(trimmed(answer));
  return word == "y" || word == "yes";
}

}  // namespace shotlist::cli

#include "cli/agreement.h"

#include <fmt/format.h>

#include "base/text.h"

namespace shotlist::cli {

bool must_ask(const Agreement& agreement) {
  return agreement.to_send > 0 && !agreement.is_rehearsal && !agreement.given && agreement.can_ask;
}

std::string question(const Bill& bill) {
  std::string text;
  if (bill.warnings > 0) text = counted(bill.warnings, "warning");
  if (bill.warnings > 0 && !bill.warnings_command.empty())
    text += fmt::format(" (see {})", bill.warnings_command);
  if (bill.warnings > 0) text += ": ";
  text += fmt::format("send {} to {}", counted(bill.requests, "request"), bill.server);
  text += bill.cost.empty() ? " (no price is known)" : fmt::format(" (est. {})", bill.cost);
  return text + (bill.warnings > 0 ? " all the same? [y/N] " : "? [y/N] ");
}

bool is_yes(std::string_view answer) {
  const std::string word = lower_ascii(trimmed(answer));
  return word == "y" || word == "yes";
}

}  // namespace shotlist::cli

#include "cli/agreement.h"

#include "base/text.h"

namespace shotlist::cli {

bool must_ask(const Agreement& agreement) {
  return agreement.warnings > 0 && agreement.to_send > 0 && !agreement.is_rehearsal &&
         !agreement.given && agreement.can_ask;
}

bool is_yes(std::string_view answer) {
  const std::string word = lower_ascii(trimmed(answer));
  return word == "y" || word == "yes";
}

}  // namespace shotlist::cli

#include "cli/next_run.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/quantity.h"
#include "cli/typed_command.h"
#include "plan/account.h"

namespace shotlist::cli {
namespace {

using OptionWords = std::vector<std::string>;

// The position of an option's value; the end if there is none.
OptionWords::iterator value_of(OptionWords& options, const std::string& name) {
  const auto found = std::find(options.begin(), options.end(), name);
  return found == options.end() ? found : found + 1;
}

void name_file(OptionWords& options, const std::string& name, const std::string& path) {
  if (path.empty()) return;
  const auto known = value_of(options, name);
  if (known != options.end()) {
    *known = path;
  } else {
    options.insert(options.begin(), {name, path});
  }
}

}  // namespace

std::optional<Money> raised_cap(Money cap, const Account& account, const ManifestRows& rows) {
  const api::PriceList* prices = rows.manifest().prices();
  return plan::enough_for_all(cap, account.plan, rows.rows(), account.spent,
                              prices == nullptr ? std::nullopt : prices->otherwise);
}

void tell_next_run(show::Ending& ending, const ManifestOptions& manifest, const ledger::Run* last,
                   const Account& account, const ManifestRows& rows) {
  std::optional<ledger::Run> next;
  if (last != nullptr) {
    next = *last;
    OptionWords& options = next->options;
    name_file(options, "-o", manifest.output);
    name_file(options, "--ledger", manifest.ledger);
    ending.is_narrowed = value_of(options, "--where") != options.end();
    if (const auto cap = value_of(options, "--max-cost"); cap != options.end()) {
      const auto most = parse_money(*cap);
      const auto raised = most ? raised_cap(*most, account, rows) : std::nullopt;
      ending.is_raised = raised.has_value();
      if (raised) {
        *cap = to_text(*raised);
      } else {
        ending.is_narrowed = true;
      }
    }
  }
  ending.run_command = command_to_run(manifest, next ? &*next : nullptr);
  ending.resolve_command = command_to_resolve(manifest, next ? next->options : OptionWords());
  if (next && account.videos.empty() && manifest.path != "-")
    ending.collect_command = command_to_collect(manifest, next->options);
  ending.is_rehearsal = account.is_rehearsal;
  ending.asked_again = plan::asked_again(account.plan);
  ending.held = account.held;
  // All held rows are counted, also those that the last run did not select.
  if (next) {
    OptionWords& options = next->options;
    for (auto where = value_of(options, "--where"); where != options.end();
         where = value_of(options, "--where"))
      options.erase(where - 1, where + 1);
  }
  ending.held.command = command_to_run(manifest, next ? &*next : nullptr);
}

}  // namespace shotlist::cli

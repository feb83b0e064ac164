#include "show/next_steps.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include <fmt/format.h>

#include "base/text.h"
#include "base/translation.h"
#include "model/counts.h"

namespace shotlist::show {
namespace {

// What the user must do before failed rows can succeed; empty if sending again may be enough.
std::string_view remedy_for(ErrorClass error_class) {
  switch (error_class) {
    case ErrorClass::auth:
      return tr("check the API key (SHOTLIST_API_KEY or --api-key-file), then");
    case ErrorClass::balance:
      return tr("top up the account, then");
    case ErrorClass::endpoint:
      return tr(
          "check the address (--base-url, or base_url and create_path in the manifest), then");
    case ErrorClass::connect:
      return tr("check the network, the address (--base-url) and the certificate, then");
    case ErrorClass::moderation:
      return tr("check the prompts, and whether the key may use the model, then");
    case ErrorClass::blocked:
      return tr(
          "find out which firewall refuses this machine (it answered with an HTML page), then");
    case ErrorClass::too_many_running:
      return tr("wait for tasks to end, then");
    case ErrorClass::no_channel:
      return tr("the provider does not offer the model now: wait or choose another model, then");
    default:
      return {};
  }
}

// The trouble with the widest scope: without its remedy none of the others helps.
ErrorClass widest_trouble(const Unfinished& rows) {
  ErrorClass widest = ErrorClass::none;
  for (const ErrorClass failure : rows.failures) {
    if (remedy_for(failure).empty()) continue;
    if (widest == ErrorClass::none || concern_of(failure) > concern_of(widest)) widest = failure;
  }
  return widest;
}

// Empty if nothing is sent.
std::string sends_text(const Counts& counts, std::size_t asked_again) {
  std::string text;
  const auto add = [&text](std::size_t count, const std::string& rows, std::string_view how) {
    if (count == 0) return;
    text += (text.empty() ? tr("sends ") : tr(" and ")) + rows + std::string(how);
  };
  add(asked_again, counted(asked_again, "row"), tr(" in doubt again as you asked"));
  add(counts.failed, counted(counts.failed, "failed row"), tr(" again"));
  add(counts.not_sent, counted(counts.not_sent, "row"), tr(" not sent yet"));
  return text;
}

}  // namespace

std::vector<NextStep> next_steps(const Counts& counts, const Unfinished& unfinished,
                                 const Ending& ending) {
  if (ending.running) return {};
  // Rows that left the manifest need attention, too.
  const std::size_t doubts =
      unfinished.in_doubt - std::min(unfinished.in_doubt, ending.asked_again);
  const std::size_t on_their_way = unfinished.on_their_way;
  std::vector<NextStep> steps;
  if (ending.decided > 0) {
    const bool one = ending.decided == 1;
    steps.push_back(
        {NextStep::Kind::carry_out,
         tr("{} written into the results file; to carry {} out:",
            one ? tr("a decision is") : counted(ending.decided, "decision", "is", "are"),
            one ? "it" : "them"),
         ending.decide_command,
         {},
         ending.decided});
  }
  if (doubts > 0) {
    const bool one = doubts == 1;
    std::string prose =
        tr("{} may have been paid for, so shotlist does not send {} again: look {} up in the "
           "provider's console, and say what you found:",
           one ? tr("the row in doubt") : counted(doubts, "row") + tr(" in doubt"),
           one ? "it" : "them", one ? "it" : "them");
    if (ending.is_rehearsal) {
      prose = tr(
          "it is a rehearsal: nothing was paid for {} in doubt. In earnest {} may have been paid "
          "for; "
          "to list {} and say what you found:",
          one ? tr("the row") : counted(doubts, "row"), one ? "it" : "they", one ? "it" : "them");
    }
    steps.push_back({NextStep::Kind::look_up, prose, ending.resolve_command, {}, doubts});
  }
  // A command that was given a selection may not see any of the held rows.
  const bool is_counted = ending.held.rows > 0 || !ending.held.command.empty();
  const std::size_t held = is_counted ? ending.held.rows : counts.held;
  if (counts.held > 0 && held > 0) {
    const bool one = counts.held == 1;
    steps.push_back(
        {NextStep::Kind::accept,
         tr("{}, because {} paid for; to accept what there is (resubmit instead of "
            "keep pays for {} again):",
            one ? tr("a row is held") : counted(counts.held, "row", "is", "are") + tr(" held"),
            one ? "it looks" : "they look", held == 1 ? "it" : "them"),
         fmt::format("{} --held keep:{}",
                     ending.held.command.empty() ? ending.run_command : ending.held.command, held),
         {},
         counts.held});
  }
  const std::string sends = sends_text(counts, ending.asked_again);
  if (!sends.empty() && !ending.sends_nothing) {
    const ErrorClass trouble = widest_trouble(unfinished);
    std::string remedy(remedy_for(trouble));
    if (ending.is_raised) {
      remedy = remedy.empty() ? tr("to send the rest as well, raise --max-cost:")
                              : remedy + tr(" raise --max-cost:");
    }
    steps.push_back({NextStep::Kind::send, remedy, ending.run_command,
                     ending.is_narrowed ? std::string() : sends, 0, trouble});
  }
  if (on_their_way > 0) {
    const bool one = on_their_way == 1;
    const std::string what = tr("{} under way in {}", counted(on_their_way, "row", "is", "are"),
                                one ? tr("another run") : tr("other runs"));
    if (sends.empty()) {
      steps.push_back({NextStep::Kind::wait,
                       what + tr("; when that is over:"),
                       ending.run_command,
                       {},
                       on_their_way});
    } else {
      steps.push_back({NextStep::Kind::wait, what, {}, {}, on_their_way});
    }
  }
  if (counts.rejected > 0) {
    const std::string_view rows = counts.rejected == 1 ? "row" : "rows";
    steps.push_back({NextStep::Kind::edit,
                     tr("edit the rejected {}, then", rows),
                     ending.run_command,
                     {},
                     counts.rejected});
  }
  const bool may_collect = counts.submitted > 0 && counts.held == 0;
  if (steps.empty() && may_collect && !ending.collect_command.empty()) {
    steps.push_back({NextStep::Kind::collect,
                     tr("to wait for the videos and fetch them:"),
                     ending.collect_command,
                     {},
                     counts.submitted});
  }
  return steps;
}

}  // namespace shotlist::show

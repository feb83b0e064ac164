#include "report/next_steps.h"

#include <cstddef>
#include <string_view>

#include <fmt/format.h>

#include "base/text.h"
#include "model/counts.h"

namespace shotlist::report {
namespace {

// What a person must do before failed rows can go through; empty where sending again may be enough.
std::string_view remedy_for(ErrorClass error_class) {
  switch (error_class) {
    case ErrorClass::auth:
      return "check the API key (SHOTLIST_API_KEY or --api-key-file), then";
    case ErrorClass::balance:
      return "top up the account, then";
    case ErrorClass::endpoint:
      return "check the address (--base-url, or base_url and create_path in the manifest), then";
    case ErrorClass::connect:
      return "check the network, the address (--base-url) and the certificate, then";
    case ErrorClass::moderation:
      return "check the prompts, and whether the key may use the model, then";
    case ErrorClass::blocked:
      return "find out which firewall refuses this machine (it answered with an HTML page), then";
    case ErrorClass::too_many_running:
      return "wait for tasks to end, then";
    case ErrorClass::no_channel:
      return "the provider does not offer the model now: wait or choose another model, then";
    default:
      return {};
  }
}

// The remedy of what concerns the most rows: without that none of the others helps.
std::string_view remedy_for_failed(const Results& results) {
  std::string_view remedy;
  Concern widest = Concern::row;
  for (const Result& row : results.rows) {
    if (row.status != Status::failed || remedy_for(row.error_class).empty()) continue;
    const Concern concern = concern_of(row.error_class);
    if (!remedy.empty() && concern <= widest) continue;
    remedy = remedy_for(row.error_class);
    widest = concern;
  }
  return remedy;
}

std::string sends_text(const Counts& counts) {
  std::string text = "sends ";
  if (counts.failed > 0) text += counted(counts.failed, "failed row") + " again";
  if (counts.failed > 0 && counts.not_sent > 0) text += " and ";
  if (counts.not_sent > 0) text += counted(counts.not_sent, "row") + " not sent yet";
  return text;
}

// What was removed from the manifest is not sent again, and can not be edited.
Counts count_written(const Results& results) {
  Counts counts;
  for (const Result& row : results.rows) {
    if (!row.source.empty()) counts.add(row.status);
  }
  return counts;
}

}  // namespace

std::vector<NextStep> next_steps(const Results& results, const Ending& ending) {
  if (ending.running) return {};
  const Counts counts = count_written(results);
  const std::size_t doubts = count_rows(results).in_doubt;
  std::vector<NextStep> steps;
  if (ending.decided > 0) {
    steps.push_back({fmt::format("{} written into the results file; to carry {} out:",
                                 ending.decided == 1 ? "a decision is"
                                                     : counted(ending.decided, "decision") + " are",
                                 ending.decided == 1 ? "it" : "them"),
                     ending.decide_command,
                     {}});
  }
  const std::string_view remedy = remedy_for_failed(results);
  const std::string sends = counts.failed + counts.not_sent > 0 ? sends_text(counts) : "";
  const bool goes_on = ending.decisions_left > 0;
  if (goes_on) {
    steps.push_back({fmt::format("{} not carried out yet; to go on:",
                                 ending.decisions_left == 1
                                     ? "a decision is"
                                     : counted(ending.decisions_left, "decision") + " are"),
                     ending.decide_command, remedy.empty() ? sends : ""});
  }
  if (doubts > 0) {
    const bool one = doubts == 1;
    const std::string prose = fmt::format(
        "{} may have been paid for, so shotlist does not send {} again: look {} up in the "
        "provider's console, and say what you found:",
        one ? "the row in doubt" : counted(doubts, "row") + " in doubt", one ? "it" : "them",
        one ? "it" : "them");
    steps.push_back({prose, ending.resolve_command, {}});
  }
  if (counts.held > 0) {
    const bool one = counts.held == 1;
    steps.push_back({fmt::format("{} held, because {} paid for already; to accept what was paid "
                                 "for (--held resubmit pays for {} again):",
                                 one ? "a row is" : counted(counts.held, "row") + " are",
                                 one ? "it looks" : "they look", one ? "it" : "them"),
                     ending.run_command + " --held keep",
                     {}});
  }
  if (!sends.empty() && (!goes_on || !remedy.empty())) {
    steps.push_back({std::string(remedy), ending.run_command, sends});
  }
  if (counts.rejected > 0) {
    const std::string_view rows = counts.rejected == 1 ? "row" : "rows";
    steps.push_back({fmt::format("edit the rejected {}, then", rows), ending.run_command, {}});
  }
  return steps;
}

}  // namespace shotlist::report

#include "report/summary.h"

#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/text.h"
#include "report/cause_table.h"
#include "report/paragraph.h"
#include "report/wording.h"

namespace shotlist {
namespace {

constexpr std::size_t indent_of_next = 6;

std::string counts_text(const Counts& counts, std::size_t width) {
  return paragraph(
      counted(counts.total(), "request") + ":",
      {fmt::format(" {} submitted,", counts.submitted),
       fmt::format(" {} rejected,", counts.rejected), fmt::format(" {} failed,", counts.failed),
       fmt::format(" {} in doubt,", counts.in_doubt), fmt::format(" {} not sent", counts.not_sent)},
      width, 2);
}

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
      return "check the network and the address (--base-url), then";
    case ErrorClass::no_channel:
      return "the provider does not offer the model now: wait or choose another model, then";
    default:
      return {};
  }
}

std::string_view remedy_for_failed(const Results& results) {
  for (const Result& row : results.rows) {
    if (row.status != Status::failed) continue;
    const std::string_view remedy = remedy_for(row.error_class);
    if (!remedy.empty()) return remedy;
  }
  return {};
}

// A command follows its prose after two spaces, to be seen as one.
std::vector<std::string> step(std::string_view before, const std::string& command,
                              std::string_view after = {}) {
  std::vector<std::string> pieces;
  add_words(pieces, before);
  if (!command.empty()) pieces.push_back((pieces.empty() ? " " : "  ") + command);
  if (!after.empty()) pieces.push_back("  " + std::string(after));
  return pieces;
}

std::string sends_text(const Counts& counts) {
  std::string text = "(sends ";
  if (counts.failed > 0) text += counted(counts.failed, "failed row") + " again";
  if (counts.failed > 0 && counts.not_sent > 0) text += " and ";
  if (counts.not_sent > 0) text += counted(counts.not_sent, "row") + " not sent yet";
  return text + ")";
}

// What was removed from the manifest is not sent again, and can not be edited.
Counts count_written(const Results& results) {
  Counts counts;
  for (const Result& row : results.rows) {
    if (!row.source.empty()) counts.add(row.status);
  }
  return counts;
}

// Whoever writes it down has no refusals the next time.
std::string pace_text(const Allowance& learned, std::size_t width) {
  std::string settings;
  if (learned.rate) settings = "rate: " + to_text(Pace{learned.rate});
  if (learned.at_a_time) {
    settings += fmt::format("{}jobs: {}", settings.empty() ? "" : ", ", *learned.at_a_time);
  }
  if (settings.empty()) return {};
  return paragraph("pace:",
                   step(fmt::format("the server took about {}; to keep to that from the start, "
                                    "write under submit: in the manifest",
                                    allowance_text(learned)),
                        settings),
                   width, indent_of_next);
}

std::string next_text(const Results& results, const Ending& ending, std::size_t width) {
  const Counts counts = count_written(results);
  const std::size_t doubts = count_rows(results).in_doubt;
  std::vector<std::vector<std::string>> steps;
  if (doubts > 0) {
    const bool one = doubts == 1;
    const std::string prose = fmt::format(
        "{} may have been paid for, so shotlist does not send {} again: look {} up in the "
        "provider's console, and say what you found:",
        one ? "the row in doubt" : counted(doubts, "row") + " in doubt", one ? "it" : "them",
        one ? "it" : "them");
    steps.push_back(step(prose, ending.resolve_command));
  }
  if (counts.failed + counts.not_sent > 0) {
    steps.push_back(step(remedy_for_failed(results), ending.run_command, sends_text(counts)));
  }
  if (counts.rejected > 0) {
    const std::string_view rows = counts.rejected == 1 ? "row" : "rows";
    steps.push_back(step(fmt::format("edit the rejected {}, then", rows), ending.run_command));
  }
  std::string text;
  for (const auto& pieces : steps) {
    text += paragraph(text.empty() ? "next:" : "also:", pieces, width, indent_of_next);
  }
  return text;
}

}  // namespace

Counts count_rows(const Results& results) {
  Counts counts;
  for (const Result& row : results.rows)
    counts.add(row.status);
  return counts;
}

std::string summary_text(const Results& results, const Ending& ending, std::size_t width,
                         const Style& style) {
  const Counts counts = count_rows(results);
  std::string text = counts_text(counts, width);
  text += causes_text(results, width, style);
  if (!ending.stopped_because.empty()) {
    std::vector<std::string> words;
    add_words(words, disarm(ending.stopped_because));
    text += paragraph("stopped:", words, width, indent_of_next);
  }
  if (!ending.cost.empty()) {
    std::vector<std::string> words;
    add_words(words, disarm(ending.cost));
    text += paragraph("cost:", words, width, indent_of_next);
  }
  text += pace_text(ending.learned, width);
  text += "results: " + disarm(ending.results_file) + '\n';
  return text + next_text(results, ending, width);
}

}  // namespace shotlist

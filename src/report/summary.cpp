#include "report/summary.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/display_width.h"
#include "base/text.h"
#include "report/cause.h"
#include "report/paragraph.h"
#include "report/wording.h"

namespace shotlist {
namespace {

constexpr std::size_t causes_shown = 10;
constexpr std::size_t least_message = 12;  // columns
constexpr std::size_t indent_of_next = 6;

std::string counts_text(const Counts& counts, std::size_t width) {
  return paragraph(
      counted(counts.total(), "request") + ":",
      {fmt::format(" {} submitted,", counts.submitted),
       fmt::format(" {} rejected,", counts.rejected), fmt::format(" {} failed,", counts.failed),
       fmt::format(" {} in doubt,", counts.in_doubt), fmt::format(" {} not sent", counts.not_sent)},
      width, 2);
}

std::string message_of(const Cause& cause) {
  const std::string kind = spoken(cause.error_class);
  const std::string words = disarm(cause.error);
  if (kind.empty() && words.empty()) return "no reason given";
  if (kind.empty() || words.empty()) return kind + words;
  return kind + ": " + words;
}

// As many ids as fit, at least one, and a sign that there are more.
std::string examples_within(const Cause& cause, std::size_t width) {
  std::string text = disarm(cause.examples.front());
  std::size_t shown = 1;
  for (; shown < cause.examples.size(); ++shown) {
    const std::string longer = text + ", " + disarm(cause.examples[shown]);
    const std::size_t sign = shown + 1 < cause.rows ? display_width(", …") : 0;
    if (display_width(longer) + sign > width) break;
    text = longer;
  }
  if (shown < cause.rows) text += ", …";
  return fitted(text, width);
}

std::string causes_text(const Results& results, std::size_t width, const Style& style) {
  std::vector<Cause> causes = causes_of(results);
  std::size_t rows_left_out = 0;
  for (std::size_t i = causes_shown; i < causes.size(); ++i)
    rows_left_out += causes[i].rows;
  const std::size_t left_out = causes.size() - std::min(causes.size(), causes_shown);
  causes.resize(causes.size() - left_out);

  std::size_t label_width = 0;
  std::size_t message_width = 0;
  std::size_t examples_width = 0;
  const auto label_of = [](const Cause& cause) {
    return fmt::format("{} ({})", spoken(cause.status), cause.rows);
  };
  for (const Cause& cause : causes) {
    label_width = std::max(label_width, display_width(label_of(cause)));
    message_width = std::max(message_width, display_width(message_of(cause)));
    examples_width = std::max(examples_width, display_width(examples_within(cause, width)));
  }
  // The ids get a third of the room at least, and what the messages leave.
  const std::size_t gaps = 2 + 2 + 3;
  const std::size_t room = width - std::min(width, label_width + gaps);
  const std::size_t kept_for_examples = std::min(examples_width, room / 3);
  message_width =
      std::min(message_width, std::max(std::min(room, least_message), room - kept_for_examples));

  std::string text;
  for (const Cause& cause : causes) {
    std::string line = "  " + style.painted(cause.status, padded(label_of(cause), label_width)) +
                       "  " + padded(message_of(cause), message_width) + "   " +
                       examples_within(cause, room - message_width);
    while (line.back() == ' ')
      line.pop_back();
    text += line + '\n';
  }
  if (left_out > 0) {
    text += paragraph("  and",
                      {fmt::format(" {} more kinds of failure", left_out),
                       fmt::format(" ({} in all)", counted(rows_left_out, "row"))},
                      width, 4);
  }
  return text;
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

std::string next_text(const Results& results, const Counts& counts, const Ending& ending,
                      std::size_t width) {
  std::vector<std::vector<std::string>> steps;
  if (counts.in_doubt > 0) {
    const bool one = counts.in_doubt == 1;
    std::string prose = fmt::format(
        "look up the {} in doubt in the provider's console by time, prompt and request id: {} may "
        "have been paid for, so shotlist does not send {} again",
        one ? "row" : counted(counts.in_doubt, "row"), one ? "it" : "they", one ? "it" : "them");
    if (!ending.review_command.empty()) prose += "; the details:";
    steps.push_back(step(prose, ending.review_command));
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
  text += "results: " + disarm(ending.results_file) + '\n';
  return text + next_text(results, counts, ending, width);
}

}  // namespace shotlist

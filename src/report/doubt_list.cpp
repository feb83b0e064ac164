#include "report/doubt_list.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/display_width.h"
#include "base/text.h"
#include "report/paragraph.h"
#include "report/summary.h"
#include "report/wording.h"

namespace shotlist::report {
namespace {

constexpr std::size_t label_width = 12;
constexpr std::size_t most_of_prompt = 160;  // columns: enough to know it by

// From when to when the provider may have made the task.
std::string window_of(const Attempt& doubt) {
  if (!doubt.sent_at) return "sent at a time that is not known any more";
  const std::string sent = "sent " + to_text(*doubt.sent_at);
  if (!doubt.latency) return sent + ", and no answer was seen";
  const char* end = doubt.http_status == 0 ? "lost" : "answered";
  return fmt::format("{}, {} {} later, at {}", sent, end, to_text(Duration(*doubt.latency)),
                     to_text(*doubt.sent_at + *doubt.latency));
}

std::string cause_of(const Attempt& doubt) {
  const std::string kind = spoken(doubt.error_class);
  return kind.empty() || doubt.error.empty() ? kind + doubt.error : kind + ": " + doubt.error;
}

std::string line(std::string_view label, const std::string& value, std::size_t width) {
  if (value.empty()) return {};
  std::vector<std::string> words;
  add_words(words, disarm(value));
  words.front().erase(0, 1);
  return paragraph("  " + padded(label, label_width), words, width, 2 + label_width);
}

std::string attempt_text(const Attempt& attempt, std::size_t width) {
  return line(fmt::format("attempt {}", attempt.attempt), window_of(attempt), width) +
         line("why", cause_of(attempt), width) +
         line("request id", attempt.provider_request_id, width);
}

std::string content_text(const std::string& model, const std::string& prompt, std::size_t width) {
  return line("model", model, width) +
         line("prompt", fitted(disarm(one_line(prompt)), most_of_prompt), width);
}

std::string text_of(const Fields& fields, const char* name) {
  const Value* value = find_field(fields, name);
  return value == nullptr ? std::string() : to_text(*value);
}

// The answer names a task: whether it is the row's, only the console tells.
std::string offer_text(const Result& row, const Attempt& doubt,
                       const std::string& resolve_command) {
  if (doubt.named_task.empty()) return {};
  return fmt::format("  {}{} {}\n", padded("to accept", label_width), resolve_command,
                     command_line({row.id, "--task-id", doubt.named_task}));
}

std::string row_text(const Result& row, const std::vector<Attempt>& doubts, const Past& past,
                     const std::string& resolve_command, std::size_t width) {
  std::string text = disarm(row.id) + '\n';
  for (const Attempt& attempt : doubts) {
    text += attempt_text(attempt, width) + line("task", attempt.named_task, width) +
            offer_text(row, attempt, resolve_command);
    const Fields* sent = past.sent(row.id, attempt.attempt);
    const bool is_last = attempt.attempt == doubts.back().attempt;
    if (sent != nullptr) {
      text += content_text(text_of(*sent, "model"), text_of(*sent, "prompt"), width);
    } else if (is_last) {
      text += content_text(row.model, row.prompt, width);
    }
  }
  if (row.source.empty()) text += line("note", "it is no longer in the manifest", width);
  return text;
}

std::string remedy_text(bool one, const std::string& resolve_command, std::size_t width) {
  std::vector<std::string> words;
  add_words(words, fmt::format("{} up in the provider's console by time, prompt and request id; "
                               "then, if",
                               one ? "it" : "them"));
  return paragraph("look", words, width, 0) + fmt::format(
                                                  "  there is a task:  {0} ID --task-id T\n"
                                                  "  there is none:    {0} ID... --not-created\n",
                                                  resolve_command);
}

}  // namespace

std::string doubts_text(const Results& results, const journal::Ledger& ledger, const Past& past,
                        const std::string& resolve_command, std::size_t width) {
  const std::size_t doubts = count_rows(results).in_doubt;
  if (doubts == 0) return "no row is in doubt\n";
  std::string text = fmt::format("{} in doubt: {} may have been paid for\n\n",
                                 counted(doubts, "row"), doubts == 1 ? "it" : "each of them");
  for (const Result& row : results.rows) {
    if (row.status != Status::in_doubt) continue;
    text += row_text(row, doubts_of(*ledger.find(row.id)), past, resolve_command, width) + '\n';
  }
  return text + remedy_text(doubts == 1, resolve_command, width);
}

}  // namespace shotlist::report

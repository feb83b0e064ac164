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

namespace shotlist {
namespace {

constexpr std::size_t label_width = 12;
constexpr std::size_t most_of_prompt = 160;  // columns: enough to know it by

// From when to when the provider may have made the task.
std::string window_of(const Doubt& doubt) {
  if (!doubt.sent_at) return "sent at a time that is not known any more";
  const std::string sent = "sent " + to_text(*doubt.sent_at);
  if (!doubt.latency) return sent + ", and no answer was seen";
  return fmt::format("{}, lost {} later, at {}", sent, to_text(Duration(*doubt.latency)),
                     to_text(*doubt.sent_at + *doubt.latency));
}

std::string cause_of(const Doubt& doubt) {
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

std::string attempt_text(const Doubt& doubt, std::size_t width) {
  return line(fmt::format("attempt {}", doubt.attempt), window_of(doubt), width) +
         line("why", cause_of(doubt), width) + line("request id", doubt.provider_request_id, width);
}

std::string row_text(const Result& row, const std::vector<Doubt>& doubts, std::size_t width) {
  std::string text = disarm(row.id) + '\n';
  for (const Doubt& doubt : doubts)
    text += attempt_text(doubt, width);
  text += line("model", row.model, width);
  text += line("prompt", fitted(disarm(one_line(row.prompt)), most_of_prompt), width);
  if (row.source.empty()) text += line("note", "it is no longer in the manifest", width);
  return text;
}

std::string remedy_text(const std::string& resolve_command, std::size_t width) {
  std::vector<std::string> words;
  add_words(words, "each one in the provider's console by its time, prompt and request id; then");
  return paragraph("find", words, width, 2) + fmt::format(
                                                  "  there is a task:  {0} ID --task-id T\n"
                                                  "  there is none:    {0} ID... --not-created\n",
                                                  resolve_command);
}

}  // namespace

std::string doubts_text(const Results& results, const Ledger& ledger,
                        const std::string& resolve_command, std::size_t width) {
  const std::size_t doubts = count_rows(results).in_doubt;
  if (doubts == 0) return "no row is in doubt\n";
  std::string text = fmt::format("{} in doubt: {} may have been paid for\n\n",
                                 counted(doubts, "row"), doubts == 1 ? "it" : "each of them");
  for (const Result& row : results.rows) {
    if (row.status != Status::in_doubt) continue;
    text += row_text(row, doubts_of(*ledger.find(row.id)), width) + '\n';
  }
  return text + remedy_text(resolve_command, width);
}

}  // namespace shotlist

#include "report/doubt_list.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/display_width.h"
#include "base/text.h"
#include "base/time.h"
#include "report/paragraph.h"
#include "report/wording.h"

namespace shotlist::report {
namespace {

constexpr std::size_t label_width = 12;
constexpr std::size_t most_of_prompt = 160;  // columns: enough to know it by

// From when to when the provider may have made the task, and which provider.
std::string window_of(const ledger::Attempt& doubt) {
  const std::string sent = fmt::format("{} to {}", to_text(doubt.sent_at), doubt.server);
  if (!doubt.latency) return sent + ", and no answer was seen";
  const char* end = doubt.http_status == 0 ? "lost" : "answered";
  return fmt::format("{}, {} {} later, at {}", sent, end, to_text(Duration(*doubt.latency)),
                     to_text(doubt.sent_at + *doubt.latency));
}

std::string line(std::string_view label, const std::string& value, std::size_t width) {
  if (value.empty()) return {};
  std::vector<std::string> words;
  add_words(words, disarm(value));
  words.front().erase(0, 1);
  return paragraph("  " + padded(label, label_width), words, width, 2 + label_width);
}

std::string text_of(const Fields& fields, const char* name) {
  const Value* value = find_field(fields, name);
  return value == nullptr ? std::string() : to_text(*value);
}

// The answer names a task: whether it is the row's, only the console tells.
std::string offer_text(const Doubt& doubt, bool is_only_one, const std::string& resolve_command) {
  if (doubt.attempt.named_task.empty()) return {};
  const std::string& name = is_only_one ? doubt.id : doubt.attempt.entry;
  return fmt::format("  {}{} {}\n", padded("to accept", label_width), resolve_command,
                     command_line({name, "--task-id", doubt.attempt.named_task}));
}

// `is_only_one`: no other doubt is of a row of that name.
std::string doubt_text(const Doubt& doubt, bool is_only_one, const std::string& resolve_command,
                       std::size_t width) {
  const ledger::Attempt& attempt = doubt.attempt;
  const std::string prompt = one_line(text_of(doubt.sent, "prompt"));
  return disarm(doubt.id) + '\n' + line("entry", attempt.entry, width) +
         line("sent", window_of(attempt), width) +
         line("why", reason_text(attempt.error_class, attempt.error), width) +
         line("request id", attempt.request_id, width) + line("task", attempt.named_task, width) +
         offer_text(doubt, is_only_one, resolve_command) +
         line("model", text_of(doubt.sent, "model"), width) +
         line("prompt", fitted(disarm(prompt), most_of_prompt), width) +
         (doubt.is_written ? std::string()
                           : line("note", "it is no longer in the manifest", width));
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

std::string doubts_text(const std::vector<Doubt>& doubts, const std::string& resolve_command,
                        std::size_t width) {
  if (doubts.empty()) return "no row is in doubt\n";
  std::string text =
      fmt::format("{} in doubt: {} may have been paid for\n\n", counted(doubts.size(), "row"),
                  doubts.size() == 1 ? "it" : "each of them");
  std::unordered_map<std::string_view, std::size_t> doubts_of;
  for (const Doubt& doubt : doubts)
    ++doubts_of[doubt.id];
  for (const Doubt& doubt : doubts)
    text += doubt_text(doubt, doubts_of[doubt.id] == 1, resolve_command, width) + '\n';
  return text + remedy_text(doubts.size() == 1, resolve_command, width);
}

}  // namespace shotlist::report

#include "show/doubt_list.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/display_width.h"
#include "base/json_object.h"
#include "base/json_text.h"
#include "base/text.h"
#include "base/time.h"
#include "base/translation.h"
#include "show/paragraph.h"
#include "show/wording.h"

namespace shotlist::show {
namespace {

constexpr std::size_t label_width = 12;
constexpr std::size_t most_of_prompt = 160;  // columns: enough to recognize it

// When the provider may have made the task, and which provider.
std::string window_of(const ledger::Attempt& doubt, const ShownTime& time) {
  const std::string sent = tr("{} to {}", time.text(doubt.sent_at), doubt.server.text());
  if (!doubt.latency) return sent + tr(", and no answer was seen");
  const char* end = doubt.http_status == 0 ? tr("lost") : tr("answered");
  return tr("{}, {} {} later, at {}", sent, end, to_text(Duration(*doubt.latency)),
            time.text(doubt.sent_at + *doubt.latency));
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

// The answer names a task: only the console shows whether it is the row's.
std::string offer_text(const Doubt& doubt, bool is_only_one, const std::string& resolve_command) {
  if (doubt.attempt.named_task.empty()) return {};
  const std::string& name = is_only_one ? doubt.id : doubt.attempt.entry;
  return fmt::format("  {}{} {}\n", padded(tr("to accept"), label_width), resolve_command,
                     command_line({name, "--task-id", doubt.attempt.named_task}));
}

std::string notes_of(const Doubt& doubt) {
  std::string notes;
  const auto add = [&notes](std::string_view note) {
    notes += notes.empty() ? "" : tr("; ");
    notes += note;
  };
  if (doubt.is_superseded) add(tr("the row was sent again since; name this try by its entry"));
  if (!doubt.is_written) add(tr("it is no longer in the manifest"));
  if (doubt.is_rehearsal) add(tr("it was a rehearsal: nothing was paid"));
  return notes;
}

// `is_only_one`: the row's name refers to this doubt alone.
std::string doubt_text(const Doubt& doubt, bool is_only_one, const std::string& resolve_command,
                       std::size_t width, const ShownTime& time) {
  const ledger::Attempt& attempt = doubt.attempt;
  const std::string prompt = one_line(text_of(doubt.sent, "prompt"));
  return disarm(doubt.id) + '\n' + line(tr("entry"), attempt.entry, width) +
         line(tr("sent"), window_of(attempt, time), width) +
         line(tr("why"), reason_text(attempt.error_class, attempt.error), width) +
         line(tr("request id"), attempt.request_id, width) +
         line(tr("task"), attempt.named_task, width) +
         offer_text(doubt, is_only_one, resolve_command) +
         line(tr("model"), text_of(doubt.sent, "model"), width) +
         line(tr("prompt"), fitted(disarm(prompt), most_of_prompt), width) +
         line(tr("note"), notes_of(doubt), width);
}

// Rows, and their earlier tries: `2 rows and 1 earlier try in doubt: …`
std::string headline(const std::vector<Doubt>& doubts, bool is_rehearsal, std::size_t width) {
  const auto earlier = static_cast<std::size_t>(std::count_if(
      doubts.begin(), doubts.end(), [](const Doubt& doubt) { return doubt.is_superseded; }));
  const std::size_t rows = doubts.size() - earlier;
  std::string what = rows > 0 ? counted(rows, "row") : std::string();
  if (rows > 0 && earlier > 0) what += tr(" and ");
  if (earlier == 1) what += tr("1 earlier try");
  if (earlier > 1) what += tr("{} earlier tries", earlier);
  const char* each = doubts.size() == 1 ? "it" : tr("each of them");
  std::vector<std::string> words;
  add_words(words, is_rehearsal ? tr("in doubt: a rehearsal, nothing was paid; in earnest "
                                     "{} may have been paid for",
                                     each)
                                : tr("in doubt: {} may have been paid for", each));
  return paragraph(what, words, width, 2);
}

std::string remedy_text(bool one, bool is_rehearsal, const std::string& resolve_command,
                        std::size_t width) {
  std::vector<std::string> words;
  add_words(words, is_rehearsal
                       ? tr("look up in a rehearsal; to try out what you would do, say that")
                       : tr("{} up in the provider's console by time, prompt and request "
                            "id; then, if",
                            one ? "it" : "them"));
  return paragraph(is_rehearsal ? tr("there is nothing to") : tr("look"), words, width, 0) +
         tr("  there is a task:  {0} ID --task-id T\n"
            "  there is none:    {0} ID... --not-created\n",
            resolve_command);
}

}  // namespace

std::string doubts_text(const std::vector<Doubt>& doubts, const std::string& resolve_command,
                        std::size_t width, const ShownTime& time) {
  if (doubts.empty()) return tr("no row is in doubt\n");
  const bool is_rehearsal = std::all_of(doubts.begin(), doubts.end(),
                                        [](const Doubt& doubt) { return doubt.is_rehearsal; });
  std::string text = headline(doubts, is_rehearsal, width) + '\n';
  std::unordered_map<std::string_view, std::size_t> doubts_of;
  for (const Doubt& doubt : doubts) {
    if (!doubt.is_superseded) ++doubts_of[doubt.id];
  }
  for (const Doubt& doubt : doubts) {
    const bool is_only_one = !doubt.is_superseded && doubts_of[doubt.id] == 1;
    text += doubt_text(doubt, is_only_one, resolve_command, width, time) + '\n';
  }
  return text + remedy_text(doubts.size() == 1, is_rehearsal, resolve_command, width);
}

std::string doubts_json(const std::vector<Doubt>& doubts) {
  std::string list;
  for (const Doubt& doubt : doubts) {
    const ledger::Attempt& attempt = doubt.attempt;
    list += list.empty() ? "" : ",";
    JsonObject object(list);
    object.text("id", doubt.id);
    object.text("entry", attempt.entry);
    object.text("manifest", attempt.manifest);
    object.text("server", attempt.server);
    object.text("sent_at", to_text(attempt.sent_at));
    if (attempt.latency) object.number("latency_ms", attempt.latency->count());
    object.text("error_class", to_text(attempt.error_class));
    object.text("error", attempt.error);
    if (attempt.http_status != 0) object.number("http_status", attempt.http_status);
    if (!attempt.request_id.empty()) object.text("request_id", attempt.request_id);
    if (!attempt.named_task.empty()) object.text("named_task", attempt.named_task);
    if (attempt.price) object.text("price", to_text(*attempt.price));
    if (!attempt.currency.empty()) object.text("currency", attempt.currency.text());
    object.text("model", text_of(doubt.sent, "model"));
    object.text("prompt", text_of(doubt.sent, "prompt"));
    object.truth("left", !doubt.is_written);
    object.truth("superseded", doubt.is_superseded);
    object.truth("rehearsal", doubt.is_rehearsal);
    object.end();
  }
  std::string json;
  JsonObject object(json);
  object.json("doubts", '[' + list + ']');
  object.end();
  return disarmed_json(json) + '\n';
}

}  // namespace shotlist::show

// `shotlist log`: every attempt and decision in a ledger, oldest first.

#include <set>
#include <string>
#include <unordered_set>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/error.h"
#include "base/json_object.h"
#include "base/json_text.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/files.h"
#include "cli/reading.h"
#include "ledger/ledger_file.h"
#include "report/wording.h"
#include "review/attempt_lines.h"
#include "system/posix_disk.h"

namespace shotlist::cli {
namespace {

using ledger::Attempt;
using ledger::Decision;

std::string attempt_json(const Attempt& attempt, bool is_rehearsal) {
  std::string json;
  JsonObject object(json);
  object.text("kind", "attempt");
  object.text("entry", attempt.entry);
  object.text("manifest", attempt.manifest);
  object.text("id", attempt.row);
  object.text("server", attempt.server);
  object.text("fingerprint", to_text(attempt.fingerprint));
  object.number("copy", attempt.copy);
  object.number("try", attempt.attempt);
  object.number("run", attempt.run);
  object.truth("rehearsal", is_rehearsal);
  object.text("sent_at", to_text(attempt.sent_at));
  object.text("status", to_text(attempt.status));
  if (attempt.verdict) object.text("verdict", to_text(*attempt.verdict));
  object.text("error_class", to_text(attempt.error_class));
  if (attempt.http_status != 0) object.number("http_status", attempt.http_status);
  if (!attempt.task_id.empty()) object.text("task_id", attempt.task_id);
  if (!attempt.named_task.empty()) object.text("named_task", attempt.named_task);
  if (!attempt.error.empty()) object.text("error", attempt.error);
  if (!attempt.request_id.empty()) object.text("request_id", attempt.request_id);
  if (attempt.latency) object.number("latency_ms", attempt.latency->count());
  if (attempt.settled_at) object.text("settled_at", to_text(*attempt.settled_at));
  if (attempt.price) object.text("price", to_text(*attempt.price));
  if (!attempt.currency.empty()) object.text("currency", attempt.currency);
  object.end();
  return disarmed_json(json) + '\n';
}

std::string decision_json(const Decision& decision) {
  std::string json;
  JsonObject object(json);
  object.text("kind", "decision");
  object.text("entry", decision.entry);
  object.text("id", decision.row);
  object.text("word", ledger::to_text(decision.word));
  if (!decision.task_id.empty()) object.text("task_id", decision.task_id);
  if (ledger::is_about_request(decision.word)) {
    object.text("fingerprint", to_text(decision.fingerprint));
    object.text("manifest", decision.manifest);
    object.text("server", decision.server);
  }
  object.text("by", decision.by);
  object.text("at", to_text(decision.at));
  object.end();
  return disarmed_json(json) + '\n';
}

std::string attempt_text(const Attempt& attempt, bool is_rehearsal) {
  std::string text =
      fmt::format("{}  {}  {}  {} {}", to_text(attempt.sent_at), attempt.entry,
                  report::spoken(attempt.status), disarm(attempt.manifest), disarm(attempt.row));
  if (attempt.copy > 1) text += fmt::format(" copy {}", attempt.copy);
  if (attempt.attempt > 1) text += fmt::format(" try {}", attempt.attempt);
  text += "  " + disarm(attempt.server);
  if (is_rehearsal) text += " (rehearsal, nothing was paid)";
  if (!attempt.task_id.empty()) text += "  " + disarm(attempt.task_id);
  if (attempt.price)
    text += fmt::format("  {}{}", attempt.currency.empty() ? "" : disarm(attempt.currency) + ' ',
                        to_text(*attempt.price));
  if (!attempt.error.empty()) text += "  " + disarm(report::one_line(attempt.error));
  return text + '\n';
}

std::string decision_text(const Decision& decision) {
  return fmt::format("{}  {}  {} {}  for {}, says {}\n", to_text(decision.at), decision.entry,
                     ledger::to_text(decision.word), disarm(decision.task_id), disarm(decision.row),
                     disarm(decision.by));
}

/// Which ledger is meant, and which manifest in it; no manifest: all of them.
struct Meant {
  std::string ledger;
  std::optional<std::string> manifest;
};

Meant meant_by(const LogCommand& command, const Environment& environment, Console& console) {
  if (command.manifest.path.empty())
    return {command.manifest.rehearsal
                ? resolved_path(rehearsal_ledger_name)
                : ledger_path(command.manifest.ledger, environment, ledger_name),
            {}};
  system::PosixDisk disk;
  Diagnostics diagnostics;
  const manifest::Manifest manifest = open_manifest(disk, command.manifest, diagnostics);
  show_diagnostics(diagnostics, console);
  const Files files = files_of(command.manifest, manifest, environment, command.manifest.rehearsal);
  return {files.ledger, files.manifest};
}

}  // namespace

ExitCode execute(const LogCommand& command, const Environment& environment) {
  Console console(command.console, environment);
  const Meant meant = meant_by(command, environment, console);
  if (!ledger::is_there(meant.ledger)) {
    throw Error(ExitCode::usage, "there is no ledger " + meant.ledger,
                "name one with --ledger FILE, or a manifest in its folder");
  }
  std::string text;
  ledger::read_ledger(meant.ledger, [&](ledger::Reader& reader) {
    text.clear();
    std::unordered_set<std::string> entries;
    const std::vector<Decision> decisions = reader.decisions();
    const ledger::Rehearsals rehearsals = reader.rehearsals();
    auto next = decisions.begin();
    const auto tell_until = [&](std::optional<Date> until) {
      for (; next != decisions.end() && (!until || next->at < *until); ++next) {
        if (meant.manifest && entries.count(next->entry) == 0) continue;
        text += command.json ? decision_json(*next) : decision_text(*next);
      }
    };
    reader.for_each_attempt(meant.manifest, [&](const Attempt& attempt) {
      tell_until(attempt.sent_at);
      entries.insert(attempt.entry);
      const bool is_rehearsal = ledger::is_rehearsal(attempt, rehearsals);
      text +=
          command.json ? attempt_json(attempt, is_rehearsal) : attempt_text(attempt, is_rehearsal);
    });
    tell_until({});
  });
  console.print(text);
  if (command.manifest.rehearsal) console.say("a rehearsal: nothing was paid\n");
  return ExitCode::ok;
}

}  // namespace shotlist::cli

// `shotlist log`: every attempt and decision in a ledger, oldest first.

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/display_width.h"
#include "base/json_object.h"
#include "base/json_text.h"
#include "base/recorded_text.h"
#include "base/text.h"
#include "base/translation.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/reading.h"
#include "ledger/ledger_file.h"
#include "show/wording.h"

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
  if (attempt.is_on_its_way()) object.truth("on_its_way", true);
  object.text("error_class", to_text(attempt.error_class));
  if (attempt.http_status != 0) object.number("http_status", attempt.http_status);
  if (!attempt.task_id.empty()) object.text("task_id", attempt.task_id);
  if (!attempt.named_task.empty()) object.text("named_task", attempt.named_task);
  if (!attempt.error.empty()) object.text("error", attempt.error);
  if (!attempt.request_id.empty()) object.text("request_id", attempt.request_id);
  if (attempt.latency) object.number("latency_ms", attempt.latency->count());
  if (attempt.settled_at) object.text("settled_at", to_text(*attempt.settled_at));
  if (attempt.price) object.text("price", to_text(*attempt.price));
  if (!attempt.currency.empty()) object.text("currency", attempt.currency.text());
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

/// One line of the log, for people. Cells are disarmed.
struct Line {
  std::string time;
  std::string entry;
  std::string what;     ///< the outcome, or a person's word
  std::string row;      ///< with its manifest
  std::string details;  ///< everything else
};

// More is not readable on a terminal; --json has the full text.
constexpr std::size_t most_of_name = 60;
constexpr std::size_t most_of_text = 120;

std::string row_text(const std::string& manifest, const std::string& row) {
  const std::string name = manifest.empty() ? disarm(row) : disarm(manifest) + ' ' + disarm(row);
  return fitted(name, most_of_name);
}

Line line_of(const Attempt& attempt, bool is_rehearsal, const show::ShownTime& time) {
  Line line{time.text(attempt.sent_at),
            attempt.entry,
            attempt.is_on_its_way() ? tr("on its way") : spoken(attempt.status),
            row_text(attempt.manifest.text(), attempt.row),
            {}};
  if (attempt.copy > 1) line.row += tr(" copy {}", attempt.copy);
  if (attempt.attempt > 1) line.row += tr(" try {}", attempt.attempt);
  line.details = fitted(disarm(attempt.server), most_of_name);
  if (is_rehearsal) line.details += tr(" (rehearsal, nothing was paid)");
  if (!attempt.task_id.empty())
    line.details += "  " + fitted(disarm(attempt.task_id), most_of_name);
  if (attempt.price)
    line.details +=
        fmt::format("  {}{}", attempt.currency.empty() ? "" : disarm(attempt.currency.text()) + ' ',
                    to_text(*attempt.price));
  if (!attempt.error.empty())
    line.details += "  " + fitted(disarm(show::one_line(spoken_text(attempt.error))), most_of_text);
  return line;
}

Line line_of(const Decision& decision, const std::string& manifest, const show::ShownTime& time) {
  const std::string what(ledger::to_text(decision.word));
  Line line{time.text(decision.at), decision.entry, what, row_text(manifest, decision.row), {}};
  if (!decision.task_id.empty())
    line.details = fitted(disarm(decision.task_id), most_of_name) + tr(", ");
  line.details += tr("says ") + fitted(disarm(spoken_text(decision.by)), most_of_name);
  return line;
}

std::string text_of(const std::vector<Line>& lines) {
  std::size_t what = 0;
  std::size_t row = 0;
  for (const Line& line : lines) {
    what = std::max(what, display_width(line.what));
    row = std::max(row, display_width(line.row));
  }
  std::string text;
  for (const Line& line : lines) {
    text += fmt::format("{}  {}  {}  {}  {}\n", line.time, line.entry, padded(line.what, what),
                        padded(line.row, row), line.details);
  }
  return text;
}

}  // namespace

ExitCode execute(const LogCommand& command, const Environment& environment) {
  Console console(command.console, environment);
  const LookedInto meant = ledger_to_look_into(command.manifest, environment, console);
  std::string text;
  ledger::read_ledger(meant.ledger, [&](ledger::Reader& reader) {
    text.clear();
    std::vector<Line> lines;
    std::unordered_map<std::string, std::string> manifest_of;  // by entry
    const std::vector<Decision> decisions = reader.decisions();
    const ledger::Rehearsals rehearsals = reader.rehearsals();
    auto next = decisions.begin();
    const auto tell_until = [&](std::optional<Date> until) {
      for (; next != decisions.end() && (!until || next->at < *until); ++next) {
        const auto manifest = manifest_of.find(next->entry);
        const bool is_known = manifest != manifest_of.end();
        if (meant.manifest && !is_known) continue;
        if (command.json) {
          text += decision_json(*next);
        } else {
          lines.push_back(
              line_of(*next, is_known ? manifest->second : std::string(), console.out_time()));
        }
      }
    };
    reader.for_each_attempt(meant.manifest, [&](const Attempt& attempt) {
      tell_until(attempt.sent_at);
      manifest_of.emplace(attempt.entry, attempt.manifest);
      const bool is_rehearsal = ledger::is_rehearsal(attempt, rehearsals);
      if (command.json) {
        text += attempt_json(attempt, is_rehearsal);
      } else {
        lines.push_back(line_of(attempt, is_rehearsal, console.out_time()));
      }
    });
    tell_until({});
    text += text_of(lines);
  });
  console.print(text);
  if (command.manifest.rehearsal) console.say(tr("a rehearsal: nothing was paid\n"));
  return ExitCode::ok;
}

}  // namespace shotlist::cli

// `shotlist plan`: what run would do, row by row, and why.

#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/disarm.h"
#include "base/display_width.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/reading.h"
#include "cli/state.h"
#include "report/past.h"
#include "submit/plan.h"
#include "system/posix_disk.h"
#include "system/system_clock.h"

namespace shotlist {
namespace {

std::string source_of(const Request& request) {
  return to_text(Position{request.source.file, request.source.line, 0});
}

std::string json_line(const Request& request, const Decision& decision) {
  nlohmann::ordered_json line = {{"id", request.id},
                                 {"source", source_of(request)},
                                 {"fingerprint", to_text(request.fingerprint)},
                                 {"action", to_text(decision.action)},
                                 {"reason", decision.reason}};
  std::string text = line.dump();
  // The body as the exact bytes that would be sent.
  text.pop_back();
  return text + ",\"body\":" + request.body + "}\n";
}

std::string table_line(const Request& request, const Decision& decision, std::size_t id_width,
                       std::size_t reason_width) {
  return fmt::format("{}  {}  {}  {}\n", to_text(decision.action),
                     padded(disarm(request.id), id_width), padded(decision.reason, reason_width),
                     source_of(request));
}

}  // namespace

ExitCode execute(const PlanCommand& command, const Environment& environment) {
  constexpr std::size_t widest_id = 40;
  constexpr std::size_t chunk = std::size_t{64} * 1024;
  Console console(command.console, environment);
  PosixDisk disk;
  SystemClock clock;
  const ReadManifest read = read_manifest(disk, command.manifest, console);
  const bool nameless = command.manifest.path == "-" && command.manifest.output.empty();
  const std::string results = nameless ? std::string() : results_path(command.manifest);
  const Known known = nameless ? Known() : read_known(disk, results, clock.date());
  Consent consent;
  consent.changed = command.changed == ChangedRows::resubmit;
  const Plan plan = make_plan(read.requests, known.ledger, command.selection, consent);

  std::size_t id_width = 0;
  std::size_t reason_width = 0;
  for (std::size_t i = 0; i < plan.rows.size(); ++i) {
    id_width = std::max(id_width, display_width(disarm(read.requests.rows[i].id)));
    reason_width = std::max(reason_width, display_width(plan.rows[i].reason));
  }
  id_width = std::min(id_width, widest_id);

  std::string text;
  for (std::size_t i = 0; i < plan.rows.size(); ++i) {
    const Request& request = read.requests.rows[i];
    text += command.json ? json_line(request, plan.rows[i])
                         : table_line(request, plan.rows[i], id_width, reason_width);
    if (text.size() < chunk) continue;
    console.print(text);
    text.clear();
  }
  console.print(text);
  if (!nameless) {
    const Past past(disk, results, read.requests, known.ledger);
    console.say(disagreement_text(known.old, results));
    console.say(changes_text(past.changed(), console.err_width()));
    console.say(renamed_text(past.renamed(), console.err_width()));
  }
  console.say(fmt::format("{}: {}, {} would be sent\n", disarm(read.manifest.name()),
                          counted(plan.rows.size(), "request"), plan.to_send));
  return ExitCode::ok;
}

}  // namespace shotlist

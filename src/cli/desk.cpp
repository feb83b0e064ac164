#include "cli/desk.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "base/disarm.h"
#include "cli/reading.h"
#include "cli/settings.h"
#include "cli/typed_command.h"
#include "ledger/ledger_file.h"

namespace shotlist::cli {

namespace {

// A manifest from standard input cannot be read twice.
ManifestOptions as_last_run(const ManifestOptions& options, const Environment& environment,
                            system::Disk& disk, Console& console) {
  if (options.path == "-" || !options.set.empty()) return options;
  Diagnostics told_later;
  const manifest::Manifest manifest = open_manifest(disk, options, told_later);
  const Files files = files_of(options, manifest, environment, options.rehearsal);
  std::vector<std::string> last;
  ledger::read_ledger(files.ledger, [&](ledger::Reader& reader) {
    last.clear();
    for (ledger::Run& run : reader.runs()) {
      if (run.manifest == files.manifest && !run.imported) last = std::move(run.options);
    }
  });
  ManifestOptions shaped = shaped_like(options, last);
  for (const auto& [field, value] : shaped.set)
    console.say(fmt::format("as in the last run: --set {}={}\n", disarm(field), disarm(value)));
  return shaped;
}

}  // namespace

Desk::Desk(const ManifestOptions& options, const Environment& environment, system::Disk& disk,
           Console& console)
    : options_(as_last_run(options, environment, disk, console)),
      environment_(environment),
      disk_(disk),
      console_(console),
      witnesses_(environment.state_folder),
      rows_(disk, options_, {}, console),
      files_(files_of(options_, rows_.manifest(), environment, options_.rehearsal)) {}

Account Desk::take_account(ledger::Reader& reader, const std::string& by, Date now) {
  for (ledger::Run& run : reader.runs()) {
    if (run.manifest == files_.manifest && !run.imported) last_run_ = std::move(run);
  }
  if (files_.is_rehearsal) {
    server_ = sandbox_server;
  } else if (last_run_) {
    server_ = server_of(last_run_->base_url);
  } else {
    server_ = server_of(resolve_settings({}, environment_, rows_.manifest().settings()).base_url);
  }
  const std::vector<std::string> written = reader.outputs_of(files_.manifest);
  const bool is_default = options_.output.empty() && !std::filesystem::exists(files_.results);
  if (is_default && !written.empty()) files_.results = written.front();
  Question question{rows_, files_, server_, witnesses_};
  question.by = by;
  question.now = now;
  return cli::take_account(question, reader, disk_, console_);
}

std::string Desk::run_command() const {
  return command_to_run(options_, last_run());
}

std::string Desk::resolve_command() const {
  return command_to_resolve(options_, last_run_ ? last_run_->options : std::vector<std::string>());
}

}  // namespace shotlist::cli

#include "cli/desk.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/error.h"
#include "base/translation.h"
#include "cli/guards.h"
#include "cli/kept_answers.h"
#include "cli/reading.h"
#include "cli/settings.h"
#include "cli/typed_command.h"
#include "ledger/ledger_file.h"
#include "ledger/postgres_engine.h"
#include "show/wording.h"

namespace shotlist::cli {

namespace {

// A manifest from standard input cannot be read twice.
ManifestOptions as_last_run(const ManifestOptions& options, const Environment& environment,
                            system::Disk& disk, Console& console) {
  const bool says_all = !options.set.empty() && options.price && !options.variables.empty() &&
                        !options.encoding.empty();
  if (options.path == "-" || says_all) return options;
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
  std::vector<std::string> reused;
  for (std::size_t i = options.set.size(); i < shaped.set.size(); ++i)
    reused.insert(reused.end(), {"--set", shaped.set[i].first + '=' + shaped.set[i].second});
  if (shaped.variables != options.variables)
    reused.insert(reused.end(),
                  {"--variables", fmt::format("{}", fmt::join(shaped.variables, ","))});
  if (shaped.price != options.price)
    reused.insert(reused.end(), {"--price", to_text(*shaped.price)});
  if (shaped.encoding != options.encoding)
    reused.insert(reused.end(), {"--encoding", shaped.encoding});
  if (!reused.empty()) console.say(tr("as in the last run: {}\n", show::command_line(reused)));
  return shaped;
}

}  // namespace

Desk::Desk(const ManifestOptions& options, const Environment& environment,
           system::RememberingDisk& disk, Console& console, const plan::Selection& selection)
    : options_(as_last_run(options, environment, disk, console)),
      environment_(environment),
      disk_(disk),
      past_(disk),
      console_(console),
      witnesses_(environment.state_folder),
      rows_(disk, options_, selection, console),
      files_(files_of(options_, rows_.manifest(), environment, options_.rehearsal)) {
  disk.forget();
  hand_over(own_ledger(files_), files_.ledger, console_);
  if (files_.is_rehearsal) must_not_replace_real_results(files_, past_);
}

Account Desk::take_account(ledger::Reader& reader, const std::string& by, Date now,
                           const std::string& server) {
  for (ledger::Run& run : reader.runs()) {
    if (run.manifest == files_.manifest && !run.imported) last_run_ = std::move(run);
  }
  if (files_.is_rehearsal) {
    server_ = sandbox_server;
  } else if (!server.empty()) {
    server_ = server;
  } else if (last_run_) {
    server_ = server_of(last_run_->base_url);
  } else {
    server_ = server_of(resolve_settings({}, environment_, rows_.manifest().settings()).base_url);
  }
  if (options_.output.empty() && !std::filesystem::exists(files_.results))
    files_.results = last_results(reader).value_or(files_.results);
  tell_what_is_missing(reader);
  if (!writes_results_) past_.keep_starts();
  Question question{rows_, files_, server_, witnesses_, past_};
  question.by = by;
  question.now = now;
  return cli::take_account(question, reader, disk_, console_);
}

// Not the one that the original of a copied ledger wrote, nor that of another user of a shared one.
std::optional<std::string> Desk::last_results(const ledger::Reader& reader) const {
  if (ledger::is_shared_ledger(files_.ledger)) return std::nullopt;
  if (reader.identity().path != files_.ledger) return std::nullopt;
  for (const std::string& path : reader.outputs_of(files_.manifest)) {
    if (std::filesystem::exists(path)) return path;
  }
  return std::nullopt;
}

// A run would refuse to continue; looking is free.
void Desk::tell_what_is_missing(const ledger::Reader& reader) {
  if (std::exchange(has_told_, true)) return;
  try {
    must_know_everything(files_, reader, witnesses_, past_);
  } catch (const Error& error) {
    console_.complain(tr("shotlist: warning: {}\n", disarm(error.what())));
  }
}

std::string Desk::run_command() const {
  return command_to_run(options_, last_run());
}

std::string Desk::resolve_command() const {
  return command_to_resolve(options_, last_run_ ? last_run_->options : std::vector<std::string>());
}

}  // namespace shotlist::cli

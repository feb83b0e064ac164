#include "cli/open_ledger.h"

#include <chrono>
#include <filesystem>
#include <system_error>

#include "base/disarm.h"
#include "base/error.h"
#include "base/translation.h"
#include "ledger/postgres_engine.h"
#include "system/epoll_queue.h"
#include "system/host.h"
#include "system/signal_descriptor.h"

namespace shotlist::cli {
namespace {

// As far as the ledger shows it: `resolve` does not record a run.
std::string holder_of(const std::string& path) {
  std::string holder;
  ledger::read_ledger(path, [&](ledger::Reader& reader) {
    for (const ledger::Run& run : reader.runs()) {
      if (run.is_at_work) {
        holder = tr("process {} on {}, which began with {} at {}", run.process, disarm(run.host),
                    disarm(run.manifest), to_text(run.started_at));
      }
    }
  });
  return holder.empty() ? tr("another shotlist") : holder;
}

void must_have_folder(const std::string& path) {
  std::error_code none;
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (std::filesystem::exists(folder, none) || none) return;
  throw Error(ExitCode::invalid,
              tr("there is no folder ") + folder.string() + tr(" for the ledger"),
              tr("make it, or name a ledger elsewhere: --ledger, SHOTLIST_LEDGER or the manifest's "
                 "`ledger`"));
}

void hold(std::optional<ledger::LedgerFile>& file, const std::string& path, bool wait,
          system::Random& random, Console& console, bool& is_told) {
  must_have_folder(path);
  constexpr Duration pause = std::chrono::milliseconds(500);
  std::optional<system::SignalDescriptor> stop;
  std::optional<system::EpollQueue> events;
  for (;;) {
    try {
      file.emplace(path, random);
      return;
    } catch (const Error& error) {
      if (error.exit_code() != ExitCode::held) throw;
      if (!wait) {
        throw Error(ExitCode::held, tr("{} is held by {}", path, holder_of(path)),
                    tr("wait for it to end, or add --wait"));
      }
    }
    if (!is_told) console.say(tr("waiting for {}\n", holder_of(path)));
    is_told = true;
    if (!stop) {
      stop.emplace();
      events.emplace().wake_by(stop->descriptor());
    }
    events->wait(pause);
    if (stop->count() > 0) throw Error(stop->exit_code(), tr("interrupted while waiting"));
  }
}

}  // namespace

OpenLedger::OpenLedger(const std::string& path, bool wait, system::Random& random, Console& console)
    : path_(path), ledger_(open(wait, random, console), work_, random, [this] {
        if (file_) file_->must_be_in_its_place();
      }) {
  ledger_.when_kept_waiting([&console, path] {
    console.complain(tr("{} is locked by another program; waiting for it\n", disarm(path)));
  });
}

ledger::Database OpenLedger::open(bool wait, system::Random& random, Console& console) {
  if (ledger::is_shared_ledger(path_)) return ledger::Database(ledger::open_postgres(path_, true));
  hold(file_, path_, wait, random, console, has_waited_);
  return file_->open();
}

ledger::Whereabouts OpenLedger::whereabouts() const {
  if (!file_) return {path_, system::host_name(), ledger::Reader(ledger_.database()).place()};
  return {file_->path(), system::host_name(), to_text(file_->number())};
}

}  // namespace shotlist::cli

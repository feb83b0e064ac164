// `shotlist collect`: looks at submitted tasks until they end, and fetches their videos. Submits
// nothing, and never names a command that does.

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "api/endpoint.h"
#include "base/disarm.h"
#include "base/error.h"
#include "base/quantity.h"
#include "base/text.h"
#include "cli/account.h"
#include "cli/collecting.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/desk.h"
#include "cli/fetched_files.h"
#include "cli/guards.h"
#include "cli/open_ledger.h"
#include "cli/output_file.h"
#include "cli/settings.h"
#include "cli/typed_command.h"
#include "collect/file_name.h"
#include "collect/polls.h"
#include "http/curl_transport.h"
#include "ledger/ledger_file.h"
#include "sandbox/sandbox.h"
#include "show/collection.h"
#include "show/progress.h"
#include "show/wording.h"
#include "submit/submitter.h"
#include "system/epoll_queue.h"
#include "system/local_time.h"
#include "system/posix_disk.h"
#include "system/signal_descriptor.h"
#include "system/system_clock.h"
#include "system/system_random.h"

namespace shotlist::cli {
namespace {

/// One command, from the ledger to the videos.
class CollectRun {
 public:
  CollectRun(const CollectCommand& command, const Environment& environment)
      : command_(command),
        environment_(environment),
        console_(command.console, environment),
        desk_(command.manifest, environment, disk_, console_, command.selection) {}

  ExitCode execute() {
    if (!ledger::is_there(desk_.files().ledger)) {
      throw Error(ExitCode::usage, "nothing was sent yet: there is no " + desk_.files().ledger,
                  "name the ledger with --ledger FILE if it is elsewhere");
    }
    names_ = video_names(command_.collect, desk_.rows());
    folder_ = open_videos_folder(command_.collect.download);
    stop_.emplace();
    OpenLedger open(desk_.files().ledger, command_.wait, random_, console_);
    ledger::Reader reader(open.ledger().database());
    const Account before = desk_.take_account(reader, environment_.user, clock_.date());
    must_be_replaceable(disk_, desk_.files().results);
    must_not_replace_results_of_others(desk_.files(), reader);
    tell_kept_aside(expect_output(disk_, open.ledger(), desk_.files(), clock_.date()));

    std::vector<collect::Task> tasks =
        tasks_of(desk_.rows(), before, reader, command_.selection.limit,
                 command_.selection.only.empty() && command_.selection.where.empty());
    for (const collect::Task& task : tasks)
      names_.try_emplace(task.row, collect::file_stem(task.row));
    if (tasks.empty()) {
      console_.say("no task to look at: no selected row is submitted\n");
      if (command_.json) console_.print(show::collection_json({}));
      return ExitCode::ok;
    }
    if (folder_) look_after_files(tasks, command_.collect.again, console_);
    open_endpoint(tasks);
    announce(tasks);
    const show::Collection collection = collect(std::move(tasks), reader, open.ledger());
    const Account after = desk_.take_account(reader, environment_.user, clock_.date());
    write_results(after, open.ledger());
    if (command_.collect.sidecar) write_sidecars(desk_.rows(), after, reader, disk_, console_);
    console_.say(show::collection_text(collection, look_again(), console_.err_width(),
                                       console_.err_style()));
    console_.say(fmt::format("results: {}\n", disarm(shown_path(desk_.files().results))));
    if (command_.json) console_.print(show::collection_json(collection));
    const ExitCode code = exit_code_of(collection);
    if (console_.quiet() && code != ExitCode::ok)
      console_.complain("shotlist: " + show::collection_line(collection) + '\n');
    return code;
  }

 private:
  void open_endpoint(const std::vector<collect::Task>& tasks) {
    SubmitOptions flags = command_.submit;
    if (!flags.base_url && desk_.last_run() != nullptr && !desk_.files().is_rehearsal)
      flags.base_url = desk_.last_run()->base_url;
    settings_ = resolve_settings(flags, environment_, desk_.rows().manifest().settings(),
                                 desk_.files().is_rehearsal);
    if (desk_.files().is_rehearsal) {
      sandbox::SandboxOptions rehearsal = command_.rehearsal;
      rehearsal.earlier = as_earlier(tasks);
      sandbox_ = std::make_unique<sandbox::Sandbox>(rehearsal);
      settings_.base_url = sandbox_->base_url();
      endpoint_.key = Secret("sandbox");
    } else {
      must_be_the_server();
      endpoint_.key = resolve_key(disk_, flags, environment_);
      must_not_hold_key(settings_.base_url, endpoint_.key);
      choose_ca_file(disk_, flags, environment_, settings_);
    }
    endpoint_ = endpoint_of(settings_, endpoint_.key);
  }

  // Another server knows nothing of these tasks.
  void must_be_the_server() const {
    const std::string server = server_of(settings_.base_url);
    if (server == desk_.server()) return;
    throw Error(ExitCode::invalid,
                fmt::format("the tasks are at {}, not at {}", desk_.server(), server),
                "leave --base-url out, or give the address that they were sent to");
  }

  void announce(const std::vector<collect::Task>& tasks) {
    std::size_t open_tasks = 0;
    std::size_t without_file = 0;
    for (const collect::Task& task : tasks) {
      if (!has_ended(task.video.status)) ++open_tasks;
      if (task.video.path.empty()) ++without_file;
    }
    console_.say(fmt::format("{}: {} at {} · {} not ended yet{} · ledger {}\n",
                             disarm(desk_.rows().manifest().name()), counted(tasks.size(), "task"),
                             desk_.files().is_rehearsal ? "the sandbox (rehearsal, nothing is paid)"
                                                        : disarm(desk_.server()),
                             open_tasks,
                             folder_ ? fmt::format(" · {} to fetch into {}", without_file,
                                                   disarm(shown_path(folder_->path())))
                                     : std::string(),
                             disarm(shown_path(desk_.files().ledger))));
    const auto& rate = settings_.submit.pace.rate;
    const Duration every = command_.collect.poll_every.value_or(collect::PollSettings().every);
    if (!rate) return;
    const Duration once = rate->interval() * static_cast<Duration::rep>(open_tasks);
    if (once <= every) return;
    console_.say(fmt::format("{} at {}: one look each takes {}\n", counted(open_tasks, "task"),
                             to_text(settings_.submit.pace), to_text(once)));
  }

  show::Collection collect(std::vector<collect::Task> tasks, ledger::Reader& reader,
                           ledger::Ledger& ledger) {
    show::Progress progress(console_.err(), console_.progress_mode(), console_.err_style(),
                            system::to_local);
    system::EpollQueue events;
    events.wake_by(stop_->descriptor());
    events.wake_by(ledger.descriptor());
    http::CurlTransport transport(static_cast<int>(settings_.submit.jobs), events);
    Collecting collecting({std::move(tasks), std::move(names_), expectations_from(reader),
                           endpoint_, command_.collect, settings_.submit.pace,
                           desk_.files().is_rehearsal, folder_.get(), ledger, clock_, random_,
                           transport, transport, progress});
    events.wake_by(collecting.descriptor());
    const std::vector<submit::Order> nothing;
    submit::Submitter loop(nothing, {}, {}, ledger, endpoint_, settings_.submit,
                           {clock_, random_, transport, *stop_}, progress, &collecting.companion());
    submit::RunEnd end;
    try {
      end = loop.run();
    } catch (...) {
      progress.finish();
      throw;
    }
    progress.finish();
    return collecting.told(end);
  }

  void write_results(const Account& account, ledger::Ledger& ledger) {
    OutputFile file(disk_, desk_.files(), desk_.rows(), command_.manifest.excel);
    for_each_line(desk_.rows(), account, [&file](const Result& line) { file.add(line); });
    tell_kept_aside(
        file.commit(ledger, desk_.rows().rows().size() + account.left.size(), clock_.date()));
  }

  void tell_kept_aside(const std::string& aside) {
    if (aside.empty()) return;
    console_.complain(fmt::format("{} was edited since it was written: it is kept as {}\n",
                                  disarm(desk_.files().results), disarm(aside)));
  }

  std::string look_again() const {
    std::vector<std::string> words = {"shotlist"};
    words.insert(words.end(), command_.typed.begin(), command_.typed.end());
    return show::command_line(words);
  }

  const CollectCommand& command_;
  const Environment& environment_;
  Console console_;
  system::PosixDisk disk_;
  system::SystemClock clock_;
  system::SystemRandom random_;
  std::optional<system::SignalDescriptor> stop_;
  Desk desk_;
  std::unordered_map<std::string, std::string> names_;
  std::unique_ptr<system::Folder> folder_;
  Settings settings_;
  api::Endpoint endpoint_;
  std::unique_ptr<sandbox::Sandbox> sandbox_;
};

}  // namespace

ExitCode execute(const CollectCommand& command, const Environment& environment) {
  return CollectRun(command, environment).execute();
}

}  // namespace shotlist::cli

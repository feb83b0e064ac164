// `shotlist collect`: looks at submitted tasks until they end, and fetches their videos. Submits
// nothing, and never names a command that does.

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "api/endpoint.h"
#include "base/disarm.h"
#include "base/error.h"
#include "base/quantity.h"
#include "base/text.h"
#include "base/translation.h"
#include "cli/account.h"
#include "cli/collecting.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/desk.h"
#include "cli/fetched_files.h"
#include "cli/guards.h"
#include "cli/open_ledger.h"
#include "cli/output_file.h"
#include "cli/reports.h"
#include "cli/settings.h"
#include "cli/typed_command.h"
#include "cli/wire.h"
#include "collect/polls.h"
#include "ledger/ledger_file.h"
#include "sandbox/sandbox.h"
#include "show/collection.h"
#include "show/wording.h"
#include "submit/submitter.h"
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
        desk_(command.manifest, environment, inputs_, console_, command.selection) {}

  ExitCode execute() {
    try {
      return run();
    } catch (const Error& error) {
      const auto tell = [&error](JsonObject& json) { json.text("error", error.english()); };
      if (reports_) reports_->end(error.exit_code(), tell);
      throw;
    }
  }

 private:
  ExitCode run() {
    if (!ledger::is_there(desk_.files().ledger)) {
      throw Error(ExitCode::usage, tr("nothing was sent yet: there is no ") + desk_.files().ledger,
                  tr("name the ledger with --ledger FILE if it is elsewhere"));
    }
    names_ = video_names(command_.collect, desk_.rows());
    folder_ = open_videos_folder(command_.collect.download);
    stop_.emplace();
    OpenLedger open(desk_.files().ledger, command_.wait, random_, console_);
    if (open.has_waited()) desk_.past_results().forget();
    ledger::Reader reader(open.ledger().database());
    if (command_.submit.base_url && !desk_.files().is_rehearsal)
      asked_ = server_of(*command_.submit.base_url);
    reader.look_who_is_at_work();
    const Account before = desk_.take_account(reader, environment_.user, clock_.date(), asked_);
    reports_.emplace(command_.reports,
                     files_in_use(desk_.files(), desk_.rows(), command_.submit, environment_),
                     console_, disk_, clock_, random_);
    must_be_replaceable(desk_.past_results(), desk_.files().results);
    must_not_replace_results_of_others(desk_.files(), reader);
    const std::string aside =
        expect_output(disk_, desk_.past_results(), open.ledger(), desk_.files(), clock_.date());
    desk_.past_results().forget(desk_.files().results);
    console_.complain(kept_aside_text(desk_.files(), aside));

    std::vector<collect::Task> tasks =
        tasks_of(desk_.rows(), before, reader, command_.collect,
                 command_.selection.only.empty() && command_.selection.where.empty());
    if (folder_) look_after_files(tasks, command_.collect.again, console_);
    std::size_t beyond_limit = 0;
    if (command_.selection.limit)
      beyond_limit = limit_tasks(tasks, *command_.selection.limit, command_.collect);
    tell_elsewhere(before, reader, tasks.empty());
    if (tasks.empty()) {
      console_.say(tr("no task to look at: no selected row is submitted\n"));
      if (command_.json) console_.print(show::collection_json({}));
      return ExitCode::ok;
    }
    open_endpoint(tasks);
    reports_->hide(endpoint_.key);
    announce(tasks);
    begin_reports(tasks.size());
    show::Collection collection = collect(std::move(tasks), reader, open.ledger());
    if (beyond_limit > 0 && collection.stop == ExitCode::ok) {
      collection.stop = ExitCode::stopped;
      collection.why = in_both([&] {
        return tr("--limit is reached, with {} to collect", counted(beyond_limit, "more task"));
      });
    }
    const Account after = account_for_results(reader);
    write_results(after, open.ledger());
    if (command_.collect.sidecar) write_sidecars(desk_.rows(), after, reader, disk_, console_);
    console_.say(show::collection_text(collection, look_again(collection), console_.err_width()));
    console_.say(tr("results: {}\n", disarm(shown_path(desk_.files().results))));
    const ExitCode code = exit_code_of(collection);
    reports_->end(code, [&collection](JsonObject& json) {
      std::string told = show::collection_json(collection);
      told.pop_back();  // the line end
      json.json("collection", told);
    });
    if (command_.json) console_.print(show::collection_json(collection));
    if (console_.quiet() && code != ExitCode::ok)
      console_.complain(tr("shotlist: ") + show::collection_line(collection) + '\n');
    return code;
  }

  void begin_reports(std::size_t tasks) {
    const Files& files = desk_.files();
    const std::string server = asked_.empty() ? desk_.server() : asked_;
    reports_->begin({files.manifest, server}, [&](JsonObject& json) {
      json.text("version", SHOTLIST_VERSION);
      json.text("command", "collect");
      json.text("manifest", files.manifest);
      json.text("server", server);
      json.truth("rehearsal", files.is_rehearsal);
      json.text("ledger", files.ledger);
      json.text("results", files.results);
      json.number("tasks", static_cast<std::int64_t>(tasks));
      add_settings(json, settings_);
    });
  }

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
      endpoint_.key = resolve_key(disk_, settings_.key_file, environment_);
      must_not_hold_key(settings_.base_url, endpoint_.key);
      choose_ca_file(disk_, flags, environment_, settings_);
    }
    endpoint_ = endpoint_of(settings_, endpoint_.key);
  }

  // Each task is asked for where it was sent to.
  void tell_elsewhere(const Account& account, const ledger::Reader& reader, bool has_none) {
    if (desk_.files().is_rehearsal) return;
    const auto elsewhere = tasks_elsewhere(account, reader, command_.collect, has_none);
    if (elsewhere.empty()) return;
    if (has_none && !asked_.empty()) {
      throw Error(ExitCode::invalid,
                  tr("the tasks are at {}, not at {}", elsewhere.begin()->first, asked_),
                  tr("give the address that they were sent to, with --base-url ") +
                      elsewhere.begin()->first);
    }
    for (const auto& [base_url, count] : elsewhere) {
      console_.say(tr("{} at {}, and not looked at now; to collect them:  {}\n",
                      counted(count, "more task"), disarm(base_url),
                      command_with(command_.typed, "--base-url", base_url)));
    }
  }

  // The results tell of the server that the manifest is sent to; of another one, what was collected
  // there.
  Account account_for_results(ledger::Reader& reader) {
    reader.look_who_is_at_work();
    Account here = desk_.take_account(reader, environment_.user, clock_.date());
    if (asked_.empty() || asked_ == desk_.server()) return here;
    Account there = desk_.take_account(reader, environment_.user, clock_.date(), asked_);
    for (std::size_t row = 0; row < here.plan.rows.size(); ++row) {
      plan::Row& known = here.plan.rows[row];
      plan::Row& other = there.plan.rows[row];
      if (known.status() != Status::submitted && other.status() == Status::submitted)
        known = std::move(other);
    }
    return here;
  }

  void announce(const std::vector<collect::Task>& tasks) {
    std::size_t open_tasks = 0;
    std::size_t without_file = 0;
    for (const collect::Task& task : tasks) {
      if (!has_ended(task.video.status)) ++open_tasks;
      if (task.video.path.empty()) ++without_file;
    }
    console_.say(
        tr("{}: {} at {} · {} not ended yet{} · ledger {}\n",
           disarm(desk_.rows().manifest().name()), counted(tasks.size(), "task"),
           desk_.files().is_rehearsal ? tr("the sandbox (rehearsal, nothing is paid)")
                                      : disarm(desk_.server()),
           open_tasks,
           folder_ ? tr(" · {} to fetch into {}", without_file, disarm(shown_path(folder_->path())))
                   : std::string(),
           disarm(shown_path(desk_.files().ledger))));
    const auto& rate = settings_.submit.pace.rate;
    const Duration every = command_.collect.poll_every.value_or(collect::PollSettings().every);
    if (!rate) return;
    const Duration once = rate->interval() * static_cast<Duration::rep>(open_tasks);
    if (once <= every) return;
    console_.say(tr("{} at {}: one look each takes {}\n", counted(open_tasks, "task"),
                    to_text(settings_.submit.pace), to_text(once)));
  }

  show::Collection collect(std::vector<collect::Task> tasks, ledger::Reader& reader,
                           ledger::Ledger& ledger) {
    if (ledger.database().is_shared())
      ledger.join(terms_of(settings_.submit, endpoint_, asked_.empty() ? desk_.server() : asked_));
    Wire wire(console_, *stop_, ledger, settings_.submit.jobs);
    Collecting collecting({std::move(tasks), std::move(names_), expectations_from(reader),
                           endpoint_, command_.collect, settings_.submit.pace,
                           desk_.files().is_rehearsal, folder_.get(), ledger, clock_, random_,
                           wire.transport(), wire.transport(), wire.observer(),
                           [&] { write_results(account_for_results(reader), ledger); }});
    wire.wake_by(collecting.descriptor());
    const submit::Orders nothing;
    submit::Submitter loop(nothing, {}, {}, ledger, endpoint_, settings_.submit,
                           {clock_, random_, wire.transport(), *stop_}, wire.observer(),
                           &collecting.companion());
    const submit::RunEnd end = reports_->run(wire, loop);
    return collecting.told(end);
  }

  void write_results(const Account& account, ledger::Ledger& ledger) {
    OutputFile file(disk_, desk_.files(), desk_.rows(), command_.manifest.excel);
    for_each_line(desk_.rows(), account, [&file](const Result& line) { file.add(line); });
    console_.complain(kept_aside_text(
        desk_.files(),
        file.commit(ledger, desk_.rows().rows().size() + account.left.size(), clock_.date())));
  }

  std::string look_again(const show::Collection& collection) const {
    if (collection.knows_none && command_.collect.again.empty())
      return command_with(command_.typed, "--again", "lost");
    std::vector<std::string> words = {"shotlist"};
    words.insert(words.end(), command_.typed.begin(), command_.typed.end());
    return show::command_line(words);
  }

  const CollectCommand& command_;
  const Environment& environment_;
  Console console_;
  system::PosixDisk disk_;
  system::RememberingDisk inputs_{disk_};
  system::SystemClock clock_;
  system::SystemRandom random_;
  std::optional<system::SignalDescriptor> stop_;
  Desk desk_;
  std::string asked_;  ///< the server of --base-url; empty: that of the last run
  std::unordered_map<std::string, std::string> names_;
  std::unique_ptr<system::Folder> folder_;
  Settings settings_;
  api::Endpoint endpoint_;
  std::unique_ptr<sandbox::Sandbox> sandbox_;
  std::optional<Reports> reports_;
};

}  // namespace

ExitCode execute(const CollectCommand& command, const Environment& environment) {
  return CollectRun(command, environment).execute();
}

}  // namespace shotlist::cli

// `shotlist run` and `shotlist retry`: submits what is safe to submit. Builds the world, hands it
// to the loop, and writes down what became of it.

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "api/endpoint.h"
#include "base/disarm.h"
#include "base/error.h"
#include "base/text.h"
#include "cli/budget.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/given_decisions.h"
#include "cli/kept_rows.h"
#include "cli/opening.h"
#include "cli/reading.h"
#include "cli/settings.h"
#include "cli/state.h"
#include "cli/typed_command.h"
#include "http/curl_transport.h"
#include "http/url.h"
#include "report/aftermath.h"
#include "report/intent.h"
#include "report/past.h"
#include "report/progress.h"
#include "report/results_csv.h"
#include "report/summary.h"
#include "sandbox/sandbox.h"
#include "submit/exit_code.h"
#include "submit/submitter.h"
#include "system/epoll_queue.h"
#include "system/local_time.h"
#include "system/posix_disk.h"
#include "system/signal_descriptor.h"
#include "system/system_clock.h"
#include "system/system_random.h"

namespace shotlist::cli {
namespace {

/// One run, from an opened manifest to an exit code.
class Run {
 public:
  Run(const RunCommand& command, const Environment& environment)
      : command_(command), environment_(environment), console_(command.console, environment) {}

  ExitCode execute() {
    const ReadManifest read = read_manifest(disk_, command_.manifest, console_);
    must_have_prices(command_.max_cost, read.manifest.prices());
    stop_.emplace();  // from here on there is something to save
    settings_ =
        resolve_settings(command_.submit, environment_, read.manifest.settings(), command_.sandbox);
    results_path_ = results_path(command_.manifest);
    submit::make_plan(read.requests, journal::Ledger(),
                      command_.selection);  // throws before a journal is made
    must_be_replaceable(disk_, results_path_);
    read_decisions(read);
    if (command_.max_cost) plan_rows(read, decided_ledger(read.requests));
    open_endpoint(read.requests);
    show_settings();

    journal::Journal journal(disk_, journal::journal_path(results_path_));
    aside_ = open(journal, disk_,
                  {file_of(read.requests, command_.decisions),
                   {SHOTLIST_VERSION, to_hex(random_.bits()), read.manifest.name(),
                    settings_.base_url, clock_.date(), command_.sandbox, decisions_->digest()}},
                  console_);
    write_what_is_decided(read.requests, journal);
    const submit::Plan plan = plan_rows(read, journal.ledger());
    const report::Past past(disk_, results_path_, read.requests, journal.ledger());
    announce(read, plan, journal.ledger(), past);
    write_lines(read.requests, past, journal.ledger());
    const submit::RunEnd end = submit(read.requests, plan, journal);
    return conclude(read, plan, journal.ledger(), end);
  }

 private:
  Replaced file_of(const Requests& requests, const std::string& decisions_from = {}) const {
    return {results_path_, requests, command_to_go_on(command_.typed), decisions_from};
  }

  // Mistakes in them end the run before it has done anything, and what they mean is said before.
  void read_decisions(const ReadManifest& read) {
    consent_ = command_.consent;
    consent_.changed = command_.changed == ChangedRows::resubmit;
    decisions_.emplace(disk_, command_.decisions, read.requests.variable_names, clock_.date());
    if (!decisions_->given()) return;
    journal::Ledger ledger = known_ledger(read.requests);
    decisions_->must_fit(keys_of(read.requests), ledger, console_);
    consent_.rows = decisions_->rows();
    decisions_->settle(ledger, environment_.user, clock_.date());
    decisions_->tell(read.requests, plan_rows(read, ledger), currency_of(read.manifest), console_);
  }

  journal::Ledger known_ledger(const Requests& requests) {
    return read_known(disk_, results_path_, clock_.date(), keys_of(requests)).ledger;
  }

  // As the journal will have it, once it was told what is decided.
  journal::Ledger decided_ledger(const Requests& requests) {
    journal::Ledger ledger = known_ledger(requests);
    decisions_->settle(ledger, environment_.user, clock_.date());
    return ledger;
  }

  // What a person says about rows, before anything is sent on the strength of it.
  void write_what_is_decided(const Requests& requests, journal::Journal& journal) {
    decisions_->must_still_fit(keys_of(requests), journal.ledger(), console_);
    consent_.rows = decisions_->rows();
    decisions_->settle(journal, environment_.user, clock_.date());
    if (command_.changed == ChangedRows::keep) keep_changed(requests, journal);
    journal.commit();
  }

  // Throws where --max-cost can not be kept, for want of a price.
  submit::Plan plan_rows(const ReadManifest& read, const journal::Ledger& ledger) {
    std::optional<Money> budget;
    if (command_.max_cost) {
      const report::Past past(disk_, results_path_, read.requests, ledger);
      budget = budget_left(*command_.max_cost, spent_on(read, ledger, past));
    }
    submit::Plan plan =
        submit::make_plan(read.requests, ledger, command_.selection, consent_, budget);
    for (std::size_t i = 0; budget && i < plan.rows.size(); ++i) {
      const Request& row = read.requests.rows[i];
      if (plan.rows[i].action == submit::Action::send && !row.price) must_be_priced(plan, row.id);
    }
    return plan;
  }

  void show_settings() {
    if (!console_.verbose()) return;
    for (const std::string& origin : settings_.origins)
      console_.say(disarm(origin) + "\n");
  }

  void open_endpoint(const Requests& requests) {
    if (command_.sandbox) {
      sandbox_ = std::make_unique<sandbox::Sandbox>(command_.rehearsal);
      settings_.base_url = sandbox_->base_url();
      settings_.origins.push_back("base_url " + settings_.base_url + " (the sandbox)");
      endpoint_.key = Secret("sandbox");  // too short to be taken out of texts
    } else {
      take_key(requests);
    }
    endpoint_.base_url = settings_.base_url;
    endpoint_.create_path = settings_.create_path;
    endpoint_.timeout = settings_.timeout;
    endpoint_.connect_timeout = settings_.connect_timeout;
    endpoint_.ca_file = settings_.ca_file;
    endpoint_.user_agent = "shotlist/" SHOTLIST_VERSION;
  }

  void take_key(const Requests& requests) {
    const bool has_key = !environment_.api_key.empty() || !command_.submit.api_key_file.empty();
    // Looking at a finished manifest again should not need a key.
    const auto nothing_to_send = [&] {
      return submit::make_plan(requests, decided_ledger(requests), command_.selection, consent_)
                 .to_send == 0;
    };
    if (!has_key && nothing_to_send()) return;
    endpoint_.key = resolve_key(disk_, command_.submit, environment_);
    must_not_hold_key(settings_.base_url, endpoint_.key);
    choose_ca_file(disk_, command_.submit, environment_, settings_);
    const auto url = http::parse_url(settings_.base_url);
    if (url->scheme == "http" && !url->is_loopback()) {
      console_.complain("shotlist: warning: the key travels unencrypted to " +
                        disarm(settings_.base_url) + "; use https if the server has it\n");
    }
  }

  // The edited rows are good as they are, from now on.
  void keep_changed(const Requests& requests, journal::Journal& journal) {
    submit::Consent by_row;
    by_row.rows = consent_.rows;
    const submit::Plan plan =
        submit::make_plan(requests, journal.ledger(), command_.selection, by_row);
    for (journal::ResolvedFact& kept : kept_rows(requests, plan, environment_.user, clock_.date()))
      journal.write(std::move(kept));
  }

  void announce(const ReadManifest& read, const submit::Plan& plan, const journal::Ledger& ledger,
                const report::Past& past) {
    const report::Intent intent{
        read.manifest.name(),        read.requests, plan, ledger, currency_of(read.manifest),
        spent_on(read, ledger, past)};
    if (command_.retry) {
      console_.say(report::retry_intent(intent, console_.err_width(), console_.err_style()));
      return;
    }
    console_.say(report::run_intent(intent));
    console_.say(report::changes_text(past.changed(), console_.err_width()));
    console_.say(report::left_changed_text(plan, past.changed().size()));
    console_.complain(report::renamed_text(past.renamed(), console_.err_width()));
    console_.say(report::removed_text(past.removed()));
  }

  void write_lines(const Requests& requests, const report::Past& past,
                   const journal::Ledger& ledger) {
    const std::vector<std::string> field_names = field_names_of(requests);
    report::ResultsFile file(disk_, results_path_, {field_names, requests.variable_names},
                             form_of(command_.manifest));
    past.for_each_result(requests, ledger, [&file](const Result& line) { file.add(line); });
    file.commit(requests.rows.size() + past.removed().size());
  }

  submit::RunEnd submit(const Requests& requests, const submit::Plan& plan,
                        journal::Journal& journal) {
    report::Progress progress(console_.err(), console_.progress_mode(), console_.err_style(),
                              system::to_local);
    system::EpollQueue events;
    events.wake_by(stop_->descriptor());
    events.wake_by(journal.descriptor());
    http::CurlTransport transport(static_cast<int>(settings_.submit.jobs), events);
    submit::Submitter submitter(requests, plan, journal, endpoint_, settings_.submit,
                                {clock_, random_, transport, *stop_}, progress);
    submit::RunEnd end;
    try {
      end = submitter.run();
    } catch (...) {
      progress.finish();  // what is said next must not follow half a bar
      write_what_is_known(requests, journal.ledger());
      throw;
    }
    progress.finish();
    learned_ = submitter.learned();
    if (end.code == ExitCode::ok && plan.beyond_limit > 0) {
      end = {ExitCode::stopped, "--limit is reached", ErrorClass::none};
    }
    if (end.code == ExitCode::ok && plan.beyond_cost > 0) {
      end = {ExitCode::stopped, "--max-cost is reached; raise it to send the rows kept back",
             ErrorClass::none};
    }
    return end;
  }

  // The journal failed. The results are a projection of it: they may lag behind, but need not.
  void write_what_is_known(const Requests& requests, const journal::Ledger& ledger) {
    try {
      keep_late_words(file_of(requests), ledger, clock_.date(), disk_, console_);
      write_lines(requests, report::Past(disk_, results_path_, requests, ledger), ledger);
    } catch (const Error&) {
      return;  // the same disk; what matters is said already
    }
  }

  ExitCode conclude(const ReadManifest& read, const submit::Plan& plan,
                    const journal::Ledger& ledger, const submit::RunEnd& end) {
    const Requests& requests = read.requests;
    keep_late_words(file_of(requests), ledger, clock_.date(), disk_, console_);
    // Anew: what was sent again in this run is no longer past.
    const report::Past past(disk_, results_path_, requests, ledger);
    const Results results = past.join(requests, ledger);
    report::write_results(disk_, results_path_, results, form_of(command_.manifest));
    report::Ending ending;
    ending.results_file = results_path_;
    name_what_is_next(ledger, ending);
    ending.resolve_command = command_to_resolve(command_.manifest);
    ending.stopped_because = end.why;
    ending.learned = learned_;
    if (read.manifest.prices() != nullptr) {
      ending.cost = to_text(spent_on(read, ledger, past), *currency_of(read.manifest));
    }
    console_.say(report::summary_text(results, ending, console_.err_width(), console_.err_style()));
    if (sandbox_) {
      console_.say(fmt::format("sandbox: {} in the till; nothing was paid\n",
                               counted(sandbox_->till().charges.size(), "charge")));
    }
    const report::Aftermath aftermath{requests, plan, ledger, results};
    console_.say(report::in_vain_text(aftermath));
    const ExitCode code =
        submit::exit_code_of(end, report::count_selected(aftermath, command_.selection));
    if (console_.quiet() && code != ExitCode::ok) {
      console_.complain("shotlist: " + report::summary_line(results, ending));
    }
    return code;
  }

  // Decisions are left where a limit, a stop or a selection kept their rows from being sent.
  void name_what_is_next(const journal::Ledger& ledger, report::Ending& ending) {
    ending.run_command = command_to_go_on(command_.typed);
    ending.decisions_left = decisions_->count_left(ledger);
    if (ending.decisions_left == 0) return;
    const bool moved = is_same_file(command_.decisions, results_path_) && !aside_.empty();
    ending.run_command = command_to_decide(ending.run_command, moved ? aside_ : command_.decisions);
    ending.decide_command = ending.run_command;
  }

  const RunCommand& command_;
  const Environment& environment_;
  Console console_;
  system::PosixDisk disk_;
  system::SystemClock clock_;
  system::SystemRandom random_;
  std::optional<system::SignalDescriptor>
      stop_;  // before the sandbox's threads, which inherit the block
  Settings settings_;
  submit::Consent consent_;
  std::optional<GivenDecisions> decisions_;
  api::Endpoint endpoint_;
  std::unique_ptr<sandbox::Sandbox> sandbox_;
  std::string results_path_;
  std::string aside_;          // where the results file is kept as it was; or empty
  submit::Allowance learned_;  // in this run
};

}  // namespace

ExitCode execute(const RunCommand& command, const Environment& environment) {
  return Run(command, environment).execute();
}

}  // namespace shotlist::cli

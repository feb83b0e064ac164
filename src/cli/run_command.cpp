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
#include "cli/opening.h"
#include "cli/reading.h"
#include "cli/settings.h"
#include "cli/state.h"
#include "cli/typed_command.h"
#include "http/curl_transport.h"
#include "http/url.h"
#include "report/intent.h"
#include "report/past.h"
#include "report/progress.h"
#include "report/results_csv.h"
#include "report/spending.h"
#include "report/summary.h"
#include "sandbox/sandbox.h"
#include "submit/exit_code.h"
#include "submit/submitter.h"
#include "system/epoll_queue.h"
#include "system/posix_disk.h"
#include "system/signal_descriptor.h"
#include "system/system_clock.h"
#include "system/system_random.h"

namespace shotlist {
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
    make_plan(read.requests, Ledger(), command_.selection);  // throws before a journal is made
    must_be_replaceable(disk_, results_path_);
    if (command_.max_cost) plan_rows(read, read_known(disk_, results_path_, clock_.date()).ledger);
    open_endpoint(read.requests);
    show_settings();

    Journal journal(disk_, journal_path(results_path_));
    open(journal, disk_,
         {results_path_,
          {SHOTLIST_VERSION, to_hex(random_.bits()), read.manifest.name(), settings_.base_url,
           clock_.date(), command_.sandbox}},
         console_);
    if (command_.changed == ChangedRows::keep) keep_changed(read.requests, journal);
    const Plan plan = plan_rows(read, journal.ledger());
    const Past past(disk_, results_path_, read.requests, journal.ledger());
    announce(read, plan, journal.ledger(), past);
    write_lines(read.requests, past, journal.ledger());
    const RunEnd end = submit(read.requests, plan, journal);
    return conclude(read, plan, journal.ledger(), end);
  }

 private:
  Consent consent() const {
    Consent consent = command_.consent;
    consent.changed = command_.changed == ChangedRows::resubmit;
    return consent;
  }

  // Throws where --max-cost can not be kept, for want of a price.
  Plan plan_rows(const ReadManifest& read, const Ledger& ledger) {
    std::optional<Money> budget;
    if (command_.max_cost) {
      const Past past(disk_, results_path_, read.requests, ledger);
      const PriceList& prices = *read.manifest.prices();
      budget = budget_left(*command_.max_cost, spent_so_far(read.requests, ledger, past, prices));
    }
    Plan plan = make_plan(read.requests, ledger, command_.selection, consent(), budget);
    for (std::size_t i = 0; budget && i < plan.rows.size(); ++i) {
      const Request& row = read.requests.rows[i];
      if (plan.rows[i].action == Action::send && !row.price) must_be_priced(plan, row.id);
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
      sandbox_ = std::make_unique<Sandbox>(command_.rehearsal);
      settings_.base_url = sandbox_->base_url();
      settings_.origins.push_back("base_url " + settings_.base_url + " (the sandbox)");
      endpoint_.key = Secret("rehearsal");
    } else {
      take_key(requests);
    }
    endpoint_.base_url = settings_.base_url;
    endpoint_.create_path = settings_.create_path;
    endpoint_.timeout = settings_.timeout;
    endpoint_.connect_timeout = settings_.connect_timeout;
    endpoint_.user_agent = "shotlist/" SHOTLIST_VERSION;
  }

  void take_key(const Requests& requests) {
    const bool has_key = !environment_.api_key.empty() || !command_.submit.api_key_file.empty();
    // Looking at a finished manifest again should not need a key.
    const auto nothing_to_send = [&] {
      const Known known = read_known(disk_, results_path_, clock_.date());
      return make_plan(requests, known.ledger, command_.selection, consent()).to_send == 0;
    };
    if (!has_key && nothing_to_send()) return;
    endpoint_.key = resolve_key(disk_, command_.submit, environment_);
    const auto url = parse_url(settings_.base_url);
    if (url->scheme == "http" && !url->is_loopback()) {
      console_.complain("shotlist: warning: the key travels unencrypted to " +
                        disarm(settings_.base_url) + "; use https if the server has it\n");
    }
  }

  // The edited rows are good as they are, from now on.
  void keep_changed(const Requests& requests, Journal& journal) {
    const Plan plan = make_plan(requests, journal.ledger(), command_.selection);
    for (std::size_t i = 0; i < plan.rows.size(); ++i) {
      if (plan.rows[i].reason != "changed") continue;
      ResolvedFact kept;
      kept.id = requests.rows[i].id;
      kept.decision = ResolvedFact::Decision::kept;
      kept.fingerprint = requests.rows[i].fingerprint;
      kept.by = environment_.user;
      kept.at = clock_.date();
      journal.write(kept);
    }
    journal.commit();
  }

  void announce(const ReadManifest& read, const Plan& plan, const Ledger& ledger,
                const Past& past) {
    const PriceList* prices = read.manifest.prices();
    const Intent intent{read.manifest.name(), read.requests, plan, ledger,
                        prices == nullptr ? std::string() : prices->currency};
    if (command_.retry) {
      console_.say(retry_intent(intent, console_.err_width(), console_.err_style()));
      return;
    }
    console_.say(run_intent(intent));
    console_.say(changes_text(past.changed(), console_.err_width()));
    if (!past.changed().empty() && command_.changed == ChangedRows::report) {
      console_.say(
          "not sent again: --changed resubmit pays for them again, --changed keep accepts "
          "them\n");
    }
    console_.complain(renamed_text(past.renamed(), console_.err_width()));
    if (!past.removed().empty()) {
      console_.say(
          fmt::format("{} sent before and no longer in the manifest: {} kept in the "
                      "results\n",
                      counted(past.removed().size(), "row"),
                      past.removed().size() == 1 ? "it is" : "they are"));
    }
  }

  void write_lines(const Requests& requests, const Past& past, const Ledger& ledger) {
    ResultsFile file(disk_, results_path_, requests.variable_names);
    past.for_each_result(requests, ledger, [&file](const Result& line) { file.add(line); });
    file.commit(requests.rows.size() + past.removed().size());
  }

  RunEnd submit(const Requests& requests, const Plan& plan, Journal& journal) {
    Progress progress(console_.err(), console_.progress_mode(), console_.err_style());
    EpollQueue events;
    events.wake_by(stop_->descriptor());
    events.wake_by(journal.descriptor());
    CurlTransport transport(static_cast<int>(settings_.submit.jobs), events);
    Submitter submitter(requests, plan, journal, endpoint_, settings_.submit,
                        {clock_, random_, transport, *stop_}, progress);
    RunEnd end;
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
  void write_what_is_known(const Requests& requests, const Ledger& ledger) {
    try {
      write_lines(requests, Past(disk_, results_path_, requests, ledger), ledger);
    } catch (const Error&) {
      return;  // the same disk; what matters is said already
    }
  }

  ExitCode conclude(const ReadManifest& read, const Plan& plan, const Ledger& ledger,
                    const RunEnd& end) {
    const Requests& requests = read.requests;
    // Anew: what was sent again in this run is no longer past.
    const Past past(disk_, results_path_, requests, ledger);
    const Results results = past.join(requests, ledger);
    write_results(disk_, results_path_, results);
    Ending ending;
    ending.results_file = results_path_;
    ending.run_command = command_to_go_on(command_.typed);
    ending.resolve_command = command_to_resolve(command_.manifest);
    ending.stopped_because = end.why;
    ending.learned = learned_;
    if (const PriceList* prices = read.manifest.prices()) {
      ending.cost = to_text(spent_so_far(requests, ledger, past, *prices), prices->currency);
    }
    console_.say(summary_text(results, ending, console_.err_width(), console_.err_style()));
    if (sandbox_) {
      console_.say(fmt::format("sandbox: {} in the till; nothing was paid\n",
                               counted(sandbox_->till().charges.size(), "charge")));
    }
    tell_what_was_in_vain(requests, plan, ledger);
    return exit_code_of(end, count_selected(requests, plan, results, ledger));
  }

  // The row was to be paid for once more, and was not: what it has is its earlier task.
  static bool bought_in_vain(const Decision& decision, const Standing* known) {
    return decision.action == Action::send && known != nullptr &&
           known->status == Status::submitted && !known->tried_since.empty();
  }

  void tell_what_was_in_vain(const Requests& requests, const Plan& plan, const Ledger& ledger) {
    for (std::size_t i = 0; i < plan.rows.size(); ++i) {
      const Standing* known = ledger.find(requests.rows[i].id);
      if (!bought_in_vain(plan.rows[i], known)) continue;
      console_.say(fmt::format("{}: not bought again: {}; it keeps its task\n",
                               disarm(requests.rows[i].id), disarm(known->tried_since)));
    }
  }

  // Rows in doubt that are no longer in the manifest need a person all the same.
  Counts count_selected(const Requests& requests, const Plan& plan, const Results& results,
                        const Ledger& ledger) const {
    Counts selected;
    for (std::size_t i = 0; i < plan.rows.size(); ++i) {
      if (!plan.rows[i].selected) continue;
      const bool in_vain = bought_in_vain(plan.rows[i], ledger.find(requests.rows[i].id));
      selected.add(in_vain ? Status::failed : results.rows[i].status);
    }
    const bool all = command_.selection.only.empty() && command_.selection.where.empty();
    for (std::size_t i = plan.rows.size(); all && i < results.rows.size(); ++i) {
      if (results.rows[i].status == Status::in_doubt) selected.add(Status::in_doubt);
    }
    return selected;
  }

  const RunCommand& command_;
  const Environment& environment_;
  Console console_;
  PosixDisk disk_;
  SystemClock clock_;
  SystemRandom random_;
  std::optional<SignalDescriptor> stop_;  // before the sandbox's threads, which inherit the block
  Settings settings_;
  Endpoint endpoint_;
  std::unique_ptr<Sandbox> sandbox_;
  std::string results_path_;
  Allowance learned_;  // in this run
};

}  // namespace

ExitCode execute(const RunCommand& command, const Environment& environment) {
  return Run(command, environment).execute();
}

}  // namespace shotlist

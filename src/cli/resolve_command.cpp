// `shotlist resolve`: lists the rows in doubt, or writes down what a person found out about them.

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "api/task_search.h"
#include "base/disarm.h"
#include "base/error.h"
#include "base/nearest.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/opening.h"
#include "cli/reading.h"
#include "cli/settings.h"
#include "cli/state.h"
#include "cli/typed_command.h"
#include "report/doubt_list.h"
#include "report/past.h"
#include "report/results_csv.h"
#include "report/summary.h"
#include "report/wording.h"
#include "system/posix_disk.h"
#include "system/system_clock.h"
#include "system/system_random.h"

namespace shotlist::cli {
namespace {

using Decision = journal::ResolvedFact::Decision;

/// What the user says about the rows, checked as far as it can be without looking at them.
Decision decision_of(const ResolveCommand& command) {
  if (command.task_id && command.not_created) {
    throw Error(ExitCode::usage, "there is a task, and there is none",
                "say either --task-id or --not-created");
  }
  if (!command.task_id && !command.not_created) {
    throw Error(ExitCode::usage, "it is not said what became of " + command.ids.front(),
                "add --task-id T if there is a task, or --not-created if there is none");
  }
  if (command.not_created) return Decision::not_created;
  if (command.ids.size() > 1) {
    throw Error(ExitCode::usage, "one task id can not belong to several rows",
                "settle them one by one");
  }
  const std::string_view task_id = trimmed(*command.task_id);
  if (!api::may_be_task_id(task_id) || disarm(task_id) != task_id) {
    throw Error(ExitCode::usage, fmt::format("\"{}\" is no task id", disarm(*command.task_id)),
                "copy the id from the provider's console, or say --not-created");
  }
  return Decision::created;
}

/// One command about the rows in doubt of one manifest.
class Resolution {
 public:
  Resolution(const ResolveCommand& command, const Environment& environment)
      : command_(command), environment_(environment), console_(command.console, environment) {}

  ExitCode execute() {
    const bool asks = command_.ids.empty();
    if (asks && (command_.task_id || command_.not_created)) {
      throw Error(ExitCode::usage, "it is not said which row is meant",
                  "name its id after the manifest; " + command_to_resolve(command_.manifest) +
                      " lists them");
    }
    const Decision decision = asks ? Decision::not_created : decision_of(command_);
    const ReadManifest read = read_manifest(disk_, command_.manifest, console_);
    results_path_ = results_path(command_.manifest);
    must_be_replaceable(disk_, results_path_);
    return asks ? list(read.requests) : settle(read, decision);
  }

 private:
  ExitCode list(const Requests& requests) {
    // Held while it is read: the rows of a run that is under way look as if they were in doubt.
    std::optional<journal::Journal> held;
    if (disk_.read(journal::journal_path(results_path_)))
      held.emplace(disk_, journal::journal_path(results_path_));
    const Known known = read_known(disk_, results_path_, clock_.date(), keys_of(requests));
    console_.say(report::disagreement_text(known.old, results_path_));
    const report::Past past(disk_, results_path_, requests, known.ledger);
    console_.print(report::doubts_text(past.join(requests, known.ledger), known.ledger, past,
                                       command_to_resolve(command_.manifest),
                                       console_.out_width()));
    return ExitCode::ok;
  }

  ExitCode settle(const ReadManifest& read, Decision decision) {
    if (!disk_.read(results_path_) && !disk_.read(journal::journal_path(results_path_))) {
      throw Error(ExitCode::usage, "nothing was sent yet: there is no " + results_path_,
                  "name the results file with -o FILE if it has another name");
    }
    journal::Journal journal(disk_, journal::journal_path(results_path_));
    journal::OpenedFact opened;  // no run: where the rows were sent stays as it is known
    opened.version = SHOTLIST_VERSION;
    opened.run_id = to_hex(random_.bits());
    opened.manifest = read.manifest.name();
    opened.at = clock_.date();
    const std::string run_command = command_to_go_on(read.manifest.settings(), journal.ledger());
    open(journal, disk_, {{results_path_, read.requests, run_command}, opened}, console_);
    write_down(rows_to_settle(read.requests, journal.ledger(), decision), decision, journal);
    const Results results = report::Past(disk_, results_path_, read.requests, journal.ledger())
                                .join(read.requests, journal.ledger());
    report::write_results(disk_, results_path_, results, form_of(command_.manifest));
    tell_what_is_settled(results);
    conclude(results, read.manifest.settings(), journal.ledger());
    return ExitCode::ok;
  }

  void write_down(const std::vector<std::string>& ids, Decision decision,
                  journal::Journal& journal) {
    for (const std::string& id : ids) {
      journal::ResolvedFact fact;
      fact.id = id;
      fact.decision = decision;
      if (decision == Decision::created) fact.task_id = task_id();
      fact.by = environment_.user;
      fact.at = clock_.date();
      journal.write(fact);
    }
    journal.commit();
  }

  void tell_what_is_settled(const Results& results) {
    for (const Result& row : results.rows) {
      if (std::find(command_.ids.begin(), command_.ids.end(), row.id) == command_.ids.end())
        continue;
      if (row.status == Status::submitted) {
        console_.say(fmt::format("{}: submitted as {}\n", disarm(row.id), disarm(row.task_id)));
      } else {
        console_.say(fmt::format(
            "{}: not created, and {}\n", disarm(row.id),
            row.source.empty() ? "no longer in the manifest" : "free to be sent again"));
      }
    }
  }

  std::string command_to_go_on(const manifest::ManifestSettings& manifest,
                               const journal::Ledger& ledger) const {
    return command_to_run(command_.manifest, ledger.last_run(),
                          resolve_settings({}, environment_, manifest).base_url);
  }

  void conclude(const Results& results, const manifest::ManifestSettings& manifest,
                const journal::Ledger& ledger) {
    report::Ending ending;
    ending.results_file = results_path_;
    ending.run_command = command_to_go_on(manifest, ledger);
    ending.resolve_command = command_to_resolve(command_.manifest);
    console_.say(report::summary_text(results, ending, console_.err_width(), console_.err_style()));
  }

  // The rows that are named, each once and without those that are settled like this already. Throws
  // Error (usage) after showing every mistake, where there is one.
  std::vector<std::string> rows_to_settle(const Requests& requests, const journal::Ledger& ledger,
                                          Decision decision) {
    std::vector<std::string> ids;
    std::vector<std::string> mistakes;
    for (const std::string& id : command_.ids) {
      if (std::find(ids.begin(), ids.end(), id) != ids.end()) continue;
      const Standing* known = ledger.find(id);
      const std::string mistake = mistake_about(id, known, requests, ledger, decision);
      if (!mistake.empty()) {
        mistakes.push_back(mistake);
      } else if (can_be_settled(*known, decision)) {
        ids.push_back(id);
      }
    }
    for (const std::string& mistake : mistakes)
      console_.complain(mistake + '\n');
    if (mistakes.empty()) return ids;
    throw Error(ExitCode::usage,
                fmt::format("{}; nothing was settled", counted(mistakes.size(), "mistake")),
                command_to_resolve(command_.manifest) + " lists the rows in doubt");
  }

  // Who said that there is no task may have been wrong, until the row is sent again.
  static bool can_be_settled(const Standing& known, Decision decision) {
    return known.status == Status::in_doubt || (decision == Decision::created && known.is_denied);
  }

  std::string mistake_about(const std::string& id, const Standing* known, const Requests& requests,
                            const journal::Ledger& ledger, Decision decision) const {
    if (known == nullptr) return mistake_about_unknown(id, requests, ledger);
    if (decision == Decision::created) {
      for (const std::string& other : ledger.ids()) {
        if (other != id && ledger.find(other)->task_id == task_id()) {
          return fmt::format("{} is the task of {}", task_id(), disarm(other));
        }
      }
    }
    const bool is_so_already = decision == Decision::created ? known->task_id == task_id()
                                                             : known->status == Status::failed;
    if (can_be_settled(*known, decision) || is_so_already) return {};
    return fmt::format("{} is {}{}, not in doubt", disarm(id), report::spoken(known->status),
                       known->task_id.empty() ? "" : " as " + disarm(known->task_id));
  }

  static std::string mistake_about_unknown(const std::string& id, const Requests& requests,
                                           const journal::Ledger& ledger) {
    std::vector<std::string_view> doubtful;
    for (const std::string& other : ledger.ids()) {
      if (ledger.find(other)->status == Status::in_doubt) doubtful.push_back(other);
    }
    const bool is_written = std::any_of(requests.rows.begin(), requests.rows.end(),
                                        [&](const Request& row) { return row.id == id; });
    if (is_written) return disarm(id) + " was never sent: there is nothing to settle";
    const auto close = nearest(id, doubtful);
    return fmt::format("there is no row {}", disarm(id)) +
           (close ? fmt::format("; did you mean {}?", disarm(*close)) : std::string());
  }

  std::string task_id() const { return std::string(trimmed(*command_.task_id)); }

  const ResolveCommand& command_;
  const Environment& environment_;
  Console console_;
  system::PosixDisk disk_;
  system::SystemClock clock_;
  system::SystemRandom random_;
  std::string results_path_;
};

}  // namespace

ExitCode execute(const ResolveCommand& command, const Environment& environment) {
  return Resolution(command, environment).execute();
}

}  // namespace shotlist::cli

// `shotlist import`: takes what a results file or another ledger knows into the ledger.

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "api/endpoint.h"
#include "api/request_body.h"
#include "base/digest.h"
#include "base/disarm.h"
#include "base/error.h"
#include "base/quantity.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/files.h"
#include "cli/guards.h"
#include "cli/open_ledger.h"
#include "cli/taken_over.h"
#include "ledger/entry_names.h"
#include "ledger/ledger_file.h"
#include "ledger/witness.h"
#include "report/results_csv.h"
#include "report/wording.h"
#include "system/host.h"
#include "system/posix_disk.h"
#include "system/system_clock.h"
#include "system/system_random.h"

namespace shotlist::cli {
namespace {

namespace fs = std::filesystem;
using ledger::Attempt;
using ledger::Decision;
using ledger::Word;
using Imported = ledger::Ledger::Imported;

constexpr std::string_view database_start = "SQLite format 3";

// A whole number or a truth value where the file shows one; else text.
Value value_of(const std::string& text) {
  if (const auto number = parse_integer(text, INT64_MIN / 2, INT64_MAX / 2)) return *number;
  if (text == "true") return true;
  if (text == "false") return false;
  return text;
}

// The request as far as the columns of a results file tell.
Fields fields_of(const Result& line, const std::vector<std::string>& field_names) {
  Fields fields = {{"prompt", line.prompt}};
  for (const auto& [name, text] :
       {std::pair("model", &line.model), std::pair("orientation", &line.orientation),
        std::pair("size", &line.size)}) {
    if (!text->empty()) fields.emplace_back(name, *text);
  }
  for (const auto& [name, text] :
       {std::pair("duration", &line.duration), std::pair("watermark", &line.watermark),
        std::pair("private", &line.hidden)}) {
    if (!text->empty()) fields.emplace_back(name, value_of(*text));
  }
  std::vector<std::string> images;
  for (const std::string_view url : split_any(line.images, " "))
    images.emplace_back(url);
  fields.emplace_back("images", std::move(images));
  for (std::size_t i = 0; i < field_names.size() && i < line.fields.size(); ++i) {
    if (!line.fields[i].empty()) fields.emplace_back(field_names[i], value_of(line.fields[i]));
  }
  return fields;
}

/// One invocation of the command.
class Import {
 public:
  Import(const ImportCommand& command, const Environment& environment)
      : command_(command),
        environment_(environment),
        console_(command.console, environment),
        witnesses_(environment.state_folder) {}

  ExitCode execute() {
    if (command_.file.empty() && !command_.complete) {
      throw Error(ExitCode::usage, "it is not said what to import",
                  "name a results file or a ledger, or say --complete");
    }
    std::optional<std::string> text;
    if (!command_.file.empty()) text = content();
    const bool is_ledger = text && text->starts_with(database_start);
    const std::string path = ledger_path(command_.ledger, environment_,
                                         is_ledger || !text ? ledger_name : command_.file);
    if (is_ledger && is_same_file(path, command_.file)) {
      throw Error(ExitCode::usage, command_.file + " is the ledger itself",
                  "name the ledger that takes it over with --ledger");
    }
    OpenLedger open(path, command_.wait, random_, console_);
    ledger::Reader reader(open.ledger().database());
    if (is_ledger) take_ledger(reader, open.ledger());
    if (text && !is_ledger) take_results(*text, reader, open.ledger());
    must_not_conflict();
    if (text) write(open.ledger(), path);
    if (command_.complete) complete(reader, open);
    tell_what_is_missing(reader);
    return ExitCode::ok;
  }

 private:
  std::string content() {
    auto text = disk_.read(command_.file);
    if (!text) {
      throw Error(ExitCode::usage, "there is no file " + command_.file,
                  "name a results file or a ledger");
    }
    return *std::move(text);
  }

  void take_ledger(ledger::Reader& reader, ledger::Ledger&) {
    OtherLedger other =
        read_other_ledger(resolved_path(command_.file), [](const Attempt&) { return true; });
    for (const Imported& imported : other.attempts) {
      if (const auto known = reader.find_entry(imported.attempt.entry))
        must_agree(*known, imported.attempt);
    }
    take_decisions(reader, other.decisions);
    attempts_ = std::move(other.attempts);
  }

  // Two answers to one attempt cannot both be right.
  void must_agree(const Attempt& known, const Attempt& given) {
    const bool both_have_tasks = !known.task_id.empty() && !given.task_id.empty();
    if (both_have_tasks && known.task_id != given.task_id) {
      conflict(fmt::format("{} ({}) has task {} here, and {} there", known.row, known.entry,
                           known.task_id, given.task_id));
    }
  }

  void take_decisions(const ledger::Reader& reader, const std::vector<Decision>& given) {
    std::map<std::string, Decision> settled;  // by entry
    std::set<std::tuple<std::string, Word, Fingerprint>> known;
    for (const Decision& decision : reader.decisions()) {
      known.emplace(decision.entry, decision.word, decision.fingerprint);
      if (decision.word == Word::created || decision.word == Word::not_created)
        settled[decision.entry] = decision;
    }
    for (const Decision& decision : given) {
      const auto here = settled.find(decision.entry);
      const bool settles = decision.word == Word::created || decision.word == Word::not_created;
      const bool differs =
          settles && here != settled.end() &&
          (here->second.word != decision.word || here->second.task_id != decision.task_id);
      if (differs) {
        conflict(fmt::format("{} ({}) is {} {} here, says {}, and {} {} there, says {}",
                             decision.row, decision.entry, ledger::to_text(here->second.word),
                             here->second.task_id, here->second.by, ledger::to_text(decision.word),
                             decision.task_id, decision.by));
      } else if (known.emplace(decision.entry, decision.word, decision.fingerprint).second) {
        decisions_.push_back(decision);
      }
    }
  }

  void take_results(const std::string& text, ledger::Reader& reader, ledger::Ledger&) {
    const Results file = report::read_results(text, command_.file);
    ledger::Run run;
    run.id = to_hex(fingerprint_of(text).high);
    run.version = SHOTLIST_VERSION;
    run.manifest = fs::path(command_.file).filename().string();
    run.host = system::host_name();
    run.process = system::process_number();
    run.started_at = clock_.date();
    run.ended_at = run.started_at;
    ledger::EntryNames names(random_);
    std::map<std::pair<std::string, Fingerprint>, int> copies;
    for (const Result& line : file.rows) {
      if (line.endpoint == sandbox_server) {
        ++rehearsed_;
        continue;
      }
      // Without an entry there is nothing to know a refusal by, and no need to.
      if (!may_be_paid_for(line.status) && (line.entry.empty() || !verdict_of(line.status)))
        continue;
      if (line.status == Status::held) continue;
      Imported imported = as_attempt(line, file.field_names, run);
      Attempt& attempt = imported.attempt;
      if (is_known(reader, line, attempt)) continue;
      if (attempt.entry.empty()) attempt.entry = names.next();
      attempt.copy = ++copies[{attempt.server, attempt.fingerprint}];
      attempts_.push_back(std::move(imported));
    }
  }

  Imported as_attempt(const Result& line, const std::vector<std::string>& field_names,
                      const ledger::Run& run) {
    Imported imported;
    imported.run = run;
    const Fields fields = fields_of(line, field_names);
    imported.request = {line.prompt, api::request_body(fields)};
    Attempt& attempt = imported.attempt;
    if (ledger::is_entry(line.entry)) attempt.entry = line.entry;
    attempt.server = line.endpoint.empty() ? server_of(api::default_base_url) : line.endpoint;
    attempt.fingerprint = parse_fingerprint(line.fingerprint)
                              .value_or(api::request_fingerprint(imported.request.body));
    attempt.attempt = std::max(line.attempts, 1);
    attempt.manifest = run.manifest;
    attempt.row = line.id;
    attempt.price = line.price;
    attempt.currency = line.currency;
    attempt.sent_at = line.submitted_at.value_or(clock_.date());
    attempt.status = line.status;
    attempt.verdict = verdict_of(line.status);
    attempt.error_class = line.error_class;
    attempt.http_status = line.http_status;
    (line.status == Status::in_doubt ? attempt.named_task : attempt.task_id) = line.task_id;
    attempt.error = line.error;
    attempt.request_id = line.request_id;
    attempt.latency = line.latency;
    attempt.settled_at = attempt.sent_at;
    return imported;
  }

  // What the ledger has already is only held against the line.
  bool is_known(ledger::Reader& reader, const Result& line, const Attempt& given) {
    if (given.entry.empty()) {
      if (!line.task_id.empty()) return !reader.with_task(line.task_id).empty();
      for (const Attempt& known : reader.attempts_of(given.fingerprint)) {
        if (known.row == given.row && may_be_paid_for(known.status)) return true;
      }
      return false;
    }
    const auto known = reader.find_entry(given.entry);
    if (!known) return false;
    must_agree(*known, given);
    const bool settles = known->status == Status::in_doubt && given.status == Status::submitted;
    const bool denies = known->status == Status::failed && given.status == Status::submitted;
    if (denies) {
      conflict(fmt::format("{} ({}) failed here, and is submitted as {} there", known->row,
                           known->entry, given.task_id));
    }
    if (settles) {
      Decision decision;
      decision.entry = known->entry;
      decision.word = Word::created;
      decision.task_id = given.task_id;
      decision.row = known->row;
      decision.by = "the results file " + command_.file;
      decision.at = clock_.date();
      decisions_.push_back(std::move(decision));
    }
    return true;
  }

  void conflict(const std::string& text) { conflicts_.push_back(text); }

  void must_not_conflict() {
    for (const std::string& conflict : conflicts_)
      console_.complain(disarm(conflict) + '\n');
    if (conflicts_.empty()) return;
    throw Error(ExitCode::invalid,
                fmt::format("{}; nothing was taken over", counted(conflicts_.size(), "conflict")),
                "settle them in one of the two with `shotlist resolve`, then import again");
  }

  void write(ledger::Ledger& ledger, const std::string& path) {
    const std::size_t added = ledger.take_over(attempts_);
    ledger.decide(decisions_);
    console_.say(fmt::format("{}: {} and {} taken over from {}\n", disarm(path),
                             counted(added, "attempt"), counted(decisions_.size(), "decision"),
                             disarm(command_.file)));
    if (rehearsed_ > 0)
      console_.say(fmt::format("{} of a rehearsal left out\n", counted(rehearsed_, "row")));
  }

  // A person's word that nothing is missing: this file is the ledger from now on.
  void complete(ledger::Reader& reader, OpenLedger& open) {
    const ledger::Whereabouts here = open.whereabouts();
    open.ledger().note_whereabouts(here);
    const std::string id = reader.identity().id;
    for (ledger::Witness witness : witnesses_.all()) {
      if (witness.ledger != id && witness.path != here.path) continue;
      witness.path = witness.ledger == id ? here.path : std::string();
      if (witness.ledger == id) {
        witness.attempts = reader.attempts();
        witness.last_entry.clear();
        witness.open_run.clear();
        witness.checkpoint = false;
      }
      witnesses_.remember(witness);
    }
    console_.say(fmt::format("{} is taken to know everything\n", disarm(here.path)));
  }

  void tell_what_is_missing(const ledger::Reader& reader) {
    const auto witness = witnesses_.find(reader.identity().id);
    const std::int64_t held = reader.attempts();
    if (!witness || witness->attempts <= held) return;
    console_.complain(fmt::format(
        "the ledger holds {} of {} attempts that were seen in it; where nothing that was paid for "
        "is missing: {}\n",
        held, witness->attempts,
        report::command_line({"shotlist", "import", "--complete", "--ledger", witness->path})));
  }

  const ImportCommand& command_;
  const Environment& environment_;
  Console console_;
  ledger::Witnesses witnesses_;
  system::PosixDisk disk_;
  system::SystemClock clock_;
  system::SystemRandom random_;
  std::vector<Imported> attempts_;
  std::vector<Decision> decisions_;
  std::vector<std::string> conflicts_;
  std::size_t rehearsed_ = 0;
};

}  // namespace

ExitCode execute(const ImportCommand& command, const Environment& environment) {
  return Import(command, environment).execute();
}

}  // namespace shotlist::cli

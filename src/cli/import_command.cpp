// `shotlist import`: takes what a results file or another ledger knows into the ledger.

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "api/endpoint.h"
#include "api/request_body.h"
#include "api/task_search.h"
#include "base/digest.h"
#include "base/disarm.h"
#include "base/error.h"
#include "base/quantity.h"
#include "base/text.h"
#include "base/translation.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/files.h"
#include "cli/guards.h"
#include "cli/kept_answers.h"
#include "cli/open_ledger.h"
#include "cli/reading.h"
#include "cli/settings.h"
#include "cli/taken_over.h"
#include "ledger/entry_names.h"
#include "ledger/ledger_file.h"
#include "ledger/witness.h"
#include "results/results_csv.h"
#include "show/wording.h"
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

// A whole number or a truth value if the text is one, else text.
Value value_of(const std::string& text) {
  if (const auto number = parse_integer(text, INT64_MIN / 2, INT64_MAX / 2)) return *number;
  if (text == "true") return true;
  if (text == "false") return false;
  return text;
}

// The request, as far as the columns of a results file show it.
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
      throw Error(ExitCode::usage, tr("nothing to import"),
                  tr("name what to import: a results file, a ledger, or --complete"));
    }
    std::optional<std::string> text;
    if (!command_.file.empty()) text = content();
    is_ledger_ = text && text->starts_with(database_start);
    const std::string beside = is_ledger_ || !text ? ledger_name : command_.file;
    const std::string path = ledger_path(command_.ledger, environment_, beside);
    if (is_ledger_ && is_same_file(path, command_.file)) {
      throw Error(ExitCode::usage, command_.file + tr(" is the ledger itself"),
                  tr("name the ledger that takes it over with --ledger"));
    }
    if (text) must_not_be_rehearsal(path);
    hand_over(own_ledger(beside), path, console_);
    OpenLedger open(path, command_.wait, random_, console_);
    ledger::Reader reader(open.ledger().database());
    if (is_ledger_) take_ledger(reader);
    if (text && !is_ledger_) take_results(*text, reader, path);
    must_not_be_too_early(reader);
    must_not_conflict(reader, path);
    if (text) write(open.ledger(), path);
    if (command_.complete) complete(reader, open);
    tell_what_is_missing(reader, resolved_path(path));
    return ExitCode::ok;
  }

 private:
  std::string content() {
    std::error_code none;
    if (fs::is_directory(command_.file, none)) {
      throw Error(ExitCode::invalid, command_.file + tr(" is a folder"),
                  tr("name a results file or a ledger in it"));
    }
    auto text = disk_.read(command_.file);
    if (!text) {
      throw Error(ExitCode::invalid, tr("there is no file ") + command_.file,
                  tr("name a results file or a ledger"));
    }
    return *std::move(text);
  }

  // A purchase must not go into a ledger of rehearsals, where it would be overlooked.
  static void must_not_be_rehearsal(const std::string& path) {
    bool is_rehearsal = fs::path(path).filename() == rehearsal_ledger_name;
    ledger::read_ledger(path, [&](ledger::Reader& reader) {
      is_rehearsal = is_rehearsal || holds_only_rehearsals(reader);
    });
    if (!is_rehearsal) return;
    throw Error(ExitCode::usage,
                path + tr(" is the ledger of rehearsals, which takes nothing over"),
                tr("name another ledger with --ledger"));
  }

  static bool holds_only_rehearsals(const ledger::Reader& reader) {
    bool has_others = false;
    reader.for_each_attempt({}, [&](const Attempt& attempt) {
      has_others = has_others || attempt.server != sandbox_server;
    });
    return reader.attempts() > 0 && !has_others;
  }

  void take_ledger(ledger::Reader& reader) {
    std::set<std::string> rehearsed;
    OtherLedger other =
        read_other_ledger(resolved_path(command_.file), [&rehearsed](const Attempt& attempt) {
          const bool is_real = attempt.server != sandbox_server;
          if (!is_real) rehearsed.insert(attempt.entry);
          return is_real;
        });
    rehearsed_ = rehearsed.size();
    if (other.attempts.empty() && rehearsed_ > 0) {
      throw Error(ExitCode::usage,
                  command_.file + tr(" holds nothing but rehearsals, for which nothing was paid"),
                  tr("name a ledger of real requests"));
    }
    on_their_way_ = other.on_their_way;
    know_again(reader, other);
    std::set<std::string> answered;
    for (const Imported& imported : other.attempts) {
      const auto known = reader.find_entry(imported.attempt.entry);
      if (!known) continue;
      if (is_answered(*known) || is_answered(imported.attempt)) answered.insert(known->entry);
      tell_of_two_tasks(*known, imported.attempt);
    }
    const auto is_rehearsed = [&rehearsed](const Decision& decision) {
      return rehearsed.count(decision.entry) > 0;
    };
    other.decisions.erase(
        std::remove_if(other.decisions.begin(), other.decisions.end(), is_rehearsed),
        other.decisions.end());
    take_decisions(reader, other.decisions, answered);
    attempts_ = std::move(other.attempts);
  }

  // Attempts from a results file without its column `entry` were taken over under new entries. They
  // are matched by server, request, and task or time of sending, and get the entries of this
  // ledger.
  static void know_again(ledger::Reader& here, OtherLedger& other) {
    std::set<std::string> entries;
    for (const Imported& imported : other.attempts)
      entries.insert(imported.attempt.entry);
    std::map<std::string, std::string> renamed;
    for (Imported& imported : other.attempts) {
      Attempt& attempt = imported.attempt;
      if (here.find_entry(attempt.entry)) continue;
      for (const Attempt& known : here.attempts_of(attempt.fingerprint)) {
        const bool has_both = !known.task_id.empty() && !attempt.task_id.empty();
        const bool is_same =
            known.server == attempt.server &&
            (has_both ? known.task_id == attempt.task_id : known.sent_at == attempt.sent_at);
        if (!is_same || !entries.insert(known.entry).second) continue;
        renamed.emplace(attempt.entry, known.entry);
        attempt.entry = known.entry;
        break;
      }
    }
    for (Decision& decision : other.decisions) {
      const auto found = renamed.find(decision.entry);
      if (found != renamed.end()) decision.entry = found->second;
    }
  }

  // By a server, not by a person.
  static bool is_answered(const Attempt& attempt) {
    return attempt.verdict && *attempt.verdict != Verdict::unknown;
  }

  // A server's word overrides a person's; if two servers disagree, both are kept.
  void tell_of_two_tasks(const Attempt& known, const Attempt& given) {
    const bool both_have_tasks = !known.task_id.empty() && !given.task_id.empty();
    const bool has_answer = is_answered(known) || is_answered(given);
    if (!both_have_tasks || known.task_id == given.task_id || !has_answer) return;
    two_tasks_.push_back(tr("{} ({}) has two tasks: {} here, {} in {}; look both up", known.row,
                            known.entry, known.task_id, given.task_id, command_.file));
  }

  // The last word that settles a doubt counts, in either ledger.
  static std::map<std::string, Decision> settled_by(const std::vector<Decision>& decisions) {
    std::map<std::string, Decision> settled;
    for (const Decision& decision : decisions) {
      if (ledger::settles(decision.word)) settled[decision.entry] = decision;
    }
    return settled;
  }

  static std::string said(const Decision& decision) {
    const std::string word = decision.word == Word::created ? tr("task {}", decision.task_id)
                                                            : std::string(tr("not created"));
    return tr("{}, says {}", word, decision.by);
  }

  void take_decisions(const ledger::Reader& reader, const std::vector<Decision>& given,
                      const std::set<std::string>& answered) {
    const std::vector<Decision> known_words = reader.decisions();
    const std::map<std::string, Decision> here = settled_by(known_words);
    std::set<std::tuple<std::string, Word, Fingerprint>> known;
    for (const Decision& decision : known_words)
      known.emplace(decision.entry, decision.word, decision.fingerprint);
    for (const auto& [entry, there] : settled_by(given)) {
      const auto found = here.find(entry);
      if (found == here.end() || answered.count(entry) > 0) continue;
      if (found->second.word == there.word && found->second.task_id == there.task_id) continue;
      conflict(entry, tr("{} ({}): here {}; in {} {}", there.row, entry, said(found->second),
                         command_.file, said(there)));
    }
    for (const Decision& decision : given) {
      // A settling word here came later, or says the same.
      const bool is_new =
          ledger::settles(decision.word)
              ? here.count(decision.entry) == 0
              : known.emplace(decision.entry, decision.word, decision.fingerprint).second;
      if (is_new) decisions_.push_back(decision);
    }
  }

  void take_results(const std::string& text, ledger::Reader& reader, const std::string& path) {
    const Results file = results::read_results(text, command_.file);
    ledger::Run run;
    run.id = to_hex(fingerprint_of(text).high);
    run.version = SHOTLIST_VERSION;
    name_manifest(run, reader, path);
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
      // Without an entry a refusal cannot be identified, and need not be.
      if (!may_be_paid_for(line.status) && (line.entry.empty() || !verdict_of(line.status)))
        continue;
      if (line.status == Status::held) continue;
      Imported imported = as_attempt(line, file.field_names, run);
      Attempt& attempt = imported.attempt;
      if (line.status == Status::submitted && !is_task_of_its_own(reader, line)) continue;
      if (is_known(reader, line, attempt)) continue;
      if (attempt.entry.empty()) attempt.entry = names.next();
      attempt.copy = ++copies[{attempt.server.text(), attempt.fingerprint}];
      attempts_.push_back(std::move(imported));
    }
  }

  // The manifest that the file was written for: the one next to it, else the one in this user's
  // state, else the results file's own name.
  void name_manifest(ledger::Run& run, const ledger::Reader& here, const std::string& path) {
    run.manifest = fs::path(command_.file).filename().string();
    server_ = server_of(environment_.base_url.value_or(std::string(api::default_base_url)));
    const std::string file = resolved_path(command_.file);
    constexpr std::string_view ending = ".results.csv";
    if (file.ends_with(ending)) {
      const std::string stem = file.substr(0, file.size() - ending.size());
      std::error_code none;
      for (const char* extension : {".yaml", ".yml", ".csv"}) {
        if (fs::exists(stem + extension, none) && read_manifest(stem + extension, run)) return;
      }
    }
    for (const ledger::Witness& witness : witnesses_.all()) {
      for (const auto& [manifest, results] : witness.results) {
        const bool is_path = fs::path(manifest).is_absolute();  // recorded in addition to its name
        if (is_path || results.count(file) == 0) continue;
        run.manifest = manifest;
        const auto take_path = [&run](const ledger::Reader& reader) {
          for (const ledger::Run& known : reader.runs()) {
            if (known.manifest == run.manifest) run.manifest_path = known.manifest_path;
          }
        };
        // A file that is held must not be opened a second time.
        if (is_same_file(witness.path, path)) return take_path(here);
        return ledger::read_ledger(witness.path, take_path);
      }
    }
  }

  // Whether `path` can be read as a manifest.
  bool read_manifest(const std::string& path, ledger::Run& run) {
    try {
      ManifestOptions options;
      options.path = path;
      Diagnostics told_by_check;
      const manifest::Manifest manifest = open_manifest(disk_, options, told_by_check);
      const Files files = files_of(options, manifest, environment_, false);
      server_ = server_of(resolve_settings({}, environment_, manifest.settings()).base_url);
      run.manifest = files.manifest;
      run.manifest_path = files.manifest_path;
      return true;
    } catch (const Error&) {
      return false;
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
    attempt.server = line.endpoint.empty() ? server_ : line.endpoint;
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

  // A person may have edited the cell.
  bool is_task_of_its_own(const ledger::Reader& reader, const Result& line) {
    const std::string name = line.entry.empty() ? line.id : line.entry;
    if (!api::may_be_task_id(line.task_id)) {
      conflict(name, tr("{}: \"{}\" is no task id", line.id, line.task_id));
      return false;
    }
    for (const Attempt& owner : reader.with_task(line.task_id)) {
      const bool is_other = !line.entry.empty() && owner.entry != line.entry;
      if (!is_other || owner.task_id != line.task_id) continue;
      conflict(name, tr("{} ({}): {} is the task of {} ({})", line.id, line.entry, line.task_id,
                        owner.row, owner.entry));
      return false;
    }
    const auto [first, is_first] = tasks_.emplace(line.task_id, name);
    if (is_first || first->second == name) return true;
    conflict(name, tr("{}: {} stands beside {}, too", line.id, line.task_id, first->second));
    return false;
  }

  // An attempt that the ledger already has is only compared with the line.
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
    const bool has_task = !known->task_id.empty() && !given.task_id.empty();
    if (has_task && known->task_id != given.task_id) {
      conflict(known->entry, tr("{} ({}): here task {}; in {} task {}", known->row, known->entry,
                                known->task_id, command_.file, given.task_id));
    }
    const bool settles = known->status == Status::in_doubt && given.status == Status::submitted;
    const bool denies = known->status == Status::failed && given.status == Status::submitted;
    if (denies) {
      conflict(known->entry, tr("{} ({}): here failed; in {} task {}", known->row, known->entry,
                                command_.file, given.task_id));
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

  // Before its answer is due nobody can know what becomes of an attempt.
  void must_not_be_too_early(const ledger::Reader& reader) {
    std::size_t too_early = 0;
    for (const Decision& decision : decisions_) {
      const auto attempt = reader.find_entry(decision.entry);
      if (!attempt || !attempt->is_on_its_way() || !ledger::settles(decision.word)) continue;
      ++too_early;
      console_.complain(disarm(tr("{} ({}): here {}; in {} {}", attempt->row, attempt->entry,
                                  attempt->error, command_.file, said(decision))) +
                        '\n');
    }
    if (too_early == 0) return;
    throw Error(
        ExitCode::invalid,
        tr("{} too early; nothing was taken over", counted(too_early, "decision", "is", "are")),
        tr("import again when that is over"));
  }

  void conflict(const std::string& entry, const std::string& text) {
    conflicts_.emplace(entry, text);
  }

  void must_not_conflict(const ledger::Reader& reader, const std::string& path) {
    if (conflicts_.empty()) return;
    for (const auto& [entry, text] : conflicts_)
      console_.complain(disarm(text) + '\n');
    const std::string what =
        tr("{}; nothing was taken over", counted(conflicts_.size(), "conflict"));
    const auto settled = std::find_if(
        conflicts_.begin(), conflicts_.end(),
        [&](const auto& conflict) { return is_settled_by_word(reader, conflict.first); });
    if (settled == conflicts_.end()) {
      throw Error(ExitCode::invalid, what,
                  tr("look the task up; correct the line in ") + command_.file +
                      tr(", or remove it; then import again"));
    }
    throw Error(ExitCode::invalid, what,
                tr("look the task up; where {} is right: {}; where it is wrong, {}; then "
                   "import again",
                   command_.file, command_to_settle(reader, settled->first, path),
                   is_ledger_ ? tr("the same with --ledger ") + command_.file
                              : std::string(tr("correct its line"))));
  }

  // A person cannot overrule a server.
  static bool is_settled_by_word(const ledger::Reader& reader, const std::string& entry) {
    const auto attempt = reader.find_entry(entry);
    if (!attempt) return false;
    if (attempt->status == Status::in_doubt) return true;
    const auto words = reader.decisions();
    return attempt->verdict != Verdict::accepted &&
           std::any_of(words.begin(), words.end(), [&](const Decision& decision) {
             return decision.entry == entry && ledger::settles(decision.word);
           });
  }

  static std::string command_to_settle(const ledger::Reader& reader, const std::string& entry,
                                       const std::string& path) {
    std::string manifest = "MANIFEST";
    const auto attempt = reader.find_entry(entry);
    for (const ledger::Run& run : reader.runs()) {
      if (attempt && run.manifest == attempt->manifest && !run.manifest_path.empty())
        manifest = shown_path(run.manifest_path);
    }
    return show::command_line(
        {"shotlist", "resolve", manifest, entry, "--task-id", "ID", "--ledger", shown_path(path)});
  }

  void write(ledger::Ledger& ledger, const std::string& path) {
    const ledger::Ledger::TakenOver taken = ledger.take_over(attempts_);
    ledger.decide(decisions_);
    console_.say(tr("{}: {} and {} taken over from {}\n", disarm(path),
                    counted(taken.added, "attempt"), counted(decisions_.size(), "decision"),
                    disarm(command_.file)));
    if (taken.learned > 0) {
      console_.say(tr("and what became of {} that {} known\n", counted(taken.learned, "attempt"),
                      taken.learned == 1 ? "was" : "were"));
    }
    if (on_their_way_ > 0) {
      console_.say(
          tr("{} still on {} way there, and in doubt here: import again when "
             "that is over\n",
             counted(on_their_way_, "attempt", "is", "are"), on_their_way_ == 1 ? "its" : "their"));
    }
    for (const std::string& tasks : two_tasks_)
      console_.complain(disarm(tasks) + '\n');
    if (rehearsed_ > 0)
      console_.say(
          tr("{} of a rehearsal left out\n", counted(rehearsed_, is_ledger_ ? "attempt" : "row")));
  }

  // The user's word that nothing is missing: from now on this file counts as complete.
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
    console_.say(tr("{} is now trusted to be complete\n", disarm(here.path)));
  }

  // From this ledger, or from a previous one at its path.
  void tell_what_is_missing(const ledger::Reader& reader, const std::string& path) {
    const std::int64_t held = reader.attempts();
    auto witness = witnesses_.find(reader.identity().id);
    for (const ledger::Witness& other : witnesses_.all()) {
      const bool knows_more = other.attempts > (witness ? witness->attempts : held);
      if (other.path == path && !other.rehearsal && knows_more) witness = other;
    }
    if (!witness || witness->attempts <= held) return;
    console_.complain(tr(
        "the ledger holds {} of {} attempts that were seen there; where nothing that was paid for "
        "is missing: {}\n",
        held, witness->attempts,
        show::command_line({"shotlist", "import", "--complete", "--ledger", witness->path})));
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
  std::map<std::string, std::string> conflicts_;  // by entry
  std::vector<std::string> two_tasks_;
  std::map<std::string, std::string> tasks_;  // owner of each task in a results file
  std::string server_;                        // for rows of a results file that name no server
  bool is_ledger_ = false;                    // whether the imported file is a ledger
  std::size_t rehearsed_ = 0;
  std::size_t on_their_way_ = 0;  // in the imported ledger
};

}  // namespace

ExitCode execute(const ImportCommand& command, const Environment& environment) {
  return Import(command, environment).execute();
}

}  // namespace shotlist::cli

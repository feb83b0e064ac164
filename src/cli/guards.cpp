#include "cli/guards.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>
#include <vector>

#include "base/disarm.h"
#include "base/error.h"
#include "base/text.h"
#include "base/translation.h"
#include "ledger/entry_names.h"
#include "ledger/ledger_file.h"
#include "ledger/postgres_engine.h"
#include "show/wording.h"
#include "system/held_file.h"
#include "system/host.h"

namespace shotlist::cli {
namespace {

namespace fs = std::filesystem;

std::string import_command(const std::string& file, const std::string& ledger) {
  return show::command_line({"shotlist", "import", file, "--ledger", ledger});
}

std::string complete_command(const std::string& ledger) {
  return show::command_line({"shotlist", "import", "--complete", "--ledger", ledger});
}

std::string inode_of(const std::string& file) {
  return file.substr(file.find(':') + 1);
}

// Whether the file at `path` has the id `id`. An unreadable file may have it.
bool is_same_ledger(const std::string& path, const std::string& id) {
  try {
    std::string other;
    ledger::read_ledger(path, [&](const ledger::Reader& reader) { other = reader.identity().id; });
    return other == id;
  } catch (const Error&) {
    return true;
  }
}

bool knows_run(const ledger::Reader& reader, const std::string& id) {
  const std::vector<ledger::Run> runs = reader.runs();
  return std::any_of(runs.begin(), runs.end(),
                     [&](const ledger::Run& run) { return run.id == id; });
}

/// What a results file knows that the ledger does not.
struct Missing {
  std::size_t rows = 0;
  std::string first;     // id of the first such row
  std::size_t held = 0;  // rows held by purchases in none of this user's ledgers
  std::string first_held;
};

// By its entry, else by its task, else as a doubt about the row: a spreadsheet may have damaged a
// cell, or dropped a column.
bool knows(const ledger::Reader& reader, const Result& line) {
  if (ledger::is_entry(line.entry)) return reader.find_entry(line.entry).has_value();
  if (!may_be_paid_for(line.status)) return true;
  if (!line.task_id.empty()) return !reader.with_task(line.task_id).empty();
  const auto fingerprint = parse_fingerprint(line.fingerprint);
  bool is_known = false;
  reader.for_each_attempt({}, [&](const ledger::Attempt& attempt) {
    const bool is_same = fingerprint ? attempt.fingerprint == *fingerprint : attempt.row == line.id;
    is_known = is_known || (is_same && may_be_paid_for(attempt.status));
  });
  return is_known;
}

// A held row's purchase may be in another ledger. Keeps only the rows whose purchase is in none.
void drop_known_elsewhere(const Guarded& guarded, std::vector<Result>& held) {
  std::set<std::string> paths = {folder_ledger(guarded.files)};
  for (const ledger::Witness& witness : guarded.witnesses.all())
    paths.insert(witness.path);
  for (const std::string& path : paths) {
    if (held.empty()) return;
    if (path.empty() || !ledger::is_there(path)) continue;
    try {
      ledger::read_ledger(path, [&](const ledger::Reader& other) {
        const auto is_known = [&](const Result& line) {
          return other.find_entry(line.entry).has_value();
        };
        held.erase(std::remove_if(held.begin(), held.end(), is_known), held.end());
      });
    } catch (const Error&) {
      held.clear();  // an unreadable ledger may know them all
    }
  }
}

Missing missing_in(const Guarded& guarded, Results results) {
  Missing missing;
  std::vector<Result> held;
  for (Result& line : results.rows) {
    if (line.endpoint == sandbox_server || knows(guarded.reader, line)) continue;
    if (line.status == Status::held) {
      held.push_back(std::move(line));
    } else if (missing.rows++ == 0) {
      missing.first = line.id;
    }
  }
  drop_known_elsewhere(guarded, held);
  missing.held = held.size();
  if (!held.empty()) missing.first_held = held.front().id;
  return missing;
}

Missing missing_in(const Guarded& guarded, const std::string& path, PastResults& past) {
  // An unmodified file that this ledger, or an older state of it, has written.
  const PastResults::File* file = past.find(path);
  if (file == nullptr || guarded.reader.wrote(to_text(file->digest))) return {};
  auto results = past.lines(path);
  return results ? missing_in(guarded, *std::move(results)) : Missing();
}

// All recorded results files of the manifest: those written by this ledger or a previous one at its
// path, found by the manifest's name; those written by other ledgers, found by its path.
std::set<std::string> results_files(const Guarded& guarded) {
  const Files& files = guarded.files;
  const std::string id = guarded.reader.identity().id;
  std::set<std::string> results = {files.results};
  for (const std::string& path : guarded.reader.outputs_of(files.manifest))
    results.insert(path);
  for (const ledger::Witness& witness : guarded.witnesses.all()) {
    const bool is_here = witness.ledger == id || witness.path == guarded.here.path;
    const auto found = witness.results.find(is_here ? files.manifest : files.manifest_path);
    if (!witness.rehearsal && found != witness.results.end())
      results.insert(found->second.begin(), found->second.end());
  }
  return results;
}

// The same for every manifest that used this ledger or a previous one at its path.
std::set<std::string> results_of_all(const Guarded& guarded) {
  const std::string id = guarded.reader.identity().id;
  std::set<std::string> results = results_files(guarded);
  for (const ledger::Witness& witness : guarded.witnesses.all()) {
    const bool is_here = witness.ledger == id || witness.path == guarded.here.path;
    if (!is_here || witness.rehearsal) continue;
    for (const auto& [manifest, paths] : witness.results)
      results.insert(paths.begin(), paths.end());
  }
  return results;
}

std::string ways_on(const Guarded& guarded, PastResults& past) {
  for (const std::string& path : results_of_all(guarded)) {
    const std::size_t rows = missing_in(guarded, path, past).rows;
    if (rows == 0) continue;
    return tr("restore the newer one; or take over {} that {} tells of: {}",
              counted(rows, "attempt"), path, import_command(path, guarded.files.ledger));
  }
  return tr("restore the newer one; or, where nothing is missing, say so: {}",
            complete_command(guarded.files.ledger));
}

// Empty if the ledger holds everything that was seen in the ledger of `witness`.
std::string what_lacks(const ledger::Reader& reader, const ledger::Witness& witness) {
  const std::int64_t held = reader.attempts();
  if (witness.attempts > held) {
    return tr("it holds {}, and {} were seen in it",
              counted(static_cast<std::size_t>(held), "attempt"), witness.attempts);
  }
  if (!witness.last_entry.empty() && !reader.find_entry(witness.last_entry))
    return tr("it does not know attempt {}, which was seen in it", witness.last_entry);
  if (!witness.open_run.empty() && !knows_run(reader, witness.open_run))
    return tr("it does not know the last run, which was not seen to end");
  return {};
}

void must_be_newest(const Guarded& guarded, const std::string& id, PastResults& past) {
  const auto witness = guarded.witnesses.find(id);
  if (!witness) return;
  std::string lacks = what_lacks(guarded.reader, *witness);
  const bool is_cut_off =
      witness->checkpoint && !guarded.had_log && witness->attempts == guarded.reader.attempts();
  if (lacks.empty() && is_cut_off)
    lacks = tr("its -wal held what the last run sent at the end, and that is gone");
  if (lacks.empty()) return;
  throw Error(
      ExitCode::invalid,
      tr("{} is an older copy, or was copied without its -wal: {}", guarded.files.ledger, lacks),
      ways_on(guarded, past));
}

// A previous ledger at this path paid for something, and is gone.
void must_be_the_same(const Guarded& guarded, const std::string& id, PastResults& past) {
  for (const ledger::Witness& witness : guarded.witnesses.all()) {
    const bool was_here = witness.path == guarded.here.path && witness.ledger != id;
    const bool has_paid = witness.attempts > 0 || !witness.open_run.empty();
    if (!was_here || witness.rehearsal || !has_paid) continue;
    if (what_lacks(guarded.reader, witness).empty()) continue;  // it was imported
    const std::string attempts = counted(static_cast<std::size_t>(witness.attempts), "attempt");
    throw Error(
        ExitCode::invalid,
        tr("{} is not the ledger that was there before, which knew of {}{}", guarded.files.ledger,
           attempts, witness.open_run.empty() ? "" : tr(" and a run that was not seen to end")),
        ways_on(guarded, past));
  }
}

// The ledger was replaced by a copy during a run, which still holds the other file.
void must_not_be_at_work(const Guarded& guarded, const ledger::Identity& identity) {
  if (!identity.open_run || identity.host != guarded.here.host) return;
  for (const ledger::Run& run : guarded.reader.runs()) {
    const bool is_open = run.number == *identity.open_run && run.host == identity.host;
    if (!is_open || !system::is_running(run.process)) continue;
    throw Error(ExitCode::held,
                tr("{} was replaced while process {} was at work with it, since {}",
                   guarded.files.ledger, run.process, to_text(run.started_at)),
                tr("wait for that process to end, or end it"));
  }
}

// What was acknowledged last may not have reached the other server.
void must_be_in_its_place(const Guarded& guarded, const ledger::Identity& identity) {
  const auto& [path, host, place] = guarded.here;
  if (place.empty() || identity.file.empty() || identity.file == place) return;
  throw Error(
      ExitCode::invalid,
      path + tr(" is on another server than when it was last used, or was restored or failed "
                "over: it may lack what was sent last"),
      tr("make sure that nothing is missing, then say so: {}", complete_command(path)));
}

std::string must_be_original(const Guarded& guarded, const ledger::Identity& identity) {
  const auto& [path, host, file] = guarded.here;
  if (ledger::is_shared_ledger(path)) {
    must_be_in_its_place(guarded, identity);
    return {};
  }
  if (identity.path == path && identity.file != file) must_not_be_at_work(guarded, identity);
  if (identity.path.empty() || identity.path == path) return {};
  const bool is_elsewhere = identity.host != host && inode_of(identity.file) != inode_of(file);
  const bool is_there = identity.host == host && fs::exists(identity.path) &&
                        !is_same_file(identity.path, path) &&
                        is_same_ledger(identity.path, identity.id);
  if (!is_elsewhere && !is_there) {
    return tr("the ledger was moved here from {}\n", disarm(identity.path));
  }
  throw Error(ExitCode::invalid,
              is_there ? tr("{} is a copy of {}, which is still there: each would not know what "
                            "the other pays for",
                            path, identity.path)
                       : tr("{} was last used on {} (at {}), which cannot be looked at from here: "
                            "it may be a copy",
                            path, identity.host, identity.path),
              tr("use --ledger {}; or, where that one is not used any more: {}", identity.path,
                 complete_command(path)));
}

void must_know_results(const Guarded& guarded, const std::string& path, PastResults& past) {
  const Missing missing = missing_in(guarded, path, past);
  if (missing.rows == 0 && missing.held > 0) {
    const bool one = missing.held == 1;
    throw Error(
        ExitCode::invalid,
        tr("{} tells of {} held by {} that no ledger here knows; the first is {}", path,
           counted(missing.held, "row"), one ? tr("a purchase") : tr("purchases"), missing.first_held),
        tr("restore the ledger that paid, or take it over: {}; or, where {} may be paid "
           "for again, remove {} from {}",
           import_command("LEDGER", guarded.files.ledger), one ? "it" : "they",
           one ? tr("that line") : tr("those lines"), path));
  }
  if (missing.rows == 0) return;
  throw Error(ExitCode::invalid,
              tr("{} tells of {} that the ledger {} does not know; the first is {}", path,
                 counted(missing.rows, "row"), guarded.files.ledger, missing.first),
              tr("take {} over: {}", missing.rows == 1 ? "it" : "them",
                 import_command(path, guarded.files.ledger)));
}

void must_be_the_folders(const Guarded& guarded) {
  const Files& files = guarded.files;
  const std::string own = folder_ledger(files);
  std::error_code none;
  if (own.empty() || is_same_file(own, files.ledger) || !fs::exists(own, none)) return;
  std::size_t purchases = 0;
  ledger::read_ledger(own, [&](const ledger::Reader& reader) {
    purchases = 0;
    reader.for_each_slot(files.manifest, [&](const ledger::Tries& slot) {
      const ledger::Attempt& purchase = ledger::deciding(slot);
      const bool is_bought =
          purchase.manifest == files.manifest && may_be_paid_for(purchase.status);
      if (is_bought && !guarded.reader.find_entry(purchase.entry)) ++purchases;
    });
  });
  if (purchases == 0) return;
  throw Error(ExitCode::invalid,
              tr("{} has {} of {}, and {} does not know of them", own,
                 counted(purchases, "purchase"), files.manifest, files.ledger),
              tr("leave out --ledger; or take them over: {}", import_command(own, files.ledger)));
}

ledger::Witness witness_of(const Guarded& guarded) {
  const std::string id = guarded.reader.identity().id;
  ledger::Witness witness = guarded.witnesses.find(id).value_or(ledger::Witness());
  witness.ledger = id;
  witness.path = guarded.here.path;
  // Settling a row in an older copy must not erase what was seen before.
  const bool is_older =
      !witness.last_entry.empty() && !guarded.reader.find_entry(witness.last_entry);
  const std::int64_t held = guarded.reader.attempts();
  if (held >= witness.attempts && !is_older) {
    witness.attempts = held;
    const auto last = guarded.reader.stored(held);
    witness.last_entry = last ? last->entry : std::string();
  }
  witness.rehearsal = guarded.files.is_rehearsal;
  const std::string results = resolved_path(guarded.files.results);
  witness.results[guarded.files.manifest].insert(results);
  if (!guarded.files.manifest_path.empty())
    witness.results[guarded.files.manifest_path].insert(results);
  return witness;
}

}  // namespace

std::string must_know_everything(const Guarded& guarded, PastResults& past) {
  const ledger::Identity identity = guarded.reader.identity();
  must_be_newest(guarded, identity.id, past);
  must_be_the_same(guarded, identity.id, past);
  std::string moved = must_be_original(guarded, identity);
  for (const std::string& path : results_files(guarded))
    must_know_results(guarded, path, past);
  must_be_the_folders(guarded);
  return moved;
}

void must_know_everything(const Files& files, const ledger::Reader& reader,
                          const ledger::Witnesses& witnesses, PastResults& past) {
  if (files.is_rehearsal) return;
  const auto number = system::number_of(files.ledger);
  const ledger::Whereabouts here{files.ledger, system::host_name(),
                                 number ? to_text(*number) : reader.place()};
  must_know_everything({files, reader, here, witnesses, ledger::has_log(files.ledger)}, past);
}

void must_not_replace_results_of_others(const Files& files, const ledger::Reader& reader) {
  const auto other = reader.manifest_of_output(resolved_path(files.results));
  if (!other || *other == files.manifest) return;
  std::string path;  // where that manifest was last seen
  for (const ledger::Run& run : reader.runs()) {
    if (run.manifest == *other) path = run.manifest_path;
  }
  std::error_code none;
  if (path.empty() || path == files.manifest_path || !fs::exists(path, none)) return;
  throw Error(ExitCode::usage, tr("{} holds the results of {}", files.results, shown_path(path)),
              tr("give these another file with -o"));
}

void must_not_replace_real_results(const Files& files, PastResults& past) {
  const auto results = past.lines(files.results);
  if (!results) return;
  for (const Result& line : results->rows) {
    const bool is_real = may_be_paid_for(line.status) && line.endpoint != sandbox_server;
    if (!is_real) continue;
    throw Error(ExitCode::usage, files.results + tr(" holds results of real requests"),
                tr("give the rehearsal another file with -o, or leave -o out"));
  }
}

void remember(const Guarded& guarded, const std::string& run) {
  ledger::Witness witness = witness_of(guarded);
  if (!run.empty() && run != witness.open_run) {
    witness.open_run = run;
    witness.checkpoint = false;
  }
  guarded.witnesses.remember(witness);
}

std::function<void(const ledger::Attempt& last)> checkpoint_watch(const Guarded& guarded,
                                                                  const std::string& run) {
  ledger::Witness witness = witness_of(guarded);
  witness.open_run = run;
  witness.checkpoint = true;
  return [witness, &witnesses = guarded.witnesses](const ledger::Attempt& last) {
    ledger::Witness seen = witness;
    seen.attempts = last.number;
    seen.last_entry = last.entry;
    witnesses.remember(seen);
  };
}

void remember_failed(const Guarded& guarded, const std::string& id, const ledger::Attempt& last) {
  auto witness = guarded.witnesses.find(id);
  if (!witness || last.number <= witness->attempts) return;
  witness->attempts = last.number;
  witness->last_entry = last.entry;
  guarded.witnesses.remember(*witness);
}

void remember_end(const Guarded& guarded) {
  ledger::Witness witness = witness_of(guarded);
  witness.open_run.clear();
  witness.checkpoint = false;
  guarded.witnesses.remember(witness);
}

}  // namespace shotlist::cli

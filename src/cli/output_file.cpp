#include "cli/output_file.h"

#include <filesystem>

#include "base/digest.h"
#include "base/disarm.h"
#include "base/error.h"
#include "base/translation.h"
#include "ledger/reader.h"
#include "results/edited_name.h"
#include "system/atomic_file.h"

namespace shotlist::cli {
namespace {

// Under any name: a moved folder changes the names of its files.
bool is_ours(const ledger::Ledger& ledger, const Fingerprint& digest) {
  return ledger::Reader(ledger.database()).wrote(to_text(digest));
}

// Returns the name of the copy.
std::string keep_copy(system::Disk& disk, const Files& files, const std::string& text, Date now) {
  const std::string aside = results::edited_name(
      files.results, now,
      [&disk](const std::string& name) { return disk.read_start(name, 1).has_value(); });
  system::AtomicFile copy(disk, aside);
  copy.append(text);
  copy.commit();
  return aside;
}

// The file as it is now, which may have been edited since it was read. Returns the name of the
// copy; empty if there is nothing to keep.
std::string keep_aside(system::Disk& disk, const ledger::Ledger& ledger, const Files& files,
                       Date now) {
  const auto digest = disk.digest(files.results);
  if (!digest || is_ours(ledger, *digest)) return {};
  const auto text = disk.read(files.results);
  if (!text || text->empty()) return {};
  return keep_copy(disk, files, *text, now);
}

}  // namespace

void must_be_replaceable(PastResults& past, const std::string& path) {
  must_take_file(path, "-o");
  const PastResults::File* file = past.find(path);
  if (file == nullptr || file->is_empty || file->is_results) return;
  throw Error(ExitCode::invalid, path + tr(" is there, and is no results file"),
              tr("move it away, or name another file with -o"));
}

std::string expect_output(system::Disk& disk, PastResults& past, ledger::Ledger& ledger,
                          const Files& files, Date now) {
  const std::string results = resolved_path(files.results);
  ledger.note_output(results, files.manifest, {});
  for (const std::string& path : ledger::Reader(ledger.database()).outputs_of({})) {
    if (ledger.database().is_shared()) break;  // others write theirs now
    try {
      system::AtomicFile::remove_leftover(disk, path);
    } catch (const Error&) {
      continue;  // the folder may belong to another user by now
    }
  }
  std::string aside;
  const PastResults::File* file = past.find(files.results);
  if (file != nullptr && !file->is_empty && !is_ours(ledger, file->digest)) {
    aside = keep_copy(disk, files, file->text, now);
    // It need not be kept again, unless it is edited again.
    ledger.note_output(results, files.manifest, to_text(file->digest));
  }
  const system::AtomicFile attempt(disk, files.results);
  return aside;
}

std::string kept_aside_text(const Files& files, const std::string& aside,
                            const std::string& command) {
  if (aside.empty()) return {};
  std::string text = tr("{} was edited since it was written: it is kept as {}",
                        disarm(files.results), disarm(aside));
  if (!command.empty()) text += tr("; to carry out what it says:\n  ") + command;
  return text + '\n';
}

OutputFile::OutputFile(system::Disk& disk, const Files& files, const ManifestRows& rows, bool excel)
    : disk_(disk),
      files_(files),
      path_(resolved_path(files.results)),
      file_(disk, files.results, {rows.field_names(), rows.manifest().variable_names()},
            excel ? results::ResultsForm::excel : results::ResultsForm::plain) {}

std::string OutputFile::commit(ledger::Ledger& ledger, std::size_t lines, Date now) {
  std::string aside = keep_aside(disk_, ledger, files_, now);
  // Recorded first: an unrecorded file of ours would later be kept aside as edited.
  ledger.note_output(path_, files_.manifest, to_text(file_.digest()));
  file_.commit(lines);
  return aside;
}

void OutputFile::commit_alone(const ledger::Ledger& ledger, std::size_t lines, Date now) {
  keep_aside(disk_, ledger, files_, now);
  file_.commit(lines);
}

}  // namespace shotlist::cli

#include "cli/state.h"

#include <filesystem>
#include <utility>

#include "base/error.h"
#include "report/spoilt_ids.h"

namespace shotlist::cli {
void must_take_file(const std::string& path, const std::string& option) {
  namespace fs = std::filesystem;
  std::error_code ignored;  // what can not be looked at is told when it is opened
  const fs::path folder = fs::path(path).parent_path();
  if (!folder.empty() && !fs::is_directory(folder, ignored)) {
    throw Error(ExitCode::usage, "there is no folder " + folder.string(),
                "make it, or mend " + option);
  }
  if (fs::is_directory(path, ignored)) {
    throw Error(ExitCode::usage, path + " is a folder", "name a file in it with " + option);
  }
  if (fs::exists(path, ignored) && !fs::is_regular_file(path, ignored)) {
    throw Error(ExitCode::usage, path + " is a device or a pipe, which can not be replaced",
                "name a file with " + option);
  }
}

bool is_same_file(const std::string& one, const std::string& other) {
  std::error_code ignored;
  return one == other || std::filesystem::equivalent(one, other, ignored);
}

std::string results_path(const ManifestOptions& manifest) {
  namespace fs = std::filesystem;
  if (manifest.output.empty() && manifest.path == "-") {
    throw Error(ExitCode::usage,
                "a manifest from standard input has no name to call its results by", "add -o FILE");
  }
  if (!manifest.output.empty()) {
    if (is_same_file(manifest.output, manifest.path)) {
      throw Error(ExitCode::usage, "the results would replace the manifest " + manifest.path,
                  "give -o another name");
    }
    return manifest.output;
  }
  fs::path results = manifest.path;
  results.replace_extension();
  results += ".results.csv";
  return results.string();
}

report::ResultsForm form_of(const ManifestOptions& manifest) {
  return manifest.excel ? report::ResultsForm::excel : report::ResultsForm::plain;
}

void must_be_replaceable(system::Disk& disk, const std::string& path) {
  must_take_file(path, "-o");
  const auto text = disk.read(path);
  if (!text || text->empty() || report::looks_like_results(*text)) return;
  if (disk.read(journal::journal_path(path))) return;  // it was ours, whatever became of it
  throw Error(ExitCode::invalid, path + " is there, and is no results file",
              "move it away, or name another file with -o");
}

report::OldResults read_old_results(system::Disk& disk, const std::string& path,
                                    const journal::Ledger& ledger,
                                    const std::vector<RequestKey>& requests) {
  auto text = disk.read(path);
  if (!text || text->empty()) return {};
  try {
    Results file = report::read_results(*std::move(text), path);
    std::vector<report::RestoredId> restored = report::restore_ids(file, requests, ledger);
    report::OldResults old = report::compare(file, ledger);
    old.restored = std::move(restored);
    return old;
  } catch (const Error& error) {
    if (ledger.empty()) throw;
    report::OldResults old;
    old.unreadable = error.what();
    return old;
  }
}

Known read_known(system::Disk& disk, const std::string& path, Date now,
                 const std::vector<RequestKey>& requests) {
  Known known;
  known.ledger = journal::read_ledger(disk, journal::journal_path(path));
  known.old = read_old_results(disk, path, known.ledger, requests);
  if (!known.old.unknown.empty())
    known.ledger.apply(journal::AdoptedFact{path, now, known.old.unknown});
  return known;
}

}  // namespace shotlist::cli

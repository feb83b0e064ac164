#include "cli/state.h"

#include <filesystem>
#include <utility>

#include "base/error.h"
#include "report/results_csv.h"

namespace shotlist {
namespace {

Standing standing_of(const Result& result) {
  Standing standing;
  standing.status = result.status;
  standing.fingerprint = parse_fingerprint(result.fingerprint).value_or(Fingerprint());
  standing.attempts = result.attempts;
  standing.task_id = result.task_id;
  standing.error_class = result.error_class;
  standing.error = result.error;
  standing.http_status = result.http_status;
  standing.provider_request_id = result.request_id;
  standing.sent_at = result.submitted_at;
  standing.latency = result.latency;
  return standing;
}

void must_have_folder(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code ignored;  // what can not be looked at is told when it is opened
  const fs::path folder = fs::path(path).parent_path();
  if (!folder.empty() && !fs::is_directory(folder, ignored)) {
    throw Error(ExitCode::usage, "there is no folder " + folder.string(), "make it, or mend -o");
  }
  if (fs::is_directory(path, ignored)) {
    throw Error(ExitCode::usage, path + " is a folder", "name a file in it with -o");
  }
}

}  // namespace

std::string results_path(const ManifestOptions& manifest) {
  namespace fs = std::filesystem;
  if (manifest.output.empty() && manifest.path == "-") {
    throw Error(ExitCode::usage,
                "a manifest from standard input has no name to call its results by", "add -o FILE");
  }
  if (!manifest.output.empty()) {
    std::error_code ignored;  // files that can not be compared are not the same
    if (manifest.output == manifest.path ||
        fs::equivalent(manifest.output, manifest.path, ignored)) {
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

void must_be_replaceable(Disk& disk, const std::string& path) {
  must_have_folder(path);
  const auto text = disk.read(path);
  if (!text || text->empty() || looks_like_results(*text)) return;
  if (disk.read(journal_path(path))) return;  // it was ours, whatever became of it
  throw Error(ExitCode::invalid, path + " is there, and is no results file",
              "move it away, or name another file with -o");
}

std::optional<AdoptedFact> adoptable_rows(Disk& disk, const std::string& path, Date now) {
  const auto text = disk.read(path);
  if (!text || text->empty()) return std::nullopt;
  const Results results = read_results(*text, path);
  AdoptedFact fact{path, now, {}};
  for (const Result& result : results.rows) {
    if (result.status != Status::not_sent) fact.rows.push_back({result.id, standing_of(result)});
  }
  if (fact.rows.empty()) return std::nullopt;
  return fact;
}

Ledger known_ledger(Disk& disk, const std::string& path, Date now) {
  Ledger ledger = read_ledger(disk, journal_path(path));
  if (ledger.empty()) {
    if (auto adopted = adoptable_rows(disk, path, now)) ledger.apply(*std::move(adopted));
  }
  return ledger;
}

}  // namespace shotlist

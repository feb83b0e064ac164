#include "cli/review_source.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "cli/settings.h"
#include "cli/state.h"
#include "cli/typed_command.h"
#include "journal/journal.h"
#include "manifest/csv_reader.h"
#include "manifest/source_text.h"
#include "report/past.h"
#include "report/results_csv.h"
#include "report/spending.h"
#include "review/attempt_log.h"
#include "system/lock_table.h"

namespace shotlist {
namespace {

// Whether the file may be a manifest: a CSV is one where it has a column of prompts, and none that
// only results have.
bool may_be_manifest(const ManifestOptions& file, const SourceText& source) {
  const auto format = file.format ? file.format : format_of(file.path);
  if (format != ManifestFormat::csv) return format.has_value();
  CsvReader reader(source.text);
  if (!reader.next()) return true;
  const auto has = [&reader](std::string_view name) {
    const auto& cells = reader.cells();
    return std::any_of(cells.begin(), cells.end(),
                       [name](const CsvCell& cell) { return cell.text == name; });
  };
  return has("prompt") && !has("task_id");
}

// While the run lives, what has no answer yet is no cause of anything.
void tell_what_is_on_its_way(Review& review) {
  for (Result& row : review.results.rows) {
    if (row.status != Status::in_doubt || row.error_class != ErrorClass::dropped || row.latency) {
      continue;
    }
    row.error_class = ErrorClass::none;
    row.error = "on its way: no answer yet";
  }
}

}  // namespace

ReviewSource::ReviewSource(const ManifestOptions& file, const Environment& environment,
                           Console& console)
    : file_(file), environment_(environment) {
  const SourceText source = read_source(disk_, file.path);
  Diagnostics diagnostics;
  check_encoding(source, diagnostics);
  show_diagnostics(diagnostics, console);
  if (looks_like_results(source.text) || !may_be_manifest(file, source)) {
    read_results(source.text, file.path);  // throws where it is none
    results_path_ = file.path;
  } else {
    read_ = read_manifest(disk_, file, console);
    results_path_ = results_path(file);
  }
}

bool ReviewSource::is_live() const {
  return is_held(journal_path(results_path_));
}

Review ReviewSource::read() {
  Review review = read_ ? read_with_manifest() : read_results_file();
  review.is_live = is_live();
  review.ending.results_file = results_path_;
  review.ending.running = review.is_live;
  if (review.is_live) tell_what_is_on_its_way(review);
  return review;
}

// A results file as it is, brought up to date by its journal, which knows more while a run is on.
Review ReviewSource::read_results_file() {
  Review review;
  review.results = read_results(read_source(disk_, results_path_).text, results_path_);
  const Ledger ledger = read_ledger(disk_, journal_path(results_path_));
  for (Result& row : review.results.rows) {
    if (const Standing* standing = ledger.find(row.id)) apply(*standing, row);
  }
  const OpenedFact* run = ledger.last_run();
  review.name = run != nullptr ? run->manifest
                               : std::filesystem::path(results_path_).filename().string();
  review.ending.run_command = "shotlist run MANIFEST";
  review.ending.resolve_command = "shotlist resolve MANIFEST";
  add_attempts(review, {});
  return review;
}

Review ReviewSource::read_with_manifest() {
  const auto& [manifest, requests] = *read_;
  const Known known = read_known(disk_, results_path_, clock_.date());
  const Past past(disk_, results_path_, requests, known.ledger);
  Review review;
  review.name = manifest.name();
  review.results = past.join(requests, known.ledger);
  if (const PriceList* prices = manifest.prices()) {
    review.cost = {prices->currency, spent_so_far(requests, known.ledger, past, *prices)};
  }
  const Settings settings = resolve_settings({}, environment_, manifest.settings());
  review.ending.run_command = command_to_run(file_, known.ledger.last_run(), settings.base_url);
  review.ending.resolve_command = command_to_resolve(file_);
  add_attempts(review, known.old);
  return review;
}

void ReviewSource::add_attempts(Review& review, const OldResults& old) {
  AttemptLog log;
  read_facts(disk_, journal_path(results_path_), [&log](const Fact& fact) { log.add(fact); });
  if (!old.unknown.empty()) log.add(AdoptedFact{results_path_, clock_.date(), old.unknown});
  review.has_all_attempts = !log.lines().empty();
  review.attempts =
      review.has_all_attempts ? std::move(log.lines()) : last_attempts(review.results);
}

}  // namespace shotlist

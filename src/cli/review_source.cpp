#include "cli/review_source.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/error.h"
#include "cli/budget.h"
#include "cli/settings.h"
#include "cli/state.h"
#include "cli/typed_command.h"
#include "journal/journal.h"
#include "manifest/csv_reader.h"
#include "manifest/shot_source.h"
#include "manifest/source_text.h"
#include "report/past.h"
#include "report/results_csv.h"
#include "report/wording.h"
#include "review/attempt_log.h"
#include "system/lock_table.h"

namespace shotlist::cli {
namespace {

// Whether the file may be a manifest: a CSV is one where it has a column of prompts, and none that
// only results have.
bool may_be_manifest(const ManifestOptions& file, const manifest::SourceText& source) {
  const auto format = file.format ? file.format : manifest::format_of(file.path);
  if (format != manifest::ManifestFormat::csv) return format.has_value();
  manifest::CsvReader reader(source.text);
  if (!reader.next()) return false;
  const auto has = [&reader](std::string_view name) {
    const auto& cells = reader.cells();
    return std::any_of(cells.begin(), cells.end(),
                       [name](const manifest::CsvCell& cell) { return cell.text == name; });
  };
  return has("prompt") && !has("task_id") && !manifest::is_results_file(source.text);
}

void must_be_text(const manifest::SourceText& source, Console& console) {
  Diagnostics diagnostics;
  if (manifest::check_encoding(source, diagnostics)) {
    if (source.encoding == system::Encoding::utf8) return;
    console.say(fmt::format("{}: read as {}\n", disarm(source.file), to_text(source.encoding)));
    return;
  }
  console.complain(diagnostics.to_text(console.err_width()));
  throw Error(ExitCode::invalid, "the file can not be read");
}

std::string results_of_journal(const std::string& path) {
  const std::string suffix = journal::journal_path("");
  return path.ends_with(suffix) ? path.substr(0, path.size() - suffix.size()) : path;
}

// While the run lives, what has no answer yet is not lost.
void tell_what_is_on_its_way(review::Review& review) {
  std::set<std::pair<std::string_view, int>> open;
  for (const review::AttemptLine& line : review.attempts) {
    if (!line.verdict) open.emplace(line.id, line.attempt);
  }
  for (Result& row : review.results.rows) {
    if (open.count({row.id, row.attempts}) == 0) continue;
    row.error_class = ErrorClass::none;
    row.error = "on its way: no answer yet";
  }
}

}  // namespace

ReviewSource::ReviewSource(ManifestOptions file, const Environment& environment, Console& console)
    : file_(std::move(file)), environment_(environment) {
  file_.path = results_of_journal(file_.path);
  const manifest::SourceText source =
      manifest::read_source(disk_, file_.path == "-" ? "/dev/stdin" : file_.path);
  must_be_text(source, console);
  const bool is_results = report::looks_like_results(source.text);
  if (is_results || !may_be_manifest(file_, source)) {
    if (!is_results)
      report::read_results(source.text, file_.path);  // throws, and says why it is none
    if (file_.price) {
      throw Error(ExitCode::usage, "--price is for a manifest, and this is a results file",
                  "give the manifest it was made from, or leave --price out");
    }
    results_path_ = file_.path;
    if (!std::filesystem::is_regular_file(file_.path)) stream_ = source.text;
  } else {
    read_ = read_manifest(disk_, file_, console);
    results_path_ = results_path(file_);
  }
}

bool ReviewSource::is_live() const {
  return system::is_held(journal::journal_path(results_path_));
}

review::Review ReviewSource::read() {
  // Asked first: a run that ends meanwhile is seen to run once more, and never as dead at its work.
  const bool live = is_live();
  review::Review review = read_ ? read_with_manifest(live) : read_results_file(live);
  review.is_live = live;
  review.ending.results_file = results_path_;
  review.ending.running = live;
  review.ending.decide_command = command_to_decide(review.ending.run_command, results_path_);
  tell_what_is_on_its_way(review);
  return review;
}

// A results file as it is, brought up to date by its journal, which knows more while a run is on.
review::Review ReviewSource::read_results_file(bool live) {
  review::Review review;
  review.results = report::read_results(stream_ ? *stream_ : disk_.read(results_path_).value_or(""),
                                        results_path_);
  if (review.results.decision_columns >
      submit::count_decision_variables(review.results.variable_names)) {
    for (const Result& row : review.results.rows)
      review.ending.decided += row.decision.empty() ? 0 : 1;
  }
  const journal::Ledger ledger = journal::read_ledger(disk_, journal::journal_path(results_path_));
  for (Result& row : review.results.rows) {
    if (const Standing* standing = ledger.find(row.id)) apply(*standing, row);
  }
  const journal::OpenedFact* run = ledger.last_run();
  review.name =
      run != nullptr ? run->manifest : std::filesystem::path(results_path_).filename().string();
  review.ending.run_command = "shotlist run MANIFEST";
  review.ending.resolve_command = "shotlist resolve MANIFEST";
  add_attempts(review, {}, live);
  return review;
}

review::Review ReviewSource::read_with_manifest(bool live) {
  const auto& [manifest, requests] = *read_;
  const Known known = read_known(disk_, results_path_, clock_.date(), keys_of(requests));
  const report::Past past(disk_, results_path_, requests, known.ledger);
  review::Review review;
  review.name = manifest.name();
  review.results = past.join(requests, known.ledger);
  if (manifest.prices() != nullptr) {
    review.cost = {*currency_of(manifest), spent_on(*read_, known.ledger, past)};
  }
  const Settings settings = resolve_settings({}, environment_, manifest.settings());
  review.ending.run_command = command_to_run(file_, known.ledger.last_run(), settings.base_url);
  review.ending.resolve_command = command_to_resolve(file_);
  review.ending.decided = known.old.count_decided(requests.variable_names);
  review.edited = past.changed().size();
  review.removed = past.removed().size();
  add_attempts(review, known.old, live);
  return review;
}

void ReviewSource::add_attempts(review::Review& review, const report::OldResults& old, bool live) {
  review::AttemptLog log;
  journal::read_facts(disk_, journal::journal_path(results_path_),
                      [&log](const journal::Fact& fact) { log.add(fact); });
  if (!live) log.give_up_open_attempts();
  if (!old.unknown.empty())
    log.add(journal::AdoptedFact{results_path_, clock_.date(), old.unknown});
  review.has_all_attempts = !log.lines().empty();
  review.attempts =
      review.has_all_attempts ? std::move(log.lines()) : review::last_attempts(review.results);
}

}  // namespace shotlist::cli

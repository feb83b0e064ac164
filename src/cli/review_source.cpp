#include "cli/review_source.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/disarm.h"
#include "base/error.h"
#include "cli/budget.h"
#include "cli/kept_answers.h"
#include "cli/next_run.h"
#include "cli/reading.h"
#include "cli/typed_command.h"
#include "cli/video_files.h"
#include "ledger/ledger_file.h"
#include "ledger/postgres_engine.h"
#include "manifest/csv_reader.h"
#include "manifest/shot_source.h"
#include "manifest/source_text.h"
#include "results/decision_file.h"
#include "results/lines.h"
#include "results/results_csv.h"
#include "show/attempt_lines.h"
#include "show/totals.h"
#include "show/wording.h"

namespace shotlist::cli {
namespace {

// Whether the file may be a manifest: a CSV is one if it has a column of prompts, and none that
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

// A manifest is checked when its rows are read, as its last run read them.
void must_be_text(const manifest::SourceText& source, const std::string& path, Console& console) {
  Diagnostics diagnostics;
  const std::string again = show::command_line({"shotlist", "review", path});
  if (!manifest::check_encoding(source, diagnostics, again)) {
    console.complain(diagnostics.to_text(console.err_width()));
    throw Error(ExitCode::invalid, "the file cannot be read");
  }
  if (source.encoding == system::utf8) return;
  console.complain(
      fmt::format("{}: read as {}\n", disarm(source.file), manifest::shown_name(source.encoding)));
}

std::optional<ledger::Run> last_run_of(const ledger::Reader& reader, const std::string& manifest) {
  std::optional<ledger::Run> last;
  for (ledger::Run& run : reader.runs()) {
    if (run.manifest == manifest) last = std::move(run);
  }
  return last;
}

// Whether a run with these options may skip rows that are not sent, or failed.
bool may_leave_rows(const std::vector<std::string>& options) {
  return std::any_of(options.begin(), options.end(), [](const std::string& option) {
    return option == "--where" || option == "--max-cost";
  });
}

std::size_t count_decided(const Results& file) {
  if (file.decision_columns == 0) return 0;
  return static_cast<std::size_t>(std::count_if(
      file.rows.begin(), file.rows.end(), [](const Result& row) { return !row.decision.empty(); }));
}

}  // namespace

ReviewSource::ReviewSource(ManifestOptions file, const Environment& environment, Console& console)
    : file_(std::move(file)), environment_(environment) {
  if (file_.path != "-" && !std::filesystem::exists(file_.path)) look_for_manifest();
  ledger_ = ledger_path(file_.ledger, environment, file_.path);
  hand_over(own_ledger(file_.path), ledger_, console);
  const bool was_live = is_live();
  const manifest::SourceText source =
      manifest::read_source(inputs_, file_.path == "-" ? "/dev/stdin" : file_.path, file_.encoding);
  const bool is_results = results::looks_like_results(source.text);
  if (is_results || !may_be_manifest(file_, source)) {
    must_be_text(source, file_.path, console);
    if (!is_results)
      results::read_results(std::string(source.text),
                            file_.path);  // throws, and says why it is not a results file
    if (file_.price) {
      throw Error(ExitCode::usage, "--price is for a manifest, and a results file has its prices",
                  "leave it out, or name the manifest");
    }
    inputs_.forget();
    if (!std::filesystem::is_regular_file(file_.path)) {
      stream_ = source.text;
    } else if (!was_live) {  // else the run may have written it since
      first_ = source.text;
    }
  } else {
    look_for_rehearsal();
    desk_.emplace(file_, environment, inputs_, console);
    ledger_ = desk_->files().ledger;
    manifest_ = desk_->files().manifest;
  }
}

// A run writes its results at its end. Until then, the manifest that it sends is shown in their
// place.
void ReviewSource::look_for_manifest() {
  const std::filesystem::path own = ledger_path(file_.ledger, environment_, file_.path);
  for (const bool rehearsal : {false, true}) {
    const std::filesystem::path path = rehearsal ? own.parent_path() / rehearsal_ledger_name : own;
    if (!ledger::is_shared_ledger(path.string()) && !std::filesystem::exists(path)) continue;
    std::optional<ledger::Run> run;
    ledger::read_ledger(path.string(), [&](ledger::Reader& reader) {
      const auto manifest = reader.manifest_of_output(resolved_path(file_.path));
      run = manifest ? last_run_of(reader, *manifest) : std::nullopt;
    });
    if (!run || !std::filesystem::exists(run->manifest_path)) continue;
    file_.path = shown_path(run->manifest_path);
    file_.rehearsal = rehearsal;
    return;
  }
}

// Users who have only rehearsed want to see the rehearsal.
void ReviewSource::look_for_rehearsal() {
  if (file_.rehearsal || !file_.ledger.empty() || environment_.ledger || file_.path == "-") return;
  const std::string folder = ledger_path({}, environment_, file_.path);
  const std::string rehearsal =
      (std::filesystem::path(folder).parent_path() / rehearsal_ledger_name).string();
  file_.rehearsal = !std::filesystem::exists(folder) && std::filesystem::exists(rehearsal);
}

bool ReviewSource::is_live() const {
  return ledger::is_held(ledger_, manifest_);
}

show::Review ReviewSource::read() {
  // Checked first: a run that ends meanwhile is shown as running once more, and never as having
  // died.
  bool live = is_live();
  const bool is_of_known_manifest = !manifest_.empty();
  show::Review review = desk_ ? read_with_manifest() : read_results_file();
  if (!is_of_known_manifest) live = live && is_live();
  review.is_live = live;
  review.ending.running = live;
  review.video_files = look_for_videos(review);
  review.marks_key = to_text(fingerprint_of(resolved_path(review.ending.results_file)));
  return review;
}

// Uses the manifest of the last run of a results file, if it is known and still exists.
void ReviewSource::tell_commands(show::Ending& ending, const std::optional<ledger::Run>& last,
                                 bool is_sandbox) const {
  if (last && std::filesystem::exists(last->manifest_path)) {
    ManifestOptions manifest;
    manifest.path = shown_path(last->manifest_path);
    ending.run_command = command_to_run(manifest, &*last);
    ending.resolve_command = command_to_resolve(manifest, last->options);
  } else {
    const std::string manifest = is_sandbox ? "MANIFEST --sandbox" : "MANIFEST";
    ending.run_command = "shotlist run " + manifest;
    ending.resolve_command = "shotlist resolve " + manifest;
  }
  ending.is_narrowed = last.has_value() && may_leave_rows(last->options);
  ending.decide_command = command_to_decide(ending.run_command, file_.path);
}

std::string ReviewSource::content_now() {
  if (stream_) return *stream_;
  if (first_) return *std::exchange(first_, std::nullopt);
  if (!file_.encoding.empty())
    return std::string(manifest::read_source(disk_, file_.path, file_.encoding).text);
  return disk_.read(file_.path).value_or("");
}

// A results file as it is, updated from the ledger, which knows more during a run.
show::Review ReviewSource::read_results_file() {
  show::Review review;
  review.results = results::read_results(content_now(), file_.path);
  review.name = std::filesystem::path(file_.path).filename().string();
  const bool is_rehearsal =
      std::any_of(review.results.rows.begin(), review.results.rows.end(),
                  [](const Result& row) { return row.endpoint == sandbox_server; });
  review.ending.results_file = file_.path;
  review.ending.decided = count_decided(review.results);
  std::optional<ledger::Run> last;
  ledger::read_ledger(ledger_, [&](ledger::Reader& reader) {
    std::string name;
    for (Result& row : review.results.rows) {
      const auto known = row.entry.empty() ? std::nullopt : reader.find_entry(row.entry);
      if (!known || row.status == Status::held) continue;
      name = known->manifest;
      plan::Match slot;
      slot.tries = reader.slot_of(*known);
      results::tell(slot, row.endpoint, row);
    }
    review.has_all_attempts = !name.empty();
    if (review.has_all_attempts) {
      review.name = manifest_ = name;
      review.attempts = show::attempts_of(reader, name);
      last = last_run_of(reader, name);
    }
  });
  if (!review.has_all_attempts) review.attempts = show::last_attempts(review.results);
  review.ending.is_rehearsal = is_rehearsal || show::totals_of(review).is_rehearsal();
  tell_commands(review.ending, last, is_rehearsal);
  return review;
}

show::Review ReviewSource::read_with_manifest() {
  desk_->past_results().forget();  // a run may have written them since the last look
  show::Review review;
  ledger::read_ledger(ledger_, [&](ledger::Reader& reader) {
    review = {};
    const Account account = desk_->take_account(reader, environment_.user, clock_.date());
    const ManifestRows& rows = desk_->rows();
    review.name = rows.manifest().name();
    review.results.variable_names = rows.manifest().variable_names();
    review.results.field_names = rows.field_names();
    for_each_line(rows, account, [&](const Result& line) { review.results.rows.push_back(line); });
    const auto currency = currency_of(rows.manifest());
    if (currency && !desk_->files().is_rehearsal) review.cost = {*currency, account.spent};
    review.attempts = show::attempts_of(reader, desk_->files().manifest);
    review.has_all_attempts = !review.attempts.empty();
    tell_next_run(review.ending, file_, desk_->last_run(), account, rows);
  });
  review.ending.results_file = desk_->files().results;
  if (const auto results = desk_->past_results().lines(review.ending.results_file)) {
    review.ending.decided = count_decided(*results);
    review.ending.decide_command =
        command_to_decide(review.ending.run_command, review.ending.results_file);
  }
  return review;
}

}  // namespace shotlist::cli

#include "cli/review_source.h"

#include <algorithm>
#include <filesystem>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "api/profiles.h"
#include "base/digest.h"
#include "base/disarm.h"
#include "base/error.h"
#include "base/translation.h"
#include "cli/budget.h"
#include "cli/kept_answers.h"
#include "cli/next_run.h"
#include "cli/reading.h"
#include "cli/typed_command.h"
#include "cli/video_files.h"
#include "ledger/ledger_file.h"
#include "ledger/postgres_engine.h"
#include "manifest/column_names.h"
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

// Whether the file may be a manifest: a CSV is one if it has a column of prompts, whatever a
// manifest may call it, and none that only results have.
bool may_be_manifest(const ManifestOptions& file, const manifest::SourceText& source) {
  const auto format = file.format ? file.format : manifest::format_of(file.path);
  if (format != manifest::ManifestFormat::csv) return format.has_value();
  manifest::CsvReader reader(source.text);
  if (!reader.next()) return false;
  const api::Profiles profiles;
  const auto has = [&](std::string_view name) {
    const auto& cells = reader.cells();
    return std::any_of(cells.begin(), cells.end(), [&](const manifest::CsvCell& cell) {
      return manifest::field_named(cell.text, profiles) == name || cell.text == name;
    });
  };
  return has("prompt") && !has("task_id") && !manifest::is_results_file(source.text);
}

// A manifest is checked when its rows are read, as its last run read them.
void must_be_text(const manifest::SourceText& source, const std::string& path, Console& console) {
  Diagnostics diagnostics;
  const std::string again = show::command_line({"shotlist", "review", path});
  if (!manifest::check_encoding(source, diagnostics, again)) {
    console.complain(diagnostics.to_text(console.err_width()));
    throw Error(ExitCode::invalid, tr("the file cannot be read"));
  }
  if (source.encoding == system::utf8) return;
  console.complain(
      tr("{}: read as {}\n", disarm(source.file), manifest::shown_name(source.encoding)));
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

/// The attempts of one manifest among the tries of a slot, in the order of sending.
class TriesShown {
 public:
  explicit TriesShown(const std::string& manifest) : manifest_(manifest) {}

  void add(const ledger::Attempt& attempt) {
    if (attempt.manifest == manifest_) tries_.push_back(&attempt);
  }

  void add(const ledger::Tries& slot) {
    for (const ledger::Attempt& attempt : slot)
      add(attempt);
  }

  /// Valid until the next call of this object.
  std::span<const ledger::Attempt* const> take() {
    std::swap(tries_, taken_);
    tries_.clear();
    std::sort(taken_.begin(), taken_.end(),
              [](const auto* one, const auto* other) { return one->number < other->number; });
    return taken_;
  }

 private:
  const std::string& manifest_;
  std::vector<const ledger::Attempt*> tries_;
  std::vector<const ledger::Attempt*> taken_;
};

void tell_rehearsals(const ledger::Rehearsals& rehearsals, ledger::Tries& slot) {
  for (ledger::Attempt& attempt : slot)
    attempt.rehearsal = ledger::is_rehearsal(attempt, rehearsals);
}

}  // namespace

ReviewSource::ReviewSource(ManifestOptions file, const Environment& environment, Console& console)
    : file_(std::move(file)), environment_(environment) {
  if (file_.path != "-" && !std::filesystem::exists(file_.path)) look_for_manifest();
  ledger_ = ledger_path(file_.ledger, environment, file_.path);
  hand_over(own_ledger(file_.path), ledger_, console);
  const bool was_live = is_live();
  if (take_results(was_live, console)) return;
  look_for_rehearsal();
  desk_.emplace(file_, environment, inputs_, console);
  desk_->will_write_nothing();
  ledger_ = desk_->files().ledger;
  manifest_ = desk_->files().manifest;
}

// Whether the file holds results. A manifest may be large: its text is not kept twice.
bool ReviewSource::take_results(bool was_live, Console& console) {
  manifest::SourceText source =
      manifest::read_source(inputs_, file_.path == "-" ? "/dev/stdin" : file_.path, file_.encoding);
  const bool is_results = results::looks_like_results(source.text);
  if (!is_results && may_be_manifest(file_, source)) return false;
  must_be_text(source, file_.path, console);
  if (!is_results)
    results::read_results(std::string(source.text),
                          file_.path);  // throws, and says why it is not a results file
  if (file_.price) {
    throw Error(ExitCode::usage, tr("--price is for a manifest, and a results file has its prices"),
                tr("leave it out, or name the manifest"));
  }
  inputs_.forget();
  if (!std::filesystem::is_regular_file(file_.path)) {
    stream_ = source.text;
  } else if (!was_live) {  // else the run may have written it since
    first_ = source.text;
  }
  return true;
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

show::Review ReviewSource::read(bool with_replies) {
  // Checked first: a run that ends meanwhile is shown as running once more, and never as having
  // died.
  bool live = is_live();
  const bool is_of_known_manifest = !manifest_.empty();
  show::Review review;
  desk_ ? read_with_manifest(with_replies, review) : read_results_file(with_replies, review);
  if (!is_of_known_manifest) live = live && is_live();
  review.is_live = live;
  review.ending.running = live;
  review.marks_key = to_text(fingerprint_of(resolved_path(review.ending.results_file)));
  const VideoLook videos(review.ending.results_file);
  const bool knows_attempts = review.has_all_attempts;
  review.for_each_row([&](const show::ReviewRow& row) {
    review.totals.add(row.line);
    review.unfinished.add(row.line);
    videos.look(row.line, review.video_files);
    if (knows_attempts) return;
    for (const ledger::Attempt* attempt : row.tries)
      review.attempts.push_back(show::point_of(*attempt));
  });
  if (!knows_attempts) {
    std::stable_sort(
        review.attempts.begin(), review.attempts.end(),
        [](const auto& one, const auto& other) { return one.sent_at < other.sent_at; });
  }
  review.totals.add(review.attempts, knows_attempts);
  if (review.totals.is_rehearsal()) review.ending.is_rehearsal = true;
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
void ReviewSource::read_results_file(bool with_replies, show::Review& review) {
  results_ = manifest::decode_source(file_.path, content_now());
  results::ResultsReader file(results_.text, file_.path);
  const bool has_decisions = file.decision_columns() > 0;
  std::size_t decided = 0;
  bool is_rehearsal = false;
  while (const auto row = file.next()) {
    if (row->endpoint == sandbox_server) is_rehearsal = true;
    if (has_decisions && !row->decision.empty()) ++decided;
  }
  std::optional<ledger::Run> last;
  ledger::read_ledger(ledger_, [&](ledger::Reader& reader) {
    review = {};
    find_slots(reader);
    if (shown_manifest_.empty()) return;
    show::read_attempts(reader, shown_manifest_, with_replies, review);
    review.has_all_attempts = true;
    last = last_run_of(reader, shown_manifest_);
  });
  if (!shown_manifest_.empty()) manifest_ = shown_manifest_;
  review.name = shown_manifest_.empty() ? std::filesystem::path(file_.path).filename().string()
                                        : shown_manifest_;
  review.field_names = file.field_names();
  review.variable_names = file.variable_names();
  review.for_each_row = [this](const show::TakeRow& take) { walk_results_file(take); };
  review.ending.results_file = file_.path;
  review.ending.decided = decided;
  review.ending.is_rehearsal = is_rehearsal;
  tell_commands(review.ending, last, is_rehearsal);
}

// Looks up the rows of the results file by their entries.
void ReviewSource::find_slots(ledger::Reader& reader) {
  slots_.clear();
  shown_manifest_.clear();
  const ledger::Rehearsals rehearsals = reader.rehearsals();
  const bool has_attempts = reader.attempts() > 0;
  std::unordered_map<std::string, std::size_t> wanted;  // numbers of rows, by entry
  const auto give = [&](const ledger::Tries& slot) {
    for (const ledger::Attempt& attempt : slot) {
      const auto row = wanted.find(attempt.entry);
      if (row == wanted.end()) continue;
      plan::Match& match = slots_[row->second];
      match.tries = slot;
      tell_rehearsals(rehearsals, match.tries);
    }
  };
  results::ResultsReader file(results_.text, file_.path);
  while (const auto row = file.next()) {
    slots_.emplace_back();
    if (!has_attempts || row->entry.empty() || row->status == Status::held) continue;
    wanted.emplace(row->entry, slots_.size() - 1);
    if (!shown_manifest_.empty()) continue;
    if (const auto known = reader.find_entry(row->entry)) shown_manifest_ = known->manifest;
  }
  if (shown_manifest_.empty()) return;
  // Asking for all slots of a manifest is many times faster than asking for each.
  reader.for_each_slot(shown_manifest_, give);
  for (const auto& [entry, row] : wanted) {
    if (!slots_[row].tries.empty()) continue;
    if (const auto known = reader.find_entry(entry)) give(reader.slot_of(*known));
  }
}

void ReviewSource::walk_results_file(const show::TakeRow& take) const {
  results::ResultsReader file(results_.text, file_.path);
  TriesShown tries(shown_manifest_);
  for (std::size_t number = 0; auto row = file.next(); ++number) {
    const plan::Match& slot = slots_[number];
    std::optional<ledger::Attempt> last;
    if (!shown_manifest_.empty()) {
      results::tell(slot, row->endpoint, *row);
      tries.add(slot.tries);
    } else if ((last = show::last_attempt(*row))) {
      tries.add(*last);
    }
    take({number, *row, tries.take()});
  }
}

void ReviewSource::read_with_manifest(bool with_replies, show::Review& review) {
  desk_->past_results().forget();  // a run may have written them since the last look
  const ManifestRows& rows = desk_->rows();
  shown_manifest_ = desk_->files().manifest;
  account_.reset();
  ledger::read_ledger(ledger_, [&](ledger::Reader& reader) {
    review = {};
    account_.reset();
    account_ = desk_->take_account(reader, environment_.user, clock_.date());
    const ledger::Rehearsals rehearsals = reader.rehearsals();
    for (plan::Row& row : account_->plan.rows)
      tell_rehearsals(rehearsals, row.tries);
    left_.clear();
    for (const plan::LeftRow& row : account_->left) {
      left_.push_back(reader.slot_of(row.last));
      tell_rehearsals(rehearsals, left_.back());
    }
    const auto currency = currency_of(rows.manifest());
    auto& cost = desk_->files().is_rehearsal ? review.would_have_cost : review.cost;
    if (currency) cost = {*currency, account_->spent};
    show::read_attempts(reader, shown_manifest_, with_replies, review);
    tell_next_run(review.ending, file_, desk_->last_run(), *account_, rows);
  });
  review.name = rows.manifest().name();
  review.field_names = rows.field_names();
  review.variable_names = rows.manifest().variable_names();
  review.for_each_row = [this](const show::TakeRow& take) { walk_manifest(take); };
  review.ending.results_file = desk_->files().results;
  review.ending.decided = count_decided(review.ending.results_file);
  if (review.ending.decided > 0) {
    review.ending.decide_command =
        command_to_decide(review.ending.run_command, review.ending.results_file);
  }
}

void ReviewSource::walk_manifest(const show::TakeRow& take) const {
  TriesShown tries(shown_manifest_);
  const std::vector<plan::Row>& known = account_->plan.rows;
  std::size_t number = 0;
  for_each_line(desk_->rows(), *account_, [&](const Result& line) {
    const bool is_in_manifest = number < known.size();
    if (line.status != Status::held)  // its entry is another row's
      tries.add(is_in_manifest ? known[number].tries : left_[number - known.size()]);
    take({number, line, tries.take()});
    ++number;
  });
}

// Most files have no column of decisions, and are not needed as a whole.
std::size_t ReviewSource::count_decided(const std::string& path) {
  PastResults& past = desk_->past_results();
  const PastResults::File* file = past.find(path);
  if (file == nullptr || !file->is_results) return 0;
  const auto source_of = [&path](std::string_view bytes) {
    return manifest::decode_source(path, std::string(bytes));
  };
  const manifest::SourceText start =
      source_of(std::string_view(file->text).substr(0, results::longest_results_header));
  if (results::ResultsReader(start.text, path).decision_columns() == 0) return 0;
  const manifest::SourceText source = source_of(*past.text_of(path));
  results::ResultsReader lines(source.text, path);
  std::size_t decided = 0;
  while (const auto row = lines.next())
    decided += row->decision.empty() ? 0 : 1;
  return decided;
}

}  // namespace shotlist::cli

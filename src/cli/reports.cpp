#include "cli/reports.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/error.h"
#include "base/text.h"
#include "base/translation.h"
#include "ledger/postgres_engine.h"
#include "system/atomic_file.h"
#include "system/new_file.h"

namespace shotlist::cli {
namespace {

// Each digit stands for any other.
constexpr std::string_view log_start = "{\"time\":\"0000-00-00T00:00:00.000Z\",\"event\":\"";

// `<path>.new` is what a file is before it is renamed.
constexpr std::string_view aside = ".new";

// Where a link leads to, also if nothing is there.
std::string followed(std::string path) {
  constexpr int most_links = 40;
  std::error_code none;
  for (int links = 0; links < most_links && std::filesystem::is_symlink(path, none); ++links) {
    const std::filesystem::path to = std::filesystem::read_symlink(path, none);
    path = (std::filesystem::path(path).parent_path() / to).string();
  }
  return resolved_path(path);
}

bool is_one_file(const std::string& one, const std::string& other) {
  return is_same_file(one, other) || followed(one) == followed(other);
}

// A file that was cut short begins in the same way.
bool begins_with(std::string_view text, std::string_view start) {
  text = text.substr(0, start.size());
  return std::equal(text.begin(), text.end(), start.begin(), [](char is, char should) {
    return is == should || (is_ascii_digit(is) && is_ascii_digit(should));
  });
}

// A file that is there, and not of the kind that the option writes, is somebody's.
void must_begin_with(system::Disk& disk, const NamedFile& file, std::string_view start,
                     std::string_view kind) {
  if (!disk.has_file(file.path)) return;
  const auto there = disk.read_start(file.path, start.size());
  if (!there || begins_with(*there, start)) return;
  throw Error(ExitCode::usage, tr("{} is there, and is no {}", file.path, kind),
              tr("move it away, or name another file with {}", file.name));
}

void must_be_junit(system::Disk& disk, const std::string& path) {
  must_begin_with(disk, {"--junit", path}, show::junit_start, tr("JUnit report"));
}

void must_be_metrics(system::Disk& disk, const std::string& path) {
  must_begin_with(disk, {"--metrics", path}, show::metrics_start, tr("file of metrics"));
}

}  // namespace

std::vector<NamedFile> files_in_use(const Files& files, const ManifestRows& rows,
                                    const SubmitOptions& flags, const Environment& environment) {
  std::vector<NamedFile> used = {{tr("the manifest"), files.manifest_path},
                                 {tr("the results file"), files.results},
                                 {tr("the file of the key"), flags.api_key_file},
                                 {tr("that of --ca-file"), flags.ca_file.value_or("")},
                                 {tr("the file of your settings"), environment.config_file}};
  if (const auto& key = environment.own.api_key_file)
    used.push_back({tr("the file of the key"), key->value});
  std::set<std::string> ledgers;
  if (!ledger::is_shared_ledger(files.ledger)) ledgers.insert(files.ledger);
  const std::filesystem::path folder = std::filesystem::path(own_ledger(files)).parent_path();
  for (const char* name : {ledger_name, rehearsal_ledger_name})
    ledgers.insert((folder / name).string());
  for (const std::string& ledger : ledgers) {
    used.push_back({tr("the ledger"), ledger});
    used.push_back({tr("the ledger's log"), ledger + "-wal"});
    for (const char* part : {"-shm", "-journal"})
      used.push_back({tr("a part of the ledger"), ledger + part});
  }
  std::set<std::string> sources;
  const manifest::SourceText* last = nullptr;  // most rows are of the file of the one before
  for (std::size_t row = 0; row < rows.rows().size(); ++row) {
    const manifest::SourceText& source = rows.file_of(row);
    if (std::exchange(last, &source) != &source) sources.insert(source.file);
  }
  for (const std::string& source : sources)
    used.push_back({tr("a file of shots"), source});
  return used;
}

void must_be_apart(const std::vector<NamedFile>& written, const std::vector<NamedFile>& used) {
  const auto must_differ = [](const NamedFile& file, const NamedFile& other) {
    if (file.path.empty() || other.path.empty()) return;
    const bool is_replaced = is_one_file(file.path, other.path) ||
                             is_one_file(file.path + std::string(aside), other.path) ||
                             is_one_file(file.path, other.path + std::string(aside));
    if (!is_replaced) return;
    throw Error(ExitCode::usage, tr("{} {} is also {}", file.name, file.path, other.name),
                tr("name another file"));
  };
  for (std::size_t i = 0; i < written.size(); ++i) {
    for (const NamedFile& other : used)
      must_differ(written[i], other);
    for (std::size_t j = i + 1; j < written.size(); ++j)
      must_differ(written[i], {tr("that of {}", written[j].name), written[j].path});
  }
}

void must_take_junit(system::Disk& disk, const std::string& path) {
  if (path.empty()) return;
  must_take_file(path, "--junit");
  must_be_junit(disk, path);
  must_be_junit(disk, path + std::string(aside));
}

void write_junit(system::Disk& disk, const std::string& path, const show::JunitReport& report,
                 Date now) {
  must_be_junit(disk, path);  // still: a video may have got its name
  system::AtomicFile file(disk, path);
  file.append(report.text(now));
  file.commit();
}

void add_settings(JsonObject& json, const Settings& settings) {
  const submit::SubmitSettings& submit = settings.submit;
  const auto add_time = [&json](std::string_view name, Duration time) {
    json.number(name, rounded_to_ms(time).count());
  };
  submit.pace.rate ? json.text("rate", to_text(submit.pace)) : json.null("rate");
  json.number("burst", submit.burst);
  json.number("jobs", submit.jobs);
  json.number("attempts", submit.attempts);
  add_time("timeout_ms", settings.timeout);
  add_time("connect_timeout_ms", settings.connect_timeout);
  add_time("give_up_ms", submit.give_up);
}

Reports::Reports(const ReportOptions& options, const std::vector<NamedFile>& used, Console& console,
                 system::Disk& disk, system::Clock& clock, system::Random& random)
    : options_(options),
      console_(console),
      disk_(disk),
      clock_(clock),
      session_(to_hex(random.bits()).substr(0, 8)) {
  must_be_apart({{"--log-file", options.log_file},
                 {"--metrics", options.metrics},
                 {"--junit", options.junit}},
                used);
  must_take_junit(disk, options.junit);
  if (!options.metrics.empty()) {
    must_take_file(options.metrics, "--metrics");
    must_be_metrics(disk, options.metrics);
  }
  if (options.log_file.empty()) return;
  must_begin_with(disk, {"--log-file", options.log_file}, log_start, tr("log of runs"));
  log_file_.emplace(options.log_file);
  log_.emplace(session_, options.log_prompts, clock_,
               [this](std::string_view line) { return add_to_log(line); });
}

void Reports::hide(const Secret& key) {
  if (log_) log_->hide(key);
}

void Reports::begin(show::MetricLabels labels, const show::RunLog::Fill& fill) {
  has_begun_ = true;
  if (log_) log_->write("start", fill);
  if (options_.metrics.empty()) return;
  metrics_.emplace(std::move(labels), clock_.date(),
                   [this](std::string_view text) { publish(text); });
}

submit::RunEnd Reports::run(Wire& wire, submit::Submitter& loop) {
  struct Leave {
    show::Progress*& progress;
    ~Leave() { progress = nullptr; }
  };
  progress_ = &wire.progress();
  const Leave leave{progress_};
  if (log_) wire.add(*log_);
  if (metrics_) wire.add(*metrics_);
  return wire.run(loop);
}

void Reports::end(ExitCode code, const show::RunLog::Fill& fill) {
  if (!std::exchange(has_begun_, false)) return;
  if (log_) {
    log_->write("end", [&](JsonObject& json) {
      json.number("exit_code", static_cast<int>(code));
      fill(json);
    });
  }
  if (metrics_) metrics_->end(code, clock_.date());
}

bool Reports::add_to_log(std::string_view line) {
  if (log_file_->add(line)) return true;
  if (!std::exchange(is_log_failure_told_, true)) {
    tell(tr("the log {} cannot be written: {}; the run goes on without it", options_.log_file,
            std::strerror(log_file_->failure())));
  }
  return false;
}

// Each process has a file of its own aside, so that two that publish to one path never mix.
void Reports::publish(std::string_view text) {
  try {
    must_be_metrics(disk_, options_.metrics);
    system::write_file(options_.metrics, text, system::Existing::replace, session_ + ".new");
  } catch (const Error& error) {
    if (!std::exchange(is_metrics_failure_told_, true))
      tell(tr("{}; the run goes on without these metrics", error.what()));
  }
}

void Reports::tell(const std::string& what) {
  const std::string line = tr("shotlist: warning: ") + disarm(what);
  progress_ != nullptr ? progress_->warn(line) : console_.complain(line + '\n');
}

}  // namespace shotlist::cli

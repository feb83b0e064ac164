#include "cli/reports.h"

#include <cstddef>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/error.h"
#include "base/translation.h"
#include "system/atomic_file.h"
#include "system/new_file.h"

namespace shotlist::cli {
namespace {

constexpr std::string_view log_start = "{\"time\":";

bool is_one_file(const std::string& one, const std::string& other) {
  return is_same_file(one, other) || resolved_path(one) == resolved_path(other);
}

// A file that is there, not empty, and not of the kind that the option writes, is somebody's.
void must_begin_with(system::Disk& disk, const NamedFile& file, std::string_view start,
                     std::string_view kind) {
  if (!disk.has_file(file.path)) return;
  const auto there = disk.read_start(file.path, start.size());
  if (!there || there->empty() || *there == start) return;
  throw Error(ExitCode::usage, tr("{} is there, and is no {}", file.path, kind),
              tr("move it away, or name another file with {}", file.name));
}

}  // namespace

void must_be_apart(const std::vector<NamedFile>& written, const std::vector<NamedFile>& used) {
  const auto must_differ = [](const NamedFile& file, const NamedFile& other) {
    if (file.path.empty() || other.path.empty() || !is_one_file(file.path, other.path)) return;
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
  must_begin_with(disk, {"--junit", path}, show::junit_start, tr("JUnit report"));
}

void write_junit(system::Disk& disk, const std::string& path, const show::JunitReport& report,
                 Date now) {
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
      clock_(clock),
      session_(to_hex(random.bits()).substr(0, 8)) {
  must_be_apart({{"--log-file", options.log_file},
                 {"--metrics", options.metrics},
                 {"--junit", options.junit}},
                used);
  must_take_junit(disk, options.junit);
  if (!options.metrics.empty()) {
    must_take_file(options.metrics, "--metrics");
    must_begin_with(disk, {"--metrics", options.metrics}, show::metrics_start,
                    tr("file of metrics"));
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

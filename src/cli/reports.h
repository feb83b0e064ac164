#pragma once
// The files that a command writes for other programs, besides its results.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/exit_code.h"
#include "base/secret.h"
#include "cli/command_line.h"
#include "cli/console.h"
#include "cli/environment.h"
#include "cli/files.h"
#include "cli/manifest_rows.h"
#include "cli/settings.h"
#include "cli/wire.h"
#include "show/junit.h"
#include "show/metrics.h"
#include "show/run_log.h"
#include "system/clock.h"
#include "system/disk.h"
#include "system/log_file.h"
#include "system/random.h"

namespace shotlist::cli {

/// A file of the command line.
struct NamedFile {
  std::string name;  ///< `--junit`, or `the manifest`
  std::string path;  ///< empty: there is none
};

/// What a command that sends or collects reads and writes, and what the ledgers beside its manifest
/// consist of: no report may replace any of it, nor be the first to write it.
std::vector<NamedFile> files_in_use(const Files& files, const ManifestRows& rows,
                                    const SubmitOptions& flags, const Environment& environment);

/// Throws Error (usage) if a file of `written`, options that name a file to write, is also another
/// of them, or one of `used`, or if one of both would be `<other>.new` on the way to its name.
void must_be_apart(const std::vector<NamedFile>& written, const std::vector<NamedFile>& used);

/// Throws Error (usage) if no report can be written at `path`, or another kind of file is there or
/// at `<path>.new`, which is never replaced. With an empty path, does nothing.
void must_take_junit(system::Disk& disk, const std::string& path);

/// Replaces the file at `path`, which only its owner can read. Throws Error (disk), and Error
/// (usage) if another kind of file is there by now.
void write_junit(system::Disk& disk, const std::string& path, const show::JunitReport& report,
                 Date now);

/// Adds how fast a command sends, and how long it tries.
void add_settings(JsonObject& json, const Settings& settings);

/// The log and the metrics of one command. Nothing that goes wrong with them later changes what the
/// command does: it is said once on standard error.
class Reports {
 public:
  /// Opens the log. `used` are the files of the command. Throws Error (usage) if a report would
  /// replace one of them or another report, or cannot be written. Everything is borrowed.
  Reports(const ReportOptions& options, const std::vector<NamedFile>& used, Console& console,
          system::Disk& disk, system::Clock& clock, system::Random& random);

  /// From now on, no line of the log holds `key`.
  void hide(const Secret& key);

  /// The command is about to send: `fill` adds what it is about to do.
  void begin(show::MetricLabels labels, const show::RunLog::Fill& fill);

  /// Runs `loop` on `wire`, and observes it.
  submit::RunEnd run(Wire& wire, submit::Submitter& loop);

  /// The command is over; does nothing if it had not begun.
  void end(ExitCode code, const show::RunLog::Fill& fill);

 private:
  bool add_to_log(std::string_view line);
  void publish(std::string_view text);
  void tell(const std::string& what);

  const ReportOptions& options_;
  Console& console_;
  system::Disk& disk_;
  system::Clock& clock_;
  std::string session_;
  std::optional<system::LogFile> log_file_;
  std::optional<show::RunLog> log_;
  std::optional<show::Metrics> metrics_;
  show::Progress* progress_ = nullptr;  // while there is one
  bool has_begun_ = false;
  bool is_log_failure_told_ = false;
  bool is_metrics_failure_told_ = false;
};

}  // namespace shotlist::cli

#pragma once
// What the user typed, as checked values; nothing after this sees argv.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "api/price_list.h"
#include "base/exit_code.h"
#include "base/money.h"
#include "base/quantity.h"
#include "base/time.h"
#include "cli/option_values.h"
#include "manifest/manifest.h"
#include "plan/plan.h"
#include "plan/selection.h"
#include "sandbox/options.h"
#include "show/row_formats.h"
#include "show/row_selection.h"

namespace shotlist::cli {

/// How to talk to the user.
struct ConsoleOptions {
  ColorWish color = ColorWish::automatic;
  ProgressWish progress = ProgressWish::automatic;
  bool quiet = false;    ///< errors only
  bool verbose = false;  ///< also where each setting came from
};

/// Which manifest, and what the command line adds to it.
struct ManifestOptions {
  std::string path;  ///< `-` is standard input
  std::optional<manifest::ManifestFormat> format;
  std::vector<std::pair<std::string, std::string>> set;
  std::string output;                         ///< the results file; if empty, next to the manifest
  bool excel = false;                         ///< write it for Excel
  std::optional<api::GivenPrice> price = {};  ///< `--price`, for every row without one
  std::vector<std::string> variables =
      {};                     ///< columns that are no fields, though their names are close
  std::string ledger = {};    ///< its file or address; if empty, from the environment or manifest
  std::string name = {};      ///< of the manifest in the ledger; if empty, its own
  std::string encoding = {};  ///< of files whose bytes do not say; empty: told from the bytes
  bool rehearsal = false;     ///< use the ledger and the results of rehearsals
  bool strict = false;        ///< warnings are errors
};

/// Settings of a run as flags; each is absent if the user did not set it.
struct SubmitOptions {
  std::optional<std::string> base_url;
  std::string api_key_file;
  std::optional<std::string> ca_file;
  std::optional<Pace> rate;
  std::optional<std::int64_t> burst;
  std::optional<std::int64_t> jobs;
  std::optional<std::int64_t> attempts;
  std::optional<Duration> timeout;
  std::optional<Duration> connect_timeout;
  std::optional<CountOrShare> stop_after;
  std::optional<Duration> give_up;
};

struct InitCommand {
  ConsoleOptions console;
  std::string path = "shotlist.yaml";
  bool force = false;  ///< replace an existing file
};

struct CheckCommand {
  ConsoleOptions console;
  ManifestOptions manifest;
  bool json = false;  ///< mistakes as data
};

struct PlanCommand {
  ConsoleOptions console;
  ManifestOptions manifest;
  plan::Selection selection;
  std::optional<HeldWish> held;
  std::optional<Money> max_cost;
  std::string decisions;  ///< the file that holds them; empty if none
  SubmitOptions submit;   ///< only the base URL matters
  bool sandbox = false;
  bool json = false;
};

/// How tasks are looked at and videos fetched.
struct CollectOptions {
  std::string download;   ///< the folder for videos; empty: only links
  std::string name = {};  ///< template of their names; empty: by the id
  std::optional<std::int64_t> download_jobs = {};
  std::optional<std::uint64_t> max_file = {};  ///< bytes
  std::optional<Duration> poll_every = {};
  std::optional<Duration> patience = {};
  std::vector<VideoStatus> again = {};  ///< ends to ask about anew
  bool sidecar = false;                 ///< a JSON file beside each video
};

/// The files that a command writes for programs; each is empty if the user wants none.
struct ReportOptions {
  std::string log_file;
  bool log_prompts = false;
  std::string metrics;
  std::string junit;
};

struct CollectCommand {
  ConsoleOptions console;
  ManifestOptions manifest;
  plan::Selection selection;
  SubmitOptions submit;  ///< only what a request needs that costs nothing
  CollectOptions collect;
  std::vector<std::string> typed;  ///< the words after the program's name
  bool wait = false;
  bool json = false;  ///< what became of the tasks, as one object
  ReportOptions reports;
  sandbox::SandboxOptions rehearsal;  ///< of the embedded sandbox
};

struct RunCommand {
  bool retry = false;              ///< only rows that were sent before
  plan::Consent consent;           ///< of `retry`
  bool failed_videos = false;      ///< of `retry`: also rows whose task failed
  std::vector<std::string> typed;  ///< the words after the program's name, for "type this again"
  ConsoleOptions console;
  ManifestOptions manifest;
  plan::Selection selection;
  std::optional<HeldWish> held;
  bool wait = false;              ///< for the run that holds the ledger
  bool yes = false;               ///< warnings are agreed to
  std::optional<Money> max_cost;  ///< in the currency of the manifest's prices
  std::string decisions;          ///< the file that holds them; empty if none
  SubmitOptions submit;
  bool sandbox = false;
  sandbox::SandboxOptions rehearsal;      ///< of the embedded sandbox
  bool collects = false;                  ///< also waits for the videos
  std::optional<std::size_t> unfinished;  ///< most tasks at a time, if it collects
  CollectOptions collect;
  ReportOptions reports;
  bool json = false;  ///< the summary, as one object
};

/// The user's word about rows in doubt. Without ids, lists what there is to settle.
struct ResolveCommand {
  ConsoleOptions console;
  ManifestOptions manifest;
  std::vector<std::string> ids;
  std::optional<std::string> task_id;  ///< of the one row: there is a task
  bool not_created = false;            ///< there is none
  std::string from;                    ///< a file that settles many rows
  bool wait = false;
  bool json = false;
};

/// Takes what another file knows into the ledger.
struct ImportCommand {
  ConsoleOptions console;
  std::string file;       ///< a results file or a ledger; empty with `complete`
  std::string ledger;     ///< the target; if empty, next to a results file, else in this folder
  bool complete = false;  ///< the user's word that nothing is missing
  bool wait = false;
};

struct LogCommand {
  ConsoleOptions console;
  ManifestOptions manifest;  ///< if `path` is empty, of all manifests
  bool json = false;
};

struct RunsCommand {
  ConsoleOptions console;
  ManifestOptions manifest;  ///< if `path` is empty, of all manifests
  bool json = false;
};

struct ReviewCommand {
  ConsoleOptions console;
  ManifestOptions manifest;  ///< `path` may also name a results file
  show::RowSelection selection;
  show::RowFormat format = show::RowFormat::table;
  bool json = false;                    ///< everything as one object
  bool excel = false;                   ///< a CSV that Excel reads as UTF-8
  bool summary = false;                 ///< without the rows
  bool watch = false;                   ///< until the current run ends
  std::optional<std::string> html;      ///< the page to write; `-` is standard output
  std::optional<std::string> playlist;  ///< likewise
  std::string junit;                    ///< the report to write; empty: none
};

struct SandboxCommand {
  ConsoleOptions console;
  sandbox::SandboxOptions sandbox;
};

struct ModelsCommand {
  ConsoleOptions console;
  std::string model;  ///< all if empty
  bool json = false;
};

struct SchemaCommand {
  ConsoleOptions console;
};

/// The script that makes a shell complete command lines.
struct CompletionCommand {
  ConsoleOptions console;
  Shell shell = Shell::bash;
};

/// What may be typed next, for those scripts. It is in no help.
struct CompleteCommand {
  Shell shell = Shell::bash;
  std::vector<std::string> asked;  ///< as completion_script.cpp passes it
};

using Command =
    std::variant<InitCommand, CheckCommand, PlanCommand, RunCommand, CollectCommand, ResolveCommand,
                 ReviewCommand, ImportCommand, LogCommand, RunsCommand, SandboxCommand,
                 ModelsCommand, SchemaCommand, CompletionCommand, CompleteCommand>;

/// A command, or if there is none (help, version, a mistake) the text to show instead.
struct CommandLine {
  std::optional<Command> command;
  std::string text;  ///< for standard output if `code` is ok, else standard error
  ExitCode code = ExitCode::ok;
};

CommandLine parse_command_line(int argc, const char* const* argv);

}  // namespace shotlist::cli

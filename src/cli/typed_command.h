#pragma once
// Turns what the user typed into what to type next.

#include <optional>
#include <string>
#include <vector>

#include "base/money.h"
#include "cli/command_line.h"
#include "ledger/run.h"

namespace shotlist::cli {

/// The options of a run that shape bodies, spending or the destination, as words: the ledger
/// records these.
std::vector<std::string> shaping_options(const RunCommand& command);

/// `manifest` with the options that shaped the bodies of a run, unless it sets them itself: a
/// command that looks back must ask for the same bodies.
ManifestOptions shaped_like(ManifestOptions manifest, const std::vector<std::string>& options);

/// The command that continues where the run or retry `typed` (without the program's name) ended:
/// the same manifest, server, selection and pace, but without `--only`, `--limit` and any consent
/// to pay again. `max_cost` replaces the one that was typed.
std::string command_to_go_on(const std::vector<std::string>& typed,
                             std::optional<Money> max_cost = {});

/// The command that continues with `manifest` where its last run ended; `last_run` is null if there
/// was none.
std::string command_to_run(const ManifestOptions& manifest, const ledger::Run* last_run);

/// `typed` (without the program's name) once more, with `value` for `option` instead of what it had
/// there.
std::string command_with(const std::vector<std::string>& typed, const std::string& option,
                         const std::string& value);

/// The command that shows what this run would do, without its words about single rows.
std::string command_to_plan(const RunCommand& command);

/// The command that checks the manifest, as it was named; `--encoding NAME` may be added to it.
std::string command_to_check(const ManifestOptions& manifest);

/// `run_command`, a sending command from above, with the decisions in the file `decisions`.
std::string command_to_decide(const std::string& run_command, const std::string& decisions);

/// The command that waits for the videos of `manifest`, whose last run had these options, and fetches
/// them into the folder `videos`.
std::string command_to_collect(const ManifestOptions& manifest, std::vector<std::string> options);
std::string command_to_collect(const RunCommand& command);

/// The command that lists and settles the rows in doubt of `manifest`, whose last run had these
/// shaping options.
std::string command_to_resolve(const ManifestOptions& manifest,
                               const std::vector<std::string>& options);

}  // namespace shotlist::cli

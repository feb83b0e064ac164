#pragma once
// What the user typed, turned into what to type next.

#include <optional>
#include <string>
#include <vector>

#include "base/money.h"
#include "cli/command_line.h"
#include "ledger/run.h"

namespace shotlist::cli {

/// The options of a run that shape bodies, spending or the destination, as words: what the ledger
/// remembers of it.
std::vector<std::string> shaping_options(const RunCommand& command);

/// `manifest` with what shaped the bodies of a run with these options, where nothing else is said:
/// who looks back must ask for the same.
ManifestOptions shaped_like(ManifestOptions manifest, const std::vector<std::string>& options);

/// The command that goes on where the run or retry `typed` (without the program's name) ended: the
/// same manifest, server, selection and pace, but for `--only` and `--limit`, and no consent to pay
/// again. With `max_cost`, that one instead of the one that was typed.
std::string command_to_go_on(const std::vector<std::string>& typed,
                             std::optional<Money> max_cost = {});

/// The command that goes on with `manifest` where its last run ended; null where there was none.
std::string command_to_run(const ManifestOptions& manifest, const ledger::Run* last_run);

/// The command that shows what this run would do, but for its words about single rows.
std::string command_to_plan(const RunCommand& command);

/// `run_command`, one of those above that send, with the decisions in the file `decisions`.
std::string command_to_decide(const std::string& run_command, const std::string& decisions);

/// The command that lists and settles the rows in doubt of `manifest`, whose last run had these
/// shaping options.
std::string command_to_resolve(const ManifestOptions& manifest,
                               const std::vector<std::string>& options);

}  // namespace shotlist::cli

#pragma once
// What the user typed, turned into what to type next.

#include <string>
#include <vector>

#include "cli/command_line.h"
#include "journal/record.h"

namespace shotlist::cli {

/// The command that goes on where the run or retry `typed` (without the program's name) ended: the
/// same manifest, server and pace, but every row, and no consent to pay again.
std::string command_to_go_on(const std::vector<std::string>& typed);

/// The command that sends what is left of `manifest`, to the server of `last_run`, which is null
/// where there was none; `base_url` is where it would go by itself.
std::string command_to_run(const ManifestOptions& manifest, const journal::OpenedFact* last_run,
                           const std::string& base_url);

/// `run_command`, one of the two above, with the decisions in the file `decisions`.
std::string command_to_decide(const std::string& run_command, const std::string& decisions);

/// The command that lists and settles the rows in doubt of `manifest`.
std::string command_to_resolve(const ManifestOptions& manifest);

}  // namespace shotlist::cli

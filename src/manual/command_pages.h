#pragma once
// The pages of the program and of its commands, from the tables that `--help` shows.

#include <string>
#include <string_view>
#include <vector>

namespace shotlist::manual {

/// What stands at the head and foot of each page.
struct Edition {
  std::string date;    ///< such as 2026-11-30
  std::string source;  ///< the program and its version
};

/// The names of all commands, in the order of the help.
std::vector<std::string> command_names();

/// shotlist(1)
std::string program_page(const Edition& edition);

/// shotlist-COMMAND(1)
std::string command_page(std::string_view command, const Edition& edition);

}  // namespace shotlist::manual

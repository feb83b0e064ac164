#pragma once
// What `--help` shows besides the list of options.

#include <string_view>

namespace shotlist::cli {

/// One command: what it does, in one line, and examples of its use.
struct CommandHelp {
  std::string_view name;
  const char* summary;
  const char* examples;
};

/// The help of the command `name`, or of the program itself if `name` is `shotlist`.
const CommandHelp& help_for(std::string_view name);

inline constexpr const char* exit_codes_help =
    R"(Exit codes: 0 all submitted, 1 some failed or rejected, 2 usage, 3 invalid manifest, ledger or
configuration, 4 key, balance or server refused, or nothing gets through, 5 stopped by a limit you
set or waits for other runs, 6 rows in doubt or held: you must decide, 7 another process holds the
ledger, 8 the ledger or the disk failed, 129 terminal gone, 130 interrupted, 143 terminated.)";

inline constexpr const char* collect_exit_codes_help =
    R"(Exit codes: 0 all tasks ended well and their videos were fetched, 1 a task or a download failed,
2 usage, 3 invalid manifest, ledger or configuration, 4 key or address refused, 5 patience is over,
7 another process holds the ledger, 8 the ledger or the disk failed, or the disk is full,
129 terminal gone, 130 interrupted, 143 terminated.)";

}  // namespace shotlist::cli

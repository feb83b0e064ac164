#pragma once
// What `--help` shows besides the list of options.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "base/translation.h"

namespace shotlist::cli {

/// One command: what it does, in one line, and examples of its use.
struct CommandHelp {
  std::string_view name;
  const char* summary;
  const char* examples;
};

/// In columns. Examples keep to it, too.
inline constexpr std::size_t help_width = 80;

inline constexpr const char* help_command_summary = marked("The same as COMMAND --help");
inline constexpr const char* help_meaning = marked("Print this help message and exit");
inline constexpr const char* version_meaning =
    marked("Display program version information and exit");

/// The help of the command `name`, or of the program itself if `name` is `shotlist`.
const CommandHelp& help_for(std::string_view name);

/// Examples with their remarks, broken to `help_width`; a command is never broken.
std::string broken_lines(std::string_view examples);

/// A word, such as an exit code, and what it means.
struct Meaning {
  std::string_view word;
  std::string_view meaning;
};

/// Of `run` and `retry`; the other commands end with some of them.
std::span<const Meaning> exit_codes();
std::span<const Meaning> collect_exit_codes();

/// `Exit codes: 0 all submitted, 1 ...`, as the help shows them.
std::string exit_codes_help(std::span<const Meaning> codes);

/// The environment variables and the files that the program knows, for the manual.
std::span<const Meaning> environment_variables();
std::span<const Meaning> known_files();

}  // namespace shotlist::cli

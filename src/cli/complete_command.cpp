// `shotlist complete SHELL ...`: what may be typed next, for a completion script.

#include <algorithm>
#include <string>
#include <utility>

#include "cli/commands.h"
#include "cli/completion.h"
#include "cli/console.h"
#include "cli/shell_line.h"
#include "system/posix_disk.h"

namespace shotlist::cli {
namespace {

std::string kind_of(const Completion& completion) {
  switch (completion.kind) {
    case Completion::Kind::words: {
      const auto& all = completion.candidates;
      const bool more_follows = std::any_of(all.begin(), all.end(),
                                            [](const Candidate& one) { return goes_on(one.word); });
      return more_follows ? "words-\n" : "words\n";
    }
    case Completion::Kind::files:
      return "files\n";
    case Completion::Kind::folders:
      return "folders\n";
  }
  return {};
}

// For `_describe`: `word:meaning`.
std::string described(const Candidate& candidate) {
  std::string text;
  for (const char c : candidate.word) {
    if (c == ':' || c == '\\') text += '\\';
    text += c;
  }
  return candidate.meaning.empty() ? text : text + ':' + candidate.meaning;
}

std::string with_tab(const Candidate& candidate) {
  return candidate.meaning.empty() ? candidate.word : candidate.word + '\t' + candidate.meaning;
}

}  // namespace

ExitCode execute(const CompleteCommand& command, const Environment& environment) {
  system::PosixDisk disk;
  const bool is_bash = command.shell == Shell::bash;
  ShellLine line{command.asked};
  if (is_bash) line = read_shell_line(command.asked.back());
  if (is_bash) line.words.erase(line.words.begin());  // the program's name
  if (line.words.empty()) return ExitCode::ok;
  const Completion completion = complete(line.words, disk, environment.home);

  std::string answer = kind_of(completion);
  for (const std::string& ending : completion.endings)
    answer += ending + '\n';
  for (const Candidate& candidate : completion.candidates) {
    switch (command.shell) {
      case Shell::bash:
        answer += replacement_in_bash(candidate.word, line, command.asked.front());
        break;
      case Shell::zsh:
        answer += described(candidate);
        break;
      case Shell::fish:
        answer += with_tab(candidate);
        break;
    }
    answer += '\n';
  }
  Console({}, environment).print(answer);
  return ExitCode::ok;
}

}  // namespace shotlist::cli

#pragma once
// The two streams of a command: one for data, the other for everything said to the user.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "cli/command_line.h"
#include "cli/environment.h"
#include "show/progress.h"
#include "show/review_text.h"
#include "show/shown_time.h"
#include "show/style.h"
#include "system/posix_terminal.h"

namespace shotlist::cli {

/// Standard output and standard error, with the user's options for them.
class Console {
 public:
  Console(const ConsoleOptions& options, const Environment& environment);

  /// Data, for programs and people. Throws Error (disk) if it cannot be written; a reader that went
  /// away (`| head`) is not a failure.
  void print(std::string_view text);

  /// For people; suppressed by `--quiet`.
  void say(std::string_view text);

  /// For people, whatever the options.
  void complain(std::string_view text) { err_.write(text); }

  /// Whether a person can answer: both ends are a terminal, and it is this program's turn there.
  bool can_ask() const;

  /// The line that the user types after `question`, whatever the options; empty at the end of the
  /// input.
  std::string ask(std::string_view question);

  bool quiet() const { return options_.quiet; }
  bool verbose() const { return options_.verbose; }
  show::ProgressMode progress_mode() const;
  /// Local on a terminal, else UTC.
  show::ShownTime out_time() const { return time_on(out_); }
  show::ShownTime err_time() const { return time_on(err_); }
  show::Style out_style() const { return show::Style(colored(out_)); }
  show::Style err_style() const { return show::Style(colored(err_)); }
  system::Terminal& err() { return err_; }

  /// The maximum width of a table or a summary: the terminal's width; for pipes and files COLUMNS,
  /// else wide enough to keep task ids whole.
  std::size_t out_width() const { return width_of(out_); }
  /// Where data is shown; its height is known if it is a terminal.
  show::Screen out_screen() const;
  system::Terminal& out() { return out_; }

  std::size_t err_width() const { return width_of(err_); }

 private:
  static show::ShownTime time_on(const system::Terminal& terminal);
  bool colored(const system::Terminal& terminal) const;
  std::size_t width_of(const system::Terminal& terminal) const;

  ConsoleOptions options_;
  bool no_color_;
  bool dumb_;
  std::optional<std::size_t> columns_;
  system::PosixTerminal in_;
  system::PosixTerminal out_;
  system::PosixTerminal err_;
};

}  // namespace shotlist::cli

#include "cli/console.h"

#include "base/error.h"
#include "base/translation.h"
#include "system/local_time.h"

namespace shotlist::cli {
namespace {

constexpr int standard_input = 0;
constexpr int standard_output = 1;
constexpr int standard_error = 2;

}  // namespace

Console::Console(const ConsoleOptions& options, const Environment& environment)
    : options_(options),
      no_color_(environment.no_color),
      dumb_(environment.dumb_terminal),
      columns_(environment.columns),
      in_(standard_input),
      out_(standard_output),
      err_(standard_error) {}

void Console::print(std::string_view text) {
  out_.write(text);
  if (out_.failure() != 0) {
    throw system_error(ExitCode::disk, tr("cannot write to standard output"), out_.failure());
  }
}

bool Console::can_ask() const {
  return err_.interactive() && in_.interactive() && in_.in_foreground();
}

std::string Console::ask(std::string_view question) {
  in_.forget_typed();
  err_.write(question);
  return in_.read_line();
}

void Console::say(std::string_view text) {
  if (!options_.quiet) err_.write(text);
}

show::Screen Console::out_screen() const {
  show::Screen screen{out_width(), {}, out_style(), out_time()};
  if (out_.interactive()) screen.height = out_.height();
  return screen;
}

show::ProgressMode Console::progress_mode() const {
  switch (options_.progress) {
    case ProgressWish::bar:
      return show::ProgressMode::bar;
    case ProgressWish::plain:
      return show::ProgressMode::plain;
    case ProgressWish::none:
      return show::ProgressMode::none;
    case ProgressWish::automatic:
      break;
  }
  if (options_.quiet) return show::ProgressMode::none;
  return err_.interactive() && !dumb_ ? show::ProgressMode::bar : show::ProgressMode::plain;
}

std::size_t Console::width_of(const system::Terminal& terminal) const {
  constexpr std::size_t wide = 160;
  return terminal.interactive() ? terminal.width() : columns_.value_or(wide);
}

show::ShownTime Console::time_on(const system::Terminal& terminal) {
  return terminal.interactive() ? show::ShownTime(system::to_local) : show::ShownTime();
}

bool Console::colored(const system::Terminal& terminal) const {
  switch (options_.color) {
    case ColorWish::always:
      return true;
    case ColorWish::never:
      return false;
    case ColorWish::automatic:
      break;
  }
  return terminal.interactive() && !no_color_ && !dumb_;
}

}  // namespace shotlist::cli

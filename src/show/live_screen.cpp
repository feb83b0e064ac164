#include "show/live_screen.h"

#include <string>

#include "base/text.h"

namespace shotlist::show {
namespace {

// Control sequences of ECMA-48, and of xterm for the alternate screen and the cursor.
constexpr std::string_view enter = "\x1b[?1049h\x1b[?25l";
constexpr std::string_view leave = "\x1b[?25h\x1b[?1049l";
constexpr std::string_view to_top = "\x1b[H";
constexpr std::string_view erase_rest_of_line = "\x1b[K";
constexpr std::string_view erase_below = "\x1b[J";

}  // namespace

LiveScreen::LiveScreen(system::Terminal& terminal) : terminal_(terminal) {
  terminal_.write(enter);
}

LiveScreen::~LiveScreen() {
  terminal_.write(leave);
}

void LiveScreen::show(std::string_view page) {
  while (page.ends_with('\n'))
    page.remove_suffix(1);  // a line end on the last line would scroll the screen
  std::string written(to_top);
  bool first = true;
  for (const std::string_view line : split(page, '\n')) {
    if (!first) written += "\r\n";
    first = false;
    written += line;
    written += erase_rest_of_line;
  }
  written += erase_below;
  terminal_.write(written);  // at once
}

}  // namespace shotlist::show

#include "show/live_screen.h"

#include <optional>

#include "support/catch2.h"
#include "support/recording_terminal.h"

namespace shotlist::tests::live_screen_test {

using namespace shotlist::show;

TEST_CASE("a live screen takes the alternate screen and gives the terminal back") {
  RecordingTerminal terminal;
  {
    const LiveScreen screen(terminal);
    CHECK(terminal.take() == "\x1b[?1049h\x1b[?25l");
  }
  CHECK(terminal.take() == "\x1b[?25h\x1b[?1049l");
}

TEST_CASE("a page is written over the one before, line by line and at once") {
  RecordingTerminal terminal;
  LiveScreen screen(terminal);
  terminal.take();
  screen.show("2 requests\n\nid  status\n");
  CHECK(terminal.writes.size() == 1);
  CHECK(terminal.take() == "\x1b[H2 requests\x1b[K\r\n\x1b[K\r\nid  status\x1b[K\x1b[J");
}

}  // namespace shotlist::tests::live_screen_test

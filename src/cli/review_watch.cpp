#include "cli/review_watch.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "show/live_screen.h"
#include "show/review_text.h"
#include "system/epoll_queue.h"
#include "system/signal_descriptor.h"
#include "system/system_clock.h"

namespace shotlist::cli {
namespace {

constexpr Duration shortest_wait = std::chrono::seconds(1);
constexpr int share = 10;  // reading a long ledger may take a tenth of the time

}  // namespace

ExitCode watch(ReviewSource& source, const show::RowSelection& selection, Console& console) {
  system::SignalDescriptor stop;
  system::EpollQueue events;
  events.wake_by(stop.descriptor());
  system::SystemClock clock;
  std::optional<show::LiveScreen> screen;
  while (stop.count() == 0 && source.is_live()) {
    const Moment before = clock.now();
    if (console.out().interactive()) {
      if (!screen) screen.emplace(console.out());
      const show::Review review = source.read();
      screen->show(
          show::live_text(review, show::select_rows(review, selection), console.out_screen()));
    }
    events.wait(std::max(shortest_wait, (clock.now() - before) * share));
  }
  return stop.exit_code();
}

}  // namespace shotlist::cli

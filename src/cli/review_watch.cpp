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

constexpr Duration between_looks = std::chrono::seconds(1);
constexpr Duration between_lines = std::chrono::seconds(5);
constexpr int share = 10;  // reading a long ledger may take a tenth of the time
constexpr Duration longest_pause = std::chrono::seconds(15);

/// Where the state of the run is shown.
class Watch {
 public:
  Watch(ReviewSource& source, const show::RowSelection& selection, Console& console)
      : source_(source), selection_(selection), console_(console) {}

  /// Returns when to be called again, at the latest.
  Moment show() {
    const Moment before = clock_.now();
    if (before >= due_) {
      const show::Review review = source_.read();
      const show::SelectedRows rows = show::select_rows(review, selection_);
      const show::LiveReview live{review, rows, !selection_.sort.empty(), clock_.date()};
      console_.out().interactive() ? draw(live) : say(live);
      const Duration pause = console_.out().interactive() ? between_looks : between_lines;
      // A process that was stopped meanwhile did not read all that time.
      due_ = before + std::max(pause, std::min(longest_pause, (clock_.now() - before) * share));
    }
    // The end of the run is seen at once, which costs next to nothing.
    return std::min(due_, clock_.now() + between_looks);
  }

  Duration until(Moment moment) { return std::max(Duration::zero(), moment - clock_.now()); }

 private:
  void draw(const show::LiveReview& live) {
    if (!screen_) screen_.emplace(console_.out());
    screen_->show(show::live_text(live, console_.out_screen()));
  }

  void say(const show::LiveReview& live) {
    const std::string line = show::live_line(live, console_.err_width(), console_.err_style());
    if (line == said_) return;
    said_ = line;
    console_.say(console_.err_time().text(live.now) + "  " + line + '\n');
  }

  ReviewSource& source_;
  const show::RowSelection& selection_;
  Console& console_;
  system::SystemClock clock_;
  std::optional<show::LiveScreen> screen_;
  std::string said_;
  Moment due_ = Moment::min();
};

}  // namespace

ExitCode watch(ReviewSource& source, const show::RowSelection& selection, Console& console) {
  system::SignalDescriptor stop;
  system::EpollQueue events;
  events.wake_by(stop.descriptor());
  Watch watch(source, selection, console);
  while (stop.count() == 0 && source.is_live())
    events.wait(watch.until(watch.show()));
  return stop.exit_code();
}

}  // namespace shotlist::cli

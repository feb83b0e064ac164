#pragma once
// What the loop of a command runs on.

#include <cstdint>

#include "cli/console.h"
#include "http/curl_transport.h"
#include "ledger/ledger.h"
#include "show/progress.h"
#include "submit/observers.h"
#include "submit/submitter.h"
#include "system/epoll_queue.h"
#include "system/signal_descriptor.h"

namespace shotlist::cli {

/// The network, and the progress on the screen, for one loop. It wakes up for signals and for the
/// ledger's commits.
class Wire {
 public:
  /// Everything is borrowed. `jobs` is the most requests in flight.
  Wire(Console& console, const system::SignalDescriptor& stop, const ledger::Ledger& ledger,
       std::int64_t jobs);

  show::Progress& progress() { return progress_; }

  /// What the loop and what is beside it must tell: the progress, and those that were added.
  submit::Observer& observer() { return observers_; }
  void add(submit::Observer& observer) { observers_.add(observer); }
  http::CurlTransport& transport() { return transport_; }

  /// Wakes up the loop when `descriptor` becomes readable, too.
  void wake_by(int descriptor) { events_.wake_by(descriptor); }

  /// Runs `loop`, and ends the progress whatever happens: the next output must not follow half a
  /// bar.
  submit::RunEnd run(submit::Submitter& loop);

 private:
  show::Progress progress_;
  submit::Observers observers_;
  system::EpollQueue events_;
  http::CurlTransport transport_;
};

}  // namespace shotlist::cli

#include "cli/wire.h"

namespace shotlist::cli {

Wire::Wire(Console& console, const system::SignalDescriptor& stop, const ledger::Ledger& ledger,
           std::int64_t jobs)
    : progress_(console.err(), console.progress_mode(), console.err_style(), console.err_time()),
      transport_(static_cast<int>(jobs), events_) {
  observers_.add(progress_);
  events_.wake_by(stop.descriptor());
  events_.wake_by(ledger.descriptor());
}

submit::RunEnd Wire::run(submit::Submitter& loop) {
  submit::RunEnd end;
  try {
    end = loop.run();
  } catch (...) {
    progress_.finish();
    throw;
  }
  progress_.finish();
  return end;
}

}  // namespace shotlist::cli

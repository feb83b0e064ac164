#pragma once
// What goes on beside the submissions of a run.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/time.h"
#include "http/message.h"
#include "model/outcome.h"
#include "model/request.h"
#include "submit/observer.h"

namespace shotlist::submit {

/// Requests that cost nothing, on the same wire and under the same pace as those of a run: looks at
/// the tasks that it created. One in five requests is for it, if it has one to send. It also brings
/// work that is not paced: files.
class Companion {
 public:
  virtual ~Companion() = default;

  /// A row got its task; that is durable.
  virtual void created(const Request& request, const std::string& entry, const Outcome& outcome,
                       Moment now) = 0;

  /// The earliest moment of its next request; Moment::max() if there is none.
  virtual Moment next() = 0;

  /// Sends that request, not before `next()`. `ticket` comes back with the reply.
  virtual void start(std::uint64_t ticket, Moment now) = 0;

  /// Takes the reply and returns what it means for the pace: a request that was answered counts as
  /// accepted.
  virtual Outcome take(const http::Reply& reply, Moment now) = 0;

  /// Called once per turn, for work that is not paced. Returns the latest moment for the next call.
  /// `is_submitting`: rows are on the wire, or may still be sent.
  virtual Moment turn(Moment now, bool is_submitting) = 0;

  /// Tasks whose end is waited for.
  virtual std::size_t unfinished() const = 0;

  /// Whether nothing is left to do, even without further submissions.
  virtual bool is_over() const = 0;

  /// The user asked to stop: nothing new is started, and files are left where they are.
  virtual void stop() = 0;

  virtual Collecting tell() const = 0;
};

}  // namespace shotlist::submit

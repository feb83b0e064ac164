#pragma once
// A stream that a user may be looking at.

#include <cstddef>
#include <string_view>

namespace shotlist::system {

/// Standard output or standard error. Text must already be disarmed. Only `write` waits for the
/// reader, whatever the user or program at the other end does (Ctrl-S, a pager that is not
/// scrolled).
class Terminal {
 public:
  virtual ~Terminal() = default;

  /// Whether a user sees it at once; false for pipes and files.
  virtual bool interactive() const = 0;

  /// In columns; 80 if unknown. Queried on each call: windows are resized.
  virtual std::size_t width() const = 0;

  /// In lines; 24 if unknown.
  virtual std::size_t height() const = 0;

  /// Writes everything that was posted, and then all of `text`, however long the reader takes. A
  /// closed stream discards the text: it has no reader left.
  virtual void write(std::string_view text) = 0;

  /// Shows a frame, which the next one replaces, without waiting. Returns false if it was dropped
  /// because the reader is not ready. An empty frame only moves posted messages along.
  virtual bool offer(std::string_view frame) = 0;

  /// Writes a message without waiting. What the reader does not take now is kept, and is written in
  /// order by a later call. The backlog is limited: the oldest messages are dropped and replaced by
  /// their number.
  virtual void post(std::string_view message) = 0;
};

}  // namespace shotlist::system

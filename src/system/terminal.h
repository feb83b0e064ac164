#pragma once
// A stream a person may be looking at.

#include <cstddef>
#include <string_view>

namespace shotlist::system {

/// Standard output or standard error. Text must be disarmed already. Whatever the person or the
/// program at the other end does (Ctrl-S, a pager that is not scrolled), only `write` waits for it.
class Terminal {
 public:
  virtual ~Terminal() = default;

  /// Whether a person sees it at once; false for pipes and files.
  virtual bool interactive() const = 0;

  /// In columns; 80 where nobody knows. Asked anew each time: windows are resized.
  virtual std::size_t width() const = 0;

  /// In lines; 24 where nobody knows.
  virtual std::size_t height() const = 0;

  /// Writes all that was posted, and then all of `text`, however long the reader takes. A stream
  /// that is closed swallows the text: nobody is left to tell.
  virtual void write(std::string_view text) = 0;

  /// Shows a picture that the next one replaces, without waiting. False where it was dropped,
  /// because the reader does not take it now. An empty one only moves along what was posted.
  virtual bool offer(std::string_view frame) = 0;

  /// Writes a message without waiting. What the reader does not take now is kept, and goes out in
  /// its turn with a later call. Only so much is kept: of a longer backlog the oldest messages are
  /// left out, and their number is said in their place.
  virtual void post(std::string_view message) = 0;
};

}  // namespace shotlist::system

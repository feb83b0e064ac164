#pragma once
// A stream a person may be looking at.

#include <cstddef>
#include <string_view>

namespace shotlist::system {

/// Standard output or standard error. Text must be disarmed already.
class Terminal {
 public:
  virtual ~Terminal() = default;

  /// Whether a person sees it at once; false for pipes and files.
  virtual bool interactive() const = 0;

  /// In columns; 80 where nobody knows. Asked anew each time: windows are resized.
  virtual std::size_t width() const = 0;

  /// In lines; 24 where nobody knows.
  virtual std::size_t height() const = 0;

  /// Writes all of it. A stream that is closed swallows the text: nobody is left to tell.
  virtual void write(std::string_view text) = 0;
};

}  // namespace shotlist::system

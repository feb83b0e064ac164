#pragma once
// The content of a file, of which little need be in memory.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "system/file_descriptor.h"

namespace shotlist::system {

/// A text in memory, or mapped from its file. Its view stays where it is when the text is moved.
class LongText {
 public:
  LongText() = default;
  explicit LongText(std::string bytes)
      : bytes_(std::make_unique<const std::string>(std::move(bytes))) {}

  /// Maps `size` bytes of `file`, which may be closed then. If somebody else makes the file
  /// shorter, or it cannot be read, the program ends where the text is read, with a message and
  /// exit code 2: this is for commands that have nothing to lose. If somebody else changes it
  /// otherwise, the text may change, too. Throws Error (disk) if it cannot be mapped.
  LongText(const FileDescriptor& file, std::size_t size);

  std::string_view view() const;

  /// A reader that goes through the text has come to `offset`: what is mapped and lies before it
  /// leaves the memory. It comes back where it is read again.
  void reached(std::size_t offset) const;

 private:
  struct Unmap {
    std::size_t size;
    void operator()(char* start) const;
  };

  std::unique_ptr<const std::string> bytes_;
  std::unique_ptr<char, Unmap> mapped_;
  mutable std::size_t left_behind_ = 0;  ///< in bytes, from the start
};

}  // namespace shotlist::system

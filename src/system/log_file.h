#pragma once
// A file that whole lines are added to, without ever waiting for it.

#include <string>
#include <string_view>

#include "system/file_descriptor.h"

namespace shotlist::system {

/// Each line is one write to the end of the file, so that the lines of several processes do not
/// mix. Nothing is synced. A disk that is full is no failure of the program: the line is lost, and
/// the next one is tried again.
class LogFile {
 public:
  /// Creates the file, readable only by its owner, if there is none. A last line that a killed
  /// process left unfinished is ended. Throws Error (usage) if the file cannot be opened, or is a
  /// pipe or a socket, whose reader could hold up the writer.
  explicit LogFile(const std::string& path);

  /// Adds `line`, which has its end. Returns false if it, or a part of it, could not be written.
  bool add(std::string_view line);

  /// The errno value of the last failure.
  int failure() const { return failure_; }

 private:
  FileDescriptor file_;
  bool is_torn_ = false;  ///< the file ends within a line
  int failure_ = 0;
};

}  // namespace shotlist::system

#pragma once
// The operations on files that our promises are made of.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"

namespace shotlist::system {

/// An open file. Closed when destroyed. Everything throws Error (disk) on failure.
class DiskFile {
 public:
  virtual ~DiskFile() = default;

  /// Adds all of `bytes` at the end. After a failure any part of them may be there.
  virtual void append(std::string_view bytes) = 0;

  /// Returns once everything appended so far would survive a loss of power.
  virtual void sync() = 0;
};

/// The world's files. A test has its own that dies at any operation and forgets what was not
/// synced. Everything throws Error (disk) on failure.
class Disk {
 public:
  virtual ~Disk() = default;

  /// The whole content, or nothing where there is no such file.
  virtual std::optional<std::string> read(const std::string& path) = 0;

  /// The first `most` bytes at most, without reading more; or nothing where there is no such file.
  virtual std::optional<std::string> read_start(const std::string& path, std::size_t most) {
    auto content = read(path);
    if (content && content->size() > most) content->resize(most);
    return content;
  }

  /// Whether there is a file: no folder, and no pipe, which may keep its reader waiting.
  virtual bool has_file(const std::string& path) { return read_start(path, 0).has_value(); }

  /// The fingerprint of the whole content of a file, which is not kept; or nothing where there is
  /// none.
  virtual std::optional<Fingerprint> digest(const std::string& path) {
    const auto content = read(path);
    return content ? std::optional(fingerprint_of(*content)) : std::nullopt;
  }

  /// Opens for appending; makes an empty file, readable by its owner only, where there is none.
  virtual std::unique_ptr<DiskFile> open(const std::string& path) = 0;

  /// Puts `from` in the place of `to`, at one instant.
  virtual void rename(const std::string& from, const std::string& to) = 0;

  /// Removes the file, if it is there.
  virtual void remove(const std::string& path) = 0;

  /// Makes names made, renamed or removed beside `path` survive a loss of power.
  virtual void sync_directory_of(const std::string& path) = 0;
};

}  // namespace shotlist::system

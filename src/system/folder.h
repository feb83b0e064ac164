#pragma once
// A folder that large files are fetched into.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace shotlist::system {

/// The name of a file belongs to somebody else: to a folder, a link, another user, or a program
/// that has the file open. The other names of the folder can be used.
class NotOurs : public Error {
 public:
  using Error::Error;
};

/// A file that grows. Belongs to one thread at a time, and to one program: it is locked. Closed
/// when destroyed. Everything throws Error (disk) on failure.
class GrowingFile {
 public:
  virtual ~GrowingFile() = default;

  virtual std::uint64_t size() = 0;

  /// Appends all of `bytes`. After a failure, any part of them may have been written.
  virtual void append(std::string_view bytes) = 0;

  /// Removes all content.
  virtual void clear() = 0;

  /// Whether its name still leads to it.
  virtual bool is_in_place() = 0;

  /// At most `size` bytes from `offset`; fewer only at the end.
  virtual std::string read(std::uint64_t offset, std::size_t size) = 0;

  /// Returns once the content would survive a power loss.
  virtual void sync() = 0;
};

/// Names are those of files in the folder, without a path. Everything throws Error (disk) on
/// failure. Tests have their own, which dies at any operation.
class Folder {
 public:
  virtual ~Folder() = default;

  /// Its absolute path, without a slash at its end.
  virtual const std::string& path() const = 0;

  /// Opens the file for appending; creates it if it is not there. Throws NotOurs, too.
  virtual std::unique_ptr<GrowingFile> open(const std::string& name) = 0;

  /// Opens the file for reading; null if there is no regular file of that name that can be read.
  virtual std::unique_ptr<GrowingFile> open_to_read(const std::string& name) = 0;

  /// The size of the file; none if there is no regular file of that name.
  virtual std::optional<std::uint64_t> size_of(const std::string& name) = 0;

  /// The same, if nothing of it can have been lost: it was written since this machine started. What
  /// a crash of the machine leaves of a file may have the right length and the wrong bytes.
  virtual std::optional<std::uint64_t> kept_size_of(const std::string& name) = 0;

  /// Whether anything has that name.
  virtual bool has(const std::string& name) = 0;

  /// Renames a file, unless something is at `to`: then it changes nothing and returns false. Throws
  /// NotOurs, too.
  virtual bool rename(const std::string& from, const std::string& to) = 0;

  /// Removes the file, if it exists. Throws NotOurs, too.
  virtual void remove(const std::string& name) = 0;

  /// Makes renamed and removed names survive a power loss.
  virtual void sync() = 0;

  /// What may still be written, in bytes.
  virtual std::uint64_t free_bytes() = 0;
};

}  // namespace shotlist::system

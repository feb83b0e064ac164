#pragma once
// The file operations that our guarantees rest on.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "system/long_text.h"

namespace shotlist::system {

/// An open file. Closed when destroyed. Everything throws Error (disk) on failure.
class DiskFile {
 public:
  virtual ~DiskFile() = default;

  /// Appends all of `bytes`. After a failure, any part of them may have been written.
  virtual void append(std::string_view bytes) = 0;

  /// Returns once everything appended so far would survive a power loss.
  virtual void sync() = 0;
};

/// The file system. Tests have their own, which fails at any operation and loses what was not
/// synced. Everything throws Error (disk) on failure.
class Disk {
 public:
  virtual ~Disk() = default;

  /// The whole content, or none if there is no such file.
  virtual std::optional<std::string> read(const std::string& path) = 0;

  /// The same, for a file that may be long.
  virtual std::optional<LongText> read_long(const std::string& path) {
    auto content = read(path);
    return content ? std::optional(LongText(*std::move(content))) : std::nullopt;
  }

  /// At most the first `most` bytes, without reading more; none if there is no such file.
  virtual std::optional<std::string> read_start(const std::string& path, std::size_t most) {
    auto content = read(path);
    if (content && content->size() > most) content->resize(most);
    return content;
  }

  /// The whole content if its first `most` bytes are `wanted`, else those alone; none if there is
  /// no such file.
  virtual std::optional<std::string> read_if(
      const std::string& path, std::size_t most,
      const std::function<bool(std::string_view start)>& wanted) {
    auto content = read(path);
    if (!content || wanted(std::string_view(*content).substr(0, most))) return content;
    content->resize(std::min(content->size(), most));
    return content;
  }

  /// Whether there is a regular file: not a folder, and not a pipe, which may block its reader.
  virtual bool has_file(const std::string& path) { return read_start(path, 0).has_value(); }

  /// The fingerprint of the whole content of a file, which is not kept in memory; none if there is
  /// no such file.
  virtual std::optional<Fingerprint> digest(const std::string& path) {
    const auto content = read(path);
    return content ? std::optional(fingerprint_of(*content)) : std::nullopt;
  }

  /// Opens for appending; creates an empty file, readable only by its owner, if there is none.
  virtual std::unique_ptr<DiskFile> open(const std::string& path) = 0;

  /// Opens as an empty file that no other process opens in this way until this one has renamed,
  /// removed or closed it. Waits for one that has it; throws if that takes half a minute.
  virtual std::unique_ptr<DiskFile> open_alone(const std::string& path) {
    remove(path);
    return open(path);
  }

  /// Replaces `to` with `from` atomically.
  virtual void rename(const std::string& from, const std::string& to) = 0;

  /// Removes the file, if it exists.
  virtual void remove(const std::string& path) = 0;

  /// Makes names created, renamed or removed in the folder of `path` survive a power loss.
  virtual void sync_directory_of(const std::string& path) = 0;
};

}  // namespace shotlist::system

#pragma once
// A file held by one process at a time, under one name only.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "system/file_descriptor.h"

namespace shotlist::system {

/// Identifies a file regardless of its name: its device and its inode number there.
struct FileNumber {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;

  friend bool operator==(const FileNumber&, const FileNumber&) = default;
};

/// `2049:131077`.
std::string to_text(const FileNumber& number);

/// The number of the file that `path` names now; none if there is no file.
std::optional<FileNumber> number_of(const std::string& path);

/// An open file and our lock on it. The lock belongs to this object (an open-file-description lock,
/// fcntl(2)), not to the process, so closing other descriptors of the file does not release it, as
/// it releases the locks that SQLite takes.
class HeldFile {
 public:
  /// Opens the file for reading and writing, or only for reading with `read_only`. Throws Error
  /// (disk) if it cannot be opened, and Error (invalid) if it is not a regular file or has a second
  /// name (a hard link): what is written beside it under one name would not be seen under the
  /// other.
  explicit HeldFile(const std::string& path, bool read_only = false);

  /// Locks the file for this object alone. Returns false if another holds the lock.
  bool lock();

  /// Whether another process or object holds the lock.
  bool is_locked_elsewhere() const;

  const std::string& path() const { return path_; }
  FileNumber number() const { return number_; }

  /// Its first `most` bytes, or fewer if it is shorter.
  std::string start(std::size_t most) const;

  /// The time of the last write, in nanoseconds since 1970.
  std::int64_t written_at() const;

  /// Whether `path` still names this file.
  bool is_in_its_place() const { return number_of(path_) == number_; }

 private:
  std::string path_;
  FileDescriptor file_;
  FileNumber number_;
};

/// Creates a file that only its owner may read, with these bytes, complete and durable, atomically.
/// Returns false and changes nothing if `path` exists already. Throws Error (disk).
bool place_new_file(const std::string& path, std::string_view bytes);

/// Makes names created or removed in the folder of `path` survive a power loss. Throws Error
/// (disk).
void sync_folder_of(const std::string& path);

/// The name of the file system of the folder `path` if it belongs to another machine: `NFS`, `SMB`.
/// Locks and shared memory are unreliable there. None if it is local, as far as the kernel reports.
std::optional<std::string> network_file_system(const std::string& path);

}  // namespace shotlist::system

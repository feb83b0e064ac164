#pragma once
// A file that one process at a time holds, under one name only.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "system/file_descriptor.h"

namespace shotlist::system {

/// What a file is, whatever it is called: its device and its number there.
struct FileNumber {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;

  friend bool operator==(const FileNumber&, const FileNumber&) = default;
};

/// `2049:131077`.
std::string to_text(const FileNumber& number);

/// Of the file that `path` names now; none where there is none.
std::optional<FileNumber> number_of(const std::string& path);

/// An open file, which nobody else's lock on it can outlast: the lock belongs to this object (an
/// open-file-description lock, fcntl(2)) and not to the process, so that closing other descriptors
/// of the file does not end it, as it ends the locks that SQLite takes.
class HeldFile {
 public:
  /// Opens the file for reading and writing; for reading alone with `read_only`. Throws Error
  /// (disk) where it cannot be opened, and Error (invalid) where it is no regular file or has a
  /// second name (a hard link): what is written beside it under one name would not be seen under
  /// the other.
  explicit HeldFile(const std::string& path, bool read_only = false);

  /// Takes the file for this object alone. False where another has it.
  bool lock();

  /// Whether another process or object has it.
  bool is_locked_elsewhere() const;

  const std::string& path() const { return path_; }
  FileNumber number() const { return number_; }

  /// Its first `most` bytes, or fewer where it has fewer.
  std::string start(std::size_t most) const;

  /// When it was last written to, in nanoseconds since 1970.
  std::int64_t written_at() const;

  /// Whether `path` still names this file.
  bool is_in_its_place() const { return number_of(path_) == number_; }

 private:
  std::string path_;
  FileDescriptor file_;
  FileNumber number_;
};

/// Makes a file that only its owner may read, with these bytes, complete and durable at one
/// instant. False, and nothing is changed, where something is at `path` already. Throws Error
/// (disk).
bool place_new_file(const std::string& path, std::string_view bytes);

/// Makes names that were made or removed beside `path` survive a loss of power. Throws Error
/// (disk).
void sync_folder_of(const std::string& path);

/// What the file system of the folder `path` is called where it belongs to another machine: `NFS`,
/// `SMB`. Locks and shared memory cannot be relied on there. None: it is a local one, as far as the
/// kernel tells.
std::optional<std::string> network_file_system(const std::string& path);

}  // namespace shotlist::system

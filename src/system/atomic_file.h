#pragma once
// Replaces a file atomically: readers see the old one or the new one, never a part.

#include <memory>
#include <string>
#include <string_view>

#include "system/disk.h"

namespace shotlist::system {

/// Writes to `<path>.new` until `commit()`. Without it, the destructor removes the new file and the
/// old one stays. Of several processes that replace one file, each waits for the one before.
/// Everything throws Error (disk) on failure.
class AtomicFile {
 public:
  AtomicFile(Disk& disk, std::string path);
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  ~AtomicFile();

  /// Removes the `<path>.new` that a killed process left behind.
  static void remove_leftover(Disk& disk, const std::string& path);

  void append(std::string_view bytes);

  /// Syncs, renames, and syncs the directory.
  void commit();

 private:
  Disk& disk_;
  std::string path_;
  std::string aside_;
  std::unique_ptr<DiskFile> file_;
};

}  // namespace shotlist::system

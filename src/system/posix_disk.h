#pragma once
// The operating system's files.

#include "system/disk.h"

namespace shotlist::system {

/// Ignores SIGXFSZ once a file is opened for writing, so that reaching the file size limit is an
/// error.
class PosixDisk final : public Disk {
 public:
  /// What `read_long` does with files of 16 MiB and more.
  enum class LongFiles { in_memory, mapped };

  explicit PosixDisk(LongFiles long_files = LongFiles::in_memory) : long_files_(long_files) {}

  std::optional<LongText> read_long(const std::string& path) override;
  std::optional<std::string> read(const std::string& path) override;
  std::optional<std::string> read_start(const std::string& path, std::size_t most) override;
  std::optional<std::string> read_if(
      const std::string& path, std::size_t most,
      const std::function<bool(std::string_view start)>& wanted) override;
  bool has_file(const std::string& path) override;
  std::optional<Fingerprint> digest(const std::string& path) override;
  std::unique_ptr<DiskFile> open(const std::string& path) override;
  std::unique_ptr<DiskFile> open_alone(const std::string& path) override;
  void rename(const std::string& from, const std::string& to) override;
  void remove(const std::string& path) override;
  void sync_directory_of(const std::string& path) override;

 private:
  LongFiles long_files_;
};

}  // namespace shotlist::system

#pragma once
// A folder of the file system.

#include <memory>
#include <optional>
#include <string>

#include "system/file_descriptor.h"
#include "system/folder.h"

namespace shotlist::system {

/// Keeps the folder open, so that it stays the same one when its path leads elsewhere.
class PosixFolder final : public Folder {
 public:
  /// Makes the folder, and those above it, if it is not there. Throws Error (disk).
  explicit PosixFolder(const std::string& path);

  const std::string& path() const override { return path_; }
  std::unique_ptr<GrowingFile> open(const std::string& name) override;
  std::unique_ptr<GrowingFile> open_to_read(const std::string& name) override;
  std::optional<std::uint64_t> size_of(const std::string& name) override;
  std::optional<std::uint64_t> kept_size_of(const std::string& name) override;
  bool has(const std::string& name) override;
  bool rename(const std::string& from, const std::string& to) override;
  void remove(const std::string& name) override;
  void sync() override;
  std::uint64_t free_bytes() override;

 private:
  std::string path_;
  FileDescriptor folder_;
};

}  // namespace shotlist::system

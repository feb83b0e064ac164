#pragma once
// A disk in memory for tests that only read: files are what the test puts there.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/error.h"
#include "system/disk.h"

namespace shotlist::tests {

/// Files by path. Writing is not what it is for: those operations throw.
class MemoryDisk final : public system::Disk {
 public:
  MemoryDisk() = default;
  explicit MemoryDisk(std::map<std::string, std::string> files) : files_(std::move(files)) {}

  void put(const std::string& path, std::string content) { files_[path] = std::move(content); }

  std::optional<std::string> read(const std::string& path) override {
    const auto found = files_.find(path);
    if (found == files_.end()) return std::nullopt;
    return found->second;
  }

  std::unique_ptr<system::DiskFile> open(const std::string& path) override {
    refuse("open " + path);
  }
  void rename(const std::string& from, const std::string& /*to*/) override {
    refuse("rename " + from);
  }
  void remove(const std::string& path) override { refuse("remove " + path); }
  void sync_directory_of(const std::string& path) override { refuse("sync beside " + path); }

 private:
  [[noreturn]] static void refuse(const std::string& doing) {
    throw Error(ExitCode::disk, "this disk is for reading only: " + doing);
  }

  std::map<std::string, std::string> files_;
};

}  // namespace shotlist::tests

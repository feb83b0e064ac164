#pragma once
// A disk that reads no input twice.

#include <map>
#include <utility>

#include "system/disk.h"

namespace shotlist::system {

/// What `read` returned for a path is returned again until `forget`; all else goes to the disk it
/// borrows. For inputs that are looked at before it is known how to read them.
class RememberingDisk final : public Disk {
 public:
  explicit RememberingDisk(Disk& disk) : disk_(disk) {}

  std::optional<std::string> read(const std::string& path) override {
    const auto known = contents_.find(path);
    if (known != contents_.end()) return known->second;
    return contents_.emplace(path, disk_.read(path)).first->second;
  }

  void forget() { contents_.clear(); }

  std::optional<std::string> read_start(const std::string& path, std::size_t most) override {
    return disk_.read_start(path, most);
  }
  std::optional<std::string> read_if(
      const std::string& path, std::size_t most,
      const std::function<bool(std::string_view start)>& wanted) override {
    return disk_.read_if(path, most, wanted);
  }
  bool has_file(const std::string& path) override { return disk_.has_file(path); }
  std::optional<Fingerprint> digest(const std::string& path) override { return disk_.digest(path); }
  std::unique_ptr<DiskFile> open(const std::string& path) override { return disk_.open(path); }
  std::unique_ptr<DiskFile> open_alone(const std::string& path) override {
    return disk_.open_alone(path);
  }
  void rename(const std::string& from, const std::string& to) override { disk_.rename(from, to); }
  void remove(const std::string& path) override { disk_.remove(path); }
  void sync_directory_of(const std::string& path) override { disk_.sync_directory_of(path); }

 private:
  Disk& disk_;
  std::map<std::string, std::optional<std::string>> contents_;
};

}  // namespace shotlist::system

#pragma once
// A folder in memory that outlives the processes that use it; each may die at any operation.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "support/lifetime.h"
#include "system/folder.h"

namespace shotlist::tests {

/// What is on the disk. A loss of power leaves the names and bytes that were synced; what a file
/// had beyond them is zeros.
struct FakeDrive {
  struct File {
    std::string content;
    std::string synced;
    bool is_of_lost_machine = false;  ///< it was there when the power was lost
  };
  std::map<std::string, std::shared_ptr<File>> names;
  std::map<std::string, std::shared_ptr<File>> synced_names;
  bool syncs = true;              ///< else syncing fails
  std::set<std::string> folders;  ///< names that belong to no regular file
  std::uint64_t room = 1'000'000'000;

  void put(const std::string& name, const std::string& content);
  std::optional<std::string> content_of(const std::string& name) const;
  void lose_power();
};

/// One process's view of it.
class FakeFolder final : public system::Folder {
 public:
  FakeFolder(FakeDrive& drive, Lifetime& life) : drive_(drive), life_(life) {}

  const std::string& path() const override { return path_; }
  std::unique_ptr<system::GrowingFile> open(const std::string& name) override;
  std::unique_ptr<system::GrowingFile> open_to_read(const std::string& name) override;
  std::optional<std::uint64_t> kept_size_of(const std::string& name) override;
  std::optional<std::uint64_t> size_of(const std::string& name) override;
  bool has(const std::string& name) override { return drive_.names.count(name) > 0; }
  bool rename(const std::string& from, const std::string& to) override;
  void remove(const std::string& name) override;
  void sync() override;
  std::uint64_t free_bytes() override { return drive_.room; }

 private:
  class Growing;
  std::string path_ = "/videos";
  FakeDrive& drive_;
  Lifetime& life_;
};

}  // namespace shotlist::tests

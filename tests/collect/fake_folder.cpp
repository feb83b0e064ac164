#include "collect/fake_folder.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/error.h"

namespace shotlist::tests {

void FakeDrive::put(const std::string& name, const std::string& content) {
  names[name] = std::make_shared<File>(File{content, content});
  synced_names[name] = names[name];
}

std::optional<std::string> FakeDrive::content_of(const std::string& name) const {
  const auto found = names.find(name);
  if (found == names.end()) return std::nullopt;
  return found->second->content;
}

void FakeDrive::lose_power() {
  names = synced_names;
  for (auto& [name, file] : names) {
    // What was not synced has its length, and no bytes.
    file->content = file->synced + std::string(file->content.size() - file->synced.size(), '\0');
    file->is_of_lost_machine = true;
  }
}

class FakeFolder::Growing final : public system::GrowingFile {
 public:
  Growing(FakeDrive& drive, std::shared_ptr<FakeDrive::File> file, Lifetime& life)
      : drive_(drive), file_(std::move(file)), life_(life) {}

  std::uint64_t size() override { return file_->content.size(); }

  void append(std::string_view bytes) override {
    const bool dies = life_.step();
    if (dies) bytes = bytes.substr(0, bytes.size() / 2);
    const std::size_t fits = std::min<std::uint64_t>(bytes.size(), drive_.room);
    file_->content += bytes.substr(0, fits);
    drive_.room -= fits;
    if (dies) throw Killed();
    if (fits < bytes.size()) throw Error(ExitCode::disk, "cannot write: No space left on device");
  }

  void clear() override {
    const bool dies = life_.step();
    file_->content.clear();
    if (dies) throw Killed();
  }

  bool is_in_place() override {
    return std::any_of(drive_.names.begin(), drive_.names.end(),
                       [this](const auto& name) { return name.second == file_; });
  }

  std::string read(std::uint64_t offset, std::size_t size) override {
    if (offset >= file_->content.size()) return {};
    return file_->content.substr(offset, size);
  }

  void sync() override {
    const bool dies = life_.step();
    if (!drive_.syncs) throw Error(ExitCode::disk, "cannot sync: Input/output error");
    if (!dies) file_->synced = file_->content;
    if (dies) throw Killed();
  }

 private:
  FakeDrive& drive_;
  std::shared_ptr<FakeDrive::File> file_;
  Lifetime& life_;
};

std::unique_ptr<system::GrowingFile> FakeFolder::open(const std::string& name) {
  if (drive_.folders.count(name) > 0)
    throw system::NotOurs(ExitCode::disk, name + " is no regular file");
  const bool dies = life_.step();
  std::shared_ptr<FakeDrive::File>& file = drive_.names[name];
  if (!file) file = std::make_shared<FakeDrive::File>();
  if (dies) throw Killed();
  return std::make_unique<Growing>(drive_, file, life_);
}

std::optional<std::uint64_t> FakeFolder::size_of(const std::string& name) {
  const auto found = drive_.names.find(name);
  if (found == drive_.names.end()) return std::nullopt;
  return found->second->content.size();
}

std::unique_ptr<system::GrowingFile> FakeFolder::open_to_read(const std::string& name) {
  const auto found = drive_.names.find(name);
  if (found == drive_.names.end()) return nullptr;
  return std::make_unique<Growing>(drive_, found->second, life_);
}

std::optional<std::uint64_t> FakeFolder::kept_size_of(const std::string& name) {
  const auto found = drive_.names.find(name);
  if (found == drive_.names.end() || found->second->is_of_lost_machine) return std::nullopt;
  return found->second->content.size();
}

bool FakeFolder::rename(const std::string& from, const std::string& to) {
  const bool dies = life_.step();
  const bool is_free = drive_.names.count(to) == 0;
  if (is_free) {
    drive_.names[to] = drive_.names.at(from);
    drive_.names.erase(from);
  }
  if (dies) throw Killed();
  return is_free;
}

void FakeFolder::remove(const std::string& name) {
  const bool dies = life_.step();
  drive_.names.erase(name);
  if (dies) throw Killed();
}

void FakeFolder::sync() {
  const bool dies = life_.step();
  if (!dies) drive_.synced_names = drive_.names;
  if (dies) throw Killed();
}

}  // namespace shotlist::tests

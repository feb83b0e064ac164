#include "support/fake_disk.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/error.h"

namespace shotlist::tests {
namespace {

std::string directory_of(const std::string& path) {
  return std::filesystem::path(path).parent_path().string();
}

}  // namespace

void FakeDisk::Change::make(std::string& content) const {
  if (cut) content.resize(*cut);
  content += bytes;
}

class FakeDisk::File final : public system::DiskFile {
 public:
  File(FakeDisk& disk, std::size_t content) : disk_(disk), content_(content) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() override {
    if (locks_) disk_.locked_.erase(content_);
  }

  void append(std::string_view bytes) override {
    const Fate fate = disk_.operate();
    if (fate == Fate::failed) bytes = bytes.substr(0, bytes.size() / 2);
    if (fate == Fate::killed) bytes = bytes.substr(0, disk_.last_append.of(bytes.size()));
    content().written += bytes;
    content().changes.push_back({std::nullopt, std::string(bytes)});
    disk_.must_be_done(fate, "write");
  }

  void sync() override {
    disk_.must_be_done(disk_.operate(), "sync");
    disk_.sync_ends_ = Moment::max();
    land(content().changes.size());
  }

  void begin_sync() override {
    if (disk_.clock_ == nullptr) return sync();
    disk_.must_be_done(disk_.operate(), "begin to sync");
    on_their_way_ = content().changes.size();
    disk_.sync_ends_ = disk_.clock_->now() + disk_.sync_takes_;
  }

  // Its end is an operation, too: a process may die that never hears of it.
  bool sync_has_ended() override {
    if (disk_.clock_ == nullptr || disk_.sync_ends_ == Moment::max()) return true;
    if (disk_.on_sync_asked) disk_.on_sync_asked();
    if (disk_.clock_->now() < disk_.sync_ends_) return false;
    disk_.sync_ends_ = Moment::max();
    const Fate fate = disk_.operate();
    if (fate != Fate::failed) land(on_their_way_);
    disk_.must_be_done(fate, "sync");
    return true;
  }

  void truncate(std::uint64_t size) override {
    const Fate fate = disk_.operate();
    if (fate != Fate::failed) {
      content().written.resize(size);
      content().changes.push_back({size, {}});
    }
    disk_.must_be_done(fate, "cut");
  }

  bool lock() override {
    locks_ = locks_ || disk_.locked_.insert(content_).second;
    return locks_;
  }

 private:
  Content& content() { return disk_.contents_.at(content_); }

  // The first `count` changes are safe.
  void land(std::size_t count) {
    Content& held = content();
    for (std::size_t i = 0; i < count; ++i)
      held.changes[i].make(held.synced);
    held.changes.erase(held.changes.begin(),
                       held.changes.begin() + static_cast<std::ptrdiff_t>(count));
    if (disk_.on_sync) disk_.on_sync();
  }

  FakeDisk& disk_;
  std::size_t content_;
  std::size_t on_their_way_ = 0;  ///< changes that the sync under way is for
  bool locks_ = false;
};

FakeDisk::Fate FakeDisk::operate() {
  const bool last = life_ != nullptr && life_->step();
  ++operations_;
  if (last) return Fate::killed;
  const bool fails = operations_ == fails_at_ || (fails_for_good_ && operations_ > fails_at_);
  if (fails && on_failure) on_failure();
  return fails ? Fate::failed : Fate::done;
}

void FakeDisk::must_be_done(Fate fate, const char* doing) const {
  if (fate == Fate::killed) throw Killed();
  if (fate == Fate::failed) {
    throw Error(ExitCode::disk, std::string("cannot ") + doing + ": no space left on device");
  }
}

std::optional<std::string> FakeDisk::read(const std::string& path) {
  const auto found = names_.find(path);
  if (found == names_.end()) return std::nullopt;
  return contents_.at(found->second).written;
}

std::unique_ptr<system::DiskFile> FakeDisk::open(const std::string& path) {
  must_be_done(operate(), "open");
  const auto [name, made] = names_.emplace(path, contents_.size());
  if (made) contents_.emplace_back();
  return std::make_unique<File>(*this, name->second);
}

void FakeDisk::rename(const std::string& from, const std::string& to) {
  must_be_done(operate(), "rename");
  names_[to] = names_.at(from);
  names_.erase(from);
}

void FakeDisk::remove(const std::string& path) {
  must_be_done(operate(), "remove");
  names_.erase(path);
}

void FakeDisk::sync_directory_of(const std::string& path) {
  must_be_done(operate(), "sync the directory");
  const std::string directory = directory_of(path);
  std::erase_if(synced_names_,
                [&](const auto& name) { return directory_of(name.first) == directory; });
  for (const auto& name : names_) {
    if (directory_of(name.first) == directory) synced_names_.insert(name);
  }
}

void FakeDisk::sync_beside(VirtualClock& clock, Duration takes) {
  clock_ = &clock;
  sync_takes_ = takes;
}

void FakeDisk::begin(Lifetime* life) {
  life_ = life;
  sync_ends_ = Moment::max();
  operations_ = 0;
  fails_at_ = 0;
  fails_for_good_ = false;
}

void FakeDisk::lose_power(Survival survival) {
  if (!survival.names) names_ = synced_names_;
  synced_names_ = names_;
  for (Content& content : contents_) {
    std::size_t size = 0;
    for (const Change& change : content.changes)
      size += change.cut ? 1 : change.bytes.size();
    std::size_t kept = survival.of(size);
    for (const Change& change : content.changes) {
      const std::size_t part = std::min(kept, change.cut ? 1 : change.bytes.size());
      if (part == 0) break;
      kept -= part;
      if (change.cut) {
        content.synced.resize(*change.cut);
      } else {
        content.synced += change.bytes.substr(0, part);
      }
    }
    content.written = content.synced;
    content.changes.clear();
  }
}

void FakeDisk::put(const std::string& path, std::string content) {
  names_[path] = synced_names_[path] = contents_.size();
  contents_.push_back({content, content, {}});
}

std::optional<std::string> FakeDisk::safe(const std::string& path) const {
  const auto found = synced_names_.find(path);
  if (found == synced_names_.end()) return std::nullopt;
  return contents_.at(found->second).synced;
}

void FakeDisk::fail_at(std::size_t operation, bool for_good) {
  fails_at_ = operation;
  fails_for_good_ = for_good;
}

}  // namespace shotlist::tests

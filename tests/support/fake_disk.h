#pragma once
// A disk that forgets what was not synced, dies at any operation, and can be full.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "support/lifetime.h"
#include "support/survival.h"
#include "support/virtual_time.h"
#include "system/disk.h"

namespace shotlist::tests {

/// Files in memory, in three states: written, which every process sees; synced, which a loss of
/// power leaves alone; and between them the changes that are on their way to the disk, of which a
/// loss of power keeps a prefix. Names are files' own matter: they need their directory synced.
///
/// Outlives the processes that use it; each of them has a Lifetime.
class FakeDisk final : public system::Disk {
 public:
  std::optional<std::string> read(const std::string& path) override;
  std::unique_ptr<system::DiskFile> open(const std::string& path) override;
  void rename(const std::string& from, const std::string& to) override;
  void remove(const std::string& path) override;
  void sync_directory_of(const std::string& path) override;

  /// A new process uses the disk; null for one that never dies. Borrowed until the next call.
  void begin(Lifetime* life);

  /// The machine went down: what was not synced is lost, but for `survival`. What is left is safe.
  void lose_power(Survival survival);

  /// Makes `path` hold `content`, synced.
  void put(const std::string& path, std::string content);

  /// What is safe of `path`; nothing where not even its name is.
  std::optional<std::string> safe(const std::string& path) const;

  /// The changing operation `operation` of this process, from 1, fails with Error (disk), and where
  /// `for_good` every one after it. An append that fails leaves half of its bytes.
  void fail_at(std::size_t operation, bool for_good);

  /// How many changing operations this process did: open, append, sync, truncate, rename, remove,
  /// sync_directory_of.
  std::size_t operations() const { return operations_; }

  /// How much of an append is there when its process dies in it.
  Survival last_append{1, true};

  /// From now on a sync that is begun goes on beside the process, and ends after `takes` by
  /// `clock`, which is borrowed.
  void sync_beside(VirtualClock& clock, Duration takes);

  /// When the sync that is under way ends; the last of all moments where there is none.
  Moment sync_ends() const { return sync_ends_; }

  /// Called whenever somebody asks whether the sync under way has ended, before the answer: time may
  /// pass there, so that it ends between any two looks.
  std::function<void()> on_sync_asked;

  /// Called by every sync that succeeds: the place to let time pass.
  std::function<void()> on_sync;

  /// Called when an operation fails, before the Error is thrown.
  std::function<void()> on_failure;

 private:
  class File;

  struct Change {
    std::optional<std::uint64_t> cut;
    std::string bytes;

    void make(std::string& content) const;
  };
  struct Content {
    std::string synced;
    std::string written;
    std::vector<Change> changes;  ///< from `synced` to `written`
  };
  enum class Fate { done, failed, killed };

  Fate operate();
  void must_be_done(Fate fate, const char* doing) const;

  Lifetime* life_ = nullptr;
  VirtualClock* clock_ = nullptr;  ///< null where every sync is waited for
  Duration sync_takes_{};
  Moment sync_ends_ = Moment::max();
  std::size_t operations_ = 0;
  std::size_t fails_at_ = 0;
  bool fails_for_good_ = false;
  std::deque<Content> contents_;
  std::map<std::string, std::size_t> names_;
  std::map<std::string, std::size_t> synced_names_;
  std::set<std::size_t> locked_;
};

}  // namespace shotlist::tests

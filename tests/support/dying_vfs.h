#pragma once
// SQLite on a disk that forgets what was not synced, dies at any operation, and can be full.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/time.h"
#include "support/lifetime.h"
#include "support/survival.h"
#include "system/file_descriptor.h"

struct sqlite3_file;
struct sqlite3_vfs;

namespace shotlist::tests {

class DyingVfs;

/// What a loss of power leaves of the changes that were never synced: any of them, in no order.
/// That is more than FakeDisk does: a real disk writes as it likes between two syncs.
struct PowerLoss {
  double chance = 0;       ///< that a write, a cut or a name is left; 0: none is, 1: all are
  std::uint64_t seed = 1;  ///< chooses them; of some writes only some sectors of 512 bytes are left
};

/// One machine's files, its memory, and the processes that are alive on it. A file is synced, which
/// a loss of power leaves alone, or written, which every process sees. A name needs its directory
/// synced: SQLite does that with the first sync of a new log or journal, and as it deletes one.
///
/// Paths are taken as they are written. Outlives its processes. For one thread at a time.
class DyingDisk {
 public:
  DyingDisk() = default;
  DyingDisk(const DyingDisk&) = delete;
  DyingDisk& operator=(const DyingDisk&) = delete;

  /// The machine went down, and every process on it. What is left is synced.
  void lose_power(PowerLoss loss);

  // What a person does with cat, cp, mv, ln and rm. It is synced at once.

  /// What processes see of the file; nothing where there is none.
  std::optional<std::string> read(const std::string& path) const;

  /// What is safe of it; nothing where not even its name is.
  std::optional<std::string> safe(const std::string& path) const;

  /// Makes `path` a new file. Whoever has an old one open keeps that.
  void put(const std::string& path, const std::string& content);

  /// Changes one bit of the file that is at `path`, from 0, written and synced.
  void flip(const std::string& path, std::size_t bit);

  void rename(const std::string& from, const std::string& to);
  void link(const std::string& from, const std::string& to);
  void remove(const std::string& path);

  /// The same for every name of one file, and for no other file, ever; as an inode number is.
  std::optional<std::size_t> file_number(const std::string& path) const;

  /// All of them, in alphabetical order.
  std::vector<std::string> names() const;

 private:
  friend class DyingVfs;

  struct Change {
    std::uint64_t at = 0;
    std::optional<std::string> bytes;  ///< none: the file was cut there

    void make(std::string& content) const;
  };
  struct Content {
    std::string synced;
    std::string written;
    std::vector<Change> changes;  ///< from `synced` to `written`

    void change(Change change);
    void land();
  };
  /// The shared memory beside a write-ahead log. SQLite makes it anew when nobody has it mapped.
  struct SharedMemory {
    system::FileDescriptor file;
    int regions = 0;
  };

  void sync_directory_of(const std::string& path);

  std::deque<Content> contents_;
  std::map<std::string, std::size_t> names_;
  std::map<std::string, std::size_t> synced_names_;
  std::map<std::string, SharedMemory> memories_;  ///< by the path of the database
  std::set<DyingVfs*> processes_;
};

/// One process on a DyingDisk, as SQLite sees it. Once the process is dead each of its calls fails
/// with SQLITE_IOERR and changes nothing, and its locks are free. Nothing is thrown through SQLite:
/// the test looks at its Lifetime after the call. No hook may throw.
///
///     DyingDisk disk;
///     Lifetime life(17);
///     DyingVfs process(disk, &life);
///     sqlite3_open_v2("a.db", &database, flags, process.name());
///
/// Holds the locks of SQLite's own unix VFS, within a process as between two, but not its flaw that
/// closing any descriptor of a file drops them. Has no memory-mapped files.
class DyingVfs {
 public:
  enum class Fault {
    full,       ///< SQLITE_FULL; of a write the first half is done
    read_only,  ///< SQLITE_IOERR_WRITE, or SQLITE_READONLY in what is opened after it
  };

  /// `life` is borrowed; null for a process that never dies.
  explicit DyingVfs(DyingDisk& disk, Lifetime* life = nullptr);
  DyingVfs(const DyingVfs&) = delete;
  DyingVfs& operator=(const DyingVfs&) = delete;

  /// All of its databases must be closed.
  ~DyingVfs();

  /// For sqlite3_open_v2.
  const char* name() const { return name_.c_str(); }

  /// The changing operation `operation` of this process, from 1, fails, and where `for_good` every
  /// one after it.
  void fail_at(std::size_t operation, Fault fault, bool for_good);

  /// How many changing operations this process did: creating, writing, cutting, syncing and
  /// deleting a file, and making shared memory larger. A file without a name does not count.
  std::size_t operations() const { return operations_; }

  /// How much is done of the operation that the process dies in: so much of a write; of another
  /// operation nothing or all.
  Survival last_operation{1, true};

  /// Called by every sync that succeeds: the place to let time pass.
  std::function<void()> on_sync;

  /// Called when an operation fails, before SQLite is told.
  std::function<void()> on_failure;

  /// Called where SQLite waits for a lock, for so long. Nobody sleeps.
  std::function<void(Duration)> on_wait;

 private:
  friend class DyingDisk;
  class File;
  struct Handle;
  struct Calls;
  enum class Fate { done, failed, killed };

  bool is_dead();
  void die();
  Fate operate();
  bool fails(std::size_t operation) const;
  std::size_t done_of(Fate fate, std::size_t size) const;
  int end(Fate fate, int full, int read_only);

  int open(const char* path, Handle& handle, int flags, int* opened_flags);
  int remove(const std::string& path, bool sync_directory);
  int access(const std::string& path, int* found);

  DyingDisk& disk_;
  Lifetime* life_;
  bool dead_ = false;
  std::size_t operations_ = 0;
  std::size_t fails_at_ = 0;
  Fault fault_ = Fault::full;
  bool fails_for_good_ = false;
  std::set<File*> files_;  ///< each owned by SQLite's handle of it
  std::string name_;
  std::unique_ptr<sqlite3_vfs> vfs_;
};

}  // namespace shotlist::tests

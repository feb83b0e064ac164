#include "ledger/gathering_vfs.h"

#include <cstddef>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <sqlite3.h>

#include "base/error.h"
#include "base/translation.h"

namespace shotlist::ledger {
namespace {

constexpr std::size_t most_kept = 128 << 10;

}  // namespace

struct GatheringVfs::Disk : sqlite3_vfs {
  /// What SQLite has of the log. The file of the disk below follows in memory.
  struct Log : sqlite3_file {
    Disk* disk;
    sqlite3_file* below() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  };

  sqlite3_vfs* below = nullptr;
  std::string name;
  bool keeps = false;
  Log* log = nullptr;       ///< null until it is opened
  std::vector<char> kept;   ///< never reallocated: nothing may be thrown through SQLite
  sqlite3_int64 begin = 0;  ///< the place of `kept` in the log

  int land() {
    if (kept.empty()) return SQLITE_OK;
    const int code = log->below()->pMethods->xWrite(log->below(), kept.data(),
                                                    static_cast<int>(kept.size()), begin);
    kept.clear();
    return code;
  }

  static Disk& of(sqlite3_file* file) { return *static_cast<Log*>(file)->disk; }

  static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* opened) {
    Disk& disk = *static_cast<Disk*>(vfs);
    if ((flags & SQLITE_OPEN_WAL) == 0)
      return disk.below->xOpen(disk.below, path, file, flags, opened);
    auto* const log = static_cast<Log*>(file);
    log->pMethods = nullptr;
    log->disk = &disk;
    log->below()->pMethods = nullptr;
    const int code = disk.below->xOpen(disk.below, path, log->below(), flags, opened);
    if (log->below()->pMethods != nullptr) log->pMethods = &methods;
    disk.log = log;
    return code;
  }

  static int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
    Disk& disk = of(file);
    std::vector<char>& kept = disk.kept;
    const auto count = static_cast<std::size_t>(size);
    if (!disk.keeps || count > most_kept)
      return pass<&sqlite3_io_methods::xWrite>(file, bytes, size, at);
    const bool follows = disk.begin + static_cast<sqlite3_int64>(kept.size()) == at;
    const int code = follows && kept.size() + count <= most_kept ? SQLITE_OK : disk.land();
    if (code != SQLITE_OK) return code;
    if (kept.empty()) disk.begin = at;
    kept.insert(kept.end(), static_cast<const char*>(bytes),
                static_cast<const char*>(bytes) + count);
    return SQLITE_OK;
  }

  // After what was kept, as the disk below does it.
  template <auto method, typename... Arguments>
  static int pass(sqlite3_file* file, Arguments... arguments) {
    const int code = of(file).land();
    sqlite3_file* const log = static_cast<Log*>(file)->below();
    return code == SQLITE_OK ? (log->pMethods->*method)(log, arguments...) : code;
  }

  template <auto method>
  static int ask(sqlite3_file* file) {
    sqlite3_file* const log = static_cast<Log*>(file)->below();
    return (log->pMethods->*method)(log);
  }

  static const sqlite3_io_methods methods;
};

const sqlite3_io_methods GatheringVfs::Disk::methods = {
    1,  // a log has neither shared memory nor a mapping of its own
    pass<&sqlite3_io_methods::xClose>,
    pass<&sqlite3_io_methods::xRead>,
    write,
    pass<&sqlite3_io_methods::xTruncate>,
    pass<&sqlite3_io_methods::xSync>,
    pass<&sqlite3_io_methods::xFileSize>,
    pass<&sqlite3_io_methods::xLock>,
    pass<&sqlite3_io_methods::xUnlock>,
    pass<&sqlite3_io_methods::xCheckReservedLock>,
    pass<&sqlite3_io_methods::xFileControl>,
    ask<&sqlite3_io_methods::xSectorSize>,
    ask<&sqlite3_io_methods::xDeviceCharacteristics>,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
};

GatheringVfs::GatheringVfs(const char* below) : disk_(std::make_unique<Disk>()) {
  sqlite3_vfs* const real = sqlite3_vfs_find(below);
  if (real == nullptr)
    throw Error(ExitCode::disk, in_both([&] { return tr("SQLite has no such disk"); }));
  Disk& disk = *disk_;
  static_cast<sqlite3_vfs&>(disk) = *real;
  disk.below = real;
  disk.name = fmt::format("{}-gathering-{}", real->zName, static_cast<void*>(&disk));
  disk.kept.reserve(most_kept);
  disk.pNext = nullptr;
  disk.zName = disk.name.c_str();
  disk.szOsFile += static_cast<int>(sizeof(Disk::Log));
  disk.xOpen = Disk::open;
  if (sqlite3_vfs_register(&disk, 0) != SQLITE_OK)
    throw Error(ExitCode::disk, in_both([&] { return tr("SQLite does not take another disk"); }));
}

GatheringVfs::~GatheringVfs() {
  sqlite3_vfs_unregister(disk_.get());
}

const char* GatheringVfs::name() const {
  return disk_->zName;
}

void GatheringVfs::begin_commit() {
  disk_->keeps = true;
}

bool GatheringVfs::end_commit(bool is_committed) {
  disk_->keeps = false;
  if (!is_committed) disk_->kept.clear();
  return disk_->land() == SQLITE_OK;
}

}  // namespace shotlist::ledger

#include "support/dying_vfs.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include <sqlite3.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/virtual_time.h"

namespace shotlist::tests {
namespace {

constexpr std::size_t sector_size = 512;

std::string directory_of(const std::string& path) {
  return std::filesystem::path(path).parent_path().string();
}

// What was never written reads as zeros.
void grow(std::string& content, std::size_t size) {
  if (content.size() < size) content.resize(size);
}

// Whether as much as `chance` survives; none and all are no matter of luck.
class Dice {
 public:
  explicit Dice(PowerLoss loss) : chance_(loss.chance), random_(loss.seed) {}

  bool survives() {
    if (chance_ <= 0 || chance_ >= 1) return chance_ > 0;
    return static_cast<double>(random_.below(1U << 20U)) < chance_ * (1U << 20U);
  }
  bool tears() { return chance_ > 0 && chance_ < 1 && random_.below(4) == 0; }

 private:
  double chance_;
  VirtualRandom random_;
};

}  // namespace

// ---- The disk ----------------------------------------------------------------------------------

void DyingDisk::Change::make(std::string& content) const {
  if (bytes) {
    grow(content, at + bytes->size());
    content.replace(at, bytes->size(), *bytes);
  } else {
    content.resize(at);
  }
}

void DyingDisk::Content::change(Change change) {
  change.make(written);
  changes.push_back(std::move(change));
}

void DyingDisk::Content::land() {
  for (const Change& change : changes)
    change.make(synced);
  changes.clear();
}

void DyingDisk::sync_directory_of(const std::string& path) {
  const std::string directory = directory_of(path);
  std::erase_if(synced_names_,
                [&](const auto& name) { return directory_of(name.first) == directory; });
  for (const auto& name : names_) {
    if (directory_of(name.first) == directory) synced_names_.insert(name);
  }
}

void DyingDisk::lose_power(PowerLoss loss) {
  for (DyingVfs* process : processes_)
    process->die();
  Dice dice(loss);

  std::map<std::string, std::size_t> left = synced_names_;
  for (const auto& [path, number] : names_) {
    const auto synced = synced_names_.find(path);
    const bool changed = synced == synced_names_.end() || synced->second != number;
    if (changed && dice.survives()) left[path] = number;
  }
  for (const auto& [path, number] : synced_names_) {
    if (names_.count(path) == 0 && dice.survives()) left.erase(path);
  }
  names_ = synced_names_ = std::move(left);

  for (Content& content : contents_) {
    for (const Change& change : content.changes) {
      if (!change.bytes || !dice.tears()) {
        if (dice.survives()) change.make(content.synced);
        continue;
      }
      // The file has its new size, but not all that was written.
      grow(content.synced, change.at + change.bytes->size());
      for (std::size_t begin = 0; begin < change.bytes->size();) {
        const std::size_t rest_of_sector = sector_size - (change.at + begin) % sector_size;
        const std::size_t size = std::min(rest_of_sector, change.bytes->size() - begin);
        if (dice.survives())
          content.synced.replace(change.at + begin, size, *change.bytes, begin, size);
        begin += size;
      }
    }
    content.changes.clear();
    content.written = content.synced;
  }
}

std::optional<std::string> DyingDisk::read(const std::string& path) const {
  const auto found = names_.find(path);
  if (found == names_.end()) return std::nullopt;
  return contents_.at(found->second).written;
}

std::optional<std::string> DyingDisk::safe(const std::string& path) const {
  const auto found = synced_names_.find(path);
  if (found == synced_names_.end()) return std::nullopt;
  return contents_.at(found->second).synced;
}

void DyingDisk::put(const std::string& path, const std::string& content) {
  names_[path] = synced_names_[path] = contents_.size();
  contents_.push_back({content, content, {}});
}

// What is not synced yet stays so: the bit is wrong under it and, where it was overwritten, in it.
void DyingDisk::flip(const std::string& path, std::size_t bit) {
  Content& content = contents_.at(names_.at(path));
  const auto flip_in = [bit](std::string& bytes, std::size_t begin) {
    const std::size_t at = bit / 8;
    if (at < begin || at - begin >= bytes.size()) return;
    char& byte = bytes[at - begin];
    byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << (bit % 8)));
  };
  flip_in(content.written, 0);
  flip_in(content.synced, 0);
  for (Change& change : content.changes) {
    if (change.bytes) flip_in(*change.bytes, change.at);
  }
}

void DyingDisk::rename(const std::string& from, const std::string& to) {
  link(from, to);
  remove(from);
}

void DyingDisk::link(const std::string& from, const std::string& to) {
  names_[to] = synced_names_[to] = names_.at(from);
}

void DyingDisk::remove(const std::string& path) {
  names_.erase(path);
  synced_names_.erase(path);
}

std::optional<std::size_t> DyingDisk::file_number(const std::string& path) const {
  const auto found = names_.find(path);
  if (found == names_.end()) return std::nullopt;
  return found->second;
}

std::vector<std::string> DyingDisk::names() const {
  std::vector<std::string> names;
  for (const auto& name : names_)
    names.push_back(name.first);
  return names;
}

// ---- An open file ------------------------------------------------------------------------------

struct DyingVfs::Handle {
  sqlite3_file base;
  File* file;
};

class DyingVfs::File {
 public:
  // `path` is empty for a file without a name.
  File(DyingVfs& process, std::string path, std::size_t number, int flags)
      : process_(process), path_(std::move(path)), number_(number) {
    constexpr int logs = SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL;
    syncs_directory_ = (flags & SQLITE_OPEN_CREATE) != 0 && (flags & logs) != 0;
    process_.files_.insert(this);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    unmap();
    process_.files_.erase(this);
  }

  bool is_dead() const { return process_.is_dead(); }

  // What SQLite still does to shared memory on its way out must not be seen by the living: the
  // pages become this file's own.
  void die() {
    for (std::size_t i = 0; i < mapped_.size(); ++i) {
      void* const own =
          ::mmap(mapped_[i].begin, mapped_[i].size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED,
                 memory_->file.get(), static_cast<off_t>(i * mapped_[i].size));
      if (own == MAP_FAILED) throw std::runtime_error("a dead process still has shared memory");
    }
    leave_memory();
  }

  int read(void* to, int size, sqlite3_int64 at) {
    const std::string& bytes = content().written;
    const auto begin = std::min(static_cast<std::size_t>(at), bytes.size());
    const auto wanted = static_cast<std::size_t>(size);
    const std::size_t there = std::min(wanted, bytes.size() - begin);
    std::memcpy(to, bytes.data() + begin, there);
    std::memset(static_cast<char*>(to) + there, 0, wanted - there);
    return there == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
  }

  int write(const void* from, int size, sqlite3_int64 at) {
    const Fate fate = operate();
    const std::size_t done = process_.done_of(fate, static_cast<std::size_t>(size));
    if (done > 0) {
      content().change(
          {static_cast<std::uint64_t>(at), std::string(static_cast<const char*>(from), done)});
    }
    return process_.end(fate, SQLITE_FULL, SQLITE_IOERR_WRITE);
  }

  int truncate(sqlite3_int64 size) {
    const Fate fate = operate();
    if (process_.done_of(fate, 1) == 1)
      content().change({static_cast<std::uint64_t>(size), std::nullopt});
    return process_.end(fate, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_TRUNCATE);
  }

  int sync(int /*flags*/) {
    const Fate fate = operate();
    if (process_.done_of(fate, 1) == 1) {
      content().land();
      if (syncs_directory_) process_.disk_.sync_directory_of(path_);
      syncs_directory_ = false;
    }
    if (fate == Fate::done && process_.on_sync) process_.on_sync();
    return process_.end(fate, SQLITE_IOERR_FSYNC, SQLITE_IOERR_FSYNC);
  }

  int size(sqlite3_int64* size) {
    *size = static_cast<sqlite3_int64>(content().written.size());
    return SQLITE_OK;
  }

  // SHARED, RESERVED, PENDING, EXCLUSIVE: https://www.sqlite.org/lockingv3.html
  int lock(int level) {
    if (lock_ >= level) return SQLITE_OK;
    const int others = highest_lock_of_others();
    if (level == SQLITE_LOCK_SHARED) {
      if (others >= SQLITE_LOCK_PENDING) return SQLITE_BUSY;
    } else if (others >= SQLITE_LOCK_RESERVED) {
      return SQLITE_BUSY;
    } else if (level == SQLITE_LOCK_EXCLUSIVE && others >= SQLITE_LOCK_SHARED) {
      lock_ = SQLITE_LOCK_PENDING;  // nobody else comes in
      return SQLITE_BUSY;
    }
    lock_ = level;
    return SQLITE_OK;
  }

  int unlock(int level) {
    lock_ = std::min(lock_, level);
    return SQLITE_OK;
  }

  int check_reserved_lock(int* reserved) {
    *reserved = std::max(lock_, highest_lock_of_others()) >= SQLITE_LOCK_RESERVED ? 1 : 0;
    return SQLITE_OK;
  }

  int control(int operation, void* argument) {
    int* const flag = static_cast<int*>(argument);
    switch (operation) {
      case SQLITE_FCNTL_PERSIST_WAL:
        if (*flag >= 0) keeps_log_ = *flag != 0;
        *flag = keeps_log_ ? 1 : 0;
        return SQLITE_OK;
      case SQLITE_FCNTL_HAS_MOVED:
        *flag = process_.disk_.file_number(path_) == number_ ? 0 : 1;
        return SQLITE_OK;
      default:
        return SQLITE_NOTFOUND;
    }
  }

  int map(int region, int size, int extend, void volatile** mapped) {
    *mapped = nullptr;
    auto& memories = process_.disk_.memories_;
    if (memory_ == nullptr) {
      auto found = memories.find(path_);
      if (found == memories.end()) {
        const Fate fate = operate();
        if (fate != Fate::done) return process_.end(fate, SQLITE_CANTOPEN, SQLITE_CANTOPEN);
        found = memories.emplace(path_, DyingDisk::SharedMemory()).first;
        found->second.file = system::FileDescriptor(::memfd_create("shm", MFD_CLOEXEC));
        if (!found->second.file.valid()) return SQLITE_IOERR_SHMOPEN;
      }
      memory_ = &found->second;
    }
    const auto bytes = static_cast<std::size_t>(size);
    if (memory_->regions <= region) {
      if (extend == 0) return SQLITE_OK;
      const Fate fate = operate();
      if (fate != Fate::done) return process_.end(fate, SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_SHMSIZE);
      memory_->regions = region + 1;
      if (::ftruncate(memory_->file.get(), static_cast<off_t>(bytes) * memory_->regions) != 0)
        return SQLITE_IOERR_SHMSIZE;
    }
    while (mapped_.size() <= static_cast<std::size_t>(region)) {
      void* const begin = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED,
                                 memory_->file.get(), static_cast<off_t>(mapped_.size() * bytes));
      if (begin == MAP_FAILED) return SQLITE_IOERR_SHMMAP;
      mapped_.push_back({begin, bytes});
    }
    *mapped = mapped_[static_cast<std::size_t>(region)].begin;
    return SQLITE_OK;
  }

  int lock_memory(int first, int count, int flags) {
    const unsigned wanted = ((1U << static_cast<unsigned>(count)) - 1)
                            << static_cast<unsigned>(first);
    const bool shared = (flags & SQLITE_SHM_SHARED) != 0;
    unsigned& own = shared ? shared_locks_ : exclusive_locks_;
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
      own &= ~wanted;
      return SQLITE_OK;
    }
    for (const DyingVfs* process : living()) {
      for (const File* file : process->files_) {
        if (file == this || file->memory_ != memory_) continue;
        const unsigned held = file->exclusive_locks_ | (shared ? 0 : file->shared_locks_);
        if ((held & wanted) != 0) return SQLITE_BUSY;
      }
    }
    own |= wanted;
    return SQLITE_OK;
  }

  void unmap() {
    leave_memory();
    for (const Mapped& mapped : mapped_)
      ::munmap(mapped.begin, mapped.size);
    mapped_.clear();
  }

 private:
  struct Mapped {
    void* begin;
    std::size_t size;
  };

  DyingDisk::Content& content() { return process_.disk_.contents_.at(number_); }
  Fate operate() { return path_.empty() ? Fate::done : process_.operate(); }

  std::vector<DyingVfs*> living() const {
    std::vector<DyingVfs*> living;
    for (DyingVfs* process : process_.disk_.processes_) {
      if (!process->is_dead()) living.push_back(process);
    }
    return living;
  }

  int highest_lock_of_others() const {
    int highest = SQLITE_LOCK_NONE;
    for (const DyingVfs* process : living()) {
      for (const File* file : process->files_) {
        if (file != this && file->number_ == number_) highest = std::max(highest, file->lock_);
      }
    }
    return highest;
  }

  // The last one out throws it away.
  void leave_memory() {
    const DyingDisk::SharedMemory* const left = std::exchange(memory_, nullptr);
    shared_locks_ = exclusive_locks_ = 0;
    if (left == nullptr) return;
    for (const DyingVfs* process : process_.disk_.processes_) {
      for (const File* file : process->files_) {
        if (file->memory_ == left) return;
      }
    }
    process_.disk_.memories_.erase(path_);
  }

  DyingVfs& process_;
  std::string path_;
  std::size_t number_;
  bool syncs_directory_ = false;
  bool keeps_log_ = false;
  int lock_ = SQLITE_LOCK_NONE;
  DyingDisk::SharedMemory* memory_ = nullptr;
  std::vector<Mapped> mapped_;
  unsigned shared_locks_ = 0;
  unsigned exclusive_locks_ = 0;
};

// ---- A process ---------------------------------------------------------------------------------

bool DyingVfs::is_dead() {
  if (!dead_ && life_ != nullptr && life_->over()) die();
  return dead_;
}

void DyingVfs::die() {
  if (dead_) return;
  dead_ = true;
  for (File* file : files_)
    file->die();
}

DyingVfs::Fate DyingVfs::operate() {
  const bool last = life_ != nullptr && life_->step();
  ++operations_;
  if (last) return Fate::killed;
  if (!fails(operations_)) return Fate::done;
  if (on_failure) on_failure();
  return Fate::failed;
}

bool DyingVfs::fails(std::size_t operation) const {
  return operation == fails_at_ || (fails_for_good_ && operation > fails_at_);
}

std::size_t DyingVfs::done_of(Fate fate, std::size_t size) const {
  if (fate == Fate::killed) return last_operation.of(size);
  if (fate == Fate::failed) return fault_ == Fault::full ? size / 2 : 0;
  return size;
}

int DyingVfs::end(Fate fate, int full, int read_only) {
  if (fate == Fate::done) return SQLITE_OK;
  if (fate == Fate::failed) return fault_ == Fault::full ? full : read_only;
  die();
  return SQLITE_IOERR;
}

void DyingVfs::fail_at(std::size_t operation, Fault fault, bool for_good) {
  fails_at_ = operation;
  fault_ = fault;
  fails_for_good_ = for_good;
}

// As SQLite's unix VFS does: what cannot be opened for writing is opened for reading.
int DyingVfs::open(const char* path, Handle& handle, int flags, int* opened_flags) {
  const std::string name = path == nullptr ? "" : path;
  auto number = disk_.file_number(name);
  if (number && (flags & SQLITE_OPEN_EXCLUSIVE) != 0) return SQLITE_CANTOPEN;
  if (!number) {
    if ((flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
    const Fate fate = name.empty() ? Fate::done : operate();
    if (done_of(fate, 1) == 1) {
      number = disk_.contents_.size();
      disk_.contents_.emplace_back();
      if (!name.empty()) disk_.names_[name] = *number;
    }
    if (const int error = end(fate, SQLITE_CANTOPEN, SQLITE_CANTOPEN); error != SQLITE_OK)
      return error;
  } else if (fails_for_good_ && fault_ == Fault::read_only && fails(operations_ + 1)) {
    flags &= ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    flags |= SQLITE_OPEN_READONLY;
  }
  handle.file = new File(*this, name, *number, flags);
  if (opened_flags != nullptr) *opened_flags = flags;
  return SQLITE_OK;
}

int DyingVfs::remove(const std::string& path, bool sync_directory) {
  if (!disk_.file_number(path)) return SQLITE_IOERR_DELETE_NOENT;
  const Fate fate = operate();
  if (done_of(fate, 1) == 1) {
    disk_.names_.erase(path);
    if (sync_directory) disk_.sync_directory_of(path);
  }
  return end(fate, SQLITE_IOERR_DELETE, SQLITE_IOERR_DELETE);
}

// An empty file is none for SQLite, as in its unix VFS.
int DyingVfs::access(const std::string& path, int* found) {
  const auto number = disk_.file_number(path);
  *found = number && !disk_.contents_.at(*number).written.empty() ? 1 : 0;
  return SQLITE_OK;
}

// What SQLite calls. Nothing that is thrown can pass here: it ends the test program.
struct DyingVfs::Calls {
  static File& of(sqlite3_file* handle) { return *reinterpret_cast<Handle*>(handle)->file; }
  static DyingVfs& of(sqlite3_vfs* vfs) { return *static_cast<DyingVfs*>(vfs->pAppData); }

  template <auto member, typename... Arguments>
  static int call(sqlite3_file* handle, Arguments... arguments) noexcept {
    File& file = of(handle);
    return file.is_dead() ? SQLITE_IOERR : (file.*member)(arguments...);
  }

  static int close(sqlite3_file* handle) noexcept {
    delete &of(handle);
    return SQLITE_OK;
  }
  static int sector_size_of(sqlite3_file*) noexcept { return 4096; }
  // As SQLite's unix VFS has it: bytes beside a write that is cut short stay as they were.
  static int characteristics(sqlite3_file*) noexcept { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }
  static void barrier(sqlite3_file*) noexcept {
    std::atomic_thread_fence(std::memory_order_seq_cst);
  }
  static int unmap(sqlite3_file* handle, int /*remove*/) noexcept {
    of(handle).unmap();
    return SQLITE_OK;
  }

  static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* handle, int flags,
                  int* opened_flags) noexcept {
    handle->pMethods = nullptr;
    if (of(vfs).is_dead()) return SQLITE_IOERR;
    const int code = of(vfs).open(path, *reinterpret_cast<Handle*>(handle), flags, opened_flags);
    if (code == SQLITE_OK) handle->pMethods = &methods;
    return code;
  }
  static int remove(sqlite3_vfs* vfs, const char* path, int sync_directory) noexcept {
    return of(vfs).is_dead() ? SQLITE_IOERR : of(vfs).remove(path, sync_directory != 0);
  }
  static int access(sqlite3_vfs* vfs, const char* path, int /*what*/, int* found) noexcept {
    return of(vfs).is_dead() ? SQLITE_IOERR : of(vfs).access(path, found);
  }
  static int full_path(sqlite3_vfs*, const char* path, int size, char* to) noexcept {
    sqlite3_snprintf(size, to, "%s", path);
    return SQLITE_OK;
  }
  static int sleep(sqlite3_vfs* vfs, int microseconds) noexcept {
    if (of(vfs).on_wait) of(vfs).on_wait(std::chrono::microseconds(microseconds));
    return microseconds;
  }
  static int random(sqlite3_vfs*, int size, char* to) noexcept {
    sqlite3_vfs* const real = sqlite3_vfs_find(nullptr);
    return real->xRandomness(real, size, to);
  }
  static int date(sqlite3_vfs*, double* date) noexcept {
    sqlite3_vfs* const real = sqlite3_vfs_find(nullptr);
    return real->xCurrentTime(real, date);
  }
  static int last_error(sqlite3_vfs*, int, char*) noexcept { return 0; }

  static const sqlite3_io_methods methods;
};

const sqlite3_io_methods DyingVfs::Calls::methods = {
    2,  // without memory-mapped files
    close,
    call<&File::read>,
    call<&File::write>,
    call<&File::truncate>,
    call<&File::sync>,
    call<&File::size>,
    call<&File::lock>,
    call<&File::unlock>,
    call<&File::check_reserved_lock>,
    call<&File::control>,
    sector_size_of,
    characteristics,
    call<&File::map>,
    call<&File::lock_memory>,
    barrier,
    unmap,
    nullptr,
    nullptr,
};

DyingVfs::DyingVfs(DyingDisk& disk, Lifetime* life)
    : disk_(disk), life_(life), vfs_(std::make_unique<sqlite3_vfs>()) {
  static std::atomic<int> made = 0;
  name_ = "dying-" + std::to_string(++made);
  vfs_->iVersion = 1;
  vfs_->szOsFile = sizeof(Handle);
  vfs_->mxPathname = 512;
  vfs_->zName = name_.c_str();
  vfs_->pAppData = this;
  vfs_->xOpen = Calls::open;
  vfs_->xDelete = Calls::remove;
  vfs_->xAccess = Calls::access;
  vfs_->xFullPathname = Calls::full_path;
  vfs_->xRandomness = Calls::random;
  vfs_->xSleep = Calls::sleep;
  vfs_->xCurrentTime = Calls::date;
  vfs_->xGetLastError = Calls::last_error;
  if (sqlite3_vfs_register(vfs_.get(), 0) != SQLITE_OK)
    throw std::runtime_error("SQLite does not take the VFS");
  disk_.processes_.insert(this);
}

DyingVfs::~DyingVfs() {
  assert(files_.empty());
  sqlite3_vfs_unregister(vfs_.get());
  disk_.processes_.erase(this);
}

}  // namespace shotlist::tests

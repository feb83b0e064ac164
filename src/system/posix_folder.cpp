#include "system/posix_folder.h"

#include <cerrno>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/error.h"
#include "base/translation.h"

namespace shotlist::system {
namespace {

// What is recorded of a failure is English.
Sentence said_of(const std::string& path, const char* fault) {
  return in_both([&] { return path + tr(fault); });
}

// `doing` is marked.
[[noreturn]] void fail_with_file(const char* doing, const std::string& path) {
  const int code = errno;
  const bool is_full = code == ENOSPC || code == EDQUOT;
  if (code == EWOULDBLOCK)
    throw NotOurs(ExitCode::disk, said_of(path, marked(" is open in another program")));
  const Sentence what = fault_at(doing, path, code);
  const bool is_of_others = code == ELOOP || code == EISDIR || code == ENXIO || code == EACCES ||
                            code == EPERM || code == EEXIST;
  if (is_of_others) throw NotOurs(ExitCode::disk, what);
  throw Error(ExitCode::disk, what,
              is_full ? in_both([] { return tr("make room on the disk; what was fetched stays"); })
                      : Sentence());
}

class PosixGrowingFile final : public GrowingFile {
 public:
  PosixGrowingFile(std::string path, FileDescriptor file)
      : path_(std::move(path)), file_(std::move(file)) {}

  std::uint64_t size() override {
    struct stat about {};
    if (::fstat(file_.get(), &about) != 0) fail_with_file(marked("look at"), path_);
    return static_cast<std::uint64_t>(about.st_size);
  }

  void append(std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t written = ::write(file_.get(), bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail_with_file(marked("write to"), path_);
      bytes.remove_prefix(static_cast<std::size_t>(written));
      unwritten_ += written;
    }
    begin_writing();
  }

  void clear() override {
    if (::ftruncate(file_.get(), 0) != 0) fail_with_file(marked("empty"), path_);
  }

  bool is_in_place() override {
    struct stat opened {};
    struct stat named {};
    return ::fstat(file_.get(), &opened) == 0 && ::lstat(path_.c_str(), &named) == 0 &&
           opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
  }

  std::string read(std::uint64_t offset, std::size_t size) override {
    std::string bytes(size, '\0');
    std::size_t have = 0;
    while (have < size) {
      const ssize_t got =
          ::pread(file_.get(), bytes.data() + have, size - have, static_cast<off_t>(offset + have));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) fail_with_file(marked("read"), path_);
      if (got == 0) break;
      have += static_cast<std::size_t>(got);
    }
    bytes.resize(have);
    return bytes;
  }

  void sync() override {
    // Some network file systems report a full disk only when a file is closed or synced.
    if (::fsync(file_.get()) != 0) fail_with_file(marked("sync"), path_);
  }

 private:
  // The disk begins at once, or it would have all to do when the file is synced. What this says of
  // errors is of no use: the sync says it again.
  void begin_writing() {
    constexpr off_t piece = off_t{16} << 20;
    if (unwritten_ < piece) return;
    static_cast<void>(::sync_file_range(file_.get(), 0, 0, SYNC_FILE_RANGE_WRITE));
    unwritten_ = 0;
  }

  std::string path_;
  FileDescriptor file_;
  off_t unwritten_ = 0;
};

}  // namespace

PosixFolder::PosixFolder(const std::string& path) {
  std::error_code failed;
  std::filesystem::create_directories(path, failed);
  if (failed) {
    errno = failed.value();
    fail_with_file(marked("make the folder"), path);
  }
  path_ = std::filesystem::canonical(path, failed).string();
  folder_ = FileDescriptor(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (failed || !folder_.valid()) fail_with_file(marked("open the folder"), path);
  if (::faccessat(folder_.get(), ".", W_OK | X_OK, AT_EACCESS) != 0)
    fail_with_file(marked("write into the folder"), path);
}

std::unique_ptr<GrowingFile> PosixFolder::open(const std::string& name) {
  // Not through a symbolic link: it may lead to a file of somebody else.
  constexpr mode_t anybody = S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;
  FileDescriptor file(::openat(folder_.get(), name.c_str(),
                               O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
                               anybody));
  if (!file.valid()) fail_with_file(marked("open"), path_ + '/' + name);
  struct stat about {};
  if (::fstat(file.get(), &about) != 0) fail_with_file(marked("look at"), path_ + '/' + name);
  if (!S_ISREG(about.st_mode))
    throw NotOurs(ExitCode::disk, said_of(path_ + '/' + name, marked(" is no file")));
  // Some network file systems know no locks.
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    fail_with_file(marked("open"), path_ + '/' + name);
  return std::make_unique<PosixGrowingFile>(path_ + '/' + name, std::move(file));
}

std::unique_ptr<GrowingFile> PosixFolder::open_to_read(const std::string& name) {
  FileDescriptor file(
      ::openat(folder_.get(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat about {};
  if (!file.valid() || ::fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode)) return nullptr;
  return std::make_unique<PosixGrowingFile>(path_ + '/' + name, std::move(file));
}

std::optional<std::uint64_t> PosixFolder::kept_size_of(const std::string& name) {
  struct stat about {};
  timespec now{};
  timespec up{};
  if (::fstatat(folder_.get(), name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0 ||
      !S_ISREG(about.st_mode) || ::clock_gettime(CLOCK_REALTIME, &now) != 0 ||
      ::clock_gettime(CLOCK_BOOTTIME, &up) != 0)
    return std::nullopt;
  if (about.st_mtim.tv_sec <= now.tv_sec - up.tv_sec) return std::nullopt;
  return static_cast<std::uint64_t>(about.st_size);
}

std::optional<std::uint64_t> PosixFolder::size_of(const std::string& name) {
  struct stat about {};
  if (::fstatat(folder_.get(), name.c_str(), &about, 0) != 0 || !S_ISREG(about.st_mode))
    return std::nullopt;
  return static_cast<std::uint64_t>(about.st_size);
}

bool PosixFolder::has(const std::string& name) {
  struct stat about {};
  return ::fstatat(folder_.get(), name.c_str(), &about, AT_SYMLINK_NOFOLLOW) == 0;
}

bool PosixFolder::rename(const std::string& from, const std::string& to) {
  if (::renameat2(folder_.get(), from.c_str(), folder_.get(), to.c_str(), RENAME_NOREPLACE) == 0)
    return true;
  if (errno == EEXIST) return false;
  if (errno == ENOENT)
    throw NotOurs(ExitCode::disk, said_of(path_ + '/' + from, marked(" is not there any more")));
  // Some file systems cannot refuse to replace; a second name never replaces anything.
  if (errno == EINVAL || errno == ENOSYS) {
    if (::linkat(folder_.get(), from.c_str(), folder_.get(), to.c_str(), 0) == 0) {
      remove(from);
      return true;
    }
    if (errno == EEXIST) return false;
  }
  fail_with_file(marked("rename"), path_ + '/' + from);
}

void PosixFolder::remove(const std::string& name) {
  if (::unlinkat(folder_.get(), name.c_str(), 0) != 0 && errno != ENOENT)
    fail_with_file(marked("remove"), path_ + '/' + name);
}

void PosixFolder::sync() {
  if (::fsync(folder_.get()) != 0) fail_with_file(marked("sync the folder"), path_);
}

std::uint64_t PosixFolder::free_bytes() {
  struct statvfs about {};
  if (::fstatvfs(folder_.get(), &about) != 0) fail_with_file(marked("look at the disk of"), path_);
  return std::uint64_t{about.f_bavail} * std::uint64_t{about.f_frsize};
}

}  // namespace shotlist::system

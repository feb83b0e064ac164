#include "system/held_file.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/error.h"
#include "base/translation.h"

namespace shotlist::system {
namespace {

// SQLite locks bytes from 1 GiB on (https://sqlite.org/src/file/src/os.h, PENDING_BYTE), and a lock
// of ours on any of them would block it.
constexpr off_t locked_byte = off_t{1} << 62;

struct flock lock_of_byte(short kind) {
  struct flock lock {};
  lock.l_type = kind;
  lock.l_whence = SEEK_SET;
  lock.l_start = locked_byte;
  lock.l_len = 1;
  return lock;
}

FileNumber number_of(const struct stat& status) {
  return {static_cast<std::uint64_t>(status.st_dev), static_cast<std::uint64_t>(status.st_ino)};
}

// `doing` is marked.
[[noreturn]] void refuse(const char* doing, const std::string& path) {
  throw Error(ExitCode::disk, fault_at(doing, path, errno));
}

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

void write_all(int file, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) refuse(marked("write to"), path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(file) != 0) refuse(marked("sync"), path);
}

// Sets owner-only access, whatever the umask.
void own(int file, const std::string& path) {
  if (::fchmod(file, S_IRUSR | S_IWUSR) != 0) refuse(marked("make"), path);
}

void must_be_regular(const struct stat& status, const std::string& path) {
  if (S_ISREG(status.st_mode)) return;
  throw Error(ExitCode::invalid, in_both([&] { return path + tr(" is no regular file"); }),
              in_both([] { return tr("move it away"); }));
}

// Checked before it is opened: opening a device may have side effects.
std::string regular(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) must_be_regular(status, path);
  return path;
}

// Reaching the file size limit must be a write error, not a fatal signal; SQLite also writes to the
// file.
void survive_size_limits() {
  std::signal(SIGXFSZ, SIG_IGN);
}

}  // namespace

void sync_folder_of(const std::string& path) {
  const FileDescriptor folder(::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.valid() || ::fsync(folder.get()) != 0) refuse(marked("sync the folder of"), path);
}

std::string to_text(const FileNumber& number) {
  return std::to_string(number.device) + ':' + std::to_string(number.inode);
}

std::optional<FileNumber> number_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) return number_of(status);
  if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
  refuse(marked("look at"), path);
}

HeldFile::HeldFile(const std::string& path, bool read_only)
    : path_(regular(path)),
      // O_NONBLOCK: opening a pipe must not wait for its other end.
      file_(::open(path.c_str(), (read_only ? O_RDONLY : O_RDWR) | O_CLOEXEC | O_NONBLOCK)) {
  if (!file_.valid()) refuse(marked("open"), path);
  if (!read_only) survive_size_limits();
  struct stat status {};
  if (::fstat(file_.get(), &status) != 0) refuse(marked("look at"), path);
  must_be_regular(status, path);
  if (status.st_nlink > 1) {
    throw Error(
        ExitCode::invalid, in_both([&] {
          return path +
                 tr(" has a second name (a hard link), and what is written under one name is not "
                    "seen under the other");
        }),
        in_both([&] { return tr("remove the other name (find . -samefile FILE finds it)"); }));
  }
  number_ = number_of(status);
}

bool HeldFile::lock() {
  struct flock lock = lock_of_byte(F_WRLCK);
  if (::fcntl(file_.get(), F_OFD_SETLK, &lock) == 0) return true;
  if (errno == EAGAIN || errno == EACCES) return false;
  refuse(marked("lock"), path_);
}

bool HeldFile::is_locked_elsewhere() const {
  struct flock lock = lock_of_byte(F_WRLCK);
  if (::fcntl(file_.get(), F_OFD_GETLK, &lock) != 0) refuse(marked("look at the lock of"), path_);
  return lock.l_type != F_UNLCK;
}

std::string HeldFile::start(std::size_t most) const {
  std::string bytes(most, '\0');
  const ssize_t size = ::pread(file_.get(), bytes.data(), most, 0);
  if (size < 0) refuse(marked("read"), path_);
  bytes.resize(static_cast<std::size_t>(size));
  return bytes;
}

std::int64_t HeldFile::written_at() const {
  struct stat status {};
  if (::fstat(file_.get(), &status) != 0) refuse(marked("look at"), path_);
  return std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
}

bool place_new_file(const std::string& path, std::string_view bytes) {
  survive_size_limits();
  // If the file system can, the file has no name until it is complete; a kill leaves nothing
  // behind.
  const FileDescriptor nameless(
      ::open(folder_of(path).c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (nameless.valid()) {
    own(nameless.get(), path);
    write_all(nameless.get(), bytes, path);
    const std::string self = "/proc/self/fd/" + std::to_string(nameless.get());
    if (::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) == 0) {
      sync_folder_of(path);
      return true;
    }
    if (errno == EEXIST) return false;
  }
  // Otherwise it gets a unique temporary name; one left behind by a kill does no harm.
  std::string aside = path + ".new-XXXXXX";
  const FileDescriptor file(::mkostemp(aside.data(), O_CLOEXEC));
  if (!file.valid()) refuse(marked("make"), path);
  bool placed = false;
  try {
    own(file.get(), path);
    write_all(file.get(), bytes, path);
    placed = ::renameat2(AT_FDCWD, aside.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0;
    if (!placed && errno != EEXIST) refuse(marked("make"), path);
  } catch (const Error&) {
    ::unlink(aside.c_str());
    throw;
  }
  if (!placed) ::unlink(aside.c_str());
  sync_folder_of(path);
  return placed;
}

std::optional<std::string> network_file_system(const std::string& path) {
  // Magic numbers of statfs(2).
  struct Kind {
    unsigned long number;
    const char* name;
  };
  constexpr std::array<Kind, 9> kinds = {{{0x6969, "NFS"},
                                          {0x517b, "SMB"},
                                          {0xff534d42, "SMB"},
                                          {0xfe534d42, "SMB"},
                                          {0x5346414f, "AFS"},
                                          {0x73757245, "Coda"},
                                          {0x00c36400, "Ceph"},
                                          {0x0bd00bd0, "Lustre"},
                                          {0x47504653, "GPFS"}}};
  struct statfs status {};
  if (::statfs(path.c_str(), &status) != 0) return std::nullopt;
  for (const Kind& kind : kinds) {
    if (static_cast<unsigned long>(status.f_type) == kind.number) return kind.name;
  }
  return std::nullopt;
}

}  // namespace shotlist::system

#include "system/posix_disk.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <span>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/translation.h"
#include "system/file_descriptor.h"

namespace shotlist::system {
namespace {

// Never suggests writing elsewhere: what the ledger here records would be paid for again there.
const char* remedy_for(int code) {
  switch (code) {
    case ENOSPC:
    case EDQUOT:
      return marked("make room on the disk, then run again");
    case EFBIG:
      return marked("allow larger files (ulimit -f), then run again");
    case EACCES:
    case EPERM:
    case EROFS:
      return marked("allow it for this file and its folder, then run again");
    default:
      return "";
  }
}

// `doing` is marked.
[[noreturn]] void fail(const char* doing, const std::string& path) {
  const int code = errno;
  throw Error(ExitCode::disk, fault_at(doing, path, code),
              in_both([&] { return tr(remedy_for(code)); }));
}

[[noreturn]] void fail_to_rename(const std::string& from, const std::string& to) {
  const int code = errno;
  throw Error(ExitCode::disk, in_both([&] {
                return tr("cannot ") + (tr("rename ") + from + tr(" to")) + " " + to + tr(": ") +
                       tr(std::generic_category().message(code).c_str());
              }),
              in_both([&] { return tr(remedy_for(code)); }));
}

FileDescriptor open_or_fail(const std::string& path, int flags, const char* doing) {
  // Prompts may be private: owner only, whatever the umask.
  FileDescriptor file(::open(path.c_str(), flags | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!file.valid()) fail(doing, path);
  return file;
}

class PosixFile final : public DiskFile {
 public:
  PosixFile(std::string path, FileDescriptor file)
      : path_(std::move(path)), file_(std::move(file)) {}

  void append(std::string_view bytes) override {
    must_have_a_name();
    while (!bytes.empty()) {
      const ssize_t written = ::write(file_.get(), bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail(marked("write to"), path_);
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  void sync() override {
    if (::fdatasync(file_.get()) != 0) fail(marked("sync"), path_);
  }

 private:
  // What is written to a removed file is lost when the process ends, and another file may have the
  // name by now.
  void must_have_a_name() const {
    struct stat about {};
    if (::fstat(file_.get(), &about) != 0) fail(marked("look at"), path_);
    if (about.st_nlink == 0) {
      throw Error(ExitCode::disk,
                  in_both([&] { return path_ + tr(" was removed while it was in use"); }),
                  in_both([] { return tr("leave it in place during a run"); }));
    }
  }

  std::string path_;
  FileDescriptor file_;
};

// Whether it is open and a file with one name.
bool is_plain(const FileDescriptor& file) {
  struct stat about {};
  return file.valid() && ::fstat(file.get(), &about) == 0 && S_ISREG(about.st_mode) &&
         about.st_nlink <= 1;
}

// A lock of the open file, which ends with it. Where there are no locks, nobody waits.
bool lock(const FileDescriptor& file) {
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return ::fcntl(file.get(), F_OFD_SETLK, &lock) == 0 || (errno != EAGAIN && errno != EACCES);
}

bool is_named(const FileDescriptor& file, const std::string& path) {
  struct stat ours {};
  struct stat named {};
  return ::fstat(file.get(), &ours) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         ours.st_dev == named.st_dev && ours.st_ino == named.st_ino;
}

constexpr std::size_t least_piece = std::size_t{64} * 1024;

// Anything but a regular file may be endless: /dev/zero, or a pipe whose writer never stops.
constexpr std::size_t most_of_a_stream = std::size_t{512} * 1024 * 1024;

// Standard input cannot be opened by name if it is a socket, as in editors based on Node.js.
int open_for_reading(const std::string& path) {
  if (path == "/dev/stdin") return ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
  return ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
}

/// A file read from its start.
class Reading {
 public:
  explicit Reading(const std::string& path) : path_(path), file_(open_for_reading(path)) {
    if (!is_there() && errno != ENOENT) fail(marked("read"), path_);
    if (is_there() && ::fstat(file_.get(), &about_) != 0) fail(marked("read"), path_);
  }

  bool is_there() const { return file_.valid(); }
  std::size_t size() const { return static_cast<std::size_t>(about_.st_size); }

  /// Fills a part of `room`; returns 0 at the end.
  std::size_t read(std::span<char> room) {
    ssize_t got = 0;
    do {
      got = ::read(file_.get(), room.data(), room.size());
    } while (got < 0 && errno == EINTR);
    if (got < 0) fail(marked("read"), path_);
    have_ += static_cast<std::size_t>(got);
    if (have_ > most_of_a_stream && !S_ISREG(about_.st_mode))
      throw Error(ExitCode::disk, in_both([&] { return path_ + tr(" has no end"); }),
                  in_both([&] { return tr("name a file"); }));
    return static_cast<std::size_t>(got);
  }

 private:
  const std::string& path_;
  FileDescriptor file_;
  struct stat about_ {};
  std::size_t have_ = 0;
};

// Goes on from what `content` has.
void read_up_to(Reading& file, std::size_t most, std::string& content) {
  std::size_t have = content.size();
  // One byte more than expected, to see the end without growing. A pipe reports size 0; a file may
  // grow while it is read.
  content.resize(std::max(have, std::min(file.size() + 1, most)));
  while (have < most) {
    if (have == content.size())
      content.resize(std::min(content.size() + std::max(have, least_piece), most));
    const std::size_t got = file.read({content.data() + have, content.size() - have});
    if (got == 0) break;
    have += got;
  }
  content.resize(have);
}

std::optional<std::string> read_at_most(const std::string& path, std::size_t most) {
  Reading file(path);
  if (!file.is_there()) return std::nullopt;
  std::string content;
  read_up_to(file, most, content);
  return content;
}

}  // namespace

std::optional<LongText> PosixDisk::read_long(const std::string& path) {
  constexpr off_t least = off_t{16} << 20U;
  if (long_files_ == LongFiles::in_memory) return Disk::read_long(path);
  const FileDescriptor file(open_for_reading(path));
  struct stat about {};
  const bool is_long = file.valid() && ::fstat(file.get(), &about) == 0 && S_ISREG(about.st_mode) &&
                       about.st_size >= least;
  if (!is_long) return Disk::read_long(path);
  return LongText(file, static_cast<std::size_t>(about.st_size));
}

std::optional<std::string> PosixDisk::read(const std::string& path) {
  return read_at_most(path, std::string::npos);
}

std::optional<std::string> PosixDisk::read_start(const std::string& path, std::size_t most) {
  return read_at_most(path, most);
}

std::optional<std::string> PosixDisk::read_if(
    const std::string& path, std::size_t most,
    const std::function<bool(std::string_view start)>& wanted) {
  Reading file(path);
  if (!file.is_there()) return std::nullopt;
  std::string content;
  read_up_to(file, most, content);
  if (wanted(content)) read_up_to(file, std::string::npos, content);
  return content;
}

bool PosixDisk::has_file(const std::string& path) {
  std::error_code ignored;  // an inaccessible file is reported when it is opened
  return std::filesystem::is_regular_file(path, ignored);
}

std::optional<Fingerprint> PosixDisk::digest(const std::string& path) {
  if (!has_file(path)) return std::nullopt;
  Reading file(path);
  if (!file.is_there()) return std::nullopt;
  Digest digest;
  std::string piece(least_piece, '\0');
  while (const std::size_t got = file.read(piece))
    digest.add({piece.data(), got});
  return digest.value();
}

std::unique_ptr<DiskFile> PosixDisk::open(const std::string& path) {
  std::signal(SIGXFSZ, SIG_IGN);  // reaching the limit must be a write error, not fatal
  FileDescriptor file =
      open_or_fail(path, O_WRONLY | O_APPEND | O_CREAT, marked("open for writing"));
  // A file from elsewhere may be open to all; if its mode cannot be changed, we do not insist.
  static_cast<void>(::fchmod(file.get(), S_IRUSR | S_IWUSR));
  return std::make_unique<PosixFile>(path, std::move(file));
}

std::unique_ptr<DiskFile> PosixDisk::open_alone(const std::string& path) {
  std::signal(SIGXFSZ, SIG_IGN);
  constexpr std::chrono::milliseconds pause(20);
  constexpr std::chrono::seconds patience(30);
  for (std::chrono::milliseconds waited(0); waited < patience;) {
    FileDescriptor file(::open(path.c_str(),
                               O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
                               S_IRUSR | S_IWUSR));
    if (!is_plain(file)) {  // somebody else's: a link leads to another file
      remove(path);
      file = open_or_fail(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL, marked("open for writing"));
    }
    if (!lock(file)) {
      std::this_thread::sleep_for(pause);
      waited += pause;
      continue;
    }
    // The one before us has renamed or removed it.
    if (!is_named(file, path)) continue;
    if (::ftruncate(file.get(), 0) != 0) fail(marked("empty"), path);
    return std::make_unique<PosixFile>(path, std::move(file));
  }
  throw Error(ExitCode::disk,
              in_both([&] { return path + tr(" is being written by another process"); }),
              in_both([] { return tr("end it if it hangs, then run again"); }));
}

void PosixDisk::rename(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) fail_to_rename(from, to);
}

void PosixDisk::remove(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) fail(marked("remove"), path);
}

void PosixDisk::sync_directory_of(const std::string& path) {
  const std::string parent = std::filesystem::path(path).parent_path().string();
  const std::string directory = parent.empty() ? "." : parent;
  const FileDescriptor file = open_or_fail(directory, O_RDONLY | O_DIRECTORY, marked("open"));
  // Some file systems cannot sync a directory and report that: they keep names durable by other
  // means.
  if (::fsync(file.get()) != 0 && errno != EINVAL && errno != ENOTSUP)
    fail(marked("sync"), directory);
}

}  // namespace shotlist::system

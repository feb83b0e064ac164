#include "system/log_file.h"

#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/translation.h"

namespace shotlist::system {
namespace {

[[noreturn]] void refuse(const std::string& path) {
  throw system_error(ExitCode::usage, tr("cannot write to {}", path), errno);
}

}  // namespace

LogFile::LogFile(const std::string& path) {
  std::signal(SIGXFSZ, SIG_IGN);  // reaching the limit must be a write error, not fatal
  // Read, too, to see how it ends. A terminal or a pipe must not hold up its writer.
  file_ = FileDescriptor(::open(path.c_str(),
                                O_RDWR | O_APPEND | O_CREAT | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
                                S_IRUSR | S_IWUSR));
  struct stat about {};
  if (!file_.valid() || ::fstat(file_.get(), &about) != 0) refuse(path);
  if (S_ISFIFO(about.st_mode) || S_ISSOCK(about.st_mode)) {
    throw Error(ExitCode::usage, tr("{} is a pipe, whose reader could hold up the run", path),
                tr("name a file"));
  }
  char last = '\n';
  const bool has_last = S_ISREG(about.st_mode) && about.st_size > 0 &&
                        ::pread(file_.get(), &last, 1, about.st_size - 1) == 1;
  is_torn_ = has_last && last != '\n';
}

bool LogFile::add(std::string_view line) {
  if (is_torn_) {
    if (::write(file_.get(), "\n", 1) != 1) return failure_ = errno, false;
    is_torn_ = false;
  }
  while (!line.empty()) {
    const ssize_t written = ::write(file_.get(), line.data(), line.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return failure_ = errno, false;
    line.remove_prefix(static_cast<std::size_t>(written));
    is_torn_ = !line.empty();
  }
  return true;
}

}  // namespace shotlist::system

#include "system/long_text.h"

#include <cerrno>
#include <csignal>

#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "base/translation.h"

namespace shotlist::system {

namespace {

// Only what a signal handler may do.
extern "C" void tell_that_it_cannot_be_read(int /*signal*/) {
  const std::string_view message =
      tr("shotlist: error: a file became shorter while it was read, or cannot be read; run it "
         "again\n");
  static_cast<void>(::write(STDERR_FILENO, message.data(), message.size()) == 0);
  ::_exit(static_cast<int>(ExitCode::invalid));
}

}  // namespace

LongText::LongText(const FileDescriptor& file, std::size_t size) {
  std::signal(SIGBUS, tell_that_it_cannot_be_read);
  void* start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (start == MAP_FAILED)
    throw system_error(ExitCode::disk, in_both([&] { return tr("cannot map a file"); }), errno);
  mapped_ = std::unique_ptr<char, Unmap>(static_cast<char*>(start), Unmap{size});
}

void LongText::Unmap::operator()(char* start) const {
  ::munmap(start, size);
}

std::string_view LongText::view() const {
  if (mapped_ != nullptr) return {mapped_.get(), mapped_.get_deleter().size};
  return bytes_ == nullptr ? std::string_view() : *bytes_;
}

void LongText::reached(std::size_t offset) const {
  constexpr std::size_t at_a_time = std::size_t{4} << 20U;  // each time costs a system call
  if (mapped_ == nullptr) return;
  if (offset < left_behind_) left_behind_ = 0;  // another walk begins
  if (offset - left_behind_ < at_a_time) return;
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t end = offset / page * page;
  ::madvise(mapped_.get() + left_behind_, end - left_behind_, MADV_DONTNEED);
  left_behind_ = end;
}

}  // namespace shotlist::system

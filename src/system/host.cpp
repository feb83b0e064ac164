#include "system/host.h"

#include <array>

#include <unistd.h>

namespace shotlist::system {

std::string host_name() {
  std::array<char, 256> name{};  // POSIX: 255 bytes at most
  if (::gethostname(name.data(), name.size() - 1) != 0) return {};
  return name.data();
}

std::int64_t process_number() {
  return ::getpid();
}

}  // namespace shotlist::system

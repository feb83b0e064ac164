#include "system/host.h"

#include <array>
#include <filesystem>
#include <string_view>
#include <system_error>

#include <pwd.h>
#include <unistd.h>

namespace shotlist::system {

std::string host_name() {
  std::array<char, 256> name{};  // POSIX: 255 bytes at most
  if (::gethostname(name.data(), name.size() - 1) != 0) return {};
  return name.data();
}

std::string user_name() {
  const ::uid_t user = ::geteuid();
  std::array<char, 16384> buffer{};
  ::passwd entry{};
  ::passwd* found = nullptr;
  const int failed = ::getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found);
  if (failed == 0 && found != nullptr && *found->pw_name != '\0') return found->pw_name;
  return "uid " + std::to_string(user);
}

std::int64_t process_number() {
  return ::getpid();
}

bool is_running(std::int64_t process) {
  // The number alone is not enough: another program may have it by now. The file of this one may
  // have been replaced meanwhile.
  std::error_code failed;
  const auto name_of = [&](const std::string& number) {
    const std::string name =
        std::filesystem::read_symlink("/proc/" + number + "/exe", failed).filename();
    constexpr std::string_view replaced = " (deleted)";
    return name.ends_with(replaced) ? name.substr(0, name.size() - replaced.size()) : name;
  };
  return name_of(std::to_string(process)) == name_of("self") && !failed;
}

}  // namespace shotlist::system

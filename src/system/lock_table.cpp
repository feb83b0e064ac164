#include "system/lock_table.h"

#include <fstream>
#include <iterator>

#include <sys/stat.h>

#include "base/quantity.h"
#include "base/text.h"

namespace shotlist::system {

bool names_exclusive_lock(std::string_view table, std::uint64_t inode) {
  for (const std::string_view line : split(table, '\n')) {
    // 1: FLOCK  ADVISORY  WRITE 1234 08:01:123456 0 EOF; one that waits has `->` behind the number.
    const auto words = split_any(line, " ");
    if (words.size() < 6 || words[1] != "FLOCK" || words[3] != "WRITE") continue;
    const auto number = split(words[5], ':');
    const auto found = parse_integer(number.back(), 0, INT64_MAX);
    if (found && static_cast<std::uint64_t>(*found) == inode) return true;
  }
  return false;
}

bool is_held(const std::string& path) {
  struct stat file {};
  if (::stat(path.c_str(), &file) != 0) return false;
  std::ifstream locks("/proc/locks");
  const std::string table{std::istreambuf_iterator<char>(locks), std::istreambuf_iterator<char>()};
  return names_exclusive_lock(table, file.st_ino);
}

}  // namespace shotlist::system

#pragma once
// Who holds a file, without touching it.

#include <cstdint>
#include <string>
#include <string_view>

namespace shotlist::system {

/// Whether some process has taken the file at `path` for itself (`DiskFile::lock`). To try and take
/// it would answer that, too, but a run that begins at that instant would find it taken. False
/// where there is no such file, or the system does not tell: then a run is merely not seen.
bool is_held(const std::string& path);

/// Whether `table`, as /proc/locks has it (proc_locks(5)), tells of a flock(2) that is held
/// exclusively on the file number `inode`. The device is not compared: overlay file systems, which
/// containers have, show another one to stat(2) than to the table.
bool names_exclusive_lock(std::string_view table, std::uint64_t inode);

}  // namespace shotlist::system

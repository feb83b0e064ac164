#pragma once
// Which machine and which process this is, and whose.

#include <cstdint>
#include <string>

namespace shotlist::system {

/// As the machine calls itself; empty where it does not.
std::string host_name();

std::int64_t process_number();

/// Whether a process of that number runs this very program, on this machine.
bool is_running(std::int64_t process);

/// The login name of who runs this process, else `uid 1000`.
std::string user_name();

}  // namespace shotlist::system

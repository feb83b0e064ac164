#pragma once
// The machine, the process and its user.

#include <cstdint>
#include <string>

namespace shotlist::system {

/// The machine's name; empty if unknown.
std::string host_name();

std::int64_t process_number();

/// Whether the process of that number runs this same program, on this machine.
bool is_running(std::int64_t process);

/// The login name of the user running this process, or `uid 1000` if unknown.
std::string user_name();

}  // namespace shotlist::system

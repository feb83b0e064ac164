#pragma once
// Waiting for one descriptor.

#include <chrono>

namespace shotlist::system {

/// Returns whether there is something to read, or the other end is gone, within `at_most`.
bool wait_until_readable(int descriptor, std::chrono::milliseconds at_most);

}  // namespace shotlist::system

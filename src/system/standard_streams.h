#pragma once
// The descriptors 0, 1 and 2, which belong to people and never to our files.

namespace shotlist::system {

/// Takes those of the three that this process was started without (`2>&-`), so that no ledger and
/// no socket gets their number, and with it what is said to people. Reading and writing them fails
/// as before. Call it before anything is opened. Throws Error (disk) on failure.
void hold_standard_streams();

}  // namespace shotlist::system

#pragma once
// Descriptors 0, 1 and 2, which are for the user and never for our files.

namespace shotlist::system {

/// Occupies those of the three that were closed at the start (`2>&-`), so that no ledger or socket
/// gets their number, and with it messages for the user. Reading and writing them fails as before.
/// Call it before opening anything. Throws Error (disk) on failure.
void hold_standard_streams();

}  // namespace shotlist::system

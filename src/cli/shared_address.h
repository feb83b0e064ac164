#pragma once
// The address of a ledger in PostgreSQL, as the user gave it.

#include <string>

namespace shotlist::cli {

/// `address` without its password, which libpq gets through PGPASSWORD instead: from here on the
/// address is shown, recorded and given to other commands. Other texts are returned as they are.
std::string with_password_aside(const std::string& address);

}  // namespace shotlist::cli

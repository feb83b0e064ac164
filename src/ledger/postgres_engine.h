#pragma once
// A ledger in PostgreSQL, which many machines share: the only user of libpq-fe.h.

#include <memory>
#include <string>
#include <string_view>

#include "ledger/engine.h"

namespace shotlist::ledger {

/// The server was not there, or went away. What was on its way may or may not be recorded.
class Unreachable : public Error {
 public:
  using Error::Error;
};

/// Whether a ledger is named by an address: `postgresql://` or `postgres://`.
inline bool is_shared_ledger(std::string_view name) {
  return name.starts_with("postgresql://") || name.starts_with("postgres://");
}

/// `address` as it may be shown and recorded: without passwords. Throws Error (usage) if it cannot
/// be read, or if this program was built without PostgreSQL.
std::string shown_address(const std::string& address);

/// The password in `address`; empty if there is none. Throws as `shown_address` does.
std::string password_in(const std::string& address);

/// Connects, as libpq does: the address, then its environment variables, service and password
/// files. The tables are in the schema `shotlist`.
///
/// If `creates`, they are made or brought up to date; else the result is null where there are none.
/// Throws Error: usage if the address cannot be read; invalid if the ledger is of a newer version
/// or this user may not use it; Unreachable if the server is not there.
std::unique_ptr<Engine> open_postgres(const std::string& address, bool creates);

}  // namespace shotlist::ledger

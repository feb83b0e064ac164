#pragma once
// An empty ledger for one test, on the engine that the test run is for.

#include <cstdlib>
#include <string>

#include <fmt/format.h>

#include "ledger/database.h"
#include "ledger/postgres_engine.h"

namespace shotlist::tests {

/// Where tests find a server of PostgreSQL; empty if they run on SQLite (tests/with_postgres.py).
inline std::string postgres_for_tests() {
  const char* address = std::getenv("SHOTLIST_TEST_POSTGRES");
  return address == nullptr ? "" : address;
}

/// In memory, or a database of its own in PostgreSQL.
inline ledger::Database test_database(const std::string& id = "0123456789abcdef") {
  const std::string server = postgres_for_tests();
  if (server.empty()) return ledger::Database::in_memory(id);
  static int last = 0;
  const std::string name = fmt::format("test_{}", ++last);
  const ledger::Database owner(ledger::open_postgres(server, true));
  owner.execute(fmt::format("DROP DATABASE IF EXISTS {}", name).c_str());
  owner.execute(fmt::format("CREATE DATABASE {} STRATEGY file_copy", name).c_str());
  std::string address = server;
  address.replace(address.find("/postgres?"), 10, fmt::format("/{}?", name));
  ledger::Database database(ledger::open_postgres(address, true));
  database.prepare("UPDATE ledger SET id = ?").run(id);
  return database;
}

}  // namespace shotlist::tests

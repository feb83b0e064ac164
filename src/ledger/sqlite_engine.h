#pragma once
// A ledger in a file. Only this and its disk use sqlite3.h.

#include <memory>
#include <string>

#include "ledger/database.h"
#include "ledger/engine.h"

namespace shotlist::ledger {

/// See Database. Throws Error (invalid) if SQLite cannot read the file as a database.
std::unique_ptr<Engine> open_sqlite(const std::string& path, Database::Mode mode, const char* vfs);

std::unique_ptr<Engine> sqlite_in_memory(const std::string& id);

/// The bytes of an empty ledger, which uses a write-ahead log from the start.
std::string empty_sqlite_ledger(const std::string& id);

}  // namespace shotlist::ledger

#include "ledger/database.h"

#include "ledger/sqlite_engine.h"

namespace shotlist::ledger {

std::int64_t Statement::run_bound() {
  while (step()) {
  }
  return statement_->changed();
}

Database::Database(const std::string& path, Mode mode, const char* vfs)
    : engine_(open_sqlite(path, mode, vfs)) {}

Database Database::in_memory(const std::string& id) {
  return Database(sqlite_in_memory(id));
}

std::string Database::empty_ledger(const std::string& id) {
  return empty_sqlite_ledger(id);
}

Transaction::Transaction(const Database& database, Kind kind) : database_(database) {
  database_.engine_->begin(kind == Kind::write);
}

Transaction::~Transaction() {
  if (!is_open_) return;
  try {
    database_.execute("ROLLBACK");
  } catch (const Error&) {
    return;  // the engine has already rolled back, as SQLite does on a full disk
  }
}

void Transaction::commit() {
  database_.engine_->commit();
  is_open_ = false;
}

}  // namespace shotlist::ledger

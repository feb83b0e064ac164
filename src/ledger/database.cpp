#include "ledger/database.h"

#include <utility>

#include <fmt/format.h>
#include <sqlite3.h>

#include "ledger/schema.h"

namespace shotlist::ledger {

// The table's statement in schema.sql, so that it is written once.
std::string upgrade_from_1() {
  const std::string all = schema;
  const std::size_t begin = all.find("CREATE TABLE video");
  return all.substr(begin, all.find(");", begin) + 2 - begin);
}

namespace {

const char* remedy_for(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return "make room on the disk, then run again";
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return "allow writing to the file and its folder, then run again";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return "restore it from a backup, then `shotlist import` the results file; it holds what was "
             "paid for and is never started over";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "end the program that has it open";
    default:
      return "";
  }
}

bool is_damage(int code) {
  return (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB;
}

// Only the statement is rolled back (https://sqlite.org/lang_conflict.html, ABORT).
bool is_refusal(int code) {
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
      return true;
    default:
      return false;
  }
}

}  // namespace

struct Connection {
  std::string path;
  sqlite3* database = nullptr;
  ExitCode damage = ExitCode::invalid;
  std::function<bool(std::chrono::milliseconds)> wait;
  int log_pages = 0;

  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { sqlite3_close_v2(database); }

  [[noreturn]] void fail(int code) const {
    const std::string what = database == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(database);
    if (is_damage(code)) damaged(what);
    const std::string message = fmt::format("{}: the ledger cannot be used: {}", path, what);
    if (is_refusal(code)) throw Refusal(ExitCode::disk, message);
    throw Error(ExitCode::disk, message, remedy_for(code));
  }

  [[noreturn]] void damaged(std::string_view what) const {
    throw Error(damage, fmt::format("{}: the ledger is damaged: {}", path, what),
                remedy_for(SQLITE_CORRUPT));
  }

  // Replaces SQLite's own hook, which would write the log back by itself.
  static int committed(void* self, sqlite3*, const char*, int pages) {
    static_cast<Connection*>(self)->log_pages = pages;
    return SQLITE_OK;
  }

  // Sleeps through the VFS, as SQLite does.
  static int busy(void* self, int times) {
    constexpr std::chrono::milliseconds pause(20);
    const auto& connection = *static_cast<Connection*>(self);
    if (connection.wait && !connection.wait(times * pause)) return 0;
    sqlite3_vfs* vfs = nullptr;
    sqlite3_file_control(connection.database, "main", SQLITE_FCNTL_VFS_POINTER, &vfs);
    vfs->xSleep(vfs, static_cast<int>(std::chrono::microseconds(pause).count()));
    return 1;
  }
};

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Statement::Statement(const Connection& connection, std::string_view sql)
    : connection_(&connection) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(connection.database, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  statement_.reset(statement);
  if (code == SQLITE_ERROR)
    connection.damaged(sqlite3_errmsg(connection.database));  // no such table
  must_be_ok(code);
}

void Statement::must_be_ok(int code) const {
  if (code != SQLITE_OK) connection_->fail(code);
}

void Statement::bind_value(int at, std::int64_t value, bool) {
  must_be_ok(sqlite3_bind_int64(statement_.get(), at, value));
}

void Statement::bind_value(int at, std::string_view text, bool is_copied) {
  must_be_ok(sqlite3_bind_text64(statement_.get(), at, text.data() == nullptr ? "" : text.data(),
                                 text.size(), is_copied ? SQLITE_TRANSIENT : SQLITE_STATIC,
                                 SQLITE_UTF8));
}

void Statement::bind_value(int at, Bytes value, bool is_copied) {
  const std::string_view bytes = value.bytes;
  must_be_ok(sqlite3_bind_blob64(statement_.get(), at, bytes.data() == nullptr ? "" : bytes.data(),
                                 bytes.size(), is_copied ? SQLITE_TRANSIENT : SQLITE_STATIC));
}

void Statement::bind_null(int at) {
  must_be_ok(sqlite3_bind_null(statement_.get(), at));
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    reset();
    return false;
  }
  sqlite3_reset(statement_.get());
  connection_->fail(code);
}

std::int64_t Statement::run_bound() {
  while (step()) {
  }
  return sqlite3_changes64(connection_->database);
}

void Statement::forget_last_row() {
  sqlite3_set_last_insert_rowid(connection_->database, 0);
}

std::optional<std::int64_t> Statement::last_row() const {
  const std::int64_t row = sqlite3_last_insert_rowid(connection_->database);
  return row == 0 ? std::nullopt : std::optional(row);
}

void Statement::reset() {
  sqlite3_reset(statement_.get());  // returns the last error again, which was already thrown
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

double Statement::real(int column) const {
  return sqlite3_column_double(statement_.get(), column);
}

std::string_view Statement::text(int column) const {
  const void* bytes = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return {static_cast<const char*>(bytes), bytes == nullptr ? 0 : static_cast<std::size_t>(size)};
}

void Database::Close::operator()(Connection* connection) const {
  delete connection;
}

Database::Database(const std::string& path, Mode mode, const char* vfs)
    : connection_(new Connection) {
  connection_->path = path;
  // A URI, in which characters with a special meaning are escaped.
  std::string uri = "file:";
  for (const char c : path) {
    const bool plain = c != '%' && c != '?' && c != '#';
    uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  if (mode == Mode::untouched) uri += "?immutable=1";
  const int flags = (mode == Mode::write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) |
                    SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX;
  static const int counts_no_memory = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(counts_no_memory);
  const int code = sqlite3_open_v2(uri.c_str(), &connection_->database, flags, vfs);
  if (code != SQLITE_OK) connection_->fail(code);
  sqlite3_busy_handler(connection_->database, Connection::busy, connection_.get());
  sqlite3_db_config(connection_->database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(connection_->database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  execute("PRAGMA trusted_schema = OFF");
  execute("PRAGMA temp_store = MEMORY");
  execute("PRAGMA cell_size_check = ON");
  if (mode != Mode::write) return;
  Statement log = prepare("PRAGMA journal_mode = WAL");
  const bool has_log = log.step() && (log.text(0) == "wal" || log.text(0) == "memory");
  if (!has_log) {
    throw Error(ExitCode::disk, path + ": the ledger cannot have a write-ahead log here",
                "name a file on a local disk with --ledger FILE");
  }
  log.reset();
  sqlite3_wal_hook(connection_->database, Connection::committed, connection_.get());
  execute("PRAGMA synchronous = FULL");
  // In KiB. The index of fingerprints has no locality: with SQLite's 2 MB, its pages would be read
  // again and again. A commit may visit all cached pages.
  execute("PRAGMA cache_size = -8192");
}

Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Database Database::in_memory(const std::string& id) {
  Database memory(":memory:", Mode::write);
  memory.execute(schema);
  memory.execute(fmt::format("PRAGMA application_id = {}", application_id).c_str());
  memory.execute(fmt::format("PRAGMA user_version = {}", schema_version).c_str());
  memory.prepare("INSERT INTO ledger (id, version) VALUES (?, ?)")
      .run(id, std::int64_t{schema_version});
  return memory;
}

std::string Database::empty_ledger(const std::string& id) {
  const Database memory = in_memory(id);
  sqlite3_int64 size = 0;
  const std::unique_ptr<unsigned char, void (*)(void*)> bytes(
      sqlite3_serialize(memory.connection_->database, "main", &size, 0), sqlite3_free);
  if (!bytes) memory.connection_->fail(SQLITE_NOMEM);
  std::string ledger(reinterpret_cast<const char*>(bytes.get()), static_cast<std::size_t>(size));
  ledger.at(18) = ledger.at(19) = 2;  // https://sqlite.org/fileformat2.html: it has a log
  return ledger;
}

void Database::upgrade() const {
  Statement version = prepare("PRAGMA user_version");
  const std::int64_t found = version.step() ? version.integer(0) : 0;
  version.reset();
  if (found >= schema_version) return;
  Transaction transaction(*this, Transaction::Kind::write);
  execute(upgrade_from_1().c_str());
  prepare("UPDATE ledger SET version = ?").run(std::int64_t{schema_version});
  execute(fmt::format("PRAGMA user_version = {}", schema_version).c_str());
  transaction.commit();
}

const std::string& Database::path() const {
  return connection_->path;
}

void Database::damage_is(ExitCode exit_code) {
  connection_->damage = exit_code;
}

void Database::damaged(std::string_view what) const {
  connection_->damaged(what);
}

void Database::must_be_sound() const {
  Statement check = prepare("PRAGMA integrity_check(1)");
  if (!check.step()) damaged("it cannot be checked");
  const std::string found(check.text(0));
  check.reset();
  if (found != "ok") damaged(found);
}

Statement Database::prepare(std::string_view sql) const {
  return {*connection_, sql};
}

void Database::execute(const char* sql) const {
  const int code = sqlite3_exec(connection_->database, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) connection_->fail(code);
}

std::int64_t Database::version() const {
  Statement version = prepare("PRAGMA data_version");
  return version.step() ? version.integer(0) : 0;
}

int Database::log_pages() const {
  return connection_->log_pages;
}

void Database::checkpoint() const {
  sqlite3_wal_checkpoint_v2(connection_->database, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr,
                            nullptr);
}

void Database::leave_log() {
  sqlite3* const database = connection_->database;
  int yes = 1;
  sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  sqlite3_file_control(database, "main", SQLITE_FCNTL_PERSIST_WAL, &yes);
}

void Database::wait_with(std::function<bool(std::chrono::milliseconds)> wait) {
  connection_->wait = std::move(wait);
}

Transaction::Transaction(const Database& database, Kind kind) : database_(database) {
  database_.execute(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
  if (!is_open_) return;
  try {
    database_.execute("ROLLBACK");
  } catch (const Error&) {
    return;  // SQLite has already rolled back, as it does on a full disk
  }
}

void Transaction::commit() {
  database_.execute("COMMIT");
  is_open_ = false;
}

}  // namespace shotlist::ledger

#include "ledger/sqlite_engine.h"

#include <chrono>
#include <functional>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <sqlite3.h>

#include "base/error.h"
#include "base/recorded_text.h"
#include "base/translation.h"
#include "ledger/database.h"
#include "ledger/gathering_vfs.h"
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
      return tr("make room on the disk, then run again");
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return tr("allow writing to the file and its folder, then run again");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return tr(
          "restore it from a backup, then `shotlist import` the results file; it holds what was "
          "paid for and is never started over");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return tr("end the program that has it open");
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

struct Connection {
  std::string path;
  std::optional<GatheringVfs> disk;  ///< outlives the connection; only for one that writes
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
    if (is_damage(code)) throw damaged({what, spoken_text(what)});
    const Sentence message =
        in_both([&] { return tr("{}: the ledger cannot be used: {}", path, spoken_text(what)); });
    if (is_refusal(code)) throw Refusal(ExitCode::disk, message);
    throw Error(ExitCode::disk, message, in_both([&] { return remedy_for(code); }));
  }

  Error damaged(const Sentence& what) const {
    return {damage,
            in_both([&] { return tr("{}: the ledger is damaged: {}", path, spoken(what)); }),
            in_both([] { return remedy_for(SQLITE_CORRUPT); })};
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

class SqliteStatement final : public EngineStatement {
 public:
  SqliteStatement(const Connection& connection, std::string_view sql) : connection_(connection) {
    sqlite3_stmt* statement = nullptr;
    const int code =
        sqlite3_prepare_v3(connection.database, sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    statement_.reset(statement);
    if (code == SQLITE_ERROR)
      throw connection.damaged(sqlite3_errmsg(connection.database));  // no such table
    must_be_ok(code);
  }

  void bind(int at, std::int64_t value) override {
    must_be_ok(sqlite3_bind_int64(statement_.get(), at, value));
  }

  void bind_text(int at, std::string_view text, bool is_copied) override {
    must_be_ok(sqlite3_bind_text64(statement_.get(), at, text.data() == nullptr ? "" : text.data(),
                                   text.size(), is_copied ? SQLITE_TRANSIENT : SQLITE_STATIC,
                                   SQLITE_UTF8));
  }

  void bind_bytes(int at, std::string_view bytes, bool is_copied) override {
    must_be_ok(sqlite3_bind_blob64(statement_.get(), at,
                                   bytes.data() == nullptr ? "" : bytes.data(), bytes.size(),
                                   is_copied ? SQLITE_TRANSIENT : SQLITE_STATIC));
  }

  void bind_null(int at) override { must_be_ok(sqlite3_bind_null(statement_.get(), at)); }

  bool step() override {
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    reset();
    if (code == SQLITE_DONE) return false;
    connection_.fail(code);
  }

  std::int64_t changed() const override { return sqlite3_changes64(connection_.database); }

  std::int64_t added() const override { return sqlite3_last_insert_rowid(connection_.database); }

  void reset() override {
    sqlite3_reset(statement_.get());  // returns the last error again, which was already thrown
  }

  bool is_null(int column) const override {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
  }

  std::int64_t integer(int column) const override {
    return sqlite3_column_int64(statement_.get(), column);
  }

  double real(int column) const override { return sqlite3_column_double(statement_.get(), column); }

  std::string_view text(int column) const override {
    const void* bytes = sqlite3_column_blob(statement_.get(), column);
    const int size = sqlite3_column_bytes(statement_.get(), column);
    return {static_cast<const char*>(bytes), bytes == nullptr ? 0 : static_cast<std::size_t>(size)};
  }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };

  void must_be_ok(int code) const {
    if (code != SQLITE_OK) connection_.fail(code);
  }

  const Connection& connection_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class SqliteEngine final : public Engine {
 public:
  SqliteEngine(const std::string& path, Database::Mode mode, const char* vfs) {
    connection_.path = path;
    // A URI, in which characters with a special meaning are escaped.
    std::string uri = "file:";
    for (const char c : path) {
      const bool plain = c != '%' && c != '?' && c != '#';
      uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    if (mode == Database::Mode::untouched) uri += "?immutable=1";
    const int flags =
        (mode == Database::Mode::write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) |
        SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX;
    static const int counts_no_memory = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(counts_no_memory);
    if (mode == Database::Mode::write) vfs = connection_.disk.emplace(vfs).name();
    const int code = sqlite3_open_v2(uri.c_str(), &connection_.database, flags, vfs);
    if (code != SQLITE_OK) connection_.fail(code);
    sqlite3_busy_handler(connection_.database, Connection::busy, &connection_);
    sqlite3_db_config(connection_.database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(connection_.database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    execute("PRAGMA trusted_schema = OFF");
    execute("PRAGMA temp_store = MEMORY");
    execute("PRAGMA cell_size_check = ON");
    if (mode != Database::Mode::write) return;
    const auto log = prepare("PRAGMA journal_mode = WAL");
    const bool has_log = log->step() && (log->text(0) == "wal" || log->text(0) == "memory");
    if (!has_log) {
      throw Error(ExitCode::disk, in_both([&] {
                    return path + tr(": the ledger cannot have a write-ahead log here");
                  }),
                  in_both([&] { return tr("name a file on a local disk with --ledger FILE"); }));
    }
    log->reset();
    sqlite3_wal_hook(connection_.database, Connection::committed, &connection_);
    execute("PRAGMA synchronous = FULL");
    // In KiB. The index of fingerprints has no locality: with SQLite's 2 MB, its pages would be
    // read again and again. A commit may visit all cached pages.
    execute("PRAGMA cache_size = -8192");
  }

  sqlite3* raw() const { return connection_.database; }

  const std::string& name() const override { return connection_.path; }

  bool is_shared() const override { return false; }

  std::unique_ptr<EngineStatement> prepare(std::string_view sql) override {
    return std::make_unique<SqliteStatement>(connection_, sql);
  }

  void execute(const char* sql) override {
    const int code = sqlite3_exec(connection_.database, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) connection_.fail(code);
  }

  void begin(bool writes) override {
    if (!writes) return execute("BEGIN");
    prepared(begin_, "BEGIN IMMEDIATE").step();
  }

  void commit() override {
    if (!connection_.disk) return execute("COMMIT");
    connection_.disk->begin_commit();
    try {
      prepared(commit_, "COMMIT").step();
    } catch (...) {
      connection_.disk->end_commit(false);
      throw;
    }
    if (!connection_.disk->end_commit(true)) connection_.fail(SQLITE_IOERR_WRITE);
  }

  Error damage(const Sentence& what) const override { return connection_.damaged(what); }

  void damage_is(ExitCode exit_code) override { connection_.damage = exit_code; }

  std::string_view list_of_texts() const override { return "json_each(?)"; }

  std::int64_t version() override {
    EngineStatement& asked = prepared(version_, "PRAGMA data_version");
    const std::int64_t version = asked.step() ? asked.integer(0) : 0;
    asked.reset();
    return version;
  }

  int log_pages() const override { return connection_.log_pages; }

  void checkpoint() override {
    sqlite3_wal_checkpoint_v2(connection_.database, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr,
                              nullptr);
  }

  void leave_log() override {
    int yes = 1;
    sqlite3_db_config(connection_.database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    sqlite3_file_control(connection_.database, "main", SQLITE_FCNTL_PERSIST_WAL, &yes);
  }

  void must_be_sound() override {
    const auto check = prepare("PRAGMA integrity_check(1)");
    if (!check->step()) throw damage(in_both([&] { return tr("it cannot be checked"); }));
    const std::string found(check->text(0));
    check->reset();
    if (found != "ok") throw damage(found);
  }

  void upgrade() override {
    const auto version = prepare("PRAGMA user_version");
    const std::int64_t found = version->step() ? version->integer(0) : 0;
    version->reset();
    if (found >= schema_version) return;
    begin(true);
    execute(upgrade_from_1().c_str());
    execute(fmt::format("UPDATE ledger SET version = {}", schema_version).c_str());
    execute(fmt::format("PRAGMA user_version = {}", schema_version).c_str());
    execute("COMMIT");
  }

  void wait_with(std::function<bool(std::chrono::milliseconds)> wait) override {
    connection_.wait = std::move(wait);
  }

 private:
  // What each transaction needs is prepared once.
  EngineStatement& prepared(std::unique_ptr<EngineStatement>& statement, const char* sql) {
    if (!statement) statement = prepare(sql);
    return *statement;
  }

  Connection connection_;
  std::unique_ptr<EngineStatement> begin_;
  std::unique_ptr<EngineStatement> commit_;
  std::unique_ptr<EngineStatement> version_;
};

std::unique_ptr<SqliteEngine> in_memory(const std::string& id) {
  auto memory = std::make_unique<SqliteEngine>(":memory:", Database::Mode::write, nullptr);
  memory->execute(schema);
  memory->execute(fmt::format("PRAGMA application_id = {}", application_id).c_str());
  memory->execute(fmt::format("PRAGMA user_version = {}", schema_version).c_str());
  const auto ledger = memory->prepare("INSERT INTO ledger (id, version) VALUES (?, ?)");
  ledger->bind_text(1, id, true);
  ledger->bind(2, schema_version);
  ledger->step();
  return memory;
}

}  // namespace

std::unique_ptr<Engine> open_sqlite(const std::string& path, Database::Mode mode, const char* vfs) {
  return std::make_unique<SqliteEngine>(path, mode, vfs);
}

std::unique_ptr<Engine> sqlite_in_memory(const std::string& id) {
  return in_memory(id);
}

std::string empty_sqlite_ledger(const std::string& id) {
  const auto memory = in_memory(id);
  sqlite3_int64 size = 0;
  const std::unique_ptr<unsigned char, void (*)(void*)> bytes(
      sqlite3_serialize(memory->raw(), "main", &size, 0), sqlite3_free);
  if (!bytes)
    throw Error(ExitCode::disk, in_both([&] { return tr("no memory for a new ledger"); }));
  std::string ledger(reinterpret_cast<const char*>(bytes.get()), static_cast<std::size_t>(size));
  ledger.at(18) = ledger.at(19) = 2;  // https://sqlite.org/fileformat2.html: it has a log
  return ledger;
}

}  // namespace shotlist::ledger

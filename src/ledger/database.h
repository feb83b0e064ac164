#pragma once
// A ledger's database, whatever its engine.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "ledger/engine.h"

namespace shotlist::ledger {

/// The database rejected one statement, such as a second row of the same name. The statement
/// changed nothing, and the transaction continues.
class Refusal : public Error {
 public:
  using Error::Error;
};

/// A value that is not text.
struct Bytes {
  std::string_view bytes;
};

/// A prepared statement, for repeated use. Columns count from 0. Everything throws on
/// failure as Database does, or Refusal if only the statement failed. Must not outlive its
/// database.
///
/// Values are texts (UTF-8), Bytes, 64-bit integers, or optionals of those, one for each parameter
/// of the statement.
class Statement {
 public:
  /// Sets the parameters for the next rows; copied.
  template <typename... T>
  void bind(const T&... values) {
    int at = 0;
    (bind_value(++at, values, true), ...);
  }

  /// Advances to the next row. If there is none, returns false, and the statement can be used
  /// again.
  bool step() { return statement_->step(); }

  /// For statements that return no rows. Returns the number of changed rows.
  template <typename... T>
  std::int64_t run(const T&... values) {
    int at = 0;
    (bind_value(++at, values, false), ...);
    return run_bound();
  }

  /// The number that the last INSERT gave to its row, if it left that to the database.
  std::int64_t added() const { return statement_->added(); }

  /// Discards the remaining rows.
  void reset() { statement_->reset(); }

  bool is_null(int column) const { return statement_->is_null(column); }
  std::int64_t integer(int column) const { return statement_->integer(column); }
  double real(int column) const { return statement_->real(column); }

  /// Or bytes; valid until the next step.
  std::string_view text(int column) const { return statement_->text(column); }

 private:
  friend class Database;
  explicit Statement(std::unique_ptr<EngineStatement> statement)
      : statement_(std::move(statement)) {}
  void bind_value(int at, std::int64_t value, bool) { statement_->bind(at, value); }
  void bind_value(int at, std::string_view text, bool is_copied) {
    statement_->bind_text(at, text, is_copied);
  }
  void bind_value(int at, Bytes value, bool is_copied) {
    statement_->bind_bytes(at, value.bytes, is_copied);
  }
  void bind_null(int at) { statement_->bind_null(at); }
  template <typename T>
  void bind_value(int at, const std::optional<T>& value, bool is_copied) {
    value ? bind_value(at, *value, is_copied) : bind_null(at);
  }
  std::int64_t run_bound();

  std::unique_ptr<EngineStatement> statement_;
};

/// An open database file. While another process has it locked, every call waits: see `wait_with`.
/// Added triggers do not run.
///
/// Everything throws Error on failure: disk, except for a damaged database, see `damage_is`.
class Database {
 public:
  enum class Mode {
    write,      ///< with a write-ahead log, each commit synced (`synchronous=FULL`)
    read,       ///< alongside the writer
    untouched,  ///< a file without a writer: creates nothing beside it and locks nothing
  };

  /// Opens the existing file at `path`. `vfs` is SQLite's name of the disk to use; null is the real
  /// one. Throws Error (invalid) if SQLite cannot read it as a database.
  Database(const std::string& path, Mode mode, const char* vfs = nullptr);

  /// An in-memory ledger, empty except for its `id`.
  static Database in_memory(const std::string& id = {});

  /// The bytes of such a ledger; it uses a write-ahead log from the start.
  static std::string empty_ledger(const std::string& id);

  explicit Database(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}

  /// Of the file, or what the user calls a shared ledger.
  const std::string& path() const { return engine_->name(); }

  bool is_shared() const { return engine_->is_shared(); }

  /// Connects to a shared ledger again after its server was lost. Statements stay valid. Throws
  /// Unreachable while it is still away.
  void reconnect() const { engine_->reconnect(); }

  /// Brings a ledger of an older version up to date, in one transaction.
  void upgrade() const { engine_->upgrade(); }

  /// Sets the exit code for a damaged database from now on: `invalid`, or `disk` once something was
  /// sent.
  void damage_is(ExitCode exit_code) { engine_->damage_is(exit_code); }

  /// Throws the Error for a damaged database; `what` describes the damage.
  [[noreturn]] void damaged(const Sentence& what) const { throw engine_->damage(what); }

  /// Checks every page and index. Takes about a second per 200 MB. Throws as `damaged` does.
  void must_be_sound() const { engine_->must_be_sound(); }

  Statement prepare(std::string_view sql) const { return Statement(engine_->prepare(sql)); }

  /// The same, for many rows: those that are not needed yet stay in the database.
  Statement prepare_scan(std::string_view sql) const {
    return Statement(engine_->prepare_scan(sql));
  }

  /// Statements without parameters.
  void execute(const char* sql) const { engine_->execute(sql); }

  /// Calls `write` in a transaction. If it throws Refusal, the transaction goes on without it.
  void guarded(const std::function<void()>& write) const { engine_->guarded(write); }

  std::string_view list_of_texts() const { return engine_->list_of_texts(); }

  /// Changes if and only if another connection changed something. In a transaction it reflects what
  /// the transaction sees.
  std::int64_t version() const { return engine_->version(); }

  /// The number of pages in the write-ahead log after the last commit.
  int log_pages() const { return engine_->log_pages(); }

  /// Writes the log back into the database, as far as readers allow, so that the log can start
  /// over. On failure the data is still in the log. Nothing else does this before the close.
  void checkpoint() const { engine_->checkpoint(); }

  /// Makes closing leave the write-ahead log in place instead of writing it back and deleting the
  /// file of that name.
  void leave_log() { engine_->leave_log(); }

  /// `wait` is called about every 20 ms on the thread that waits for another process, with the time
  /// waited so far. If it returns false, the call gives up and fails.
  void wait_with(std::function<bool(std::chrono::milliseconds)> wait) {
    engine_->wait_with(std::move(wait));
  }

 private:
  friend class Transaction;
  std::unique_ptr<Engine> engine_;
};

/// A transaction; rolled back unless committed.
class Transaction {
 public:
  enum class Kind { read, write };

  Transaction(const Database& database, Kind kind);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  void commit();

 private:
  const Database& database_;
  bool is_open_ = true;
};

}  // namespace shotlist::ledger

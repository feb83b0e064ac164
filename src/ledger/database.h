#pragma once
// SQLite, as far as the ledger needs it: the only home of sqlite3.h.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace shotlist::ledger {

/// One statement that the database does not take, such as a second row of one name: it has changed
/// nothing, and the transaction goes on.
class Refusal : public Error {
 public:
  using Error::Error;
};

struct Connection;

/// A value that is no text.
struct Bytes {
  std::string_view bytes;
};

/// One prepared statement, used again and again. Columns are counted from 0, as SQLite does.
/// Everything throws on failure, as Database does, and Refusal where the statement alone failed.
/// Must not outlive its database.
///
/// Values are texts (UTF-8), Bytes, 64-bit integers, or optionals of those, as many as the
/// statement has parameters.
class Statement {
 public:
  /// The values that the next rows are about; copied.
  template <typename... T>
  void bind(const T&... values) {
    int at = 0;
    (bind_value(++at, values, true), ...);
  }

  /// To the next row; false, and ready to be used again, where there is none.
  bool step();

  /// For statements that give no rows. Returns how many rows were changed.
  template <typename... T>
  std::int64_t run(const T&... values) {
    int at = 0;
    (bind_value(++at, values, false), ...);
    return run_bound();
  }

  /// Gives up the rows that are left.
  void reset();

  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string_view text(int column) const;  ///< or bytes; valid until the next step

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };

  Statement(const Connection& connection, std::string_view sql);
  void bind_value(int at, std::int64_t value, bool is_copied);
  void bind_value(int at, std::string_view text, bool is_copied);
  void bind_value(int at, Bytes bytes, bool is_copied);
  void bind_null(int at);
  template <typename T>
  void bind_value(int at, const std::optional<T>& value, bool is_copied) {
    value ? bind_value(at, *value, is_copied) : bind_null(at);
  }
  std::int64_t run_bound();
  void must_be_ok(int code) const;

  const Connection* connection_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// An open database file. Where another process has it locked, every call waits until it is free:
/// see `wait_with`. Triggers that somebody added do not run.
///
/// Everything throws Error on failure: disk, but for a damaged database, see `damage_is`.
class Database {
 public:
  enum class Mode {
    write,      ///< with a write-ahead log, each commit synced (`synchronous=FULL`)
    read,       ///< beside the one that writes
    untouched,  ///< a file that nobody writes: nothing is made beside it and nothing is locked
  };

  /// Opens the file at `path`, which must be there. `vfs` is SQLite's name of the disk to use; null
  /// is the real one. Throws Error (invalid) where it is no database that SQLite can read.
  Database(const std::string& path, Mode mode, const char* vfs = nullptr);

  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  /// A ledger that is empty but for its `id`, in memory.
  static Database in_memory(const std::string& id = {});

  /// The bytes of such a ledger, which has a write-ahead log from the start.
  static std::string empty_ledger(const std::string& id);

  const std::string& path() const;

  /// What a damaged database ends with from now on: `invalid`, or `disk` once something was sent.
  void damage_is(ExitCode exit_code);

  /// Throws the Error of a damaged database: `what` is wrong.
  [[noreturn]] void damaged(std::string_view what) const;

  /// Looks at every page and index. Takes about a second for each 200 MB. Throws as `damaged` does.
  void must_be_sound() const;

  Statement prepare(std::string_view sql) const;

  /// Statements without parameters.
  void execute(const char* sql) const;

  /// Another number after another connection has changed something, and only then. Inside of a
  /// transaction it is about what that sees.
  std::int64_t version() const;

  /// How many pages the write-ahead log had after the last commit.
  int log_pages() const;

  /// Writes the log back into the database, as far as readers let it, so that the log is used from
  /// its start again. What fails is still in the log. Nothing else does this before the close.
  void checkpoint() const;

  /// Closing leaves the write-ahead log as it is, instead of writing it back and deleting the file
  /// of its name.
  void leave_log();

  /// Called from the thread that waits for another process, with how long it has waited so far,
  /// about every 20 ms of that. False gives up: the call fails.
  void wait_with(std::function<bool(std::chrono::milliseconds)> wait);

 private:
  struct Close {
    void operator()(Connection* connection) const;
  };
  std::unique_ptr<Connection, Close> connection_;
};

/// One transaction: rolled back unless it is committed.
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

#pragma once
// What a ledger asks of a database engine. There are two: SQLite, in a file, and PostgreSQL, shared
// by several machines.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"

namespace shotlist::ledger {

/// A prepared statement. Parameters count from 1, columns from 0. Throws as `Engine` does, or
/// Refusal if only the statement failed. Must not outlive its engine.
class EngineStatement {
 public:
  virtual ~EngineStatement() = default;

  /// Sets one parameter for the next rows. If it `is_copied`, `bytes` need not outlive the call.
  virtual void bind(int at, std::int64_t value) = 0;
  virtual void bind_text(int at, std::string_view text, bool is_copied) = 0;
  virtual void bind_bytes(int at, std::string_view bytes, bool is_copied) = 0;
  virtual void bind_null(int at) = 0;

  /// Advances to the next row. If there is none, returns false, and the statement can be used
  /// again.
  virtual bool step() = 0;

  /// Rows that the last INSERT, UPDATE or DELETE changed.
  virtual std::int64_t changed() const = 0;

  /// The number that the last INSERT gave to its row, if it left that to the database.
  virtual std::int64_t added() const = 0;

  /// Discards the remaining rows.
  virtual void reset() = 0;

  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual double real(int column) const = 0;
  virtual std::string_view text(int column) const = 0;  ///< or bytes; valid until the next step
};

/// An open database, for one thread at a time. Everything throws Error on failure: disk, except for
/// a damaged database.
class Engine {
 public:
  virtual ~Engine() = default;

  /// What the user calls it. Holds no password.
  virtual const std::string& name() const = 0;

  /// Whether other machines write to it as well.
  virtual bool is_shared() const = 0;

  /// Statements are in the SQL that both engines have. `?` and `?1` are parameters.
  virtual std::unique_ptr<EngineStatement> prepare(std::string_view sql) = 0;

  /// The same, for many rows: those that are not needed yet stay in the database.
  virtual std::unique_ptr<EngineStatement> prepare_scan(std::string_view sql) {
    return prepare(sql);
  }

  /// Statements without parameters, separated by semicolons.
  virtual void execute(const char* sql) = 0;

  /// Begins a transaction. One that writes keeps out others that write, if the engine has no finer
  /// way; one that only reads sees one moment of the database.
  virtual void begin(bool writes) = 0;
  virtual void commit() { execute("COMMIT"); }

  /// Calls `write` in a transaction. If it throws Refusal, the transaction goes on without it.
  virtual void guarded(const std::function<void()>& write) { write(); }

  /// Connects again after the server was lost.
  virtual void reconnect() {}

  /// The Error for a damaged database; `what` describes the damage.
  virtual Error damage(const Sentence& what) const = 0;
  virtual void damage_is(ExitCode exit_code) = 0;

  /// A FROM clause whose rows have `value`: the texts of a JSON list, which is the only parameter.
  virtual std::string_view list_of_texts() const = 0;

  // What only a file has; see Database.
  virtual std::int64_t version() { return 0; }
  virtual int log_pages() const { return 0; }
  virtual void checkpoint() {}
  virtual void leave_log() {}
  virtual void must_be_sound() {}
  virtual void upgrade() {}
  virtual void wait_with(std::function<bool(std::chrono::milliseconds)>) {}
};

}  // namespace shotlist::ledger

#pragma once
// The file of an embedded ledger: creates, checks and locks it, and notices if it is moved.

#include <array>
#include <functional>
#include <optional>
#include <string>

#include "ledger/database.h"
#include "ledger/reader.h"
#include "system/held_file.h"
#include "system/random.h"

namespace shotlist::ledger {

/// A ledger that only this process may write to.
///
/// Measured on SQLite 3.40: its write-ahead files go by name, so a second name of the file would
/// get others; an empty file beside a live `-wal` destroys that on a mere read; a renamed or
/// replaced file is still written to, unnoticed. So the file is opened and checked before SQLite
/// sees it, and checked again after each commit. A symbolic link is resolved first, as SQLite does.
///
/// Only one object per process may have a file open at a time, and `read_ledger` and `is_held` open
/// it, too: closing it drops SQLite's locks on it (https://sqlite.org/howtocorrupt.html, 2.2).
class LedgerFile {
 public:
  /// Creates the ledger if neither it nor a `-wal` beside it exists. Throws Error: held if another
  /// process has it; invalid if it is no ledger, is damaged, is of a newer version, has a second
  /// name or is on a network file system; disk if it cannot be opened.
  LedgerFile(const std::string& path, system::Random& random);
  LedgerFile(const LedgerFile&) = delete;
  LedgerFile& operator=(const LedgerFile&) = delete;

  /// Must run after the database is closed: SQLite then deletes its log, and a power loss must not
  /// bring the log back.
  ~LedgerFile();

  /// May be called only once. Throws Error (invalid) if the ledger is damaged.
  Database open();

  /// Throws Error (disk) if the path of the database, its `-wal` or its `-shm` no longer names the
  /// same file, or if the database or its `-wal` was truncated.
  void must_be_in_its_place();

  const std::string& path() const { return file_.path(); }
  system::FileNumber number() const { return file_.number(); }

  /// Whether a `-wal` was beside it when it was opened: a killed run leaves one.
  bool had_log() const { return had_log_; }

 private:
  system::HeldFile file_;
  bool had_log_ = false;
  std::array<std::optional<system::FileNumber>, 2>
      beside_;                                // the `-wal` and `-shm`, once they exist
  std::array<std::uintmax_t, 2> sizes_ = {};  // of the database and its `-wal`
};

/// Whether the ledger exists. Throws Error (invalid) if only its `-wal` exists, or if `path` is a
/// dangling symbolic link.
bool is_there(const std::string& path);

/// Whether a non-empty `-wal` is beside the ledger: a run that is active or was killed has one.
bool has_log(const std::string& path);

/// Whether another process holds it at this moment; a shared ledger, whether a run of `manifest` is
/// at work, or any run if that is empty.
bool is_held(const std::string& path, const std::string& manifest = {});

/// Calls `ask` with the ledger at `path`, or with an empty one if there is none; creates, changes
/// and blocks nothing. Calls `ask` again if a run began meanwhile. Throws Error as LedgerFile does,
/// except held.
///
/// If a run was killed, SQLite reads its `-wal`, and recreates the `-shm` if that was removed.
void read_ledger(const std::string& path, const std::function<void(Reader&)>& ask);

}  // namespace shotlist::ledger

#pragma once
// The file of an embedded ledger: made, checked, held, and noticed where somebody moves it.

#include <array>
#include <functional>
#include <optional>
#include <string>

#include "ledger/database.h"
#include "ledger/reader.h"
#include "system/held_file.h"
#include "system/random.h"

namespace shotlist::ledger {

/// A ledger that this process alone may write to.
///
/// Measured on SQLite 3.40: its write-ahead files go by name, so a second name of the file would
/// have others; an empty file beside a live `-wal` destroys that on a mere read; a file that is
/// renamed or replaced is written on unnoticed. So the file is opened and checked before SQLite
/// sees it, and looked at again after each commit. A symbolic link is followed first, as SQLite
/// does.
///
/// One object of a process at a time may have a file open, and `read_ledger` and `is_held` open it,
/// too: to close it drops SQLite's locks on it (https://sqlite.org/howtocorrupt.html, 2.2).
class LedgerFile {
 public:
  /// Makes the ledger where there is none, and no `-wal` beside it. Throws Error: held where
  /// another process has it; invalid where it is no ledger, is damaged, is of a newer version, has
  /// a second name or lies on a network file system; disk where it cannot be opened.
  LedgerFile(const std::string& path, system::Random& random);
  LedgerFile(const LedgerFile&) = delete;
  LedgerFile& operator=(const LedgerFile&) = delete;

  /// After the database is closed: SQLite deletes its log then, and a loss of power must not bring
  /// that back.
  ~LedgerFile();

  /// Not to be asked for twice. Throws Error (invalid) where the ledger is damaged.
  Database open();

  /// Throws Error (disk) where the database, its `-wal` or its `-shm` is no longer what its path
  /// names, or was cut.
  void must_be_in_its_place();

  const std::string& path() const { return file_.path(); }
  system::FileNumber number() const { return file_.number(); }

  /// Whether a `-wal` was beside it when it was opened: a run that was killed leaves one.
  bool had_log() const { return had_log_; }

 private:
  system::HeldFile file_;
  bool had_log_ = false;
  std::array<std::optional<system::FileNumber>, 2> beside_;  // the `-wal` and `-shm`, once there
  std::array<std::uintmax_t, 2> sizes_ = {};                 // of the database and its `-wal`
};

/// Whether a ledger is there. Throws Error (invalid) where only its `-wal` is, or a symbolic link
/// that leads nowhere.
bool is_there(const std::string& path);

/// Whether a `-wal` with something in it is beside the ledger: a run that is on, or that was
/// killed, has one.
bool has_log(const std::string& path);

/// Whether a run has it at this moment.
bool is_held(const std::string& path);

/// Asks the ledger at `path`, or an empty one where there is none, without making, changing or
/// blocking anything. `ask` may be called twice: once more where a run began meanwhile. Throws
/// Error as LedgerFile does, but for held.
///
/// Where a run was killed SQLite has its `-wal` to read, and makes the `-shm` beside it anew should
/// somebody have removed that.
void read_ledger(const std::string& path, const std::function<void(Reader&)>& ask);

}  // namespace shotlist::ledger

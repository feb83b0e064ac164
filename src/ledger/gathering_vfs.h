#pragma once
// Writes a transaction to SQLite's log in few pieces: SQLite itself makes two writes of each page.

#include <memory>

namespace shotlist::ledger {

/// A disk of SQLite for one connection: the given one, but what a commit writes to the log stays in
/// memory until the sync that makes it durable, or until anything else is asked of the log. That is
/// soon enough: SQLite tells other processes of what is new in its log after that sync
/// (https://sqlite.org/walformat.html, `mxFrame`), which also reports a write that failed.
///
/// Nothing stays outside a commit: another transaction may be given up, and then others write to
/// the same place of the log.
class GatheringVfs {
 public:
  /// `below` is SQLite's name of the disk that does the work; null is the real one. It must outlive
  /// this.
  explicit GatheringVfs(const char* below);
  GatheringVfs(const GatheringVfs&) = delete;
  GatheringVfs& operator=(const GatheringVfs&) = delete;

  /// The connection must be closed.
  ~GatheringVfs();

  /// For sqlite3_open_v2.
  const char* name() const;

  void begin_commit();

  /// A sync leaves nothing to write. What there is without one is written if the transaction `is
  /// committed`, and forgotten if there is none any more. Returns false if that failed.
  bool end_commit(bool is_committed);

 private:
  struct Disk;
  std::unique_ptr<Disk> disk_;
};

}  // namespace shotlist::ledger

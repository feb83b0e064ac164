#include <cstddef>
#include <optional>
#include <string>

#include "base/error.h"
#include "ledger/attempts.h"
#include "ledger/database.h"
#include "support/catch2.h"
#include "support/dying_vfs.h"

namespace shotlist::tests::gathering_vfs_test {
namespace {

using ledger::Database;
using ledger::Transaction;

void write(const Database& database, const std::string& name, std::size_t size) {
  Transaction transaction(database, Transaction::Kind::write);
  database.prepare("INSERT INTO output (path, manifest, digest) VALUES (?, ?, '')")
      .run(name, std::string(size, 'a'));
  transaction.commit();
}

std::int64_t rows_in(const Database& database) {
  ledger::Statement count = database.prepare("SELECT count(*) FROM output");
  return count.step() ? count.integer(0) : 0;
}

/// A process on the disk, with the ledger open.
struct Process {
  explicit Process(DyingDisk& disk, Database::Mode mode = Database::Mode::write)
      : vfs(disk), database(disk_path, mode, vfs.name()) {}

  DyingVfs vfs;
  Database database;
};

}  // namespace

TEST_CASE("A commit of many pages is one write and one sync of the log") {
  DyingDisk disk;
  put_ledger(disk);
  Process process(disk);
  write(process.database, "first", 10);
  const std::size_t before = process.vfs.operations();
  write(process.database, "second", 60'000);
  CHECK(process.vfs.operations() - before == 2);
}

TEST_CASE("A commit larger than what is kept of the log is read as it was written") {
  DyingDisk disk;
  put_ledger(disk);
  {
    Process process(disk);
    for (const char* name : {"a", "b", "c"})
      write(process.database, name, 1'000'000);
  }
  disk.lose_power({});
  const Process process(disk);
  process.database.must_be_sound();
  CHECK(rows_in(process.database) == 3);
}

TEST_CASE("Nobody sees a commit before it is synced, and everybody after it") {
  DyingDisk disk;
  put_ledger(disk);
  Process process(disk);
  write(process.database, "first", 10);
  const Process other(disk, Database::Mode::read);
  std::int64_t seen = 0;
  process.vfs.on_sync = [&] { seen = rows_in(other.database); };
  write(process.database, "second", 60'000);
  process.vfs.on_sync = {};
  CHECK(seen == 1);
  CHECK(rows_in(other.database) == 2);
}

TEST_CASE("A commit that failed leaves the log to the next process") {
  // The second commit is a write and a sync, or two of each where the log begins anew.
  const auto fails_in = GENERATE(std::size_t{1}, std::size_t{2});
  const std::size_t size = GENERATE(std::size_t{60'000}, std::size_t{600'000});
  CAPTURE(fails_in, size);
  DyingDisk disk;
  put_ledger(disk);
  {
    Process process(disk);
    write(process.database, "first", 10);
    process.vfs.fail_at(process.vfs.operations() + fails_in, DyingVfs::Fault::full, false);
    CHECK_THROWS_AS(write(process.database, "second", size), Error);
    Process other(disk);
    write(other.database, "third", 70'000);
    write(process.database, "fourth", 10);
    CHECK(rows_in(other.database) == 3);
  }
  const Process process(disk);
  process.database.must_be_sound();
  CHECK(rows_in(process.database) == 3);
}

}  // namespace shotlist::tests::gathering_vfs_test
